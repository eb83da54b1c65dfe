import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { shapeOf } from '../../application/projecting/shape.js';
import type { ViewDefinition } from '../../projections/view.js';
import { createIndexes, createTable, tableOf } from './view-table.js';

const FORMAT = 1;
const PAGE_BYTES = 8192;
const CACHE_KIBIBYTES = 32_768;
const PAGES_PER_CHECKPOINT = 16_000;
const WAIT_MILLISECONDS = 5_000;

/** How a views file is opened. */
export interface ViewsFileOptions {
  readonly file: string;
  readonly views: readonly ViewDefinition[];
  /** The log whose facts it is made from: a file made from another log is emptied. */
  readonly logId: string;
  /** `live` survives a power cut (a commit may be lost, never half of one); `rebuild` survives a killed process. */
  readonly mode?: 'live' | 'rebuild';
}

const shapeDigest = (view: ViewDefinition): string => createHash('sha256').update(shapeOf(view)).digest('hex');

/** Opens a views file for its writer. A view declared otherwise than when its table was made begins again, empty. */
export function openViewsFile({ file, views, logId, mode = 'live' }: ViewsFileOptions): Database.Database {
  const db = new Database(file, { timeout: WAIT_MILLISECONDS });
  try {
    db.pragma(`page_size = ${PAGE_BYTES}`);
    // Nobody reads a rebuild: a rollback journal writes each new page once, a write-ahead log twice. A killed process is
    // rolled back either way.
    db.pragma(`journal_mode = ${mode === 'live' ? 'WAL' : 'TRUNCATE'}`);
    db.pragma(`synchronous = ${mode === 'live' ? 'NORMAL' : 'OFF'}`);
    db.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
    db.pragma(`wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}`);
    db.transaction(() => {
      prepare(db, views, logId);
      // A rebuild makes its indexes when all rows are there: sorting once costs less than finding every place.
      if (mode === 'live') for (const view of views) createIndexes(db, view);
    }).immediate();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a views file for reading beside its writer, which must have made it. */
export function openViewsFileForReading(file: string): Database.Database {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: WAIT_MILLISECONDS });
  db.pragma('query_only = ON');
  return db;
}

function prepare(db: Database.Database, views: readonly ViewDefinition[], logId: string): void {
  const format = db.pragma('user_version', { simple: true });
  if (format !== FORMAT) {
    if (format !== 0) throw new Error(`the views file has format ${format}; remove it, and it is made again`);
    db.exec(`
      CREATE TABLE made_from (log_id TEXT NOT NULL, boot TEXT) STRICT;
      CREATE TABLE streams (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
      CREATE TABLE checkpoints (
        view TEXT PRIMARY KEY, shape TEXT NOT NULL, position INTEGER NOT NULL, chain TEXT NOT NULL, facts INTEGER NOT NULL,
        stopped_position INTEGER, stopped_type TEXT, stopped_reason TEXT
      ) STRICT`);
    db.prepare('INSERT INTO made_from (log_id) VALUES (?)').run(logId);
    db.pragma(`user_version = ${FORMAT}`);
  }
  const sameLog = db.prepare('SELECT log_id FROM made_from').pluck().get() === logId;
  const shapes = new Map(
    db.prepare<[], [string, string]>('SELECT view, shape FROM checkpoints').raw().all() as [string, string][],
  );
  for (const view of views) {
    const shape = shapeDigest(view);
    if (!sameLog || shapes.get(view.name) !== shape) startView(db, view);
    shapes.delete(view.name);
  }
  for (const gone of shapes.keys()) {
    db.exec(`DROP TABLE IF EXISTS ${tableOf({ name: gone })}`);
    db.prepare('DELETE FROM checkpoints WHERE view = ?').run(gone);
  }
  if (!sameLog) db.prepare('UPDATE made_from SET log_id = ?').run(logId);
}

/** Gives a view an empty table and a checkpoint at the start. */
export function startView(db: Database.Database, view: ViewDefinition): void {
  createTable(db, view);
  db.prepare(`INSERT OR REPLACE INTO checkpoints (view, shape, position, chain, facts) VALUES (?, ?, 0, '', 0)`).run(
    view.name,
    shapeDigest(view),
  );
}
