import { READER_ROLES } from '../../application/access/matrix.js';
import type { ActionDefinition } from '../../application/actions/action.js';
import { ACTIONS } from '../../application/actions/all.js';
import type { RefusalDefinition } from '../../domain/language/decision.js';
import type { ViewDefinition } from '../../projections/view.js';
import { kebab } from './names.js';
import { PROBLEM_TYPE, PROBLEMS } from './problem.js';
import { bodySchema, rowSchema, type Schema, SHARED_SCHEMAS } from './schemas.js';
import { filtersOf, SCOPES, whenColumn } from './view-parameters.js';

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

const header = (name: string, description: string, schema: Schema = { type: 'string' }): Schema => ({
  name,
  in: 'header',
  description,
  schema,
});
const parameter = (name: string, description: string, schema: Schema = { type: 'string' }): Schema => ({
  name,
  in: 'query',
  description,
  schema,
});

const choice = (...codes: readonly string[]): Schema => ({ type: 'string', enum: codes });

const ACTION_HEADERS: readonly Schema[] = [
  header('Idempotency-Key', 'The same key with the same body gives the first outcome again.', {
    type: 'string',
    pattern: '^[!-~]{1,200}$',
  }),
  header('If-Match', 'Revision that the stream must be at, in double quotes.', { type: 'string', pattern: '^"\\d+"$' }),
  header('Prefer', 'wait=<seconds up to 30>: answer once every view has taken what was stated.'),
  header('X-Request-Id', 'A UUID under which everything that follows is found again.', {
    type: 'string',
    format: 'uuid',
  }),
];

const SCOPE_PARAMETERS = {
  'known-at': parameter('known-at', 'Only what was recorded up to this position.'),
  'as-of': parameter('as-of', 'Only what had happened by this instant.', { type: 'string', format: 'date-time' }),
  limit: parameter('limit', 'Rows on a page.', { type: 'integer', minimum: 1, maximum: 1000, default: 50 }),
  cursor: parameter('cursor', 'The next of the page before.'),
  as: parameter('as', 'Only in this role, when there are several.', { type: 'string', enum: READER_ROLES }),
};

const problemContent = (examples: readonly RefusalDefinition[]): Schema => ({
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
const SHARED_RESPONSES: Record<string, Schema> = {};

/** Refers to a shared answer; its description stands beside the reference, as OpenAPI 3.1 allows. */
const known = (make: (typeof PROBLEMS)[keyof typeof PROBLEMS]): Schema => {
  const { code, title, status } = make().details;
  SHARED_RESPONSES[code] = {
    description: title,
    content: problemContent([{ code, says: title, status: status as 409, recorded: false }]),
  };
  return { $ref: `#/components/responses/${code}`, description: title };
};

const ALWAYS = {
  '400': known(PROBLEMS.malformed),
  '401': known(PROBLEMS.unauthenticated),
  '404': known(PROBLEMS.notFound),
  '503': known(PROBLEMS.busy),
  '507': known(PROBLEMS.storeFull),
};

function actionPath(definition: ActionDefinition): Operation {
  const refusals = definition.refuses as readonly RefusalDefinition[];
  const of = (status: number, title: string) => {
    const given = refusals.filter((r) => r.status === status);
    return given.length === 0
      ? {}
      : {
          [status]: {
            description: [title, ...given.map((r) => `${r.code}: ${r.says}`)].join('\n\n'),
            content: problemContent(given),
          },
        };
  };
  return {
    operationId: definition.name,
    summary: definition.says,
    description: [
      definition.kind === 'request'
        ? 'A request: it may be refused.'
        : 'A report: what happened is never refused on a charter ground.',
      `Clauses: ${definition.clauses.join(', ')}.`,
      `Who may: ${definition.who.join(', ')}.`,
      `States: ${definition.states.map((kind) => kind.type).join(', ')}.`,
    ].join(' '),
    tags: [definition.clauses[0] ?? 'R3'],
    parameters: ACTION_HEADERS,
    requestBody: {
      content: { 'application/json': { schema: bodySchema(definition.body), example: definition.example } },
    },
    responses: {
      '201': {
        description: 'Done; the receipt. ETag is the stream’s revision.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Receipt' } } },
      },
      '200': {
        description: 'It was already so; nothing was stated.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Receipt' } } },
      },
      ...ALWAYS,
      ...of(409, 'It does not fit what has happened, or the idempotency key was used for something else.'),
      '412': known(PROBLEMS.stale),
      '413': known(PROBLEMS.tooLarge),
      '415': known(PROBLEMS.unsupported),
      ...of(422, 'It is not allowed.'),
    },
  };
}

