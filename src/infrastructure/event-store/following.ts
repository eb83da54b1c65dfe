import type { RecordedFact } from '../../domain/language/fact.js';

const FACTS_PER_BATCH = 512;

/** Wakes those who wait for a commit. It says only that there may be more to read. */
export class CommitBell {
  readonly #waiting = new Set<() => void>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves at the next ring, when the signal aborts, or when the bell is closed. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.#closed || signal.aborted) return resolve();
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  close(): void {
    this.#closed = true;
    this.ring();
  }
}

/** Reads page after page until a page is empty, then waits for the bell. `read` must answer at once, so that no commit falls between an empty page and the wait. */
export async function* following(
  read: (after: bigint, limit: number) => readonly RecordedFact[],
  after: bigint,
  bell: CommitBell,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedFact[], void, undefined> {
  let position = after;
  while (!signal.aborted && !bell.closed) {
    const batch = read(position, FACTS_PER_BATCH);
    const last = batch.at(-1);
    if (last === undefined) {
      await bell.next(signal);
      continue;
    }
    position = last.position;
    yield batch;
    // A follower far behind reads page upon page; the commit queue must get its turns between them.
    if (batch.length === FACTS_PER_BATCH) await new Promise((resolve) => setImmediate(resolve));
  }
}
