import { setTimeout as after } from 'node:timers/promises';
import type { AppendResult, EventStore, Log } from '../../application/ports.js';
import type { StoredFact } from '../../domain/language/fact.js';

/** How long a commit waits for others to be announced with it. */
const SAID_TOGETHER_MILLISECONDS = 5;

/** How often others' commits are asked about at most. */
const HEARD_TOGETHER_MILLISECONDS = 20;

/**
 * A store that says after each commit, by this process or another, how far its log has come, so that whoever projects reads on at
 * once.
 */
export class AnnouncingStore implements EventStore {
  readonly #listeners: { readonly log: Log; readonly committed: (position: bigint) => void }[] = [];
  readonly #unsaid = new Map<Log, bigint>();
  readonly #said = new Map<Log, bigint>();
  readonly #closing = new AbortController();
  readonly #hearing: Promise<unknown>;
  readonly logId: string;
  readonly positionsId?: string;
  readonly readStream: EventStore['readStream'];
  readonly readAll: EventStore['readAll'];
  readonly revisionOf: EventStore['revisionOf'];
  readonly head: EventStore['head'];
  readonly follow: EventStore['follow'];
  readonly streams: EventStore['streams'];

  constructor(private readonly store: EventStore) {
    this.logId = store.logId;
    if (store.positionsId !== undefined) this.positionsId = store.positionsId;
    this.readStream = store.readStream.bind(store);
    this.readAll = store.readAll.bind(store);
    this.revisionOf = store.revisionOf.bind(store);
    this.head = store.head.bind(store);
    this.follow = store.follow.bind(store);
    this.streams = store.streams.bind(store);
    this.#hearing = Promise.all((['facts', 'access'] as const).map((log) => this.#hear(log)));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.store.close();
    await this.#hearing;
  }

  /** Calls a listener with the position of each commit to a log. */
  listen(log: Log, committed: (position: bigint) => void): void {
    this.#listeners.push({ log, committed });
  }

  async append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult> {
    const result = await this.store.append(log, stream, expected, facts);
    this.#announce(log, result.position);
    return result;
  }

  /** Commits close together are announced together: a message to a thread costs more than the wait. */
  #announce(log: Log, position: bigint): void {
    const before = this.#unsaid.get(log);
    if (before === undefined || position > before) this.#unsaid.set(log, position);
    if (before !== undefined) return;
    setTimeout(() => {
      const furthest = this.#unsaid.get(log) ?? position;
      this.#unsaid.delete(log);
      if (furthest <= (this.#said.get(log) ?? -1n)) return;
      this.#said.set(log, furthest);
      for (const listener of this.#listeners) if (listener.log === log) listener.committed(furthest);
    }, SAID_TOGETHER_MILLISECONDS);
  }

  /** Announces what others commit. What cannot be asked now is asked when the store tells next, as after a lost connection. */
  async #hear(log: Log): Promise<void> {
    const { signal } = this.#closing;
    for await (const _ of this.store.grown?.(log, signal) ?? []) {
      const head = await this.store.head(log).catch(() => undefined);
      if (head !== undefined) this.#announce(log, head);
      await after(HEARD_TOGETHER_MILLISECONDS, undefined, { signal }).catch(() => {});
    }
  }
}
