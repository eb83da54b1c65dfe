import type { Database } from 'better-sqlite3';
import { type FactKey, type KeyRing, StoreClosed, StoreFull, UnknownKey } from '../../application/ports.js';
import type { Box } from '../../domain/language/fact.js';
import { type BoxContext, openBox, openBoxWith, sealBox } from './box.js';
import { KEEPER, KeptFactKeys, STREAM_KEY_SALT } from './kept-fact-keys.js';
import { keyBackupsIn } from './key-backups.js';
import { emptyWriteAheadLog, type KeyRow, KeyTable } from './key-table.js';
import { hkdfExpand, hkdfExtract, hmac, KEY_BYTES } from './primitives.js';
import type { WrappingKeys } from './wrapping-keys.js';

/** Unwrapped keys kept in memory unless told otherwise. */
export const KEYS_IN_MEMORY = 10_000;

/** A key was destroyed while something still wanted to seal under it. */
export class KeyDestroyed extends Error {}

interface Unwrapped {
  /** All that leaves the ring. */
  readonly handle: FactKey;
  readonly owner: string;
  readonly stream: string;
  readonly streamKey: Buffer;
  readonly macKey: Buffer;
}

interface Wanted {
  readonly owner: string;
  readonly stream: string;
  readonly promise: Promise<FactKey>;
  readonly settle: (key: FactKey) => void;
  readonly fail: (error: unknown) => void;
}

const pairOf = (owner: string, stream: string): string => JSON.stringify([owner, stream]);

/** Keys in one SQLite database, wrapped by keys that stand in it only as a key-encryption key from elsewhere wrapped them. */
export class LocalKeyRing implements KeyRing {
  private readonly table: KeyTable;
  private readonly unwrapped = new Map<string, Unwrapped>();
  private readonly references = new Map<string, string>();
  private wanted = new Map<string, Wanted>();
  private stopped: Error | undefined;
  private readonly kept: KeptFactKeys;
  /** Streams and facts that are being destroyed or are: nothing of them opens, whether a key is there or not. */
  private readonly shutStreams = new Set<string>();
  private readonly shutFacts = new Set<string>();

  constructor(
    database: Database,
    private readonly wrapping: WrappingKeys,
    private readonly keysInMemory = KEYS_IN_MEMORY,
    /** Lets other processes have the ring. */
    private readonly release: () => void = () => {},
  ) {
    if (keysInMemory < 1) throw new RangeError('a key ring keeps at least one key in memory');
    this.table = new KeyTable(database, wrapping);
    this.kept = new KeptFactKeys(this.table);
  }

  atHand(owner: string, stream: string): FactKey | undefined {
    this.refuseWhenStopped();
    if (this.shutStreams.has(stream))
      throw new KeyDestroyed(`${stream} is destroyed: nothing is sealed in it any more`);
    const known = this.references.get(pairOf(owner, stream));
    if (known !== undefined) return this.recall(known)?.handle;
    const row = this.table.current(owner, stream);
    return row === undefined ? undefined : this.keepCurrent(row);
  }

  async provide(owner: string, stream: string): Promise<FactKey> {
    const key = this.atHand(owner, stream);
    if (key !== undefined) return key;
    const pair = pairOf(owner, stream);
    let wanted = this.wanted.get(pair);
    if (wanted === undefined) {
      // Everybody who asks in this turn of the loop shares one transaction, hence one fsync.
      if (this.wanted.size === 0) setImmediate(() => this.commitWanted());
      wanted = want(owner, stream);
      this.wanted.set(pair, wanted);
    }
    return wanted.promise;
  }

  seal(key: FactKey, context: Omit<BoxContext, 'key'>, values: Readonly<Record<string, unknown>>): Box {
    const { stream, streamKey } = this.needed(key);
    if (context.stream !== stream) throw new Error(`a key of ${stream} does not seal a fact of ${context.stream}`);
    return sealBox(streamKey, { ...context, key: key.reference }, values);
  }

