import type { Log } from '../../application/ports.js';
import type { RecordedFact, StoredFact } from '../../domain/language/fact.js';
import type { LogCopy } from '../event-store/log-copy.js';
import type { SourceLogs } from './open-logs.js';
import { MigrationRefused } from './refused.js';

/** Facts read at once and appended as one part. */
const FACTS_PER_PART = 2_000;

/** How far a copy is. */
export interface CopyProgress {
  readonly log: Log;
  /** Facts copied by this run. */
  readonly copied: number;
  /** Facts a second since this run began with the log. */
  readonly rate: number;
  /** Of the way to the head, between 0 and 1, by position. */
  readonly part: number;
}

/**
 * Copies a log up to a position, after the last fact that the target has of it, and returns how many facts were copied. Throws
 * `MigrationRefused` when the target's last fact is not one of the source.
 */
export async function copyLog(
  log: Log,
  source: SourceLogs,
  target: LogCopy,
  upTo: bigint,
  onProgress: (progress: CopyProgress) => Promise<void> | void = () => {},
): Promise<number> {
  let [after, copied] = [await continueAfter(log, source, target), 0];
  const [begin, began] = [after, performance.now()];
  const read = (position: bigint): Promise<readonly RecordedFact[]> => {
    const reading = source.readAll(log, position, FACTS_PER_PART);
    // Whoever awaits it hears of its failure; until then it is nobody's.
    reading.catch(() => {});
    return reading;
  };
  for (let next = read(after); after < upTo; ) {
    const page = (await next).filter(({ position }) => position <= upTo);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.position;
    next = read(after);
    await target.appendInOrder(log, page.map(stored));
    copied += page.length;
    const rate = Math.round((copied / (performance.now() - began)) * 1_000);
    await onProgress({ log, copied, rate, part: Number(after - begin) / Number(upTo - begin) });
  }
  return copied;
}

/** The position in the source of the fact that the target has last, found by its place and known by its id and digest. */
async function continueAfter(log: Log, source: SourceLogs, target: LogCopy): Promise<bigint> {
  const head = await target.head(log);
  if (head === 0n) return 0n;
  const [last] = await target.readAll(log, head - 1n, 1);
  if (last === undefined)
    throw new MigrationRefused('not-equal', `the target’s ${log} log does not show its last fact.`);
  const [same] = await source.readStream(log, last.stream, { from: last.revision, limit: 1 });
  if (same?.revision !== last.revision || same.id !== last.id || same.digest !== last.digest)
    throw new MigrationRefused(
      'holds-another',
      `it holds facts that the source does not: ${last.stream} at revision ${last.revision} of the ${log} log.`,
    );
  return same.position;
}

const stored = ({ position: _position, ...fact }: RecordedFact): StoredFact => fact;
