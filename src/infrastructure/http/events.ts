import { hash } from 'node:crypto';
import type { Grant } from '../../application/access/policy.js';
import { visibleRows } from '../../application/access/visible-rows.js';
import type { ViewRow } from '../../application/ports.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import type { Ledger } from '../../ledger.js';
import type { ViewDefinition } from '../../projections/view.js';

/** One fact as a follower hears of it: where it is, which views may have changed, and in which stream, as a hash. */
export interface Heard {
  readonly position: string;
  readonly views: readonly string[];
  readonly key: string;
}

/** How a stream is named to followers: whoever knows the stream's name can tell it again, nobody else can. */
export const streamKey = (stream: string): string => hash('sha256', stream, 'base64url').slice(0, 22);

/** What a fact is to somebody: nothing, unless they may see its stream and this row of it, decided at this moment. */
export async function heardBy(
  person: string,
  fact: RecordedFact,
  ledger: Pick<Ledger, 'performing' | 'reading'>,
): Promise<Heard | undefined> {
  const views: string[] = [];
  const seenAs = new Map<string, boolean>();
  for (const view of ledger.reading.views.values()) {
    if (view.scopes.length === 0 || view.column === 'access-log' || view.column === 'figures') continue;
    if (!(fact.type in view.on)) continue;
    const seen = seenAs.get(view.column) ?? (await sees(person, fact, view, ledger));
    seenAs.set(view.column, seen);
    if (seen) views.push(view.name);
  }
  if (views.length === 0) return undefined;
  return { position: String(fact.position), views, key: streamKey(fact.stream) };
}

async function sees(
  person: string,
  fact: RecordedFact,
  view: ViewDefinition,
  { performing, reading }: Pick<Ledger, 'performing' | 'reading'>,
): Promise<boolean> {
  const grant = await performing.policy.toSee(person, fact.stream, view.column);
  // Under a mandate nothing is followed: what happened is asked for, and shown as the mandate says.
  if (grant === undefined || grant.mandate !== undefined) return false;
  const { stream, revision, position, id, type, open, subjects } = fact;
  // What is hidden from somebody by its kind or by what it is about is hidden here too.
  const row: ViewRow = { stream, key: id, revision, position, fact: id, type, open, subjects };
  const rows = await visibleRows([row], new Map<string, Grant>([[stream, grant]]), reading.states);
  return rows.length > 0;
}
