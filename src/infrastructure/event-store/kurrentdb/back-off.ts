/** The first wait before something is tried again. */
const FIRST_MILLISECONDS = 50;
/** No wait is longer. */
const LONGEST_MILLISECONDS = 2_000;

/** Waits that double up to a bound, each shortened by up to a half at random so that instances do not come back together. */
export class BackOff {
  #next = FIRST_MILLISECONDS;

  constructor(private readonly random: () => number = Math.random) {}

  /** How long to wait now. */
  next(): number {
    const wait = this.#next * (1 - this.random() / 2);
    this.#next = Math.min(this.#next * 2, LONGEST_MILLISECONDS);
    return wait;
  }

  /** What was tried succeeded. */
  reset(): void {
    this.#next = FIRST_MILLISECONDS;
  }
}

/** Resolves after a while, or at once when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
