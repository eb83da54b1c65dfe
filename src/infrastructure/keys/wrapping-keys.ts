import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { canonical } from '../integrity/canonical.js';
import type { KeyEncryption, Wrapped } from './key-encryption.js';
import { KeyRingRefused } from './key-ring-refused.js';
import { aesGcmOpen, aesGcmSeal, KEY_BYTES } from './primitives.js';

/** A table whose rows hold secrets wrapped by a wrapping key: what each is bound to besides the ring and that key. */
export interface WrappedTable {
  /** Has the columns `number`, `wrapping` (text of 8), `wrapped` (blob), `destroyed`, and those bound. */
  readonly table: string;
  readonly label: string;
  readonly bound: readonly string[];
}

/** The rows that hold keys of pairs. */
export const KEY_ROWS: WrappedTable = {
  table: 'key',
  label: 'alliance-ledger/wrap/v2',
  bound: ['reference', 'owner', 'stream', 'version'],
};

/** Every table that a rotation wraps anew: a table that keeps wrapped secrets is named here. */
export const WRAPPED_TABLES: readonly WrappedTable[] = [KEY_ROWS];

/** A secret as it stands in a row. */
export interface WrappedSecret {
  readonly wrapping: string;
  readonly wrapped: Buffer;
}

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Wrapping keys, unwrapped in memory: what wraps every secret of one key ring. */
export class WrappingKeys {
  constructor(
    readonly ringId: string,
    private readonly keys: ReadonlyMap<string, Buffer>,
    /** The one that wraps what is new. */
    readonly current: string,
  ) {}

  /** A ring's only wrapping key, which dies with the process. */
  static passing(ringId: string): WrappingKeys {
    return new WrappingKeys(ringId, new Map([['00000000', randomBytes(KEY_BYTES)]]), '00000000');
  }

  wrap(of: WrappedTable, row: Row, secret: Buffer): WrappedSecret {
    const wrapping = this.current;
    return { wrapping, wrapped: aesGcmSeal(this.key(wrapping), this.context(of, row, wrapping), secret) };
  }

  /** Throws when any part of the row is not as it was when the secret was wrapped. */
  unwrap(of: WrappedTable, row: Row, { wrapping, wrapped }: WrappedSecret): Buffer {
    return aesGcmOpen(this.key(wrapping), this.context(of, row, wrapping), wrapped);
  }

  close(): void {
    for (const key of this.keys.values()) key.fill(0);
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new Error(`a secret is wrapped by ${id}, which this ring does not hold`);
    return key;
  }

  private context(of: WrappedTable, row: Row, wrapping: string): string {
    return canonical([of.label, this.ringId, wrapping, ...of.bound.map((column) => row[column])]);
  }
}

/** Bytes of every kept wrapping key: one size, so that SQLite overwrites the old one where it stands. */
const KEPT_BYTES = 1_024;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS wrapping (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kept BLOB NOT NULL,
    made_at TEXT NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;

/** A wrapping key as the table keeps it. */
export interface KeptWrapping {
  readonly id: string;
  readonly kept: Wrapped;
}

/** The table of a ring's wrapping keys, each kept only as its key-encryption key wrapped it. */
export class WrappingTable {
  constructor(
    private readonly database: Database,
    private readonly ringId: string,
  ) {
    database.exec(SCHEMA);
  }

  /** Those still needed, oldest first: the last wraps what is new. */
  live(): readonly KeptWrapping[] {
    return this.database
      .prepare<[], { id: string; kept: Buffer }>('SELECT id, kept FROM wrapping WHERE retired = 0 ORDER BY number')
      .all()
      .map(({ id, kept }) => ({ id, kept: JSON.parse(kept.toString('utf8')) as Wrapped }));
  }

  /** A new wrapping key, wrapped; kept only by `add`. */
  async make(encryption: KeyEncryption): Promise<KeptWrapping & { readonly key: Buffer }> {
    const id = randomBytes(4).toString('hex');
    const key = randomBytes(KEY_BYTES);
    return { id, key, kept: await this.wrap(encryption, id, key) };
  }

  wrap(encryption: KeyEncryption, id: string, key: Buffer): Promise<Wrapped> {
    return encryption.wrap(key, this.context(id));
  }

  add({ id, kept }: KeptWrapping, now: string): void {
    this.database.prepare('INSERT INTO wrapping (id, kept, made_at) VALUES (?, ?, ?)').run(id, keptBytes(kept), now);
  }

  replace({ id, kept }: KeptWrapping): void {
    this.database.prepare('UPDATE wrapping SET kept = ? WHERE id = ?').run(keptBytes(kept), id);
  }

  /** Erases a wrapping key that no row needs. */
  retire(id: string): void {
    this.database.prepare('UPDATE wrapping SET kept = zeroblob(length(kept)), retired = 1 WHERE id = ?').run(id);
  }

  /** Unwraps every live wrapping key, each by the first of several that can. */
  async unwrapAll(...encryptions: readonly KeyEncryption[]): Promise<ReadonlyMap<string, Buffer>> {
    const keys = new Map<string, Buffer>();
    for (const live of this.live()) keys.set(live.id, await this.unwrap(live, encryptions));
    return keys;
  }

  private async unwrap({ id, kept }: KeptWrapping, encryptions: readonly KeyEncryption[]): Promise<Buffer> {
    const same = encryptions.filter(({ source }) => source === kept.source);
    const knowing = same.filter((each) => each.knows(kept));
    let refused = new KeyRingRefused(
      `This key ring is wrapped by a ${nameOf(kept.source)}, and another source is configured.`,
    );
    for (const encryption of knowing.length > 0 ? knowing : same) {
      try {
        return await encryption.unwrap(kept, this.context(id));
      } catch (error) {
        if (!(error instanceof KeyRingRefused)) throw error;
        refused = error;
      }
    }
    throw refused;
  }

  private context(id: string): string {
    return canonical(['alliance-ledger/wrapping/v1', this.ringId, id]);
  }
}

const nameOf = (source: Wrapped['source']): string =>
  ({ 'key-file': 'key file', passphrase: 'passphrase', transit: 'transit key' })[source];

function keptBytes(wrapped: Wrapped): Buffer {
  const bytes = Buffer.from(JSON.stringify(wrapped));
  if (bytes.length > KEPT_BYTES) throw new RangeError(`a wrapped key of ${bytes.length} bytes is none`);
  return Buffer.concat([bytes, Buffer.alloc(KEPT_BYTES - bytes.length, 0x20)]);
}
