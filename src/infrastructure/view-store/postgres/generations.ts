import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { shapeOf, storedColumns } from '../../../application/projecting/shape.js';
import type { ViewDefinition } from '../../../projections/view.js';
import { type Asks, inTransaction, openPool, type PostgresConnection, quoted } from '../../postgres/connection.js';
import { SQL_TYPE } from './write-rows.js';

/** A set of views: all that are made of one log. Its schema has its name. */
export type ViewSet = 'views' | 'access_views';

/** Channel on which every batch written to a set is told. */
export const channelOf = (set: ViewSet): string => `ledger_${set}`;

/** Channel on which it is told that a set was swapped. */
export const swapsOf = (set: ViewSet): string => `ledger_${set}_swapped`;

/** Which of a set's generations: the one that is read, or the one that is being made. */
export type Generation = 'in-use' | 'next';

const LOCK_CLASS = 720_831_612;

/** Schema of a generation, quoted. */
export const schemaOf = (set: ViewSet, generation: Generation): string =>
  quoted(generation === 'in-use' ? set : `${set}_next`);

/** A view's table, quoted with its schema. */
export const tableOf = (schema: string, { name }: Pick<ViewDefinition, 'name'>): string => `${schema}.${quoted(name)}`;

/** Table of checkpoints; no view has such a name. */
export const checkpointsOf = (schema: string): string => `${schema}."_checkpoints"`;

const shapeDigest = (view: ViewDefinition): string => createHash('sha256').update(shapeOf(view)).digest('hex');

interface Preparing {
  readonly set: ViewSet;
  readonly generation: Generation;
  readonly views: readonly ViewDefinition[];
  readonly logId: string;
}

/**
 * Makes the tables of views that are not there as they are declared; what was made of another log, or declared otherwise, begins
 * again, empty. Returns the number of the generation in use.
 */
