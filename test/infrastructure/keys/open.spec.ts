import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { createKeyFile, readKeyFile } from '../../../src/infrastructure/keys/key-file.js';
import { KeyFileEncryption } from '../../../src/infrastructure/keys/key-file-encryption.js';
import { KeyRingRefused } from '../../../src/infrastructure/keys/key-ring-refused.js';
import { KeyTable } from '../../../src/infrastructure/keys/key-table.js';
import { openLocalKeyRing, openWrappingKeys } from '../../../src/infrastructure/keys/open.js';

let home: string;
let ringAt: string;
let keyFile: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'key-ring-'));
  ringAt = join(home, 'ring');
  keyFile = join(home, 'key-encryption-key');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const context = { log: 'l', stream: 'case-1', revision: 0, fact: 'f', type: 'T', version: 1, compartment: 'client' };
const bytesOnDisk = (): Buffer => Buffer.concat(readdirSync(ringAt).map((file) => readFileSync(join(ringAt, file))));

describe('A key file', () => {
  it('is made once, for its owner only, and never replaced', () => {
    createKeyFile(keyFile);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readKeyFile(keyFile)).toHaveLength(32);
    expect(() => createKeyFile(keyFile)).toThrow(/EEXIST/);
  });

  it('may be hexadecimal; anything else, or one open to others, is refused with the reason', () => {
    writeFileSync(keyFile, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    expect(readKeyFile(keyFile).toString('hex')).toBe('ab'.repeat(32));
    chmodSync(keyFile, 0o640);
    expect(() => readKeyFile(keyFile)).toThrow('is open to others than its owner');
    writeFileSync(join(home, 'short'), 'abcd', { mode: 0o600 });
    expect(() => readKeyFile(join(home, 'short'))).toThrow('does not hold 32 bytes');
  });
});

describe('Opening the key ring', () => {
  it('without its key file is refused, and no key file is made', async () => {
    await expect(openLocalKeyRing(ringAt, keyFile)).rejects.toThrow(/^The key file .* is missing\.$/);
    expect(readdirSync(home)).toEqual([]);
  });

  it('with another key file is refused with the reason', async () => {
    createKeyFile(keyFile);
    await (await openLocalKeyRing(ringAt, keyFile)).close();
    createKeyFile(`${keyFile}-2`);
    await expect(openLocalKeyRing(ringAt, `${keyFile}-2`)).rejects.toThrow(KeyRingRefused);
    await expect(openLocalKeyRing(ringAt, `${keyFile}-2`)).rejects.toThrow(
      'not the one that this key ring was made with',
    );
    await (await openLocalKeyRing(ringAt, keyFile)).close();
  });

  it('finds every key again, and every destroyed key destroyed', async () => {
    createKeyFile(keyFile);
    const ring = await openLocalKeyRing(ringAt, keyFile);
    const boxes = [];
    for (const owner of ['a', 'b']) boxes.push(ring.seal(await ring.provide(owner, 'case-1'), context, { owner }));
    await ring.destroyKey('b', 'case-1');
    await ring.close();
    const again = await openLocalKeyRing(ringAt, keyFile);
    expect(boxes.map((box) => again.open(box))).toEqual([{ owner: 'a' }, 'destroyed']);
    expect(again.atHand('a', 'case-1')?.reference).toBe(boxes[0]?.key);
    await again.close();
  });

  it('is for one process at a time', async () => {
    createKeyFile(keyFile);
    const ring = await openLocalKeyRing(ringAt, keyFile);
    await expect(openLocalKeyRing(ringAt, keyFile)).rejects.toThrow('is in use by another process');
    await ring.close();
  });
});

describe('The bytes of keys.db', () => {
  it('hold neither the key-encryption key nor any unwrapped key, in any spelling', async () => {
    createKeyFile(keyFile);
    const kek = readKeyFile(keyFile);
    const ring = await openLocalKeyRing(ringAt, keyFile);
    const key = await ring.provide('a', 'case-1');
    ring.seal(key, context, { note: 'canary-note' });
    const open = bytesOnDisk();
    await ring.close();
    const closed = bytesOnDisk();
    const database = new SqliteDatabase(join(ringAt, 'keys.db'));
    const wrapping = await openWrappingKeys(database, new KeyFileEncryption(keyFile));
    const secret = new KeyTable(database, wrapping).find(key.reference)?.secret as Buffer;
    database.close();
    expect(secret).toHaveLength(32);
    for (const disk of [open, closed]) {
      expect(disk.includes('case-1')).toBe(true);
      expect(disk.includes('canary-note')).toBe(false);
      for (const hidden of [kek, secret]) {
        expect(disk.includes(hidden)).toBe(false);
        expect(disk.includes(hidden.toString('hex'))).toBe(false);
        expect(disk.includes(hidden.toString('base64url'))).toBe(false);
      }
    }
  });

  it('hold nothing of a destroyed key, although many keys were made before and after it', async () => {
    createKeyFile(keyFile);
    const ring = await openLocalKeyRing(ringAt, keyFile);
    const provide = (from: number) =>
      Promise.all(
        Array.from({ length: 300 }, (_, number) =>
          ring.provide(`${randomBytes(9).toString('hex')}-${from + number}`, 'case-1'),
        ),
      );
    await provide(0);
    const doomed = randomBytes(8).toString('hex');
    const key = await ring.provide(doomed, 'case-1');
    await provide(300);
    await ring.close();
    const reader = new SqliteDatabase(join(ringAt, 'keys.db'), { readonly: true });
    const wrapped = reader
      .prepare<[], { owner: string; wrapped: Buffer }>('SELECT owner, wrapped FROM key')
      .all()
      .filter((_, row) => row % 3 === 0 || row === 300);
    reader.close();
    expect(wrapped.some((row) => row.owner === doomed)).toBe(true);
    expect(wrapped.every((row) => bytesOnDisk().includes(row.wrapped))).toBe(true);

    const again = await openLocalKeyRing(ringAt, keyFile);
    await again.provide('another', 'case-1');
    for (const row of wrapped) await again.destroyKey(row.owner, 'case-1');
    // While the ring is still open: the write-ahead log was emptied too.
    const disk = bytesOnDisk();
    expect(wrapped.filter((row) => disk.includes(row.wrapped) || disk.includes(row.wrapped.subarray(12, 44)))).toEqual(
      [],
    );
    expect(disk.includes(key.reference)).toBe(true);
    await again.close();
  });
});
