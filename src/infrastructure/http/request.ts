import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/doorkeeper.js';
import { PROBLEMS } from './problem.js';

/** A request as the door lets it through. */
export interface Arrived extends FastifyRequest {
  /** Id under which everything that follows from the request is found again. */
  correlation: string;
  /** Monotonic milliseconds at which it arrived. */
  arrivedAt: number;
  caller?: Caller;
}

/** The caller of a request; every route but the open ones has one, and what asks for one cannot be reached without. */
export function callerOf(request: Arrived): Caller {
  if (request.caller === undefined) throw PROBLEMS.unauthenticated();
  return request.caller;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const VISIBLE = /^[\x21-\x7e]{1,200}$/;
const REVISION = /^"(0|[1-9]\d{0,14})"$/;

/** A short name of a machine: letters, digits, dots, dashes and underscores. */
export const WORKSTATION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Where a request comes from, for the access log: whose sign-in, and the workstation that X-Workstation names. */
export function doorOf(request: Arrived): { readonly session: string; readonly workstation?: string } {
  const said = single(request, 'x-workstation');
  if (said !== undefined && !WORKSTATION.test(said))
    throw PROBLEMS.badHeader({
      field: 'X-Workstation',
      detail: 'It must be 1 to 64 letters, digits, dots, dashes or underscores, a letter or digit first.',
    });
  return { session: callerOf(request).signIn, ...(said !== undefined && { workstation: said }) };
}

/** The longest that `Prefer: wait` may ask for. */
export const WAIT_SECONDS_AT_MOST = 30;

/** The caller's X-Request-Id when it is a UUID, else undefined. */
export function requestId(request: FastifyRequest): string | undefined {
  const said = single(request, 'x-request-id')?.toLowerCase();
  return said !== undefined && UUID.test(said) ? said : undefined;
}

/** The Idempotency-Key: 1 to 200 visible characters. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = single(request, 'idempotency-key');
  if (key !== undefined && !VISIBLE.test(key))
    throw PROBLEMS.badHeader({ field: 'Idempotency-Key', detail: 'It must be 1 to 200 visible ASCII characters.' });
  return key;
}

/** The revision that If-Match names. */
export function ifMatchOf(request: FastifyRequest): number | undefined {
  const said = single(request, 'if-match');
  if (said === undefined) return undefined;
  const revision = REVISION.exec(said)?.[1];
  if (revision === undefined)
    throw PROBLEMS.badHeader({ field: 'If-Match', detail: 'It must be one revision in double quotes, such as "3".' });
  return Number(revision);
}

/** Seconds that `Prefer: wait=` asks for, or undefined; other preferences are not for us to judge. */
export function waitOf(request: FastifyRequest): number | undefined {
  for (const preference of (single(request, 'prefer') ?? '').split(',')) {
    const wait = /^\s*wait\s*=\s*"?(\d{1,3})"?\s*$/i.exec(preference)?.[1];
    if (wait === undefined) {
      if (/^\s*wait\b/i.test(preference))
        throw PROBLEMS.badHeader({ field: 'Prefer', detail: 'wait must be a whole number of seconds.' });
      continue;
    }
    return Math.min(Number(wait), WAIT_SECONDS_AT_MOST);
  }
  return undefined;
}

/** The position of a receipt that an answer is to wait for, and how many seconds; undefined when none is given. */
export function awaitedOf(
  request: FastifyRequest,
): { readonly position: bigint; readonly seconds: number } | undefined {
  const said = single(request, 'alliance-position');
  if (said === undefined) return undefined;
  const refused = (detail: string) => PROBLEMS.badHeader({ field: 'Alliance-Position', detail });
  if (!/^(0|[1-9]\d{0,18})$/.test(said)) throw refused('It must be a position, as a receipt gives it.');
  const seconds = waitOf(request);
  if (seconds === undefined) throw refused('Say how long to wait for it: Prefer: wait=<seconds>.');
  return { position: BigInt(said), seconds };
}

function single(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
