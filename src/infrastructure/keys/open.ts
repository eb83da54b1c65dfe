import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { lockStore } from '../event-store/store-lock.js';
import type { KeyEncryption } from './key-encryption.js';
import { syncDirectory } from './key-file.js';
import { KeyFileEncryption } from './key-file-encryption.js';
import { KeyRingRefused } from './key-ring-refused.js';
import { emptyWriteAheadLog, prepareKeysDatabase } from './key-table.js';
import { KEYS_IN_MEMORY, LocalKeyRing } from './local-key-ring.js';
import { wrapByWrappingKeys } from './older-layout.js';
import { WrappingKeys, WrappingTable } from './wrapping-keys.js';

/** How long to wait for another process that is just letting go of the ring. */
const BUSY_MILLISECONDS = 250;

/**
 * Opens the key ring `keys.db` in a directory of its own, making it on first use, with its key-encryption key: given, or as the
 * path of its key file. Throws `KeyRingRefused`, with a sentence that says why, when that key is missing, malformed, open to
 * others or not the one the ring was made with, and when another process holds the ring.
 */
export async function openLocalKeyRing(
  directory: string,
  encryption: KeyEncryption | string,
  options: { readonly keysInMemory?: number } = {},
): Promise<LocalKeyRing> {
  const wrapper = typeof encryption === 'string' ? new KeyFileEncryption(encryption) : encryption;
  const { database, release } = takeKeysDatabase(directory);
  try {
    const wrapping = await openWrappingKeys(database, wrapper);
    wrapper.close();
    return new LocalKeyRing(database, wrapping, options.keysInMemory ?? KEYS_IN_MEMORY, release);
  } catch (error) {
    database.close();
    release();
    throw error;
  }
}

/** The database of a ring for this process alone, and what releases it. */
export function takeKeysDatabase(directory: string): { readonly database: Database; readonly release: () => void } {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  syncDirectory(dirname(resolve(directory)));
  const release = lockRing(directory);
  return { database: new SqliteDatabase(keysFileIn(directory), { timeout: BUSY_MILLISECONDS }), release };
}

/** Unwraps a ring's wrapping keys, making the first on first use. */
export async function openWrappingKeys(database: Database, wrapper: KeyEncryption): Promise<WrappingKeys> {
  const ringId = prepareKeysDatabase(database);
  const table = new WrappingTable(database, ringId);
  if (table.live().length === 0) {
    const made = await table.make(wrapper);
    const wrapping = new WrappingKeys(ringId, new Map([[made.id, made.key]]), made.id);
    database
      .transaction(() => {
        wrapByWrappingKeys(database, wrapping, wrapper);
        table.add(made, new Date().toISOString());
      })
      .immediate();
    emptyWriteAheadLog(database);
    return wrapping;
  }
  const keys = await table.unwrapAll(wrapper);
  wrapper.settle(new Set(table.live().map(({ kept }) => kept.version)));
  return new WrappingKeys(ringId, keys, [...keys.keys()].at(-1) as string);
}

/** Where the keys of a key ring's directory are. */
export const keysFileIn = (directory: string): string => join(directory, 'keys.db');

/**
 * One process only: a second one would go on sealing under keys that the first destroyed. A lock beside the keys, not on them,
 * so that a backup can copy them meanwhile.
 */
function lockRing(directory: string): () => void {
  try {
    return lockStore(directory);
  } catch (error) {
    if (!/in use by another process/.test((error as Error).message)) throw error;
    throw new KeyRingRefused(`The key ring in ${directory} is in use by another process.`, { cause: error });
  }
}
