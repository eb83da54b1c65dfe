import type { Clock } from '../../application/ports.js';

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): string {
    return new Date().toISOString();
  }
}

/** What a movable clock needs to go on after a restart: its distance from real time, or the instant at which it stands still. */
export type ClockState = { readonly aheadMilliseconds: number } | { readonly standsAt: string };

/** A clock for demonstrations and tests: it starts where told, ticks on with real time or stands still, and never goes back. */
export class MovableClock implements Clock {
  private ahead = 0;
  private at: number;

  constructor(
    start: string,
    private readonly ticking = true,
    private readonly real: () => number = Date.now,
  ) {
    this.at = parse(start);
    this.ahead = this.at - this.real();
  }

  /** The clock as it was saved; a ticking one has gone on while nobody looked. */
  static restore(state: ClockState, real: () => number = Date.now): MovableClock {
    return 'standsAt' in state
      ? new MovableClock(state.standsAt, false, real)
      : new MovableClock(new Date(real() + state.aheadMilliseconds).toISOString(), true, real);
  }

  now(): string {
    // A real clock set back must not take this one with it.
    if (this.ticking) this.at = Math.max(this.at, this.real() + this.ahead);
    return new Date(this.at).toISOString();
  }

  /** Moves on to an instant; refuses to go back. */
  moveTo(instant: string): void {
    const target = parse(instant);
    const now = this.now();
    if (target < Date.parse(now)) throw new RangeError(`time does not go back: it is ${now}, not ${instant}`);
    this.at = target;
    this.ahead = target - this.real();
  }

  /** What `restore` needs, as JSON. */
  toJSON(): ClockState {
    return this.ticking ? { aheadMilliseconds: this.ahead } : { standsAt: this.now() };
  }
}

function parse(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}
