import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { ViewStore } from '../../../src/application/ports.js';
import { openPostgresEventStore } from '../../../src/infrastructure/event-store/postgres/postgres-event-store.js';
import { openPool } from '../../../src/infrastructure/postgres/connection.js';
import { publishReports } from '../../../src/infrastructure/reports/publish.js';
import { allowReports } from '../../../src/infrastructure/reports/reader.js';
import { openPostgresViewStore } from '../../../src/infrastructure/view-store/postgres/postgres-view-store.js';
import { VIEWS } from '../../../src/projections/all.js';
import { figures, tableOfFigures } from '../../../src/projections/figures.js';
import { PostgresServer } from '../../support/postgres-server.js';

const DENIED = { code: '42501' };
const at = {
  now: '2026-06-15T12:00:00.000Z',
  past: false,
  smallCell: 5,
  monthOf: (instant: string) => instant.slice(0, 7),
  dayOf: (instant: string) => instant.slice(0, 10),
};
const PLACE = { stream: 'case-1', revision: 0, position: 1n, kind: 'put' as const };

describe('R7: what dashboards may read', () => {
  let server: PostgresServer;
  let owner: Pool;
  let reader: Pool;
  let viewStore: ViewStore;
  beforeAll(async () => {
    server = await PostgresServer.start();
    const connection = await server.database();
    viewStore = await openPostgresViewStore({ connection, views: VIEWS, logId: 'log' });
    await (await openPostgresEventStore({ connection })).close();
    owner = openPool(connection, 2);
    await viewStore.apply([
      {
        view: 'figures',
        dropped: [],
        writes: ['sessions held', 'clients who left'].flatMap((figure, kind) =>
          Array.from({ length: kind === 0 ? 7 : 2 }, (_, index) => ({
            ...PLACE,
            key: `${figure} ${index}`,
            row: { figure, at: '2026-03-03T10:00:00.000Z', amount: 50, recordedAt: '2026-03-04T10:00:00.000Z' },
          })),
        ),
        checkpoint: { view: 'figures', position: 9n, chain: 'c', facts: 1_234 },
      },
    ]);
    await publishReports({ pool: owner, viewStore, at });
    expect(await allowReports(owner, 'dashboards', "it's")).toEqual({ leftToEverybody: [] });
    await allowReports(owner, 'dashboards');
    await publishReports({ pool: owner, viewStore, at });
    reader = openPool({ ...connection, user: 'dashboards' }, 2);
  });
  afterAll(async () => {
    await reader.end();
    await owner.end();
    await viewStore.close();
    await server.stop();
  });
  const denied = async (sql: string): Promise<void> => {
    await expect(reader.query(`SET transaction_read_only = off; ${sql}`)).rejects.toMatchObject(DENIED);
  };

  it('R7: are the figures that are answered over HTTP, small cells hidden as there', async () => {
    const { rows } = await reader.query(
      'SELECT month, figure, count::int, suppressed, amount::int, unit FROM reports.figures',
    );
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({
      month: '2026-03',
      figure: 'sessions held',
      count: 7,
      suppressed: false,
      amount: 350,
      unit: 'minutes',
    });
    expect(rows).toContainEqual({
      month: '2026-03',
      figure: 'clients who left',
      count: null,
      suppressed: true,
      amount: null,
      unit: null,
    });
    const answered = tableOfFigures((await viewStore.read(figures.name)).rows, at);
    expect(answered.map((row) => (typeof row['count'] === 'number' ? row['count'] : null)).sort()).toEqual(
      rows.map(({ count }) => count).sort(),
    );
    expect((await reader.query('SELECT count(*)::int AS n FROM reports.clauses')).rows).toEqual([{ n: 20 }]);
    expect((await reader.query(`SELECT facts::int FROM reports.views WHERE view = 'figures'`)).rows).toEqual([
      { facts: 1_000 },
    ]);
  });

  it('R7: are documented, every view and column, and hold no column that names a person or a stream', async () => {
    const { rows } = await owner.query(`
      SELECT c.relname, a.attname, col_description(c.oid, a.attnum) AS says, obj_description(c.oid) AS whole
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      WHERE c.relnamespace = 'reports'::regnamespace`);
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) expect([row, Boolean(row.says && row.whole)]).toEqual([row, true]);
    expect(rows.filter(({ attname }) => /stream|person|client|case|key|therapist/.test(attname))).toMatchObject([
      { relname: 'breaches', attname: 'persons' },
    ]);
  });

  it('R7: are all that their reader reaches: no table, no function, no writing, nothing of the server', async () => {
    const { rows: tables } = await owner.query(`
      SELECT n.nspname, format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`);
    const others = tables.filter(({ nspname }) => nspname !== 'reports');
    expect(others.length).toBeGreaterThan(VIEWS.length + 10);
    for (const { name } of others) await denied(`SELECT 1 FROM ${name}`);
    for (const { name } of tables) {
      for (const write of [`DELETE FROM ${name}`, `INSERT INTO ${name} DEFAULT VALUES`, `TRUNCATE ${name}`]) {
        await expect(reader.query(`SET transaction_read_only = off; ${write}`)).rejects.toThrow(
          /permission denied|is not a table/,
        );
      }
    }
    const { rows: functions } = await owner.query(`
      SELECT format('%I.%I', p.pronamespace::regnamespace, p.proname) AS name, p.pronargs, p.prorettype::regtype AS gives FROM pg_proc p
      WHERE p.pronamespace::regnamespace::text IN ('ledger', 'log', 'views', 'reporting', 'keys')`);
    expect(functions.length).toBeGreaterThan(0);
    for (const { name, pronargs, gives } of functions) {
      if (gives === 'trigger') continue;
      await denied(`SELECT ${name}(${Array(pronargs).fill('NULL').join()})`);
    }
    for (const what of [
      'CREATE TABLE reports.mine (a int)',
      'CREATE TABLE public.mine (a int)',
      'CREATE TEMP TABLE mine (a int)',
      'CREATE SCHEMA mine',
      `CREATE FUNCTION reports.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      'SELECT lo_create(0)',
      `SELECT lo_from_bytea(0, 'x')`,
      'SELECT pg_advisory_lock(1)',
      'SELECT pg_try_advisory_xact_lock(1)',
      `SELECT pg_notify('ledger_facts', '')`,
      `SELECT pg_read_file('PG_VERSION')`,
      `SELECT pg_ls_dir('.')`,
      'SELECT * FROM pg_authid',
      `COPY reports.clauses TO '/tmp/clauses'`,
      `COPY (SELECT 1) TO PROGRAM 'true'`,
      'SET ROLE ledger',
      'ALTER ROLE ledger PASSWORD NULL',
      'CREATE ROLE another',
      'CREATE EXTENSION plperl',
      'DROP VIEW reports.figures',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ledger'`,
    ]) {
      await expect(reader.query(`SET transaction_read_only = off; ${what}`)).rejects.toThrow(
        /permission denied|must be owner|no access privileges/i,
      );
    }
    const { rows: seen } = await reader.query(
      `SELECT DISTINCT schemaname FROM pg_stats WHERE schemaname NOT LIKE 'pg\\_%'`,
    );
    expect(seen.filter(({ schemaname }) => schemaname !== 'information_schema')).toEqual([]);
  });

  it('R7: stand still for whoever reads while they are made anew, and while views are swapped', async () => {
    const client = await reader.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const before = (await client.query('SELECT * FROM reports.figures ORDER BY figure')).rows;
    await publishReports({ pool: owner, viewStore, at: { ...at, smallCell: 8 } });
    expect((await client.query('SELECT * FROM reports.figures ORDER BY figure')).rows).toEqual(before);
    await client.query('COMMIT');
    client.release();
    const { rows } = await reader.query('SELECT DISTINCT suppressed FROM reports.figures');
    expect(rows).toEqual([{ suppressed: true }]);
  });
});
