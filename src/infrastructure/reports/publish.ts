import type { Pool, PoolClient } from 'pg';
import type { ViewStore } from '../../application/ports.js';
import { CHARTER, CLAUSES } from '../../domain/charter.js';
import { breachStatistics } from '../../projections/breach-statistics.js';
import { figures } from '../../projections/figures.js';
import type { PresentedAt, PresentedRow, ViewDefinition } from '../../projections/view.js';
import { inTransaction } from '../postgres/connection.js';

/** What figures are made of. */
export interface Publishing {
  /** Of the database that has the schema `reports`: that of the views, or one of its own. */
  readonly pool: Pool;
  readonly viewStore: Pick<ViewStore, 'read' | 'checkpoints'>;
  readonly at: PresentedAt;
}

/** Facts that a view has taken are told in steps of so many. */
const FACTS_STEP = 1_000;

/**
 * Makes the figures of the schema `reports` anew, all at once, by the same functions that answer over HTTP: what a small cell
 * hides there is not in these tables either, so that no way of asking brings it out.
 */
export async function publishReports({ pool, viewStore, at }: Publishing): Promise<void> {
  const [monthly, yearly] = [await presented(viewStore, figures, at), await presented(viewStore, breachStatistics, at)];
  const checkpoints = await viewStore.checkpoints();
  const count = (value: unknown): number | null => (typeof value === 'number' && value >= at.smallCell ? value : null);
  await inTransaction(pool, async (client) => {
    await replace(client, 'published', ['at', 'small_cell'], [[at.now, at.smallCell]]);
    await replace(
      client,
      'clauses',
      ['place', 'clause', 'party', 'title'],
      CLAUSES.map((clause, index) => [index + 1, clause, CHARTER[clause].party, CHARTER[clause].title]),
    );
    await replace(
      client,
      'figures',
      ['month', 'figure', 'count', 'amount', 'unit'],
      monthly.map((row) => [row['month'], row['figure'], count(row['count']), row['amount'], row['unit']]),
    );
    await replace(
      client,
      'breaches',
      ['year', 'stolen', 'lost', 'used', 'disclosed', 'persons', 'due', 'submitted', 'standing', 'missed'],
      yearly.map((row) => [
        row['year'],
        ...['stolen', 'lost', 'used', 'disclosed', 'persons'].map((name) => count(row[name])),
        ...[row['due'], row['submittedOn'], row['standing'], row['missed'] === 'yes'],
      ]),
    );
    await replace(
      client,
      'views',
      ['view', 'facts', 'stopped'],
      checkpoints.map(({ view, facts, stopped }) => [view, facts - (facts % FACTS_STEP), stopped !== undefined]),
    );
  });
}

async function presented(
  viewStore: Pick<ViewStore, 'read'>,
  view: ViewDefinition,
  at: PresentedAt,
): Promise<readonly PresentedRow[]> {
  const { rows } = await viewStore.read(view.name);
  return view.present?.(rows, at) ?? [];
}

/** Whoever reads meanwhile sees the rows before. */
async function replace(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  await client.query(`DELETE FROM reporting.${table}`);
  const names = columns.join(', ');
  // A row of the table's own type, so that the server reads each value as its column is.
  await client.query(
    `INSERT INTO reporting.${table} (${names})
     SELECT ${names} FROM json_populate_recordset(NULL::reporting.${table}, $1)`,
    [JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]))))],
  );
}
