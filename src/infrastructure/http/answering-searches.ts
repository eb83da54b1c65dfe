import { READER_ROLES } from '../../application/access/matrix.js';
import type { SearchOutcome } from '../../application/search/search-persons.js';
import { PROBLEMS } from './problem.js';

/** The text of an answer to a search; throws the problem that any other outcome is answered with. */
export function foundOf(outcome: SearchOutcome): string {
  switch (outcome.kind) {
    case 'found': {
      const { role, accessEntry, persons, more } = outcome;
      return JSON.stringify({ role, accessEntry: String(accessEntry), persons, more });
    }
    case 'malformed':
      throw PROBLEMS.malformed({
        ...(outcome.problems[0]?.field && { field: outcome.problems[0].field }),
        errors: outcome.problems,
      });
    case 'denied':
      throw PROBLEMS.notFound();
  }
}

/** The role named in the query; nothing else may stand there, least of all whom somebody looks for. */
export function searchRoleOf(query: unknown): string | undefined {
  const { as, ...others } = (query ?? {}) as Readonly<Record<string, unknown>>;
  if (Object.keys(others).length > 0)
    throw PROBLEMS.badParameter({ detail: 'Say whom you look for in the body; only as may stand in the address.' });
  if (as === undefined) return undefined;
  if (typeof as !== 'string' || !(READER_ROLES as readonly string[]).includes(as))
    throw PROBLEMS.badParameter({ field: 'as', detail: `It must be one of ${READER_ROLES.join(', ')}.` });
  return as;
}
