import { randomUUID } from 'node:crypto';
import {
  type AppendResult,
  type EventStore,
  type Log,
  type ReadOptions,
  RevisionConflict,
  StoreClosed,
} from '../../../application/ports.js';
import type { RecordedFact, StoredFact } from '../../../domain/language/fact.js';
import { requirePlacement } from '../placement.js';
import { Appending } from './appending.js';
import { type Condition, Connection } from './connection.js';
import { KnownStreams } from './known-streams.js';
import { type LogIdentity, logIdAt } from './log-identity.js';
import { Notices } from './notices.js';
import { Reading } from './reading.js';
import { ServerUnreachable } from './server-fault.js';
import { StreamNames } from './stream-names.js';

/** How a ledger on KurrentDB or EventStoreDB is opened. */
export interface KurrentEventStoreOptions {
  /** `esdb://host:2113?…`, or `esdb+discover://…` for a cluster, as the client reads it: TLS, credentials, certificates. */
  readonly connectionString: string;
  /** Name of this ledger on the server, which may keep others: small letters, digits and underscores. */
  readonly ledger?: string;
  /** What the log must be called; default what it is called, or a fresh UUID when there is none yet. */
  readonly logId?: string;
  /** True: a ledger that is not there is not made. */
  readonly existing?: boolean;
  /** How long one answer is waited for, and how long an outcome with everything that is tried to learn it. */
  readonly answerMilliseconds?: number;
  readonly outcomeMilliseconds?: number;
  /** Stops waiting for a server that is not there yet. */
  readonly signal?: AbortSignal;
  /** Told each time the server was tried in vain at the start. */
  readonly onWaiting?: (reason: string) => void;
}

/** An event store on a server, which tells whether the server answers. */
export interface KurrentEventStore extends EventStore {
  readonly condition: Condition;
}

/** Name of a ledger that was given none. */
export const DEFAULT_LEDGER = 'alliance';
/** Default wait for one answer: a server that says nothing for so long is taken for hung. */
export const ANSWER_MILLISECONDS = 5_000;
/** Default wait for an outcome. */
export const OUTCOME_MILLISECONDS = 20_000;

const FACTS_PER_BATCH = 512;
const LOGS: readonly Log[] = ['facts', 'access'];

/**
 * Opens a ledger's logs on a server, waiting for the server as long as it takes, and makes the ledger when there is none. Fails
 * at once for what waiting does not mend: a connection string that cannot be read, wrong credentials, another log there, none there.
 */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
  const names = new StreamNames(options.ledger ?? DEFAULT_LEDGER);
  const waits = {
    answerMilliseconds: options.answerMilliseconds ?? ANSWER_MILLISECONDS,
    outcomeMilliseconds: options.outcomeMilliseconds ?? OUTCOME_MILLISECONDS,
  };
  const connection = new Connection(options.connectionString);
  const stop = (): void => connection.close();
  options.signal?.addEventListener('abort', stop);
  try {
    if (options.signal?.aborted) stop();
    const reading = new Reading(connection, names, waits);
    const fresh = options.existing ? undefined : (options.logId ?? randomUUID());
    const identity = await patiently(connection, options, () => logIdAt(connection, names.about, fresh, waits));
    const { logId } = identity;
    if (options.logId !== undefined && options.logId !== logId) {
      throw new Error(`the ledger "${options.ledger ?? DEFAULT_LEDGER}" keeps log ${logId}, not ${options.logId}`);
    }
    const seen = await patiently(connection, options, () => reading.end(''));
    const appending = new Appending(connection, reading, names, waits, seen ?? 0n);
    return new ServerEventStore(identity, connection, reading, appending, names);
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

async function patiently<T>(
  connection: Connection,
  { onWaiting }: KurrentEventStoreOptions,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServerUnreachable) || connection.closing.aborted) throw error;
      onWaiting?.(error.message);
    }
  }
}

class ServerEventStore implements KurrentEventStore {
  readonly #notices: Readonly<Record<Log, Notices>>;
  readonly #streams: Readonly<Record<Log, KnownStreams>>;
  readonly logId: string;
  readonly positionsId: string;
  #closed = false;

