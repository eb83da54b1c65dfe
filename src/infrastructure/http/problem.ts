import type { FieldProblem } from '../../application/kernel/outcome.js';

/** What a problem says, as RFC 9457 lays it out, with the clause and field it is about. Never a value of the request. */
export interface ProblemDetails {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly clause?: string;
  readonly field?: string;
  readonly errors?: readonly FieldProblem[];
  readonly values?: Readonly<Record<string, string | number>>;
  /** Whatever else a code documents. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Something to answer with a problem; `headers` go with it. */
export class Problem extends Error {
  constructor(
    readonly details: ProblemDetails,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(details.code);
  }
}

export const PROBLEM_TYPE = 'urn:alliance-ledger:problem:';

/** The body of a problem; the correlation id is the only thing that differs between two answers to the same question. */
export function problemBody({ code, title, status, more, ...rest }: ProblemDetails, correlation: string): string {
  return JSON.stringify({
    type: `${PROBLEM_TYPE}${code}`,
    title,
    status,
    ...rest,
    code,
    ...more,
    instance: `urn:uuid:${correlation}`,
  });
}

type Make = (more?: Omit<Partial<ProblemDetails>, 'code' | 'status'>, headers?: Record<string, string>) => Problem;

const problem =
  (status: number, code: string, title: string, always: Record<string, string> = {}): Make =>
  (more = {}, headers = {}) =>
    new Problem({ status, code, title, ...more }, { ...always, ...headers });

/** Every problem of the door itself; refusals bring their own codes. */
export const PROBLEMS = {
  malformed: problem(400, 'malformed', 'What was sent is not well-formed.'),
  badBody: problem(400, 'unreadable-body', 'The body cannot be read.'),
  badHeader: problem(400, 'malformed-header', 'A header is not well-formed.'),
  badParameter: problem(400, 'malformed-parameter', 'A query parameter is not well-formed.'),
  badCursor: problem(400, 'bad-cursor', 'This cursor was not given for this view.'),
  noSuchPosition: problem(400, 'no-such-position', 'The log has not come to this position.'),
  unauthenticated: problem(401, 'unauthenticated', 'A token of a sign-in that is linked to a person is needed.', {
    'www-authenticate': 'Bearer realm="alliance-ledger"',
  }),
  notFound: problem(404, 'not-found', 'There is nothing here for you.'),
  keyReused: problem(409, 'idempotency-key-reused', 'This idempotency key was used for something else.'),
  stale: problem(412, 'stale-revision', 'What the action is about has moved on since it was read.'),
  tooLarge: problem(413, 'too-large', 'The body is larger than this service takes.'),
  unsupported: problem(415, 'unsupported-media-type', 'The body must be application/json.'),
  notAcceptable: problem(406, 'not-acceptable', 'This can be had as JSON or as CSV.'),
  timeGoesOn: problem(422, 'time-goes-on', 'The clock does not go back.'),
  tooMany: problem(429, 'too-many-subscriptions', 'This person follows events as often as allowed already.'),
  headersTooLarge: problem(431, 'headers-too-large', 'The headers are larger than this service takes.'),
  badRequest: problem(400, 'bad-request', 'The request cannot be understood.'),
  internal: problem(500, 'internal', 'Something went wrong here; it is on record under the instance named.'),
  busy: problem(503, 'busy', 'Too much happens here at once; try again.', { 'retry-after': '1' }),
  closing: problem(503, 'closing', 'The service is stopping; try again soon.', { 'retry-after': '5' }),
  issuerUnreachable: problem(503, 'issuer-unreachable', 'Tokens cannot be checked right now; try again.', {
    'retry-after': '5',
  }),
  storeFull: problem(507, 'store-full', 'There is no room for a durable record; nothing was done or shown.'),
} as const;
