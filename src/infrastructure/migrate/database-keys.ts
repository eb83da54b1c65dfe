import { type FactKeyLine, type KeyLine, putKey, type WrappingLine } from '../keys/postgres/mirror.js';
import { inTransaction, openPool } from '../postgres/connection.js';
import { migrate } from '../postgres/migrate.js';
import type { KeyChanges, KeyRows, KeyRowsPlace } from './key-rows.js';
import { MigrationRefused } from './refused.js';

const BEGIN_TO_READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
const BEGIN_TO_WRITE = 'BEGIN; SET LOCAL synchronous_commit = on';

/** Opens the key ring of a PostgreSQL database; `make`: the tables of one that is not there are made. */
export async function openDatabaseKeys(connectionString: string, make: boolean): Promise<KeyRowsPlace> {
  const pool = openPool({ connectionString }, 2);
  try {
    const { rows } = await pool.query("SELECT to_regclass('keys.ring') AS kept");
    if (rows[0].kept === null && !make)
      throw new MigrationRefused('nothing-there', 'there is no key ring in the database.');
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    read: () => inTransaction(pool, rowsIn, BEGIN_TO_READ),
    apply: async (changes) => {
      await inTransaction(pool, (client) => apply(client, changes), BEGIN_TO_WRITE);
      // What was destroyed in the source is to leave the table's pages too.
      await pool.query('VACUUM keys.key, keys.fact_key');
    },
    close: () => pool.end(),
  };
}

type Asking = Parameters<typeof putKey>[0];

async function rowsIn(client: Asking): Promise<KeyRows> {
  const { rows: ring } = await client.query<{ id: string | null }>('SELECT id FROM keys.ring');
  const wrapping = await client.query<WrappingLine>(
    'SELECT number, id, kept, made_at, retired FROM keys.wrapping ORDER BY number',
  );
  const keys = await client.query<KeyLine>(
    'SELECT reference, owner, stream, version, wrapping, wrapped, destroyed FROM keys.key ORDER BY stream, owner, version',
  );
  const kept = await client.query<FactKeyLine>(
    'SELECT reference, revision::int AS revision, compartment, keeper, sealed FROM keys.fact_key',
  );
  return {
    ring: ring[0]?.id ?? undefined,
    wrapping: wrapping.rows,
    keys: keys.rows,
    kept: kept.rows,
    backups: [],
  };
}

async function apply(client: Asking, { ring, wrapping, keys, kept, gone }: KeyChanges): Promise<void> {
  const { rows } = await client.query<{ changed: string }>(
    'UPDATE keys.ring SET id = $1, changed = changed + 1 RETURNING changed',
    [ring],
  );
  const change = Number(rows[0]?.changed);
  for (const { number, id, kept: bytes, made_at, retired } of wrapping)
    await client.query(
      `INSERT INTO keys.wrapping (number, id, kept, made_at, retired) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET kept = excluded.kept, retired = excluded.retired`,
      [number, id, bytes, made_at, retired],
    );
  for (const key of keys) await putKey(client, key, change);
  for (const { reference, revision, compartment, keeper } of gone)
    await client.query(
      'DELETE FROM keys.fact_key WHERE reference = $1 AND revision = $2 AND compartment = $3 AND keeper = $4',
      [reference, revision, compartment, keeper],
    );
  for (const { reference, revision, compartment, keeper, sealed } of kept)
    await client.query(
      `INSERT INTO keys.fact_key (reference, revision, compartment, keeper, sealed, stream)
       SELECT $1, $2, $3, $4, $5, stream FROM keys.key WHERE reference = $4
       ON CONFLICT (reference, revision, compartment, keeper) DO UPDATE SET sealed = excluded.sealed`,
      [reference, revision, compartment, keeper, sealed],
    );
  await client.query('SELECT pg_notify($1, NULL)', ['ledger_keys']);
}