  constructor(
    { logId, positionsId }: LogIdentity,
    private readonly connection: Connection,
    private readonly reading: Reading,
    private readonly appending: Appending,
    names: StreamNames,
  ) {
    this.logId = logId;
    this.positionsId = positionsId;
    const notices = LOGS.map((log) => [log, new Notices(connection, names.prefixOf(log))] as const);
    this.#notices = Object.fromEntries(notices) as Record<Log, Notices>;
    const streams = LOGS.map((log) => [log, new KnownStreams(reading, log)] as const);
    this.#streams = Object.fromEntries(streams) as Record<Log, KnownStreams>;
  }

  get condition(): Condition {
    return this.connection.condition;
  }

  async append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult> {
    requirePlacement(stream, expected, facts);
    this.#requireOpen();
    if (facts.length === 0) return this.#appendNothing(log, stream, expected);
    const result = await this.appending.append(log, stream, expected, facts);
    // Whoever follows in this process need not wait for the server to tell.
    this.#notices[log].ring();
    return result;
  }

  async readStream(log: Log, stream: string, options?: ReadOptions): Promise<readonly RecordedFact[]> {
    this.#requireOpen();
    return this.reading.readStream(log, stream, options);
  }

  async readAll(log: Log, after: bigint, limit: number): Promise<readonly RecordedFact[]> {
    this.#requireOpen();
    return this.reading.readAll(log, after, limit);
  }

  async revisionOf(log: Log, stream: string): Promise<number> {
    this.#requireOpen();
    return this.reading.revisionOf(log, stream);
  }

  async head(log: Log): Promise<bigint> {
    this.#requireOpen();
    return this.reading.head(log);
  }

  async *follow(
    log: Log,
    after: bigint,
    signal: AbortSignal,
  ): AsyncGenerator<readonly RecordedFact[], void, undefined> {
    const notices = this.#notices[log];
    let position = after;
    while (!signal.aborted && !notices.bell.closed) {
      notices.listen();
      const { rung } = notices;
      const batch = await this.#readOn(log, position, signal);
      const last = batch?.at(-1);
      if (batch && last) {
        position = last.position;
        yield batch;
        if (batch.length < FACTS_PER_BATCH) continue;
        // Far behind: the rest of the log in one call.
        for await (const next of this.reading.ahead(log, position, FACTS_PER_BATCH, signal)) {
          position = next.at(-1)?.position ?? position;
          yield next;
        }
      } else if (batch && notices.rung === rung) await notices.bell.next(signal);
    }
  }

  async *grown(log: Log, signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    const notices = this.#notices[log];
    notices.listen();
    let rung: number | undefined;
    while (!signal.aborted && !notices.bell.closed) {
      if (rung === notices.rung) await notices.bell.next(signal);
      rung = notices.rung;
      if (!signal.aborted) yield;
    }
  }

  async streams(log: Log, prefix = ''): Promise<readonly string[]> {
    this.#requireOpen();
    return this.#streams[log].names(prefix);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { bell } of Object.values(this.#notices)) bell.close();
    await this.appending.settled();
    for (const notices of Object.values(this.#notices)) notices.close();
    this.connection.close();
  }

  async #appendNothing(log: Log, stream: string, expected: number): Promise<AppendResult> {
    const revision = await this.reading.revisionOf(log, stream);
    if (revision !== expected) throw new RevisionConflict(stream, expected, revision);
    return { revision, position: await this.reading.head(log) };
  }

  /** The next facts; undefined when there is nothing to be had now, because the server stays away or this store closes. */
  async #readOn(log: Log, after: bigint, signal: AbortSignal): Promise<readonly RecordedFact[] | undefined> {
    try {
      return await this.reading.readAll(log, after, FACTS_PER_BATCH);
    } catch (error) {
      if (error instanceof ServerUnreachable) return undefined;
      if (error instanceof StoreClosed || signal.aborted) return undefined;
      throw error;
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new StoreClosed('the store is closed');
  }
}
