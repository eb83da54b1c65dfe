import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Pool } from 'pg';
import {
  type AppendResult,
  type EventStore,
  type Log,
  type ReadOptions,
  StoreClosed,
} from '../../../application/ports.js';
import type { RecordedFact, StoredFact } from '../../../domain/language/fact.js';
import { AS_TEXT, isLost, openPool, type PostgresConnection } from '../../postgres/connection.js';
import { DatabaseRefused, migrate } from '../../postgres/migrate.js';
import { textKept, textToKeep } from '../../postgres/texts.js';
import { requirePlacement } from '../placement.js';
import { AppendQueue } from './append-queue.js';
import { Bells } from './bells.js';

const READERS = 8;
const FACTS_PER_BATCH = 512;
const RETRY_MILLISECONDS = 100;

/** How a store in PostgreSQL is opened. */
export interface PostgresEventOptions {
  readonly connection: PostgresConnection;
  /** Name of a log that is made; one that is there and has another name is refused. */
  readonly logId?: string;
  /** True: a log that is not there is not made, nor anything else in the database. */
  readonly existing?: boolean;
  /** Connections for reading at most. */
  readonly readers?: number;
}

/**
 * Opens the logs kept in a PostgreSQL database, making them when there are none. Several processes may append at once. Throws
 * `DatabaseRefused` when the server does not keep what it says it has written, or keeps another log.
 */
export async function openPostgresEventStore(options: PostgresEventOptions): Promise<EventStore> {
  const pool = openPool(options.connection, options.readers ?? READERS);
  try {
    if (options.existing) await requireLog(pool);
    await migrate(pool);
    await requireDurable(pool);
    const logId = await identify(pool, options.logId);
    // One transaction a log at a time.
    return new PostgresEventStore(pool, openPool(options.connection, 2, { pipeline: true }), options.connection, logId);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function requireLog(pool: Pool): Promise<void> {
  const { rows } = await pool.query("SELECT to_regclass('log.identity') AS kept");
  if (rows[0].kept === null || (await pool.query('SELECT FROM log.identity')).rowCount === 0)
    throw new DatabaseRefused('The database keeps no log.');
}

async function requireDurable(pool: Pool): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) {
    const { rows } = await pool.query(`SHOW ${setting}`);
    if (rows[0][setting] !== 'on') throw new DatabaseRefused(`The server must run with ${setting} on.`);
  }
}

async function identify(pool: Pool, wanted: string | undefined): Promise<string> {
  await pool.query('INSERT INTO log.identity (log_id) VALUES ($1) ON CONFLICT DO NOTHING', [wanted ?? randomUUID()]);
  const { rows } = await pool.query<{ log_id: string }>('SELECT log_id FROM log.identity');
  const logId = rows[0]?.log_id as string;
  if (wanted !== undefined && wanted !== logId) throw new DatabaseRefused(`The database keeps another log: ${logId}.`);
  return logId;
}

