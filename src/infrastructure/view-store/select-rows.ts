import type { ColumnCondition, ViewQuery } from '../../application/ports.js';
import { readCursor, requireOpen, type Sorting } from '../../application/projecting/rows.js';
import { storedColumns } from '../../application/projecting/shape.js';
import type { ViewDefinition } from '../../projections/view.js';

/** What SQLite stores in a column. */
export type Value = string | number | null;

interface Select {
  readonly sql: string;
  readonly values: Value[];
}

/** The statement that reads a page and one row more, which tells whether there is another page. Names come from definitions only. */
export function selectRows(
  view: ViewDefinition,
  table: string,
  query: ViewQuery,
  sorting: readonly Sorting[],
  streams: readonly number[] | undefined,
): Select {
  const clauses: string[] = [];
  const values: Value[] = [];
  if (streams) {
    clauses.push('v.stream IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(streams));
  }
  for (const [name, condition] of Object.entries(query.where ?? {})) {
    requireOpen(view, name);
    conditionOn(columnOf(name), condition, clauses, values);
  }
  if (query.after !== undefined) clauses.push(beyond(sorting, readCursor(query.after, sorting), values));
  const columns = ['s.name', 'v.key', 'v.revision', 'v.position', ...storedColumns(view).map(([n]) => `v."${n}"`)];
  const sql = `SELECT ${columns.join()} FROM ${table} v JOIN streams s ON s.number = v.stream
    ${clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : ''}
    ORDER BY ${sorting.map(({ name, descending }) => `${columnOf(name)}${descending ? ' DESC' : ''}`).join()}
    ${query.limit === undefined ? '' : 'LIMIT ?'}`;
  if (query.limit !== undefined) values.push(query.limit + 1);
  return { sql, values };
}

const columnOf = (name: string): string => (name === 'stream' ? 's.name' : `v."${name}"`);

function conditionOn(column: string, condition: ColumnCondition, clauses: string[], values: Value[]): void {
  const { equals, in: among, from, before } = condition;
  if (equals !== undefined) {
    clauses.push(`${column} IS ?`);
    values.push(equals);
  }
  if (among !== undefined) {
    clauses.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(among));
  }
  if (from !== undefined) {
    clauses.push(`${column} >= ?`);
    values.push(from);
  }
  if (before !== undefined) {
    clauses.push(`${column} < ?`);
    values.push(before);
  }
}

/** True for rows after the cursor: a later value in the first column that differs. */
function beyond(sorting: readonly Sorting[], cursor: readonly Value[], values: Value[]): string {
  const alternatives = sorting.map(({ name, descending }, index) => {
    const equal = sorting.slice(0, index).map((one, at) => {
      values.push(cursor[at] ?? null);
      return `${columnOf(one.name)} IS ?`;
    });
    return [...equal, later(columnOf(name), descending, cursor[index] ?? null, values)].join(' AND ');
  });
  return `(${alternatives.map((one) => `(${one})`).join(' OR ')})`;
}

/** Null sorts before every value. */
function later(column: string, descending: boolean, value: Value, values: Value[]): string {
  if (value === null) return descending ? 'FALSE' : `${column} IS NOT NULL`;
  values.push(value);
  return descending ? `(${column} < ? OR ${column} IS NULL)` : `${column} > ?`;
}
