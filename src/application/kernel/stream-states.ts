import { lifted } from '../../domain/catalogue.js';
import type { RecordedFact, StoredFact, StreamKind } from '../../domain/language/fact.js';
import { standing, strikesOf } from '../../domain/language/mistakes.js';
import { FOLDS, type StateOf } from '../../domain/world.js';
import type { EventStore } from '../ports.js';

/** What an earlier action with the same id left in a stream. */
export interface DoneAction {
  readonly name: string;
  readonly mac: string | undefined;
  readonly refused: string | undefined;
  readonly revision: number;
  readonly position: bigint;
  readonly digest: string;
  readonly facts: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}

/** A stream folded to its head. */
export interface Folded<S> {
  readonly state: S;
  readonly revision: number;
  readonly done: ReadonlyMap<string, DoneAction>;
}

interface Entry {
  readonly kind: StreamKind;
  state: unknown;
  revision: number;
  readonly done: Map<string, DoneAction>;
}

const WITH_A_DASH = ['sign-in', 'mandatory-report'] as const;

/** The kind of a stream, told by its name. */
export function kindOfStream(stream: string): StreamKind {
  if (stream in FOLDS) return stream as StreamKind;
  const kind = WITH_A_DASH.find((each) => stream.startsWith(`${each}-`)) ?? stream.slice(0, stream.indexOf('-'));
  if (!(kind in FOLDS)) throw new Error('a stream of no known kind');
  return kind as StreamKind;
}

/** How many folded streams are kept in memory. */
export const STREAMS_IN_MEMORY = 20_000;

/**
 * Folded streams, kept by revision and brought to the head at every load: what is returned is as committed at that
 * moment. A strike among the newer facts folds the stream again without what it strikes.
 */
export class StreamStates {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly store: EventStore,
    private readonly capacity = STREAMS_IN_MEMORY,
  ) {}

  async load<K extends StreamKind>(kind: K, stream: string): Promise<Folded<StateOf<K>>> {
    const entry = this.entries.get(stream) ?? this.insert(kind, stream);
    const newer = await this.store.readStream('facts', stream, { from: entry.revision + 1 });
    if (newer.length > 0) await this.advance(stream, entry, newer);
    return entry as unknown as Folded<StateOf<K>>;
  }

  /** Takes in facts just appended, sparing a read; ignored unless they follow what is known. */
  async appended(stream: string, facts: readonly RecordedFact[]): Promise<void> {
    const entry = this.entries.get(stream);
    if (entry !== undefined && facts[0]?.revision === entry.revision + 1) await this.advance(stream, entry, facts);
  }

  private insert(kind: StreamKind, stream: string): Entry {
    const entry: Entry = { kind, state: FOLDS[kind].initial(), revision: -1, done: new Map() };
    this.entries.set(stream, entry);
    if (this.entries.size > this.capacity) {
      const oldest = this.entries.keys().next().value;
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    return entry;
  }

  private async advance(stream: string, entry: Entry, facts: readonly RecordedFact[]): Promise<void> {
    // Another load may have advanced the entry while this one was reading.
    const unseen = facts.filter((f) => f.revision > entry.revision);
    if (unseen.some((f) => strikesOf(f).length > 0)) {
      const all = await this.store.readStream('facts', stream);
      if ((all.at(-1)?.revision ?? -1) <= entry.revision) return;
      entry.state = foldOf(entry.kind, all);
      for (const fact of all) if (fact.revision > entry.revision) remember(entry.done, fact);
      entry.revision = all.at(-1)?.revision ?? -1;
      return;
    }
    const { evolve } = FOLDS[entry.kind] as { evolve: (state: unknown, fact: StoredFact) => void };
    for (const fact of unseen) {
      evolve(entry.state, lifted(fact));
      remember(entry.done, fact);
      entry.revision = fact.revision;
    }
  }
}

/** The state of a kind of stream after facts, those struck among them left out. */
export function foldOf<K extends StreamKind>(kind: K, facts: readonly StoredFact[]): StateOf<K> {
  const fold = FOLDS[kind] as { initial: () => unknown; evolve: (state: unknown, fact: StoredFact) => void };
  const state = fold.initial();
  for (const fact of standing(facts)) fold.evolve(state, lifted(fact));
  return state as StateOf<K>;
}

function remember(done: Map<string, DoneAction>, fact: RecordedFact): void {
  const before = done.get(fact.action.id);
  done.set(fact.action.id, {
    name: fact.action.name,
    mac: before?.mac ?? fact.action.mac,
    refused: before?.refused ?? fact.action.refused,
    revision: fact.revision,
    position: fact.position,
    digest: fact.digest,
    facts: [...(before?.facts ?? []), { id: fact.id, type: fact.type, revision: fact.revision }],
  });
}
