import { accessFacts } from './agency/access.js';
import { accessDecisionFacts } from './agency/access-decisions.js';
import { accessReviewFacts } from './agency/access-review-facts.js';
import { calendarFacts, parameterFacts, policyFacts, staffFacts } from './agency/agency.js';
import { breachFacts } from './agency/breach-facts.js';
import { clearanceFacts } from './agency/clearance-facts.js';
import { linkedPersonsFacts } from './agency/linked-persons-facts.js';
import { mandateFacts } from './agency/mandate-facts.js';
import { mandatoryReportFacts } from './agency/mandatory-report.js';
import { questionedAccessFacts } from './agency/questioned-access.js';
import { caseFacts } from './case/case.js';
import { collegeFacts, complaintFacts } from './complaint/complaint.js';
import { registerFacts } from './complaint/register.js';
import { destroyedFacts, destructionsFacts } from './destruction/register-facts.js';
import type { AnyKind, StoredFact } from './language/fact.js';
import { mistakeFacts } from './language/mistakes.js';
import { fileFacts } from './person/file.js';
import { signInFacts } from './person/person.js';
import { personStreamFacts } from './person/person-stream.js';
import { therapistFacts } from './therapist/therapist.js';

/** Every kind of fact, once: types, sealing, documents, views and the charter matrix are derived from this list. */
export const FACTS = {
  ...mistakeFacts,
  ...accessFacts,
  ...accessReviewFacts,
  ...accessDecisionFacts,
  ...staffFacts,
  ...clearanceFacts,
  ...calendarFacts,
  ...policyFacts,
  ...parameterFacts,
  ...personStreamFacts,
  ...signInFacts,
  ...fileFacts,
  ...caseFacts,
  ...therapistFacts,
  ...complaintFacts,
  ...collegeFacts,
  ...registerFacts,
  ...mandatoryReportFacts,
  ...mandateFacts,
  ...breachFacts,
  ...questionedAccessFacts,
  ...destructionsFacts,
  ...destroyedFacts,
  ...linkedPersonsFacts,
} as const;

export type FactType = keyof typeof FACTS;

const byType = new Map<string, AnyKind>(Object.entries(FACTS));

/** The kind of a type name, or undefined when the catalogue does not know it. */
export const kindOf = (type: string): AnyKind | undefined => byType.get(type);

/** A fact as the current version of its kind reads it: the open half lifted version by version, the sealed half untouched. */
export function lifted<F extends StoredFact>(fact: F): F {
  const kind = byType.get(fact.type);
  if (kind === undefined || fact.version >= kind.version) return fact;
  let open = fact.open;
  for (let version = fact.version; version < kind.version; version++) {
    const lift = kind.lifts[version];
    if (lift === undefined) throw new Error(`no lift from version ${version} of ${fact.type}`);
    open = lift(open);
  }
  return { ...fact, version: kind.version, open };
}
