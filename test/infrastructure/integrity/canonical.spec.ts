import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical, NotCanonical } from '../../../src/infrastructure/integrity/canonical.js';

const vectors = new URL('../../vectors/jcs/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, vectors), 'utf8');

describe('The canonical form (RFC 8785)', () => {
  for (const file of readdirSync(new URL('input/', vectors))) {
    it(`writes the published vector ${file} byte for byte`, () => {
      const written = canonical(JSON.parse(read(`input/${file}`)), { anyNumber: true });
      expect(written).toBe(read(`output/${file}`));
      const hex = read(`outhex/${file.replace('.json', '.txt')}`).replace(/\s+/g, '');
      expect(Buffer.from(written).toString('hex')).toBe(hex);
    });
  }

  it('does not depend on the order in which keys were written, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const written = canonical(value, { anyNumber: true });
        const shuffle = (each: unknown): unknown =>
          Array.isArray(each)
            ? each.map(shuffle)
            : each !== null && typeof each === 'object'
              ? Object.fromEntries(
                  Object.entries(each)
                    .reverse()
                    .map(([key, inner]) => [key, shuffle(inner)]),
                )
              : each;
        expect(canonical(shuffle(value), { anyNumber: true })).toBe(written);
        expect(canonical(JSON.parse(written), { anyNumber: true })).toBe(written);
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts many keys and few keys by the same rule', () => {
    const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 3 }), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(keys, (names) => {
        const proper = names.filter((name) => name !== '__proto__');
        const written = canonical(Object.fromEntries(proper.map((name) => [name, 1])));
        expect(written).toBe(
          `{${[...proper]
            .sort()
            .map((name) => `${JSON.stringify(name)}:1`)
            .join(',')}}`,
        );
      }),
    );
  });

  it('refuses what JSON cannot say exactly', () => {
    class Note {
      readonly text = 'x';
    }
    const refused = [
      undefined,
      { a: undefined },
      [undefined],
      Array(2),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      () => 1,
      Symbol('x'),
      new Date(0),
      new Map(),
      new Note(),
      '\ud800',
      { '\udc00': 1 },
      1.5,
      2 ** 53,
      -(2 ** 53),
    ];
    for (const value of refused) expect(() => canonical(value)).toThrow(NotCanonical);
    expect(canonical([-0, 2 ** 53 - 1, '\u{1f600}', '\u007f'])).toBe('[0,9007199254740991,"\u{1f600}","\u007f"]');
  });
});
