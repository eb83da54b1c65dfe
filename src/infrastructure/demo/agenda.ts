/** What is done at its time; it may put more on the agenda. */
export type Step = () => Promise<unknown>;

/** Steps by local time, those of one time in the order in which they were put there. */
export class Agenda {
  readonly #steps: { readonly at: string; readonly order: number; readonly step: Step }[] = [];
  #order = 0;

  at(local: string, step: Step): void {
    this.#steps.push({ at: local, order: this.#order++, step });
  }

  /** Plays every step, moving to its time first; a step put on for a time that has passed comes at once. */
  async play(moveTo: (local: string) => Promise<void>): Promise<void> {
    for (let now = ''; this.#steps.length > 0; ) {
      this.#steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order));
      const next = this.#steps.shift();
      if (next === undefined) return;
      if (next.at > now) {
        await moveTo(next.at);
        now = next.at;
      }
      await next.step();
    }
  }
}

/** A generator of the same numbers from 0 to 1 for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A local time so many minutes later. */
export const plus = (local: string, minutes: number): string =>
  new Date(Date.parse(`${local}:00.000Z`) + minutes * 60_000).toISOString().slice(0, 16);
