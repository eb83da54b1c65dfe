import { type StateOfSlices, streamFold } from '../language/decision.js';
import { availability, availabilityFacts } from './availability.js';
import { registration, registrationFacts } from './registration.js';
import { slotFacts, slots } from './slots.js';

const slices = { registration, availability, slots };

/** Everything a decision about a therapist looks at. */
export type TherapistState = StateOfSlices<typeof slices>;

export const therapistFold = streamFold('therapist', slices);

export const therapistFacts = { ...registrationFacts, ...availabilityFacts, ...slotFacts } as const;
