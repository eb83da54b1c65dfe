import type { RecordedFact } from '../../domain/language/fact.js';
import { struckIn } from '../../domain/language/mistakes.js';
import type { ViewDefinition } from '../../projections/view.js';
import type { ViewStore } from '../ports.js';
import { applyStream } from './apply-fact.js';
import { openMemoryViewStore } from './memory-view-store.js';
import { PendingRows } from './pending-rows.js';
import { requireStorable } from './shape.js';

/** A moment to look back to: what the log held up to a position, and of that what had happened by an instant. */
export interface PastMoment {
  readonly knownAt?: bigint;
  readonly asOf?: string;
}

/**
 * One view as it was known and as of a moment, from facts in log order (whole streams, from their first fact): those up to
 * `knownAt`, less those struck by then, then those with `happenedAt` up to `asOf`. A strike counts from the position at
 * which it was recorded, whenever it says it happened. The store returned is in memory and holds this view alone.
 */
export async function projectAsOf(
  facts: readonly RecordedFact[],
  view: ViewDefinition,
  { knownAt, asOf }: PastMoment = {},
): Promise<ViewStore> {
  requireStorable(view);
  const known = knownAt === undefined ? facts : facts.filter(({ position }) => position <= knownAt);
  const rows = new PendingRows();
  for (const stream of byStream(known).values()) {
    const happened = asOf === undefined ? stream : stream.filter(({ happenedAt }) => happenedAt <= asOf);
    applyStream(view, happened, rows, struckIn(stream));
  }
  const store = openMemoryViewStore([view]);
  const position = known.at(-1)?.position ?? 0n;
  // The chain is the whole log's; these are some of its streams.
  const checkpoint = { view: view.name, position, chain: '', facts: known.length };
  await store.apply([{ view: view.name, dropped: [], writes: rows.writes(), checkpoint }]);
  return store;
}

/** Facts of each stream, in the order given, which within a stream is that of revisions. */
export function byStream<F extends RecordedFact>(facts: readonly F[]): ReadonlyMap<string, readonly F[]> {
  const streams = new Map<string, F[]>();
  for (const fact of facts) {
    const stream = streams.get(fact.stream);
    if (stream === undefined) streams.set(fact.stream, [fact]);
    else stream.push(fact);
  }
  return streams;
}
