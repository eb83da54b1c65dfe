import { type StateOfSlices, streamFold } from '../language/decision.js';

const slices = {};

/** Every privacy breach of the agency (PHIPA s. 12; rule 28). */
export type BreachesState = StateOfSlices<typeof slices>;

export const breachesFold = streamFold('breaches', slices);

export const breachFacts = {} as const;
