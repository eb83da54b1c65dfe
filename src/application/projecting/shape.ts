import type { Column, ColumnKind, ViewDefinition } from '../../projections/view.js';
import type { RowWrite } from '../ports.js';

/** Names of a row's place; no view may use them for a column of its own. */
export const PLACE = ['stream', 'key', 'revision', 'position'] as const;

/** The column in which a view that keeps struck facts says by which fact each was struck. */
export const STRUCK_BY = 'struckBy';
/** The column, where there is one, in which it says when that was recorded. */
export const STRUCK_AT = 'struckAt';

/** A view's definition contradicts itself, or a handler gave a row that does not fit it; says no value. */
export class ViewMisfit extends Error {}

/** Throws `ViewMisfit` when a view cannot be stored as it is declared. */
export function requireStorable(view: ViewDefinition): void {
  const misfit = (what: string): never => {
    throw new ViewMisfit(`view ${view.name}: ${what}`);
  };
  for (const name of PLACE) if (name in view.columns) misfit(`the column ${name} belongs to the row's place`);
  if (view.keepsStruck && view.columns[STRUCK_BY]?.kind !== 'text') misfit(`a text column ${STRUCK_BY} is wanted`);
  for (const name of view.order) {
    if (!isOpen(view, name.replace(/^-/, ''))) misfit(`it cannot be sorted by ${name}`);
  }
}

/** True when rows may be found or sorted by it: part of a row's place, or a text or integer column. */
export function isOpen(view: ViewDefinition, name: string): boolean {
  if ((PLACE as readonly string[]).includes(name)) return true;
  const kind = view.columns[name]?.kind;
  return kind === 'text' || kind === 'integer';
}

/** Columns kept in rows, with their names; the others are read from their facts. */
export const storedColumns = (view: ViewDefinition): readonly (readonly [name: string, column: Column])[] =>
  Object.entries(view.columns).filter(([, { ofFact }]) => ofFact === undefined);

/** Everything about a view that its rows depend on; when it changes, the view is made again from the facts. */
export function shapeOf(view: ViewDefinition): string {
  const columns = storedColumns(view).map(([name, { kind, indexed }]) => [name, kind, indexed === true]);
  // A handler's own text is part of it; what it calls is not: `verify` finds that.
  const handlers = Object.entries(view.on).map(([type, handler]) => [type, String(handler)]);
  return JSON.stringify([view.name, columns, view.keepsStruck, handlers]);
}

const FITS: Readonly<Record<ColumnKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  json: () => true,
  box: (value) => typeof value === 'object',
};

/** Throws `ViewMisfit` when a row holds what its view has no column for. */
export function requireFitting(view: ViewDefinition, row: NonNullable<RowWrite['row']>): void {
  for (const name in row) {
    const value = row[name];
    if (value === undefined || value === null) continue;
    const column = view.columns[name];
    if (column === undefined || column.ofFact) throw new ViewMisfit(`view ${view.name}: no column ${name}`);
    if (!FITS[column.kind](value)) {
      throw new ViewMisfit(`view ${view.name}: the column ${name} is ${column.kind}, not ${typeof value}`);
    }
  }
}
