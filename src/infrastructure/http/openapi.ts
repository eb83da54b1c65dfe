import type { ActionDefinition } from '../../application/actions/action.js';
import { ACTIONS } from '../../application/actions/all.js';
import type { RefusalDefinition } from '../../domain/language/decision.js';
import type { ViewDefinition } from '../../projections/view.js';
import { kebab } from './names.js';
import {
  ACTION_HEADERS,
  ALWAYS,
  choice,
  header,
  known,
  type OpenApiDocument,
  type Operation,
  parameter,
  problemContent,
  SCOPE_PARAMETERS,
  SHARED_RESPONSES,
  VIEW_HEADERS,
} from './openapi-parts.js';
import { reviewPath } from './openapi-review.js';
import { searchPath } from './openapi-search.js';
import { PROBLEMS } from './problem.js';
import { bodySchema, rowSchema, type Schema, SHARED_SCHEMAS } from './schemas.js';
import { filtersOf, SCOPES, whenColumn } from './view-parameters.js';

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
      ...(view.column === 'access-log' && {
        withheld: {
          type: 'array',
          description: 'Lines kept from the reader, counted with their ground: never silently missing.',
          items: { type: 'object', properties: { ground: { type: 'string' }, lines: { type: 'integer' } } },
        },
      }),
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
      parameter('print', 'On record as printed.', choice('true')),
      ...VIEW_HEADERS,
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
      '/search/persons': { post: searchPath() },
      '/access/review': { post: reviewPath() },
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
