import type { Database } from 'better-sqlite3';
import { type KeyBackup, keyBackupsIn } from './key-backups.js';
import type { KeySource, Wrapped } from './key-encryption.js';

/** A wrapping key as anybody may know it. */
export interface WrappingAccount {
  readonly id: string;
  readonly source: KeySource;
  /** Which key-encryption key of that source. */
  readonly version: string;
  readonly madeAt: string;
  /** Keys that it wraps. */
  readonly keys: number;
  readonly state: 'in use' | 'being replaced';
}

/** What a key ring holds, without any secret. */
export interface KeysAccount {
  readonly ring: string;
  readonly keys: { readonly present: number; readonly destroyed: number };
  readonly wrapping: readonly WrappingAccount[];
  readonly retired: number;
  readonly backups: readonly KeyBackup[];
}

interface WrappingRow {
  readonly id: string;
  readonly kept: Buffer;
  readonly made_at: string;
  readonly retired: 0 | 1;
}

/** Reads what a file of keys holds, beside whoever has the ring. */
export function accountOfKeys(database: Database): KeysAccount {
  const text = (sql: string): string | undefined => database.prepare<[], string>(sql).pluck().get();
  const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
  const isOlder = count(`SELECT count(*) FROM sqlite_master WHERE name = 'wrapping'`) === 0;
  const rows = isOlder ? [] : database.prepare<[], WrappingRow>('SELECT * FROM wrapping ORDER BY number').all();
  const live = rows.filter(({ retired }) => retired === 0);
  const wraps = isOlder
    ? undefined
    : database.prepare<[string], number>('SELECT count(*) FROM key WHERE wrapping = ? AND destroyed = 0').pluck();
  return {
    ring: text('SELECT id FROM ring') ?? '',
    keys: {
      present: count('SELECT count(*) FROM key WHERE destroyed = 0'),
      destroyed: count('SELECT count(*) FROM key WHERE destroyed = 1'),
    },
    wrapping: live.map(({ id, kept, made_at }, index) => {
      const { source, version } = JSON.parse(kept.toString('utf8')) as Wrapped;
      const state = index === live.length - 1 ? 'in use' : 'being replaced';
      return { id, source, version, madeAt: made_at, keys: wraps?.get(id) ?? 0, state };
    }),
    retired: rows.length - live.length,
    backups: keyBackupsIn(database),
  };
}
