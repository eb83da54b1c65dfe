import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sqliteCode } from './sqlite-error.js';

/**
 * Takes the store in a directory for this opener alone and returns what releases it; throws when another has it.
 * The operating system drops the lock with the process, however it ends.
 */
export function lockStore(directory: string): () => void {
  // A file of its own: readers beside the writer must still be able to open the log file.
  const db = new Database(join(directory, 'lock.db'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new Error(`the store in ${directory} is in use by another process`, { cause: error });
    }
    throw error;
  }
  return () => {
    db.close();
  };
}
