import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { lockStore } from '../event-store/store-lock.js';
import { KeyRingRefused, readKeyFile, syncDirectory } from './key-file.js';
import { KEYS_IN_MEMORY, LocalKeyRing } from './local-key-ring.js';

/** How long to wait for another process that is just letting go of the ring. */
const BUSY_MILLISECONDS = 250;

/**
 * Opens the key ring `keys.db` in a directory of its own, making it on first use, with the key-encryption key of a file.
 * Throws `KeyRingRefused`, with a sentence that says why, when the key file is missing, malformed, open to others or not the
 * one the ring was made with, and when another process holds the ring.
 */
export async function openLocalKeyRing(
  directory: string,
  keyFile: string,
  options: { readonly keysInMemory?: number } = {},
): Promise<LocalKeyRing> {
  const wrappingKey = readKeyFile(keyFile);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  syncDirectory(dirname(resolve(directory)));
  const release = lockRing(directory);
  const database = new SqliteDatabase(keysFileIn(directory), { timeout: BUSY_MILLISECONDS });
  try {
    return new LocalKeyRing(database, wrappingKey, options.keysInMemory ?? KEYS_IN_MEMORY, release);
  } catch (error) {
    database.close();
    release();
    throw error;
  }
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
