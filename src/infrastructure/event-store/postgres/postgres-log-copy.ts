import type { Log } from '../../../application/ports.js';
import type { StoredFact } from '../../../domain/language/fact.js';
import { openPool, told } from '../../postgres/connection.js';
import { type LogCopy, runsOf } from '../log-copy.js';
import { requirePlacement } from '../placement.js';
import { appendAll } from './append-queue.js';
import { openPostgresEventStore, type PostgresEventOptions } from './postgres-event-store.js';

/** Opens the logs of a PostgreSQL database to copy others into them; throws as `openPostgresEventStore` does. */
export async function openPostgresLogCopy(
  options: Required<Pick<PostgresEventOptions, 'connection' | 'logId'>>,
): Promise<LogCopy> {
  const store = await openPostgresEventStore(options);
  // Another writer is noticed by the position at which a log ends, before anything stands between the facts copied.
  const ends = { facts: await store.head('facts'), access: await store.head('access') };
  const writers = openPool(options.connection, 1, { pipeline: true });
  return {
    logId: store.logId,
    appendInOrder: async (log: Log, facts: readonly StoredFact[]) => {
      const runs = runsOf(facts);
      for (const { stream, expected, facts: run } of runs) requirePlacement(stream, expected, run);
      const client = await writers.connect();
      try {
        const appends = runs.map((run) => ({ ...run, facts: run.facts.map((fact) => JSON.stringify(fact)) }));
        ends[log] = await appendAll(client, log, appends, ends[log]);
        client.release();
      } catch (error) {
        client.release(true);
        throw told(error);
      }
    },
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    head: store.head.bind(store),
    revisionOf: store.revisionOf.bind(store),
    streams: store.streams.bind(store),
    close: async () => {
      await writers.end();
      await store.close();
    },
  };
}