const scopesOf = (view: ViewDefinition): readonly Schema[] =>
  SCOPES.filter((scope) => view.scopes.includes(scope)).map((scope) =>
    parameter(scope, `Of this ${scope}.`, { type: 'string', format: 'uuid' }),
  );

function viewPath(view: ViewDefinition): Operation {
  const when = whenColumn(view);
  const content = {
    type: 'object',
    properties: {
      view: { type: 'string' },
      role: { type: 'string' },
      position: { type: 'string' },
      accessEntry: { type: 'string', description: 'Position of the access log’s entry about this look.' },
      rows: { type: 'array', items: rowSchema(view) },
      next: { type: 'string' },
    },
  };
  return {
    operationId: `show-${view.name}`,
    summary: view.title,
    description: `${view.says} Sorted by ${view.order.join(', ')}. Every look is recorded before it is answered.`,
    tags: ['views'],
    parameters: [
      ...scopesOf(view),
      ...Object.values(SCOPE_PARAMETERS),
      ...(when
        ? [parameter('from', `${when}: this or later.`), parameter('before', `${when}: earlier than this.`)]
        : []),
      ...[...filtersOf(view)].map(([name, column]) => parameter(name, `Only rows with this ${column}.`)),
      parameter('format', 'csv instead of JSON, as Accept: text/csv asks too.', choice('json', 'csv')),
      parameter('export', 'All rows at once, without limit and cursor, on record as an export.', choice('true')),
    ],
    responses: {
      '200': {
        description: view.says,
        content: { 'application/json': { schema: content }, 'text/csv': { schema: { type: 'string' } } },
      },
      ...ALWAYS,
      '406': known(PROBLEMS.notAcceptable),
    },
  };
}

const plain = (
  operationId: string,
  summary: string,
  type = 'application/json',
  more: Partial<Operation> = {},
): Operation => ({
  operationId,
  summary,
  tags: ['service'],
  security: [],
  responses: { '200': { description: summary, content: { [type]: { schema: {} } } } },
  ...more,
});

/** The whole door as an OpenAPI 3.1 document, made from the catalogue. */
export function openApi(views: ReadonlyMap<string, ViewDefinition>): OpenApiDocument {
  const shown = [...views.values()].filter((view) => view.scopes.length > 0);
  const timeline = views.get('timeline');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Alliance Ledger',
      version: '1',
      description:
        'Everything done under the Therapeutic Alliance charter is an immutable fact: one POST for each action, one GET for each view.',
    },
    security: [{ bearer: [] }],
    tags: [
      { name: 'views', description: 'What may be seen.' },
      { name: 'service', description: 'The service itself.' },
    ],
    paths: {
      ...Object.fromEntries([...ACTIONS.values()].map((a) => [`/actions/${kebab(a.name)}`, { post: actionPath(a) }])),
      ...Object.fromEntries(shown.map((view) => [`/views/${kebab(view.name)}`, { get: viewPath(view) }])),
      '/replay': {
        get: plain(
          'replay',
          'Step through a history fact by fact, with what each changed and the clauses it touches.',
          'application/json',
          {
            tags: ['views'],
            security: [{ bearer: [] }],
            parameters: [...(timeline ? scopesOf(timeline) : []), ...Object.values(SCOPE_PARAMETERS)],
          },
        ),
      },
      '/events': {
        get: plain(
          'events',
          'Server-sent events: position, views that may have changed, and a hash of the stream’s name.',
          'text/event-stream',
          {
            tags: ['views'],
            security: [{ bearer: [] }],
            parameters: [header('Last-Event-ID', 'Position last heard of: go on after it.')],
          },
        ),
      },
      '/operations/rebuild': {
        post: plain('rebuild', 'Make every view again beside the ones in use, then swap them.', 'application/json', {
          security: [{ bearer: [] }],
        }),
      },
      '/development/clock': {
        post: plain('move-clock', 'Move the development clock on; 404 where time is real.', 'application/json', {
          security: [{ bearer: [] }],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['to'],
                  properties: { to: { type: 'string', format: 'date-time' } },
                },
                example: { to: '2026-02-17T14:00:00Z' },
              },
            },
          },
        }),
      },
      '/': { get: plain('index', 'Where everything is.') },
      '/openapi.json': { get: plain('openapi', 'This document.') },
      '/docs': { get: plain('docs', 'This document, readable.', 'text/html') },
      '/health/live': { get: plain('live', 'The process answers.') },
      '/health/ready': { get: plain('ready', 'The store takes facts and the views follow; 503 when not.') },
      '/metrics': { get: plain('metrics', 'Counts and durations for Prometheus.', 'text/plain') },
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the configured issuer; its sign-in must be linked to a person.',
        },
      },
      schemas: SHARED_SCHEMAS,
      responses: SHARED_RESPONSES,
    },
  };
}
