import { parameterOn } from '../agency/agency.js';
import { dayOf, endOfPeriod } from '../agency/legal-periods.js';
import { code, id, optional, record } from '../language/field.js';
import type { World } from '../world.js';

/**
 * Every clock of a complaint: its length, the calendar that carries it past closed days (the agency's own limits: business
 * days; legal ones: the statutory calendar, rule 77), whose duty it is or that it is a right that lapses, and its track.
 */
export const LIMITS = {
  acknowledge: { days: 'complaint-acknowledgement-days', calendar: 'business', duty: 'agency', track: 'agency' },
  respond: { days: 'complaint-response-days', calendar: 'business', duty: 'respondent', track: 'agency' },
  decide: { days: 'complaint-decision-days', calendar: 'business', duty: 'agency', track: 'agency' },
  appeal: { days: 'complaint-appeal-days', calendar: 'business', duty: 'none', track: 'agency' },
  'decide-appeal': { days: 'complaint-decision-days', calendar: 'business', duty: 'agency', track: 'agency' },
  'college-notice': { days: 'college-notice-days', calendar: 'statutory', duty: 'College', track: 'CRPO' },
  'college-response': { days: 'college-response-days', calendar: 'statutory', duty: 'respondent', track: 'CRPO' },
  'college-disposal': { days: 'college-disposal-days', calendar: 'statutory', duty: 'College', track: 'CRPO' },
  review: { days: 'hparb-review-days', calendar: 'statutory', duty: 'none', track: 'CRPO' },
} as const;

/** One clock of a complaint. */
export type LimitKind = keyof typeof LIMITS;
export const LIMIT_KINDS = Object.keys(LIMITS) as LimitKind[];

/** Names one clock in a fact; `person` where each party has one of their own. */
export const limitName = record({ kind: code(...LIMIT_KINDS), person: optional(id()) });
/** Names one clock. */
export interface LimitName {
  readonly kind: LimitKind;
  readonly person?: string;
}

/** What a limit is computed from besides the instant it runs from. */
export type Clocks = Pick<World, 'zone' | 'calendars' | 'parameters'>;

/**
 * The last instant of a limit that began to run at an instant or on a local day: first day excluded, end of day in the
 * agency's zone, carried past closed days. The number is that of the day it began; the calendar is the one in force on
 * `asOf` (that same day unless said).
 */
export function dueAfter(limit: LimitKind, from: string, clocks: Clocks, asOf = from, moreDays = 0): string {
  const { days, calendar } = LIMITS[limit];
  const day = dayOf(from, clocks);
  const period = parameterOn(clocks.parameters, days, day) + moreDays;
  return endOfPeriod(calendar, day, period, clocks, dayOf(asOf, clocks));
}
