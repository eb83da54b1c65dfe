import { type StateOfSlices, streamFold } from '../language/decision.js';
import { registration, registrationFacts } from './registration.js';

const slices = { registration };

/** Everything a decision about a therapist looks at. */
export type TherapistState = StateOfSlices<typeof slices>;

export const therapistFold = streamFold('therapist', slices);

export const therapistFacts = { ...registrationFacts } as const;
