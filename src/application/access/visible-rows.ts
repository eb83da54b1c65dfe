import { caseHoldFacts } from '../../domain/case/case-holds.js';
import { destructionFacts } from '../../domain/case/destruction-facts.js';
import { retentionFacts } from '../../domain/case/retention.js';
import type { RosterState } from '../../domain/case/roster.js';
import { closingFacts } from '../../domain/destruction/closing.js';
import { mistakeFacts } from '../../domain/language/mistakes.js';
import type { StreamStates } from '../kernel/stream-states.js';
import type { ViewRow } from '../ports.js';
import { cutTo, LocksOnRows, participantsIn } from './locked-rows.js';
import { withoutIdentity } from './mandate-reading.js';
import type { Grant } from './policy.js';
import { ofRecord } from './record-content.js';

/**
 * What no client is told of as such: a proposal to strike would tell that another person was needed; why a case is held or
 * kept longer may be what another participant said, or an investigation that the answer would warn.
 */
const BETWEEN_STAFF: ReadonlySet<string> = new Set(
  [
    mistakeFacts.StrikeProposed,
    ...Object.values(caseHoldFacts),
    ...Object.values(retentionFacts),
    // That a destruction waits for another, or was stopped by something that holds the record.
    ...Object.values(destructionFacts),
    closingFacts.FactDestructionRequested,
    closingFacts.FactDestructionConfirmed,
  ].map(({ type }) => type),
);

/**
 * Rows within a stream that a reader may see. In a joint case a client sees their own rows and the communal ones, never
 * another participant's, and nothing communal from after they left; so does who decides for them. A respondent sees only what
 * was served on them, and nobody what an instruction keeps from them.
 */
export async function visibleRows(
  rows: readonly ViewRow[],
  grants: ReadonlyMap<string, Grant>,
  states: StreamStates,
): Promise<readonly ViewRow[]> {
  const served = new Map<string, ReadonlySet<string>>();
  const locks = new LocksOnRows(states);
  const visible: ViewRow[] = [];
  for (const stored of rows) {
    const grant = grants.get(stored.stream);
    const row = grant && (await ofRecord(stored, grant, states));
    if (grant === undefined || row === undefined) continue;
    if (grant.reach === 'own' && (await isKeptFromReporter(row, states))) continue;
    const left = await locks.leftOf(row, grant);
    if (left === undefined) continue;
    const clients = clientsOf(grant);
    if (clients.length > 0) {
      const own = await ofClients(left, clients, states);
      if (own) visible.push(own);
      continue;
    }
    if (grant.reach === 'served') {
      const seen = served.get(row.stream) ?? (await servedOn(grant.person, row.stream, states));
      served.set(row.stream, seen);
      if (!seen.has(String(row['fact']))) continue;
    }
    visible.push(withoutIdentity(left, grant));
  }
  return visible;
}

/** As which clients somebody looks: their own, or as whoever decides for them; none in another role. */
export const clientsOf = (grant: Grant): readonly string[] =>
  grant.role === 'client' ? [grant.person] : grant.represents;

/** The row as these clients may see it, or undefined. */
async function ofClients(row: ViewRow, persons: readonly string[], states: StreamStates): Promise<ViewRow | undefined> {
  if (BETWEEN_STAFF.has(String(row['type']))) return undefined;
  if (!row.stream.startsWith('case-')) return row;
  const named = participantsIn(row);
  if (named.length > 0)
    return named.some((one) => persons.includes(one)) ? cutTo(row, (one) => persons.includes(one)) : undefined;
  const { state } = await states.load('case', row.stream);
  return persons.every((person) => isAfterLeaving(row, person, state.roster)) ? undefined : row;
}

/** True for what happened when the person was not (or not any more) on the roster. */
function isAfterLeaving(row: ViewRow, person: string, { members }: RosterState): boolean {
  const at = row['happenedAt'] ?? row['at'] ?? row['since'] ?? row['from'] ?? row['madeAt'];
  const theirs = members.filter((m) => m.participant === person);
  if (typeof at !== 'string' || theirs.some((m) => m.leftAt === undefined)) return false;
  return theirs.every((m) => m.leftAt !== undefined && m.leftAt < at);
}

/** True for what a conduct report holds of the person reported: what they were given, said and agreed is not its reporter's. */
async function isKeptFromReporter(row: ViewRow, states: StreamStates): Promise<boolean> {
  if (!row.stream.startsWith('complaint-')) return false;
  const { conduct } = (await states.load('complaint', row.stream)).state;
  return conduct.keptFromReporter.has(String(row['fact']));
}

async function servedOn(person: string, stream: string, states: StreamStates): Promise<ReadonlySet<string>> {
  if (!stream.startsWith('complaint-')) return new Set();
  const { state } = await states.load('complaint', stream);
  return state.handling.served.get(person) ?? new Set();
}
