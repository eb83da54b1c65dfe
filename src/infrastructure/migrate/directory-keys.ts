import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { KeptFactKeys } from '../keys/kept-fact-keys.js';
import { keyBackupsIn, noteKeyBackup } from '../keys/key-backups.js';
import { emptyWriteAheadLog, KeyTable, prepareKeysDatabase } from '../keys/key-table.js';
import { keysFileIn, takeKeysDatabase } from '../keys/open.js';
import type { FactKeyLine, KeyLine, WrappingLine } from '../keys/postgres/mirror.js';
import { WrappingKeys, WrappingTable } from '../keys/wrapping-keys.js';
import type { KeyChanges, KeyRows, KeyRowsPlace } from './key-rows.js';
import { MigrationRefused } from './refused.js';

/** Takes the key ring of a directory for this process alone; `make`: one that is not there is made when something is kept. */
export function takeDirectoryKeys(directory: string, make: boolean): KeyRowsPlace {
  if (!make && !existsSync(keysFileIn(directory)))
    throw new MigrationRefused('nothing-there', `there is no key ring in ${directory}.`);
  const { database, release } = takeKeysDatabase(directory);
  return {
    read: async () => rowsIn(database),
    apply: async (changes) => apply(database, changes),
    close: async () => {
      database.close();
      release();
    },
  };
}

function rowsIn(database: Database): KeyRows {
  const has = (table: string): boolean =>
    database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
  const all = <T>(table: string, columns: string): readonly T[] =>
    has(table) ? database.prepare<[], T>(`SELECT ${columns} FROM ${table} ORDER BY number`).all() : [];
  // Rings of before there were wrapping keys have none: whoever opens them brings them to today's layout.
  const isOfToday = has('wrapping');
  const wrapping = all<WrappingLine>('wrapping', 'number, id, kept, made_at, retired');
  // One that was begun and keeps nothing is anybody's.
  const keeps =
    wrapping.length > 0 || (has('key') && database.prepare('SELECT 1 FROM key LIMIT 1').get() !== undefined);
  return {
    ring: keeps ? database.prepare<[], string>('SELECT id FROM ring').pluck().get() : undefined,
    wrapping,
    keys: isOfToday ? all<KeyLine>('key', 'reference, owner, stream, version, wrapping, wrapped, destroyed') : [],
    kept: all<FactKeyLine>('fact_key', 'reference, revision, compartment, keeper, sealed'),
    backups: keyBackupsIn(database),
  };
}

function apply(database: Database, { ring, wrapping, keys, kept, gone, backups }: KeyChanges): void {
  prepareKeysDatabase(database);
  new WrappingTable(database, ring);
  new KeptFactKeys(new KeyTable(database, WrappingKeys.passing(ring)));
  // What is overwritten has as many bytes as before, so that nothing stays behind in a page.
  const putWrapping = database.prepare(
    `INSERT INTO wrapping (number, id, kept, made_at, retired) VALUES (@number, @id, @kept, @made_at, @retired)
     ON CONFLICT (id) DO UPDATE SET kept = excluded.kept, retired = excluded.retired`,
  );
  const putKey = database.prepare(
    `INSERT INTO key (reference, owner, stream, version, wrapping, wrapped, destroyed)
     VALUES (@reference, @owner, @stream, @version, @wrapping, @wrapped, @destroyed)
     ON CONFLICT (reference) DO UPDATE SET wrapping = excluded.wrapping, wrapped = excluded.wrapped, destroyed = excluded.destroyed`,
  );
  const putKept = database.prepare(
    `INSERT INTO fact_key (reference, revision, compartment, keeper, sealed)
     VALUES (@reference, @revision, @compartment, @keeper, @sealed)
     ON CONFLICT (reference, revision, compartment, keeper) DO UPDATE SET sealed = excluded.sealed`,
  );
  const dropKept = database.prepare(
    'DELETE FROM fact_key WHERE reference = @reference AND revision = @revision AND compartment = @compartment AND keeper = @keeper',
  );
  database
    .transaction(() => {
      database.prepare('UPDATE ring SET id = ?').run(ring);
      for (const row of wrapping) putWrapping.run(row);
      for (const row of keys) putKey.run(row);
      for (const row of kept) putKept.run(row);
      for (const { sealed: _sealed, ...place } of gone) dropKept.run(place);
      for (const backup of backups) noteKeyBackup(database, backup);
    })
    .immediate();
  emptyWriteAheadLog(database);
}
