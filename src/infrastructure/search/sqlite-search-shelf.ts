import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3';
import type { KeptTerms, SearchShelf, ShelfMark } from '../../application/search/search-shelf.js';
import type { Box } from '../../domain/language/fact.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    log TEXT NOT NULL,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    key TEXT NOT NULL,
    position TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS terms (
    generation INTEGER NOT NULL,
    person TEXT NOT NULL,
    box TEXT NOT NULL,
    PRIMARY KEY (generation, person)
  ) STRICT;
`;

interface MarkRow {
  readonly log: string;
  readonly version: number;
  readonly generation: number;
  readonly key: string;
  readonly position: string;
}

/** Blind terms in one SQLite file, each person's sealed under their own key. */
export class SqliteSearchShelf implements SearchShelf {
  private readonly marked: Statement<[], MarkRow>;
  private readonly note: Statement<[string, number, number, string, string]>;
  private readonly page: Statement<[number, string, number], { readonly person: string; readonly box: string }>;
  private readonly put: Statement<[number, string, string]>;
  private readonly forget: Statement<[string]>;
  private readonly forgetOthers: Statement<[number]>;

  constructor(private readonly database: Database) {
    database.pragma('journal_mode = WAL');
    // Lost at a power failure, it is fed again from its mark on.
    database.pragma('synchronous = NORMAL');
    database.pragma('secure_delete = ON');
    database.exec(SCHEMA);
    this.marked = database.prepare('SELECT log, version, generation, key, position FROM mark');
    this.note = database.prepare(
      `INSERT INTO mark (one, log, version, generation, key, position) VALUES (1, ?, ?, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET log = excluded.log, version = excluded.version,
         generation = excluded.generation, key = excluded.key, position = excluded.position`,
    );
    this.page = database.prepare(
      'SELECT person, box FROM terms WHERE generation = ? AND person > ? ORDER BY person LIMIT ?',
    );
    this.put = database.prepare(
      'INSERT INTO terms (generation, person, box) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET box = excluded.box',
    );
    this.forget = database.prepare('DELETE FROM terms WHERE person = ?');
    this.forgetOthers = database.prepare('DELETE FROM terms WHERE generation <> ?');
  }

  mark(): ShelfMark | undefined {
    const row = this.marked.get();
    return row && { ...row, position: BigInt(row.position) };
  }

  kept(generation: number, after: string, limit: number): readonly KeptTerms[] {
    return this.page
      .all(generation, after, limit)
      .map(({ person, box }) => ({ person, terms: JSON.parse(box) as Box }));
  }

  save(mark: ShelfMark, put: readonly KeptTerms[], gone: readonly string[]): void {
    this.atOnce(() => {
      for (const person of gone) this.forget.run(person);
      for (const { person, terms } of put) this.put.run(mark.generation, person, JSON.stringify(terms));
      this.noted(mark);
    });
  }

  prepare(generation: number, put: readonly KeptTerms[]): void {
    this.atOnce(() => {
      for (const { person, terms } of put) this.put.run(generation, person, JSON.stringify(terms));
    });
  }

  begin(mark: ShelfMark): void {
    this.atOnce(() => {
      this.forgetOthers.run(mark.generation);
      this.noted(mark);
    });
    this.emptyLog();
  }

  purge(person: string): void {
    this.forget.run(person);
    this.emptyLog();
  }

  close(): void {
    this.database.close();
  }

  private noted({ log, version, generation, key, position }: ShelfMark): void {
    this.note.run(log, version, generation, key, String(position));
  }

  private atOnce(work: () => void): void {
    this.database.transaction(work).immediate();
  }

  /** What was deleted is overwritten in the file, but would stay in the write-ahead log until that is emptied. */
  private emptyLog(): void {
    this.database.pragma('wal_checkpoint(TRUNCATE)');
  }
}

/** Opens the search index of a directory of its own; a file that is none is made again. */
export function openSearchShelf(directory: string): SqliteSearchShelf {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'search.db');
  try {
    return new SqliteSearchShelf(new SqliteDatabase(file));
  } catch (error) {
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(String((error as { readonly code?: unknown }).code))) throw error;
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    return new SqliteSearchShelf(new SqliteDatabase(file));
  }
}
