import { type EventStore, type FactKey, StoreClosed } from '../ports.js';
import type { KnownBy, Wanted } from './known-by.js';
import { PERSON_PREFIX, PersonTermsMaker, type TermSources } from './person-terms.js';
import { Postings } from './postings.js';
import type { SearchShelf, ShelfMark } from './search-shelf.js';
import { likenessTokens, lookupOf, TOKENS_VERSION } from './tokens.js';

/** What the index stands on. */
export interface Indexing extends TermSources {
  readonly store: EventStore;
  readonly shelf: SearchShelf;
  /** Lets others have their turn. */
  readonly breathe: () => Promise<void>;
  /** Waits; ends early when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Called when indexing meets trouble and tries again, and with nothing when it goes on. */
  readonly onTroubled: (error: Error | undefined) => void;
}

const PERSONS_AT_ONCE = 64;
const KEPT_PER_PAGE = 256;
/** Facts that told of nobody after which it is noted all the same how far the index is. */
const FACTS_UNNOTED = 5_000;
const PAUSE_MILLISECONDS = 500;
/** Whose keys blind the terms: not a person's. */
const OWNER = 'search';
const streamOfKey = (generation: number): string => `search-${generation}`;

/** Somebody who may be who is asked for. */
export interface Candidate {
  readonly person: string;
  /** 0 exactly, 1 by the beginning of a word, 2 but for a mistake. */
  readonly quality: number;
}

/**
 * By which words persons can be found, as blind terms. On disk each person's terms are one box under that person's own key, so
 * that they go with it and nothing can be compared; in memory stands who is under which term. It follows the log.
 */
export class PersonIndex {
  private postings = new Postings();
  private at: ShelfMark = { log: '', version: TOKENS_VERSION, generation: 0, key: '', position: 0n };
  private blinding: FactKey | undefined;
  /** Persons purged since their terms were last read: what is in flight about them is not kept. */
  private readonly purged = new Set<string>();
  /** Persons told of or purged while the index is made anew: they are read once more before it is taken into use. */
  private meanwhile: Set<string> | undefined;
  private making: Promise<void> | undefined;
  private readonly stopping = new AbortController();
  private loaded: Promise<void> = Promise.resolve();
  private running: Promise<void> = Promise.resolve();
  /** One thing at a time changes the shelf. */
  private working: Promise<unknown> = Promise.resolve();
  private waiting: { readonly position: bigint; readonly done: () => void }[] = [];
  private troubled = false;
  private unnoted = 0;

  private readonly terms: PersonTermsMaker;

  constructor(private readonly on: Indexing) {
    this.terms = new PersonTermsMaker(on);
  }

