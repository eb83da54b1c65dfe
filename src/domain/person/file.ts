import { type StateOfSlices, streamFold } from '../language/decision.js';
import { deciding, decidingFacts } from './deciding-for.js';
import { instructionFacts, instructions } from './instructions.js';
import { requests } from './requests.js';

const slices = { requests, instructions, deciding };

/**
 * What a person tells and asks of the agency apart from any one case: needs, what they decline to tell, privacy
 * instructions, who decides for them, and requests about their record.
 */
export type FileState = StateOfSlices<typeof slices>;

export const fileFold = streamFold('file', slices);

export const fileFacts = {
  ...instructionFacts,
  ...decidingFacts,
} as const;
