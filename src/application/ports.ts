import type { Box, RecordedFact, StoredFact } from '../domain/language/fact.js';

/** The two logs behind one port: what was done, and who looked. */
export type Log = 'facts' | 'access';

export interface AppendResult {
  /** Revision of the last fact appended, or of the stream's last fact when nothing was appended; -1 for an empty stream. */
  readonly revision: number;
  /** Position of the last fact appended; every fact of this append stands at or before it. */
  readonly position: bigint;
}

export interface ReadOptions {
  /** First revision wanted (forward: this one and later; backward: this one and earlier). Default: the start, or the end. */
  readonly from?: number;
  readonly direction?: 'forward' | 'backward';
  /** At most this many; default all. */
  readonly limit?: number;
}

/**
 * Where facts are kept. One append goes to one stream at an exact expected revision (-1: the stream must be empty) and is
 * durable when it resolves. Positions strictly increase within a store and may have gaps.
 */
export interface EventStore {
  /** Name of this log, fixed when the store is made: part of every fact's envelope and of every box's context. */
  readonly logId: string;
  /**
   * Whose positions these are: what was noted by position (views, bookmarks) means nothing under another one. Absent where facts
   * are numbered from 1 on without a gap, so that a copy of the log has the same positions.
   */
  readonly positionsId?: string;
  /**
   * Appends in order, atomically, durably. Refuses with `RevisionConflict` when the stream's last revision is not
   * `expected`, with `StoreFull` when there is no room, with `StoreClosed` after close. Any other error leaves the outcome unknown.
   */
  append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult>;
  /** Facts of one stream in order of revision, or backward; an unknown stream is empty. */
  readStream(log: Log, stream: string, options?: ReadOptions): Promise<readonly RecordedFact[]>;
  /** At most `limit` facts with a position greater than `after`, in order. */
  readAll(log: Log, after: bigint, limit: number): Promise<readonly RecordedFact[]>;
  /** Revision of the stream's last fact, -1 when it has none. */
  revisionOf(log: Log, stream: string): Promise<number>;
  /** Position of the last fact in the log, 0 when empty. */
  head(log: Log): Promise<bigint>;
  /**
   * Every fact after a position, in batches, for ever: first what is there, then what comes, none missed or repeated at the
   * seam. Ends when the signal aborts or the store closes. Reading decides; a notice of a commit is only a hint to read on.
   */
  follow(log: Log, after: bigint, signal: AbortSignal): AsyncIterable<readonly RecordedFact[]>;
  /**
   * Yields each time the log may have grown, whoever appended, until the signal aborts or the store closes. Absent where this
   * process alone appends.
   */
  grown?(log: Log, signal: AbortSignal): AsyncIterable<void>;
  /** Names of all streams of a log that begin with a prefix, in order of creation, for verification and export. */
  streams(log: Log, prefix?: string): Promise<readonly string[]>;
  /** Resolves when nothing is in flight and the files are released. */
  close(): Promise<void>;
}

/** The stream moved: reload, decide again. */
export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`stream ${stream} is at revision ${actual}, not ${expected}`);
  }
}
/** No room for a durable write; nothing was written. */
export class StoreFull extends Error {}
/** The store was closed or is closing; nothing was written. */
export class StoreClosed extends Error {}

/** Tells the time; the only source of now. */
export interface Clock {
  /** ISO 8601 UTC with milliseconds. */
  now(): string;
}

/** Fresh and derived identifiers; the only source of randomness for ids. */
export interface Ids {
  /** A fresh UUID version 7. */
  fresh(): string;
  /** A UUID version 8 from the SHA-256 of the parts: the same parts always give the same id. */
  derived(...parts: readonly string[]): string;
}

/** A key of one person for one stream (or the stream's own), from which one-use fact keys are derived. */
export interface FactKey {
  /** Opaque reference kept in boxes: says which key, never whose. */
  readonly reference: string;
}

/** Keys per person and stream. A key is durable before `provide` resolves. */
export interface KeyRing {
  /** The current key of (owner, stream), made durable first when new. */
  provide(owner: string, stream: string): Promise<FactKey>;
  /** As `provide`, without waiting, when the key is already at hand. */
  atHand(owner: string, stream: string): FactKey | undefined;
  /** Seals one compartment's values as JSON for one fact. */
  seal(key: FactKey, context: Omit<Box, 'key' | 'data' | 'commitment'>, values: Readonly<Record<string, unknown>>): Box;
  /** Opens a box. `destroyed` when its key was destroyed; throws `UnknownKey` when the ring never had it and `BoxTampered` when it does not verify. */
  open(box: Box): Readonly<Record<string, unknown>> | 'destroyed';
  /** HMAC-SHA-256 (base64url) of a text under a key that ends with the stream's. */
  mac(key: FactKey, text: string): string;
  /** From now on, in this process, nothing of a stream, or of one fact, opens: as destroyed, whether its key still is there or not. */
  shut(what: { readonly stream?: string; readonly fact?: string }): void;
  /** Destroys every key of a stream for good, durably, and returns the references of all there ever were; again is no error. */
  destroyStream(stream: string): Promise<readonly string[]>;
  /** Gives every owner with a key for the stream a next one, durably: what is sealed from now on is sealed under it. */
  renewStream(stream: string): Promise<void>;
  /**
   * Destroys every key of a stream but the newest of each owner, having kept what opens the other boxes, at once and durably;
   * `renewStream` comes before, and no box under an older key may be missing among them but those that are to be lost. Returns the
   * references destroyed; again is no error.
   */
  destroyFact(stream: string, others: readonly Box[]): Promise<readonly string[]>;
  close(): Promise<void>;
}
/** A key reference that this ring never held: not the same as destroyed; nothing may go on as if it were erased. */
export class UnknownKey extends Error {}
/** A box whose content or context was changed. */
export class BoxTampered extends Error {}

