import type { FastifyReply } from 'fastify';
import type { Ledger } from '../../ledger.js';

/** Waits until every view has taken a position, whichever instance keeps them up; if not in time, the answer says how far they are behind. */
export async function shownOrSaid(
  ledger: Pick<Ledger, 'waitFor' | 'viewPositions'>,
  position: bigint,
  seconds: number,
  reply: FastifyReply,
): Promise<void> {
  reply.header('preference-applied', `wait=${seconds}`);
  if (await ledger.waitFor(position, seconds * 1_000)) return;
  const lags = (await ledger.viewPositions()).map((view) => view.lag);
  reply.header('alliance-view-lag', String(Math.max(0, ...lags)));
}
