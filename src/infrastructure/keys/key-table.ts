import { randomBytes, randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { KeyRingRefused } from './key-ring-refused.js';
import { KEY_BYTES } from './primitives.js';
import { KEY_ROWS, type WrappedSecret, type WrappingKeys } from './wrapping-keys.js';

/** A key as the table holds it: present with its bytes, or destroyed and only remembered. */
export interface KeyRow {
  readonly reference: string;
  readonly owner: string;
  readonly stream: string;
  readonly secret: Buffer | 'destroyed';
}

interface Pair {
  readonly reference: string;
  readonly owner: string;
  readonly stream: string;
  readonly version: number;
}

type Stored = Pair & WrappedSecret & { readonly destroyed: 0 | 1 };

// Rows are only ever added at the end or overwritten by as many bytes: SQLite then never moves a row, and no stale copy of a
// wrapped key stays behind in a page, where secure_delete would not look for it.
/** The columns of a table of keys. */
export const KEY_COLUMNS = `
    number INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    wrapping TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    destroyed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (owner, stream, version)`;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS ring (id TEXT NOT NULL, check_value BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS key (${KEY_COLUMNS}) STRICT;
`;

/** Makes a database fit to keep keys, and a ring on first use; returns the ring's id. */
export function prepareKeysDatabase(database: Database): string {
  const journal = database.pragma('journal_mode = WAL', { simple: true });
  if (journal !== 'wal' && !database.memory) throw new KeyRingRefused('keys.db does not keep a write-ahead log.');
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  // better-sqlite3 is built with another default, so what counts is what is read back.
  if (
    database.pragma('synchronous', { simple: true }) !== 2 ||
    database.pragma('secure_delete', { simple: true }) !== 1
  ) {
    throw new KeyRingRefused('keys.db does not keep synchronous=FULL and secure_delete=ON.');
  }
  database.exec(SCHEMA);
  const known = database.prepare<[], string>('SELECT id FROM ring').pluck().get();
  if (known !== undefined) return known;
  const id = randomUUID();
  database.prepare('INSERT INTO ring (id, check_value) VALUES (?, ?)').run(id, Buffer.alloc(0));
  return id;
}

/** Empties the write-ahead log: until then it still holds what was overwritten. */
export function emptyWriteAheadLog(database: Database): void {
  const [state] = database.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
  if (state.busy !== 0)
    throw new Error('keys.db is in use elsewhere: the old bytes of a destroyed key are still in its log');
}

/** The rows of keys.db. Keys stand in it only wrapped by a wrapping key, bound to whose they are and for what. */
export class KeyTable {
  private readonly byReference: Statement<[string], Stored>;
  private readonly newest: Statement<[string, string], Stored>;
  private readonly oldest: Statement<[string, string], Stored>;
  private readonly add: Statement<[string, string, string, number, string, Buffer]>;
  private readonly erase: Statement<[string, string], { reference: string }>;

  /** On a database that `prepareKeysDatabase` made fit. */
  constructor(
    readonly database: Database,
    readonly wrapping: WrappingKeys,
  ) {
    const columns = 'SELECT reference, owner, stream, version, wrapping, wrapped, destroyed FROM key';
    this.byReference = database.prepare(`${columns} WHERE reference = ?`);
    this.newest = database.prepare(`${columns} WHERE owner = ? AND stream = ? ORDER BY version DESC LIMIT 1`);
    this.oldest = database.prepare(
      `${columns} WHERE owner = ? AND stream = ? AND destroyed = 0 ORDER BY version LIMIT 1`,
    );
    this.add = database.prepare(
      'INSERT INTO key (reference, owner, stream, version, wrapping, wrapped) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.erase = database.prepare(
      'UPDATE key SET wrapped = zeroblob(length(wrapped)), destroyed = 1 WHERE owner = ? AND stream = ? AND destroyed = 0 RETURNING reference',
    );
  }

  find(reference: string): KeyRow | undefined {
    return this.unwrap(this.byReference.get(reference));
  }

  /** The newest key of a pair that is not destroyed. */
  current(owner: string, stream: string): KeyRow | undefined {
    const row = this.unwrap(this.newest.get(owner, stream));
    return row?.secret === 'destroyed' ? undefined : row;
  }

  /** The oldest key of a pair that is not destroyed. */
  first(owner: string, stream: string): KeyRow | undefined {
    return this.unwrap(this.oldest.get(owner, stream));
  }

  /** Every key of a stream that is not destroyed, by owner, oldest version first. */
  live(stream: string): readonly KeyRow[] {
    const rows = this.database
      .prepare<[string], Stored>(
        'SELECT reference, owner, stream, version, wrapping, wrapped, destroyed FROM key WHERE stream = ? AND destroyed = 0 ORDER BY owner, version',
      )
      .all(stream);
    return rows.map((row) => this.unwrap(row) as KeyRow);
  }

  /** Overwrites every key of a stream, without reading any; as with `eraseOne`, the log is to be emptied afterwards. */
  eraseStream(stream: string): void {
    this.database
      .prepare('UPDATE key SET wrapped = zeroblob(length(wrapped)), destroyed = 1 WHERE stream = ? AND destroyed = 0')
      .run(stream);
  }

  /** References of every key there ever was of a stream. */
  referencesOf(stream: string): readonly string[] {
    return this.database.prepare<[string], string>('SELECT reference FROM key WHERE stream = ?').pluck().all(stream);
  }

  /** Overwrites one key; what the write-ahead log still holds of it goes with `emptyWriteAheadLog` afterwards. */
  eraseOne(reference: string): void {
    this.database
      .prepare(
        'UPDATE key SET wrapped = zeroblob(length(wrapped)), destroyed = 1 WHERE reference = ? AND destroyed = 0',
      )
      .run(reference);
  }

  /** A new key for a pair, its next version; durable when the transaction around it is. */
  insert(owner: string, stream: string): KeyRow {
    const version = (this.newest.get(owner, stream)?.version ?? 0) + 1;
    const reference = `${randomBytes(16).toString('base64url')}.${version}`;
    const secret = randomBytes(KEY_BYTES);
    const pair = { reference, owner, stream, version };
    const { wrapping, wrapped } = this.wrapping.wrap(KEY_ROWS, { ...pair }, secret);
    this.add.run(reference, owner, stream, version, wrapping, wrapped);
    return { reference, owner, stream, secret };
  }

  /** Destroys every key of a pair and returns their references; the rows stay as tombstones. The old bytes are gone from the files. */
  destroy(owner: string, stream: string): readonly string[] {
    const gone = this.erase.all(owner, stream).map((row) => row.reference);
    // Also when nothing was left to erase: an earlier run may have died between the two steps.
    emptyWriteAheadLog(this.database);
    return gone;
  }

  private unwrap(row: Stored | undefined): KeyRow | undefined {
    if (row === undefined) return undefined;
    const { reference, owner, stream, destroyed } = row;
    if (destroyed === 1) return { reference, owner, stream, secret: 'destroyed' };
    return { reference, owner, stream, secret: this.wrapping.unwrap(KEY_ROWS, { ...row }, row) };
  }
}
