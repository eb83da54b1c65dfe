import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction } from './connection.js';
import type { Migration } from './migration.js';
import { MIGRATIONS } from './migrations.js';

/** Any number that no other program is likely to lock in the same database. */
const LOCK = 7_208_316_105;

/** The database cannot be used as it is; the sentence says why. */
export class DatabaseRefused extends Error {}

/** Brings a database to the layout that this program knows: each step once, whoever else does the same at the same time. */
export async function migrate(pool: Pool, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
    if (rows[0]?.server_encoding !== 'UTF8') throw new DatabaseRefused('The database must be encoded in UTF8.');
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS ledger;
      CREATE TABLE IF NOT EXISTS ledger.migrations (
        number integer PRIMARY KEY, says text NOT NULL, digest text NOT NULL, at timestamptz NOT NULL DEFAULT now()
      )`);
    const done = new Map(
      (await client.query<{ number: number; digest: string }>('SELECT number, digest FROM ledger.migrations')).rows.map(
        ({ number, digest }) => [number, digest],
      ),
    );
    for (const migration of migrations) {
      const { number, says, sql } = migration;
      const before = done.get(number);
      done.delete(number);
      if (before === digestOf(migration)) continue;
      if (before !== undefined) throw new DatabaseRefused(`Step ${number} of the database's layout was another one.`);
      await client.query(sql);
      await client.query('INSERT INTO ledger.migrations (number, says, digest) VALUES ($1, $2, $3)', [
        number,
        says,
        digestOf(migration),
      ]);
    }
    const [unknown] = done.keys();
    if (unknown !== undefined)
      throw new DatabaseRefused(
        `The database was laid out by a newer release: step ${unknown} is unknown to this one.`,
      );
  });
}

const digestOf = ({ sql }: Migration): string =>
  createHash('sha256').update(sql.replace(/\s+/g, ' ').trim()).digest('hex');
