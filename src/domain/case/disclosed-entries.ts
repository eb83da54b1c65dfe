import { type Decision, refusal } from '../language/decision.js';
import type { RecordState } from './record.js';

export const entryNotTheirs = refusal(
  'entry-not-theirs',
  'Name entries of this case’s record that are about the participant or about everybody in it.',
  { clause: 'R7', status: 422 },
);

/**
 * Refuses entries that this record does not hold, or that are about another participant: one participant’s consent opens
 * nothing of another’s (rule 54), and an id from elsewhere would tell of what is there.
 */
export function requireTheirEntries(
  { record }: { readonly record: RecordState },
  { participant, entries }: { readonly participant: string; readonly entries: readonly string[] },
): Decision | undefined {
  const theirs = entries.every((entry) => {
    const found = record.entries.get(entry);
    return found !== undefined && (found.about === undefined || found.about === participant);
  });
  return theirs ? undefined : entryNotTheirs({ field: 'entries' });
}
