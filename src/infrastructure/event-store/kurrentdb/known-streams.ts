import type { Log } from '../../../application/ports.js';
import type { Reading } from './reading.js';

const EVENTS_PER_PAGE = 5_000;

/**
 * Names of a log's streams in order of creation. The server cannot list streams without a projection that lags behind, so they
 * are taken from the log itself: the first time all of it is read, later only what came since. The names stay in memory, as
 * many as there are streams (about 100 bytes each), because nothing else tells them.
 */
export class KnownStreams {
  readonly #names: string[] = [];
  #upTo = 0n;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly reading: Reading,
    private readonly log: Log,
  ) {}

  /** All names that begin with a prefix, those of streams made before the call included. */
  async names(prefix: string): Promise<readonly string[]> {
    const mine = this.#reading.then(() => this.#readOn());
    this.#reading = mine.catch(() => {});
    await mine;
    return this.#names.filter((name) => name.startsWith(prefix));
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const page = await this.reading.after(
        this.log,
        this.#upTo,
        EVENTS_PER_PAGE,
        ({ revision, position }, stream) => ({
          position,
          made: revision === 0 ? stream : undefined,
        }),
      );
      for (const { made } of page) if (made !== undefined) this.#names.push(made);
      const last = page.at(-1);
      if (last) this.#upTo = last.position;
      if (page.length < EVENTS_PER_PAGE) return;
    }
  }
}
