import { PURPOSE_OF_ROLE, type Reach } from './matrix.js';
import type { PolicySet, Verdict } from './policy-set.js';
import { type Capacity, type Question, REACHES, type Situation } from './situation.js';

/** Purpose for which somebody comes in a capacity (HL7 v3 ActReason). */
export const purposeOf = (as: string): string => PURPOSE_OF_ROLE[as] ?? 'HOPERAT';

/** The names under which policies decide what is asked, with how far each goes; acts go all the way. */
function asked({ asks }: Situation): readonly (readonly [action: string, reach: Reach])[] {
  if (asks === 'see')
    return (Object.entries(REACHES) as [Reach, string][]).map(([reach, action]) => [action, reach] as const);
  if (asks === 'see-across')
    return [
      ['see-everything-across', 'all'],
      ['see-skeleton-across', 'skeleton'],
    ];
  return [[asks, 'all']];
}

/** The question that one attempt at a situation puts. */
const questionOf = (situation: Situation, as: Capacity, action: string): Question => ({
  principal: as,
  purpose: purposeOf(as),
  action,
  of: situation.of,
  ...(situation.at && { at: situation.at }),
  held: true,
  flags: new Set(situation.flags),
  lock: situation.locks.find(([role]) => role === as)?.[1] ?? 'none',
});

/**
 * Decides a situation: each capacity in turn, furthest reach first; the first that policies permit. Depends on nothing but
 * its arguments, so that it can be run again as of then.
 */
export function decide(policies: PolicySet, situation: Situation): Verdict {
  const forbade = new Set<string>();
  for (const as of situation.as) {
    for (const [action, reach] of asked(situation)) {
      if (!policies.mayPermit(as, action)) continue;
      const answer = policies.answer(questionOf(situation, as, action));
      if (answer.allowed) return { allowed: true, as, reach, policies: answer.policies };
      for (const one of answer.policies) forbade.add(one);
    }
  }
  return { allowed: false, policies: [...forbade].sort() };
}
