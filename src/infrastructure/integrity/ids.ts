import { hash, randomFillSync } from 'node:crypto';
import type { Clock, Ids } from '../../application/ports.js';

const POOL_BYTES = 4096;
const COUNTER_LIMIT = 2 ** 32;

/** UUIDs of RFC 9562: version 7 in rising order within this process, version 8 derived from a SHA-256. */
export class UuidIds implements Ids {
  private readonly pool = Buffer.alloc(POOL_BYTES);
  private used = POOL_BYTES;
  private millisecond = 0;
  private counter = 0;

  constructor(private readonly clock: Clock) {}

  fresh(): string {
    const random = this.random();
    const now = Date.parse(this.clock.now());
    if (now > this.millisecond) {
      this.millisecond = now;
      this.counter = random.readUInt32BE(0) >>> 1;
    } else if (++this.counter >= COUNTER_LIMIT) {
      // The clock stands still or went back: ids go on in order, a millisecond ahead.
      this.millisecond++;
      this.counter = random.readUInt32BE(0) >>> 1;
    }
    const time = this.millisecond.toString(16).padStart(12, '0');
    const count = this.counter.toString(16).padStart(8, '0');
    // 32 bits of counter (12 beside the version, 14 beside the variant, 6 after it), then random bits.
    const low = this.counter & 0xfffff;
    const variant = (0x8000 | (low >>> 6)).toString(16);
    const tail = random.toString('hex', 4, 10);
    const rest = (((low & 0x3f) << 2) | (Number.parseInt(tail.slice(0, 1), 16) & 3)).toString(16).padStart(2, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.slice(0, 3)}-${variant}-${rest}${tail.slice(2)}`;
  }

  derived(...parts: readonly string[]): string {
    return derivedId(...parts);
  }

  private random(): Buffer {
    if (this.used + 10 > POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    this.used += 10;
    return this.pool.subarray(this.used - 10, this.used);
  }
}

/** A UUID version 8 from the SHA-256 of the parts as a JSON array: no two lists of parts are written alike. */
export function derivedId(...parts: readonly string[]): string {
  if (parts.length === 0) throw new RangeError('an id is derived from at least one part');
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
