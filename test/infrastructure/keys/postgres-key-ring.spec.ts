import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientConfig } from 'pg';
import { createKeyFile } from '../../../src/infrastructure/keys/key-file.js';
import { KeyFileEncryption } from '../../../src/infrastructure/keys/key-file-encryption.js';
import { KeyRingRefused } from '../../../src/infrastructure/keys/key-ring-refused.js';
import {
  openPostgresKeyRing,
  type PostgresKeyRing,
} from '../../../src/infrastructure/keys/postgres/postgres-key-ring.js';
import { idOf } from '../../support/given.js';
import { PostgresServer } from '../../support/postgres-server.js';

const STREAM = `case-${idOf('a case')}`;

describe('R7: a key ring that several processes have', () => {
  let server: PostgresServer;
  let connection: ClientConfig;
  let home: string;
  const rings: PostgresKeyRing[] = [];
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connection = await server.database();
    home = mkdtempSync(join(tmpdir(), 'keys-'));
    createKeyFile(join(home, 'key'));
  });
  afterEach(async () => {
    for (const ring of rings.splice(0)) await ring.close();
    rmSync(home, { recursive: true });
  });
  const open = async (key = 'key'): Promise<PostgresKeyRing> => {
    const ring = await openPostgresKeyRing({ connection, encryption: new KeyFileEncryption(join(home, key)) });
    rings.push(ring);
    return ring;
  };
  const place = (revision: number) => ({
    ...{ log: 'log', stream: STREAM, revision, fact: idOf(`${revision}`), type: 'T', version: 1, compartment: 'words' },
  });
  const seal = async (ring: PostgresKeyRing, revision: number) =>
    ring.seal(await ring.provide('ana', STREAM), place(revision), { words: revision });
  const heard = async (what: () => boolean): Promise<void> => {
    while (!what()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('R7: is one ring: whoever asks first makes a key, all use it, and what one seals the others open', async () => {
    const all = await Promise.all([open(), open(), open()]);
    const keys = await Promise.all(all.flatMap((ring) => [ring.provide('ana', STREAM), ring.provide('ana', STREAM)]));
    expect(new Set(keys.map(({ reference }) => reference)).size).toBe(1);
    const box = await seal(all[0] as PostgresKeyRing, 0);
    for (const ring of all) expect(ring.open(box)).toEqual({ words: 0 });
  });

  it('R7: what one destroys opens nowhere any more as soon as the others hear of it', async () => {
    const [first, second] = [await open(), await open()];
    const boxes = [await seal(first, 0), await seal(first, 1)] as const;
    await second.refresh();
    expect(second.open(boxes[0])).toEqual({ words: 0 });
    await first.renewStream(STREAM);
    await first.destroyFact(STREAM, [boxes[1]]);
    await heard(() => second.open(boxes[0]) === 'destroyed');
    expect(second.open(boxes[1])).toEqual({ words: 1 });
    await first.destroyStream(STREAM);
    await heard(() => second.open(boxes[1]) === 'destroyed');
  });

  it('R7: keeps keys only wrapped, and opens with no other key-encryption key', async () => {
    const ring = await open();
    await seal(ring, 0);
    createKeyFile(join(home, 'another'));
    await expect(open('another')).rejects.toThrow(KeyRingRefused);
    await ring.destroyStream(STREAM);
    const rows = await server.ask(
      `SELECT length(replace(encode(wrapped, 'hex'), '00', '')) AS n FROM keys.key`,
      String(connection.database),
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('R7: gives no key that is not durable, and goes on when connections are cut', async () => {
    const ring = await open();
    let provided = 0;
    for (let round = 0; round < 30; round++) {
      const asked = Promise.allSettled([0, 1, 2].map((n) => ring.provide(`person-${n}`, `case-${round}`)));
      if (round % 2 === 0) await server.cut(String(connection.database));
      provided += (await asked).filter(({ status }) => status === 'fulfilled').length;
    }
    const durable = await server.ask('SELECT count(*)::int AS n FROM keys.key', String(connection.database));
    expect(Number(durable[0]?.['n'])).toBeGreaterThanOrEqual(provided);
    expect(provided).toBeGreaterThan(0);
    const fresh = await open();
    for (let round = 0; round < 30; round++) {
      const key = ring.atHand('person-0', `case-${round}`);
      if (key !== undefined) expect(fresh.atHand('person-0', `case-${round}`)).toEqual(key);
    }
  });
});
