import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { breachNotFound, settling } from './breach-clocks.js';
import { breachFacts, type COLLEGES, type TOLD_HOW } from './breach-facts.js';
import type { Breach, BreachRegister } from './breach-register.js';

const { PersonNotifiedOfBreach, PersonNotReached, BreachReportedToCommissioner, BreachReportedToCollege } = breachFacts;

export const personNotConcerned = refusal(
  'person-not-concerned',
  'The breach does not concern this person: say first that it does.',
);
export const complaintRightNotTold = refusal(
  'complaint-right-not-told',
  'It is no notice unless the person is told that they may complain to the Commissioner (PHIPA s. 12(2)): tell them.',
  { clause: 'R7', status: 422 },
);
export const notABreach = refusal('not-a-breach', 'It was found to be no breach: there is nothing to tell of it.');

type Slices = { readonly register: BreachRegister };
type C = Pick<Circumstances<World>, 'happenedAt' | 'precision' | 'world'>;
type How = (typeof TOLD_HOW)[number];

/** The notice of a breach to one person. */
export interface BreachNotice {
  readonly breach: string;
  readonly person: string;
  readonly how: How;
  readonly toldOfRightToComplain: boolean;
}

/** The breach, or why a person cannot be told of it. */
export function noticeOf(
  register: BreachRegister,
  { breach: id, person, toldOfRightToComplain }: BreachNotice,
): { readonly breach: Breach } | { readonly refused: Decision } {
  const breach = register.breaches.get(id);
  if (breach === undefined) return { refused: breachNotFound({ field: 'breach' }) };
  if (!breach.persons.has(person)) return { refused: personNotConcerned({ field: 'person' }) };
  if (breach.assessed?.finding === 'no-breach') return { refused: notABreach({ field: 'breach' }) };
  if (!toldOfRightToComplain) return { refused: complaintRightNotTold({ field: 'toldOfRightToComplain' }) };
  return { breach };
}

/** A person concerned was told of a breach, and of their right to complain. */
export function notifyOfBreach({ register }: Slices, action: BreachNotice, c: C): Decision {
  const found = noticeOf(register, action);
  if ('refused' in found) return found.refused;
  const { breach } = found;
  const { breach: id, person, how } = action;
  if (breach.notified.has(person)) return accept();
  const { said, strikes } = settling(breach, 'notify', c, person);
  return accept(PersonNotifiedOfBreach({ breach: id, person, how, ...said }, { restsOn: [breach.fact], ...strikes }));
}

/** A person concerned could not be reached: that too settles what is due to them, until they are. */
export function reportNotReached(
  { register }: Slices,
  action: {
    readonly breach: string;
    readonly person: string;
    readonly tried: readonly How[];
    readonly reasons: string;
  },
  c: C,
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  if (!breach.persons.has(action.person)) return personNotConcerned({ field: 'person' });
  if (breach.notified.has(action.person) || breach.notReached.has(action.person)) return accept();
  const { said, strikes } = settling(breach, 'notify', c, action.person);
  return accept(PersonNotReached({ ...action, ...said }, { restsOn: [breach.fact], ...strikes }));
}

/** The Commissioner was told, whether or not they had to be. */
export function reportToCommissioner(
  { register }: Slices,
  action: { readonly breach: string; readonly reference?: string },
  c: C,
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  if (breach.commissioner !== undefined) return accept();
  const { said, strikes } = settling(breach, 'commissioner', c);
  return accept(BreachReportedToCommissioner({ ...action, ...said }, { restsOn: [breach.fact], ...strikes }));
}

/** A College was told, whether or not it had to be. */
export function reportToCollege(
  { register }: Slices,
  action: { readonly breach: string; readonly college: (typeof COLLEGES)[number]; readonly reference?: string },
  c: C,
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  if (breach.college !== undefined) return accept();
  const { said, strikes } = settling(breach, 'college', c);
  return accept(BreachReportedToCollege({ ...action, ...said }, { restsOn: [breach.fact], ...strikes }));
}
