/**
 * Fields: what a fact may carry, as data. TypeScript types, OpenAPI schemas, documentation, the lock file of shapes
 * and the sealing of personal values are all derived from these declarations.
 */

/** HL7 confidentiality codes: Low, Normal, Restricted, Very restricted. */
export type Sensitivity = 'L' | 'N' | 'R' | 'V';

/** The kinds of value a field may hold; each is plain JSON and never a floating-point number. */
export type FieldKind =
  | 'id' // UUID
  | 'text' // free text, sealed unless it names a policy or a parameter
  | 'name' // a short open identifier such as a version or a citation, never personal
  | 'code' // one of a fixed list
  | 'instant' // ISO 8601 UTC with milliseconds: 2026-02-13T17:00:00.000Z
  | 'date' // local calendar date: 2026-02-13
  | 'local-time' // local wall time without zone: 2026-02-17T09:00
  | 'cents' // integer cents
  | 'count' // non-negative integer
  | 'flag' // true or false
  | 'digest' // SHA-256 as 64 lower-case hexadecimal digits
  | 'list'
  | 'record';

export interface Field<T = unknown, Optional extends boolean = boolean, Sealed extends boolean = boolean> {
  readonly kind: FieldKind;
  readonly optional: Optional;
  readonly sealed: Sealed;
  readonly codes?: readonly string[];
  readonly item?: Field;
  readonly fields?: Fields;
  readonly compartment?: string;
  readonly sensitivity?: Sensitivity;
  readonly means?: string;
  /** Phantom: carries the TypeScript type and is never set. */
  readonly value?: T;
}

export type Fields = { readonly [name: string]: Field };

type Plain<T> = Field<T, false, false>;

const plain = <T>(kind: FieldKind, more: Partial<Field> = {}): Plain<T> =>
  ({ kind, optional: false, sealed: false, ...more }) as Plain<T>;

/** A UUID in its canonical lower-case form. */
export const id = (means?: string) => plain<string>('id', means === undefined ? {} : { means });
/** Free text; a personal text must be wrapped in `sealed`. */
export const text = () => plain<string>('text');
/** A short open name: a version, a citation, a category; never anything personal. */
export const name = () => plain<string>('name');
/** One of a fixed list of codes. */
export const code = <const C extends readonly string[]>(...codes: C) => plain<C[number]>('code', { codes });
/** A UTC instant with milliseconds, such as 2026-02-13T17:00:00.000Z; instants compare as strings. */
export const instant = () => plain<string>('instant');
/** A local calendar date, such as 2026-02-13. */
export const date = () => plain<string>('date');
/** A local wall time without zone, such as 2026-02-17T09:00. */
export const localTime = () => plain<string>('local-time');
/** An integer number of cents; a sum owed or paid is never a float. */
export const cents = () => plain<number>('cents');
/** A non-negative integer. */
export const count = () => plain<number>('count');
/** True or false. */
export const flag = () => plain<boolean>('flag');
/** A SHA-256 digest as 64 hexadecimal digits. */
export const digest = () => plain<string>('digest');
/** A list of one kind of value. */
export const list = <T>(item: Plain<T>) => plain<readonly T[]>('list', { item: item as Field });
/** A record of open fields. */
export const record = <F extends Fields>(fields: F) => plain<OpenOf<F>>('record', { fields });
/** A field that may be absent. */
export const optional = <T, S extends boolean>(field: Field<T, false, S>): Field<T, true, S> => ({
  ...field,
  optional: true,
});
/**
 * A personal value: encrypted in the compartment named, with its sensitivity. Neither a decision nor a projection ever
 * reads it.
 */
export const sealed = <T, O extends boolean>(
  compartment: string,
  sensitivity: Sensitivity,
  field: Field<T, O, false>,
): Field<T, O, true> => ({ ...field, sealed: true, compartment, sensitivity }) as Field<T, O, true>;

type ValueOf<F> = F extends Field<infer T, boolean, boolean> ? T : never;
type Pick1<F extends Fields, O extends boolean, S extends boolean> = {
  [K in keyof F as F[K] extends Field<unknown, O, S> ? K : never]: ValueOf<F[K]>;
};

/** What a decision and a projection may read. */
export type OpenOf<F extends Fields> = Readonly<Pick1<F, false, false> & Partial<Pick1<F, true, false>>>;
/** What goes sealed into boxes. */
export type SealedOf<F extends Fields> = Readonly<Pick1<F, false, true> & Partial<Pick1<F, true, true>>>;
/** Everything needed to state the fact. */
export type DataOf<F extends Fields> = OpenOf<F> & SealedOf<F>;
