import type { ViewDefinition } from '../../projections/view.js';
import { BadCursor, type ColumnCondition, type ViewPage, type ViewQuery, type ViewRow } from '../ports.js';
import { isOpen } from './shape.js';

/** One column of an order, made explicit. */
export interface Sorting {
  readonly name: string;
  readonly descending: boolean;
}

/** The total order of a query: what it asks, else the view's own, then stream and key. Throws a RangeError on a column that is not open. */
export function sortingOf(view: ViewDefinition, order: readonly string[] = view.order): readonly Sorting[] {
  const sorting = order.map((name) => ({ name: name.replace(/^-/, ''), descending: name.startsWith('-') }));
  for (const name of ['stream', 'key']) {
    if (!sorting.some((one) => one.name === name)) sorting.push({ name, descending: false });
  }
  for (const { name } of sorting) requireOpen(view, name);
  return sorting;
}

/** Throws a RangeError when rows cannot be found or sorted by this column. */
export function requireOpen(view: ViewDefinition, name: string): void {
  if (!isOpen(view, name)) throw new RangeError(`rows of ${view.name} cannot be found or sorted by ${name}`);
}

type Value = string | number | null;

const valueIn = (row: ViewRow, name: string): Value => {
  const value = row[name];
  return typeof value === 'bigint' ? Number(value) : ((value ?? null) as Value);
};

/** The cursor that goes on after a row. */
export const cursorAfter = (row: ViewRow, sorting: readonly Sorting[]): string =>
  Buffer.from(JSON.stringify([namesOf(sorting), sorting.map(({ name }) => valueIn(row, name))])).toString('base64url');

/** The values a cursor stands for; throws `BadCursor` when it is not of this order. */
export function readCursor(cursor: string, sorting: readonly Sorting[]): readonly Value[] {
  try {
    const [names, values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, Value[]];
    const whole =
      names === namesOf(sorting) &&
      values.length === sorting.length &&
      values.every((v) => v === null || typeof v === 'string' || Number.isSafeInteger(v));
    if (whole) return values;
  } catch {
    // Falls through: whatever it was, it is not a cursor.
  }
  throw new BadCursor('the cursor does not belong to this view and order');
}

const namesOf = (sorting: readonly Sorting[]): string =>
  sorting.map(({ name, descending }) => (descending ? `-${name}` : name)).join();

/** Null first, then numbers, then texts by their UTF-8 bytes, as SQLite sorts. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return typeof a === 'number' ? -1 : 1;
}

const compareAll = (a: readonly Value[], b: readonly Value[], sorting: readonly Sorting[]): number => {
  for (let index = 0; index < sorting.length; index++) {
    const order = compare(a[index] ?? null, b[index] ?? null);
    if (order !== 0) return sorting[index]?.descending ? -order : order;
  }
  return 0;
};

function holds(value: Value, { equals, in: among, from, before }: ColumnCondition): boolean {
  if (equals !== undefined && value !== equals) return false;
  if (among !== undefined && (value === null || !among.includes(value))) return false;
  if (from !== undefined && (value === null || compare(value, from) < 0)) return false;
  return before === undefined || (value !== null && compare(value, before) < 0);
}

/** The page of rows that a query asks for, from all rows of a view in any order. */
export function pageOf(view: ViewDefinition, rows: Iterable<ViewRow>, query: ViewQuery = {}): ViewPage {
  const sorting = sortingOf(view, query.order);
  const conditions = Object.entries(query.where ?? {});
  for (const [name] of conditions) requireOpen(view, name);
  const streams = query.streams && new Set(query.streams);
  const after = query.after === undefined ? undefined : readCursor(query.after, sorting);
  const found: { readonly row: ViewRow; readonly values: readonly Value[] }[] = [];
  for (const row of rows) {
    if (streams && !streams.has(row.stream)) continue;
    if (!conditions.every(([name, condition]) => holds(valueIn(row, name), condition))) continue;
    const values = sorting.map(({ name }) => valueIn(row, name));
    if (after === undefined || compareAll(values, after, sorting) > 0) found.push({ row, values });
  }
  found.sort((a, b) => compareAll(a.values, b.values, sorting));
  return pageFrom(
    found.map(({ row }) => row),
    sorting,
    query.limit,
  );
}

/** The first `limit` of sorted rows, with a cursor when there are more. */
export function pageFrom(sorted: readonly ViewRow[], sorting: readonly Sorting[], limit = sorted.length): ViewPage {
  if (limit >= sorted.length) return { rows: sorted };
  const rows = sorted.slice(0, limit);
  const last = rows.at(-1);
  return last === undefined ? { rows } : { rows, next: cursorAfter(last, sorting) };
}
