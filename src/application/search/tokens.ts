import type { KnownBy, Wanted } from './known-by.js';
import { familyWordsOf, lettersOf, SHORTEST, wordsOf } from './words.js';

/** HMAC-SHA-256 of a term under the index key, as bytes. */
export type Blind = (term: string) => Uint8Array;

/** Changes when terms are made otherwise: an index of another version is made again. */
export const TOKENS_VERSION = 1;

/** Beginnings of more letters than this are looked up by this many. */
const LONGEST_BEGINNING = 12;

/**
 * Blind terms of 32 bits: cut on purpose, so that a term alone proves nobody; what it finds too much is left out when the
 * person's own words are opened. Terms with few values (a month, a beginning of two letters) never stand alone.
 */
const number32 = (bytes: Uint8Array, from = 0): number =>
  (((bytes[from] ?? 0) << 24) |
    ((bytes[from + 1] ?? 0) << 16) |
    ((bytes[from + 2] ?? 0) << 8) |
    (bytes[from + 3] ?? 0)) >>>
  0;

const without = (letters: readonly string[], at: number): string => letters.filter((_, i) => i !== at).join('');
/** A word with one letter left out, and where: two words of one length with such a term in common differ in that letter only. */
const holed = (bytes: Uint8Array, at: number, letters: number): number =>
  (number32(bytes, 4) ^ Math.imul(at * 64 + letters + 1, 0x9e3779b1)) >>> 0;

type When = 'now' | 'before';
const whole = (blind: Blind, when: When, word: string): number => number32(blind(`${when} word ${word}`));
const beginning = (blind: Blind, when: When, word: string): number => number32(blind(`${when} beginning ${word}`));
const shortened = (blind: Blind, when: When, word: string): Uint8Array => blind(`${when} shortened ${word}`);
const telephone = (blind: Blind, value: string): number => number32(blind(`telephone ${value}`));
const email = (blind: Blind, value: string): number => number32(blind(`e-mail ${value}`));
const family = (blind: Blind, bornIn: string, word: string): number => number32(blind(`family ${bornIn} ${word}`));

/** Every term under which a person stands in the index. */
export function tokensOf(known: KnownBy, blind: Blind): Uint32Array {
  const tokens = new Set<number>();
  for (const { name, former } of known.names) {
    const when = former ? 'before' : 'now';
    for (const word of wordsOf(name)) {
      tokens.add(whole(blind, when, word));
      const letters = lettersOf(word);
      for (let size = SHORTEST.beginning; size <= Math.min(letters.length, LONGEST_BEGINNING); size++)
        tokens.add(beginning(blind, when, letters.slice(0, size).join('')));
      if (letters.length < SHORTEST.mistaken) continue;
      for (const at of letters.keys()) {
        const bytes = shortened(blind, when, without(letters, at));
        tokens.add(number32(bytes));
        tokens.add(holed(bytes, at, letters.length));
      }
    }
    if (known.bornIn !== undefined)
      for (const word of familyWordsOf(name)) tokens.add(family(blind, known.bornIn, word));
  }
  for (const value of known.telephones) tokens.add(telephone(blind, value));
  for (const value of known.emails) tokens.add(email(blind, value));
  return Uint32Array.from(tokens);
}

/** The terms of one word asked for, best first: exactly, as a beginning, but for one mistake. */
export type WordTokens = readonly [readonly number[], readonly number[], readonly number[]];

/** What is looked up for what somebody asks. */
export interface Lookup {
  /** All of them must be so. */
  readonly words: readonly WordTokens[];
  readonly exact: readonly number[];
}

/** The terms to look up. */
export function lookupOf(wanted: Wanted, formerToo: boolean, blind: Blind): Lookup {
  const times: readonly When[] = formerToo ? ['now', 'before'] : ['now'];
  return {
    words: wanted.words.map((word) => {
      const each = times.map((when) => wordTokens(word, when, blind));
      return [0, 1, 2].map((quality) => each.flatMap((one) => one[quality] ?? [])) as unknown as WordTokens;
    }),
    exact: [
      ...(wanted.telephone === undefined ? [] : [telephone(blind, wanted.telephone)]),
      ...(wanted.email === undefined ? [] : [email(blind, wanted.email)]),
    ],
  };
}

function wordTokens(word: string, when: When, blind: Blind): WordTokens {
  const letters = lettersOf(word);
  const begins =
    letters.length < SHORTEST.beginning ? [] : [beginning(blind, when, letters.slice(0, LONGEST_BEGINNING).join(''))];
  return [[whole(blind, when, word)], begins, letters.length < SHORTEST.mistaken ? [] : mistaken(letters, when, blind)];
}

/** Terms of every word that is one mistake away. */
function mistaken(letters: readonly string[], when: When, blind: Blind): readonly number[] {
  const word = letters.join('');
  const tokens = new Set<number>([number32(shortened(blind, when, word))]);
  for (const at of letters.keys()) {
    const less = without(letters, at);
    if (letters.length > SHORTEST.mistaken) tokens.add(whole(blind, when, less));
    tokens.add(holed(shortened(blind, when, less), at, letters.length));
    const [one, next] = [letters[at], letters[at + 1]];
    if (next === undefined || one === next) continue;
    tokens.add(
      whole(
        blind,
        when,
        letters
          .with(at, next)
          .with(at + 1, one as string)
          .join(''),
      ),
    );
  }
  return [...tokens];
}

/** Terms that somebody who may be the same person has in common with this one (rule 46). */
export const likenessTokens = (known: KnownBy, blind: Blind): readonly number[] => [
  ...known.names.flatMap(({ name }) =>
    known.bornIn === undefined ? [] : familyWordsOf(name).map((word) => family(blind, known.bornIn as string, word)),
  ),
  ...known.telephones.map((value) => telephone(blind, value)),
  ...known.emails.map((value) => email(blind, value)),
];
