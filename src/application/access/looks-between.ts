import type { accessFacts } from '../../domain/agency/access.js';
import { lifted } from '../../domain/catalogue.js';
import type { FactOf, RecordedFact } from '../../domain/language/fact.js';
import type { EventStore } from '../ports.js';

/** An entry of the access log that says that something was shown. */
export type Looked = RecordedFact & FactOf<typeof accessFacts.Looked>;

const PAGE = 500;
const dayOf = (stream: string): string => stream.slice(-'2026-02-13'.length);

/** Entries of the access log from an instant on and before another, a page at a time: only the days in between are read. */
export async function* looksBetween(store: EventStore, from: string, until: string): AsyncIterable<Looked> {
  const days = (await store.streams('access', 'access-')).filter(
    (stream) => from.slice(0, 10) <= dayOf(stream) && dayOf(stream) <= until.slice(0, 10),
  );
  for (const stream of days) {
    for (let next = 0; ; ) {
      const page = await store.readStream('access', stream, { from: next, limit: PAGE });
      for (const entry of page)
        if (entry.type === 'Looked' && from <= entry.happenedAt && entry.happenedAt < until)
          yield lifted(entry) as Looked;
      if (page.length < PAGE) break;
      next = (page.at(-1)?.revision ?? next) + 1;
    }
  }
}
