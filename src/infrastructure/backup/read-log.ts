import type { Log } from '../../application/ports.js';
import type { Box } from '../../domain/language/fact.js';
import type { LogReader } from '../event-store/sqlite-log-reader.js';
import { Sha256Digests } from '../integrity/digests.js';
import { chainLink } from '../projector/chain.js';
import { BackupRefused, type LogHead } from './manifest.js';

const FACTS_PER_PAGE = 1_000;

/** What was found while a whole log was read. */
export interface ReadLog {
  readonly head: LogHead;
  /** Kinds of fact met, each with its versions. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<number>>;
}

/**
 * Reads a log from its first fact to its head: every digest recomputed, every stream without a gap, every box handed on.
 * Throws `BackupRefused` at the first fact that is not as it was stated.
 */
export async function readWholeLog(
  reader: Pick<LogReader, 'readAll'>,
  log: Log,
  file: string,
  box: (box: Box) => void = () => {},
): Promise<ReadLog> {
  const digests = new Sha256Digests();
  const revisions = new Map<string, number>();
  const kinds = new Map<string, Set<number>>();
  let [after, facts, chain] = [0n, 0, ''];
  for (;;) {
    const page = await reader.readAll(log, after, FACTS_PER_PAGE);
    for (const { position, ...fact } of page) {
      if (!digests.agree(fact))
        throw new BackupRefused(`${file}: the fact at position ${position} of the ${log} log was altered.`);
      if (fact.revision !== (revisions.get(fact.stream) ?? -1) + 1)
        throw new BackupRefused(`${file}: a stream of the ${log} log has a gap before position ${position}.`);
      revisions.set(fact.stream, fact.revision);
      const versions = kinds.get(fact.type) ?? new Set<number>();
      kinds.set(fact.type, versions.add(fact.version));
      for (const each of Object.values(fact.sealed)) box(each);
      chain = chainLink(chain, fact.digest);
      facts++;
      after = position;
    }
    if (page.length < FACTS_PER_PAGE) return { head: { position: String(after), facts, chain }, kinds };
  }
}
