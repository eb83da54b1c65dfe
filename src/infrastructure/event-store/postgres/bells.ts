import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import type { Log } from '../../../application/ports.js';
import { type PostgresConnection, partsOf } from '../../postgres/connection.js';
import { CommitBell } from '../following.js';
import { channelOf } from './append-queue.js';

const LOGS: readonly Log[] = ['facts', 'access'];
/** Pauses between attempts to listen again double from the first to the longest. */
const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/** Rings when a log has grown, whichever process appended. */
export class Bells {
  readonly #bells: Readonly<Record<Log, CommitBell>> = { facts: new CommitBell(), access: new CommitBell() };
  readonly #rung: Record<Log, number> = { facts: 0, access: 0 };
  readonly #ending = new AbortController();
  readonly #listening: Promise<void>;

  constructor(private readonly connection: PostgresConnection) {
    this.#listening = this.#listen();
  }

  get closed(): boolean {
    return this.#ending.signal.aborted;
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
    this.#ending.abort();
    for (const log of LOGS) this.#bells[log].close();
    await this.#listening;
  }

  /** Listens again whenever the connection is lost; what was missed meanwhile is read because it rings then. */
  async #listen(): Promise<void> {
    let pause = FIRST_PAUSE_MILLISECONDS;
    while (!this.closed) {
      const client = new Client(partsOf(this.connection));
      const lost = new Promise<void>((resolve) => {
        client.once('end', resolve);
        this.#ending.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      client.on('error', () => {});
      client.on('notification', ({ channel }) => {
        for (const log of LOGS) if (channel === channelOf(log)) this.ring(log);
      });
      try {
        await client.connect();
        for (const log of LOGS) await client.query(`LISTEN ${channelOf(log)}`);
        for (const log of LOGS) this.ring(log);
        pause = FIRST_PAUSE_MILLISECONDS;
        if (!this.closed) await lost;
      } catch {
        // It is tried again after a pause.
      }
      await client.end().catch(() => {});
      if (!this.closed) await after(pause, undefined, { signal: this.#ending.signal }).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
    }
  }
}
