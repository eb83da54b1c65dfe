import type { KeyBackup } from '../keys/key-backups.js';
import type { FactKeyLine, KeyLine, WrappingLine } from '../keys/postgres/mirror.js';
import { MigrationRefused } from './refused.js';

/** All that a key ring keeps, every secret of it wrapped. */
export interface KeyRows {
  /** Bound into every wrapping; undefined when nothing was ever kept. */
  readonly ring: string | undefined;
  readonly wrapping: readonly WrappingLine[];
  readonly keys: readonly KeyLine[];
  readonly kept: readonly FactKeyLine[];
  /** What is remembered of backups; only a directory remembers. */
  readonly backups: readonly KeyBackup[];
}

/** What makes one ring equal to another. */
export interface KeyChanges extends KeyRows {
  readonly ring: string;
  /** One-use keys whose keeper is destroyed in the source. */
  readonly gone: readonly FactKeyLine[];
}

/** A ring's rows, of nobody else's while they are open. */
export interface KeyRowsPlace {
  read(): Promise<KeyRows>;
  /** Applies changes as a whole, durably. */
  apply(changes: KeyChanges): Promise<void>;
  close(): Promise<void>;
}

/**
 * What has to be changed in the target; all parts empty when it is equal. Throws `MigrationRefused` when the target is another
 * ring, holds keys that the source does not, or remembers a key as destroyed that the source still has: such a key stays destroyed.
 */
export function changesBetween(source: KeyRows, target: KeyRows): KeyChanges {
  const { ring } = source;
  if (ring === undefined || source.wrapping.length === 0)
    throw new MigrationRefused('nothing-there', 'no key ring of this program is there.');
  if (target.ring !== undefined && target.ring !== ring) throw another('another key ring.');
  const keys = changed(source.keys, target.keys, ({ reference }) => reference, 'keys');
  const dead = new Set(target.keys.filter(({ destroyed }) => destroyed === 1).map(({ reference }) => reference));
  if (keys.some(({ reference, destroyed }) => destroyed === 0 && dead.has(reference)))
    throw another('a ring in which keys were destroyed that the source still has.');
  const here = new Set(source.kept.map(placeOfKept));
  const gone = target.kept.filter((row) => !here.has(placeOfKept(row)));
  const stay = target.kept.filter((row) => here.has(placeOfKept(row)));
  return {
    ring,
    wrapping: changed(source.wrapping, target.wrapping, ({ id }) => id, 'wrapping keys'),
    keys,
    kept: changed(source.kept, stay, placeOfKept, 'kept keys'),
    gone,
    backups: changed(source.backups, [], ({ id }) => id, 'backups').filter(
      ({ id }) => !target.backups.some((known) => known.id === id),
    ),
  };
}

/** True when nothing has to be changed. */
export const isNothing = ({ wrapping, keys, kept, gone }: KeyChanges): boolean =>
  [wrapping, keys, kept, gone].every(({ length }) => length === 0);

const placeOfKept = ({ reference, revision, compartment, keeper }: FactKeyLine): string =>
  JSON.stringify([reference, revision, compartment, keeper]);

/** Rows of the source that the target has not, or not so; the target must have no others. */
function changed<T extends object>(
  source: readonly T[],
  target: readonly T[],
  nameOf: (row: T) => string,
  what: string,
): readonly T[] {
  const there = new Map(target.map((row) => [nameOf(row), written(row)]));
  const rows = source.filter((row) => {
    const name = nameOf(row);
    const before = there.get(name);
    there.delete(name);
    return before !== written(row);
  });
  if (there.size > 0) throw another(`${there.size} ${what} that the source does not hold.`);
  return rows;
}

const written = (row: object): string =>
  JSON.stringify(
    Object.entries(row)
      .map(([column, value]) => [column, Buffer.isBuffer(value) ? value.toString('base64') : value])
      .sort(),
  );

const another = (what: string): MigrationRefused => new MigrationRefused('holds-another', `it holds ${what}`);
