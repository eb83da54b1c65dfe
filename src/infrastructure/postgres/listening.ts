import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import { type PostgresConnection, partsOf, quoted } from './connection.js';

/** Pauses between attempts to listen again double from the first to the longest. */
const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/**
 * Hears what other processes say on channels. Whenever it begins to listen, also after a lost connection, it tells as if
 * something had been said on each: something may have been.
 */
export class Listening {
  readonly #ending = new AbortController();
  readonly #listening: Promise<void>;

  constructor(
    private readonly connection: PostgresConnection,
    private readonly channels: readonly string[],
    private readonly heard: (channel: string) => void,
  ) {
    this.#listening = this.#listen();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#ending;
    let pause = FIRST_PAUSE_MILLISECONDS;
    while (!signal.aborted) {
      const client = new Client(partsOf(this.connection));
      const lost = new Promise<void>((resolve) => {
        client.once('end', resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      client.on('error', () => {});
      client.on('notification', ({ channel }) => this.heard(channel));
      try {
        await client.connect();
        for (const channel of this.channels) await client.query(`LISTEN ${quoted(channel)}`);
        for (const channel of this.channels) this.heard(channel);
        pause = FIRST_PAUSE_MILLISECONDS;
        if (!signal.aborted) await lost;
      } catch {
        // It is tried again after a pause.
      }
      await client.end().catch(() => {});
      if (!signal.aborted) await after(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
    }
  }
}
