import type { RecordedFact } from '../../domain/language/fact.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import { StoreClosed, type ViewStore } from '../ports.js';
import { type Around, REACTIONS, type Wanted } from './reactions.js';

/** Remembers how far the reactions are; losing it only means that what is idempotent is tried again. */
export interface Bookmark {
  load(): Promise<bigint>;
  save(position: bigint): Promise<void>;
}

/** What reactions need. */
export interface Reacting extends Omit<Around, 'casesAhead'> {
  readonly viewStore: Pick<ViewStore, 'read'>;
  /** True when the view of cases shows the position; false when it does not in good time. */
  readonly casesShow: (position: bigint) => Promise<boolean>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly bookmark: Bookmark;
  /** Waits; ends early when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds from some start on, never backward. */
  readonly elapsed: () => number;
  /** Called when reacting cannot go on for now and tries again, and with nothing when it goes on. */
  readonly onTroubled: (error: Error | undefined) => void;
  /** Called when reacting ended by itself. */
  readonly onFailed: (error: Error) => void;
}

const PAGE = 500;
/** Least time between two bookmarks: after a crash what came since is reacted to again, to no effect. */
const BOOKMARK_MILLISECONDS = 1_000;
const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 30_000;

/** Follows the log and performs what facts call for: live only, once each, going on where it stopped. */
export class Reactor {
  #position = 0n;
  #savedAt = Number.NEGATIVE_INFINITY;
  #troubled = false;
  #waiting: { readonly position: bigint; readonly done: () => void }[] = [];
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  readonly #around: Around;

  constructor(private readonly on: Reacting) {
    this.#around = {
      states: on.states,
      store: on.store,
      casesAhead: (asOf) => this.#casesAhead(asOf),
      ...(on.hindsight && { hindsight: on.hindsight }),
      ...(on.possibleMatches && { possibleMatches: on.possibleMatches }),
    };
  }

  async start(): Promise<void> {
    this.#position = await this.on.bookmark.load();
    this.#running = this.#untilDone(() => this.#follow()).catch((error: Error) => {
      if (!this.#stop.signal.aborted) this.on.onFailed(error);
    });
  }

  /** Resolves when everything up to a position has been reacted to, or reacting was stopped. */
  reached(position: bigint): Promise<void> {
    if (this.#position >= position || this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ position, done }));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    for (const { done } of this.#waiting) done();
    await this.#save();
  }

  async #follow(): Promise<void> {
    // Reading is possible: what troubled it before is over, even if no fact comes for long.
    await this.on.store.readAll('facts', this.#position, 1);
    this.#goesOn();
    for await (const batch of this.on.store.follow('facts', this.#position, this.#stop.signal)) {
      for (const fact of batch) {
        await this.#untilDone(() => this.#react(fact));
        if (this.#stop.signal.aborted) return;
        this.#goesOn();
      }
      this.#moveTo(batch.at(-1)?.position ?? this.#position);
      if (this.on.elapsed() - this.#savedAt >= BOOKMARK_MILLISECONDS) await this.#save();
    }
  }

  /** Tries again, with growing pauses, until it is done or told to stop: nothing that a fact calls for is passed over. */
  async #untilDone(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    for (
      let pause = FIRST_PAUSE_MILLISECONDS;
      !signal.aborted;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)
    ) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted || error instanceof StoreClosed) throw error;
        this.#troubled = true;
        this.on.onTroubled(error as Error);
        await this.on.pause(pause, signal);
      }
    }
  }

  #goesOn(): void {
    if (!this.#troubled) return;
    this.#troubled = false;
    this.on.onTroubled(undefined);
  }

  async #react(fact: RecordedFact): Promise<void> {
    for (const reaction of REACTIONS[fact.type] ?? []) {
      for (const wanted of await reaction(fact, this.#around)) {
        if (this.#stop.signal.aborted) return;
        await this.#perform(wanted, fact.id, fact.correlationId);
      }
    }
  }

  #moveTo(position: bigint): void {
    this.#position = position;
    const done = this.#waiting.filter((w) => w.position <= position);
    this.#waiting = this.#waiting.filter((w) => w.position > position);
    for (const each of done) each.done();
  }

  /** A bookmark that cannot be kept, as on a full disk, costs only repeated work: it never holds reacting up. */
  async #save(): Promise<void> {
    this.#savedAt = this.on.elapsed();
    await this.on.bookmark.save(this.#position).catch(() => {});
  }

  async #perform({ name, body, key }: Wanted, causationId: string, correlationId: string): Promise<void> {
    const { kind } = await this.on.perform(
      new PerformAction(name, body, SYSTEM, { idempotencyKey: key, causationId, correlationId }),
    );
    if (kind !== 'accepted' && kind !== 'refused' && kind !== 'key-reused') {
      throw new Error(`a reaction could not be performed: ${name} was ${kind}`);
    }
  }

  /** Where sessions are still ahead, by the view once it shows the fact: each case decides again for itself. */
  async #casesAhead(asOf: bigint): Promise<readonly string[]> {
    if (!(await this.on.casesShow(asOf))) throw new Error('the view of cases is behind');
    const streams = new Set<string>();
    let after: string | undefined;
    do {
      const page = await this.on.viewStore.read('cases', { limit: PAGE, ...(after && { after }) });
      for (const row of page.rows) if (row['state'] === 'here') streams.add(row.stream);
      after = page.next;
    } while (after);
    return [...streams];
  }
}
