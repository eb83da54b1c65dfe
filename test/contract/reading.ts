import { expect } from '@jest/globals';
import type { EventStore, Log } from '../../src/application/ports.js';
import type { RecordedFact, StoredFact } from '../../src/domain/language/fact.js';

/** Ids in the order of the facts. */
export const ids = (facts: readonly StoredFact[]): readonly string[] => facts.map(({ id }) => id);

/** The fact as it was appended. */
export const withoutPosition = ({ position: _, ...fact }: RecordedFact): StoredFact => fact;

/** Expects strictly increasing positions. */
export function expectIncreasing(facts: readonly RecordedFact[]): void {
  facts.forEach(({ position }, index) => {
    if (index > 0) expect(position).toBeGreaterThan(facts[index - 1]!.position);
  });
}

/** Reads a log from its start in pages. */
export async function readWhole(store: EventStore, log: Log, pageSize: number): Promise<readonly RecordedFact[]> {
  const all: RecordedFact[] = [];
  for (let after = 0n; ; ) {
    const page = await store.readAll(log, after, pageSize);
    const last = page.at(-1);
    if (last === undefined) return all;
    expect(page.length).toBeLessThanOrEqual(pageSize);
    all.push(...page);
    after = last.position;
  }
}
