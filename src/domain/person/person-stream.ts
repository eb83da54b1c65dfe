import { closing, closingFacts } from '../destruction/closing.js';
import { streamFold } from '../language/decision.js';
import { contact, contactFacts } from './contact.js';
import { nameFacts } from './names.js';
import { personFacts, registration } from './person.js';

/** Who somebody is and how they are reached: registration, contact and names, side by side. */
export const personFold = streamFold('person', { person: registration, contact, closing });

/** Everything said in a person's own stream; the front desk sees all of it. */
export const personStreamFacts = { ...personFacts, ...contactFacts, ...nameFacts, ...closingFacts } as const;
