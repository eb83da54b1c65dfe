import type { Outcome } from './application/kernel/outcome.js';
import type { PerformAction, Performing } from './application/perform-action.js';
import type { Reading, ReadOutcome, ReadView } from './application/read-view.js';
import type { ReplayHistory, ReplayOutcome } from './application/replay-history.js';
import type { ReviewAccess, ReviewOutcome } from './application/review/review-access.js';
import type { PersonIndex } from './application/search/person-index.js';
import type { SearchOutcome, SearchPersons } from './application/search/search-persons.js';

/** Where each projection stands. */
export interface ViewPosition {
  readonly view: string;
  readonly position: bigint;
  /** Facts behind the log's head. */
  readonly lag: number;
  readonly stopped?: string;
}

/** The whole service without a door: what HTTP and the command line stand on. */
export interface Ledger {
  readonly performing: Performing;
  readonly reading: Reading;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly read: (query: ReadView) => Promise<ReadOutcome>;
  readonly replay: (query: ReplayHistory) => Promise<ReplayOutcome>;
  readonly search: (query: SearchPersons) => Promise<SearchOutcome>;
  readonly review: (query: ReviewAccess) => Promise<ReviewOutcome>;
  /** By which persons are found: what destroys a person's keys purges it. */
  readonly index: Pick<PersonIndex, 'purge' | 'reached' | 'rebuild' | 'size'>;
  /** True once every view has taken the facts up to a position; false when the time ran out first. */
  readonly waitFor: (position: bigint, milliseconds: number) => Promise<boolean>;
  readonly viewPositions: () => Promise<readonly ViewPosition[]>;
  /** Milliseconds since the oldest commit that some view has not taken; 0 when all have. */
  readonly viewLag: () => number;
  /** Makes every view of the facts again beside the ones in use, then swaps them. */
  readonly rebuild: (
    onProgress?: (progress: { readonly facts: number; readonly rate: number }) => void,
  ) => Promise<boolean>;
  /** Resolves when everything that facts call for by now has been done and shown. */
  readonly settle: () => Promise<void>;
  /** Moves a development clock forward and lets the due reactions run; undefined in production. */
  readonly moveClock?: (to: string) => Promise<void>;
  readonly close: () => Promise<void>;
}
