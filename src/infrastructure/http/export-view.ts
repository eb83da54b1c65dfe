import { PAGE, type ReadOutcome, ReadView } from '../../application/read-view.js';
import type { PresentedRow, ViewDefinition } from '../../projections/view.js';
import { canonical } from '../integrity/canonical.js';
import { csvOf } from './csv.js';
import { PROBLEMS } from './problem.js';
import type { Asked } from './view-parameters.js';

/** An export has this many rows at most: it is made whole before the first of it is sent. */
export const ROWS_AT_MOST = 500_000;
/** Rows in one piece of the text, so that a slow reader takes it as it can. */
const ROWS_PER_PIECE = 500;

/** A view whole. */
export interface Export {
  readonly role: string;
  readonly position: bigint;
  readonly format: 'json' | 'csv';
  /** The text, piece by piece. */
  readonly pieces: () => Generator<string>;
}

type Shown = Extract<ReadOutcome, { kind: 'shown' }>;
type NotShown = Exclude<ReadOutcome, Shown>;
type Pages = Pick<Shown, 'role' | 'position' | 'rows' | 'withheld'>;

/**
 * A view whole, page by page, each page a look on record as an export. When facts come in between two pages it begins again as
 * known at the position it has come to, so that no row is missed or shown twice. Whatever is not shown is returned as it is.
 */
export async function exportView(
  read: (query: ReadView) => Promise<ReadOutcome>,
  view: ViewDefinition,
  person: string,
  { scope, options, format = 'json' }: Asked,
  door: Pick<ReadView['options'], 'session' | 'workstation'>,
): Promise<Export | NotShown> {
  const ask = (more: ReadView['options']): Promise<ReadOutcome> =>
    read(
      new ReadView(view.name, person, scope, {
        ...options,
        ...more,
        limit: PAGE.most,
        how: options.how ?? 'export',
        ...door,
      }),
    );
  // The access log only grows at its new end, and each page of this export adds to it: it is taken as it comes.
  const whole = view.column === 'access-log' ? await asTheyCome(ask) : await atOnePosition(ask);
  if ('kind' in whole) return whole;
  const { role, position, rows, withheld } = whole;
  const { asOf, knownAt, as, where } = options;
  const head = {
    ...(as !== undefined && { as }),
    ...(asOf !== undefined && { asOf }),
    ...(knownAt !== undefined && { knownAt: String(knownAt) }),
    position: String(position),
    role,
  };
  const tail = { scope, view: view.name, ...(where !== undefined && { where }), ...(withheld && { withheld }) };
  return {
    role,
    position,
    format,
    pieces:
      format === 'csv' ? () => inPieces(csvOf(view, withCounted(rows, withheld))) : () => asJson(head, rows, tail),
  };
}

/** Lines kept from the reader, as lines of a table: never silently missing. */
export const withCounted = (
  rows: readonly PresentedRow[],
  withheld: Shown['withheld'] = [],
): readonly PresentedRow[] => [
  ...rows,
  ...withheld.map(({ ground, lines }) => ({ what: 'withheld', information: ground, count: lines })),
];

type Ask = (more: ReadView['options']) => Promise<ReadOutcome>;

/** Every page at one position. */
async function atOnePosition(ask: Ask): Promise<Pages | NotShown> {
  const found = await pagesOf(ask, {});
  if (!('moved' in found)) return found;
  const pinned = await pagesOf(ask, { knownAt: found.moved });
  if ('moved' in pinned) throw new Error('what was known at a position has changed');
  return pinned;
}

/** Every page, or the position that the view has come to when it moved between two of them. */
async function pagesOf(
  ask: Ask,
  at: Pick<ReadView['options'], 'knownAt'>,
): Promise<Pages | NotShown | { readonly moved: bigint }> {
  const rows: PresentedRow[] = [];
  for (let after: string | undefined, first: Shown | undefined; ; ) {
    const page = await ask({ ...at, ...(after !== undefined && { after }) });
    if (page.kind !== 'shown') return page;
    first ??= page;
    if (page.position !== first.position) return { moved: page.position };
    rows.push(...page.rows);
    requireFew(rows);
    if (page.next === undefined) return { role: first.role, position: first.position, rows };
    after = page.next;
  }
}

/** Every page, whatever is added meanwhile. */
async function asTheyCome(ask: Ask): Promise<Pages | NotShown> {
  const rows: PresentedRow[] = [];
  for (let after: string | undefined, first: Shown | undefined; ; ) {
    const page = await ask(after === undefined ? {} : { after });
    if (page.kind !== 'shown') return page;
    first ??= page;
    rows.push(...page.rows);
    requireFew(rows);
    if (page.next === undefined)
      return { role: first.role, position: first.position, rows, ...(first.withheld && { withheld: first.withheld }) };
    after = page.next;
  }
}

function requireFew(rows: readonly PresentedRow[]): void {
  if (rows.length > ROWS_AT_MOST)
    throw PROBLEMS.badParameter({ detail: `An export has ${ROWS_AT_MOST} rows at most: narrow it by time.` });
}

const PIECE_CHARACTERS = 65_536;
const FIRST_HALF = /[\ud800-\udbff]$/;

function* inPieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const piece = text.slice(at, at + PIECE_CHARACTERS);
    // A character of two halves is not torn apart: each piece is encoded by itself.
    const whole = FIRST_HALF.test(piece) ? text.slice(at, at + PIECE_CHARACTERS + 1) : piece;
    yield whole;
    at += whole.length;
  }
}

/** RFC 8785 of `{…head, rows, …tail}`: names in order, nothing that differs between two exports at one position. */
function* asJson(head: object, rows: readonly PresentedRow[], tail: object): Generator<string> {
  yield `${canonical(head).slice(0, -1)},"rows":[`;
  for (let at = 0; at < rows.length; at += ROWS_PER_PIECE) {
    const piece = rows.slice(at, at + ROWS_PER_PIECE).map((row) => canonical(plain(row), { anyNumber: true }));
    yield `${at === 0 ? '' : ','}${piece.join(',')}`;
  }
  yield `],${canonical(plain(tail)).slice(1)}\n`;
}

/** As JSON knows it: positions are text, what is undefined is absent. */
const plain = (value: object): unknown =>
  JSON.parse(JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)));
