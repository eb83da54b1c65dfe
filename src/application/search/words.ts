/**
 * How names, numbers and addresses are compared. Normalising is one way and loses on purpose: case, accents, punctuation and
 * spelling of the same sound in other scripts' letters must not hide a person from whoever asks for them.
 */

/** Letters that no decomposition takes apart. */
const SPELT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
};
const APOSTROPHES = /['’ʼ‘`´]/gu;

/** A text without case, accents and compatibility forms. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøđðþłıħ]/gu, (letter) => SPELT[letter] ?? letter);

/** Characters as people count them; half of a pair never stands alone. */
export const lettersOf = (word: string): readonly string[] => [...word];

const HYPHEN = /\p{Pd}+/u;
const spacedOf = (name: string): readonly string[] =>
  plain(name)
    .replace(APOSTROPHES, '')
    .split(/[^\p{L}\p{N}\p{Pd}]+/u);

/** The words asked for, each once: those of two letters or more; single letters only when there is nothing else, as one word. */
export function wordsAsked(name: string): readonly string[] {
  const words = [...new Set(spacedOf(name).flatMap((spaced) => spaced.split(HYPHEN)))].filter((word) => word !== '');
  const whole = words.filter((word) => lettersOf(word).length > 1);
  return whole.length > 0 || words.length === 0 ? whole : [words.join('')];
}

/** The words of a name, each once: as they are asked for, and what a hyphen joins as one word too. */
export function wordsOf(name: string): readonly string[] {
  const joined = spacedOf(name).filter((spaced) => HYPHEN.test(spaced));
  const asOne = joined.map((spaced) => spaced.split(HYPHEN).join('')).filter((word) => lettersOf(word).length > 1);
  return [...new Set([...wordsAsked(name), ...asOne])];
}

/** The words of a family name: what stands before a comma, else the last word. */
export function familyWordsOf(name: string): readonly string[] {
  const [before = '', after] = name.split(',');
  const family = after === undefined ? (name.trim().split(/\s+/u).at(-1) ?? '') : before;
  return wordsOf(family);
}

const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;

/** A telephone number as E.164 writes it, ten digits being North America's; undefined when it is none. */
export function telephoneOf(said: string): string | undefined {
  const number = said.normalize('NFKD').replace(/(x|ext|extension|poste)\.?\s*\d+\s*$/iu, '');
  const digits = number.replace(/\D/gu, '').replace(/^(011|00)(?=\d{8})/u, '');
  if (digits.length < FEWEST_DIGITS || digits.length > MOST_DIGITS) return undefined;
  return digits.length === 10 && !number.trimStart().startsWith('+') ? `+1${digits}` : `+${digits}`;
}

/** An e-mail address in one spelling; undefined when it is none. */
export function emailOf(said: string): string | undefined {
  const address = said.normalize('NFKC').trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/u.test(address) ? address : undefined;
}

/** True when one word becomes the other by one letter more, less, other, or by two neighbours changing places. */
export function oneEdit(one: string, other: string): boolean {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  if (Math.abs(a.length - b.length) > 1 || one === other) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let from = 0;
  while (from < short.length && short[from] === long[from]) from++;
  const rest = (letters: readonly string[], start: number) => letters.slice(start).join('');
  if (short.length < long.length) return rest(short, from) === rest(long, from + 1);
  if (rest(short, from + 1) === rest(long, from + 1)) return true;
  return (
    short[from] === long[from + 1] && short[from + 1] === long[from] && rest(short, from + 2) === rest(long, from + 2)
  );
}

/** A word is found by its beginning from three letters on, and with one mistake from four on. */
export const SHORTEST = { beginning: 3, mistaken: 4 } as const;

/** How well a word asked for is a word of a name: 0 exactly, 1 as its beginning, 2 but for one mistake; undefined not at all. */
export function likeness(asked: string, word: string): 0 | 1 | 2 | undefined {
  if (asked === word) return 0;
  const letters = lettersOf(asked).length;
  if (letters >= SHORTEST.beginning && word.startsWith(asked)) return 1;
  const long = letters >= SHORTEST.mistaken && lettersOf(word).length >= SHORTEST.mistaken;
  return long && oneEdit(asked, word) ? 2 : undefined;
}
