import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import type { KeyEncryption, Wrapped } from './key-encryption.js';
import { KeyRingRefused } from './key-ring-refused.js';
import { aesGcmOpen, aesGcmSeal, KEY_BYTES } from './primitives.js';

/** How dear one guess is: 128 MiB and about half a second (OWASP's first choice for scrypt). */
const LOG_COST = 17;
const BLOCK = 8;
const LANES = 1;
const SALT_BYTES = 16;
/** Shorter ones are refused. */
export const PASSPHRASE_LEAST = 16;

/** What a passphrase was stretched with: kept beside what it wraps, and bounded when read, so that no file makes us work for hours. */
interface Stretching {
  readonly logCost: number;
  readonly block: number;
  readonly lanes: number;
}

/** The key that a passphrase gives with a salt. */
export async function stretched(passphrase: string, salt: Buffer, by: Stretching): Promise<Buffer> {
  const { logCost, block, lanes } = by;
  const options: ScryptOptions = { N: 2 ** logCost, r: block, p: lanes, maxmem: 2 ** (logCost + 8) * block };
  return new Promise((done, failed) =>
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => (error ? failed(error) : done(key))),
  );
}

/** The usual stretching as a word, for files that say how theirs was made. */
export const USUAL_STRETCHING = `scrypt-${LOG_COST}-${BLOCK}-${LANES}`;

/** Reads what `USUAL_STRETCHING` or another version of this program wrote; refuses what is too cheap or too dear. */
export function stretchingOf(word: string): Stretching {
  const [kind, ...rest] = word.split('-');
  const [logCost = 0, block = 0, lanes = 0] = rest.map(Number);
  const known =
    kind === 'scrypt' &&
    rest.length === 3 &&
    logCost >= 14 &&
    logCost <= 20 &&
    block === BLOCK &&
    lanes >= 1 &&
    lanes <= 4;
  if (!known) throw new KeyRingRefused('The passphrase was stretched in a way that this program does not know.');
  return { logCost, block, lanes };
}

/** Throws `KeyRingRefused` for a passphrase that is too short. */
export function requirePassphrase(passphrase: string): string {
  if (passphrase.length < PASSPHRASE_LEAST)
    throw new KeyRingRefused(`A passphrase has at least ${PASSPHRASE_LEAST} characters.`);
  return passphrase;
}

/** A key-encryption key that a passphrase gives: nothing of it is kept but salt and parameters. */
export class PassphraseEncryption implements KeyEncryption {
  readonly source = 'passphrase';
  readonly says = 'passphrase';
  private readonly salt = randomBytes(SALT_BYTES);
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly passphrase: string) {
    requirePassphrase(passphrase);
  }

  async wrap(secret: Buffer, context: string): Promise<Wrapped> {
    const version = this.salt.toString('base64url');
    const key = await this.key(version, USUAL_STRETCHING);
    const data = `${USUAL_STRETCHING}.${aesGcmSeal(key, context, secret).toString('base64url')}`;
    return { source: this.source, version, data };
  }

  async unwrap({ version, data }: Wrapped, context: string): Promise<Buffer> {
    const [stretching = '', box = ''] = data.split('.');
    const key = await this.key(version, stretching);
    try {
      return aesGcmOpen(key, context, Buffer.from(box, 'base64url'));
    } catch {
      throw new KeyRingRefused('The passphrase is not the one that this key ring is wrapped by.');
    }
  }

  knows({ source }: Wrapped): boolean {
    return source === this.source;
  }

  /** The same passphrase with another salt. */
  async next(): Promise<KeyEncryption> {
    return new PassphraseEncryption(this.passphrase);
  }

  settle(): void {}

  close(): void {
    for (const key of this.keys.values()) key.fill(0);
    this.keys.clear();
  }

  private async key(salt: string, stretching: string): Promise<Buffer> {
    const name = `${stretching}.${salt}`;
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const key = await stretched(this.passphrase, Buffer.from(salt, 'base64url'), stretchingOf(stretching));
    this.keys.set(name, key);
    return key;
  }
}
