import { type StateOfSlices, streamFold } from '../language/decision.js';
import { counselling, counsellingFacts } from './counselling.js';
import { disclosureFacts, disclosures } from './disclosure.js';
import { informing, informingFacts } from './informing.js';
import { recordingFacts, recordings } from './recording.js';
import { roster, rosterFacts } from './roster.js';

const slices = { roster, informing, counselling, disclosures, recordings };

/** Everything a decision about a case looks at, one slice per topic. */
export type CaseState = StateOfSlices<typeof slices>;

export const caseFold = streamFold('case', slices);

export const caseFacts = {
  ...rosterFacts,
  ...informingFacts,
  ...counsellingFacts,
  ...disclosureFacts,
  ...recordingFacts,
} as const;
