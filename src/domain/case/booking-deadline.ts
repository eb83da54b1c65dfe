import { type CalendarsState, inForce, type PublishedCalendar } from '../agency/agency.js';
import {
  type BusinessCalendar,
  type Closure,
  confirmationDeadline,
  type Deadline,
  inTime,
  OutsideCalendar,
  type Precision,
  proposeClosures,
  type TimeZone,
} from '../language/business-time.js';

/** What judging lateness needs to know beyond the session. */
export interface Calendars {
  readonly calendars: CalendarsState;
  readonly zone: TimeZone;
}

/** What of a session decides its deadline. */
export interface Promised {
  readonly startLocal: string;
  readonly bookedAt: string;
  deadline: Deadline | undefined;
}

/**
 * The business calendar for a session on a day: its version is the one in force on that day; each closed date is judged by
 * the version in force on that date, so that January's first deadlines still see December's closures.
 */
export function calendarFor({ business }: CalendarsState, day: string): BusinessCalendar | undefined {
  const current = inForce<PublishedCalendar>(business, day);
  if (current === undefined) return undefined;
  const closures = business.flatMap((c) => c.closures.filter(({ date }) => inForce(business, date) === c));
  return { version: current.version, weekend: current.weekend, closures: [...closures, ...unsaid(closures, day)] };
}

/**
 * A calendar that names closures says nothing of the years after its last one: there Ontario's public holidays stand in, so
 * that no noon of New Year's Day is promised before next year's calendar is published.
 */
function unsaid(closures: readonly Closure[], day: string): readonly Closure[] {
  const told = closures.map(({ date }) => date.slice(0, 4)).sort();
  const last = told.at(-1);
  const year = Number(day.slice(0, 4));
  if (last === undefined) return [];
  return [year - 1, year].filter((y) => String(y) > last).flatMap((y) => proposeClosures(y));
}

/** The noon of the previous business day that the published calendars give, or undefined when they cannot tell. */
export function deadlineByCalendar(startLocal: string, { calendars, zone }: Calendars): Deadline | undefined {
  const calendar = calendarFor(calendars, startLocal.slice(0, 10));
  if (calendar === undefined) return undefined;
  try {
    return confirmationDeadline(startLocal, calendar, zone);
  } catch (cause) {
    // A calendar that is closed for a year gives no deadline; that is the agency's calendar, not a bug.
    if (cause instanceof OutsideCalendar) return undefined;
    throw cause;
  }
}

/**
 * The deadline that holds now: the later of the promise and what the calendars in force give (rule 5). Undefined when none
 * was promised and what the calendars give had passed before the booking was made (rule 4).
 */
export function deadlineNow(session: Promised, known: Calendars): Deadline | undefined {
  const computed = deadlineByCalendar(session.startLocal, known);
  const promise = session.deadline;
  if (promise === undefined)
    return computed !== undefined && computed.instant >= session.bookedAt ? computed : undefined;
  return computed !== undefined && computed.instant > promise.instant ? computed : promise;
}

/** How something received at an instant stands to a session's deadline; doubt about noon favours the client (rule 76). */
export function judge(
  session: Promised,
  { happenedAt, precision, now }: { readonly happenedAt: string; readonly precision: Precision; readonly now: string },
  known: Calendars,
): { readonly late: boolean; readonly judgedBy: string | undefined; readonly acrossDeadline: boolean } {
  const deadline = deadlineNow(session, known);
  if (deadline === undefined) return { late: true, judgedBy: undefined, acrossDeadline: false };
  const late = !inTime(happenedAt, deadline.instant, known.zone, precision);
  return { late, judgedBy: deadline.instant, acrossDeadline: !late && now > deadline.instant };
}
