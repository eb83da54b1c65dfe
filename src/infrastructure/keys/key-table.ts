import { randomBytes, randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { canonical } from '../integrity/canonical.js';
import { KeyRingRefused } from './key-file.js';
import { aesGcmOpen, aesGcmSeal, KEY_BYTES } from './primitives.js';

/** A key as the table holds it: present with its bytes, or destroyed and only remembered. */
export interface KeyRow {
  readonly reference: string;
  readonly owner: string;
  readonly stream: string;
  readonly secret: Buffer | 'destroyed';
}

interface Stored {
  readonly reference: string;
  readonly owner: string;
  readonly stream: string;
  readonly version: number;
  readonly wrapped: Buffer;
  readonly destroyed: 0 | 1;
}

// Rows are only ever added at the end or overwritten by as many bytes: SQLite then never moves a row, and no stale copy of a
// wrapped key stays behind in a page, where secure_delete would not look for it.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS ring (id TEXT NOT NULL, check_value BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS key (
    number INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    destroyed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (owner, stream, version)
  ) STRICT;
`;

/** The rows of keys.db. Keys stand in it only wrapped by the key-encryption key, bound to whose they are and for what. */
export class KeyTable {
  private readonly ringId: string;
  private readonly byReference: Statement<[string], Stored>;
  private readonly newest: Statement<[string, string], Stored>;
  private readonly add: Statement<[string, string, string, number, Buffer]>;
  private readonly erase: Statement<[string, string], { reference: string }>;

  constructor(
    readonly database: Database,
    private readonly wrappingKey: Buffer,
  ) {
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
    this.ringId = this.open();
    const columns = 'SELECT reference, owner, stream, version, wrapped, destroyed FROM key';
    this.byReference = database.prepare(`${columns} WHERE reference = ?`);
    this.newest = database.prepare(`${columns} WHERE owner = ? AND stream = ? ORDER BY version DESC LIMIT 1`);
    this.add = database.prepare('INSERT INTO key (reference, owner, stream, version, wrapped) VALUES (?, ?, ?, ?, ?)');
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

  /** A new key for a pair; durable when the transaction around it is. */
  insert(owner: string, stream: string): KeyRow {
    const version = (this.newest.get(owner, stream)?.version ?? 0) + 1;
    const reference = `${randomBytes(16).toString('base64url')}.${version}`;
    const secret = randomBytes(KEY_BYTES);
    const wrapped = aesGcmSeal(this.wrappingKey, this.context({ reference, owner, stream, version }), secret);
    this.add.run(reference, owner, stream, version, wrapped);
    return { reference, owner, stream, secret };
  }

  /** Destroys every key of a pair and returns their references; the rows stay as tombstones. The old bytes are gone from the files. */
  destroy(owner: string, stream: string): readonly string[] {
    const gone = this.erase.all(owner, stream).map((row) => row.reference);
    // Also when nothing was left to erase: an earlier run may have died between the two steps.
    const [state] = this.database.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
    if (state.busy !== 0)
      throw new Error('keys.db is in use elsewhere: the old bytes of a destroyed key are still in its log');
    return gone;
  }

  private context(row: Omit<Stored, 'wrapped' | 'destroyed'>): string {
    return canonical(['alliance-ledger/wrap/v1', this.ringId, row.reference, row.owner, row.stream, row.version]);
  }

  private unwrap(row: Stored | undefined): KeyRow | undefined {
    if (row === undefined) return undefined;
    const { reference, owner, stream, wrapped, destroyed } = row;
    if (destroyed === 1) return { reference, owner, stream, secret: 'destroyed' };
    return { reference, owner, stream, secret: aesGcmOpen(this.wrappingKey, this.context(row), wrapped) };
  }

  /** Makes the ring on first use; afterwards proves that this is the key file it was made with. */
  private open(): string {
    const ring = this.database
      .prepare<[], { id: string; check_value: Buffer }>('SELECT id, check_value FROM ring')
      .get();
    if (ring === undefined) {
      const id = randomUUID();
      const check = aesGcmSeal(this.wrappingKey, `alliance-ledger/ring/v1 ${id}`, Buffer.alloc(0));
      this.database.prepare('INSERT INTO ring (id, check_value) VALUES (?, ?)').run(id, check);
      return id;
    }
    try {
      aesGcmOpen(this.wrappingKey, `alliance-ledger/ring/v1 ${ring.id}`, ring.check_value);
    } catch {
      throw new KeyRingRefused('The key file is not the one that this key ring was made with.');
    }
    return ring.id;
  }
}