  open(box: Box): Readonly<Record<string, unknown>> | 'destroyed' {
    this.refuseWhenStopped();
    if (this.shutStreams.has(box.stream) || this.shutFacts.has(box.fact)) return 'destroyed';
    const found = this.find(box.key);
    if (found !== 'destroyed') return openBox(found.streamKey, box);
    const kept = this.kept.find(box);
    return kept === undefined ? 'destroyed' : openBoxWith(kept, box);
  }

  mac(key: FactKey, text: string): string {
    return hmac(this.needed(key).macKey, text).toString('base64url');
  }

  /** Gives a pair its next key: what is sealed from now on is under it, what was sealed opens as before. */
  async renew(owner: string, stream: string): Promise<FactKey> {
    this.refuseWhenStopped();
    return this.keepCurrent(this.durably(() => this.table.insert(owner, stream)));
  }

  shut({ stream, fact }: { readonly stream?: string; readonly fact?: string }): void {
    if (stream !== undefined) this.shutStreams.add(stream);
    if (fact !== undefined) this.shutFacts.add(fact);
  }

  async destroyStream(stream: string): Promise<readonly string[]> {
    this.refuseWhenStopped();
    this.forgetWhere((key) => key.stream === stream);
    return this.durably(() => {
      this.table.eraseStream(stream);
      emptyWriteAheadLog(this.table.database);
      return this.table.referencesOf(stream);
    });
  }

  async renewStream(stream: string): Promise<void> {
    this.refuseWhenStopped();
    this.durably(() =>
      this.table.database
        .transaction(() => {
          const owners = new Set(this.table.live(stream).map(({ owner }) => owner));
          for (const owner of owners) if (owner !== KEEPER) this.table.insert(owner, stream);
        })
        .immediate(),
    );
    // What was current is still good for what it sealed, and seals nothing more.
    for (const pair of [...this.references.keys()])
      if ((JSON.parse(pair) as readonly string[])[1] === stream) this.references.delete(pair);
  }

  async destroyFact(stream: string, others: readonly Box[]): Promise<readonly string[]> {
    this.refuseWhenStopped();
    this.forgetWhere((key) => key.stream === stream);
    return this.durably(() => this.kept.destroyAllBut(stream, others));
  }

  /** Forgets what is unwrapped of a stream: what its rows say now counts from now on. */
  forgetStream(stream: string): void {
    this.forgetWhere((key) => key.stream === stream);
  }

  private forgetWhere(which: (key: Unwrapped) => boolean): void {
    for (const [reference, key] of this.unwrapped) if (which(key)) this.forget(reference);
  }

  /**
   * Destroys every key of (owner, stream) for good and returns their references; again is no error. What is sealed for the pair
   * afterwards gets a key of its own: whether that may happen is for the caller to decide.
   */
  async destroyKey(owner: string, stream: string): Promise<readonly string[]> {
    this.refuseWhenStopped();
    this.forgetWhere((key) => key.owner === owner && key.stream === stream);
    return this.durably(() => this.table.destroy(owner, stream));
  }

  /** The day (UTC) on which the last backup of these keys ends: until then what was destroyed here may still be read from it. */
  lastKeyBackupEnds(): string | undefined {
    this.refuseWhenStopped();
    return keyBackupsIn(this.table.database)[0]?.until;
  }

  async close(): Promise<void> {
    if (this.stopped instanceof StoreClosed) return;
    if (this.wanted.size > 0) this.commitWanted();
    this.stopped = new StoreClosed('the key ring is closed');
    for (const reference of [...this.unwrapped.keys()]) this.forget(reference);
    this.wrapping.close();
    this.table.database.close();
    this.release();
  }

