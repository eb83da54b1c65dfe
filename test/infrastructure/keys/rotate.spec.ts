import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import type { Box } from '../../../src/domain/language/fact.js';
import { canonical } from '../../../src/infrastructure/integrity/canonical.js';
import { createKeyFile, readKeyFile } from '../../../src/infrastructure/keys/key-file.js';
import { KeyFileEncryption, nextKeyFile } from '../../../src/infrastructure/keys/key-file-encryption.js';
import { keysFileIn, openLocalKeyRing } from '../../../src/infrastructure/keys/open.js';
import { PassphraseEncryption } from '../../../src/infrastructure/keys/passphrase-encryption.js';
import { aesGcmSeal } from '../../../src/infrastructure/keys/primitives.js';
import { type Rotating, rotateKeys } from '../../../src/infrastructure/keys/rotate.js';

let home: string;
let at: string;
let keyFile: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'rotate-'));
  at = join(home, 'ring');
  keyFile = join(home, 'key');
  createKeyFile(keyFile);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const context = { log: 'l', stream: 'case-1', revision: 0, fact: 'f', type: 'T', version: 1, compartment: 'client' };
const bytesIn = (directory: string): Buffer =>
  Buffer.concat(readdirSync(directory).map((file) => readFileSync(join(directory, file))));
const wrappedRows = (): readonly Buffer[] => {
  const reader = new SqliteDatabase(keysFileIn(at), { readonly: true });
  const rows = reader.prepare<[], Buffer>('SELECT wrapped FROM key WHERE destroyed = 0').pluck().all();
  reader.close();
  return rows;
};

async function ringOf(people: number): Promise<readonly Box[]> {
  const ring = await openLocalKeyRing(at, keyFile);
  const keys = await Promise.all(Array.from({ length: people }, (_, n) => ring.provide(`person-${n}`, 'case-1')));
  const boxes = keys.map((key, n) => ring.seal(key, context, { n }));
  await ring.destroyKey('person-0', 'case-1');
  await ring.close();
  return boxes;
}
async function opened(
  boxes: readonly Box[],
  by: ConstructorParameters<typeof KeyFileEncryption>[0] | PassphraseEncryption = keyFile,
) {
  const ring = await openLocalKeyRing(at, by);
  const all = boxes.map((box) => ring.open(box));
  await ring.close();
  return all;
}
const asSealed = (boxes: readonly Box[]) => boxes.map((_, n) => (n === 0 ? 'destroyed' : { n }));
const rotate = (rotating: Rotating = {}) => rotateKeys(at, new KeyFileEncryption(keyFile), rotating);

