import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ACTIONS } from '../../application/actions/all.js';
import { PerformAction } from '../../application/perform-action.js';
import type { Ledger } from '../../ledger.js';
import { receiptOf } from './answering.js';
import { shownOrSaid } from './awaiting.js';
import type { Metrics } from './metrics.js';
import { byPath } from './names.js';
import { PROBLEMS } from './problem.js';
import type { Watch } from './readiness.js';
import { type Arrived, callerOf, doorOf, idempotencyKeyOf, ifMatchOf, waitOf } from './request.js';
import { LEDGER, METRICS, WATCH } from './tokens.js';

const ACTION_BY_PATH = byPath(ACTIONS);

/** One POST for each action of the catalogue. */
@Controller('actions')
export class ActionsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(METRICS) private readonly metrics: Metrics,
    @Inject(WATCH) private readonly watch: Watch,
  ) {}

  @Post(':name')
  async act(@Param('name') path: string, @Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    const { person } = callerOf(request);
    const name = ACTION_BY_PATH.get(path)?.[0];
    if (name === undefined) throw PROBLEMS.notFound();
    const idempotencyKey = idempotencyKeyOf(request);
    const ifMatch = ifMatchOf(request);
    const wait = waitOf(request);
    const outcome = await this.commands.execute(
      new PerformAction(name, request.body, person, {
        ...(idempotencyKey !== undefined && { idempotencyKey }),
        ...(ifMatch !== undefined && { ifMatch }),
        correlationId: request.correlation,
        ...doorOf(request),
      }),
    );
    this.metrics.acted(name, outcome.kind);
    if (outcome.kind === 'accepted') this.watch.written();
    const { receipt, repeated } = receiptOf(outcome);
    if (receipt.revision >= 0) reply.header('etag', `"${receipt.revision}"`);
    if (repeated) reply.header('idempotency-replayed', 'true');
    if (wait !== undefined) await shownOrSaid(this.ledger, BigInt(receipt.position), wait, reply);
    // Nothing stated: it was already so.
    reply
      .status(receipt.facts.length === 0 ? 200 : 201)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(receipt));
  }
}
