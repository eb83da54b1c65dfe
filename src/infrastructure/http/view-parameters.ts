import { PSEUDONYM } from '../../application/access/mandate-reading.js';
import { READER_ROLES } from '../../application/access/matrix.js';
import type { ColumnCondition } from '../../application/ports.js';
import { PAGE, type ReadView, type Scope } from '../../application/read-view.js';
import type { ViewDefinition } from '../../projections/view.js';
import { kebab } from './names.js';
import { PROBLEMS } from './problem.js';

export const SCOPES = ['case', 'client', 'complaint', 'therapist'] as const;

/** What a query string asks of a view. */
export interface Asked {
  readonly scope: Scope;
  readonly options: ReadView['options'];
  readonly format: 'json' | 'csv' | undefined;
  /** True when all of it is wanted at once, on record as an export. */
  readonly whole: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const TEXT = /^[\p{L}\p{N}\p{P}\p{S} ]{1,200}$/u;
const SAYS_WHEN = /^(at|from|since|starts?|due|on|day|until|month)$|(At|From|Since|Starts?|By|On)$/;

/** The column that `from` and `before` are about: the first that says when, those that the view is sorted by before others. */
export function whenColumn(view: Pick<ViewDefinition, 'columns' | 'order'>): string | undefined {
  const sorted = view.order.map((name) => name.replace(/^-/, ''));
  return [...sorted, ...Object.keys(view.columns)].find(
    (name) => SAYS_WHEN.test(name) && view.columns[name]?.kind === 'text',
  );
}

/** Columns that can be asked for, by parameter name. */
export function filtersOf(view: Pick<ViewDefinition, 'columns'>): ReadonlyMap<string, string> {
  const reserved = new Set<string>([
    ...SCOPES,
    'known-at',
    'as-of',
    'limit',
    'cursor',
    'as',
    'from',
    'before',
    'format',
    'export',
    'print',
  ]);
  return new Map(
    Object.entries(view.columns).flatMap(([name, { kind }]) =>
      (kind === 'text' || kind === 'integer') && !reserved.has(kebab(name)) ? [[kebab(name), name] as const] : [],
    ),
  );
}

/** Reads a query string; throws a problem that names the parameter and never repeats its value. */
export function askedOf(query: unknown, view: ViewDefinition): Asked {
  const said = new Map<string, string>();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') throw bad(/^[a-z-]{1,40}$/.test(name) ? name : undefined, 'It is given twice.');
    said.set(name, value);
  }
  const take = (name: string): string | undefined => {
    const value = said.get(name);
    said.delete(name);
    return value;
  };
  const scope = Object.fromEntries(
    SCOPES.flatMap((name) => {
      const id = take(name);
      if (id === undefined) return [];
      const mayBePseudonym = name === 'case' || name === 'client';
      if (!UUID.test(id) && !(mayBePseudonym && PSEUDONYM.test(id)))
        throw bad(name, 'It must be a UUID in lower case.');
      return [[name, id]];
    }),
  ) as Scope;
  const knownAt = position(take('known-at'));
  const asOf = instant('as-of', take('as-of'));
  const limit = limitOf(take('limit'));
  const after = take('cursor');
  const as = take('as');
  if (as !== undefined && !(READER_ROLES as readonly string[]).includes(as))
    throw bad('as', `It must be one of: ${READER_ROLES.join(', ')}.`);
  const format = take('format');
  if (format !== undefined && format !== 'json' && format !== 'csv') throw bad('format', 'It must be json or csv.');
  const whole = take('export');
  if (whole !== undefined && whole !== '' && whole !== 'true') throw bad('export', 'It must be true.');
  if (whole !== undefined && (limit !== undefined || after !== undefined))
    throw bad('export', 'An export is whole: it has no limit and no cursor.');
  const print = take('print');
  if (print !== undefined && print !== '' && print !== 'true') throw bad('print', 'It must be true.');
  const where = conditions(view, take, said);
  return {
    scope,
    format,
    whole: whole !== undefined,
    options: {
      ...(as && { as }),
      ...(print !== undefined && { how: 'print' as const }),
      ...(knownAt !== undefined && { knownAt }),
      ...(asOf && { asOf }),
      ...(limit !== undefined && { limit }),
      ...(after && { after }),
      ...(Object.keys(where).length > 0 && { where }),
    },
  };
}

function conditions(
  view: ViewDefinition,
  take: (name: string) => string | undefined,
  rest: ReadonlyMap<string, string>,
): Readonly<Record<string, ColumnCondition>> {
  const where: Record<string, ColumnCondition> = {};
  const [from, before] = [bound('from', take('from')), bound('before', take('before'))];
  if (from !== undefined || before !== undefined) {
    const when = whenColumn(view);
    if (when === undefined)
      throw bad(from === undefined ? 'before' : 'from', 'This view has no column that says when.');
    where[when] = { ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
  }
  const filters = filtersOf(view);
  for (const [name, value] of rest) {
    const column = filters.get(name);
    if (column === undefined)
      throw bad(undefined, 'A parameter is not one of this view; /openapi.json lists those that are.');
    where[column] = { ...where[column], equals: valueFor(view, column, name, value) };
  }
  return where;
}

function valueFor(view: ViewDefinition, column: string, name: string, value: string): string | number {
  if (view.columns[column]?.kind === 'integer') {
    if (!/^-?(0|[1-9]\d{0,14})$/.test(value)) throw bad(name, 'It must be a whole number.');
    return Number(value);
  }
  if (!TEXT.test(value)) throw bad(name, 'It must be 1 to 200 printable characters.');
  return INSTANT.test(value) ? (instant(name, value) as string) : value;
}

/** An instant, or the beginning of one: a date compares with instants and dates alike. */
function bound(name: string, said: string | undefined): string | undefined {
  if (said === undefined || !/^\d{4}-\d{2}(-\d{2})?$/.test(said)) return instant(name, said);
  if (Number.isNaN(Date.parse(said)) || !new Date(Date.parse(said)).toISOString().startsWith(said))
    throw bad(name, 'It must be a date that exists.');
  return said;
}

function instant(name: string, said: string | undefined): string | undefined {
  if (said === undefined) return undefined;
  // A plus sign in a query string arrives as a space.
  const value = said.replace(/ (?=\d{2}:\d{2}$)/, '+');
  const day = INSTANT.exec(value)?.[1];
  const at = day === undefined ? Number.NaN : Date.parse(value);
  if (Number.isNaN(at) || !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day as string))
    throw bad(name, 'It must be an existing instant with an offset, such as 2026-02-13T17:00:00Z.');
  return new Date(at).toISOString();
}

function position(said: string | undefined): bigint | undefined {
  if (said === undefined) return undefined;
  if (!/^(0|[1-9]\d{0,18})$/.test(said)) throw bad('known-at', 'It must be a position, as a receipt gives it.');
  return BigInt(said);
}

function limitOf(said: string | undefined): number | undefined {
  if (said === undefined) return undefined;
  const limit = /^[1-9]\d{0,3}$/.test(said) ? Number(said) : 0;
  if (limit < 1 || limit > PAGE.most) throw bad('limit', `It must be a whole number from 1 to ${PAGE.most}.`);
  return limit;
}

const bad = (field: string | undefined, detail: string) => PROBLEMS.badParameter({ ...(field && { field }), detail });
