import type { RosterState } from '../../domain/case/roster.js';
import { mistakeFacts } from '../../domain/language/mistakes.js';
import type { StreamStates } from '../kernel/stream-states.js';
import type { ViewRow } from '../ports.js';
import type { Grant } from './policy.js';

/**
 * Rows within a stream that a reader may see. In a joint case a client sees their own rows and the communal ones, never
 * another participant's, and nothing communal from after they left; a respondent sees only what was served on them.
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
    if (grant.role === 'client') {
      const own = await ofClient(row, grant.person, states);
      if (own) visible.push(own);
      continue;
    }
    if (grant.reach === 'served') {
      const seen = served.get(row.stream) ?? (await servedOn(grant.person, row.stream, states));
      served.set(row.stream, seen);
      if (!seen.has(String(row['fact']))) continue;
    }
    visible.push(row);
  }
  return visible;
}

/** The row as a client may see it, or undefined. */
async function ofClient(row: ViewRow, person: string, states: StreamStates): Promise<ViewRow | undefined> {
  // A proposal to strike is between staff: it would tell that another person was needed.
  if (row['type'] === mistakeFacts.StrikeProposed.type) return undefined;
  if (!row.stream.startsWith('case-')) return row;
  const named = participantsIn(row);
  if (named.length > 0) return named.includes(person) ? ownPart(row, person) : undefined;
  const { state } = await states.load('case', row.stream);
  return isAfterLeaving(row, person, state.roster) ? undefined : row;
}

/** Participants a row names: it is communal when there are none. */
function participantsIn({ participant, subjects }: ViewRow): readonly string[] {
  if (typeof participant === 'string') return [participant];
  if (!Array.isArray(subjects)) return [];
  return subjects.flatMap((s: { as?: unknown; person?: unknown }) =>
    s.as === 'participant' && typeof s.person === 'string' ? [s.person] : [],
  );
}

/** What one fact says of several participants, seat by seat, is cut to the reader's own. */
function ownPart(row: ViewRow, person: string): ViewRow {
  const open = row['open'];
  if (typeof open !== 'object' || open === null) return row;
  const cut = Object.entries(open).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? value.filter((one: unknown) => {
          const whose = (one as { participant?: unknown } | null)?.participant;
          return whose === undefined || whose === person;
        })
      : value,
  ]);
  return { ...row, open: Object.fromEntries(cut) };
}

/** True for what happened when the person was not (or not any more) on the roster. */
function isAfterLeaving(row: ViewRow, person: string, { members }: RosterState): boolean {
  const at = row['happenedAt'] ?? row['at'] ?? row['since'] ?? row['from'] ?? row['madeAt'];
  const theirs = members.filter((m) => m.participant === person);
  if (typeof at !== 'string' || theirs.some((m) => m.leftAt === undefined)) return false;
  return theirs.every((m) => m.leftAt !== undefined && m.leftAt < at);
}

async function servedOn(person: string, stream: string, states: StreamStates): Promise<ReadonlySet<string>> {
  if (!stream.startsWith('complaint-')) return new Set();
  const { state } = await states.load('complaint', stream);
  return state.handling.served.get(person) ?? new Set();
}
