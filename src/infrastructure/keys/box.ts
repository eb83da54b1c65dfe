import { timingSafeEqual } from 'node:crypto';
import { BoxTampered } from '../../application/ports.js';
import type { Box } from '../../domain/language/fact.js';
import { canonical } from '../integrity/canonical.js';
import { aesGcmOpen, aesGcmSeal, hkdfExpand, KEY_BYTES } from './primitives.js';

/** Everything about a box but what is inside it: authenticated, not secret. */
export type BoxContext = Omit<Box, 'data' | 'commitment'>;

const COMMITMENT_BYTES = 32;
const SMALLEST = 64;
const FINEST_STEP = 2048;

/**
 * The size class of so many bytes, so that a length tells little: 64 to 2048 by doubling; beyond, multiples of 2048, and from
 * 16 KiB on of an eighth of the power of two below, so that a long text costs at most an eighth more.
 */
export function sizeClass(bytes: number): number {
  if (bytes <= FINEST_STEP) return Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(Math.max(bytes, 1))));
  const step = Math.max(FINEST_STEP, 2 ** Math.floor(Math.log2(bytes)) / 8);
  return Math.ceil(bytes / step) * step;
}

/** JSON is unchanged by spaces after it. */
function padded(values: Readonly<Record<string, unknown>>): Buffer {
  const text = JSON.stringify(values);
  const bytes = Buffer.byteLength(text);
  const plain = Buffer.alloc(sizeClass(bytes), 0x20);
  plain.write(text);
  return plain;
}

/** The one-use key of one compartment of one fact, and beside it the commitment to it that GCM alone does not give. */
export function oneUseKey(
  streamKey: Buffer,
  { stream, revision, compartment, key }: Pick<BoxContext, 'stream' | 'revision' | 'compartment' | 'key'>,
): Buffer {
  const use = JSON.stringify(['alliance-ledger/fact-key/v1', stream, revision, compartment, key]);
  return hkdfExpand(streamKey, use, KEY_BYTES + COMMITMENT_BYTES);
}

const halvesOf = (both: Buffer) => ({ key: both.subarray(0, KEY_BYTES), commitment: both.subarray(KEY_BYTES) });

const contextOf = ({ log, stream, revision, fact, type, version, compartment, key }: BoxContext): BoxContext => ({
  log,
  stream,
  revision,
  fact,
  type,
  version,
  compartment,
  key,
});

/** Seals values under the one-use key derived from a stream key (the pseudo-random key of its HKDF). */
export function sealBox(streamKey: Buffer, context: BoxContext, values: Readonly<Record<string, unknown>>): Box {
  const exact = contextOf(context);
  const { key, commitment } = halvesOf(oneUseKey(streamKey, exact));
  const data = aesGcmSeal(key, canonical(exact), padded(values));
  return { ...exact, data: data.toString('base64url'), commitment: commitment.toString('base64url') };
}

/** Opens a box; throws `BoxTampered` when its content, its context or its key is not what was sealed. */
export const openBox = (streamKey: Buffer, box: Box): Readonly<Record<string, unknown>> =>
  openBoxWith(oneUseKey(streamKey, box), box);

/** As `openBox`, with the one-use key itself. */
export function openBoxWith(used: Buffer, box: Box): Readonly<Record<string, unknown>> {
  try {
    const { key, commitment } = halvesOf(used);
    const claimed = bytesOf(box.commitment);
    if (claimed.length !== COMMITMENT_BYTES || !timingSafeEqual(claimed, commitment)) throw new Error('another key');
    return JSON.parse(aesGcmOpen(key, canonical(contextOf(box)), bytesOf(box.data)).toString('utf8'));
  } catch {
    // What failed, and where, would help nobody but a forger; and a message of JSON.parse could quote the content.
    throw new BoxTampered(`the ${box.compartment} compartment of fact ${box.fact} is not as it was sealed`);
  }
}

/** Node reads base64url leniently; a box has one spelling only. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new Error('not base64url');
  return bytes;
}
