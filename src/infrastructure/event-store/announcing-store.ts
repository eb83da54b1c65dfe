import type { AppendResult, EventStore, Log } from '../../application/ports.js';
import type { StoredFact } from '../../domain/language/fact.js';

/** How long a commit waits for others to be announced with it. */
const SAID_TOGETHER_MILLISECONDS = 5;

/** A store that says after each commit how far its log has come, so that projecting threads read on at once. */
export class AnnouncingStore implements EventStore {
  readonly #listeners: { readonly log: Log; readonly committed: (position: bigint) => void }[] = [];
  readonly #unsaid = new Map<Log, bigint>();
  readonly logId: string;
  readonly positionsId?: string;
  readonly readStream: EventStore['readStream'];
  readonly readAll: EventStore['readAll'];
  readonly revisionOf: EventStore['revisionOf'];
  readonly head: EventStore['head'];
  readonly follow: EventStore['follow'];
  readonly streams: EventStore['streams'];
  readonly close: EventStore['close'];

  constructor(private readonly store: EventStore) {
    this.logId = store.logId;
    if (store.positionsId !== undefined) this.positionsId = store.positionsId;
    this.readStream = store.readStream.bind(store);
    this.readAll = store.readAll.bind(store);
    this.revisionOf = store.revisionOf.bind(store);
    this.head = store.head.bind(store);
    this.follow = store.follow.bind(store);
    this.streams = store.streams.bind(store);
    this.close = store.close.bind(store);
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
      for (const listener of this.#listeners) if (listener.log === log) listener.committed(furthest);
    }, SAID_TOGETHER_MILLISECONDS);
  }
}
