/** A value that has no canonical form: it must never be hashed, signed or stored. */
export class NotCanonical extends TypeError {}

/** How strict the canonical form is. */
export interface CanonicalOptions {
  /** Accept any finite number as RFC 8785 does; facts hold only integers under 2^53. */
  readonly anyNumber?: boolean;
}

// Everything that JSON writes as itself: most values by far, so it is worth a test of its own.
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The RFC 8785 (JCS) form of a JSON value: keys in order of their UTF-16 code units, no white space. Throws `NotCanonical` for
 * what JSON cannot say exactly: undefined, functions, bigints, NaN, dates, class instances, lone surrogates, and numbers that
 * are not safe integers unless `anyNumber`.
 */
export function canonical(value: unknown, options: CanonicalOptions = {}): string {
  return write(value, options.anyNumber === true);
}

function write(value: unknown, anyNumber: boolean): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      if (anyNumber ? Number.isFinite(value) : Number.isSafeInteger(value)) return String(value);
      throw new NotCanonical(`not an exact number: ${value}`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? array(value, anyNumber) : object(value as Record<string, unknown>, anyNumber);
    default:
      throw new NotCanonical(`a ${typeof value} has no canonical form`);
  }
}

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (LONE_SURROGATE.test(value)) throw new NotCanonical('a text holds half of a surrogate pair');
  return JSON.stringify(value);
}

function array(values: readonly unknown[], anyNumber: boolean): string {
  if (values.length === 0) return '[]';
  let out = `[${write(values[0], anyNumber)}`;
  for (let index = 1; index < values.length; index++) out += `,${write(values[index], anyNumber)}`;
  return `${out}]`;
}

function object(value: Record<string, unknown>, anyNumber: boolean): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm is plain too: its prototype is some realm's Object.prototype.
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
    throw new NotCanonical('an instance of a class has no canonical form');
  }
  const keys = Object.keys(value);
  sort(keys);
  let out = '{';
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    out += `${index === 0 ? '' : ','}${text(key)}:${write(value[key], anyNumber)}`;
  }
  return `${out}}`;
}

/** By UTF-16 code units, as `<` compares strings. */
function sort(keys: string[]): void {
  if (keys.length > 40) {
    keys.sort();
    return;
  }
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] as string;
    let at = index - 1;
    while (at >= 0 && (keys[at] as string) > key) {
      keys[at + 1] = keys[at] as string;
      at--;
    }
    keys[at + 1] = key;
  }
}
