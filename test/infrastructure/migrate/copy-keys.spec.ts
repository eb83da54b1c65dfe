import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyRing } from '../../../src/application/ports.js';
import type { Box } from '../../../src/domain/language/fact.js';
import { createKeyFile } from '../../../src/infrastructure/keys/key-file.js';
import { KeyFileEncryption } from '../../../src/infrastructure/keys/key-file-encryption.js';
import { openLocalKeyRing } from '../../../src/infrastructure/keys/open.js';
import { openPostgresKeyRing } from '../../../src/infrastructure/keys/postgres/postgres-key-ring.js';
import { rotateKeys } from '../../../src/infrastructure/keys/rotate.js';
import { PostgresServer } from '../../support/postgres-server.js';
import { addressOf, copyKeys, directories } from './moving.js';

const CASE = `case-${randomUUID()}`;
const LOG = randomUUID();

const boxOf = async (ring: KeyRing, revision: number, says: string): Promise<Box> => {
  const place = { log: LOG, stream: CASE, revision, fact: randomUUID(), type: 'NoteWritten', version: 1 };
  return ring.seal(await ring.provide('client', CASE), { ...place, compartment: 'participant' }, { says });
};

describe('A key ring that moves to another store', () => {
  let postgres: PostgresServer;
  let home: ReturnType<typeof directories>;
  let database: string;
  beforeAll(async () => {
    postgres = await PostgresServer.start();
  });
  afterAll(async () => {
    home.remove();
    await postgres.stop();
  });
  beforeEach(async () => {
    home?.remove();
    home = directories();
    database = addressOf(await postgres.database());
    createKeyFile(home.at('key'));
  });

  const encryption = () => new KeyFileEncryption(home.at('key'));
  const inDirectory = (name: string) => openLocalKeyRing(`${home.at(name)}/keys`, encryption());
  const inDatabase = () =>
    openPostgresKeyRing({ connection: { connectionString: database }, encryption: encryption() });
  /** Runs work on a ring and closes it. */
  const within = async <T>(opening: Promise<KeyRing>, work: (ring: KeyRing) => Promise<T> | T): Promise<T> => {
    const ring = await opening;
    try {
      return await work(ring);
    } finally {
      await ring.close();
    }
  };

  it('opens in PostgreSQL, and back in a directory, what it sealed; one fact and one stream stay destroyed', async () => {
    const boxes = await within(inDirectory('one'), async (ring) => {
      const [first, second] = [await boxOf(ring, 0, 'first'), await boxOf(ring, 1, 'second')];
      await ring.renewStream(CASE);
      const third = await boxOf(ring, 2, 'third');
      await ring.destroyFact(CASE, [first]);
      await ring.provide('client', 'case-gone');
      await ring.destroyStream('case-gone');
      return [first, second, third];
    });
    const opened = (ring: KeyRing) => boxes.map((box) => ring.open(box));
    const expected = [{ says: 'first' }, 'destroyed', { says: 'third' }];
    expect(await within(inDirectory('one'), opened)).toEqual(expected);
    expect(await copyKeys(home.at('one'), database)).toMatchObject({ present: 2, destroyed: 2 });
    expect(await within(inDatabase(), opened)).toEqual(expected);
    await copyKeys(database, home.at('two'));
    expect(await within(inDirectory('two'), opened)).toEqual(expected);
    expect(await copyKeys(home.at('one'), home.at('two'))).toMatchObject({ written: 0 });
  });

  it('takes what changed since: a new key, a rotation, and what was destroyed is destroyed there too', async () => {
    const box = await within(inDirectory('one'), (ring) => boxOf(ring, 0, 'first'));
    await copyKeys(home.at('one'), database);
    const later = await within(inDirectory('one'), async (ring) => {
      await ring.renewStream(CASE);
      return boxOf(ring, 1, 'later');
    });
    await rotateKeys(`${home.at('one')}/keys`, encryption());
    await copyKeys(home.at('one'), database);
    expect(await within(inDatabase(), (ring) => [ring.open(box), ring.open(later)])).toEqual([
      { says: 'first' },
      { says: 'later' },
    ]);
    await within(inDirectory('one'), (ring) => ring.destroyStream(CASE));
    await copyKeys(home.at('one'), database);
    expect(await within(inDatabase(), (ring) => ring.open(box))).toBe('destroyed');
    expect(
      await postgres.ask(
        `SELECT 1 FROM keys.key WHERE destroyed = 1 AND wrapped <> decode(repeat('00', length(wrapped)), 'hex')`,
        new URL(database).pathname.slice(1),
      ),
    ).toEqual([]);
  });

  it('brings no key back that was destroyed where it is copied to, and writes over no other ring', async () => {
    await within(inDirectory('one'), (ring) => boxOf(ring, 0, 'first'));
    await copyKeys(home.at('one'), database);
    await within(inDatabase(), (ring) => ring.destroyStream(CASE));
    await expect(copyKeys(home.at('one'), database)).rejects.toMatchObject({
      obstacle: 'holds-another',
      message: expect.stringContaining('destroyed'),
    });
    await within(inDirectory('other'), (ring) => boxOf(ring, 0, 'other'));
    await expect(copyKeys(home.at('other'), database)).rejects.toThrow('another key ring');
    await within(inDatabase(), (ring) => ring.provide('somebody', 'case-new'));
    await expect(copyKeys(home.at('one'), database)).rejects.toThrow('keys that the source does not hold');
  });

  it('is refused while a process has it, where there is none, and by a server of events', async () => {
    const ring = await inDirectory('one');
    await expect(copyKeys(home.at('one'), database)).rejects.toThrow('in use by another process');
    await ring.close();
    await expect(copyKeys(home.at('none'), database)).rejects.toMatchObject({ obstacle: 'nothing-there' });
    await expect(copyKeys(database, home.at('new'))).rejects.toMatchObject({ obstacle: 'nothing-there' });
    await expect(copyKeys(home.at('one'), 'esdb://127.0.0.1:1')).rejects.toMatchObject({ obstacle: 'malformed' });
  });
});
