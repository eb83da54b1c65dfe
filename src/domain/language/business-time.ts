/**
 * Business time: civil dates, the agency's business days and the law's holidays. Pure: instants are ISO 8601 UTC strings
 * with milliseconds (they compare as strings), dates are 'YYYY-MM-DD', and what a zone does is asked of a `TimeZone`.
 */

const DAY = 86_400_000;

/** Days of the week, as a calendar names its weekend. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
/** One day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** A day on which the agency (or the law's office) is closed, and why. */
export interface Closure {
  readonly date: string;
  readonly reason: string;
}

/** A published calendar: the days that do not count, and the dates for which it was published (inclusive; absent: unbounded). */
export interface BusinessCalendar {
  readonly version: string;
  readonly weekend: readonly Weekday[];
  readonly closures: readonly Closure[];
  readonly coversFrom?: string;
  readonly coversUntil?: string;
}

/** What a local wall time means in a zone: one instant, none (clocks went forward over it) or two (clocks went back over it). */
export type LocalMeaning =
  | { readonly kind: 'one'; readonly instant: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'two'; readonly earlier: string; readonly later: string };

/** A time zone, implemented outside the domain and passed in. */
export interface TimeZone {
  /** IANA name, such as America/Toronto. */
  readonly id: string;
  /** The instant of 'YYYY-MM-DDTHH:MM', if there is exactly one. */
  instantOf(local: string): LocalMeaning;
  /** 'YYYY-MM-DDTHH:MM:SS.mmm' shown by clocks at an instant. */
  localOf(instant: string): string;
}

/** A computed deadline: the instant, the wall time promised, the calendar used and the days passed over on the way. */
export interface Deadline {
  /** The last instant that is still in time. */
  readonly instant: string;
  /** 'YYYY-MM-DDTHH:MM:SS.mmm' in the zone. */
  readonly local: string;
  readonly zone: string;
  readonly calendarVersion: string;
  readonly skipped: readonly Closure[];
}

/** How exactly the time of something is known. */
export type Precision = 'millisecond' | 'minute' | 'day';

/** A calendar was asked about a day for which it was not published; check with `covers` before promising anything. */
export class OutsideCalendar extends RangeError {}

const dateMs = (date: string): number => {
  if (!isDate(date)) throw new RangeError(`not a calendar date: ${date}`);
  return Date.parse(`${date}T00:00:00.000Z`);
};
const dateAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dateOf = (year: number, month: number, day: number): string => dateAt(Date.UTC(year, month - 1, day));

/** True for a real date of the Gregorian calendar written 'YYYY-MM-DD'. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && dateAt(ms) === text;
}

/** True for an instant written in UTC with milliseconds, such as 2026-02-13T17:00:00.000Z. */
export function isInstant(text: string): boolean {
  return (
    /^\d{4}-.{18}Z$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString() === text
  );
}

/** The date so many days later (earlier when negative). */
export const addDays = (date: string, days: number): string => dateAt(dateMs(date) + days * DAY);

/** The same day so many months later, or the month's last day when it has no such day. */
export function addMonths(date: string, months: number): string {
  const from = new Date(dateMs(date));
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + months;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dateAt(Date.UTC(year, month, Math.min(from.getUTCDate(), last)));
}

/** The day of the week of a date. */
export const weekdayOf = (date: string): Weekday => WEEKDAYS[new Date(dateMs(date)).getUTCDay()] as Weekday;

