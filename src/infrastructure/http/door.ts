import { STATUS_CODES } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Ids } from '../../application/ports.js';
import type { Doorkeeper } from '../auth/doorkeeper.js';
import type { Metrics } from './metrics.js';
import { PROBLEMS, type Problem, problemBody } from './problem.js';
import { type Arrived, requestId } from './request.js';
import { readStrictJson } from './strict-json.js';

/** A body may have this many bytes. */
export const BODY_BYTES_AT_MOST = 256 * 1_024;
const RECEIVE_MILLISECONDS = 30_000;

/** Routes that answer anybody; every other one needs a caller. */
const OPEN_ROUTES: ReadonlySet<string> = new Set([
  '/',
  '/openapi.json',
  '/docs',
  '/health/live',
  '/health/ready',
  '/metrics',
]);

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What the door needs to let somebody in and to say what happened. */
export interface DoorParts {
  readonly doorkeeper: Doorkeeper;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly ids: Pick<Ids, 'fresh'>;
  /** True once the service is stopping: nobody new comes in. */
  readonly closing: () => boolean;
  /** Who is inside: asked and not answered yet. */
  readonly inside: Set<object>;
  /** Whether browsers are to insist on TLS, which ends at a proxy before this service. */
  readonly strictTransport: boolean;
}

/** The HTTP server: strict bodies, a caller for every route that is not open, problems for its own errors too, a log without persons. */
export function makeDoor(parts: DoorParts): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_AT_MOST,
    requestTimeout: RECEIVE_MILLISECONDS,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    skipMiddie: true,
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      arrive(parts, request as Arrived, reply);
      answer(reply, request as Arrived, PROBLEMS.badRequest());
    },
    clientErrorHandler: (error, socket) => {
      if ((error as NodeJS.ErrnoException).code === 'ECONNRESET' || !socket.writable) return;
      const tooLarge = (error as NodeJS.ErrnoException).code === 'HPE_HEADER_OVERFLOW';
      socket.end(plainAnswer(tooLarge ? PROBLEMS.headersTooLarge() : PROBLEMS.badRequest(), parts.ids.fresh()));
    },
  });
  const server = adapter.getInstance<FastifyInstance>();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      requireUncompressed(request);
      done(null, readStrictJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onRequest', async (request, reply) => {
    arrive(parts, request as Arrived, reply);
    parts.inside.add(reply.raw);
    reply.raw.once('close', () => parts.inside.delete(reply.raw));
    if (parts.closing()) throw PROBLEMS.closing({}, { connection: 'close' });
    const route = request.routeOptions.url;
    if (request.is404 || route === undefined || OPEN_ROUTES.has(route)) return;
    (request as Arrived).caller = await parts.doorkeeper.admit(request.headers.authorization);
  });
  server.addHook('onResponse', async (request, reply) => {
    const { correlation, arrivedAt } = request as Arrived;
    const milliseconds = performance.now() - arrivedAt;
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const status = reply.statusCode;
    parts.metrics.answered(method, route, status, milliseconds / 1_000);
    parts.log.info(
      { method, route, status, milliseconds: Math.round(milliseconds * 10) / 10, correlation },
      'answered',
    );
  });
  return adapter;
}

/** A small body that unpacks into a large one would pass the limit. */
function requireUncompressed(request: FastifyRequest): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw PROBLEMS.unsupported();
}

function arrive(parts: DoorParts, request: Arrived, reply: FastifyReply): void {
  request.arrivedAt = performance.now();
  request.correlation = requestId(request) ?? parts.ids.fresh();
  reply.headers(SECURITY_HEADERS).header('x-request-id', request.correlation);
  if (parts.strictTransport) reply.header('strict-transport-security', 'max-age=31536000');
}

function answer(reply: FastifyReply, request: Arrived, { details, headers }: Problem): void {
  reply
    .status(details.status)
    .headers(headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problemBody(details, request.correlation));
}

/** An answer to bytes that never became a request. */
function plainAnswer({ details }: Problem, correlation: string): string {
  const body = problemBody(details, correlation);
  return [
    `HTTP/1.1 ${details.status} ${STATUS_CODES[details.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
