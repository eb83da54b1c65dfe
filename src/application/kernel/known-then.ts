import type { RecordedFact } from '../../domain/language/fact.js';
import type { EventStore, Log, ReadOptions } from '../ports.js';

/**
 * Facts as they were known at an instant and, besides, what one action said only later: what would have been decided then,
 * had that been known. Streams are read once each, so that many instants cost no more than one.
 */
export class KnownThen {
  readonly #facts = new Map<string, Promise<readonly RecordedFact[]>>();

  constructor(private readonly store: EventStore) {}

  /** A store that shows the facts recorded by an instant, and all of one action; it takes none. */
  at(instant: string, besides?: string): EventStore {
    const { store } = this;
    const known = async (stream: string) =>
      (await this.of(stream)).filter((fact) => fact.recordedAt <= instant || fact.action.id === besides);
    return {
      logId: store.logId,
      append: () => Promise.reject(new Error('what was known then is only read')),
      readStream: async (log, stream, options = {}) =>
        log === 'facts' ? within(await known(stream), options) : store.readStream(log, stream, options),
      readAll: (log, after, limit) => store.readAll(log, after, limit),
      revisionOf: async (log, stream) =>
        log === 'facts' ? ((await known(stream)).at(-1)?.revision ?? -1) : store.revisionOf(log, stream),
      head: (log: Log) => store.head(log),
      follow: (log, after, signal) => store.follow(log, after, signal),
      streams: (log, prefix) => store.streams(log, prefix),
      close: async () => {},
    };
  }

  /** Every fact of a stream. */
  of(stream: string): Promise<readonly RecordedFact[]> {
    const known = this.#facts.get(stream) ?? this.store.readStream('facts', stream);
    this.#facts.set(stream, known);
    return known;
  }
}

function within(facts: readonly RecordedFact[], { from, direction, limit }: ReadOptions): readonly RecordedFact[] {
  const forward = direction !== 'backward';
  const all = facts.filter(({ revision }) => from === undefined || (forward ? revision >= from : revision <= from));
  return (forward ? all : all.reverse()).slice(0, limit ?? all.length);
}
