import type { Database } from 'better-sqlite3';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS key_backup (
    id TEXT PRIMARY KEY,
    taken_at TEXT NOT NULL,
    until TEXT NOT NULL
  ) STRICT;
`;

/** A backup of keys as the ring remembers it: the day it ends (UTC), after which it is not restored and is to be destroyed. */
export interface KeyBackup {
  readonly id: string;
  readonly takenAt: string;
  readonly until: string;
}

/** Writes down that keys are being backed up: before the backup is there, so that none is without its note. */
export function noteKeyBackup(database: Database, { id, takenAt, until }: KeyBackup): void {
  database.exec(SCHEMA);
  database.prepare('INSERT INTO key_backup (id, taken_at, until) VALUES (?, ?, ?)').run(id, takenAt, until);
}

/** Every backup of keys that the ring remembers, the one that ends last first. */
export function keyBackupsIn(database: Database): readonly KeyBackup[] {
  const known = database
    .prepare<[], number>(`SELECT count(*) FROM sqlite_master WHERE name = 'key_backup'`)
    .pluck()
    .get();
  if (known === 0) return [];
  return database
    .prepare<[], KeyBackup>('SELECT id, taken_at takenAt, until FROM key_backup ORDER BY until DESC, taken_at DESC')
    .all();
}
