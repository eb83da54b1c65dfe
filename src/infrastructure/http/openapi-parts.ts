import { READER_ROLES } from '../../application/access/matrix.js';
import type { RefusalDefinition } from '../../domain/language/decision.js';
import { PROBLEM_TYPE, PROBLEMS } from './problem.js';
import type { Schema } from './schemas.js';

/** An OpenAPI 3.1 document, as far as the readable page looks into it. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly [more: string]: unknown;
}

/** One operation of the document. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Schema[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, Schema>>;
  readonly [more: string]: unknown;
}

/** A header that may be sent. */
export const header = (name: string, description: string, schema: Schema = { type: 'string' }): Schema => ({
  name,
  in: 'header',
  description,
  schema,
});
/** A query parameter. */
export const parameter = (name: string, description: string, schema: Schema = { type: 'string' }): Schema => ({
  name,
  in: 'query',
  description,
  schema,
});

/** One of a few words. */
export const choice = (...codes: readonly string[]): Schema => ({ type: 'string', enum: codes });

/** Where somebody sits, for the access log. */
export const WORKSTATION_HEADER = header('X-Workstation', 'Name of the machine, for the access log.', {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
});

/** Headers of every action. */
export const ACTION_HEADERS: readonly Schema[] = [
  header('Idempotency-Key', 'The same key with the same body gives the first outcome again.', {
    type: 'string',
    pattern: '^[!-~]{1,200}$',
  }),
  header('If-Match', 'Revision that the stream must be at, in double quotes.', { type: 'string', pattern: '^"\\d+"$' }),
  header('Prefer', 'wait=<seconds up to 30>: answer once every view has taken what was stated.'),
  WORKSTATION_HEADER,
  header('X-Request-Id', 'A UUID under which everything that follows is found again.', {
    type: 'string',
    format: 'uuid',
  }),
];

/** Headers of every view. */
export const VIEW_HEADERS: readonly Schema[] = [
  header('Alliance-Position', 'Position of a receipt: answer once every view has taken it; with Prefer.', {
    type: 'string',
    pattern: '^(0|[1-9]\\d{0,18})$',
  }),
  header('Prefer', 'wait=<seconds up to 30>: how long to wait for that position.'),
  WORKSTATION_HEADER,
];

/** Query parameters of every view. */
export const SCOPE_PARAMETERS = {
  'known-at': parameter('known-at', 'Only what was recorded up to this position.'),
  'as-of': parameter('as-of', 'Only what had happened by this instant.', { type: 'string', format: 'date-time' }),
  limit: parameter('limit', 'Rows on a page.', { type: 'integer', minimum: 1, maximum: 1000, default: 50 }),
  cursor: parameter('cursor', 'The next of the page before.'),
  as: parameter('as', 'Only in this role, when there are several.', { type: 'string', enum: READER_ROLES }),
};

/** The content of an answer that is a problem, with examples. */
export const problemContent = (examples: readonly RefusalDefinition[]): Schema => ({
  'application/problem+json': {
    schema: { $ref: '#/components/schemas/Problem' },
    ...(examples.length > 0 && {
      examples: Object.fromEntries(
        examples.map(({ code, says, status, clause }) => [
          code,
          { value: { type: `${PROBLEM_TYPE}${code}`, title: says, status, code, ...(clause && { clause }) } },
        ]),
      ),
    }),
  },
});

/** The answers that many operations share, said once. */
export const SHARED_RESPONSES: Record<string, Schema> = {};

/** Refers to a shared answer; its description stands beside the reference, as OpenAPI 3.1 allows. */
export const known = (make: (typeof PROBLEMS)[keyof typeof PROBLEMS]): Schema => {
  const { code, title, status } = make().details;
  SHARED_RESPONSES[code] = {
    description: title,
    content: problemContent([{ code, says: title, status: status as 409, recorded: false }]),
  };
  return { $ref: `#/components/responses/${code}`, description: title };
};

/** Answers that any operation may give. */
export const ALWAYS = {
  '400': known(PROBLEMS.malformed),
  '401': known(PROBLEMS.unauthenticated),
  '404': known(PROBLEMS.notFound),
  '503': known(PROBLEMS.busy),
  '507': known(PROBLEMS.storeFull),
};
