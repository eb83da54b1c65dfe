import { performance } from 'node:perf_hooks';
import type { ViewCheckpoint } from '../../application/ports.js';

interface Waiter {
  readonly position: bigint;
  readonly view: string | undefined;
  readonly settle: (there: boolean) => void;
}

interface Poke {
  readonly position: bigint;
  readonly at: number;
}

/** How many commits not yet applied are remembered, to tell the lag; beyond, the lag told is that of the oldest. */
const POKES_KEPT = 10_000;

/** Knows how far every view is, and wakes those who wait for a position. */
export class Progress {
  #checkpoints: readonly ViewCheckpoint[] = [];
  readonly #waiters = new Set<Waiter>();
  #pokes: Poke[] = [];

  positions(): readonly ViewCheckpoint[] {
    return this.#checkpoints;
  }

  /** A commit at this position is to be applied. */
  committed(position: bigint): void {
    if (this.#pokes.length < POKES_KEPT) this.#pokes.push({ position, at: performance.now() });
  }

  /** Milliseconds since the oldest commit that some view has not applied; 0 when all have. Views that stopped do not count. */
  lag(): number {
    const oldest = this.#pokes[0];
    return oldest === undefined ? 0 : performance.now() - oldest.at;
  }

  moved(checkpoints: readonly ViewCheckpoint[]): void {
    this.#checkpoints = checkpoints;
    const going = checkpoints.filter(({ stopped }) => !stopped);
    const waitedFor = this.#pokes.findIndex(({ position }) => going.some((one) => one.position < position));
    this.#pokes = waitedFor < 0 ? [] : this.#pokes.slice(waitedFor);
    for (const waiter of [...this.#waiters]) {
      const there = this.#there(waiter);
      if (there !== undefined) waiter.settle(there);
    }
  }

  /** True when all views, or the one named, have applied the position; false after the time-out, or when one stopped before it. */
  waitFor(position: bigint, timeoutMs: number, view?: string): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        view,
        settle: (there) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(there);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.#waiters.add(waiter);
      const there = this.#there(waiter);
      if (there !== undefined) waiter.settle(there);
    });
  }

  /** Nobody will be waited for any more. */
  end(): void {
    for (const waiter of [...this.#waiters]) waiter.settle(false);
  }

  #there({ position, view }: Waiter): boolean | undefined {
    const wanted = view === undefined ? this.#checkpoints : this.#checkpoints.filter((one) => one.view === view);
    if (wanted.length === 0) return undefined;
    const behind = wanted.filter((one) => one.position < position);
    if (behind.length === 0) return true;
    return behind.some(({ stopped }) => stopped) ? false : undefined;
  }
}
