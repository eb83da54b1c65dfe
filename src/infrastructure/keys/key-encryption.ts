/** Where the key-encryption key is. */
export type KeySource = 'key-file' | 'passphrase' | 'transit';

/** A wrapping key as it is kept: wrapped by a key-encryption key, with what it takes to unwrap it. Nothing in it is secret. */
export interface Wrapped {
  readonly source: KeySource;
  /** Which key-encryption key it was: the fingerprint of a file, the salt of a passphrase, the version of a service's key. */
  readonly version: string;
  readonly data: string;
}

/**
 * Wraps the few wrapping keys of a ring. It is asked once at start and at a rotation, never for a fact: what it unwrapped stays
 * in memory, so that a service that keeps keys costs no call a sealing or an opening.
 */
export interface KeyEncryption {
  readonly source: KeySource;
  /** What it is in one line for people, without any secret. */
  readonly says: string;
  /** Wraps 32 bytes, bound to a context. */
  wrap(secret: Buffer, context: string): Promise<Wrapped>;
  /** Unwraps; throws `KeyRingRefused`, with a sentence that holds no secret, when this is not the key it was wrapped by. */
  unwrap(wrapped: Wrapped, context: string): Promise<Buffer>;
  /** True when it may have wrapped this. */
  knows(wrapped: Wrapped): boolean;
  /** The key-encryption key that takes over at a rotation, made durable first where it is kept here. */
  next(): Promise<KeyEncryption>;
  /** Told which versions the ring needs, by whoever has the ring to itself: a file that it no longer needs is erased. */
  settle(versions: ReadonlySet<string>): void;
  /** The key itself, for rings made before there were wrapping keys. */
  readonly own?: Buffer;
  /** Forgets what it holds in memory. */
  close(): void;
}

/** The same for a copy of a ring: it opens the copy, and settles nothing of the ring that it was copied from. */
export const forACopy = (encryption: KeyEncryption): KeyEncryption => ({
  source: encryption.source,
  says: encryption.says,
  wrap: (secret, context) => encryption.wrap(secret, context),
  unwrap: (wrapped, context) => encryption.unwrap(wrapped, context),
  knows: (wrapped) => encryption.knows(wrapped),
  next: () => encryption.next(),
  settle: () => {},
  ...(encryption.own && { own: encryption.own }),
  close: () => encryption.close(),
});
