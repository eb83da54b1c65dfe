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

/** Purpose of treatment in an emergency (HL7 v3 ActReason). */
export const EMERGENCY = 'ETREAT';

/** What is tried in one capacity, in order: for an emergency that is live first, then for what one comes for otherwise. */
const attempts = (situation: Situation, as: Capacity): readonly (readonly [string, string, Reach])[] =>
  [...(situation.flags.includes('emergency') ? [EMERGENCY] : []), purposeOf(as)].flatMap((purpose) =>
    asked(situation).map(([action, reach]) => [purpose, action, reach] as const),
  );

/** The question that one attempt at a situation puts. */
const questionOf = (situation: Situation, as: Capacity, purpose: string, action: string): Question => ({
  principal: as,
  purpose,
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
    for (const [purpose, action, reach] of attempts(situation, as)) {
      if (!policies.mayPermit(as, action)) continue;
      const answer = policies.answer(questionOf(situation, as, purpose, action));
      if (answer.allowed) return { allowed: true, as, purpose, reach, policies: answer.policies };
      for (const one of answer.policies) forbade.add(one);
    }
  }
  return { allowed: false, policies: [...forbade].sort() };
}
