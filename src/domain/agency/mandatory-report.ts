import { type StateOfSlices, streamFold } from '../language/decision.js';

const slices = {};

/** One duty to report to an authority, as the person whose duty it is considered it (rules 29 and 30). */
export type MandatoryReportState = StateOfSlices<typeof slices>;

export const mandatoryReportFold = streamFold('mandatory-report', slices);

export const mandatoryReportFacts = {} as const;
