import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
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
  const database = new SqliteDatabase(join(directory, 'keys.db'), { timeout: BUSY_MILLISECONDS });
  try {
    // One process only: a second one would go on sealing under keys that the first destroyed.
    database.pragma('locking_mode = EXCLUSIVE');
    return new LocalKeyRing(database, wrappingKey, options.keysInMemory ?? KEYS_IN_MEMORY);
  } catch (error) {
    database.close();
    if ((error as { readonly code?: unknown }).code === 'SQLITE_BUSY') {
      throw new KeyRingRefused(`The key ring in ${directory} is in use by another process.`);
    }
    throw error;
  }
}
