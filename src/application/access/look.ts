import type { Box } from '../../domain/language/fact.js';

/** Something was about to be opened that is not on record: a fault of the program, and nothing is shown. */
export class LookExceeded extends Error {}

/** What an entry of the access log allows to be opened. */
export interface OnRecord {
  readonly persons: readonly string[];
  readonly staff: readonly string[];
  readonly streams: readonly string[];
  readonly compartments: readonly string[];
  readonly boxes: number;
  readonly decisions: readonly string[];
}

/** Whose alone a stream is, told by its name. */
const OWN_STREAM = /^(?:person|file)-(.+)$/;

class Recorded {
  readonly #persons: ReadonlySet<string>;
  readonly #staff: ReadonlySet<string>;
  readonly #streams: ReadonlySet<string>;
  readonly #compartments: ReadonlySet<string>;
  readonly #decisions: ReadonlySet<string>;
  #left: number;

  constructor(
    /** Position of the entry in the access log. */
    readonly position: bigint,
    entry: OnRecord,
    /** Called with each box that is taken. */
    private readonly opened: () => void,
  ) {
    this.#persons = new Set(entry.persons);
    this.#staff = new Set(entry.staff);
    this.#streams = new Set(entry.streams);
    this.#compartments = new Set(entry.compartments);
    this.#decisions = new Set(entry.decisions);
    this.#left = entry.boxes;
  }

  /** Takes one box of those that the entry named; throws when it named no such box, or no more of them. */
  take(box: Pick<Box, 'stream' | 'compartment'>, decision: string | undefined): void {
    const whose = OWN_STREAM.exec(box.stream)?.[1];
    if (!this.#streams.has(box.stream)) throw new LookExceeded('a stream that is not on record');
    if (!this.#compartments.has(box.compartment)) throw new LookExceeded('a compartment that is not on record');
    if (whose !== undefined && !this.#persons.has(whose)) throw new LookExceeded('a person who is not on record');
    if (decision !== undefined && !this.#decisions.has(decision))
      throw new LookExceeded('a decision that is not on record');
    this.#count();
  }

  /** Takes the name or the registration of somebody on staff. */
  takeOfStaff(person: string): void {
    if (!this.#staff.has(person)) throw new LookExceeded('a name that is not on record');
    this.#count();
  }

  #count(): void {
    if (this.#left === 0) throw new LookExceeded('more boxes than are on record');
    this.#left--;
    this.opened();
  }
}

/** A look that is on record, durably: what unseals asks for it and opens nothing beyond it. Only the access log makes one. */
export type Look = Recorded;

/** True when the value is a look made by the access log, not something shaped like one. */
export const isLook = (value: unknown): value is Look => value instanceof Recorded;

/** Makes the token of an entry; for the access log alone. */
export const lookOnRecord = (position: bigint, entry: OnRecord, opened: () => void): Look =>
  new Recorded(position, entry, opened);
