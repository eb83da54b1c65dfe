import type { Database } from 'better-sqlite3';
import type { KeyEncryption } from './key-encryption.js';
import { emptyWriteAheadLog, prepareKeysDatabase } from './key-table.js';
import { openWrappingKeys, takeKeysDatabase } from './open.js';
import {
  type Row,
  WRAPPED_TABLES,
  type WrappedSecret,
  type WrappedTable,
  WrappingKeys,
  WrappingTable,
} from './wrapping-keys.js';

/** What a rotation did. */
export interface Rotated {
  /** Secrets wrapped anew. */
  readonly wrapped: number;
  /** True when one that was begun and not ended was gone on with, and nothing new begun. */
  readonly resumed: boolean;
  /** Wrapping keys erased. */
  readonly retired: number;
}

/** How a rotation is made; the step is told after each durable one, so that a test can stop there. */
export interface Rotating {
  /** The key-encryption key that takes over, where it is not the next one of the same source. */
  readonly to?: KeyEncryption;
  readonly atOnce?: number;
  readonly onStep?: (step: 'taken-over' | 'some-wrapped' | 'all-wrapped' | 'retired') => void;
}

const AT_ONCE = 500;

/**
 * Makes a new key-encryption key and a new wrapping key and wraps every secret of a ring anew, touching no fact. First the
 * wrapping keys are wrapped by the new key-encryption key, in one transaction: from there on the old one opens nothing of the
 * ring. Then the secrets, some at a time; then the old wrapping keys are erased. Stopped anywhere, the ring opens as before and
 * the same command goes on.
 */
export async function rotateKeys(directory: string, from: KeyEncryption, rotating: Rotating = {}): Promise<Rotated> {
  const { database, release } = takeKeysDatabase(directory);
  try {
    const { to, atOnce = AT_ONCE, onStep = () => {} } = rotating;
    const ringId = prepareKeysDatabase(database);
    const table = new WrappingTable(database, ringId);
    if (table.live().length === 0) (await openWrappingKeys(database, from)).close();
    const both = to === undefined ? [from] : [from, to];
    const keys = new Map(await table.unwrapAll(...both));
    const begun = table.live();
    for (const each of both)
      each.settle(new Set(begun.filter(({ kept }) => kept.source === each.source).map(({ kept }) => kept.version)));
    const resumed = begun.length > 1;
    if (!resumed) await takeOver(database, table, keys, to ?? (await from.next()));
    if (!resumed) onStep('taken-over');
    const current = table.live().at(-1)?.id as string;
    const wrapping = new WrappingKeys(ringId, keys, current);
    let wrapped = 0;
    for (const of of WRAPPED_TABLES) {
      for (let after: number | undefined = 0; after !== undefined; ) {
        const some = wrapSome(database, of, wrapping, after, atOnce);
        wrapped += some.length;
        after = some.at(-1);
        if (after !== undefined) onStep('some-wrapped');
      }
    }
    // The old wrappings leave the files before the keys to them do.
    emptyWriteAheadLog(database);
    onStep('all-wrapped');
    const old = table.live().filter(({ id }) => id !== current);
    database
      .transaction(() => {
        for (const { id } of old) table.retire(id);
      })
      .immediate();
    emptyWriteAheadLog(database);
    onStep('retired');
    wrapping.close();
    return { wrapped, resumed, retired: old.length };
  } finally {
    database.close();
    release();
  }
}

async function takeOver(
  database: Database,
  table: WrappingTable,
  keys: Map<string, Buffer>,
  to: KeyEncryption,
): Promise<void> {
  const kept = await Promise.all([...keys].map(async ([id, key]) => ({ id, kept: await table.wrap(to, id, key) })));
  const made = await table.make(to);
  keys.set(made.id, made.key);
  database
    .transaction(() => {
      for (const each of kept) table.replace(each);
      table.add(made, new Date().toISOString());
    })
    .immediate();
  emptyWriteAheadLog(database);
  to.settle(new Set(table.live().map((each) => each.kept.version)));
}

/** Wraps the next secrets of a table that an older wrapping key still wraps, durably; returns their numbers. */
function wrapSome(
  database: Database,
  of: WrappedTable,
  wrapping: WrappingKeys,
  after: number,
  atOnce: number,
): readonly number[] {
  const columns = ['number', 'wrapping', 'wrapped', ...of.bound].join(', ');
  const rows = database
    .prepare<[number, string, number], Row & WrappedSecret & { readonly number: number }>(
      `SELECT ${columns} FROM ${of.table} WHERE number > ? AND destroyed = 0 AND wrapping <> ? ORDER BY number LIMIT ?`,
    )
    .all(after, wrapping.current, atOnce);
  // As many bytes as before: the old ones are overwritten where they stand.
  const replace = database.prepare(`UPDATE ${of.table} SET wrapping = ?, wrapped = ? WHERE number = ?`);
  database
    .transaction(() => {
      for (const row of rows) {
        const secret = wrapping.unwrap(of, row, row);
        const held = wrapping.wrap(of, row, secret);
        secret.fill(0);
        replace.run(held.wrapping, held.wrapped, row.number);
      }
    })
    .immediate();
  return rows.map(({ number }) => number);
}
