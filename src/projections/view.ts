import type { HandlersOf, Kinds } from '../domain/language/decision.js';
import type { Box, StoredFact } from '../domain/language/fact.js';

/** What a column holds. `box` columns hold sealed boxes; views sort and filter on the others only. */
export type ColumnKind = 'text' | 'integer' | 'json' | 'box';

export interface Column {
  readonly kind: ColumnKind;
  readonly says: string;
  /** True when rows are looked up or sorted by it across streams. */
  readonly indexed?: boolean;
  /** What the column holds is not kept in the row but read from its fact, lifted, when somebody looks: rows stay small. */
  readonly ofFact?: (fact: StoredFact) => unknown;
}

export type Columns = { readonly [name: string]: Column };

type Value<C extends Column> = C['kind'] extends 'integer'
  ? number | null
  : C['kind'] extends 'json'
    ? unknown
    : C['kind'] extends 'box'
      ? Box | null
      : string | null;

/** A row's own columns; every stored row also has `stream`, `key`, `revision` and `position`. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]?: Value<C[K]> };

/** One change to the rows of the fact's own stream. */
export type Change<Row = Readonly<Record<string, unknown>>> =
  | { readonly put: string; readonly row: Row; readonly once?: true }
  | { readonly set: string; readonly row: Row }
  | { readonly drop: string };

/** A new row, or the row again from the start. */
export const put = <Row>(key: string, row: Row): Change<Row> => ({ put: key, row });
/** A new row, unless it is there: cheap for what nearly every fact says again. Nothing else may change such a row but a drop. */
export const once = <Row>(key: string, row: Row): Change<Row> => ({ put: key, row, once: true });
/** Some columns of a row that is there; nothing when it is not. */
export const set = <Row>(key: string, row: Row): Change<Row> => ({ set: key, row });
/** The row goes. */
export const drop = (key: string): Change<never> => ({ drop: key });

/** Columns of the access matrix: what kind of information a view shows. */
export type MatrixColumn =
  | 'booking'
  | 'clinical'
  | 'recording'
  | 'complaint'
  | 'college'
  | 'mandatory-report'
  | 'breach'
  | 'destroyed'
  | 'money'
  | 'access-log'
  | 'figures'
  | 'agency'
  | 'by-stream';

export interface ViewDefinition<C extends Columns = Columns> {
  readonly name: string;
  readonly title: string;
  readonly says: string;
  /** The access matrix's column that governs it; `by-stream` decides row by row by the row's stream. */
  readonly column: MatrixColumn;
  /** What a reader names to see it. `agency` views are read across streams. */
  readonly scopes: readonly ('case' | 'client' | 'complaint' | 'therapist' | 'agency')[];
  readonly columns: C;
  /** Sort order of its rows: open columns, ascending; `-name` descending. */
  readonly order: readonly string[];
  /** True when struck facts keep their rows, marked in the column `struckBy`. */
  readonly keepsStruck: boolean;
  readonly on: Readonly<Record<string, (fact: StoredFact) => readonly Change<RowOf<C>>[]>>;
  /** Turns the rows of the streams a reader may see into what they are shown. */
  readonly present?: (rows: readonly PresentedRow[], at: PresentedAt) => readonly PresentedRow[];
  /** True when `present` combines rows: it is given all of them, and there are no pages. */
  readonly combines?: boolean;
  /** Columns holding ids of persons whom a row shows, for the access log. */
  readonly persons?: readonly string[];
  /** Columns holding ids of staff, whose names are shown beside them (PHIPA Decision 152). */
  readonly staff?: readonly string[];
}

/** A row as a pure presenter sees it. */
export type PresentedRow = Readonly<Record<string, unknown>>;

/** What a presenter may know besides the rows. */
export interface PresentedAt {
  /** Now, or the instant as of which is looked. */
  readonly now: string;
  /** True when rows are shown as they were known at an earlier position. */
  readonly past: boolean;
  /** Figures below this number are suppressed. */
  readonly smallCell: number;
  /** The local month of an instant: 2026-02. */
  readonly monthOf: (instant: string) => string;
  /** The local day of an instant: 2026-02-13. */
  readonly dayOf: (instant: string) => string;
}

/** Declares a view exhaustive over the topics it follows; `also` listens to single facts of other topics. */
export function view<const C extends Columns, K extends Kinds, A extends Kinds = Record<never, never>>(definition: {
  readonly name: string;
  readonly title: string;
  readonly says: string;
  readonly column: MatrixColumn;
  readonly scopes: ViewDefinition['scopes'];
  readonly columns: C;
  readonly order: readonly (keyof C | `-${string & keyof C}` | 'position' | '-position')[];
  readonly keepsStruck?: boolean;
  readonly present?: NonNullable<ViewDefinition['present']>;
  readonly combines?: boolean;
  readonly persons?: readonly (string & keyof C)[];
  readonly staff?: readonly (string & keyof C)[];
  readonly follows: K;
  readonly on: {
    readonly [T in keyof K]: (fact: Parameters<HandlersOf<unknown, K>[T]>[1]) => readonly Change<RowOf<C>>[];
  };
  readonly also?: {
    readonly [T in keyof A]?: (fact: Parameters<HandlersOf<unknown, A>[T]>[1]) => readonly Change<RowOf<C>>[];
  };
}): ViewDefinition<C> {
  const { follows: _follows, on, also, keepsStruck = false, ...rest } = definition;
  return { ...rest, keepsStruck, on: { ...on, ...also } } as unknown as ViewDefinition<C>;
}

/** What one group of topics gives to a view that many topics feed: spread into its `follows` and `on`. */
export interface Part<C extends Columns, K extends Kinds> {
  readonly follows: K;
  readonly on: {
    readonly [T in keyof K]: (fact: Parameters<HandlersOf<unknown, K>[T]>[1]) => readonly Change<RowOf<C>>[];
  };
}

/** Declares a part of a view, exhaustive over the topics it follows: `part<Columns>()({ follows, on })`. */
export const part =
  <C extends Columns>() =>
  <K extends Kinds>(definition: Part<C, K>): Part<C, K> =>
    definition;

/** A fact that this view knowingly leaves out. */
export const nothing = (): readonly never[] => [];
