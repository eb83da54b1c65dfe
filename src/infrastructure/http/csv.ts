import type { ViewDefinition } from '../../projections/view.js';

/** A cell that a spreadsheet would take for a formula, or what full-width forms of the same characters become. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;
const NEEDS_QUOTES = /[",\r\n]/;

type Row = Readonly<Record<string, unknown>>;

/** Rows as RFC 4180 text, sealed values that were opened as columns of their own, no cell a formula. */
export function csvOf(view: Pick<ViewDefinition, 'columns'>, rows: readonly Row[]): string {
  const flat = rows.map((row) => flattened(row));
  const names = new Set<string>();
  // Plain columns make the same head whatever the rows hold; the others bring columns of their own.
  for (const [name, { kind }] of Object.entries(view.columns)) {
    if (kind === 'text' || kind === 'integer') names.add(name);
  }
  for (const row of flat) for (const name of row.keys()) names.add(name);
  const head = [...names];
  const lines = [head.map(cell), ...flat.map((row) => head.map((name) => cell(row.get(name))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function flattened(row: Row): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const put = (path: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) found.set(path, value);
    else if (Array.isArray(value)) found.set(path, value.every(isPlain) ? value.join('; ') : JSON.stringify(value));
    else for (const [name, inner] of Object.entries(value)) put(`${path}.${name}`, inner);
  };
  for (const [name, value] of Object.entries(row)) put(name, value);
  return found;
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  // A number is no formula, and an apostrophe would make a text of it.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
