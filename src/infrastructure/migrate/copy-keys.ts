import { openDatabaseKeys } from './database-keys.js';
import { makeDirectories } from './directories.js';
import { takeDirectoryKeys } from './directory-keys.js';
import { changesBetween, isNothing, type KeyRows, type KeyRowsPlace } from './key-rows.js';
import { answering } from './open-logs.js';
import type { Place } from './place.js';
import { MigrationRefused } from './refused.js';

/** What is known of a key ring that was found the same in both places. */
export interface ProvenKeys {
  readonly ring: string;
  readonly present: number;
  readonly destroyed: number;
  /** Rows that this run wrote. */
  readonly written: number;
  /** Last day (UTC) of a backup of these keys that the target does not remember; what is destroyed may be read from it until then. */
  readonly unremembered?: string;
}

/** Two key rings, the one to be made like the other, of nobody else's meanwhile. */
export interface KeyCopy {
  /** Copies every row as it is, wrapped, and proves that both are equal then. Asked again, it copies what changed since. */
  copy(): Promise<ProvenKeys>;
  close(): Promise<void>;
}

/** Opens both rings; throws `MigrationRefused` at once when the target holds anything that the source does not. */
export async function openKeyCopy(from: Place, to: Place): Promise<KeyCopy> {
  const source = await openKeys(from, false);
  try {
    const target = await openKeys(to, true);
    const close = async (): Promise<void> => {
      await target.close();
      await source.close();
    };
    try {
      changesBetween(await source.read(), await target.read());
    } catch (error) {
      await target.close();
      throw error;
    }
    return { copy: () => copy(source, target), close };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function openKeys(place: Place, make: boolean): Promise<KeyRowsPlace> {
  return answering(place, async () => {
    switch (place.kind) {
      case 'directory':
        if (make) makeDirectories(place.data);
        return takeDirectoryKeys(place.data.keys, make);
      case 'postgres':
        return openDatabaseKeys(place.address, make);
      case 'kurrentdb':
        throw new MigrationRefused('malformed', 'a server of events keeps no keys.');
    }
  });
}

async function copy(source: KeyRowsPlace, target: KeyRowsPlace): Promise<ProvenKeys> {
  const rows = await source.read();
  const changes = changesBetween(rows, await target.read());
  if (!isNothing(changes) || changes.backups.length > 0) await target.apply(changes);
  const there = await target.read();
  if (!isNothing(changesBetween(rows, there)))
    throw new MigrationRefused('not-equal', 'Not equal: the target does not keep the keys as they were written.');
  const destroyed = rows.keys.filter((row) => row.destroyed === 1).length;
  return {
    ring: changes.ring,
    present: rows.keys.length - destroyed,
    destroyed,
    written: changes.wrapping.length + changes.keys.length + changes.kept.length + changes.gone.length,
    ...unremembered(rows, there),
  };
}

function unremembered(rows: KeyRows, there: KeyRows): Pick<ProvenKeys, 'unremembered'> {
  const missed = rows.backups.filter(({ id }) => !there.backups.some((known) => known.id === id));
  const last = missed
    .map(({ until }) => until)
    .sort()
    .at(-1);
  return last === undefined ? {} : { unremembered: last };
}
