import { caseNotFound } from '../case/roster.js';
import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import { type Begin, breachDue, breachNotFound, settling, starting, statisticsDue, stopping } from './breach-clocks.js';
import { type BreachKind, breachFacts, GROUND_CODES, type Ground } from './breach-facts.js';
import type { Breach, BreachRegister } from './breach-register.js';
import type { QuestionedState } from './questioned-access.js';

const { BreachFound, BreachExtended, BreachAssessed, BreachContained, BreachClosed } = breachFacts;

export const notOnStaff = refusal('not-on-staff', 'A person named as staff never held a role here.', { status: 422 });
export const groundsNotConsidered = refusal(
  'grounds-not-considered',
  'Say of each of the seven grounds of O. Reg. 329/04 s. 6.3 whether it applies, once.',
  { clause: 'R7', status: 422 },
);
export const groundsContradict = refusal(
  'grounds-contradict',
  'Where a ground applies, there was a breach: find a breach or say that no ground applies.',
  { clause: 'R7', status: 422 },
);
export const collegeEventInTheFuture = refusal(
  'college-event-in-the-future',
  'The discipline or resignation of which a College is told cannot lie in the future.',
  { status: 422 },
);
export const ownBreach = refusal('own-breach', 'Whoever is named as having part in a breach does not assess it.', {
  clause: 'R7',
});
export const breachNotReady = refusal(
  'breach-not-ready',
  'The breach cannot be closed yet: it is not assessed, a person concerned was not told, or a notice due was not given.',
  { clause: 'R7' },
);

type Slices = { readonly register: BreachRegister };
type C = Circumstances<World>;

/** What is told of a breach when it is found. */
export interface Finding {
  readonly kind: BreachKind;
  readonly occurredAt?: string;
  readonly persons: readonly string[];
  readonly cases: readonly string[];
  readonly staff: readonly string[];
  readonly raisedBy?: string;
  readonly details?: string;
}

/** Refuses what cannot be: persons and cases that do not exist. */
function unknown({ persons, cases }: Pick<Finding, 'persons' | 'cases'>, world: World): Decision | undefined {
  if (persons.some((person) => world.person(person).person === undefined)) {
    return personNotRegistered({ field: 'persons' });
  }
  return cases.some((each) => world.case(each).roster.case === undefined)
    ? caseNotFound({ field: 'cases' })
    : undefined;
}

/**
 * Whom a breach concerns: the persons named or, where only cases are, everybody who takes or took part in them, for what is
 * communal is each one's (rule 28).
 */
const concernedBy = ({ persons, cases }: Pick<Finding, 'persons' | 'cases'>, world: World): readonly string[] =>
  persons.length > 0
    ? persons
    : [...new Set(cases.flatMap((each) => world.case(each).roster.members.map(({ participant }) => participant)))];

const notices = (persons: Iterable<string>, { happenedAt, world }: C): readonly Begin[] => {
  const due = breachDue('notify', happenedAt, world);
  return [...persons].map((person) => ({ limit: 'notify', person, due }));
};
const yearOf = ({ happenedAt, world }: C): number => Number(localDateOf(happenedAt, world.zone).slice(0, 4));

/** A breach was found: it is never refused, only what cannot be. One fact of a case or file raises one breach only. */
export function findBreach({ register }: Slices, action: Finding, c: C): Decision {
  if (action.raisedBy !== undefined && register.raisedBy.has(action.raisedBy)) return accept();
  const refused = unknown(action, c.world);
  if (refused) return refused;
  if (action.staff.some((person) => !c.world.staff.ever.has(person))) return notOnStaff({ field: 'staff' });
  const year = yearOf(c);
  const persons = concernedBy(action, c.world);
  return accept(
    BreachFound({
      ...action,
      persons,
      breach: c.id('breach'),
      year,
      begins: [
        { limit: 'assess', due: breachDue('assess', c.happenedAt, c.world) },
        ...notices(persons, c),
        { limit: 'statistics', due: statisticsDue(year, c.world) },
      ],
    }),
  );
}

/** More persons or cases turn out to be concerned. */
export function extendBreach(
  { register }: Slices,
  action: { readonly breach: string; readonly persons: readonly string[]; readonly cases: readonly string[] },
  c: C,
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  const refused = unknown(action, c.world);
  if (refused) return refused;
  const cases = action.cases.filter((each) => !breach.cases.has(each));
  const persons = concernedBy({ persons: action.persons, cases }, c.world).filter(
    (person) => !breach.persons.has(person),
  );
  if (persons.length === 0 && cases.length === 0) return accept();
  const begins = breach.assessed?.finding === 'no-breach' ? [] : notices(persons, c);
  return accept(BreachExtended({ breach: action.breach, persons, cases, begins }, { restsOn: [breach.fact] }));
}

/** One of the seven grounds and whether it applies. */
export interface GroundConsidered {
  readonly ground: Ground;
  readonly applies: boolean;
}

