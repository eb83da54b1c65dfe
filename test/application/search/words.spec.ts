import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inCommon, type KnownBy, matches } from '../../../src/application/search/known-by.js';
import { Postings } from '../../../src/application/search/postings.js';
import { type Blind, lookupOf, tokensOf } from '../../../src/application/search/tokens.js';
import {
  emailOf,
  familyWordsOf,
  likeness,
  oneEdit,
  plain,
  telephoneOf,
  wordsAsked,
  wordsOf,
} from '../../../src/application/search/words.js';

const blind: Blind = (term) => createHash('sha256').update(term).digest();
const known = (
  more: Partial<KnownBy> & { readonly called?: readonly string[]; readonly once?: readonly string[] },
): KnownBy => ({
  names: [
    ...(more.called ?? []).map((name) => ({ name, former: false })),
    ...(more.once ?? []).map((name) => ({ name, former: true })),
  ],
  telephones: [],
  emails: [],
  bornIn: undefined,
  birthDate: undefined,
  name: more.called?.[0],
  pronouns: undefined,
  ...more,
});
const asking = (name: string) => ({ words: wordsAsked(name) });

const word = fc.string({ unit: fc.constantFrom(...'abcé'), minLength: 1, maxLength: 7 });
const name = fc
  .array(fc.string({ unit: fc.constantFrom(...'aBcdéÖß-’ 王小'), minLength: 1, maxLength: 9 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(' '))
  .filter((said) => /\p{L}/u.test(said));

/** Edits between two words, neighbours changing places being one: the textbook table. */
function distance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const d = a.map(() => b.map(() => 0));
  const at = (i: number, j: number): number => (i < 0 ? j + 1 : j < 0 ? i + 1 : (d[i]?.[j] ?? 0));
  for (const [i, x] of a.entries())
    for (const [j, y] of b.entries()) {
      const swapped =
        i > 0 && j > 0 && x === b[j - 1] && a[i - 1] === y ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      (d[i] as number[])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (x === y ? 0 : 1),
        swapped,
      );
    }
  return at(a.length - 1, b.length - 1);
}

