import { lifted } from '../../domain/catalogue.js';
import type { StoredFact } from '../../domain/language/fact.js';
import type { Column, ViewDefinition } from '../../projections/view.js';
import type { EventStore, ViewRow } from '../ports.js';

/** Facts between two that are wanted that are read along rather than asking again. */
const GAP = 50;

type Given = readonly (readonly [name: string, of: NonNullable<Column['ofFact']>])[];

/** Rows with the columns that are not kept in them but read from their facts, which the log keeps anyway. */
export async function withFactColumns(
  view: ViewDefinition,
  rows: readonly ViewRow[],
  store: Pick<EventStore, 'readStream'>,
): Promise<readonly ViewRow[]> {
  const given: Given = Object.entries(view.columns).flatMap(([name, { ofFact }]) =>
    ofFact === undefined ? [] : [[name, ofFact] as const],
  );
  if (given.length === 0 || rows.length === 0) return rows;
  const revisions = new Map<string, number[]>();
  for (const { stream, revision } of rows) {
    const wanted = revisions.get(stream);
    if (wanted === undefined) revisions.set(stream, [revision]);
    else wanted.push(revision);
  }
  const facts = new Map<string, Map<number, StoredFact>>();
  for (const [stream, wanted] of revisions) {
    const found = new Map<number, StoredFact>();
    facts.set(stream, found);
    for (const { from, to } of runsOf(wanted)) {
      for (const fact of await store.readStream('facts', stream, { from, limit: to - from + 1 }))
        found.set(fact.revision, fact);
    }
  }
  return rows.map((row) => {
    const stored = facts.get(row.stream)?.get(row.revision);
    if (stored === undefined) throw new Error(`a row of ${view.name} stands for a fact that the log does not have`);
    const fact = lifted(stored);
    // In place: a store gives each reader rows of their own, and to copy a thousand wide rows costs a third of reading them.
    for (const [name, of] of given) (row as Record<string, unknown>)[name] = of(fact);
    return row;
  });
}

/** Revisions as runs from and to, near ones joined. */
function runsOf(revisions: readonly number[]): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const revision of [...revisions].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && revision - last.to <= GAP) last.to = revision;
    else runs.push({ from: revision, to: revision });
  }
  return runs;
}
