import { calendarFacts, parameterFacts, policyFacts, staffFacts } from './agency/agency.js';
import { caseFacts } from './case/case.js';
import { collegeFacts, complaintFacts } from './complaint/complaint.js';
import { registerFacts } from './complaint/register.js';
import type { AnyKind } from './language/fact.js';
import { mistakeFacts } from './language/mistakes.js';
import { personFacts, signInFacts } from './person/person.js';
import { therapistFacts } from './therapist/therapist.js';

/** Every kind of fact, once: types, sealing, documents, views and the charter matrix are derived from this list. */
export const FACTS = {
  ...mistakeFacts,
  ...staffFacts,
  ...calendarFacts,
  ...policyFacts,
  ...parameterFacts,
  ...personFacts,
  ...signInFacts,
  ...caseFacts,
  ...therapistFacts,
  ...complaintFacts,
  ...collegeFacts,
  ...registerFacts,
} as const;

export type FactType = keyof typeof FACTS;

const byType = new Map<string, AnyKind>(Object.entries(FACTS));

/** The kind of a type name, or undefined when the catalogue does not know it. */
export const kindOf = (type: string): AnyKind | undefined => byType.get(type);