/** The instant so many milliseconds later. */
export function addMilliseconds(instant: string, milliseconds: number): string {
  if (!isInstant(instant)) throw new RangeError(`not an instant: ${instant}`);
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

/** The instant so many times 24 hours later, whatever local clocks do. */
export const addDaysToInstant = (instant: string, days: number): string => addMilliseconds(instant, days * DAY);

/** The later of two instants: a promised deadline is a floor. */
export const laterOf = (one: string, other: string): string => (one > other ? one : other);

/** The local date in a zone at an instant. */
export const localDateOf = (instant: string, zone: TimeZone): string => zone.localOf(instant).slice(0, 10);

/** Easter Sunday of a Gregorian year (the anonymous Gregorian computus). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dateOf(year, Math.floor(f / 31), (f % 31) + 1);
}

/** The nth Monday of a month. */
const mondayOf = (year: number, month: number, nth: number): string => {
  const first = dateOf(year, month, 1);
  return addDays(first, ((8 - WEEKDAYS.indexOf(weekdayOf(first))) % 7) + 7 * (nth - 1));
};

/** Ontario's nine public holidays of a year on their own dates (Employment Standards Act, 2000, s. 1), in order. */
export function ontarioPublicHolidays(year: number): readonly Closure[] {
  const beforeVictoria = dateOf(year, 5, 24);
  const sinceMonday = (WEEKDAYS.indexOf(weekdayOf(beforeVictoria)) + 6) % 7;
  return [
    { date: dateOf(year, 1, 1), reason: "New Year's Day" },
    { date: mondayOf(year, 2, 3), reason: 'Family Day' },
    { date: addDays(easterSunday(year), -2), reason: 'Good Friday' },
    { date: addDays(beforeVictoria, -sinceMonday), reason: 'Victoria Day' },
    { date: dateOf(year, 7, 1), reason: 'Canada Day' },
    { date: mondayOf(year, 9, 1), reason: 'Labour Day' },
    { date: mondayOf(year, 10, 2), reason: 'Thanksgiving Day' },
    { date: dateOf(year, 12, 25), reason: 'Christmas Day' },
    { date: dateOf(year, 12, 26), reason: 'Boxing Day' },
  ];
}

const inOrder = (closures: readonly Closure[]): readonly Closure[] =>
  [...closures].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

/**
 * Proposes the closures of a year for a business calendar: the nine public holidays and, unless `substitute` is false, the
 * next free weekday for each that falls on the weekend. Which day is really closed is the agency's decision: it publishes the list.
 */
export function proposeClosures(
  year: number,
  options: { readonly substitute?: boolean; readonly weekend?: readonly Weekday[] } = {},
): readonly Closure[] {
  const { substitute = true, weekend = ['saturday', 'sunday'] } = options;
  const closures = [...ontarioPublicHolidays(year)];
  if (!substitute) return closures;
  for (const holiday of ontarioPublicHolidays(year)) {
    if (!weekend.includes(weekdayOf(holiday.date))) continue;
    let day = holiday.date;
    for (let tries = 0; weekend.includes(weekdayOf(day)) || closures.some((closure) => closure.date === day); tries++) {
      if (tries > 31) throw new RangeError('no weekday is left to observe a holiday on');
      day = addDays(day, 1);
    }
    closures.push({ date: day, reason: `${holiday.reason} (observed)` });
  }
  return inOrder(closures);
}

/**
 * Ontario's holidays of a year for legal time limits (Legislation Act, 2006, s. 88; Sundays come as the calendar's weekend):
 * the public holidays, Easter Monday and Remembrance Day, with the substitutes of s. 88 (3) to (5). For counsel to confirm.
 */
export function ontarioLegalHolidays(year: number): readonly Closure[] {
  const on = (date: string, weekday: Weekday, days: number, reason: string): readonly Closure[] =>
    weekdayOf(date) === weekday ? [{ date: addDays(date, days), reason: `${reason} (observed)` }] : [];
  const newYear = dateOf(year, 1, 1);
  const christmas = dateOf(year, 12, 25);
  return inOrder([
    ...ontarioPublicHolidays(year),
    { date: addDays(easterSunday(year), 1), reason: 'Easter Monday' },
    { date: dateOf(year, 11, 11), reason: 'Remembrance Day' },
    ...on(newYear, 'sunday', 1, "New Year's Day"),
    ...on(dateOf(year, 7, 1), 'sunday', 1, 'Canada Day'),
    ...on(christmas, 'saturday', 2, 'Christmas Day'),
    ...on(christmas, 'sunday', 2, 'Christmas Day'),
  ]);
}

/** True when a calendar was published for a date. */
export const covers = (calendar: BusinessCalendar, date: string): boolean =>
  (calendar.coversFrom === undefined || date >= calendar.coversFrom) &&
  (calendar.coversUntil === undefined || date <= calendar.coversUntil);

/** Why a date does not count in a calendar, or undefined when it does; throws `OutsideCalendar` when the calendar cannot tell. */
export function reasonClosed(calendar: BusinessCalendar, date: string): string | undefined {
  if (!covers(calendar, date)) throw new OutsideCalendar(`calendar ${calendar.version} does not cover ${date}`);
  const closure = calendar.closures.find((each) => each.date === date);
  if (closure !== undefined) return closure.reason;
  const weekday = weekdayOf(date);
  return calendar.weekend.includes(weekday) ? weekday[0]?.toUpperCase() + weekday.slice(1) : undefined;
}

/** The first day that counts, going by `step` from a date (itself included), with the days passed over. */
function countingDay(
  calendar: BusinessCalendar,
  from: string,
  step: 1 | -1,
): { day: string; skipped: readonly Closure[] } {
  const skipped: Closure[] = [];
  for (let day = from; skipped.length <= 366; day = addDays(day, step)) {
    const reason = reasonClosed(calendar, day);
    if (reason === undefined) return { day, skipped };
    skipped.push({ date: day, reason });
  }
  throw new OutsideCalendar(`calendar ${calendar.version} is closed for a year around ${from}`);
}

/** The instant of a wall time; the later of two, and the first that exists after a gap: doubt favours who must be in time. */
function instantFavouring(local: string, zone: TimeZone): string {
  for (let minutes = 0; minutes <= 26 * 60; minutes++) {
    const wall = new Date(Date.parse(`${local}:00.000Z`) + minutes * 60_000).toISOString().slice(0, 16);
    const meaning = zone.instantOf(wall);
    if (meaning.kind === 'one') return meaning.instant;
    if (meaning.kind === 'two') return meaning.later;
  }
  throw new RangeError(`${zone.id} has no instant near ${local}`);
}

/** The last instant of a local date. */
export function endOfDay(date: string, zone: TimeZone): string {
  const meaning = zone.instantOf(`${date}T23:59`);
  if (meaning.kind === 'none') return addMilliseconds(instantFavouring(`${date}T23:59`, zone), -1);
  return addMilliseconds(meaning.kind === 'one' ? meaning.instant : meaning.later, 59_999);
}

/**
 * Clause C3: 12:00:00.000 local noon of the last business day before the session's local date ('YYYY-MM-DDTHH:MM'). What is
 * received exactly at noon is in time.
 */
export function confirmationDeadline(sessionStart: string, calendar: BusinessCalendar, zone: TimeZone): Deadline {
  const { day, skipped } = countingDay(calendar, addDays(sessionStart.slice(0, 10), -1), -1);
  const instant = instantFavouring(`${day}T12:00`, zone);
  return { instant, local: `${day}T12:00:00.000`, zone: zone.id, calendarVersion: calendar.version, skipped };
}

/** A legal period: calendar days, or calendar months. */
export type LegalPeriod = number | { readonly days: number } | { readonly months: number };

/**
 * The end of a legal period that began on receipt: the first day excluded, until 23:59:59.999 of the last day in the zone,
 * carried past days that the legal calendar closes (Legislation Act, 2006, ss. 88-89; a number means days).
 */
export function statutoryDeadline(
  received: string,
  period: LegalPeriod,
  calendar: BusinessCalendar,
  zone: TimeZone,
): Deadline {
  const first = localDateOf(received, zone);
  const days = typeof period === 'number' ? period : 'days' in period ? period.days : undefined;
  const last = days === undefined ? addMonths(first, (period as { months: number }).months) : addDays(first, days);
  const { day, skipped } = countingDay(calendar, last, 1);
  const instant = endOfDay(day, zone);
  return { instant, local: zone.localOf(instant), zone: zone.id, calendarVersion: calendar.version, skipped };
}

/** True when what is known to have happened at `at`, no more exactly than `precision`, may have been in time: doubt favours the person. */
export function inTime(at: string, deadline: string, zone: TimeZone, precision: Precision = 'millisecond'): boolean {
  if (precision === 'millisecond') return at <= deadline;
  if (precision === 'minute') return `${at.slice(0, 16)}:00.000Z` <= deadline;
  return localDateOf(at, zone) <= localDateOf(deadline, zone);
}
