import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { openPool } from '../../../src/infrastructure/postgres/connection.js';
import { DatabaseRefused, migrate } from '../../../src/infrastructure/postgres/migrate.js';
import { PostgresServer } from '../../support/postgres-server.js';

const steps = [
  { number: 1, says: 'one', sql: 'CREATE TABLE ledger.runs (n integer); INSERT INTO ledger.runs VALUES (1)' },
  { number: 2, says: 'two', sql: 'INSERT INTO ledger.runs VALUES (2)' },
];

describe('The layout of a PostgreSQL database', () => {
  let server: PostgresServer;
  const pools: Pool[] = [];
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(async () => {
    for (const pool of pools) await pool.end();
    await server.stop();
  });
  const fresh = async (): Promise<Pool> => {
    const pool = openPool(await server.database(), 8);
    pools.push(pool);
    return pool;
  };
  const runs = async (pool: Pool) => (await pool.query('SELECT n FROM ledger.runs ORDER BY n')).rows.map(({ n }) => n);

  it('is made step by step, each once, whoever opens it at the same time', async () => {
    const pool = await fresh();
    await Promise.all(Array.from({ length: 6 }, () => migrate(pool, steps.slice(0, 1))));
    expect(await runs(pool)).toEqual([1]);
    await Promise.all(Array.from({ length: 6 }, () => migrate(pool, steps)));
    expect(await runs(pool)).toEqual([1, 2]);
  });

  it('is whole or not there when a step fails, and the next start goes on', async () => {
    const pool = await fresh();
    const broken = [...steps, { number: 3, says: 'three', sql: 'INSERT INTO ledger.runs VALUES (3); SELECT 1 / 0' }];
    await expect(migrate(pool, broken)).rejects.toThrow('division by zero');
    await migrate(pool, steps);
    expect(await runs(pool)).toEqual([1, 2]);
  });

  it('is refused when a step that ran was changed, and when a newer release made it', async () => {
    const pool = await fresh();
    await migrate(pool, steps);
    const changed = [
      steps[0] as (typeof steps)[0],
      { number: 2, says: 'two', sql: 'INSERT INTO ledger.runs VALUES (5)' },
    ];
    await expect(migrate(pool, changed)).rejects.toThrow(DatabaseRefused);
    await expect(migrate(pool, steps.slice(0, 1))).rejects.toThrow('newer release');
    expect(await runs(pool)).toEqual([1, 2]);
  });
});
