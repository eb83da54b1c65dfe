import { lifted } from '../../domain/catalogue.js';
import type { EventStore } from '../ports.js';

/** What the access log says was opened, held against what it says was to be opened. */
export interface Reconciliation {
  readonly entries: number;
  /** Boxes that looks named, and boxes that instances counted as opened. */
  readonly logged: number;
  readonly opened: number;
  /** Streams in which more was counted than is on record: an entry is gone, or something was opened without one. */
  readonly exceeding: readonly string[];
}

const PAGE = 1_000;

/** Goes through the access log once: in no stream, at no point, may more have been counted than had been put on record. */
export async function reconcileLooks(store: Pick<EventStore, 'readAll'>): Promise<Reconciliation> {
  const streams = new Map<
    string,
    { boxes: number; entries: number; logged: number; opened: number; counted: number }
  >();
  const exceeding = new Set<string>();
  for (let after = 0n; ; ) {
    const page = await store.readAll('access', after, PAGE);
    for (const fact of page) {
      const of = streams.get(fact.stream) ?? { boxes: 0, entries: 0, logged: 0, opened: 0, counted: 0 };
      streams.set(fact.stream, of);
      const { open } = lifted(fact);
      if (fact.type !== 'UnsealingCounted') {
        of.entries++;
        of.boxes += Number(open['boxes'] ?? 0);
        continue;
      }
      of.counted += Number(open['entries']);
      of.logged += Number(open['logged']);
      of.opened += Number(open['opened']);
      if (of.counted > of.entries || of.logged > of.boxes || of.opened > of.boxes) exceeding.add(fact.stream);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.position;
  }
  const all = [...streams.values()];
  return {
    entries: all.reduce((sum, { entries }) => sum + entries, 0),
    logged: all.reduce((sum, { boxes }) => sum + boxes, 0),
    opened: all.reduce((sum, { opened }) => sum + opened, 0),
    exceeding: [...exceeding],
  };
}
