import { type StateOfSlices, streamFold } from '../language/decision.js';
import { roster, rosterFacts } from './roster.js';

const slices = { roster };

/** Everything a decision about a case looks at, one slice per topic. */
export type CaseState = StateOfSlices<typeof slices>;

export const caseFold = streamFold('case', slices);

export const caseFacts = { ...rosterFacts } as const;