/** Digests over canonical (RFC 8785) forms. */
export interface Digests {
  /** SHA-256, hexadecimal, of the canonical form of a JSON value. */
  of(value: unknown): string;
  /** Completes an envelope and payload with their digests. */
  complete(fact: Omit<StoredFact, 'payloadDigest' | 'digest'>): StoredFact;
  /** True when both digests, recomputed from the parsed value, are those recorded. */
  agree(fact: StoredFact): boolean;
}

/** The time in which this instance leads a duty. */
export interface Term {
  /** The fencing number: it grows with every take-over. */
  readonly number: number;
  /** Aborts when this instance leads no longer: another may do so already. */
  readonly signal: AbortSignal;
  /** Gives the duty up for now; whoever waits for it takes it over. */
  resign(): void;
}

/** Has each duty done by one instance at a time. */
export interface Leader {
  /**
   * Begins a duty each time this instance is to do it; what `begin` resolves with ends it, and is called when the term is over.
   * Resolves when the first term has begun or another instance leads, with what gives the duty up for good.
   */
  lead(duty: string, begin: (term: Term) => Promise<() => Promise<void>>): Promise<() => Promise<void>>;
}

/** How far one view has come, moved in the same transaction as its rows. */
export interface ViewCheckpoint {
  readonly view: string;
  /** Position of the last fact taken; 0 before the first. */
  readonly position: bigint;
  /** Completeness digest: SHA-256 (hexadecimal) chained over the digest of every fact of the log up to here, ignored ones too. */
  readonly chain: string;
  /** Facts of the log up to here. */
  readonly facts: number;
  /** The fact it could not take, and why, without personal data: the view stands still before it until it is mended. */
  readonly stopped?: { readonly position: bigint; readonly type: string; readonly reason: string };
}

/** A row's place: stream and key name it within its view, revision and position are those of the fact that last changed it. */
export interface RowPlace {
  readonly stream: string;
  readonly key: string;
  readonly revision: number;
  readonly position: bigint;
}

/** A stored row: its place and its own columns, absent ones as null. */
export type ViewRow = RowPlace & Readonly<Record<string, unknown>>;

/** One row to write: all of it, some columns of it if it is there, or its end. */
export type RowWrite = RowPlace &
  (
    | { readonly kind: 'put' | 'once' | 'set'; readonly row: Readonly<Record<string, unknown>> }
    | { readonly kind: 'drop'; readonly row?: never }
  );

/** What one batch of facts does to one view: streams whose rows go first, then one write a row, then the checkpoint. */
export interface ViewWrites {
  readonly view: string;
  readonly dropped: Iterable<string>;
  readonly writes: Iterable<RowWrite>;
  readonly checkpoint: ViewCheckpoint;
}

/** What a row's open column must be; instants, dates and ids compare as strings, null is before everything. */
export interface ColumnCondition {
  readonly equals?: string | number | null;
  readonly in?: readonly (string | number)[];
  /** This or greater. */
  readonly from?: string | number;
  /** Less than this. */
  readonly before?: string | number;
}

/** Which rows of a view, in which order, from which cursor on. */
export interface ViewQuery {
  /** Only rows of these streams; default all. */
  readonly streams?: readonly string[];
  /** Conditions on open columns, `key`, `revision` or `position`; all must hold. */
  readonly where?: Readonly<Record<string, ColumnCondition>>;
  /** Default the view's own order. Ties are settled by stream and key, so that every order is total. */
  readonly order?: readonly string[];
  /** The `next` of the page before, under the same order. */
  readonly after?: string;
  readonly limit?: number;
}

export interface ViewPage {
  readonly rows: readonly ViewRow[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}

/** A cursor that this order of this view never gave. */
export class BadCursor extends Error {}

/** Where rows of views are kept. Nothing in it is a source: all of it can be made again from the facts. */
export interface ViewStore {
  /** Applies a batch to several views and moves their checkpoints, all or nothing for each view. */
  apply(batch: readonly ViewWrites[]): Promise<void>;
  /** Checkpoints of all views of this store; those never applied stand at position 0. */
  checkpoints(): Promise<readonly ViewCheckpoint[]>;
  /** Empties a view and puts its checkpoint back to the start. */
  reset(view: string): Promise<void>;
  read(view: string, query?: ViewQuery): Promise<ViewPage>;
  close(): Promise<void>;
}

/** A view that is read as it is was asked to filter or to look back; says which of the two in `what`. */
export class NotAsked extends Error {
  constructor(readonly what: 'filter' | 'as-of' | 'known-at') {
    super(`this view has no ${what}`);
  }
}
/** A position beyond the log's head was asked for. */
export class NoSuchPosition extends Error {}

/** A message to one person; its id stays the same when it is sent again. */
export interface Message {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands messages to the world; rejects when one was not taken. */
export interface Mailer {
  send(message: Message): Promise<void>;
  close(): Promise<void>;
}
