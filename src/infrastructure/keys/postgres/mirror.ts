import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Asks } from '../../postgres/connection.js';
import { KeptFactKeys } from '../kept-fact-keys.js';
import { KeyTable, prepareKeysDatabase } from '../key-table.js';
import { WrappingKeys, WrappingTable } from '../wrapping-keys.js';

/** A row of keys as both databases hold it. */
export interface KeyLine {
  readonly reference: string;
  readonly owner: string;
  readonly stream: string;
  readonly version: number;
  readonly wrapping: string;
  readonly wrapped: Buffer;
  readonly destroyed: number;
}

/** A one-use key that outlives its stream’s key, sealed under another of the stream. */
export interface FactKeyLine {
  readonly reference: string;
  readonly revision: number;
  readonly compartment: string;
  readonly keeper: string;
  readonly sealed: Buffer;
}

/** A wrapping key as its key-encryption key wrapped it. */
export interface WrappingLine {
  readonly number: number;
  readonly id: string;
  readonly kept: Buffer;
  readonly made_at: string;
  readonly retired: number;
}

const KEY = 'reference, owner, stream, version, wrapping, wrapped, destroyed';
const FACT_KEY = 'reference, revision::int AS revision, compartment, keeper, sealed';
const STREAMS_AT_ONCE = 1_000;

/**
 * The rows of a key ring in the memory of this process, still wrapped: a sealing or an opening waits for no server. Rows change
 * in PostgreSQL first and are then copied, stream by stream.
 */
export class Mirror {
  readonly database: Database;
  #seen = -1;
  readonly #void = new Set<string>();

  constructor() {
    this.database = new SqliteDatabase(':memory:');
  }

  /** Makes the tables; a ring's id is that which PostgreSQL has, when it has one. */
  async prepare(client: Asks): Promise<void> {
    const made = prepareKeysDatabase(this.database);
    new WrappingTable(this.database, made);
    new KeptFactKeys(new KeyTable(this.database, WrappingKeys.passing(made)));
    const { rows } = await client.query<{ id: string | null }>('SELECT id FROM keys.ring');
    if (rows[0]?.id) this.database.prepare('UPDATE ring SET id = ?').run(rows[0].id);
    const wrapping = await client.query<WrappingLine>('SELECT number, id, kept, made_at, retired FROM keys.wrapping');
    const add = this.database.prepare(
      'INSERT INTO wrapping (number, id, kept, made_at, retired) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { number, id, kept, made_at, retired } of wrapping.rows) add.run(number, id, kept, made_at, retired);
  }

  /** Keeps what first use made: the ring's id and its wrapping keys. */
  async found(client: Asks): Promise<void> {
    const id = this.database.prepare<[], string>('SELECT id FROM ring').pluck().get();
    await client.query('UPDATE keys.ring SET id = $1', [id]);
    for (const row of this.database.prepare<[], WrappingLine>('SELECT * FROM wrapping').all()) {
      await client.query('INSERT INTO keys.wrapping (number, id, kept, made_at, retired) VALUES ($1, $2, $3, $4, $5)', [
        ...[row.number, row.id, row.kept, row.made_at, row.retired],
      ]);
    }
  }

  /** Copies every stream whose rows changed since the last time; returns them. */
  async refresh(client: Asks): Promise<readonly string[]> {
    const { rows } = await client.query<{ stream: string; changed: string }>(
      'SELECT stream, max(changed) AS changed FROM keys.key WHERE changed > $1 GROUP BY stream',
      [this.#seen],
    );
    const streams = [...new Set([...this.#void, ...rows.map(({ stream }) => stream)])];
    for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE)
      await this.#copy(client, streams.slice(at, at + STREAMS_AT_ONCE));
    for (const { changed } of rows) this.#seen = Math.max(this.#seen, Number(changed));
    this.#void.clear();
    return streams;
  }

  /** Puts the rows of a stream into PostgreSQL as they are here. */
  async push(client: Asks, stream: string, change: number): Promise<void> {
    const keys = this.database.prepare<[string], KeyLine>(`SELECT ${KEY} FROM key WHERE stream = ?`).all(stream);
    for (const key of keys) await putKey(client, key, change);
    const kept = this.database
      .prepare<[string], FactKeyLine>(
        'SELECT * FROM fact_key WHERE keeper IN (SELECT reference FROM key WHERE stream = ?)',
      )
      .all(stream);
    await client.query('DELETE FROM keys.fact_key WHERE stream = $1', [stream]);
    for (const { reference, revision, compartment, keeper, sealed } of kept) {
      await client.query('INSERT INTO keys.fact_key VALUES ($1, $2, $3, $4, $5, $6)', [
        ...[reference, revision, compartment, keeper, sealed, stream],
      ]);
    }
  }

  /** The rows of a stream here may not be those of PostgreSQL: the next refresh copies them. */
  void(stream: string): void {
    this.#void.add(stream);
  }

  async #copy(client: Asks, streams: readonly string[]): Promise<void> {
    const keys = await client.query<KeyLine>(
      `SELECT ${KEY} FROM keys.key WHERE stream = ANY ($1) ORDER BY stream, owner, version`,
      [streams],
    );
    const kept = await client.query<FactKeyLine>(`SELECT ${FACT_KEY} FROM keys.fact_key WHERE stream = ANY ($1)`, [
      streams,
    ]);
    const { database } = this;
    const places = `(${KEY.replaceAll(/\w+/g, '?')})`;
    database.transaction(() => {
      for (const stream of streams) {
        database
          .prepare('DELETE FROM fact_key WHERE keeper IN (SELECT reference FROM key WHERE stream = ?)')
          .run(stream);
        database.prepare('DELETE FROM key WHERE stream = ?').run(stream);
      }
      const addKey = database.prepare(`INSERT INTO key (${KEY}) VALUES ${places}`);
      for (const { reference, owner, stream, version, wrapping, wrapped, destroyed } of keys.rows)
        addKey.run(reference, owner, stream, version, wrapping, wrapped, destroyed);
      const addKept = database.prepare(
        'INSERT INTO fact_key (reference, revision, compartment, keeper, sealed) VALUES (?, ?, ?, ?, ?)',
      );
      for (const { reference, revision, compartment, keeper, sealed } of kept.rows)
        addKept.run(reference, revision, compartment, keeper, sealed);
    })();
  }
}

/** Adds or changes a row of keys. */
export async function putKey(client: Asks, key: KeyLine, change: number): Promise<void> {
  const { reference, owner, stream, version, wrapping, wrapped, destroyed } = key;
  await client.query(
    `INSERT INTO keys.key (${KEY}, changed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (reference) DO UPDATE SET wrapping = excluded.wrapping, wrapped = excluded.wrapped,
       destroyed = excluded.destroyed, changed = excluded.changed`,
    [reference, owner, stream, version, wrapping, wrapped, destroyed, change],
  );
}
