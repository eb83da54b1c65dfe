import type { Log } from '../../application/ports.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import type { LogCopy } from '../event-store/log-copy.js';
import { Sha256Digests } from '../integrity/digests.js';
import { chainLink } from '../projector/chain.js';
import type { SourceLogs } from './open-logs.js';
import { MigrationRefused } from './refused.js';

const FACTS_PER_PAGE = 2_000;
/** Streams whose revision is asked for at once. */
const STREAMS_AT_ONCE = 32;

/** What is known of a log that was found the same in both stores. */
export interface ProvenLog {
  readonly facts: number;
  readonly streams: number;
  /** Completeness digest, the same over both: SHA-256 chained over the digest of every fact in order. */
  readonly chain: string;
  /** True when every fact has the position in the target that it has in the source. */
  readonly samePositions: boolean;
}

/**
 * Reads both logs from their start and throws `MigrationRefused` at the first difference: in order, id, envelope, open half or
 * box (each fact's digests are recomputed on both sides), in the chain, where they end, or in the revision of a stream as the
 * target itself tells it.
 */
export async function proveEqual(
  log: Log,
  source: SourceLogs,
  target: LogCopy,
  upTo: bigint,
  onProgress: (facts: number) => void = () => {},
): Promise<ProvenLog> {
  const digests = new Sha256Digests();
  const revisions = new Map<string, number>();
  const [ours, theirs] = [factsOf(source, log, upTo), factsOf(target, log)];
  let [facts, samePositions, chain, chainThere] = [0, true, '', ''];
  for (;;) {
    const [{ value: fact }, { value: copy }] = [await ours.next(), await theirs.next()];
    if (fact === undefined && copy === undefined) break;
    const place = fact ?? (copy as RecordedFact);
    const at = `${place.stream} at revision ${place.revision} (${log})`;
    if (copy === undefined) throw unequal(`the target ends before ${at}`);
    if (fact === undefined) throw unequal(`the target goes on after the source, with ${at}`);
    if (!digests.agree(fact)) throw unequal(`the source’s own ${at} is not as its digest says`);
    if (fact.revision !== (revisions.get(fact.stream) ?? -1) + 1) throw unequal(`the source has a gap before ${at}`);
    if (copy.id !== fact.id || copy.digest !== fact.digest) throw unequal(`the target has another fact for ${at}`);
    if (!digests.agree(copy)) throw unequal(`the target’s ${at} is not as its digest says`);
    revisions.set(fact.stream, fact.revision);
    chain = chainLink(chain, fact.digest);
    chainThere = chainLink(chainThere, copy.digest);
    samePositions &&= fact.position === copy.position;
    if (++facts % FACTS_PER_PAGE === 0) onProgress(facts);
  }
  if (chain !== chainThere) throw unequal(`the chains of the ${log} logs differ`);
  await requireStreams(log, target, revisions);
  return { facts, streams: revisions.size, chain, samePositions };
}

/** What the target tells of its streams by itself must be what was read. */
async function requireStreams(log: Log, target: LogCopy, revisions: ReadonlyMap<string, number>): Promise<void> {
  const names = await target.streams(log);
  const expected = [...revisions];
  if (names.length !== expected.length || names.some((name, i) => name !== expected[i]?.[0]))
    throw unequal(`the target lists other streams of the ${log} log`);
  for (let from = 0; from < expected.length; from += STREAMS_AT_ONCE) {
    await Promise.all(
      expected.slice(from, from + STREAMS_AT_ONCE).map(async ([stream, revision]) => {
        const there = await target.revisionOf(log, stream);
        if (there !== revision) throw unequal(`the target has ${stream} (${log}) at ${there}, not at ${revision}`);
      }),
    );
  }
}

async function* factsOf(
  store: Pick<SourceLogs, 'readAll'>,
  log: Log,
  upTo?: bigint,
): AsyncGenerator<RecordedFact, undefined, undefined> {
  for (let after = 0n; ; ) {
    const page = await store.readAll(log, after, FACTS_PER_PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    for (const fact of page) {
      if (upTo !== undefined && fact.position > upTo) return;
      yield fact;
    }
    after = last.position;
  }
}

const unequal = (what: string): MigrationRefused => new MigrationRefused('not-equal', `Not equal: ${what}.`);
