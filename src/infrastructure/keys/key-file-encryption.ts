import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { KeyEncryption, Wrapped } from './key-encryption.js';
import { createKeyFile, readKeyFile, syncDirectory } from './key-file.js';
import { KeyRingRefused } from './key-ring-refused.js';
import { aesGcmOpen, aesGcmSeal, hmac } from './primitives.js';

/** Where a rotation keeps the file that takes over, until it has. */
export const nextKeyFile = (path: string): string => `${path}.next`;

/** Names a key without telling it: 32 bits of an HMAC under it. */
export const fingerprintOf = (key: Buffer): string =>
  hmac(key, 'alliance-ledger/key-file/v1').toString('hex').slice(0, 8);

interface Candidate {
  readonly path: string;
  readonly key: Buffer;
  readonly version: string;
}

/** The key-encryption key of a file; beside it, while a rotation is under way, the file that takes over. */
export class KeyFileEncryption implements KeyEncryption {
  readonly source = 'key-file';
  readonly says: string;
  private readonly candidates: readonly Candidate[];

  /** Throws `KeyRingRefused` when neither the file nor its successor can be read. */
  constructor(private readonly path: string) {
    const after = nextKeyFile(path);
    const next = existsSync(after) ? candidate(after) : undefined;
    const first = next === undefined ? required(path) : candidate(path);
    this.candidates = [first, next].filter((each) => each !== undefined);
    if (this.candidates.length === 0) readKeyFile(path);
    this.says = `key file ${path}`;
  }

  get own(): Buffer {
    return this.first.key;
  }

  async wrap(secret: Buffer, context: string): Promise<Wrapped> {
    const { key, version } = this.first;
    return { source: this.source, version, data: aesGcmSeal(key, context, secret).toString('base64url') };
  }

  async unwrap({ version, data }: Wrapped, context: string): Promise<Buffer> {
    const found = this.candidates.find((each) => each.version === version);
    try {
      if (found !== undefined) return aesGcmOpen(found.key, context, Buffer.from(data, 'base64url'));
    } catch {
      throw new KeyRingRefused('The key ring was changed: its wrapping key does not open with its own key file.');
    }
    throw new KeyRingRefused('The key file is not the one that this key ring was made with.');
  }

  knows({ source, version }: Wrapped): boolean {
    return source === this.source && this.candidates.some((each) => each.version === version);
  }

  /** A new file beside this one; one that a rotation made and came no further with is taken. */
  async next(): Promise<KeyEncryption> {
    const after = nextKeyFile(this.path);
    try {
      // One that cannot be read was never durable, and nothing was wrapped by it.
      if (existsSync(after) && candidate(after) === undefined) rmSync(after);
      if (!existsSync(after)) createKeyFile(after);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new KeyRingRefused(
        code === 'EROFS' || code === 'EACCES' || code === 'EPERM'
          ? `No new key file can be made beside ${this.path}: make one elsewhere, configure it and say --from-key-file.`
          : `No new key file can be made: ${message}.`,
      );
    }
    return new NextKeyFile(after, this);
  }

  /** Gives the successor the file's name once the ring needs only it; the file that had the name is erased. */
  settle(versions: ReadonlySet<string>): void {
    const after = nextKeyFile(this.path);
    const next = existsSync(after) ? candidate(after) : undefined;
    if (next === undefined || versions.size !== 1 || !versions.has(next.version)) return;
    if (existsSync(this.path) && candidate(this.path)?.version !== next.version) erase(this.path);
    renameSync(after, this.path);
    syncDirectory(dirname(this.path));
  }

  close(): void {
    for (const { key } of this.candidates) key.fill(0);
  }

  private get first(): Candidate {
    return this.candidates[0] as Candidate;
  }
}

/** The file that takes over: it takes its predecessor's name when the ring needs only it. */
class NextKeyFile extends KeyFileEncryption {
  constructor(
    path: string,
    private readonly before: KeyFileEncryption,
  ) {
    super(path);
  }

  override settle(versions: ReadonlySet<string>): void {
    this.before.settle(versions);
  }
}

const required = (path: string): Candidate => {
  const key = readKeyFile(path);
  return { path, key, version: fingerprintOf(key) };
};

/** A file that was erased by a rotation that then stopped holds no key any more. */
function candidate(path: string): Candidate | undefined {
  try {
    return required(path);
  } catch {
    return undefined;
  }
}

/** Overwrites a file with as many bytes. What a disk that levels its wear keeps beside is beyond a program. */
function erase(path: string): void {
  chmodSync(path, 0o600);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, Buffer.alloc(statSync(path).size), 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
