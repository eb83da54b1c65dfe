import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientConfig } from 'pg';
import { type EventStore, RevisionConflict } from '../../../src/application/ports.js';
import { openPostgresEventStore } from '../../../src/infrastructure/event-store/postgres/postgres-event-store.js';
import { DatabaseRefused } from '../../../src/infrastructure/postgres/migrate.js';
import { expectIncreasing, ids, readWhole } from '../../contract/reading.js';
import { factAt } from '../../support/facts.js';
import { PostgresServer } from '../../support/postgres-server.js';

describe('A log in PostgreSQL', () => {
  let server: PostgresServer;
  let connection: ClientConfig;
  const stores: EventStore[] = [];
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connection = await server.database();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  const open = async (logId?: string): Promise<EventStore> => {
    const store = await openPostgresEventStore({ connection, readers: 3, ...(logId && { logId }) });
    stores.push(store);
    return store;
  };
  /** Appends one fact after the other to a stream that others append to; returns the ids that were acknowledged. */
  const append = async (store: EventStore, stream: string, name: string, count: number): Promise<readonly string[]> => {
    const acknowledged: string[] = [];
    for (let n = 0; n < count; n++) {
      const id = `${name}-${n}`;
      try {
        for (;;) {
          const at = await store.revisionOf('facts', stream);
          try {
            await store.append('facts', stream, at, [factAt(stream, at + 1, { id })]);
            acknowledged.push(id);
            break;
          } catch (error) {
            if (!(error instanceof RevisionConflict)) throw error;
          }
        }
      } catch {
        // Nobody knows: it may be there or not.
      }
    }
    return acknowledged;
  };

  it('is followed in order by every process, whoever appends: no position comes after a later one was seen', async () => {
    const all = await Promise.all([open(), open(), open()]);
    expect(new Set(all.map(({ logId }) => logId)).size).toBe(1);
    const abort = new AbortController();
    const following = all.map(async (store) => {
      const seen: string[] = [];
      for await (const batch of store.follow('facts', 0n, abort.signal)) {
        seen.push(...ids(batch));
        if (seen.length === 180) return seen;
      }
      return seen;
    });
    await Promise.all(all.flatMap((store, s) => [0, 1, 2].map((w) => append(store, `case-${w}`, `${s}-${w}`, 20))));
    const log = await readWhole(all[0] as EventStore, 'facts', 50);
    expectIncreasing(log);
    expect(log.map(({ position }) => position)).toEqual(Array.from({ length: 180 }, (_, index) => BigInt(index + 1)));
    for (const seen of await Promise.all(following)) expect(seen).toEqual(ids(log));
    abort.abort();
  });

  it('loses nothing that was acknowledged and doubles nothing when connections are cut and the server is killed', async () => {
    const store = await open();
    const ending = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const batch of store.follow('facts', 0n, ending.signal)) seen.push(...ids(batch));
    })();
    let writing = true;
    const acknowledged = Promise.all([0, 1, 2, 3].map((w) => append(store, `case-${w % 2}`, `w${w}`, 150))).then(
      (all) => {
        writing = false;
        return all.flat();
      },
    );
    for (let round = 0; writing; round++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (round === 3) {
        await server.kill();
        await server.run();
      } else await server.cut(String(connection.database)).catch(() => {});
    }
    const kept = ids(await readWhole(store, 'facts', 100));
    expect(new Set(kept).size).toBe(kept.length);
    for (const id of await acknowledged) expect(kept).toContain(id);
    for (const stream of await store.streams('facts')) {
      const revisions = (await store.readStream('facts', stream)).map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => index));
      expect(await store.revisionOf('facts', stream)).toBe(revisions.length - 1);
    }
    // Who follows saw all of it, once and in order, and goes on.
    while (seen.length < kept.length) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual(kept);
    ending.abort();
    await following;
    const other = await open();
    const abort = new AbortController();
    const iterator = store.follow('facts', await store.head('facts'), abort.signal)[Symbol.asyncIterator]();
    const next = iterator.next();
    await append(other, 'case-9', 'after', 1);
    expect(ids((await next).value ?? [])).toEqual(['after-0']);
    abort.abort();
  });

  it('is never changed, not even by who may write it', async () => {
    const store = await open();
    await append(store, 'case-1', 'a', 2);
    for (const what of ['UPDATE log.facts SET revision = 9', 'DELETE FROM log.facts', 'TRUNCATE log.facts']) {
      await expect(server.ask(what, String(connection.database))).rejects.toThrow('never changed');
    }
  });

  it('has one name, and is refused on a server that does not keep what it says it has written', async () => {
    const { logId } = await open('first');
    expect(logId).toBe('first');
    await expect(open('second')).rejects.toThrow(DatabaseRefused);
    const careless = await PostgresServer.start({ settings: { fsync: 'off' } });
    try {
      await expect(openPostgresEventStore({ connection: await careless.database() })).rejects.toThrow('fsync');
    } finally {
      await careless.stop();
    }
  });
});
