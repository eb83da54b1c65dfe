import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Ledger } from '../../ledger.js';
import { DOCS_POLICY, docsPage } from './docs-page.js';
import type { Metrics } from './metrics.js';
import { openApi } from './openapi.js';
import { PROBLEMS } from './problem.js';
import type { Watch } from './readiness.js';
import { type Arrived, callerOf } from './request.js';
import { CLOCK_MAY_MOVE, LEDGER, METRICS, WATCH } from './tokens.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** What the service says of itself: nothing here is about a person. */
@Controller()
export class ServiceController {
  private readonly document: string;
  private readonly page: string;

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(WATCH) private readonly watch: Watch,
    @Inject(CLOCK_MAY_MOVE) private readonly clockMayMove: boolean,
  ) {
    const document = openApi(ledger.reading.views);
    this.document = JSON.stringify(document);
    this.page = docsPage(document);
  }

  @Get()
  index(@Res() reply: FastifyReply): void {
    reply.send({
      service: 'Alliance Ledger',
      documents: '/docs',
      openapi: '/openapi.json',
      actions: '/actions/{name}',
      views: '/views/{name}',
      search: '/search/persons',
      replay: '/replay',
      events: '/events',
      health: '/health/ready',
      metrics: '/metrics',
    });
  }

  @Get('openapi.json')
  openapi(@Res() reply: FastifyReply): void {
    reply.type('application/json; charset=utf-8').send(this.document);
  }

  @Get('docs')
  docs(@Res() reply: FastifyReply): void {
    reply.header('content-security-policy', DOCS_POLICY).type('text/html; charset=utf-8').send(this.page);
  }

  @Get('health/live')
  live(@Res() reply: FastifyReply): void {
    reply.send({ live: true });
  }

  @Get('health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const readiness = await this.watch.readiness();
    reply.status(readiness.ready ? 200 : 503).send(readiness);
  }

  @Get('metrics')
  async metered(@Res() reply: FastifyReply): Promise<void> {
    const { type, body } = await this.metrics.text();
    reply.header('content-type', type).send(body);
  }

  /** Makes every view again beside the ones in use, then swaps them: for a manager or a privacy officer. */
  @Post('operations/rebuild')
  async rebuild(@Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    const { roles } = await this.ledger.reading.relations.standingOf(callerOf(request).person);
    if (!roles.has('manager') && !roles.has('privacy-officer')) throw PROBLEMS.notFound();
    const facts = await this.ledger.performing.store.head('facts');
    const began = performance.now();
    if (!(await this.ledger.rebuild())) throw PROBLEMS.busy();
    reply.status(200).send({ facts: Number(facts), seconds: (performance.now() - began) / 1_000 });
  }

  /** Moves the development clock on; there is no such route where time is real. */
  @Post('development/clock')
  async moveClock(@Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    callerOf(request);
    const { moveClock, performing } = this.ledger;
    if (!this.clockMayMove || moveClock === undefined) throw PROBLEMS.notFound();
    const to = (request.body as { readonly to?: unknown } | null | undefined)?.to;
    const at = typeof to === 'string' && INSTANT.test(to) ? Date.parse(to) : Number.NaN;
    if (Number.isNaN(at)) throw PROBLEMS.malformed({ field: 'to', detail: 'It must be an instant with an offset.' });
    const instant = new Date(at).toISOString();
    if (instant < performing.clock.now()) throw PROBLEMS.timeGoesOn({ field: 'to' });
    await moveClock(instant);
    reply.send({ now: performing.clock.now() });
  }
}
