import type { Outcome, Receipt } from '../../application/kernel/outcome.js';
import { BadCursor, NoSuchPosition, NotAsked, StoreClosed, StoreFull } from '../../application/ports.js';
import type { ReadOutcome } from '../../application/read-view.js';
import { InvalidToken, IssuerUnreachable } from '../auth/token-verifier.js';
import { PROBLEMS, Problem } from './problem.js';
import { UnreadableBody } from './strict-json.js';

/** The receipt of an accepted action; throws the problem that any other outcome is answered with. */
export function receiptOf(outcome: Outcome): { readonly receipt: Receipt; readonly repeated: boolean } {
  switch (outcome.kind) {
    case 'accepted':
      return outcome;
    case 'refused': {
      const { code, says, status, clause, field, values } = outcome.refusal;
      throw new Problem({
        status,
        code,
        title: says,
        ...(clause && { clause }),
        ...(field && { field }),
        ...(values && { values }),
        ...(outcome.receipt && { more: { receipt: outcome.receipt } }),
      });
    }
    case 'malformed':
      throw PROBLEMS.malformed({
        ...(outcome.problems[0]?.field && { field: outcome.problems[0].field }),
        errors: outcome.problems,
      });
    case 'unknown-action':
    case 'denied':
      throw PROBLEMS.notFound();
    case 'key-reused':
      throw PROBLEMS.keyReused({ field: 'Idempotency-Key' });
    case 'stale':
      throw PROBLEMS.stale({ field: 'If-Match', more: { revision: outcome.revision } });
    case 'busy':
      throw PROBLEMS.busy();
  }
}

/** Throws the problem that a look is answered with when it is not shown. */
export function requireShown(outcome: Exclude<ReadOutcome, { kind: 'shown' }>): never {
  if (outcome.kind === 'wrong-scope') {
    const named = outcome.scopes.filter((scope) => scope !== 'agency');
    const whole = named.length < outcome.scopes.length;
    const one = named.length > 1 ? `exactly one of ${named.join(', ')}` : `${named[0]}`;
    const detail =
      named.length === 0
        ? 'It is of the whole agency: name nothing.'
        : `Name ${one}${whole ? ', or nothing for the whole agency' : ''}.`;
    throw PROBLEMS.badParameter({ detail });
  }
  throw PROBLEMS.notFound();
}

/** The problem that anything thrown is answered with; undefined for what is a fault of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof UnreadableBody) return PROBLEMS.badBody({ detail: `${capital(error.message)}.` });
  if (error instanceof InvalidToken) return PROBLEMS.unauthenticated();
  if (error instanceof IssuerUnreachable) return PROBLEMS.issuerUnreachable();
  if (error instanceof StoreFull) return PROBLEMS.storeFull();
  if (error instanceof StoreClosed) return PROBLEMS.closing();
  if (error instanceof BadCursor) return PROBLEMS.badCursor({ field: 'cursor' });
  if (error instanceof NotAsked)
    return PROBLEMS.malformed({ field: error.what, detail: 'This view is read as it is.' });
  if (error instanceof NoSuchPosition) return PROBLEMS.noSuchPosition({ field: 'known-at' });
  return ofTheServer(error);
}

/** What the HTTP library itself refuses, by status alone: its messages repeat what was sent. */
function ofTheServer(error: unknown): Problem | undefined {
  const { statusCode, status, getStatus } = error as {
    readonly statusCode?: unknown;
    readonly status?: unknown;
    readonly getStatus?: unknown;
  };
  const code =
    typeof getStatus === 'function' ? Number((error as { getStatus(): number }).getStatus()) : (statusCode ?? status);
  if (typeof code !== 'number' || code < 400 || code >= 500) return undefined;
  if (code === 404 || code === 405) return PROBLEMS.notFound();
  if (code === 413) return PROBLEMS.tooLarge();
  if (code === 415) return PROBLEMS.unsupported();
  if (code === 431) return PROBLEMS.headersTooLarge();
  return PROBLEMS.badRequest();
}

const capital = (sentence: string): string => sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
