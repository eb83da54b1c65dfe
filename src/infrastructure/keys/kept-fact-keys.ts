import type { Statement } from 'better-sqlite3';
import type { Box } from '../../domain/language/fact.js';
import { canonical } from '../integrity/canonical.js';
import { oneUseKey } from './box.js';
import { emptyWriteAheadLog, type KeyRow, type KeyTable } from './key-table.js';
import { aesGcmOpen, aesGcmSeal, hkdfExtract } from './primitives.js';

/** Whose key, in each stream, seals the one-use keys that outlive their stream key. It is wrapped, rotated and destroyed like any other. */
export const KEEPER = 'kept';

const SALT = Buffer.from('alliance-ledger/kept-fact-keys/v1');
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS fact_key (
    number INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    revision INTEGER NOT NULL,
    compartment TEXT NOT NULL,
    keeper TEXT NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (reference, revision, compartment, keeper)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS key_of_stream ON key (stream);
`;

type Place = Pick<Box, 'stream' | 'revision' | 'compartment' | 'key'>;

interface Kept {
  readonly keeper: string;
  readonly sealed: Buffer;
}

/** A place of a box, authenticated with the one-use key that is kept for it. */
const contextOf = (keeper: string, { stream, revision, compartment, key }: Place): string =>
  canonical(['alliance-ledger/kept-fact-key/v1', keeper, stream, revision, compartment, key]);

/**
 * One-use keys of boxes whose stream key was destroyed for the sake of one fact: every other fact of the stream stays
 * readable, the one does not. They are sealed under a key of the stream, so that they end with the stream.
 */
export class KeptFactKeys {
  private readonly byPlace: Statement<[string, number, string], Kept>;
  private readonly add: Statement<[string, number, string, string, Buffer]>;

  constructor(private readonly table: KeyTable) {
    table.database.exec(SCHEMA);
    this.byPlace = table.database.prepare(
      'SELECT keeper, sealed FROM fact_key WHERE reference = ? AND revision = ? AND compartment = ? ORDER BY number DESC LIMIT 1',
    );
    this.add = table.database.prepare(
      'INSERT INTO fact_key (reference, revision, compartment, keeper, sealed) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /** The one-use key kept for a box whose own key is destroyed, or undefined when none is. */
  find(place: Place): Buffer | undefined {
    const kept = this.byPlace.get(place.key, place.revision, place.compartment);
    const keeper = kept && this.table.find(kept.keeper);
    if (kept === undefined || keeper === undefined || keeper.secret === 'destroyed') return undefined;
    return aesGcmOpen(hkdfExtract(keeper.secret, SALT), contextOf(kept.keeper, place), kept.sealed);
  }

  /**
   * Keeps the one-use keys of these boxes and destroys every key of the stream but the newest of each owner: all in one
   * transaction, so that at no moment a box but those left out loses its key. Returns the references destroyed.
   */
  destroyAllBut(stream: string, boxes: readonly Place[]): readonly string[] {
    const { database } = this.table;
    const gone = database
      .transaction(() => {
        const live = this.table.live(stream);
        const newest = new Map(live.filter(({ owner }) => owner !== KEEPER).map((row) => [row.owner, row.reference]));
        const old = live.filter(({ owner, reference }) => newest.get(owner) !== reference);
        if (old.length === 0) return [];
        const secrets = new Map(old.map((row) => [row.reference, row]));
        const keeper = this.table.insert(KEEPER, stream);
        const keeping = hkdfExtract(keeper.secret as Buffer, SALT);
        for (const box of boxes) {
          const used = this.usedFor(box, secrets);
          if (used === undefined) continue;
          const sealed = aesGcmSeal(keeping, contextOf(keeper.reference, box), used);
          this.add.run(box.key, box.revision, box.compartment, keeper.reference, sealed);
        }
        for (const { reference, owner } of old) {
          this.table.eraseOne(reference);
          if (owner === KEEPER) database.prepare('DELETE FROM fact_key WHERE keeper = ?').run(reference);
        }
        return old.map(({ reference }) => reference);
      })
      .immediate();
    emptyWriteAheadLog(database);
    return gone;
  }

  /** The one-use key of a box that is about to lose its stream key, or already lives on one that is kept. */
  private usedFor(box: Place, secrets: ReadonlyMap<string, KeyRow>): Buffer | undefined {
    const secret = secrets.get(box.key)?.secret;
    if (secret === undefined || secret === 'destroyed') return this.find(box);
    return oneUseKey(hkdfExtract(secret, STREAM_KEY_SALT), box);
  }
}

/** Salt by which a key of the table becomes the pseudo-random key that one-use keys are derived from. */
export const STREAM_KEY_SALT = Buffer.from('alliance-ledger/stream-key/v1');
