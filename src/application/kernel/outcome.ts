import type { Refusal } from '../../domain/language/decision.js';

/** What an accepted action is answered with: proof of what was stated, and where to wait for it in a view. */
export interface Receipt {
  readonly action: string;
  /** Id of the thing the action made, when it makes one. */
  readonly id?: string;
  readonly stream: string;
  readonly revision: number;
  /** Position to wait for; every fact of the action stands at or before it. */
  readonly position: string;
  /** Digest of the last fact in the stream named. */
  readonly digest: string;
  readonly facts: readonly {
    readonly id: string;
    readonly type: string;
    readonly stream: string;
    readonly revision: number;
  }[];
  /** Of a registration: other registrations that may be the same person's, for whoever may find them (rule 46). */
  readonly possibleMatches?: readonly string[];
}

/** One thing wrong with a body, by property path; never its value. */
export interface FieldProblem {
  readonly field: string;
  readonly reason: string;
}

export type Outcome =
  | { readonly kind: 'accepted'; readonly receipt: Receipt; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly receipt?: Receipt }
  | { readonly kind: 'malformed'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'unknown-action' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'busy' };
