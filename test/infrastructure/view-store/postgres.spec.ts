import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientConfig, Pool } from 'pg';
import { type EventStore, StoreFull, type ViewStore, type ViewWrites } from '../../../src/application/ports.js';
import { Projector } from '../../../src/application/projecting/projector.js';
import { verifyViews } from '../../../src/application/projecting/verify-views.js';
import { openMemoryEventStore } from '../../../src/infrastructure/event-store/memory-event-store.js';
import { Sha256Digests } from '../../../src/infrastructure/integrity/digests.js';
import { openPool } from '../../../src/infrastructure/postgres/connection.js';
import { takeOver } from '../../../src/infrastructure/postgres/fence.js';
import { migrate } from '../../../src/infrastructure/postgres/migrate.js';
import { chainLink } from '../../../src/infrastructure/projector/chain.js';
import { publishNext } from '../../../src/infrastructure/view-store/postgres/generations.js';
import {
  GenerationGone,
  openPostgresViewReader,
  openPostgresViewStore,
  type PostgresViewOptions,
  type PostgresViewStore,
  StaleLeader,
} from '../../../src/infrastructure/view-store/postgres/postgres-view-store.js';
import { rebuildPostgresViews } from '../../../src/infrastructure/view-store/postgres/rebuild.js';
import { factAt } from '../../support/facts.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { allRows, ledger, names, notes } from '../../support/views.js';

const VIEWS = [notes, ledger, names];
const digests = new Sha256Digests();

/** Facts that put and strike. */
async function append(log: EventStore, stream: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const revision = await log.revisionOf('facts', stream);
    const strikes = revision > 2 && revision % 5 === 0;
    const open = strikes
      ? { facts: [factAt(stream, revision - 1).id], kind: 'doubled' }
      : { key: `k${revision % 7}`, name: `x${revision}`, cents: revision };
    const type = strikes ? 'EnteredInError' : 'Noted';
    const { digest: _, payloadDigest: __, ...fact } = factAt(stream, revision + 1, { type, open });
    await log.append('facts', stream, revision, [digests.complete(fact)]);
  }
}