  /** Begins to load what was kept, and then to follow the log. */
  start(): void {
    this.loaded = this.untilDone(() => this.load());
    this.running = this.loaded.then(() => this.untilDone(() => this.follow())).catch(() => {});
    this.loaded.catch(() => {});
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const { done } of this.waiting) done();
    await this.running;
    await this.making?.catch(() => {});
    await this.working.catch(() => {});
    this.on.shelf.close();
  }

  /** How many persons can be found. */
  get size(): number {
    return this.postings.size;
  }

  /** Resolves when everything up to a position can be found, or the index has stopped. */
  async reached(position: bigint): Promise<void> {
    await this.loaded;
    if (this.at.position >= position || this.stopping.signal.aborted) return;
    await new Promise<void>((done) => this.waiting.push({ position, done }));
  }

  /** Everybody who may be who is asked for, best first, then in order of id. */
  async candidates(wanted: Wanted, formerToo: boolean): Promise<readonly Candidate[]> {
    await this.loaded;
    const lookup = lookupOf(wanted, formerToo, this.terms.blind(this.blinding as FactKey));
    const found: Map<string, number>[] = lookup.exact.map(
      (token) => new Map(this.postings.under(token).map((person) => [person, 0])),
    );
    for (const word of lookup.words) {
      const best = new Map<string, number>();
      for (const [quality, tokens] of word.entries())
        for (const token of tokens)
          for (const person of this.postings.under(token)) if (!best.has(person)) best.set(person, quality);
      found.push(best);
    }
    const [first, ...others] = found.sort((a, b) => a.size - b.size);
    const all: Candidate[] = [];
    for (const [person, quality] of first ?? []) {
      if (!others.every((other) => other.has(person))) continue;
      all.push({ person, quality: Math.max(quality, ...others.map((other) => other.get(person) ?? 0)) });
    }
    return all.sort((a, b) => a.quality - b.quality || (a.person < b.person ? -1 : 1));
  }

  /** Everybody who has something in common with this one that makes them look like one person (rule 46). */
  async alike(known: KnownBy): Promise<readonly string[]> {
    await this.loaded;
    const tokens = likenessTokens(known, this.terms.blind(this.blinding as FactKey));
    return [...new Set(tokens.flatMap((token) => this.postings.under(token)))].sort();
  }

  /** By what a person can be found now, read for the system alone: nobody is shown any of it. */
  knownBy(person: string): Promise<KnownBy> {
    return this.terms.knownBy(person);
  }

  /**
   * Forgets at once, and to the last byte, whose stream it is, when keys of it are destroyed. What is left of them, as when one
   * fact was destroyed alone, is read anew afterwards.
   */
  async purge(stream: string): Promise<void> {
    if (!stream.startsWith(PERSON_PREFIX)) return;
    const person = stream.slice(PERSON_PREFIX.length);
    this.purged.add(person);
    this.meanwhile?.add(person);
    this.postings.drop(person);
    this.on.shelf.purge(person);
    void this.loaded.then(() => this.untilDone(() => this.alone(() => this.index([person], this.at))));
  }

  /** Makes the index again from the facts under a new key; the one in use serves meanwhile. */
  async rebuild(): Promise<void> {
    await this.loaded;
    this.making ??= this.make().finally(() => {
      this.making = undefined;
    });
    await this.making;
  }

  private async load(): Promise<void> {
    const mark = this.on.shelf.mark();
    const { logId, positionsId: log = logId } = this.on.store;
    const head = await this.on.store.head('facts');
    this.at = mark ?? this.at;
    const fits = mark?.log === log && mark.version === TOKENS_VERSION && mark.position <= head;
    this.blinding = fits ? await this.on.keys.provide(OWNER, streamOfKey(mark.generation)) : undefined;
    if (mark === undefined || this.blinding?.reference !== mark.key) return this.make(head);
    const again: string[] = [];
    for (let after = ''; !this.stopping.signal.aborted; await this.on.breathe()) {
      const page = this.on.shelf.kept(mark.generation, after, KEPT_PER_PAGE);
      if (page.length === 0) break;
      for (const { person, terms } of page) {
        const tokens = this.terms.tokensIn(terms);
        if (tokens === undefined) again.push(person);
        else this.postings.fill(person, tokens);
      }
      after = page.at(-1)?.person ?? '';
    }
    this.postings.settle();
    for (const some of slices(again)) await this.index(some, this.at);
    this.moveTo(this.at);
  }

  private async follow(): Promise<void> {
    for await (const batch of this.on.store.follow('facts', this.at.position, this.stopping.signal)) {
      const position = batch.at(-1)?.position ?? this.at.position;
      const told = batch.flatMap(({ stream }) =>
        stream.startsWith(PERSON_PREFIX) ? [stream.slice(PERSON_PREFIX.length)] : [],
      );
      this.unnoted += batch.length;
      await this.untilDone(() => this.alone(() => this.take([...new Set(told)], position)));
      if (this.stopping.signal.aborted) return;
    }
  }

  private async take(persons: readonly string[], position: bigint): Promise<void> {
    for (const some of slices(persons)) {
      if (this.stopping.signal.aborted) return;
      await this.index(some, this.at);
    }
    const mark = { ...this.at, position };
    if (persons.length > 0 || this.unnoted >= FACTS_UNNOTED) {
      this.on.shelf.save(mark, [], []);
      this.unnoted = 0;
    }
    this.moveTo(mark);
  }

  /** Reads persons anew and keeps by what they can be found now. */
  private async index(persons: readonly string[], mark: ShelfMark): Promise<void> {
    for (const person of persons) {
      this.purged.delete(person);
      this.meanwhile?.add(person);
    }
    const { put, gone, tokens } = await this.terms.of(persons, this.blinding as FactKey, (person) =>
      this.purged.has(person),
    );
    // Whose keys were destroyed since is read anew after this.
    const kept = put.filter(({ person }) => !this.purged.has(person));
    this.on.shelf.save(mark, kept, gone);
    for (const person of gone) this.postings.drop(person);
    for (const { person } of kept) this.postings.put(person, tokens.get(person) as Uint32Array);
    await this.on.breathe();
  }

  /**
   * Everybody from the start, under a key of its own, beside what is in use and is followed meanwhile; then that is forgotten with
   * its key. `from`: position from which to follow, when nothing is in use yet.
   */
  private async make(from?: bigint): Promise<void> {
    const before = this.at.generation;
    const generation = before + 1;
    const meanwhile = new Set<string>();
    this.meanwhile = meanwhile;
    const blinding = await this.on.keys.provide(OWNER, streamOfKey(generation));
    const made = new Postings();
    const take = async (persons: readonly string[]): Promise<void> => {
      const { put, gone, tokens } = await this.terms.of(persons, blinding, (person) => this.purged.has(person));
      this.on.shelf.prepare(generation, put);
      for (const [person, theirs] of tokens) made.fill(person, theirs);
      for (const person of gone) if (made.drop(person)) this.on.shelf.purge(person);
    };
    // In order of id, so that rows are added at the end of their table.
    for (const persons of slices([...(await this.on.store.streams('facts', PERSON_PREFIX))].sort())) {
      if (this.stopping.signal.aborted) return;
      await take(persons.map((stream) => stream.slice(PERSON_PREFIX.length)));
      await this.on.breathe();
    }
    await this.alone(async () => {
      for (const persons of slices([...meanwhile])) await take(persons);
      this.meanwhile = undefined;
      made.settle();
      const mark = {
        log: this.on.store.positionsId ?? this.on.store.logId,
        version: TOKENS_VERSION,
        generation,
        key: blinding.reference,
        position: from ?? this.at.position,
      };
      this.on.shelf.begin(mark);
      this.postings = made;
      this.blinding = blinding;
      this.moveTo(mark);
    });
    if (before > 0) await this.on.keys.destroyStream(streamOfKey(before));
  }

  private moveTo(mark: ShelfMark): void {
    this.at = mark;
    const done = this.waiting.filter(({ position }) => position <= mark.position);
    this.waiting = this.waiting.filter(({ position }) => position > mark.position);
    for (const each of done) each.done();
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.working.catch(() => {}).then(work);
    this.working = next;
    return next;
  }

  /** Tries again until it is done or told to stop: nobody is passed over, and nothing unknown is taken for destroyed. */
  private async untilDone(work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await work();
        if (this.troubled) this.on.onTroubled(undefined);
        this.troubled = false;
        return;
      } catch (error) {
        if (signal.aborted || error instanceof StoreClosed) return;
        this.troubled = true;
        this.on.onTroubled(error as Error);
        await this.on.pause(PAUSE_MILLISECONDS, signal);
      }
    }
  }
}

function* slices(persons: readonly string[]): Generator<readonly string[]> {
  for (let i = 0; i < persons.length; i += PERSONS_AT_ONCE) yield persons.slice(i, i + PERSONS_AT_ONCE);
}
