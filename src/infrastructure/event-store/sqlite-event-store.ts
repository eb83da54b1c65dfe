import type Database from 'better-sqlite3';
import {
  type AppendResult,
  type EventStore,
  type Log,
  type ReadOptions,
  StoreClosed,
} from '../../application/ports.js';
import type { RecordedFact, StoredFact } from '../../domain/language/fact.js';
import { CommitQueue } from './commit-queue.js';
import { CommitBell, following } from './following.js';
import { type LogFileOptions, makeDirectory, openLogFile } from './log-file.js';
import { LogWriter } from './log-writer.js';
import { requirePlacement } from './placement.js';
import { lockStore } from './store-lock.js';

/** How an embedded store is opened. */
export interface SqliteEventStoreOptions extends LogFileOptions {
  /** Called once when a write failed in a way that leaves the disk's content unknown: the process must exit and start again. */
  readonly onFatal: (error: Error) => void;
}

/** Opens the embedded store in a directory, for this process alone; makes it when there is none. */
export function openSqliteEventStore(options: SqliteEventStoreOptions): EventStore {
  makeDirectory(options.directory);
  const release = lockStore(options.directory);
  try {
    const { db, logId } = openLogFile(options);
    return new SqliteEventStore(db, logId, release, options.onFatal);
  } catch (error) {
    release();
    throw error;
  }
}

class SqliteEventStore implements EventStore {
  readonly #writers: Readonly<Record<Log, LogWriter>>;
  readonly #bells: Readonly<Record<Log, CommitBell>> = { facts: new CommitBell(), access: new CommitBell() };
  readonly #queue: CommitQueue;

  constructor(
    private readonly db: Database.Database,
    readonly logId: string,
    private readonly release: () => void,
    onFatal: (error: Error) => void,
  ) {
    this.#writers = { facts: new LogWriter(db, 'facts'), access: new LogWriter(db, 'access') };
    this.#queue = new CommitQueue(db, this.#writers, {
      committed: (log) => this.#bells[log].ring(),
      fatal: (error) => {
        this.#endFollowing();
        onFatal(error);
      },
    });
  }

  async append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult> {
    requirePlacement(stream, expected, facts);
    return this.#queue.append(
      log,
      stream,
      expected,
      facts.map((fact) => JSON.stringify(fact)),
    );
  }

  async readStream(log: Log, stream: string, options: ReadOptions = {}): Promise<readonly RecordedFact[]> {
    const writer = this.#open(log);
    const head = writer.headOf(stream);
    if (!head) return [];
    if (options.direction !== 'backward' && (options.from ?? 0) > head.revision) return [];
    return writer.table.read(head, options);
  }

  async readAll(log: Log, after: bigint, limit: number): Promise<readonly RecordedFact[]> {
    return this.#open(log).table.readAfter(after, limit);
  }

  async revisionOf(log: Log, stream: string): Promise<number> {
    return this.#open(log).headOf(stream)?.revision ?? -1;
  }

  async head(log: Log): Promise<bigint> {
    return this.#open(log).position;
  }

  follow(log: Log, after: bigint, signal: AbortSignal): AsyncIterable<readonly RecordedFact[]> {
    const { table } = this.#writers[log];
    return following((position, limit) => table.readAfter(position, limit), after, this.#bells[log], signal);
  }

  async streams(log: Log, prefix = ''): Promise<readonly string[]> {
    return this.#open(log).table.names(prefix);
  }

  async close(): Promise<void> {
    if (!this.db.open) return;
    this.#queue.close();
    this.#endFollowing();
    this.db.close();
    this.release();
  }

  #open(log: Log): LogWriter {
    if (!this.db.open) throw new StoreClosed('the store is closed');
    return this.#writers[log];
  }

  #endFollowing(): void {
    for (const bell of Object.values(this.#bells)) bell.close();
  }
}
