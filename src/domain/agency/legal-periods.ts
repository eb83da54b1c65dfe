import {
  addDays,
  addMonths,
  type BusinessCalendar,
  endOfDay,
  type LegalPeriod,
  localDateOf,
  OutsideCalendar,
  ontarioLegalHolidays,
  proposeClosures,
  statutoryDeadline,
} from '../language/business-time.js';
import type { World } from '../world.js';
import { inForce } from './agency.js';

/** The agency's own limits go by its business days; legal ones by the statutory calendar (rule 77). */
export type CalendarKind = 'business' | 'statutory';

/** What the end of a period is computed from besides the day on which it began. */
type Clocks = Pick<World, 'zone' | 'calendars'>;

/** Before this no clock is computed: an absurd date is kept in its fact and counted as this one. */
const EARLIEST = '1900-01-01';

/** The local day of an instant; a day is itself. What lies absurdly far back counts as 1900. */
export const dayOf = (from: string, { zone }: Pick<Clocks, 'zone'>): string =>
  from < EARLIEST ? EARLIEST : from.length === EARLIEST.length ? from : localDateOf(from, zone);

const builtIn = (kind: CalendarKind, year: number): BusinessCalendar => {
  const years = [year, year + 1, year + 2];
  return kind === 'business'
    ? { version: 'built-in', weekend: ['saturday', 'sunday'], closures: years.flatMap((y) => proposeClosures(y)) }
    : { version: 'built-in', weekend: ['sunday'], closures: years.flatMap(ontarioLegalHolidays) };
};

/** The calendar in force, with the built-in list for the years that it says nothing about. */
function calendarOn(
  kind: CalendarKind,
  day: string,
  year: number,
  { calendars }: Pick<Clocks, 'calendars'>,
): BusinessCalendar {
  const published = inForce(calendars[kind], day);
  const standIn = builtIn(kind, year);
  if (published === undefined) return standIn;
  const told = new Set(published.closures.map((c) => c.date.slice(0, 4)));
  return {
    version: published.version,
    weekend: published.weekend,
    closures: [...published.closures, ...standIn.closures.filter((c) => !told.has(c.date.slice(0, 4)))],
  };
}

/**
 * The last instant of a period that began on a local day: first day excluded, end of the last day in the agency's zone,
 * carried past the days that the calendar in force on `asOf` closes (that first day unless said).
 */
export function endOfPeriod(
  kind: CalendarKind,
  day: string,
  period: LegalPeriod,
  clocks: Clocks,
  asOf: string = day,
): string {
  const start = endOfDay(day, clocks.zone);
  const last =
    typeof period === 'object' && 'months' in period
      ? addMonths(day, period.months)
      : addDays(day, typeof period === 'number' ? period : period.days);
  const year = Number(last.slice(0, 4));
  try {
    return statutoryDeadline(start, period, calendarOn(kind, asOf, year, clocks), clocks.zone).instant;
  } catch (error) {
    // A calendar published as closed all year cannot end anything: the built-in one can.
    if (!(error instanceof OutsideCalendar)) throw error;
    return statutoryDeadline(start, period, builtIn(kind, year), clocks.zone).instant;
  }
}
