import { type StateOfSlices, streamFold } from '../language/decision.js';
import { appealFacts, appeals } from './appeal.js';
import { college, collegeFileFacts } from './college-file.js';
import { collegeTrack, collegeTrackFacts } from './college-track.js';
import { conduct } from './conduct.js';
import { conductFacts } from './conduct-facts.js';
import { deadlineFacts, deadlines } from './deadlines.js';
import { handling } from './handling.js';
import { handlingFacts } from './handling-facts.js';
import { holdFacts, holds } from './holds.js';
import { lodging, lodgingFacts } from './lodging.js';

const slices = { lodging, handling, appeals, collegeTrack, holds, deadlines, conduct };

/** Everything a decision about a complaint looks at. */
export type ComplaintState = StateOfSlices<typeof slices>;

export const complaintFold = streamFold('complaint', slices);

export const complaintFacts = {
  ...lodgingFacts,
  ...handlingFacts,
  ...appealFacts,
  ...collegeTrackFacts,
  ...holdFacts,
  ...deadlineFacts,
  ...conductFacts,
} as const;

/** Proceeding papers and disclosures made for a complaint, apart from the complaint itself. */
export const collegeFold = streamFold('college', { college });

export const collegeFacts = { ...collegeFileFacts } as const;