/** What an assessment says. */
export interface Assessment {
  readonly breach: string;
  readonly finding: 'breach' | 'no-breach';
  readonly grounds: readonly GroundConsidered[];
  readonly realRisk: boolean;
  /** Day of the discipline or resignation that a College is told of. */
  readonly collegeEventOn?: string;
  readonly reasons: string;
}

/** An assessment asks besides who looked: none of them assesses. */
type Assessing = Slices & { readonly questionedAccess?: QuestionedState };

/**
 * Assesses a breach, again when more is known. Who must be told follows from the grounds: the Commissioner if any applies,
 * a College if that ground does. What is no breach stops every clock of it.
 */
export function assessBreach(
  { register, questionedAccess }: Assessing,
  { collegeEventOn, ...action }: Assessment,
  c: C,
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  const hadPart = breach.staff.has(c.actor.person) || questionedAccess?.readers.get(action.breach)?.has(c.actor.person);
  if (hadPart) return ownBreach({ field: 'breach' });
  const told = new Set(action.grounds.map(({ ground }) => ground));
  if (told.size !== GROUND_CODES.length || action.grounds.length !== GROUND_CODES.length) {
    return groundsNotConsidered({ field: 'grounds' });
  }
  const applying = new Set(action.grounds.filter(({ applies }) => applies).map(({ ground }) => ground));
  const isBreach = action.finding === 'breach';
  if (!isBreach && applying.size > 0) return groundsContradict({ field: 'finding' });
  if (collegeEventOn !== undefined && collegeEventOn > localDateOf(c.now, c.world.zone)) {
    return collegeEventInTheFuture({ field: 'collegeEventOn' });
  }
  const { said, strikes } = settling(breach, 'assess', c);
  const [commissionerNotice, collegeNotice] = [applying.size > 0, applying.has('college-notice')];
  return accept(
    BreachAssessed(
      {
        ...action,
        commissionerNotice,
        collegeNotice,
        ...said,
        begins: starting(
          breach,
          dueBecause(breach, { isBreach, commissionerNotice, collegeNotice }, c, collegeEventOn),
        ),
        ends: stopping(breach, [
          ...(isBreach ? [] : (['notify', 'statistics'] as const)),
          ...(commissionerNotice ? [] : (['commissioner'] as const)),
          ...(collegeNotice ? [] : (['college'] as const)),
        ]),
      },
      { restsOn: [breach.fact], ...strikes },
    ),
  );
}

/** Clocks that an assessment calls for; those that run already are not started again. */
function dueBecause(
  breach: Breach,
  needs: { readonly isBreach: boolean; readonly commissionerNotice: boolean; readonly collegeNotice: boolean },
  c: C,
  collegeEventOn: string | undefined,
): readonly Begin[] {
  if (!needs.isBreach) return [];
  const untold = [...breach.persons].filter((person) => !breach.notified.has(person) && !breach.notReached.has(person));
  return [
    ...notices(untold, c),
    { limit: 'statistics', due: statisticsDue(breach.year, c.world) },
    ...(needs.commissionerNotice && breach.commissioner === undefined
      ? [{ limit: 'commissioner', due: breachDue('commissioner', c.happenedAt, c.world) } as const]
      : []),
    ...(needs.collegeNotice && breach.college === undefined
      ? [{ limit: 'college', due: breachDue('college', collegeEventOn ?? c.happenedAt, c.world) } as const]
      : []),
  ];
}

/** What was done to contain a breach. */
export function containBreach(
  { register }: Slices,
  action: { readonly breach: string; readonly measures: string },
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  return accept(BreachContained(action, { restsOn: [breach.fact] }));
}

/** What is missing before a breach can be closed, in words. */
export function missingIn({
  assessed,
  persons,
  notified,
  notReached,
  commissioner,
  college,
}: Breach): readonly string[] {
  if (assessed === undefined) return ['assessment'];
  if (assessed.finding === 'no-breach') return [];
  const untold = [...persons].filter((person) => !notified.has(person) && !notReached.has(person)).length;
  return [
    ...(untold > 0 ? [`notice to ${untold} ${untold === 1 ? 'person' : 'persons'}`] : []),
    ...(assessed.commissionerNotice && commissioner === undefined ? ['notice to the Commissioner'] : []),
    ...(assessed.collegeNotice && college === undefined ? ['notice to the College'] : []),
  ];
}

/** Closes a breach, once everything due because of it was done. */
export function closeBreach({ register }: Slices, action: { readonly breach: string }): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  if (breach.closed !== undefined) return accept();
  const missing = missingIn(breach);
  const { assessed } = breach;
  if (assessed === undefined || missing.length > 0) return breachNotReady({ values: { missing: missing.join(', ') } });
  const rests = [
    breach.fact,
    assessed.fact,
    ...breach.notified.values(),
    ...breach.notReached.values(),
    ...[breach.commissioner, breach.college].filter((each) => each !== undefined),
  ];
  return accept(BreachClosed({ breach: action.breach, finding: assessed.finding }, { restsOn: rests }));
}