  private commitWanted(): void {
    const batch = [...this.wanted.values()];
    this.wanted = new Map();
    if (batch.length === 0) return;
    try {
      this.refuseWhenStopped();
      const rows = this.durably(() =>
        this.table.database
          .transaction(() =>
            batch.map(({ owner, stream }) => this.table.current(owner, stream) ?? this.table.insert(owner, stream)),
          )
          .immediate(),
      );
      batch.forEach((wanted, index) => {
        wanted.settle(this.keepCurrent(rows[index] as KeyRow));
      });
    } catch (error) {
      for (const wanted of batch) wanted.fail(error);
    }
  }

  /** After an I/O error nobody knows what is on the disk: the ring serves nothing more until it is opened again. */
  private durably<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      const code = String((error as { readonly code?: unknown }).code);
      if (code === 'SQLITE_FULL') throw new StoreFull('there is no room for another key', { cause: error });
      if (code.startsWith('SQLITE_IOERR')) this.stopped = new Error(`the key ring stopped: ${code}`, { cause: error });
      throw error;
    }
  }

  private refuseWhenStopped(): void {
    if (this.stopped !== undefined) throw this.stopped;
  }

  private needed(key: FactKey): Unwrapped {
    const found = this.find(key.reference);
    if (found === 'destroyed') throw new KeyDestroyed(`the key ${key.reference} was destroyed`);
    return found;
  }

  private find(reference: string): Unwrapped | 'destroyed' {
    this.refuseWhenStopped();
    const known = this.unwrapped.get(reference);
    if (known !== undefined) return this.recall(reference) as Unwrapped;
    const row = this.table.find(reference);
    if (row === undefined) throw new UnknownKey(`this key ring never held the key ${reference}`);
    return row.secret === 'destroyed' ? row.secret : this.keep(row);
  }

  /** Marks a key as used last. */
  private recall(reference: string): Unwrapped | undefined {
    const key = this.unwrapped.get(reference);
    if (key === undefined) return undefined;
    this.unwrapped.delete(reference);
    this.unwrapped.set(reference, key);
    return key;
  }

  /** As `keep`, for the key under which the pair's new facts are sealed. */
  private keepCurrent(row: KeyRow): FactKey {
    const { handle } = this.keep(row);
    this.references.set(pairOf(row.owner, row.stream), row.reference);
    return handle;
  }

  private keep({ reference, owner, stream, secret }: KeyRow): Unwrapped {
    if (secret === 'destroyed') throw new KeyDestroyed(`the key ${reference} was destroyed`);
    const streamKey = hkdfExtract(secret, STREAM_KEY_SALT);
    secret.fill(0);
    const macKey = this.macKeyOf(owner, stream, reference, streamKey);
    const key: Unwrapped = { handle: Object.freeze({ reference }), owner, stream, streamKey, macKey };
    this.unwrapped.set(reference, key);
    if (this.unwrapped.size > this.keysInMemory) this.forget(this.unwrapped.keys().next().value as string);
    return key;
  }

  /** What was authenticated before a pair's key was renewed is still recognised: its oldest key authenticates. */
  private macKeyOf(owner: string, stream: string, reference: string, streamKey: Buffer): Buffer {
    const first = reference.endsWith('.1') ? undefined : this.table.first(owner, stream);
    const [named, key] =
      first === undefined || first.secret === 'destroyed'
        ? [reference, streamKey]
        : [first.reference, hkdfExtract(first.secret, STREAM_KEY_SALT)];
    return hkdfExpand(key, JSON.stringify(['alliance-ledger/mac-key/v1', stream, named]), KEY_BYTES);
  }

  private forget(reference: string): void {
    const key = this.unwrapped.get(reference);
    if (key === undefined) return;
    this.unwrapped.delete(reference);
    const pair = pairOf(key.owner, key.stream);
    if (this.references.get(pair) === reference) this.references.delete(pair);
    key.streamKey.fill(0);
    key.macKey.fill(0);
  }
}

function want(owner: string, stream: string): Wanted {
  let settle: Wanted['settle'] = () => undefined;
  let fail: Wanted['fail'] = () => undefined;
  const promise = new Promise<FactKey>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { owner, stream, promise, settle, fail };
}
