import { endOfDay, inTime } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { parameterOn } from './agency.js';
import { type BreachLimit, breachFacts } from './breach-facts.js';
import { type Breach, type BreachClock, type BreachRegister, clockKey } from './breach-register.js';
import { type CalendarKind, dayOf, endOfPeriod } from './legal-periods.js';

/** Length and calendar of each clock that runs for a number of days; the figures of a year are due on a date. */
const PERIODS = {
  assess: { days: 'breach-assessment-days', calendar: 'business' },
  notify: { days: 'breach-notice-days', calendar: 'business' },
  commissioner: { days: 'breach-commissioner-days', calendar: 'business' },
  college: { days: 'breach-college-days', calendar: 'statutory' },
} as const satisfies Readonly<
  Record<Exclude<BreachLimit, 'statistics'>, { readonly days: string; readonly calendar: CalendarKind }>
>;

type Clocks = Pick<World, 'zone' | 'calendars' | 'parameters'>;
type Timed = Pick<Circumstances<World>, 'happenedAt' | 'precision' | 'world'>;

/** The last instant of a clock that runs from an instant or a local day. */
export function breachDue(limit: keyof typeof PERIODS, from: string, world: Clocks): string {
  const { days, calendar } = PERIODS[limit];
  const day = dayOf(from, world);
  return endOfPeriod(calendar, day, parameterOn(world.parameters, days, day), world);
}

/** The last instant at which the figures of a year are in time: 1 March of the next, earlier than any carrying would give. */
export const statisticsDue = (year: number, { zone }: Pick<World, 'zone'>): string =>
  endOfDay(`${String(year + 1).padStart(4, '0')}-03-01`, zone);

/** A clock as a fact sets it running. */
export interface Begin {
  readonly limit: BreachLimit;
  readonly person?: string;
  readonly due: string;
}

/** Clocks that a fact about a breach starts: one that runs or was met keeps the due it had. */
export const starting = (breach: Breach | undefined, wanted: readonly Begin[]): readonly Begin[] =>
  wanted.filter(({ limit, person }) => {
    const known = breach?.clocks.get(clockKey(limit, person));
    return known === undefined || known.status === 'ended';
  });

/** Clocks of the kinds named that still run: what a fact says that it stops. */
export const stopping = (breach: Breach, limits: readonly BreachLimit[]) =>
  [...breach.clocks.values()]
    .filter(({ limit, status }) => status === 'open' && limits.includes(limit))
    .map(({ limit, person }) => ({ limit, ...(person !== undefined && { person }) }));

/** What to say with a fact that meets a clock: in time or late, and whether it undoes that the clock passed (rule 38). */
export interface Settling {
  readonly meets?: 'in-time' | 'late';
}

const settled = (
  clock: BreachClock | undefined,
  { happenedAt, precision, world }: Timed,
): { readonly said: Settling; readonly strikes: { readonly supersedes?: readonly string[] } } => {
  if (clock === undefined) return { said: {}, strikes: {} };
  const wasInTime = inTime(happenedAt, clock.due, world.zone, precision);
  const passed = clock.passedBy;
  if (wasInTime && passed !== undefined) return { said: { meets: 'in-time' }, strikes: { supersedes: [passed] } };
  // What was settled before, as by not reaching somebody, is neither in time nor late because more is done now.
  return { said: clock.status === 'open' ? { meets: wasInTime ? 'in-time' : 'late' } : {}, strikes: {} };
};

/** How what happened at the circumstances' time meets a clock of a breach; doubt favours who acted. */
export const settling = (breach: Breach, limit: BreachLimit, c: Timed, person?: string) =>
  settled(breach.clocks.get(clockKey(limit, person)), c);

export const breachNotFound = refusal('breach-not-found', 'There is no such breach.');
export const breachDeadlineNotDue = refusal(
  'breach-deadline-not-due',
  'This deadline has not passed, or nothing of the kind runs.',
);

/** The clock says that nothing was known by a deadline of a breach; if something was, nothing is said. */
export function breachDeadlineMissed(
  { register }: { readonly register: BreachRegister },
  action: { readonly breach: string; readonly limit: BreachLimit; readonly person?: string },
  { now }: Pick<Circumstances, 'now'>,
): Decision {
  const breach = register.breaches.get(action.breach);
  if (breach === undefined) return breachNotFound({ field: 'breach' });
  const clock = breach.clocks.get(clockKey(action.limit, action.person));
  if (clock === undefined) return breachDeadlineNotDue({ field: 'limit' });
  if (clock.status !== 'open' || clock.passedBy !== undefined) return accept();
  if (now <= clock.due) return breachDeadlineNotDue({ field: 'limit' });
  const { breach: id, limit, person } = action;
  return accept(
    breachFacts.BreachDeadlinePassed(
      { breach: id, limit, due: clock.due, ...(person !== undefined && { person }) },
      { restsOn: [clock.startedBy], happenedAt: clock.due },
    ),
  );
}
