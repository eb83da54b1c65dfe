import { closingFacts } from '../destruction/closing.js';
import { addDays, addMonths } from '../language/business-time.js';
import type { StoredFact } from '../language/fact.js';
import { caseHoldFacts } from './case-holds.js';
import { destructionFacts } from './destruction-facts.js';
import { retentionFacts } from './retention.js';

/** What is done about a case without the client: it restarts no retention. Everything else does, for later is safe. */
const NO_INTERACTION: ReadonlySet<string> = new Set([
  ...Object.keys(caseHoldFacts),
  ...Object.keys(retentionFacts),
  ...Object.keys(destructionFacts),
  ...Object.keys(closingFacts),
  'CaseClosed',
  'TherapistAssigned',
  'RecordingDestructionDue',
  'RecordingDestroyed',
  'RecordingDestroyedWhileHeld',
  'WrittenOff',
]);

/** True for what somebody other than the clock did with or for the client. */
export const isInteraction = ({ actor, type }: Pick<StoredFact, 'actor' | 'type'>): boolean =>
  actor.role !== 'system' && !NO_INTERACTION.has(type);

/** The last instant of a month that was written down in UTC: later is safe. */
export const endOfMonth = (month: string): string => `${addDays(addMonths(`${month}-01`, 1), -1)}T23:59:59.999Z`;

/** The day from which retention counts, by the months (UTC) in which there was an interaction; now when there was none. */
export function lastInteraction(
  months: readonly string[],
  now: string,
  monthOf: (instant: string) => string,
): { readonly month: string; readonly day: string } {
  const last = months.reduce((latest, month) => (month > latest ? month : latest), months[0] ?? now.slice(0, 7));
  const month = monthOf(endOfMonth(last));
  return { month, day: endOfMonth(month).slice(0, 10) };
}
