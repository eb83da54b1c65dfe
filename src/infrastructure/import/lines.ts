import { createHash, hash } from 'node:crypto';
import { BODY_BYTES_AT_MOST } from '../http/door.js';

/** A line may have this many bytes, as a body sent to the service may. */
export const LINE_BYTES_AT_MOST = BODY_BYTES_AT_MOST;

/** One line of a file as it stands there. */
export interface RawLine {
  /** 1 for the first. */
  readonly number: number;
  /** Without its end; a line beyond the limit is passed over and never kept whole. */
  readonly bytes: Buffer | 'too-long';
  /** SHA-256 chained over this line and all before it: the same only when all of them are. */
  readonly chain: string;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The lines of a file, ended by LF or CR LF; a byte order mark before the first is left out. Memory holds one line at most. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  atMost: number = LINE_BYTES_AT_MOST,
): AsyncGenerator<RawLine> {
  let number = 0;
  let chain = '';
  let line = new Gathered(atMost);
  const end = (): RawLine => {
    number++;
    chain = hash('sha256', `${chain} ${line.digest()}`, 'hex');
    const bytes = line.bytes(number === 1);
    line = new Gathered(atMost);
    return { number, bytes, chain };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      line.add(chunk.subarray(from, at));
      yield end();
      from = at + 1;
    }
    line.add(chunk.subarray(from));
  }
  if (!line.empty) yield end();
}

/** A line while it is read; what goes beyond the limit is only digested. */
class Gathered {
  private parts: Buffer[] = [];
  private size = 0;
  private readonly hashed = createHash('sha256');
  private readonly keeps: number;

  constructor(private readonly atMost: number) {
    // What is left out at the ends does not count.
    this.keeps = atMost + BYTE_ORDER_MARK.length + 1;
  }

  get empty(): boolean {
    return this.size === 0;
  }

  add(part: Buffer): void {
    this.hashed.update(part);
    this.size += part.length;
    if (this.size > this.keeps) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  digest(): string {
    return this.hashed.digest('hex');
  }

  bytes(first: boolean): Buffer | 'too-long' {
    if (this.size > this.keeps) return 'too-long';
    const whole = Buffer.concat(this.parts);
    const begin = first && whole.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
    const bytes = whole.subarray(begin, whole.at(-1) === RETURN ? whole.length - 1 : whole.length);
    return bytes.length > this.atMost ? 'too-long' : bytes;
  }
}
