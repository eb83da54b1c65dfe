import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Ledger } from '../../ledger.js';
import type { Doorkeeper } from '../auth/doorkeeper.js';
import { heardBy } from './events.js';
import type { Followers } from './followers.js';
import type { Metrics } from './metrics.js';
import { PROBLEMS } from './problem.js';
import { type Arrived, callerOf, doorOf } from './request.js';
import { DOORKEEPER, FOLLOWERS, LEDGER, METRICS } from './tokens.js';

const HEARTBEAT_MILLISECONDS = 15_000;
/** Positions and names of views are nobody's information. */
const NOTHING_SHOWN = { persons: [], staff: [], streams: [], compartments: [], rows: 0, boxes: 0, decisions: [] };
/** How long the views are given to take what is about to be told, so that who reads on hearing of it finds it. */
const VIEWS_MILLISECONDS = 2_000;

/** Tells followers that something they may see has changed; they read it through a view, where the look is recorded. */
@Controller('events')
export class EventsController {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(DOORKEEPER) private readonly doorkeeper: Doorkeeper,
    @Inject(FOLLOWERS) private readonly followers: Followers,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get()
  async follow(@Req() request: Arrived, @Res() reply: FastifyReply): Promise<void> {
    const { person } = callerOf(request);
    const after = await this.start(request);
    const subscription = this.followers.begin(person);
    try {
      await this.ledger.performing.accessLog.looked(
        { person, role: 'person', purpose: 'PATRQT', ...doorOf(request) },
        {
          how: 'follow',
          view: 'events',
          information: 'positions',
          ...NOTHING_SHOWN,
        },
      );
    } catch (error) {
      this.followers.end(subscription);
      throw error;
    }
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    out.write('retry: 2000\n\n');
    out.on('close', () => this.followers.end(subscription));
    const heartbeat = setInterval(() => {
      out.write(':\n\n');
      this.stillWelcome(request).catch(() => this.followers.end(subscription));
    }, HEARTBEAT_MILLISECONDS);
    this.metrics.follows(1);
    try {
      await this.tell(request, person, after, subscription.signal, out);
    } catch {
      // Whoever follows comes back with the last position they heard of.
    } finally {
      clearInterval(heartbeat);
      this.metrics.follows(-1);
      this.followers.end(subscription);
      out.end();
    }
  }

  private async tell(
    request: Arrived,
    person: string,
    after: bigint,
    signal: AbortSignal,
    out: ServerResponse,
  ): Promise<void> {
    for await (const facts of this.ledger.performing.store.follow('facts', after, signal)) {
      await this.stillWelcome(request);
      const last = facts.at(-1);
      if (last) await this.ledger.waitFor(last.position, VIEWS_MILLISECONDS);
      for (const fact of facts) {
        if (signal.aborted) return;
        const heard = await heardBy(person, fact, this.ledger);
        if (heard === undefined) continue;
        const sent = out.write(`id: ${heard.position}\nevent: changed\ndata: ${JSON.stringify(heard)}\n\n`);
        if (!sent) await once(out, 'drain', { signal });
      }
    }
  }

  /** Throws once the token has run out or the sign-in is no longer this person's. */
  private async stillWelcome(request: Arrived): Promise<void> {
    const { person } = await this.doorkeeper.admit(request.headers.authorization);
    if (person !== request.caller?.person) throw PROBLEMS.unauthenticated();
  }

  private async start(request: Arrived): Promise<bigint> {
    const head = await this.ledger.performing.store.head('facts');
    const said = request.headers['last-event-id'];
    if (said === undefined || said === '') return head;
    if (typeof said !== 'string' || !/^(0|[1-9]\d{0,18})$/.test(said))
      throw PROBLEMS.badHeader({ field: 'Last-Event-ID', detail: 'It must be the id of an event.' });
    if (BigInt(said) > head) throw PROBLEMS.noSuchPosition({ field: 'Last-Event-ID' });
    return BigInt(said);
  }
}
