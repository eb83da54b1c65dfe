import type { Box } from '../../domain/language/fact.js';

/** What is kept of one person: their blind terms, sealed under their own key. */
export interface KeptTerms {
  readonly person: string;
  readonly terms: Box;
}

/** Of what an index was made, and how far. */
export interface ShelfMark {
  /** Name of the log. */
  readonly log: string;
  /** How terms are made. */
  readonly version: number;
  /** Counts the keys under which terms were blinded: one for each time that the index was made anew. */
  readonly generation: number;
  /** Reference of that key: under another one nothing kept would be found. */
  readonly key: string;
  /** Position of the last fact taken. */
  readonly position: bigint;
}

/** Where blind terms are kept between two runs. Nothing in it is a source, and without the persons' keys it says nothing. */
export interface SearchShelf {
  /** Undefined when nothing was kept, or it cannot be read. */
  mark(): ShelfMark | undefined;
  /** Everything kept in a generation, page by page. */
  kept(generation: number, after: string, limit: number): readonly KeptTerms[];
  /** Keeps these, forgets those, and notes how far it is, all or nothing. */
  save(mark: ShelfMark, put: readonly KeptTerms[], gone: readonly string[]): void;
  /** Keeps these in a generation that is still being made. */
  prepare(generation: number, put: readonly KeptTerms[]): void;
  /** Takes a generation into use and forgets every other, to the last byte. */
  begin(mark: ShelfMark): void;
  /** Forgets a person to the last byte. */
  purge(person: string): void;
  close(): void;
}
