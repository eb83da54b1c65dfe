import type Database from 'better-sqlite3';
import { type AppendResult, type Log, RevisionConflict, StoreClosed, StoreFull } from '../../application/ports.js';
import type { LogWriter } from './log-writer.js';
import { sqliteCode } from './sqlite-error.js';

/** Appends committed together at most, so that one commit does not hold the event loop for long. */
const APPENDS_PER_COMMIT = 512;
/**
 * Bytes written to the write-ahead log between checkpoints, about: 3,072 pages. From 4,062 pages on SQLite must enlarge
 * the shared index of that log, which on a full disk is an I/O error instead of a refusal.
 */
const BYTES_PER_CHECKPOINT = 12_582_912;
/** An append rewrites a leaf of the stream index besides its text. */
const BYTES_PER_APPEND = 4_096;
/** A commit rewrites the last leaf of the table and what is above it. */
const BYTES_PER_COMMIT = 8_192;

interface Waiting {
  readonly log: Log;
  readonly stream: string;
  readonly expected: number;
  readonly facts: readonly string[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** What the queue tells its store. */
export interface CommitListener {
  committed(log: Log): void;
  fatal(error: Error): void;
}

/** Appends that arrive in one turn of the event loop become one transaction: one fsync for many. */
export class CommitQueue {
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  #stopped = false;
  #bytes = 0;

  constructor(
    private readonly db: Database.Database,
    private readonly writers: Readonly<Record<Log, LogWriter>>,
    private readonly listener: CommitListener,
  ) {
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
  }

  /** Resolves when the facts are on the disk. */
  append(log: Log, stream: string, expected: number, facts: readonly string[]): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new StoreClosed('the store is closed'));
      this.#waiting.push({ log, stream, expected, facts, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what waits and takes no more. */
  close(): void {
    this.#closed = true;
    while (this.#waiting.length > 0) this.#commitNext();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length === 0) return;
      this.#commitNext();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commitNext(): void {
    this.#commitTogether(this.#waiting.splice(0, APPENDS_PER_COMMIT));
    if (this.#bytes > BYTES_PER_CHECKPOINT && !this.#closed) this.#checkpoint();
  }

  #commitTogether(batch: readonly Waiting[]): void {
    const outcomes: (AppendResult | RevisionConflict)[] = [];
    try {
      this.#begin.run();
      for (const { log, stream, expected, facts } of batch) {
        outcomes.push(this.writers[log].append(stream, expected, facts));
      }
      this.#commit.run();
      this.#bytes += BYTES_PER_COMMIT;
    } catch (error) {
      this.#failed(batch, error as Error);
      return;
    }
    for (const log of Object.keys(this.writers) as Log[]) {
      if (this.writers[log].committed()) this.listener.committed(log);
    }
    batch.forEach((waiting, index) => {
      this.#settle(waiting, outcomes[index]!);
    });
  }

  #settle(waiting: Waiting, outcome: AppendResult | RevisionConflict): void {
    if (outcome instanceof RevisionConflict) {
      waiting.reject(outcome);
    } else {
      this.#bytes += waiting.facts.reduce((sum, json) => sum + json.length, BYTES_PER_APPEND);
      waiting.resolve(outcome);
    }
  }

  #failed(batch: readonly Waiting[], error: Error): void {
    const rollbackError = this.#rollBack();
    if (!isFull(error) || rollbackError) {
      this.#stop(batch, rollbackError && isFull(error) ? rollbackError : error);
    } else if (batch.length === 1) {
      batch[0]!.reject(new StoreFull('there is no room for the facts; nothing was written', { cause: error }));
    } else {
      // One at a time, so that a small append is not lost because it stood beside a large one.
      for (const waiting of batch) {
        if (this.#stopped) waiting.reject(new StoreClosed('the store stopped'));
        else this.#commitTogether([waiting]);
      }
    }
  }

  #rollBack(): Error | undefined {
    for (const writer of Object.values(this.writers)) writer.rolledBack();
    try {
      // After some errors SQLite has rolled back by itself.
      if (this.db.inTransaction) this.#rollback.run();
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /** A failed write may be lost although a second try succeeds, so there is none: what is on the disk is learned at the next start. */
  #stop(batch: readonly Waiting[], error: Error): void {
    this.#closed = true;
    this.#stopped = true;
    for (const waiting of batch) waiting.reject(error);
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new StoreClosed('the store stopped'));
    this.listener.fatal(error);
  }

  #checkpoint(): void {
    this.#bytes = 0;
    try {
      this.db.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      // Without room the facts stay in the write-ahead log, where they are durable too.
      if (!isFull(error as Error)) this.#stop([], error as Error);
    }
  }
}

const isFull = (error: Error): boolean => sqliteCode(error) === 'SQLITE_FULL';
