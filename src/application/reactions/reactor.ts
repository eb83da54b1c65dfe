import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import type { ViewStore } from '../ports.js';
import { type Around, REACTIONS, type Wanted } from './reactions.js';

/** Remembers how far the reactions are; losing it only means that what is idempotent is tried again. */
export interface Bookmark {
  load(): Promise<bigint>;
  save(position: bigint): Promise<void>;
}

/** What reactions need. */
export interface Reacting extends Omit<Around, 'casesAhead'> {
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly bookmark: Bookmark;
  readonly onFailed: (error: Error) => void;
}

const PAGE = 500;
/** Batches between two bookmarks: after a crash at most these are reacted to again, to no effect. */
const BATCHES_PER_BOOKMARK = 500;

/** Follows the log and performs what facts call for: live only, once each, going on where it stopped. */
export class Reactor {
  #position = 0n;
  #batches = 0;
  #waiting: { readonly position: bigint; readonly done: () => void }[] = [];
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  readonly #around: Around;

  constructor(private readonly on: Reacting) {
    this.#around = { states: on.states, store: on.store, casesAhead: () => this.#casesAhead() };
  }

  async start(): Promise<void> {
    this.#position = await this.on.bookmark.load();
    this.#running = this.#follow().catch((error: Error) => {
      if (!this.#stop.signal.aborted) this.on.onFailed(error);
    });
  }

  /** Resolves when everything up to a position has been reacted to. */
  reached(position: bigint): Promise<void> {
    if (this.#position >= position) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ position, done }));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.on.bookmark.save(this.#position);
  }

  async #follow(): Promise<void> {
    for await (const batch of this.on.store.follow('facts', this.#position, this.#stop.signal)) {
      for (const fact of batch) {
        for (const reaction of REACTIONS[fact.type] ?? []) {
          for (const wanted of await reaction(fact, this.#around)) {
            await this.#perform(wanted, fact.id, fact.correlationId);
          }
        }
        if (this.#stop.signal.aborted) return;
      }
      this.#moveTo(batch.at(-1)?.position ?? this.#position);
      if (++this.#batches % BATCHES_PER_BOOKMARK === 0) await this.on.bookmark.save(this.#position);
    }
  }

  #moveTo(position: bigint): void {
    this.#position = position;
    const done = this.#waiting.filter((w) => w.position <= position);
    this.#waiting = this.#waiting.filter((w) => w.position > position);
    for (const each of done) each.done();
  }

  async #perform({ name, body, key }: Wanted, causationId: string, correlationId: string): Promise<void> {
    const outcome = await this.on.perform(
      new PerformAction(name, body, SYSTEM, { idempotencyKey: key, causationId, correlationId }),
    );
    if (outcome.kind === 'malformed' || outcome.kind === 'unknown-action' || outcome.kind === 'denied') {
      throw new Error(`a reaction could not be performed: ${name} was ${outcome.kind}`);
    }
  }

  /** Where sessions are still ahead, by the view: each case decides again for itself. */
  async #casesAhead(): Promise<readonly string[]> {
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
