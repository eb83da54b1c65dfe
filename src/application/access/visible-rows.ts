import type { StreamStates } from '../kernel/stream-states.js';
import type { ViewRow } from '../ports.js';
import type { Grant } from './policy.js';

/**
 * Rows within a stream that a reader may see: in a joint case a client sees their own rows and the communal ones, never
 * another participant's; a respondent only what was served on them.
 */
export async function visibleRows(
  rows: readonly ViewRow[],
  grants: ReadonlyMap<string, Grant>,
  states: StreamStates,
): Promise<readonly ViewRow[]> {
  const served = new Map<string, ReadonlySet<string>>();
  const visible: ViewRow[] = [];
  for (const row of rows) {
    const grant = grants.get(row.stream);
    if (grant === undefined) continue;
    if (grant.role === 'client' && !ownOrCommunal(row, grant.person)) continue;
    if (grant.reach === 'served') {
      const seen = served.get(row.stream) ?? (await servedOn(grant.person, row.stream, states));
      served.set(row.stream, seen);
      if (!seen.has(String(row['fact']))) continue;
    }
    visible.push(row);
  }
  return visible;
}

function ownOrCommunal(row: ViewRow, person: string): boolean {
  const { participant, subjects } = row as { participant?: unknown; subjects?: unknown };
  if (typeof participant === 'string') return participant === person;
  if (!Array.isArray(subjects)) return true;
  const participants = subjects.filter((s: { as?: unknown }) => s.as === 'participant');
  return participants.length === 0 || participants.some((s: { person?: unknown }) => s.person === person);
}

async function servedOn(person: string, stream: string, states: StreamStates): Promise<ReadonlySet<string>> {
  if (!stream.startsWith('complaint-')) return new Set();
  const { state } = await states.load('complaint', stream);
  return state.handling.served.get(person) ?? new Set();
}
