import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { RevisionConflict } from '../../../src/application/ports.js';
import { logFileIn } from '../../../src/infrastructure/event-store/log-file.js';
import { openPostgresEventStore } from '../../../src/infrastructure/event-store/postgres/postgres-event-store.js';
import { openPostgresLogCopy } from '../../../src/infrastructure/event-store/postgres/postgres-log-copy.js';
import { openSqliteEventStore } from '../../../src/infrastructure/event-store/sqlite-event-store.js';
import { openSqliteLogCopy } from '../../../src/infrastructure/event-store/sqlite-log-copy.js';
import { Sha256Digests } from '../../../src/infrastructure/integrity/digests.js';
import { migrateLogs } from '../../../src/infrastructure/migrate/migrate-logs.js';
import { accepted } from '../../support/application.js';
import { factAt, factsFrom } from '../../support/facts.js';
import { doors, shown } from '../../support/ledger.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { StreamsServer } from '../../support/streams-server.js';
import { addressOf, copyKeys, directories, everythingIn, lived, openedAt, place, proven } from './moving.js';

describe('A ledger that moves to another store', () => {
  const { at, remove } = directories();
  let postgres: PostgresServer;
  let streams: StreamsServer;
  let life: Awaited<ReturnType<typeof lived>>;
  let source: string;
  let keyFile: string;
  let database: string;
  let events: string;

  beforeAll(async () => {
    [postgres, streams, life] = [await PostgresServer.start(), await StreamsServer.start(), await lived()];
    source = life.at.directory;
    keyFile = life.at.configuration.data.keyFile;
    database = addressOf(await postgres.database());
    events = `esdb://127.0.0.1:${streams.port}?tls=false`;
  });
  afterAll(async () => {
    life.at.remove();
    remove();
    await postgres.stop();
    await streams.kill();
  });

  const migrate = (from: string, to: string) => migrateLogs(place(from), place(to));
  const questions = async (ledger: Awaited<ReturnType<typeof openedAt>>) =>
    shown(await doors(ledger).see('questions', life.client, { case: life.caseId }));

  it('is in PostgreSQL with order, ids, digests and positions kept, and shows the same views', async () => {
    const { facts, access } = await migrate(source, database);
    expect(facts).toMatchObject({
      copied: facts.facts,
      samePositions: true,
      chain: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(facts.facts).toBeGreaterThan(20);
    expect(access.facts).toBeGreaterThan(0);
    await copyKeys(source, at('beside-postgres'));
    const environment = { ALLIANCE_EVENT_STORE: 'postgres', ALLIANCE_DATABASE_URL: database };
    const ledger = await openedAt(at('beside-postgres'), keyFile, environment);
    expect(await everythingIn(ledger)).toEqual(life.kept);
    expect(await proven(ledger)).toEqual([true, true]);
    expect(await questions(ledger)).toMatchObject([{ words: { words: 'How long will it take?' } }]);
    await ledger.close();
  });

  it('comes back from PostgreSQL into a directory of its own, with the look that was taken there', async () => {
    const { facts, access } = await migrate(database, at('back'));
    expect([facts.samePositions, access.samePositions]).toEqual([true, true]);
    await copyKeys(source, at('back'));
    const ledger = await openedAt(at('back'), keyFile);
    expect(await everythingIn(ledger)).toEqual(life.kept);
    expect(await proven(ledger)).toEqual([true, true]);
    expect(await questions(ledger)).toHaveLength(1);
    await ledger.close();
  });

  it('is on a server of events that numbers otherwise, and views and bookmarks beside it are made again', async () => {
    const { facts, access } = await migrate(source, events);
    expect([facts.samePositions, access.samePositions]).toEqual([false, false]);
    const moved = streams.kept.length;
    // The directory that it came from, with views that stand at the positions of its own log.
    const ledger = await openedAt(source, keyFile, { ALLIANCE_EVENT_STORE: events }, true);
    expect(await everythingIn(ledger)).toEqual(life.kept);
    expect(await proven(ledger)).toEqual([true, true]);
    // What facts had called for is gone through again, to no effect.
    expect(streams.kept.slice(moved).filter(({ stream }) => stream.startsWith('alliance:'))).toEqual([]);
    expect(await questions(ledger)).toHaveLength(1);
    const again = { case: life.caseId, participant: life.client, words: 'And what does it cost?' };
    accepted(await doors(ledger).act('AskQuestion', again, life.client));
    await ledger.close();
  });

  it('comes back to where it was with only what came since, after the fact that both have last', async () => {
    const { facts, access } = await migrate(events, source);
    expect(facts).toMatchObject({ copied: 1 });
    expect(access.copied).toBeGreaterThan(0);
    expect(access.copied).toBeLessThan(access.facts);
    expect(await migrate(events, source)).toMatchObject({ facts: { copied: 0 }, access: { copied: 0 } });
    const ledger = await openedAt(source, keyFile);
    expect(await proven(ledger)).toEqual([true, true]);
    expect(await questions(ledger)).toHaveLength(2);
    await ledger.close();
  });

  it('goes from a server of events to PostgreSQL and on to another server', async () => {
    const [between, other] = [addressOf(await postgres.database()), await StreamsServer.start()];
    try {
      const one = await migrate(events, between);
      const two = await migrate(between, `esdb://127.0.0.1:${other.port}?tls=false`);
      expect(two).toMatchObject({
        facts: { chain: one.facts.chain, facts: one.facts.facts, streams: one.facts.streams },
        access: { chain: one.access.chain },
      });
    } finally {
      await other.kill();
    }
  });

  it('is refused where another ledger is, and where it itself went on by other facts', async () => {
    const other = await lived();
    try {
      for (const to of [other.at.directory, database])
        await expect(migrate(to === database ? other.at.directory : source, to)).rejects.toMatchObject({
          obstacle: 'holds-another',
          message: expect.stringContaining('holds another ledger'),
        });
    } finally {
      other.at.remove();
    }
    await expect(migrate(source, at('back'))).rejects.toMatchObject({
      obstacle: 'holds-another',
      message: expect.stringMatching(/facts that the source does not: access-/),
    });
  });

  it('is refused from a directory that is in use, and nothing is made where no ledger is', async () => {
    const inUse = await openedAt(source, keyFile);
    await expect(migrate(source, at('never'))).rejects.toThrow('in use by another process');
    await inUse.close();
    const empty = await postgres.database();
    await expect(migrate(addressOf(empty), at('never'))).rejects.toMatchObject({ obstacle: 'nothing-there' });
    expect(await postgres.ask("SELECT 1 FROM pg_namespace WHERE nspname IN ('log', 'ledger')", empty.database)).toEqual(
      [],
    );
    const server = await StreamsServer.start();
    const before = server.kept.length;
    await expect(migrate(`esdb://127.0.0.1:${server.port}?tls=false`, at('never'))).rejects.toMatchObject({
      obstacle: 'nothing-there',
    });
    expect(server.kept).toHaveLength(before);
    await server.kill();
  });

  it('is told from a target in which one box or the order is another', async () => {
    const to = at('altered');
    const alter = (sql: string): void => {
      const file = new SqliteDatabase(logFileIn(join(to, 'log')));
      for (const name of ['UPDATE', 'DELETE']) file.exec(`DROP TRIGGER IF EXISTS facts_no_${name}`);
      file.exec(sql);
      file.close();
    };
    await migrate(source, to);
    const sealed = `(SELECT min(position) FROM facts WHERE json LIKE '%"data":"%')`;
    alter(`UPDATE facts SET json = replace(json, '"data":"', '"data":"A') WHERE position = ${sealed}`);
    await expect(migrate(source, to)).rejects.toMatchObject({
      obstacle: 'not-equal',
      message: expect.stringContaining('is not as its digest says'),
    });
    alter(`UPDATE facts SET json = replace(json, '"data":"A', '"data":"') WHERE position = ${sealed}`);
    expect(await migrate(source, to)).toMatchObject({ facts: { copied: 0 } });
    alter(
      'UPDATE facts SET position = -1 WHERE position = 7; UPDATE facts SET position = 7 WHERE position = 6; UPDATE facts SET position = 6 WHERE position = -1',
    );
    await expect(migrate(source, to)).rejects.toMatchObject({ message: expect.stringContaining('another fact for') });
  });

  it('is copied to the head that a server had at the beginning while that is written, and a second run takes the rest', async () => {
    const connection = { connectionString: addressOf(await postgres.database()) };
    const [busy, digests] = [await openPostgresEventStore({ connection }), new Sha256Digests()];
    const write = async (revision: number): Promise<void> => {
      const {
        payloadDigest: _payload,
        digest: _digest,
        ...fact
      } = factAt('case-busy', revision, { logId: busy.logId });
      await busy.append('facts', 'case-busy', revision - 1, [digests.complete(fact)]);
    };
    await write(0);
    let meanwhile = 0;
    const first = await migrateLogs(place(connection.connectionString), place(at('caught-up')), {
      onCopied: () => write(++meanwhile),
    });
    expect([meanwhile, first.facts.facts]).toEqual([1, 1]);
    await busy.close();
    const second = await migrate(connection.connectionString, at('caught-up'));
    expect(second.facts).toMatchObject({ facts: 2, copied: 1 });
  });

  it('goes on after the last fact when its target went away amid the copy', async () => {
    const to = addressOf(await postgres.database());
    const broken = migrateLogs(place(source), place(to), {
      onCopied: () => postgres.kill(),
    });
    await expect(broken).rejects.toMatchObject({ obstacle: 'no-answer', message: expect.stringContaining('to go on') });
    await postgres.run();
    const { facts, access } = await migrate(source, to);
    expect([facts.copied, access.copied]).toEqual([0, access.facts]);
  });

  it('stops before it writes among facts that somebody else appends to its target', async () => {
    const connection = { connectionString: addressOf(await postgres.database()) };
    const copy = await openPostgresLogCopy({ connection, logId: randomUUID() });
    const other = await openPostgresEventStore({ connection });
    await copy.appendInOrder('facts', factsFrom('case-a', 0, 2));
    await other.append('facts', 'case-b', -1, factsFrom('case-b', 0, 1));
    await expect(copy.appendInOrder('facts', [factAt('case-c', 0), factAt('case-a', 2)])).rejects.toThrow(
      'somebody else',
    );
    expect(await other.head('facts')).toBe(3n);
    await other.close();
    await copy.close();
  });

  it('is appended as a whole or not at all', async () => {
    const connection = { connectionString: addressOf(await postgres.database()) };
    for (const copy of [
      await openPostgresLogCopy({ connection, logId: randomUUID() }),
      openSqliteLogCopy(at('whole/log'), randomUUID()),
    ]) {
      await expect(
        copy.appendInOrder('facts', [factAt('case-a', 0), factAt('case-b', 0), factAt('case-a', 2)]),
      ).rejects.toBeInstanceOf(RevisionConflict);
      expect(await copy.head('facts')).toBe(0n);
      await copy.appendInOrder('facts', [factAt('case-a', 0), factAt('case-b', 0), factAt('case-a', 1)]);
      expect([await copy.head('facts'), await copy.streams('facts')]).toEqual([3n, ['case-a', 'case-b']]);
      await copy.close();
    }
  });

  it('is refused by a directory that somebody else has open', async () => {
    const other = openSqliteEventStore({ directory: at('held/log'), onFatal: () => {} });
    await expect(migrate(source, at('held'))).rejects.toThrow('in use by another process');
    await other.close();
  });
});