describe('How names and numbers are compared', () => {
  it('C2: case, accents, apostrophes and hyphens hide nobody', () => {
    expect(plain('ÉLODIE Strauß')).toBe('elodie strauss');
    expect(wordsOf('Anne-Marie O’Brien')).toEqual(['anne', 'marie', 'obrien', 'annemarie']);
    expect(wordsAsked('anne-marie')).toEqual(['anne', 'marie']);
    expect(wordsOf('A. B.')).toEqual(['ab']);
    expect(wordsOf('Łukasz Ørsted')).toEqual(['lukasz', 'orsted']);
    expect(familyWordsOf('Van Dyke, Jo')).toEqual(['van', 'dyke']);
    expect(familyWordsOf('Jo Smith-Jones')).toEqual(['smith', 'jones', 'smithjones']);
  });

  it('C2: a telephone number is one number however it is written, and what is none is none', () => {
    for (const said of ['416-555-0100', '(416) 555 0100', '+1 416 555 0100', '1.416.555.0100', '416 555 0100 ext. 12'])
      expect([said, telephoneOf(said)]).toEqual([said, '+14165550100']);
    expect(telephoneOf('011 44 20 7946 0958')).toBe('+442079460958');
    expect(telephoneOf('+44 20 7946 095')).toBe('+44207946095');
    expect(telephoneOf('12345')).toBeUndefined();
    expect(emailOf(' Ana@Example.ORG ')).toBe('ana@example.org');
    expect(emailOf('ana at example')).toBeUndefined();
  });

  it('one mistake is one letter more, less or other, or two neighbours changed, and nothing else', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(oneEdit(one, other)).toBe(distance(one, other) === 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('what is looked up finds a word exactly as well as it is like the word asked for, no better and no worse', () => {
    fc.assert(
      fc.property(word, word, (asked, said) => {
        const tokens = new Set(tokensOf(known({ called: [said] }), blind));
        const [theirs] = wordsOf(said);
        const [wanted] = wordsAsked(asked);
        if (theirs === undefined || wanted === undefined) return;
        const [lookup] = lookupOf(asking(asked), false, blind).words;
        const found = lookup?.findIndex((each) => each.some((token) => tokens.has(token)));
        expect(found).toBe(likeness(wanted, theirs) ?? -1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('C2: everybody is found by each name they have or had, and by a former one only where that is asked for (rule 47)', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 2 }), fc.array(name, { maxLength: 2 }), (called, once) => {
        const person = known({ called, once });
        for (const each of called) expect(matches(person, asking(each), false)).toBe(0);
        for (const each of [...called, ...once]) expect(matches(person, asking(each), true)).toBe(0);
        const only = known({ called: ['Somebody Else'], once });
        for (const each of once)
          if (!/[se]/iu.test(plain(each))) expect(matches(only, asking(each), false)).toBeUndefined();
      }),
    );
  });

  it('C2: everything asked must be so of one person; whose birth is not known is not left out', () => {
    const ana = known({
      called: ['Ana Client'],
      telephones: ['+14165550100'],
      emails: ['a@example.org'],
      birthDate: '1988-04-12',
    });
    expect(matches(ana, { ...asking('ana'), telephone: '+14165550100' }, false)).toBe(0);
    expect(matches(ana, { ...asking('ana'), telephone: '+14165550101' }, false)).toBeUndefined();
    expect(matches(ana, { words: [], email: 'a@example.org' }, false)).toBe(0);
    expect(matches(ana, { ...asking('ana clinet'), birthDate: '1988-04-12' }, false)).toBe(2);
    expect(matches(ana, { ...asking('ana'), birthDate: '1988-04-13' }, false)).toBeUndefined();
    expect(matches(known({ called: ['Ana Client'] }), { ...asking('ana'), birthDate: '1988-04-13' }, false)).toBe(0);
  });

  it('C2: two look like one by a number, an address, or a family name with a month of birth, never by a name alone (rule 46)', () => {
    const ana = known({
      called: ['Ana Client'],
      once: ['Ana Before'],
      bornIn: '1988-04',
      telephones: ['+14165550100'],
    });
    expect(inCommon(ana, known({ called: ['Anna Client'] }))).toEqual([]);
    expect(inCommon(ana, known({ called: ['Anna Client'], bornIn: '1988-04' }))).toEqual(['name', 'birth-date']);
    expect(inCommon(ana, known({ called: ['A Before'], bornIn: '1988-04' }))).toEqual(['former-name', 'birth-date']);
    expect(inCommon(ana, known({ called: ['Ben Other'], telephones: ['+14165550100'] }))).toEqual(['telephone']);
  });
});

describe('Who stands under which term', () => {
  it('is what was said last of everybody, whatever was put, dropped and sorted before', () => {
    const step = fc.record({
      person: fc.constantFrom('a', 'b', 'c', 'd'),
      tokens: fc.option(fc.uniqueArray(fc.constantFrom(0, 1, 2, 4_294_967_295), { maxLength: 4 })),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(step, { maxLength: 10 }),
        fc.nat(3),
        (steps, first, sortAt) => {
          const postings = new Postings(sortAt);
          const expected = new Map<string, readonly number[]>();
          for (const { person, tokens } of first) {
            postings.fill(person, Uint32Array.from(tokens ?? []));
            expected.set(person, tokens ?? []);
          }
          postings.settle();
          for (const { person, tokens } of steps) {
            if (tokens === null) {
              postings.drop(person);
              expected.delete(person);
            } else {
              postings.put(person, Uint32Array.from(tokens));
              expected.set(person, tokens);
            }
          }
          expect(postings.size).toBe(expected.size);
          for (const token of [0, 1, 2, 4_294_967_295]) {
            const under = [...expected].filter(([, tokens]) => tokens.includes(token)).map(([person]) => person);
            expect([...postings.under(token)].sort()).toEqual(under.sort());
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
