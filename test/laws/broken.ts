import type { RecordedFact } from '../../src/domain/language/fact.js';

/** Sentences about what broke a law; none when it held. */
export type Broken = readonly string[];

/** Each sentence once. */
export const unique = (all: readonly string[]): Broken => [...new Set(all)].sort();

/** Anything as text to search in. */
export const text = (value: unknown): string =>
  JSON.stringify(value, (_key, v) => (typeof v === 'bigint' ? String(v) : v)) ?? '';

/** A fact is struck when some later fact that is not struck itself names it. */
export function struckBySearch(facts: readonly RecordedFact[]): ReadonlySet<string> {
  const isStruck = (id: string, at: number): boolean =>
    facts.some(
      (later, i) =>
        i > at &&
        [later.supersedes, later.type === 'EnteredInError' ? later.open['facts'] : undefined].flat().includes(id) &&
        !isStruck(later.id, i),
    );
  return new Set(facts.filter((fact, i) => isStruck(fact.id, i)).map(({ id }) => id));
}

/** Facts that nothing struck or superseded, stream by stream: the rule written again, apart from the application's. */
export function standingFacts(facts: readonly RecordedFact[]): readonly RecordedFact[] {
  const streams = new Map<string, RecordedFact[]>();
  for (const fact of facts) streams.set(fact.stream, [...(streams.get(fact.stream) ?? []), fact]);
  const struck = new Set([...streams.values()].flatMap((own) => [...struckBySearch(own)]));
  return facts.filter(({ id }) => !struck.has(id));
}

/** A state as plain JSON: maps and sets in the order in which they were filled. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, inner]) => [key, plain(inner)]);
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
