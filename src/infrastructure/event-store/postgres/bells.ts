import type { Log } from '../../../application/ports.js';
import type { PostgresConnection } from '../../postgres/connection.js';
import { Listening } from '../../postgres/listening.js';
import { CommitBell } from '../following.js';
import { channelOf } from './append-queue.js';

const LOGS: readonly Log[] = ['facts', 'access'];

/** Rings when a log has grown, whichever process appended. */
export class Bells {
  readonly #bells: Readonly<Record<Log, CommitBell>> = { facts: new CommitBell(), access: new CommitBell() };
  readonly #rung: Record<Log, number> = { facts: 0, access: 0 };
  readonly #listening: Listening;

  constructor(connection: PostgresConnection) {
    this.#listening = new Listening(connection, LOGS.map(channelOf), (channel) => {
      for (const log of LOGS) if (channel === channelOf(log)) this.ring(log);
    });
  }

  get closed(): boolean {
    return this.#bells.facts.closed;
  }

  /** How often it has rung: what was read before it rang again may be all there is. */
  count(log: Log): number {
    return this.#rung[log];
  }

  ring(log: Log): void {
    this.#rung[log]++;
    this.#bells[log].ring();
  }

  /** Resolves at the next ring, when the signal aborts, or when it is closed. */
  next(log: Log, signal: AbortSignal): Promise<void> {
    return this.#bells[log].next(signal);
  }

  async close(): Promise<void> {
    for (const log of LOGS) this.#bells[log].close();
    await this.#listening.close();
  }
}
