import type { AnyKind } from '../../src/domain/language/fact.js';
import type { Field, FieldKind, Fields } from '../../src/domain/language/field.js';

const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const whole = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0);

/** Whether a plain value is what its field's kind says; lists and records are looked into. */
const FITS: Readonly<Record<FieldKind, (value: unknown, field: Field) => boolean>> = {
  id: matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  text: (value) => typeof value === 'string',
  name: matches(/^[^\n]{1,400}$/),
  code: (value, { codes = [] }) => typeof value === 'string' && codes.includes(value),
  instant: (value) => typeof value === 'string' && isInstant(value),
  date: matches(/^\d{4}-\d{2}-\d{2}$/),
  'local-time': matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  cents: whole,
  count: (value) => whole(value) && value >= 0,
  flag: (value) => typeof value === 'boolean',
  digest: matches(/^[0-9a-f]{64}$/),
  list: (value, { item }) =>
    Array.isArray(value) && item !== undefined && value.every((one) => FITS[item.kind](one, item)),
  record: (value, { fields = {} }) =>
    typeof value === 'object' && value !== null && misfits(fields, value as Record<string, unknown>).length === 0,
};

const isInstant = (value: string): boolean => {
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString() === value;
};

/** Names of the fields whose values are not what is declared, missing ones and unknown ones too. */
export function misfits(fields: Fields, data: Readonly<Record<string, unknown>>): readonly string[] {
  const unknown = Object.keys(data).filter((name) => !Object.hasOwn(fields, name));
  const wrong = Object.entries(fields)
    .filter(([name, field]) => {
      const value = data[name];
      return value === undefined ? !field.optional : !FITS[field.kind](value, field);
    })
    .map(([name]) => name);
  return [...unknown, ...wrong];
}

/** The fields of one half of a kind of fact. */
export const halfOf = (kind: AnyKind, sealed: boolean): Fields =>
  Object.fromEntries(Object.entries(kind.fields).filter(([, field]) => field.sealed === sealed));

/** The open half of data, and the names of the compartments that the rest is sealed in. */
export function split(kind: AnyKind, data: Readonly<Record<string, unknown>>) {
  const present = Object.entries(data).filter(([, value]) => value !== undefined);
  return {
    open: Object.fromEntries(present.filter(([name]) => kind.fields[name]?.sealed !== true)),
    compartments: [...new Set(present.flatMap(([name]) => kind.fields[name]?.compartment ?? []))].sort(),
  };
}
