import type { PresentedRow } from '../../projections/view.js';

/** The two kinds of id that a mandate hides: whose they are is the word before the dash. */
export type Named = 'person' | 'case';

/** What stands in place of an id under one mandate, or undefined for what is no person and no case. */
export type PseudonymOf = (id: string) => string | undefined;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Every id that values hold anywhere: in a column, in a key, within a text. */
export function idsIn(rows: readonly PresentedRow[]): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const one of value.match(UUID) ?? []) found.add(one);
    else if (Array.isArray(value)) for (const one of value) look(one);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        look(name);
        look(inner);
      }
  };
  for (const row of rows) look(row);
  return found;
}

/** Rows in which every person and case stands under a pseudonym, wherever its id is: also in keys, and in names of streams. */
export function underPseudonyms(rows: readonly PresentedRow[], of: PseudonymOf): readonly PresentedRow[] {
  const text = (value: string): string => value.replace(UUID, (id) => of(id) ?? id);
  const cover = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(cover);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [text(name), cover(inner)]));
  };
  return rows.map((row) => cover(row) as PresentedRow);
}

/** Letters and digits that can be read out over the telephone: none that are taken for another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Signs of a pseudonym: 60 bits, so that two of one mandate are never the same. */
const SIGNS = 12;

/** A pseudonym of twelve signs from a base64url text of at least that many bytes of chance: `P-…` a person, `C-…` a case. */
export function pseudonymFrom(mac: string, named: Named): string {
  let [held, bits, signs] = [0, 0, ''];
  for (const sign of mac) {
    const value = BASE64URL.indexOf(sign);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    while (bits >= 5 && signs.length < SIGNS) {
      bits -= 5;
      signs += ALPHABET[(held >> bits) & 31];
    }
    if (signs.length === SIGNS) break;
  }
  return `${named === 'person' ? 'P' : 'C'}-${signs}`;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
