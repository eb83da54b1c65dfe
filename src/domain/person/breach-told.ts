import { BREACH_KINDS, TOLD_HOW } from '../agency/breach-facts.js';
import { type BreachNotice, noticeOf } from '../agency/breach-notices.js';
import type { BreachRegister } from '../agency/breach-register.js';
import { accept, type Decision, evolution } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, flag, id, optional, sealed, text } from '../language/field.js';

const aBreach = '0190c7a0-0000-7000-8000-0000000000b1';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';

/** What a person was told of breaches that concern them: theirs to see, where the agency's register is not. */
export const breachToldFacts = {
  BreachTold: fact({
    type: 'BreachTold',
    stream: 'file',
    clauses: ['R7'],
    says: 'A person was told that information about them was stolen, lost, used or disclosed without authority, and that they may complain to the Commissioner.',
    fields: {
      person: id(),
      breach: id(),
      kind: code(...BREACH_KINDS),
      how: code(...TOLD_HOW),
      toldOfRightToComplain: flag(),
      notice: optional(sealed('notice', 'R', text())),
    },
    subjects: { person: 'person' },
    compartments: { notice: 'person' },
    inTheWorld: true,
    example: {
      person: aPerson,
      breach: aBreach,
      kind: 'disclosed',
      how: 'mail',
      toldOfRightToComplain: true,
      notice: 'A letter to you was put into the wrong envelope.',
    },
  }),
} as const;

export interface BreachToldState {
  /** Breach → the fact by which the person was told: once each. */
  readonly told: Map<string, string>;
}

/** Of which breaches a person was told, by their facts. */
export const breachTold = evolution<BreachToldState, typeof breachToldFacts>(
  () => ({ told: new Map() }),
  breachToldFacts,
  { BreachTold: (s, { id: factId, open }) => void s.told.set(open.breach, factId) },
);

/**
 * What the person is told comes first, in their own file, and is refused as the notice would be: when the second half is cut
 * short, the register still shows the notice as due, and giving it again completes it.
 */
export function tellOfBreach(
  { breachTold: s }: { readonly breachTold: BreachToldState },
  action: BreachNotice & { readonly notice?: string },
  register: BreachRegister,
): Decision {
  const found = noticeOf(register, action);
  if ('refused' in found) return found.refused;
  if (s.told.has(action.breach)) return accept();
  return accept(breachToldFacts.BreachTold({ ...action, kind: found.breach.kind }));
}
