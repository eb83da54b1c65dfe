import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredFact } from '../../src/domain/language/fact.js';
import { openSqliteLogCopy } from '../../src/infrastructure/event-store/sqlite-log-copy.js';
import { Sha256Digests } from '../../src/infrastructure/integrity/digests.js';
import { factAt } from '../support/facts.js';
import { PostgresServer } from '../support/postgres-server.js';
import { StreamsServer } from '../support/streams-server.js';
import { alliance, directory, serving } from './alliance.js';
import { begun, registering } from './beginning.js';

const LOG = '6f1c3c5e-24f1-4a6e-9d58-0d3a3c9f1a01';
const FACTS = 30_000;
const LOOKS = 3_000;
/** Of the log that goes to a server of events, which is written one append after the other. */
const FEW = 4_000;

/** A log of many facts, the streams among each other as in life. */
async function logOf(path: string, facts: number, looks: number): Promise<void> {
  const [digests, revisions] = [new Sha256Digests(), new Map<string, number>()];
  const next = (stream: string): StoredFact => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const { payloadDigest: _payload, digest: _digest, ...fact } = factAt(stream, revision);
    return digests.complete(fact);
  };
  const log = openSqliteLogCopy(join(path, 'log'), LOG);
  await log.appendInOrder(
    'facts',
    Array.from({ length: facts }, (_, i) => next(`case-${(i * i) % 701}`)),
  );
  await log.appendInOrder(
    'access',
    Array.from({ length: looks }, (_, i) => next(`access-${i % 3}`)),
  );
  await log.close();
}

