import { CommitBell } from '../following.js';
import { BackOff, pause } from './back-off.js';
import type { Connection } from './connection.js';
import { prefixSubscription, readCall } from './read-calls.js';

/** A subscription that fell silent without a word is made up for by reading this often. */
const AT_LEAST_EVERY_MILLISECONDS = 5_000;

/**
 * Rings when something may have been appended to streams of a prefix. A subscription tells, and is only a hint: the server drops
 * one whose reader is slow, and one that breaks off does not come back by itself. So it is made again, with waits that grow to
 * a bound, and the bell rings after each break as well, for what came meanwhile; reading on decides what that was.
 */
export class Notices {
  readonly bell = new CommitBell();
  #rung = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly prefix: string,
  ) {}

  /** How often the bell has rung: who reads after this moment and finds the same number has missed nothing. */
  get rung(): number {
    return this.#rung;
  }

  ring(): void {
    this.#rung++;
    this.bell.ring();
  }

  /** Begins to listen, once. */
  listen(): void {
    if (this.#timer || this.bell.closed) return;
    this.#timer = setInterval(() => this.ring(), AT_LEAST_EVERY_MILLISECONDS);
    this.#timer.unref();
    void this.#subscribe();
  }

  close(): void {
    clearInterval(this.#timer);
    this.bell.close();
  }

  async #subscribe(): Promise<void> {
    const { closing } = this.connection;
    const backOff = new BackOff();
    while (!closing.aborted) {
      try {
        await this.connection.once((line) =>
          readCall(line, prefixSubscription(this.prefix), (response) => {
            if (response.hasConfirmation()) backOff.reset();
            if (response.hasConfirmation() || response.hasEvent()) this.ring();
          }),
        );
      } catch {
        // The connection knows why, and readiness tells; whoever reads on meets the same.
      }
      await pause(backOff.next(), closing);
    }
  }
}
