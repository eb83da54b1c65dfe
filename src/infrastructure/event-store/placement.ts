import type { StoredFact } from '../../domain/language/fact.js';

/** Throws when a fact's envelope names another place than the one it is appended at: it would never verify. */
export function requirePlacement(stream: string, expected: number, facts: readonly StoredFact[]): void {
  facts.forEach((fact, index) => {
    const revision = expected + 1 + index;
    if (fact.stream !== stream || fact.revision !== revision) {
      throw new Error(
        `a fact of ${fact.stream} at revision ${fact.revision} cannot be appended to ${stream} at revision ${revision}`,
      );
    }
  });
}
