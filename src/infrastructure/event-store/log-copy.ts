import type { EventStore, Log } from '../../application/ports.js';
import type { StoredFact } from '../../domain/language/fact.js';

/** What is read of a store whose logs are copied, or were. */
export type ReadableLogs = Pick<EventStore, 'logId' | 'readStream' | 'readAll' | 'head' | 'revisionOf' | 'streams'>;

/** Where whole logs are copied to. */
export interface LogCopy extends ReadableLogs {
  /**
   * Appends facts of several streams in their order, durably, each at its own revision. When it fails, what is there is the
   * first of them and nothing out of order.
   */
  appendInOrder(log: Log, facts: readonly StoredFact[]): Promise<void>;
  /** Resolves when nothing is in flight and everything is released. */
  close(): Promise<void>;
}

/** Facts that follow each other in one stream. */
export interface Run {
  readonly stream: string;
  /** Revision before the first of them. */
  readonly expected: number;
  readonly facts: readonly StoredFact[];
}

/** Facts in the order of a log, as one run after the other; a run ends with its stream, or with as many facts as are wanted. */
export function runsOf(facts: readonly StoredFact[], most = Number.POSITIVE_INFINITY): readonly Run[] {
  const runs: (Run & { readonly facts: StoredFact[] })[] = [];
  for (const fact of facts) {
    const last = runs.at(-1);
    if (last?.stream === fact.stream && last.facts.length < most) last.facts.push(fact);
    else runs.push({ stream: fact.stream, expected: fact.revision - 1, facts: [fact] });
  }
  return runs;
}
