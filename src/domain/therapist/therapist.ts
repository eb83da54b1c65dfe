import { type StateOfSlices, streamFold } from '../language/decision.js';
import { approach, approachFacts } from './approach.js';
import { availability, availabilityFacts } from './availability.js';
import { callingOffFacts } from './calling-off.js';
import { qualificationFacts, qualifications } from './qualifications.js';
import { registration, registrationFacts } from './registration.js';
import { slotFacts, slots } from './slots.js';

const slices = { registration, qualifications, approach, availability, slots };

/** Everything a decision about a therapist looks at. */
export type TherapistState = StateOfSlices<typeof slices>;

export const therapistFold = streamFold('therapist', slices);

export const therapistFacts = {
  ...registrationFacts,
  ...qualificationFacts,
  ...approachFacts,
  ...availabilityFacts,
  ...slotFacts,
  ...callingOffFacts,
} as const;