export async function prepareViews(pool: Pool, { set, generation, views, logId }: Preparing): Promise<number> {
  const schema = schemaOf(set, generation);
  // A rebuild makes its indexes when all rows are there: sorting once costs less than finding every place.
  const rebuilding = generation === 'next';
  return inTransaction(pool, async (client) => {
    await lockSet(client, set);
    await client.query('INSERT INTO ledger.view_sets (name, generation) VALUES ($1, 1) ON CONFLICT DO NOTHING', [set]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(`
      CREATE TABLE IF NOT EXISTS ${checkpointsOf(schema)} (
        view text PRIMARY KEY, log_id text NOT NULL, shape text NOT NULL, position bigint NOT NULL, chain text NOT NULL,
        facts bigint NOT NULL, stopped_position bigint, stopped_type text, stopped_reason text
      )`);
    const { rows } = await client.query<{ view: string; log_id: string; shape: string }>(
      `SELECT view, log_id, shape FROM ${checkpointsOf(schema)}`,
    );
    const known = new Map(rows.map((row) => [row.view, row]));
    for (const view of views) {
      const before = known.get(view.name);
      known.delete(view.name);
      if (before?.log_id === logId && before.shape === shapeDigest(view)) continue;
      await client.query(`DROP TABLE IF EXISTS ${tableOf(schema, view)}`);
      await client.query(createTable(schema, view));
      if (!rebuilding) await createIndexes(client, schema, view);
      await startView(client, schema, view, logId);
    }
    // A rebuild is made in parts, each with its own views.
    if (!rebuilding) for (const gone of known.keys()) await removeView(client, schema, gone);
    return generationOf(client, set);
  });
}

/** The number of a set's generation in use: it grows with every swap. */
export async function generationOf(client: Asks, set: ViewSet): Promise<number> {
  const { rows } = await client.query<{ generation: string }>(
    'SELECT generation FROM ledger.view_sets WHERE name = $1',
    [set],
  );
  return Number(rows[0]?.generation ?? 0);
}

/** Puts a view's checkpoint at the start. */
export async function startView(client: Asks, schema: string, view: ViewDefinition, logId: string): Promise<void> {
  await client.query(
    `INSERT INTO ${checkpointsOf(schema)} (view, log_id, shape, position, chain, facts) VALUES ($1, $2, $3, 0, '', 0)
     ON CONFLICT (view) DO UPDATE SET log_id = excluded.log_id, shape = excluded.shape, position = 0, chain = '', facts = 0,
       stopped_position = NULL, stopped_type = NULL, stopped_reason = NULL`,
    [view.name, logId, shapeDigest(view)],
  );
}

/** Makes indexes and counts rows for the planner: what a rebuild left for its end. */
export async function finishViews(pool: Pool, set: ViewSet, views: readonly ViewDefinition[]): Promise<void> {
  const schema = schemaOf(set, 'next');
  for (const view of views) {
    await createIndexes(pool, schema, view);
    await pool.query(`ANALYZE ${tableOf(schema, view)}`);
  }
}

/**
 * Swaps the next generation in, whole or not at all: readers see the one or the other. Whoever writes the one before is refused
 * from then on.
 */
export async function publishNext(pool: Pool, set: ViewSet): Promise<number> {
  const [used, next] = [schemaOf(set, 'in-use'), schemaOf(set, 'next')];
  const generation = await inTransaction(pool, async (client) => {
    await lockSet(client, set);
    await client.query('UPDATE ledger.view_sets SET generation = generation + 1 WHERE name = $1', [set]);
    const now = await generationOf(client, set);
    await client.query(`ALTER SCHEMA ${used} RENAME TO ${quoted(`${set}_before_${now}`)}`);
    await client.query(`ALTER SCHEMA ${next} RENAME TO ${used}`);
    await client.query('SELECT pg_notify($1, NULL)', [swapsOf(set)]);
    return now;
  });
  await removeBefore(pool, set);
  return generation;
}

/** As `publishNext`, on a connection of its own. */
export async function publishViews(connection: PostgresConnection, set: ViewSet): Promise<number> {
  const pool = openPool(connection, 1);
  try {
    return await publishNext(pool, set);
  } finally {
    await pool.end();
  }
}

/** Removes the next generation, however far it is. */
export async function discardNext(pool: Pool, set: ViewSet): Promise<void> {
  await pool.query(`DROP SCHEMA IF EXISTS ${schemaOf(set, 'next')} CASCADE`);
}

/** Removes generations that were swapped out; those that are still being read stay until the next time. */
export async function removeBefore(pool: Pool, set: ViewSet): Promise<void> {
  const { rows } = await pool.query<{ nspname: string }>(
    'SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)',
    [`${set}_before_`],
  );
  for (const { nspname } of rows) {
    await inTransaction(
      pool,
      (client) => client.query(`DROP SCHEMA IF EXISTS ${quoted(nspname)} CASCADE`),
      `BEGIN; SET LOCAL lock_timeout = '2s'`,
    ).catch(() => {});
  }
}

/** One of those who make or swap a set's tables at a time. */
const lockSet = (client: PoolClient, set: ViewSet) =>
  client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK_CLASS, set]);

function createTable(schema: string, view: ViewDefinition): string {
  const columns = storedColumns(view).map(
    ([name, { kind }]) => `, ${quoted(name)} ${SQL_TYPE[kind]}${kind === 'text' ? ' COLLATE "C"' : ''}`,
  );
  return `CREATE TABLE ${tableOf(schema, view)} (
    stream text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, revision bigint NOT NULL, position bigint NOT NULL
    ${columns.join('')}, PRIMARY KEY (stream, key))`;
}

async function createIndexes(client: Asks, schema: string, view: ViewDefinition): Promise<void> {
  for (const [name, { indexed }] of Object.entries(view.columns)) {
    if (indexed) await client.query(`CREATE INDEX ON ${tableOf(schema, view)} (${quoted(name)} NULLS FIRST)`);
  }
}

async function removeView(client: Asks, schema: string, name: string): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${tableOf(schema, { name })}`);
  await client.query(`DELETE FROM ${checkpointsOf(schema)} WHERE view = $1`, [name]);
}
