import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ReadView } from '../../application/read-view.js';
import { ReplayHistory } from '../../application/replay-history.js';
import type { Ledger } from '../../ledger.js';
import type { ViewDefinition } from '../../projections/view.js';
import { requireShown } from './answering.js';
import { shownOrSaid } from './awaiting.js';
import { csvOf } from './csv.js';
import { exportView, withCounted } from './export-view.js';
import { byPath } from './names.js';
import { PROBLEMS } from './problem.js';
import { type Arrived, awaitedOf, callerOf, doorOf } from './request.js';
import { LEDGER } from './tokens.js';
import { type Asked, askedOf } from './view-parameters.js';

/** One GET for each view of the catalogue, and one to step through a history. */
@Controller()
export class ViewsController {
  private readonly viewByPath: ReadonlyMap<string, readonly [string, ViewDefinition]>;

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {
    this.viewByPath = byPath(ledger.reading.views);
  }

  @Get('views/:name')
  async view(
    @Param('name') path: string,
    @Query() query: unknown,
    @Req() request: Arrived,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { person } = callerOf(request);
    const view = this.named(path);
    const asked = askedOf(query, view);
    const awaited = awaitedOf(request);
    if (awaited) await shownOrSaid(this.ledger, awaited.position, awaited.seconds, reply);
    const { scope, options } = asked;
    const format = asked.format ?? formatOf(request);
    if (asked.whole) return this.whole(view, path, { ...asked, format }, request, reply);
    const outcome = await this.queries.execute(
      new ReadView(view.name, person, scope, {
        ...(format === 'csv' && { how: 'export' as const }),
        ...options,
        ...doorOf(request),
      }),
    );
    if (outcome.kind !== 'shown') requireShown(outcome);
    const { rows, next, role, position, accessEntry, withheld } = outcome;
    reply.header('etag', `"${position}"`).header('vary', 'Accept, Authorization');
    if (next) reply.header('link', nextLink(`/views/${path}`, query, next));
    if (format === 'csv') {
      attached(reply, path, format).send(csvOf(view, withCounted(rows, withheld)));
      return;
    }
    send(reply, {
      view: view.name,
      role,
      position,
      accessEntry,
      rows,
      ...(withheld && { withheld }),
      ...(next && { next }),
    });
  }

  /** All of a view at once, sent as fast as the reader takes it. */
  private async whole(
    view: ViewDefinition,
    path: string,
    asked: Asked,
    request: Arrived,
    reply: FastifyReply,
  ): Promise<void> {
    const { person } = callerOf(request);
    const made = await exportView((query) => this.queries.execute(query), view, person, asked, doorOf(request));
    if ('kind' in made) requireShown(made);
    reply.header('etag', `"${made.position}"`).header('vary', 'Accept, Authorization');
    attached(reply, path, made.format).send(Readable.from(made.pieces()));
  }

  @Get('replay')
  async replay(@Query() query: unknown, @Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    const { person } = callerOf(request);
    const { scope, options, format, whole } = askedOf(query, this.named('timeline'));
    if (whole) throw PROBLEMS.badParameter({ field: 'export', detail: 'A replay is stepped through, not exported.' });
    if (format === 'csv') throw PROBLEMS.notAcceptable({ detail: 'A replay is had as JSON.' });
    const outcome = await this.queries.execute(new ReplayHistory(person, scope, { ...options, ...doorOf(request) }));
    if (outcome.kind !== 'replayed') requireShown(outcome);
    const { steps, states, role, next } = outcome;
    if (next) reply.header('link', nextLink('/replay', query, next));
    send(reply, { role, steps, states, ...(next && { next }) });
  }

  private named(path: string): ViewDefinition {
    const view = this.viewByPath.get(path)?.[1];
    if (view === undefined || view.scopes.length === 0) throw PROBLEMS.notFound();
    return view;
  }
}

function formatOf(request: Arrived): 'json' | 'csv' {
  const accepted = (request.headers.accept ?? '*/*').toLowerCase().split(',');
  for (const range of accepted) {
    const type = range.split(';')[0]?.trim();
    if (type === 'text/csv') return 'csv';
    if (type === 'application/json' || type === 'application/*' || type === '*/*') return 'json';
  }
  throw PROBLEMS.notAcceptable();
}

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json; charset=utf-8' } as const;

/** The head of an answer that is a file. */
const attached = (reply: FastifyReply, path: string, format: 'json' | 'csv'): FastifyReply =>
  reply.header('content-disposition', `attachment; filename="${path}.${format}"`).type(TYPES[format]);

function nextLink(path: string, query: unknown, next: string): string {
  const parameters = new URLSearchParams({ ...(query as Record<string, string>), cursor: next });
  return `<${path}?${parameters}>; rel="next"`;
}

const send = (reply: FastifyReply, body: unknown): void => {
  reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
};