describe('alliance migrate', () => {
  const [data, grown, empty] = [directory(), directory(), directory()];
  const [many, few] = [join(grown.path, 'many'), join(grown.path, 'few')];
  let postgres: PostgresServer;
  const databaseAddress = async (): Promise<{ readonly name: string; readonly address: string }> => {
    const { host, database } = await postgres.database();
    const name = String(database);
    return {
      name,
      address: `postgres://ledger:very-secret@localhost/${name}?host=${encodeURIComponent(String(host))}`,
    };
  };

  beforeAll(async () => {
    postgres = await PostgresServer.start();
    await logOf(many, FACTS, LOOKS);
    await logOf(few, FEW, FEW);
  });
  afterAll(async () => {
    await postgres.stop();
    for (const each of [data, grown, empty]) each.remove();
  });

  /** Begins a migration and kills it once the target tells that some of it is there. */
  async function killedAmid(from: string, to: string, copied: () => Promise<number> | number): Promise<void> {
    const child = spawn(process.execPath, [resolve('dist/cli.js'), 'migrate', '--from', from, '--to', to], {
      stdio: 'ignore',
    });
    const ended = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
    while ((await copied()) === 0) await new Promise((turn) => setImmediate(turn));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(await copied()).toBeGreaterThan(0);
    expect(await copied()).toBeLessThan(from === many ? FACTS : FEW);
  }

  it('killed half-way to PostgreSQL, goes on after the last fact there, doubles none, and proves both equal', async () => {
    const { name, address } = await databaseAddress();
    await killedAmid(many, address, async () => {
      const rows = await postgres.ask("SELECT to_regclass('log.heads') AS made", name);
      if (rows[0]?.['made'] === null) return 0;
      return Number(
        (await postgres.ask("SELECT position FROM log.heads WHERE log = 'facts'", name))[0]?.['position'] ?? 0,
      );
    });
    const went = await alliance(['migrate', '--from', many, '--to', address, '--json']);
    expect([went.code, went.err]).toEqual([0, '']);
    expect(went.json).toMatchObject({
      ...{ logId: LOG, equal: true },
      facts: {
        facts: FACTS,
        streams: new Set(Array.from({ length: FACTS }, (_, i) => (i * i) % 701)).size,
        samePositions: true,
      },
      access: { facts: LOOKS, streams: 3, copied: LOOKS },
    });
    expect(went.json.facts.copied).toBeLessThan(FACTS);
    expect(await postgres.ask('SELECT count(*)::int AS n FROM log.facts', name)).toEqual([{ n: FACTS }]);
    const again = await alliance(['migrate', '--from', many, '--to', address]);
    expect([again.code, again.err]).toEqual([0, '']);
    expect(again.out).toContain('Nothing was left to copy');
    expect(again.out).toContain(`Proven equal`);
    expect(again.out).toContain(went.json.facts.chain);
    expect(again.out).not.toContain('very-secret');
  });

  it('killed half-way to a server of events, goes on after the last fact there', async () => {
    const server = await StreamsServer.start();
    try {
      const [to, before] = [`esdb://127.0.0.1:${server.port}?tls=false`, server.kept.length];
      const copied = (): number => server.kept.filter(({ stream }) => stream.startsWith('alliance:')).length;
      await killedAmid(few, to, copied);
      const { code, err, json } = await alliance(['migrate', '--from', few, '--to', to, '--json']);
      expect([code, err]).toEqual([0, '']);
      expect(json).toMatchObject({ equal: true, facts: { facts: FEW, samePositions: false } });
      expect(json.facts.copied).toBeLessThan(FEW);
      expect(copied()).toBe(FEW);
      expect(server.kept.length).toBeGreaterThan(before + FEW + FEW);
      const back = await alliance(['migrate', '--from', to, '--to', join(grown.path, 'back'), '--json']);
      expect(back.json).toMatchObject({
        facts: { chain: json.facts.chain, copied: FEW },
        access: { chain: json.access.chain },
      });
    } finally {
      await server.kill();
    }
  });

  it('moves a ledger with its keys, which is served then from where it is', async () => {
    const officer = await begun(data.path);
    const people = Array.from({ length: 20 }, (_, i) => registering(`Client ${i}`, officer)).join('\n');
    expect((await alliance(['import', '-', '--data', data.path], { input: people })).code).toBe(0);
    const list = ['export', 'people', '--as', officer];
    const before = JSON.parse((await alliance([...list, '--data', data.path])).out);
    const { address } = await databaseAddress();
    writeFileSync(join(grown.path, 'address'), `${address}\n`, { mode: 0o600 });
    const here = ['--from', data.path, '--to', `@${join(grown.path, 'address')}`];
    const there = ['--keys-from', data.path, '--keys-to', join(grown.path, 'new')];
    const service = await serving(data.path);
    const busy = await alliance(['migrate', ...here, ...there]);
    expect([busy.code, busy.err]).toEqual([75, expect.stringContaining('in use by another process')]);
    expect(await service.stop()).toBe(0);
    const { code, out, err } = await alliance(['migrate', ...here, ...there]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\d+ facts and \d+ looks were copied from .* \(\d+\/s\)\./);
    expect(out).toMatch(/\d+ keys \(and 0 destroyed\) .* wrapped as they were and proven equal/);
    const env = {
      ALLIANCE_EVENT_STORE: 'postgres',
      ALLIANCE_DATABASE_URL: address,
      ALLIANCE_KEY_FILE: join(data.path, 'keys', 'key-encryption-key'),
    };
    const after = await alliance([...list, '--data', join(grown.path, 'new')], { env });
    expect([after.code, after.err]).toEqual([0, '']);
    expect(JSON.parse(after.out).rows).toEqual(before.rows);
    expect((await alliance(['verify', '--data', join(grown.path, 'new')], { env })).code).toBe(0);
    expect(existsSync(join(grown.path, 'new', 'keys', 'key-encryption-key'))).toBe(false);
  });

  it('answers in one line and with 2 what is malformed, said twice or foreign, and repeats no password', async () => {
    const { address } = await databaseAddress();
    const [ours, other] = [join(empty.path, 'ours'), join(empty.path, 'other')];
    const log = openSqliteLogCopy(join(other, 'log'), '0d3a3c9f-24f1-4a6e-9d58-0d3a3c9f1a02');
    await log.close();
    for (const [args, field] of [
      [[], '--from'],
      [['--from', many], '--to'],
      [['--to', address], '--from'],
      [['--from', many, '--to', 'mysql://u:very-secret@h/d'], '--to'],
      [['--from', many, '--to', 'postgres://u:very-secret@[h/d'], '--to'],
      [['--from', many, '--to', 'esdb:u:very-secret'], '--to'],
      [['--from', many, '--to', ''], '--to'],
      [['--from', many, '--to', '@/nowhere/at/all'], '--to'],
      [['--from', many, '--to', `${many}/../many`], '--to'],
      [['--from', address, '--to', address], '--to'],
      [['--from', many, '--to', other], '--to'],
      [['--keys-from', data.path, '--keys-to', 'esdb://127.0.0.1:1'], '--keys-to'],
      [['--keys-from', data.path], '--keys-to'],
    ] as const) {
      const { code, err } = await alliance(['migrate', ...args]);
      expect([args, code, err.split('\n').length, err.startsWith(`${field}: `)]).toEqual([args, 2, 2, true]);
      expect(err).not.toContain('very-secret');
    }
    expect(existsSync(ours)).toBe(false);
  });

  it('says with 69 where no ledger is and where nobody answers', async () => {
    const { address } = await databaseAddress();
    for (const [from, to, why] of [
      [join(empty.path, 'nothing'), address, 'no ledger in'],
      [address, join(empty.path, 'new'), 'no ledger at'],
      [many, 'postgres://ledger:very-secret@127.0.0.1:1/ledger', 'does not answer'],
    ] as const) {
      const { code, err } = await alliance(['migrate', '--from', from, '--to', to]);
      expect([code, err.trim().split('\n').length, err]).toEqual([69, 1, expect.stringContaining(why)]);
      expect(err).not.toContain('very-secret');
    }
  });

  it('explains itself', async () => {
    const { out } = await alliance(['migrate', '--help']);
    for (const said of ['--keys-from', 'goes on after the last fact', 'Never serve both']) expect(out).toContain(said);
  });
});
