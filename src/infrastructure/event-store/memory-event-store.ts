import { randomUUID } from 'node:crypto';
import {
  type AppendResult,
  type EventStore,
  type Log,
  type ReadOptions,
  RevisionConflict,
  StoreClosed,
} from '../../application/ports.js';
import type { RecordedFact, StoredFact } from '../../domain/language/fact.js';
import { CommitBell, following } from './following.js';
import { requirePlacement } from './placement.js';

/** Widths of the gaps between positions, in turn: nobody may count on positions being gapless. */
const STEPS = [1n, 4n, 7n, 2n, 6n, 3n, 5n] as const;

/** Keeps facts in memory, for tests: as the durable stores do, but with gaps between positions. */
export function openMemoryEventStore(options: { readonly logId?: string } = {}): EventStore {
  return new MemoryEventStore(options.logId ?? randomUUID());
}

class MemoryLog {
  readonly facts: RecordedFact[] = [];
  readonly streams = new Map<string, RecordedFact[]>();
  readonly bell = new CommitBell();

  get position(): bigint {
    return this.facts.at(-1)?.position ?? 0n;
  }

  append(stream: string, expected: number, facts: readonly StoredFact[]): AppendResult {
    const present = this.streams.get(stream) ?? [];
    if (present.length - 1 !== expected) throw new RevisionConflict(stream, expected, present.length - 1);
    for (const fact of facts) {
      const step = STEPS[this.facts.length % STEPS.length]!;
      const recorded = { ...structuredClone(fact), position: this.position + step };
      this.facts.push(recorded);
      present.push(recorded);
    }
    if (facts.length > 0) {
      this.streams.set(stream, present);
      this.bell.ring();
    }
    return { revision: present.length - 1, position: this.position };
  }

  read(stream: string, { from, direction = 'forward', limit }: ReadOptions): readonly RecordedFact[] {
    const present = this.streams.get(stream) ?? [];
    const wanted =
      direction === 'forward' ? present.slice(from ?? 0) : present.slice(0, (from ?? present.length) + 1).reverse();
    return structuredClone(wanted.slice(0, limit));
  }

  readAfter(position: bigint, limit: number): readonly RecordedFact[] {
    let [low, high] = [0, this.facts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.facts[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return structuredClone(this.facts.slice(low, low + limit));
  }
}

class MemoryEventStore implements EventStore {
  readonly #logs: Readonly<Record<Log, MemoryLog>> = { facts: new MemoryLog(), access: new MemoryLog() };
  #closed = false;

  constructor(readonly logId: string) {}

  async append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult> {
    requirePlacement(stream, expected, facts);
    return this.#open(log).append(stream, expected, facts);
  }

  async readStream(log: Log, stream: string, options: ReadOptions = {}): Promise<readonly RecordedFact[]> {
    return this.#open(log).read(stream, options);
  }

  async readAll(log: Log, after: bigint, limit: number): Promise<readonly RecordedFact[]> {
    return this.#open(log).readAfter(after, limit);
  }

  async revisionOf(log: Log, stream: string): Promise<number> {
    return (this.#open(log).streams.get(stream)?.length ?? 0) - 1;
  }

  async head(log: Log): Promise<bigint> {
    return this.#open(log).position;
  }

  follow(log: Log, after: bigint, signal: AbortSignal): AsyncIterable<readonly RecordedFact[]> {
    const followed = this.#logs[log];
    return following((position, limit) => followed.readAfter(position, limit), after, followed.bell, signal);
  }

  async streams(log: Log, prefix = ''): Promise<readonly string[]> {
    return [...this.#open(log).streams.keys()].filter((stream) => stream.startsWith(prefix));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { bell } of Object.values(this.#logs)) bell.close();
  }

  #open(log: Log): MemoryLog {
    if (this.#closed) throw new StoreClosed('the store is closed');
    return this.#logs[log];
  }
}
