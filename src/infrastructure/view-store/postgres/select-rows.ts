import { BadCursor, type ColumnCondition, type ViewQuery, type ViewRow } from '../../../application/ports.js';
import { readCursor, requireOpen, type Sorting } from '../../../application/projecting/rows.js';
import { storedColumns } from '../../../application/projecting/shape.js';
import type { Column, ViewDefinition } from '../../../projections/view.js';
import { quoted } from '../../postgres/connection.js';
import { textKept, textToKeep } from '../../postgres/texts.js';

type Value = string | number | null;

/** The statement that reads a page and one row more, which tells whether there is another page. Names come from definitions only. */
export function selectRows(
  view: ViewDefinition,
  table: string,
  query: ViewQuery,
  sorting: readonly Sorting[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const where = new Where(view);
  if (query.streams) where.add(`stream = ANY (${where.given(query.streams.map(textToKeep))}::text[])`);
  for (const [name, condition] of Object.entries(query.where ?? {})) {
    requireOpen(view, name);
    where.condition(name, condition);
  }
  if (query.after !== undefined) where.add(where.beyond(sorting, readCursor(query.after, sorting)));
  const columns = ['stream', 'key', 'revision', 'position', ...storedColumns(view).map(([name]) => name)];
  const order = sorting.map(
    ({ name, descending }) => quoted(name) + (descending ? ' DESC NULLS LAST' : ' NULLS FIRST'),
  );
  const limit = query.limit === undefined ? '' : `LIMIT ${where.given(query.limit + 1)}`;
  const text = `SELECT ${columns.map(quoted).join()} FROM ${table} ${where} ORDER BY ${order.join()} ${limit}`;
  return { text, values: where.values };
}

/** A row from what the server wrote, all as text. */
export function rowOf(view: ViewDefinition, values: readonly (string | null)[]): ViewRow {
  const row: Record<string, unknown> = {
    stream: textKept(values[0] as string),
    key: textKept(values[1] as string),
    revision: Number(values[2]),
    position: BigInt(values[3] as string),
  };
  storedColumns(view).forEach(([name, { kind }], index) => {
    const value = values[index + 4] as string | null;
    if (value === null) row[name] = null;
    else row[name] = kind === 'text' ? textKept(value) : kind === 'integer' ? Number(value) : JSON.parse(value);
  });
  return row as unknown as ViewRow;
}

/** What rows must be, with the values given apart. */
class Where {
  readonly values: unknown[] = [];
  readonly #clauses: string[] = [];

  constructor(private readonly view: ViewDefinition) {}

  /** A place for a value. */
  given(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(clause: string): void {
    this.#clauses.push(clause);
  }

  condition(name: string, { equals, in: among, from, before }: ColumnCondition): void {
    if (equals !== undefined) this.add(this.#equal(name, equals));
    if (among !== undefined) {
      const fitting = among.filter((value) => this.#fits(name, value)).map((value) => this.#kept(value));
      this.add(`${quoted(name)} = ANY (${this.given(fitting)}::${this.#isText(name) ? 'text' : 'bigint'}[])`);
    }
    if (from !== undefined) this.add(this.#compared(name, '>=', from));
    if (before !== undefined) this.add(this.#compared(name, '<', before));
  }

  /** Rows after the cursor: a later value in the first column that differs. */
  beyond(sorting: readonly Sorting[], cursor: readonly Value[]): string {
    sorting.forEach(({ name }, index) => {
      const value = cursor[index] ?? null;
      if (value !== null && !this.#fits(name, value)) throw new BadCursor('the cursor does not belong to this view');
    });
    const alternatives = sorting.map(({ name, descending }, index) => {
      const equal = sorting.slice(0, index).map((one, at) => this.#equal(one.name, cursor[at] ?? null));
      return [...equal, this.#later(name, descending, cursor[index] ?? null)].join(' AND ');
    });
    return `(${alternatives.map((one) => `(${one})`).join(' OR ')})`;
  }

  toString(): string {
    return this.#clauses.length > 0 ? `WHERE ${this.#clauses.join(' AND ')}` : '';
  }

  /** Null sorts before every value. */
  #later(name: string, descending: boolean, value: Value): string {
    if (value === null) return descending ? 'FALSE' : `${quoted(name)} IS NOT NULL`;
    const later = this.#compared(name, descending ? '<' : '>', value);
    return descending ? `(${later} OR ${quoted(name)} IS NULL)` : later;
  }

  #equal(name: string, value: Value): string {
    if (value === null) return `${quoted(name)} IS NULL`;
    return this.#fits(name, value) ? `${quoted(name)} = ${this.given(this.#kept(value))}` : 'FALSE';
  }

  /** Numbers stand before texts, as in every view store. */
  #compared(name: string, how: '<' | '>' | '>=', value: string | number): string {
    if (typeof value === 'number' && !this.#isText(name)) {
      if (Number.isSafeInteger(value)) return `${quoted(name)} ${how} ${this.given(value)}`;
      return `${quoted(name)} ${how === '<' ? '<=' : '>'} ${this.given(Math.floor(value))}`;
    }
    if (this.#fits(name, value)) return `${quoted(name)} ${how} ${this.given(this.#kept(value))}`;
    return (how === '<') === (typeof value === 'string') ? `${quoted(name)} IS NOT NULL` : 'FALSE';
  }

  #fits(name: string, value: string | number): boolean {
    return this.#isText(name) ? typeof value === 'string' : Number.isSafeInteger(value);
  }

  #isText(name: string): boolean {
    if (name === 'stream' || name === 'key') return true;
    return (this.view.columns[name] as Column | undefined)?.kind === 'text';
  }

  #kept(value: string | number): string | number {
    return typeof value === 'string' ? textToKeep(value) : value;
  }
}
