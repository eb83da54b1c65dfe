import { type LogCopy, runsOf } from '../log-copy.js';
import { type KurrentEventStoreOptions, openKurrentEventStore } from './kurrent-event-store.js';

/** Facts of one append at most, and about how many bytes of them: less than any server takes unless it is told otherwise. */
const FACTS_PER_APPEND = 200;
const BYTES_PER_APPEND = 512 * 1024;

/** Opens a ledger's logs on a server to copy others into them; throws as `openKurrentEventStore` does. */
export async function openKurrentLogCopy(options: KurrentEventStoreOptions): Promise<LogCopy> {
  const store = await openKurrentEventStore(options);
  return {
    logId: store.logId,
    // One append after the other: the server takes one stream in each, and order is only sure where each waits for the last.
    appendInOrder: async (log, facts) => {
      for (const run of runsOf(facts, FACTS_PER_APPEND)) {
        let expected = run.expected;
        for (const part of bySize(run.facts)) {
          expected = (await store.append(log, run.stream, expected, part)).revision;
        }
      }
    },
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    head: store.head.bind(store),
    revisionOf: store.revisionOf.bind(store),
    streams: store.streams.bind(store),
    close: store.close.bind(store),
  };
}

function* bySize<T>(facts: readonly T[]): Generator<readonly T[]> {
  let part: T[] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(JSON.stringify(fact));
    if (part.length > 0 && bytes + size > BYTES_PER_APPEND) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(fact);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
