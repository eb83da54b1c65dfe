import SqliteDatabase, { type Database } from 'better-sqlite3';
import { BackupRefused } from './manifest.js';

/** What a file of keys holds, as far as it tells without the key-encryption key. */
export interface KeysHeld {
  readonly ring: string;
  readonly keys: number;
  readonly destroyed: number;
}

/** Opens a file of keys for reading, beside whoever has the ring. */
export function openKeysFile(file: string): Database {
  try {
    const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    database.prepare('SELECT count(*) FROM ring').get();
    return database;
  } catch (error) {
    throw new BackupRefused(`${file} cannot be read as a file of keys.`, { cause: error });
  }
}

/** Counts what a file of keys holds. */
export function keysHeld(database: Database): KeysHeld {
  const ring = database.prepare<[], string>('SELECT id FROM ring').pluck().get();
  if (ring === undefined) throw new BackupRefused(`${database.name} holds no key ring.`);
  const counts = database
    .prepare<[], { keys: number; destroyed: number }>(
      'SELECT count(*) keys, coalesce(sum(destroyed), 0) destroyed FROM key',
    )
    .get();
  return { ring, keys: counts?.keys ?? 0, destroyed: counts?.destroyed ?? 0 };
}

const has = (database: Database, table: string): boolean =>
  database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;

interface Row {
  readonly [column: string]: string | number | Buffer | null;
}

/**
 * What a later file kept when it destroyed a stream key for the sake of one fact, the copy needs too: without it the other facts
 * of that stream would be lost with the one.
 */
function takeKeptKeys(copy: Database, later: Database): void {
  if (!has(later, 'fact_key')) return;
  const keepers = later
    .prepare<[], Row>(
      'SELECT * FROM key WHERE destroyed = 0 AND reference IN (SELECT keeper FROM fact_key) ORDER BY number',
    )
    .all();
  const wrappings = new Set(copy.prepare<[], string>('SELECT id FROM wrapping WHERE retired = 0').pluck().all());
  if (keepers.some(({ wrapping }) => !wrappings.has(String(wrapping))))
    throw new BackupRefused(
      `${later.name} keeps keys of single facts under another wrapping key: restore with those keys themselves.`,
    );
  const sql = later.prepare<[], string>("SELECT sql FROM sqlite_master WHERE name = 'fact_key'").pluck().get();
  if (!has(copy, 'fact_key')) copy.exec(String(sql));
  const put = (table: string, { number: _number, ...row }: Row): void => {
    const columns = Object.keys(row);
    copy
      .prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
      .run(...Object.values(row));
  };
  for (const keeper of keepers) {
    put('key', keeper);
    const kept = later
      .prepare<[string], Row>('SELECT * FROM fact_key WHERE keeper = ?')
      .all(String(keeper['reference']));
    for (const row of kept) put('fact_key', row);
  }
}

/**
 * Destroys in a copy every key that a later file of the same ring remembers as destroyed, and returns how many. The bytes are
 * overwritten; the copy is in nobody's use yet, so that what a crash leaves is thrown away whole.
 */
export function destroyAsSince(copy: string, later: string): number {
  const source = openKeysFile(later);
  const database = new SqliteDatabase(copy);
  try {
    if (keysHeld(source).ring !== keysHeld(database).ring)
      throw new BackupRefused(`${later} holds the keys of another ring: it says nothing about these.`);
    database.pragma('journal_mode = MEMORY');
    database.pragma('secure_delete = ON');
    takeKeptKeys(database, source);
    const destroyed = source.prepare<[], string>('SELECT reference FROM key WHERE destroyed = 1').pluck().all();
    const erase = database.prepare<[string]>(
      'UPDATE key SET wrapped = zeroblob(length(wrapped)), destroyed = 1 WHERE reference = ? AND destroyed = 0',
    );
    return database.transaction(() => destroyed.reduce((sum, reference) => sum + erase.run(reference).changes, 0))();
  } finally {
    source.close();
    database.close();
  }
}
