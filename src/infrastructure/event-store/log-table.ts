import type Database from 'better-sqlite3';
import type { Log, ReadOptions } from '../../application/ports.js';
import type { RecordedFact, StoredFact } from '../../domain/language/fact.js';

/** A stream's number in its table and the revision of its last fact. */
export interface StreamHead {
  readonly id: number;
  readonly revision: number;
}

type Row = readonly [position: number, json: string];

const NO_LIMIT = -1;

/** The prepared statements over one log's tables. */
export class LogTable {
  readonly #find: Database.Statement<[string], [number, number]>;
  readonly #forward: Database.Statement<[number, number, number], Row>;
  readonly #backward: Database.Statement<[number, number, number], Row>;
  readonly #after: Database.Statement<[number, number], Row>;
  readonly #head: Database.Statement<[], number>;
  readonly #names: Database.Statement<[string], string>;
  readonly #insertStream: Database.Statement<[string]>;
  readonly #insert: Database.Statement<[number, number, number, string]>;

  constructor(db: Database.Database, log: Log) {
    this.#find = db
      .prepare<[string], [number, number]>(
        `SELECT id, (SELECT max(revision) FROM ${log} WHERE stream = id) FROM ${log}_streams WHERE name = ?`,
      )
      .raw();
    this.#forward = db
      .prepare<[number, number, number], Row>(
        `SELECT position, json FROM ${log} WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
      )
      .raw();
    this.#backward = db
      .prepare<[number, number, number], Row>(
        `SELECT position, json FROM ${log} WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`,
      )
      .raw();
    this.#after = db
      .prepare<[number, number], Row>(`SELECT position, json FROM ${log} WHERE position > ? ORDER BY position LIMIT ?`)
      .raw();
    this.#head = db.prepare<[], number>(`SELECT coalesce(max(position), 0) FROM ${log}`).pluck();
    this.#names = db
      .prepare<[string], string>(`SELECT name FROM ${log}_streams WHERE instr(name, ?) = 1 ORDER BY id`)
      .pluck();
    this.#insertStream = db.prepare<[string]>(`INSERT INTO ${log}_streams (name) VALUES (?)`);
    this.#insert = db.prepare<[number, number, number, string]>(
      `INSERT INTO ${log} (position, stream, revision, json) VALUES (?, ?, ?, ?)`,
    );
  }

  find(stream: string): StreamHead | undefined {
    const row = this.#find.get(stream);
    return row && { id: row[0], revision: row[1] };
  }

  read(head: StreamHead, { from, direction = 'forward', limit }: ReadOptions): readonly RecordedFact[] {
    const most = limit === undefined ? NO_LIMIT : atMost(limit);
    const rows =
      direction === 'forward'
        ? this.#forward.all(head.id, from ?? 0, most)
        : this.#backward.all(head.id, from ?? head.revision, most);
    return rows.map(recorded);
  }

  readAfter(position: bigint, limit: number): readonly RecordedFact[] {
    return this.#after.all(Number(position), atMost(limit)).map(recorded);
  }

  head(): number {
    return this.#head.get() ?? 0;
  }

  names(prefix: string): readonly string[] {
    return this.#names.all(prefix);
  }

  addStream(name: string): number {
    return Number(this.#insertStream.run(name).lastInsertRowid);
  }

  add(position: number, stream: number, revision: number, json: string): void {
    this.#insert.run(position, stream, revision, json);
  }
}

const atMost = (limit: number): number => Math.min(Math.max(0, limit), Number.MAX_SAFE_INTEGER);

const recorded = ([position, json]: Row): RecordedFact =>
  // Assigned in place: a copy of each fact would slow every read.
  Object.assign(JSON.parse(json) as StoredFact, { position: BigInt(position) });
