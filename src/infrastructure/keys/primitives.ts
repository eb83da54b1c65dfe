import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Bytes of every symmetric key, of a GCM vector and of a GCM tag. */
export const KEY_BYTES = 32;
export const VECTOR_BYTES = 12;
export const TAG_BYTES = 16;
const HASH_BYTES = 32;

/** HMAC-SHA-256 of a text or bytes. */
export const hmac = (key: Buffer, data: Buffer | string): Buffer => createHmac('sha256', key).update(data).digest();

/** HKDF-SHA-256, first half (RFC 5869, 2.2): a secret into a pseudo-random key. An empty salt means none. */
export const hkdfExtract = (secret: Buffer, salt: Buffer): Buffer =>
  hmac(salt.length === 0 ? Buffer.alloc(HASH_BYTES) : salt, secret);

/** HKDF-SHA-256, second half (RFC 5869, 2.3): so many bytes for one use, named by `info`. */
export function hkdfExpand(pseudoRandomKey: Buffer, info: Buffer | string, size: number): Buffer {
  if (size > 255 * HASH_BYTES) throw new RangeError(`HKDF-SHA-256 gives no ${size} bytes`);
  const use = typeof info === 'string' ? Buffer.from(info) : info;
  const blocks: Buffer[] = [];
  let last: Buffer = Buffer.alloc(0);
  for (let made = 0; made < size; made += HASH_BYTES) {
    last = hmac(pseudoRandomKey, Buffer.concat([last, use, Buffer.of(blocks.length + 1)]));
    blocks.push(last);
  }
  return Buffer.concat(blocks).subarray(0, size);
}

const exactly = (what: string, bytes: Buffer, size: number): void => {
  if (bytes.length !== size) throw new RangeError(`${what} has ${bytes.length} bytes, not ${size}`);
};

/** Vectors drawn at once: asking for twelve bytes costs as much as asking for many. A vector is no secret. */
const VECTORS_AT_ONCE = 512;
let vectors = Buffer.alloc(0);
let drawn = 0;

function freshVector(): Buffer {
  if (drawn === vectors.length) {
    vectors = randomBytes(VECTORS_AT_ONCE * VECTOR_BYTES);
    drawn = 0;
  }
  drawn += VECTOR_BYTES;
  return vectors.subarray(drawn - VECTOR_BYTES, drawn);
}

/** AES-256-GCM: vector, cipher text, tag. The vector is random unless a test gives a published one. */
export function aesGcmSeal(
  key: Buffer,
  context: string | Buffer,
  plain: Buffer,
  vector: Buffer = freshVector(),
): Buffer {
  exactly('a key', key, KEY_BYTES);
  exactly('a vector', vector, VECTOR_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, vector, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context));
  const sealed = cipher.update(plain);
  cipher.final();
  return Buffer.concat([vector, sealed, cipher.getAuthTag()], vector.length + sealed.length + TAG_BYTES);
}

/** Opens what `aesGcmSeal` made; throws when key, context or any byte is another. Shorter tags are never accepted. */
export function aesGcmOpen(key: Buffer, context: string | Buffer, box: Buffer): Buffer {
  exactly('a key', key, KEY_BYTES);
  if (box.length < VECTOR_BYTES + TAG_BYTES) throw new RangeError('too short to be sealed');
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, VECTOR_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  const plain = decipher.update(box.subarray(VECTOR_BYTES, box.length - TAG_BYTES));
  return Buffer.concat([plain, decipher.final()]);
}
