import { type StateOfSlices, streamFold } from '../language/decision.js';

const slices = {};

/** Everything a decision about a complaint looks at. */
export type ComplaintState = StateOfSlices<typeof slices>;

export const complaintFold = streamFold('complaint', slices);

export const complaintFacts = {} as const;

/** Proceeding papers and disclosures made for a complaint, apart from the complaint itself. */
export const collegeFold = streamFold('college', {});

export const collegeFacts = {} as const;
