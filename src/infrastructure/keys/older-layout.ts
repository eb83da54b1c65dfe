import type { Database } from 'better-sqlite3';
import { canonical } from '../integrity/canonical.js';
import type { KeyEncryption } from './key-encryption.js';
import { KeyRingRefused } from './key-ring-refused.js';
import { KEY_COLUMNS } from './key-table.js';
import { aesGcmOpen, KEY_BYTES, TAG_BYTES, VECTOR_BYTES } from './primitives.js';
import { KEY_ROWS, type WrappingKeys } from './wrapping-keys.js';

interface OlderRow {
  readonly number: number;
  readonly reference: string;
  readonly owner: string;
  readonly stream: string;
  readonly version: number;
  readonly wrapped: Buffer;
  readonly destroyed: 0 | 1;
}

/**
 * Takes over a ring whose keys were wrapped by the key file itself, as rings were before there were wrapping keys: each key is
 * unwrapped and wrapped anew into a table of today's layout, in the transaction around it. Other rings are left as they are.
 */
export function wrapByWrappingKeys(database: Database, wrapping: WrappingKeys, wrapper: KeyEncryption): void {
  const columns = database.pragma('table_info(key)') as readonly { readonly name: string }[];
  if (columns.some(({ name }) => name === 'wrapping')) return;
  const { own } = wrapper;
  if (own === undefined) throw new KeyRingRefused('This key ring was made with a key file: open it once with that.');
  proveKeyFile(database, wrapping.ringId, own);
  database.exec(`ALTER TABLE key RENAME TO key_before; CREATE TABLE key (${KEY_COLUMNS}) STRICT;`);
  const add = database.prepare(
    'INSERT INTO key (number, reference, owner, stream, version, wrapping, wrapped, destroyed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const row of database.prepare<[], OlderRow>('SELECT * FROM key_before ORDER BY number').all()) {
    const { number, reference, owner, stream, version, destroyed } = row;
    const held =
      destroyed === 1
        ? { wrapping: wrapping.current, wrapped: Buffer.alloc(VECTOR_BYTES + KEY_BYTES + TAG_BYTES) }
        : wrapping.wrap(KEY_ROWS, { ...row }, unwrapped(row, wrapping.ringId, own));
    add.run(number, reference, owner, stream, version, held.wrapping, held.wrapped, destroyed);
  }
  // Its pages are overwritten: secure_delete is on.
  database.exec('DROP TABLE key_before');
}

function proveKeyFile(database: Database, ringId: string, own: Buffer): void {
  const check = database.prepare<[], Buffer>('SELECT check_value FROM ring').pluck().get() as Buffer;
  try {
    aesGcmOpen(own, `alliance-ledger/ring/v1 ${ringId}`, check);
  } catch {
    throw new KeyRingRefused('The key file is not the one that this key ring was made with.');
  }
}

const unwrapped = (row: OlderRow, ringId: string, own: Buffer): Buffer =>
  aesGcmOpen(
    own,
    canonical(['alliance-ledger/wrap/v1', ringId, row.reference, row.owner, row.stream, row.version]),
    row.wrapped,
  );
