import type { Clause } from '../../src/domain/charter.js';
import type { StoredFact } from '../../src/domain/language/fact.js';
import { standing } from '../../src/domain/language/mistakes.js';

/** The five words, gravest first. */
export const WORDS = ['breached', 'alleged', 'open', 'kept', 'not evidenced'] as const;
export type Word = (typeof WORDS)[number];

/** One obligation found in a history, judged: under which clause, for which participant, and its word. */
export interface Judged {
  readonly clause: Clause;
  readonly word: Word;
  readonly participant?: string;
  /** What shows it, for whoever looks at a difference. */
  readonly shownBy: string;
}

/** The open half of a fact, as whoever judges it by hand reads it. */
export interface Said {
  readonly [field: string]: unknown;
  readonly participant: string;
  readonly person?: string;
  readonly participants?: readonly string[];
  readonly present: readonly string[];
  readonly withoutConsentOf?: readonly string[];
  readonly session: string;
  readonly seats: readonly { readonly participant: string; readonly charge: string }[];
  readonly feeCharge?: string;
  readonly missing: readonly string[];
  readonly covered: readonly string[];
  readonly questionsAnswered: boolean;
  readonly late: boolean;
  readonly concern: boolean;
  readonly how: string;
  readonly modality: string;
  readonly tracks: readonly string[];
  readonly track: string;
  readonly allegations: readonly { readonly allegation: string; readonly clause: Clause }[];
  readonly matters: readonly { readonly matter: string; readonly clause: Clause }[];
  readonly finding: 'founded' | 'inconclusive' | 'not-founded';
}

/** A fact with its place among the facts of its stream that stand. */
export interface Told {
  readonly at: number;
  readonly type: string;
  readonly said: Said;
  /** Participants whom the envelope names. */
  readonly participants: readonly string[];
}

/** The whole history of one stream, less what was struck: looked through from any place, forwards and back. */
export class History {
  readonly all: readonly Told[];

  constructor(facts: readonly StoredFact[]) {
    this.all = standing([...facts].sort((a, b) => a.revision - b.revision)).map(({ type, open, subjects }, at) => ({
      at,
      type,
      said: open as unknown as Said,
      participants: subjects.filter((one) => one.as === 'participant').map(({ person }) => person),
    }));
  }

  of(...types: readonly string[]): readonly Told[] {
    return this.all.filter(({ type }) => types.includes(type));
  }

  /** Facts of these types between two places, about what `fits`. */
  between(from: number, to: number, types: readonly string[], fits: Fits = () => true): readonly Told[] {
    return this.of(...types).filter(({ at, said, type }) => at > from && at < to && fits(said, type));
  }

  after({ at }: Told, types: readonly string[], fits?: Fits): readonly Told[] {
    return this.between(at, Number.POSITIVE_INFINITY, types, fits);
  }

  before({ at }: Told, types: readonly string[], fits?: Fits): readonly Told[] {
    return this.between(-1, at, types, fits);
  }
}

export type Fits = (said: Said, type: string) => boolean;

/** What a said field is equal to in another. */
export const same =
  (said: Said, ...names: readonly string[]): Fits =>
  (other: Said) =>
    names.every((name) => other[name] === said[name]);

/** Judges each fact of these types that `fits` to have shown a word by itself. */
export const shows = (
  h: History,
  clause: Clause,
  word: Word,
  types: readonly string[],
  fits: Fits = () => true,
): readonly Judged[] =>
  h
    .of(...types)
    .filter(({ said, type }) => fits(said, type))
    .map(({ type, said }) => judged(clause, word, type, said.participant ?? said.person));

export const judged = (clause: Clause, word: Word, shownBy: string, participant?: string): Judged => ({
  clause,
  word,
  shownBy,
  ...(participant !== undefined && { participant }),
});