describe('A rotation of the key-encryption key', () => {
  it('wraps every key anew, touches no box, and leaves nothing that the old file opens', async () => {
    const boxes = await ringOf(40);
    const [old, before] = [readKeyFile(keyFile), wrappedRows()];
    const oldBytes = readFileSync(keyFile);
    expect(await rotate()).toEqual({ wrapped: 39, resumed: false, retired: 1 });
    expect(await opened(boxes)).toEqual(asSealed(boxes));
    expect(readKeyFile(keyFile).equals(old)).toBe(false);
    expect([existsSync(nextKeyFile(keyFile)), bytesIn(home.concat('/ring')).includes(oldBytes)]).toEqual([
      false,
      false,
    ]);
    const disk = bytesIn(at);
    expect(before.filter((row) => disk.includes(row) || disk.includes(row.subarray(12, 44)))).toEqual([]);
    writeFileSync(keyFile, `${old.toString('base64url')}\n`);
    await expect(opened(boxes)).rejects.toThrow('not the one that this key ring was made with');
  });

  it('stopped at any step opens as before, and goes on where it was', async () => {
    for (const [stop, turn] of [
      ['taken-over', 1],
      ['some-wrapped', 1],
      ['some-wrapped', 3],
      ['all-wrapped', 1],
    ] as const) {
      rmSync(at, { recursive: true, force: true });
      const boxes = await ringOf(35);
      let turns = 0;
      const stopped = rotate({
        atOnce: 10,
        onStep: (step) => {
          if (step === stop && ++turns === turn) throw new Error('stopped');
        },
      });
      await expect(stopped).rejects.toThrow('stopped');
      expect(await opened(boxes)).toEqual(asSealed(boxes));
      const rest = await rotate();
      expect([rest.resumed, rest.retired]).toEqual([true, 1]);
      expect(await opened(boxes)).toEqual(asSealed(boxes));
    }
  });

  it('stopped between the ring and its files opens with the file that took over, and leaves one file', async () => {
    const boxes = await ringOf(5);
    // The new file was made and nothing else: the next rotation takes it.
    createKeyFile(nextKeyFile(keyFile));
    const made = readKeyFile(nextKeyFile(keyFile));
    expect(await opened(boxes)).toEqual(asSealed(boxes));
    // The ring was taken over and the old file, erased, still has the name.
    const old = readFileSync(keyFile);
    await rotate();
    expect([readKeyFile(keyFile).equals(made), existsSync(nextKeyFile(keyFile))]).toEqual([true, false]);
    renameSync(keyFile, nextKeyFile(keyFile));
    for (const left of [old, Buffer.alloc(old.length), undefined]) {
      if (left !== undefined) writeFileSync(keyFile, left, { mode: 0o600 });
      expect(await opened(boxes)).toEqual(asSealed(boxes));
      expect(existsSync(nextKeyFile(keyFile))).toBe(false);
      renameSync(keyFile, nextKeyFile(keyFile));
    }
  });

  it('moves a ring from a key file to a passphrase, to another passphrase, and refuses the former ones', async () => {
    const boxes = await ringOf(5);
    const [one, two] = ['the first of two passphrases', 'the second of two passphrases'];
    await rotate({ to: new PassphraseEncryption(one) });
    expect(await opened(boxes, new PassphraseEncryption(one))).toEqual(asSealed(boxes));
    await expect(opened(boxes)).rejects.toThrow('is wrapped by a passphrase, and another source is configured');
    await rotateKeys(at, new PassphraseEncryption(one), { to: new PassphraseEncryption(two) });
    expect(await opened(boxes, new PassphraseEncryption(two))).toEqual(asSealed(boxes));
    await expect(opened(boxes, new PassphraseEncryption(one))).rejects.toThrow('The passphrase is not the one');
    expect(bytesIn(at).includes(two)).toBe(false);
    expect(() => new PassphraseEncryption('short')).toThrow('at least 16 characters');
  }, 30_000);

  it('is refused while another process has the ring', async () => {
    const ring = await openLocalKeyRing(at, keyFile);
    await expect(rotate()).rejects.toThrow('is in use by another process');
    await ring.close();
  });

  it('gives one pair its next key: new facts are sealed under it, older ones open, a repeated action is recognised', async () => {
    const ring = await openLocalKeyRing(at, keyFile);
    const key = await ring.provide('a', 'case-1');
    const [box, mac] = [ring.seal(key, context, { n: 1 }), ring.mac(key, 'body')];
    await ring.renewStream('case-1');
    const later = await ring.provide('a', 'case-1');
    expect(later.reference).toMatch(/\.2$/);
    const second = ring.seal(later, { ...context, revision: 1 }, { n: 2 });
    expect([ring.open(box), ring.open(second), ring.mac(later, 'body')]).toEqual([{ n: 1 }, { n: 2 }, mac]);
    await ring.close();
    expect(await opened([box, second])).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

describe('A ring made before there were wrapping keys', () => {
  it('is taken over when it is opened with its key file, with every key and every tombstone', async () => {
    const boxes = await ringOf(4);
    const [kek, ringId, secret] = [readKeyFile(keyFile), 'f0f7c1de-0000-4000-8000-000000000001', randomBytes(32)];
    const older = join(home, 'older');
    await (await openLocalKeyRing(older, keyFile)).close();
    rmSync(keysFileIn(older));
    const database = new SqliteDatabase(keysFileIn(older));
    database.exec(`
      CREATE TABLE ring (id TEXT NOT NULL, check_value BLOB NOT NULL) STRICT;
      CREATE TABLE key (number INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, stream TEXT NOT NULL,
        version INTEGER NOT NULL, wrapped BLOB NOT NULL, destroyed INTEGER NOT NULL DEFAULT 0, UNIQUE (owner, stream, version)) STRICT;
    `);
    const check = aesGcmSeal(kek, `alliance-ledger/ring/v1 ${ringId}`, Buffer.alloc(0));
    database.prepare('INSERT INTO ring VALUES (?, ?)').run(ringId, check);
    const row = ['reference.1', 'person-a', 'case-1', 1] as const;
    const wrapped = aesGcmSeal(kek, canonical(['alliance-ledger/wrap/v1', ringId, ...row]), secret);
    const add = database.prepare(
      'INSERT INTO key (reference, owner, stream, version, wrapped, destroyed) VALUES (?, ?, ?, ?, ?, ?)',
    );
    add.run(...row, wrapped, 0);
    add.run('gone.1', 'person-b', 'case-1', 1, Buffer.alloc(60), 1);
    database.close();
    createKeyFile(join(home, 'other'));
    await expect(openLocalKeyRing(older, join(home, 'other'))).rejects.toThrow('not the one');
    for (let opening = 0; opening < 2; opening++) {
      const ring = await openLocalKeyRing(older, keyFile);
      const key = await ring.provide('person-a', 'case-1');
      expect(key.reference).toBe('reference.1');
      const box = ring.seal(key, context, { n: opening });
      expect([ring.open(box), ring.open({ ...box, key: 'gone.1' })]).toEqual([{ n: opening }, 'destroyed']);
      await ring.close();
    }
    expect(bytesIn(older).includes(wrapped)).toBe(false);
    expect(await opened(boxes)).toEqual(asSealed(boxes));
  });
});
