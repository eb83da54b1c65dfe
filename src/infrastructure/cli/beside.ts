import { existsSync } from 'node:fs';
import { DEFAULT_ZONE } from '../../application/kernel/zones.js';
import type { Configuration } from '../../configuration.js';
import { lifted } from '../../domain/catalogue.js';
import type { StoredFact, StreamKind } from '../../domain/language/fact.js';
import { standing } from '../../domain/language/mistakes.js';
import { FOLDS, type StateOf } from '../../domain/world.js';
import { logFileIn } from '../event-store/log-file.js';
import { openSqliteLogReader } from '../event-store/sqlite-log-reader.js';

/** Folds a stream as it is committed, beside a running service; only what is open is read. */
export type FoldBeside = <K extends StreamKind>(kind: K, stream: string) => Promise<StateOf<K>>;

/** Reads the open half of the log beside whoever has the store; undefined when there is no ledger yet. */
export async function beside<T>(
  { data }: Pick<Configuration, 'data'>,
  read: (fold: FoldBeside) => Promise<T>,
): Promise<T | undefined> {
  if (!existsSync(logFileIn(data.log))) return undefined;
  const reader = openSqliteLogReader(data.log);
  try {
    return await read(async (kind, stream) => {
      const { initial, evolve } = FOLDS[kind] as unknown as {
        readonly initial: () => never;
        readonly evolve: (state: never, fact: StoredFact) => void;
      };
      const state = initial();
      for (const fact of standing(await reader.readStream('facts', stream))) evolve(state, lifted(fact));
      return state;
    });
  } finally {
    await reader.close();
  }
}

/** The zone in which the agency promises, as published; the default one where nothing can be read. */
export async function zoneOf(configuration: Configuration): Promise<string> {
  try {
    const zone = await beside(
      configuration,
      async (fold) => (await fold('parameters', 'parameters')).parameters.agency,
    );
    return zone?.zone ?? DEFAULT_ZONE;
  } catch {
    return DEFAULT_ZONE;
  }
}
