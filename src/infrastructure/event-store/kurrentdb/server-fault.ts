/** What a failed call says: try again on this line, try again on another, ask the leader, or it will be the same again. */
export type FaultKind = 'passing' | 'line' | 'not-leader' | 'lasting';

/** A call to the server that failed, with what is to be done about it. What an append did is unknown unless it says otherwise. */
export class ServerFault extends Error {
  constructor(
    readonly kind: FaultKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Nobody at the server answered for as long as this store waits; what was asked may be done or not. */
export class ServerUnreachable extends Error {}

/** Status codes of gRPC, as the protocol numbers them. */
const CANCELLED = 1;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const PERMISSION_DENIED = 7;
const FAILED_PRECONDITION = 9;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

const LASTING = new Set([INVALID_ARGUMENT, PERMISSION_DENIED, FAILED_PRECONDITION, UNIMPLEMENTED, UNAUTHENTICATED]);
const OF_THE_LINE = new Set([CANCELLED, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE]);

/** What an error of a call means; an error that is no answer of the server is the line's. */
export function faultOf(error: unknown): ServerFault {
  if (error instanceof ServerFault) return error;
  const { code, message, metadata } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: string;
    readonly metadata?: { get?(key: string): readonly unknown[] };
  };
  const text = message || 'the call failed without a word';
  const exception = metadata?.get?.('exception')?.[0];
  if (exception === 'not-leader') return new ServerFault('not-leader', text, { cause: error });
  if (typeof code !== 'number' || OF_THE_LINE.has(code)) return new ServerFault('line', text, { cause: error });
  return new ServerFault(LASTING.has(code) ? 'lasting' : 'passing', text, { cause: error });
}
