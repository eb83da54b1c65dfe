import type { MandateScope } from '../../domain/agency/mandates.js';
import type { PresentedRow } from '../../projections/view.js';
import { isBox } from '../kernel/unseal.js';
import type { ViewRow } from '../ports.js';
import type { MandateNames } from './mandate-names.js';
import type { Grant } from './policy.js';
import type { Relations } from './relations.js';

/** What somebody is called, and how to reach them: kept from whoever knows people by pseudonyms, with free text or without. */
const WHO_THEY_ARE: ReadonlySet<string> = new Set(['identity', 'contact', 'registration', 'verification']);

/** What is named to see a view, as far as it may be a pseudonym. */
interface Named {
  readonly case?: string;
  readonly client?: string;
}

/** Pages that can be gone on from at one time, by all who read under pseudonyms. */
const PAGES_KEPT = 1_000;

/** What reading is to somebody who comes with a mandate: under it alone, and under its pseudonyms where it says so. */
export class MandateReading {
  /** Where pages go on, by what stands for it outside: a cursor names rows by their ids. */
  readonly #cursors = new Map<string, string>();

  constructor(
    private readonly relations: Relations,
    private readonly names: MandateNames,
    private readonly digestOf: (value: unknown) => string,
  ) {}

  /** Streams that a person's mandates name: where to look, never that one may. */
  streamsFor(person: string): Promise<readonly string[]> {
    return this.relations.mandates.streamsFor(person);
  }

  /** The scope with the ids that pseudonyms stand for; one that stands for nothing stays, and nothing is there. */
  async meant<S extends Named>(person: string, scope: S): Promise<S> {
    const meant = async (said: string | undefined, among: (covered: MandateScope) => readonly string[]) => {
      if (said === undefined || !PSEUDONYM.test(said)) return said;
      for (const { mandate, scope: covered } of await this.relations.mandates.of(person)) {
        const found = await this.names.meant(mandate, said, covered.everybody ? 'everybody' : among(covered));
        if (found) return found;
      }
      return NOTHING;
    };
    const caseId = await meant(scope.case, ({ cases }) => cases);
    const client = await meant(scope.client, ({ persons }) => persons);
    return { ...scope, ...(caseId && { case: caseId }), ...(client && { client }) };
  }

  /** Rows as the reader is to have them: under pseudonyms where their mandate says so. */
  async cover(rows: readonly PresentedRow[], { mandate }: Grant): Promise<readonly PresentedRow[]> {
    return mandate?.pseudonyms ? this.names.cover(mandate.mandate, rows) : rows;
  }

  /** A cursor that says nothing, for who must not see what is in it. */
  outside(cursor: string, { mandate }: Grant): string {
    if (!mandate?.pseudonyms) return cursor;
    const token = this.digestOf([mandate.mandate, cursor]).slice(0, 32);
    if (this.#cursors.size >= PAGES_KEPT) this.#cursors.delete(String(this.#cursors.keys().next().value));
    this.#cursors.set(token, cursor);
    return token;
  }

  /** The cursor that one given outside stands for. */
  inside(cursor: string): string {
    return this.#cursors.get(cursor) ?? cursor;
  }
}

/** True when two grants are of one answer: what is shown under a mandate is shown under no other, and under nothing else. */
export const underTheSame = (one: Grant, other: Grant): boolean => one.mandate?.mandate === other.mandate?.mandate;

/** The row without who people are, for a grant under pseudonyms. */
export function withoutIdentity(row: ViewRow, { mandate }: Grant): ViewRow {
  if (!mandate?.pseudonyms) return row;
  const closed = (value: unknown): unknown => {
    if (isBox(value)) return WHO_THEY_ARE.has(value.compartment) ? { withheld: 'by-role' } : value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, isBox(inner) ? closed(inner) : inner]),
    );
  };
  return { ...row, ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, closed(value)])) };
}

/** What a pseudonym looks like. */
export const PSEUDONYM = /^[PC]-[2-9A-HJ-NP-Z]{12}$/;
const NOTHING = '00000000-0000-8000-8000-00000000dead';