describe('Views in PostgreSQL', () => {
  let server: PostgresServer;
  let connection: ClientConfig;
  let pool: Pool;
  let log: EventStore;
  const stores: ViewStore[] = [];
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connection = await server.database();
    pool = openPool(connection, 2);
    await migrate(pool);
    log = openMemoryEventStore();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    await pool.end();
    await log.close();
  });

  const open = async (more: Partial<PostgresViewOptions> = {}): Promise<PostgresViewStore> => {
    const store = await openPostgresViewStore({ connection, views: VIEWS, logId: log.logId, readers: 2, ...more });
    stores.push(store);
    return store;
  };
  const projectorOn = (store: ViewStore) =>
    Projector.open({
      views: VIEWS,
      store,
      history: (stream, through) => log.readStream('facts', stream, { limit: through + 1 }),
      link: chainLink,
    });
  const catchUp = async (store: ViewStore, most = 7): Promise<void> => {
    const projector = await projectorOn(store);
    for (let moved = true; moved; ) {
      moved = false;
      for (const after of projector.fronts()) {
        const facts = await log.readAll('facts', after, most);
        if (facts.length > 0) await projector.apply(after, facts);
        moved ||= facts.length > 0;
      }
    }
  };
  const verify = (viewStore: ViewStore) => verifyViews({ log, viewStore, views: VIEWS, digests, link: chainLink });
  const nothing = (facts: number): ViewWrites => ({
    view: 'names',
    dropped: [],
    writes: [],
    checkpoint: { view: 'names', position: BigInt(facts), chain: 'c', facts },
  });

  it('are what their facts give, row by row, strikes and all', async () => {
    await append(log, 'case-1', 40);
    await append(log, 'case-2', 20);
    const store = await open();
    await catchUp(store);
    expect(await verify(store)).toMatchObject({ good: true, facts: 60 });
  });

  it('begin again, empty, when they are declared otherwise or made from another log; others stay', async () => {
    await append(log, 'case-1', 8);
    const store = await open();
    await catchUp(store);
    const renamed = { ...names, columns: { ...names.columns, more: { kind: 'integer', says: 'More.' } as const } };
    const second = await open({ views: [notes, renamed] });
    const positions = new Map((await second.checkpoints()).map(({ view, position }) => [view, position > 0n]));
    expect(positions).toEqual(
      new Map([
        ['notes', true],
        ['names', false],
      ]),
    );
    expect((await second.read('names')).rows).toEqual([]);
    await expect(store.read(ledger.name)).rejects.toThrow('does not exist');
    const third = await open({ logId: 'another' });
    expect((await third.checkpoints()).map(({ facts }) => facts)).toEqual([0, 0, 0]);
  });

  it('are written by who leads: a batch of one whose duty was taken over is refused', async () => {
    const first = await takeOver(pool, 'projecting');
    const old = await open({ fence: () => ({ duty: 'projecting', number: first }) });
    await old.apply([nothing(1)]);
    const second = await takeOver(pool, 'projecting');
    expect(second).toBe(first + 1);
    await expect(old.apply([nothing(2)])).rejects.toBeInstanceOf(StaleLeader);
    await expect(old.reset('names')).rejects.toBeInstanceOf(StaleLeader);
    const leads = await open({ fence: () => ({ duty: 'projecting', number: second }) });
    await leads.apply([nothing(3)]);
    expect((await old.checkpoints()).find(({ view }) => view === 'names')?.facts).toBe(3);
  });

  it('are not taken over while a batch is under way: the next number comes after its end', async () => {
    const number = await takeOver(pool, 'projecting');
    const store = await open({ fence: () => ({ duty: 'projecting', number }) });
    const rounds = Array.from({ length: 20 }, (_, round) => store.apply([nothing(round + 1)]).catch((error) => error));
    const taken = takeOver(pool, 'projecting').then(async () => {
      const { rows } = await pool.query(`SELECT facts FROM views._checkpoints WHERE view = 'names'`);
      return Number(rows[0].facts);
    });
    const outcomes = await Promise.all(rounds);
    const applied = outcomes.filter((outcome) => outcome === undefined).length;
    expect(outcomes.slice(applied).every((outcome) => outcome instanceof StaleLeader)).toBe(true);
    // Nothing of the one before was applied after the take-over was seen.
    expect(await taken).toBe(applied);
  });

  it('are made again beside those in use and swapped at once; whoever still writes the ones before is refused', async () => {
    await append(log, 'case-1', 60);
    const store = await open();
    await catchUp(store);
    const reader = openPostgresViewReader({ connection, views: VIEWS, logId: log.logId, readers: 4 });
    stores.push(reader);
    const shown = await allRows(reader, VIEWS);
    let done = false;
    const reading = (async () => {
      let reads = 0;
      while (!done) {
        for (const { name } of VIEWS) expect((await reader.read(name, { order: [] })).rows).toEqual(shown[name]);
        reads++;
      }
      return reads;
    })();
    for (let round = 0; round < 3; round++) {
      const progress: number[] = [];
      const rebuilt = rebuildPostgresViews({
        connection,
        views: VIEWS,
        logId: log.logId,
        log,
        onProgress: ({ facts }) => progress.push(facts),
      });
      expect(await rebuilt).toBe(true);
      expect(progress.at(-1)).toBe(60);
      await publishNext(pool, 'views');
    }
    done = true;
    expect(await reading).toBeGreaterThan(0);
    await expect(store.apply([nothing(1)])).rejects.toBeInstanceOf(GenerationGone);
    const anew = await open();
    await append(log, 'case-2', 10);
    await catchUp(anew);
    expect(await verify(anew)).toMatchObject({ good: true, facts: 70 });
    const { rows } = await pool.query(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'views%'`);
    expect(rows).toEqual([{ nspname: 'views' }]);
  });

  it('go on with a rebuild that was cut off', async () => {
    await append(log, 'case-1', 50);
    const abort = new AbortController();
    const positions: bigint[] = [];
    const slow: Pick<EventStore, 'readAll' | 'readStream'> = {
      readStream: (...read) => log.readStream(...read),
      readAll: (of, after) => {
        positions.push(after);
        return log.readAll(of, after, 10);
      },
    };
    const options = { connection, views: VIEWS, logId: log.logId, log: slow };
    expect(
      await rebuildPostgresViews({
        ...options,
        signal: abort.signal,
        onProgress: ({ facts }) => facts > 20 && abort.abort(),
      }),
    ).toBe(false);
    const before = positions.length;
    expect(await rebuildPostgresViews(options)).toBe(true);
    expect(positions[before]).toBeGreaterThan(0n);
    await open();
    await publishNext(pool, 'views');
    expect(await verify(await open())).toMatchObject({ good: true, facts: 50 });
  });

  it('lose no fact and take none twice when connections are cut at any moment', async () => {
    await append(log, 'case-1', 30);
    const store = await open();
    let cuts = 0;
    let ended = false;
    const cutting = (async () => {
      while (!ended) {
        await server.cut(String(connection.database));
        cuts++;
      }
    })();
    for (let failures = 0; cuts < 12 || failures < 3; ) {
      await append(log, `case-${cuts % 3}`, 3);
      await catchUp(store, 2).catch(() => failures++);
    }
    ended = true;
    await cutting;
    await catchUp(store);
    expect(await verify(store)).toMatchObject({ good: true });
  });

  it('hold rows and checkpoints that agree after the server was killed, and go on', async () => {
    const store = await open();
    for (let round = 0; round < 3; round++) {
      await append(log, `case-${round}`, 40);
      const catching = catchUp(store, 3).then(
        () => 'whole',
        () => 'failed',
      );
      await new Promise((resolve) => setTimeout(resolve, 5 + 10 * round));
      await server.kill();
      await catching;
      await server.run();
      // Behind, it may be; never apart from its rows.
      expect(await verify(store)).toMatchObject({ good: true });
    }
    await catchUp(store);
    expect(await verify(store)).toMatchObject({ good: true, facts: 120 });
    expect((await store.checkpoints()).map(({ facts }) => facts)).toEqual([120, 120, 120]);
  });

  it('refuse a batch for which there is no room, whole, and take it when there is', async () => {
    const small = await server.smallDatabase(24);
    // Where no disk of its own can be mounted, none can be filled.
    if (small === undefined) return;
    const { disk, ...there } = small;
    const store = await openPostgresViewStore({ connection: there, views: VIEWS, logId: log.logId, readers: 1 });
    await append(log, 'case-1', 20);
    await catchUp(store);
    const ballast = join(disk, 'ballast');
    fill(ballast);
    const place = (index: number) => ({
      kind: 'put' as const,
      stream: 'case-9',
      key: `${index}`,
      revision: 0,
      position: 99n,
    });
    const large = { list: [randomBytes(6_000).toString('hex')] };
    const batch = (view: string, row: Readonly<Record<string, unknown>>): readonly ViewWrites[] => [
      {
        ...nothing(99),
        ...{ view, checkpoint: { ...nothing(99).checkpoint, view } },
        writes: Array.from({ length: 400 }, (_, index) => ({ ...place(index), row })),
      },
    ];
    const { rows: before } = await store.read('names');
    await expect(store.apply(batch('notes', large))).rejects.toBeInstanceOf(StoreFull);
    expect((await store.read('names')).rows).toEqual(before);
    expect(await verify(store)).toMatchObject({ good: true, facts: 20 });
    rmSync(ballast);
    await store.apply(batch('names', { name: 'x' }));
    expect((await store.read('names')).rows).toHaveLength(before.length + 400);
    await store.close();
  });
});

/** Fills the disk that a file is on. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let size = 1 << 20; size >= 512; ) {
      try {
        writeSync(handle, Buffer.alloc(size));
      } catch {
        size >>= 1;
      }
    }
  } finally {
    closeSync(handle);
  }
}