class PostgresEventStore implements EventStore {
  readonly #bells: Bells;
  readonly #queues: Readonly<Record<Log, AppendQueue>>;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly writers: Pool,
    connection: PostgresConnection,
    readonly logId: string,
  ) {
    this.#bells = new Bells(connection);
    const queueOf = (log: Log) => new AppendQueue(writers, log, () => this.#bells.ring(log));
    this.#queues = { facts: queueOf('facts'), access: queueOf('access') };
  }

  async append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult> {
    requirePlacement(stream, expected, facts);
    return this.#queues[log].append(
      stream,
      expected,
      facts.map((fact) => JSON.stringify(fact)),
    );
  }

  async readStream(log: Log, stream: string, options: ReadOptions = {}): Promise<readonly RecordedFact[]> {
    const { from, direction = 'forward', limit } = options;
    const forward = direction === 'forward';
    return this.#facts(
      `${log} ${direction}`,
      `SELECT position, fact FROM log.${log}
       WHERE stream = (SELECT number FROM log.streams WHERE log = '${log}' AND name = $1)
         AND revision ${forward ? '>=' : '<='} $2
       ORDER BY revision ${forward ? '' : 'DESC'} LIMIT $3`,
      [textToKeep(stream), from ?? (forward ? 0 : Number.MAX_SAFE_INTEGER), atMost(limit)],
    );
  }

  async readAll(log: Log, after: bigint, limit: number): Promise<readonly RecordedFact[]> {
    return this.#facts(
      `${log} after`,
      `SELECT position, fact FROM log.${log} WHERE position > $1 ORDER BY position LIMIT $2`,
      [String(after), atMost(limit)],
    );
  }

  async revisionOf(log: Log, stream: string): Promise<number> {
    const { rows } = await this.#open().query({
      name: 'revision',
      text: 'SELECT revision FROM log.streams WHERE log = $1 AND name = $2',
      values: [log, textToKeep(stream)],
    });
    return rows[0] === undefined ? -1 : Number(rows[0].revision);
  }

  async head(log: Log): Promise<bigint> {
    const { rows } = await this.#open().query({
      name: 'head',
      text: 'SELECT position FROM log.heads WHERE log = $1',
      values: [log],
    });
    return BigInt(rows[0].position);
  }

  async *follow(
    log: Log,
    start: bigint,
    signal: AbortSignal,
  ): AsyncGenerator<readonly RecordedFact[], void, undefined> {
    let position = start;
    while (!signal.aborted && !this.#bells.closed) {
      // What is committed after this reading began rings once more.
      const rung = this.#bells.count(log);
      const batch = await this.#read(log, position);
      if (batch === 'lost') {
        await after(RETRY_MILLISECONDS, undefined, { signal }).catch(() => {});
        continue;
      }
      const last = batch.at(-1);
      if (last === undefined) {
        if (rung === this.#bells.count(log)) await this.#bells.next(log, signal);
        continue;
      }
      if (signal.aborted) return;
      position = last.position;
      yield batch;
    }
  }

  async *grown(log: Log, signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    let rung: number | undefined;
    while (!signal.aborted && !this.#bells.closed) {
      if (rung === this.#bells.count(log)) await this.#bells.next(log, signal);
      rung = this.#bells.count(log);
      if (!signal.aborted) yield;
    }
  }

  async streams(log: Log, prefix = ''): Promise<readonly string[]> {
    const { rows } = await this.#open().query<{ name: string }>(
      'SELECT name FROM log.streams WHERE log = $1 AND starts_with(name, $2) ORDER BY number',
      [log, textToKeep(prefix)],
    );
    return rows.map(({ name }) => textKept(name));
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map((queue) => queue.close()));
    await this.#bells.close();
    await Promise.all([this.pool.end(), this.writers.end()]);
  }

  /** A page for a follower, which ends quietly when the store is closed under it and outlives a lost connection. */
  async #read(log: Log, position: bigint): Promise<readonly RecordedFact[] | 'lost'> {
    try {
      return await this.readAll(log, position, FACTS_PER_BATCH);
    } catch (error) {
      if (this.#closing !== undefined) return [];
      if (isLost(error)) return 'lost';
      throw error;
    }
  }

  async #facts(name: string, text: string, values: readonly unknown[]): Promise<readonly RecordedFact[]> {
    const query = { name, text, values: [...values], rowMode: 'array' as const, types: AS_TEXT };
    const { rows } = await this.#open().query<[string, string]>(query);
    // Assigned in place: a copy of each fact would slow every read.
    return rows.map(([position, fact]) =>
      Object.assign(JSON.parse(fact) as StoredFact, { position: BigInt(position) }),
    );
  }

  #open(): Pool {
    if (this.#closing !== undefined) throw new StoreClosed('the store is closed');
    return this.pool;
  }
}

const atMost = (limit: number | undefined): number | null =>
  limit === undefined || limit > Number.MAX_SAFE_INTEGER ? null : Math.max(0, limit);
