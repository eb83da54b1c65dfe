import type { ViewDefinition } from '../../projections/view.js';
import type { RowWrite, ViewRow } from '../ports.js';
import { storedColumns } from './shape.js';

/** Rows of one view in memory, written as a store writes them. */
export class RowTable {
  readonly #streams = new Map<string, Map<string, ViewRow>>();
  readonly #empty: Readonly<Record<string, null>>;

  constructor(view: ViewDefinition) {
    this.#empty = Object.fromEntries(storedColumns(view).map(([name]) => [name, null]));
  }

  write({ kind, row, stream, key, revision, position }: RowWrite): void {
    const rows = this.#streams.get(stream) ?? new Map<string, ViewRow>();
    this.#streams.set(stream, rows);
    if (kind === 'once' && rows.has(key)) return;
    const before = kind === 'put' || kind === 'once' ? this.#empty : rows.get(key);
    if (kind === 'drop') rows.delete(key);
    else if (before !== undefined) rows.set(key, { ...before, ...present(row), stream, key, revision, position });
  }

  dropStream(stream: string): void {
    this.#streams.delete(stream);
  }

  *rows(): Generator<ViewRow> {
    for (const rows of this.#streams.values()) yield* rows.values();
  }
}

/** A column set to undefined is emptied. */
const present = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));
