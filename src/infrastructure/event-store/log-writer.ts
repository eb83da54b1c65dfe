import type Database from 'better-sqlite3';
import { type AppendResult, type Log, RevisionConflict } from '../../application/ports.js';
import { LogTable, type StreamHead } from './log-table.js';

/** Streams whose heads are kept in memory; about 15 MB when full. */
const HEADS_KEPT = 50_000;

/** One log as its only writer sees it: heads of streams and of the log in memory, those of an open transaction apart. */
export class LogWriter {
  readonly table: LogTable;
  readonly #heads = new Map<string, StreamHead>();
  /** Streams asked for that have no facts: this writer would know of the first. */
  readonly #absent = new Set<string>();
  readonly #staged = new Map<string, StreamHead>();
  #position: number;
  #stagedPosition: number;

  constructor(db: Database.Database, log: Log) {
    this.table = new LogTable(db, log);
    this.#position = this.table.head();
    this.#stagedPosition = this.#position;
  }

  /** Position of the last committed fact. */
  get position(): bigint {
    return BigInt(this.#position);
  }

  /** Head of a stream as committed. */
  headOf(stream: string): StreamHead | undefined {
    const kept = this.#heads.get(stream);
    if (kept) {
      // Once full, what is used goes to the end, so that the map's order is the order of last use.
      if (this.#heads.size >= HEADS_KEPT) {
        this.#heads.delete(stream);
        this.#heads.set(stream, kept);
      }
      return kept;
    }
    if (this.#absent.has(stream)) return undefined;
    const head = this.table.find(stream);
    if (head) this.#remember(stream, head);
    else if (this.#absent.size < HEADS_KEPT) this.#absent.add(stream);
    return head;
  }

  /** Writes inside the open transaction, or returns why not, having written nothing. */
  append(stream: string, expected: number, facts: readonly string[]): AppendResult | RevisionConflict {
    const head = this.#staged.get(stream) ?? this.headOf(stream);
    let revision = head?.revision ?? -1;
    if (revision !== expected) return new RevisionConflict(stream, expected, revision);
    if (facts.length > 0) {
      const id = head?.id ?? this.table.addStream(stream);
      for (const json of facts) this.table.add(++this.#stagedPosition, id, ++revision, json);
      this.#staged.set(stream, { id, revision });
    }
    return { revision, position: BigInt(this.#stagedPosition) };
  }

  /** The transaction committed. True when it held facts of this log. */
  committed(): boolean {
    const moved = this.#stagedPosition !== this.#position;
    this.#position = this.#stagedPosition;
    for (const [stream, head] of this.#staged) {
      this.#absent.delete(stream);
      this.#heads.delete(stream);
      this.#remember(stream, head);
    }
    this.#staged.clear();
    return moved;
  }

  /** The transaction was rolled back. */
  rolledBack(): void {
    this.#stagedPosition = this.#position;
    this.#staged.clear();
  }

  #remember(stream: string, head: StreamHead): void {
    this.#heads.set(stream, head);
    if (this.#heads.size > HEADS_KEPT) this.#heads.delete(this.#heads.keys().next().value as string);
  }
}
