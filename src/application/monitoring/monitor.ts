import { lifted } from '../../domain/catalogue.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { timeZoneOf } from '../kernel/zones.js';
import { PerformAction } from '../perform-action.js';
import { type EventStore, StoreClosed } from '../ports.js';
import type { Bookmark } from '../reactions/reactor.js';
import { flagsOf, type Watching } from './rules.js';

/** What monitoring needs. */
export interface Monitoring extends Watching {
  readonly store: EventStore;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly bookmark: Bookmark;
  /** Waits; ends early when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds from some start on, never backward. */
  readonly elapsed: () => number;
  /** Called when monitoring cannot go on for now and tries again, and with nothing when it goes on. */
  readonly onTroubled: (error: Error | undefined) => void;
  /** Called when it ended by itself. */
  readonly onFailed: (error: Error) => void;
}

/** Least time between two bookmarks: after a crash what came since is judged again, to no effect. */
const BOOKMARK_MILLISECONDS = 1_000;
const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/** Follows the access log and flags what is worth asking about: live only, once each, going on where it stopped. */
export class AccessMonitor {
  #position = 0n;
  #savedAt = Number.NEGATIVE_INFINITY;
  #waiting: { readonly position: bigint; readonly done: () => void }[] = [];
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly on: Monitoring) {}

  async start(): Promise<void> {
    this.#position = await this.on.bookmark.load();
    await this.recall();
    this.#running = this.follow().catch((error: Error) => {
      if (!this.#stop.signal.aborted) this.on.onFailed(error);
    });
  }

  /** Resolves when everything up to a position has been looked at, or monitoring was stopped. */
  reached(position: bigint): Promise<void> {
    if (this.#position >= position || this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ position, done }));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    for (const { done } of this.#waiting) done();
    await this.save();
  }

  /** Counts again who was shown today before the bookmark: that a service was started anew makes nobody's day shorter. */
  private async recall(): Promise<void> {
    const zone = await timeZoneOf(this.on.states, this.on.zones);
    const upTo = this.#position;
    for (const stream of (await this.on.store.streams('access', 'access-')).slice(-20)) {
      for (const entry of await this.on.store.readStream('access', stream)) {
        if (entry.position > upTo || entry.type !== 'Looked') continue;
        const persons = (lifted(entry).open['persons'] ?? []) as readonly string[];
        this.on.volumes.add(entry.actor.person, zone.localOf(entry.happenedAt), persons);
      }
    }
  }

  private async follow(): Promise<void> {
    for await (const batch of this.on.store.follow('access', this.#position, this.#stop.signal)) {
      for (const entry of batch) {
        await this.untilDone(() => this.judge(lifted(entry)));
        if (this.#stop.signal.aborted) return;
      }
      this.moveTo(batch.at(-1)?.position ?? this.#position);
      if (this.on.elapsed() - this.#savedAt >= BOOKMARK_MILLISECONDS) await this.save();
    }
  }

  private async judge(entry: RecordedFact): Promise<void> {
    for (const { rule, person, persons, once } of await flagsOf(entry, this.on)) {
      const body = {
        entry: entry.id,
        lookedAt: entry.happenedAt,
        view: String(entry.open['view'] ?? entry.open['name']),
        rule,
        reader: entry.actor.person,
        ...(person && { person }),
        ...(persons !== undefined && { persons }),
      };
      const key = `flag ${once}`;
      const { kind } = await this.on.perform(new PerformAction('FlagAccess', body, SYSTEM, { idempotencyKey: key }));
      // The same again on the same day stands under the first look that was flagged.
      if (kind !== 'accepted' && kind !== 'key-reused') throw new Error(`a look could not be flagged: it was ${kind}`);
    }
  }

  private async untilDone(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    for (
      let pause = FIRST_PAUSE_MILLISECONDS, troubled = false;
      !signal.aborted;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)
    ) {
      try {
        await work();
        if (troubled) this.on.onTroubled(undefined);
        return;
      } catch (error) {
        if (signal.aborted || error instanceof StoreClosed) throw error;
        troubled = true;
        this.on.onTroubled(error as Error);
        await this.on.pause(pause, signal);
      }
    }
  }

  private moveTo(position: bigint): void {
    this.#position = position;
    const done = this.#waiting.filter((w) => w.position <= position);
    this.#waiting = this.#waiting.filter((w) => w.position > position);
    for (const each of done) each.done();
  }

  /** A bookmark that cannot be kept costs only repeated work. */
  private async save(): Promise<void> {
    this.#savedAt = this.on.elapsed();
    await this.on.bookmark.save(this.#position).catch(() => {});
  }
}
