import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../../application/ports.js';

/** The two logs kept in one file, so that one fsync serves both. */
export const LOGS: readonly Log[] = ['facts', 'access'];

const FILE = 'log.db';
const FORMAT = 1;
const FULL = 2;
const PAGE_BYTES = 4096;
const CACHE_KIBIBYTES = 65_536;
/** A write-ahead log grown by a long reader is cut back to this. */
const WAL_BYTES_KEPT = 67_108_864;

const neverEdited = (table: string): string =>
  ['UPDATE', 'DELETE']
    .map(
      (change) => `CREATE TRIGGER ${table}_no_${change} BEFORE ${change} ON ${table}
        BEGIN SELECT RAISE(ABORT, 'history is never edited'); END;`,
    )
    .join('\n');

const tables = (log: Log): string => `
  CREATE TABLE ${log}_streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE ${log} (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    json TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  ${neverEdited(`${log}_streams`)}
  ${neverEdited(log)}`;

/** Where the log file of a store directory is. */
export const logFileIn = (directory: string): string => join(directory, FILE);

/** How a log file is opened for writing. */
export interface LogFileOptions {
  readonly directory: string;
  readonly logId?: string;
  /** Most bytes the database file may take; default as many as the disk has. */
  readonly maxBytes?: number;
}

/** Opens the log file for its one writer, making it when the directory has none; throws when it cannot be durable. */
export function openLogFile(options: LogFileOptions): { readonly db: Database.Database; readonly logId: string } {
  const { directory } = options;
  const db = new Database(logFileIn(directory));
  try {
    makeDurable(db);
    if (options.maxBytes !== undefined) db.pragma(`max_page_count = ${Math.floor(options.maxBytes / PAGE_BYTES)}`);
    create(db, options.logId);
    syncDirectory(directory);
    return { db, logId: logIdOf(db, directory, options.logId) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens the log file read-only, beside its writer. */
export function openLogFileForReading(directory: string): { readonly db: Database.Database; readonly logId: string } {
  const db = new Database(logFileIn(directory), { readonly: true, fileMustExist: true });
  try {
    return { db, logId: logIdOf(db, directory) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes every commit reach the disk before it returns, and throws when SQLite does not say it will. */
export function makeDurable(db: Database.Database): void {
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const settings = { journal: pragma(db, 'journal_mode'), synchronous: pragma(db, 'synchronous') };
  if (settings.journal !== 'wal' || settings.synchronous !== FULL) {
    throw new Error(`the log file is not durable: ${JSON.stringify(settings)}`);
  }
  // SQLite swallows the errors of its own checkpoints; the commit queue runs them where an I/O error is seen.
  db.pragma('wal_autocheckpoint = 0');
  db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
  db.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
}

/** Makes the store's directory, durably. */
export function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true });
  if (first !== undefined) syncDirectory(dirname(first));
}

function create(db: Database.Database, logId: string | undefined): void {
  const format = pragma(db, 'user_version');
  if (format === FORMAT) return;
  if (format !== 0) throw new Error(`the log file has format ${format}; this program reads format ${FORMAT}`);
  db.transaction(() => {
    db.exec('CREATE TABLE store (log_id TEXT NOT NULL) STRICT');
    db.exec(LOGS.map(tables).join('\n'));
    db.prepare('INSERT INTO store (log_id) VALUES (?)').run(logId ?? randomUUID());
    db.pragma(`user_version = ${FORMAT}`);
  }).immediate();
}

function logIdOf(db: Database.Database, directory: string, wanted?: string): string {
  const kept = db.prepare<[], string>('SELECT log_id FROM store').pluck().get();
  if (kept === undefined) throw new Error(`the store in ${directory} has no log id`);
  if (wanted !== undefined && wanted !== kept) {
    throw new Error(`the store in ${directory} keeps log ${kept}, not ${wanted}`);
  }
  return kept;
}

const pragma = (db: Database.Database, name: string): unknown => db.pragma(name, { simple: true });

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
