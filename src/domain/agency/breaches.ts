import { type StateOfSlices, streamFold } from '../language/decision.js';
import { breachRegister } from './breach-register.js';
import { questionedAccess } from './questioned-access.js';

const slices = { register: breachRegister, questionedAccess };

/** Every privacy breach of the agency (PHIPA s. 12; rule 28). */
export type BreachesState = StateOfSlices<typeof slices>;

export const breachesFold = streamFold('breaches', slices);
