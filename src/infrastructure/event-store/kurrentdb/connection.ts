import { setMaxListeners } from 'node:events';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions, Channel, Metadata } from '@grpc/grpc-js';
import { StoreClosed } from '../../../application/ports.js';
import { BackOff, pause } from './back-off.js';
import { faultOf, ServerFault, ServerUnreachable } from './server-fault.js';

/**
 * What this store uses of the client: its connection strings, discovery, TLS, credentials and channels, by the members that it
 * keeps for those who extend it. Not its calls: those share state between all clients of a process, and answers that it does
 * not expect stop them for good.
 */
interface ClientWithin {
  getChannel(): Promise<Channel>;
  callArguments(options: { requiresLeader: boolean }, call: CallOptions): [Metadata, CallOptions];
  handleError(stub: StreamsClient, error: Error): Promise<void>;
}

/** Other names of the protocol, which the client does not know yet. */
const NEWER_PROTOCOL = /^(kurrentdb|kurrent|kdb)(\+discover)?:/;

/** Finding the server, in a cluster the leader, takes no longer, or is begun again. */
const LINE_MILLISECONDS = 10_000;

/** How a line is called by those who make calls on it. */
export type CallArguments = () => [Metadata, CallOptions];

/** One channel to one server with the calls under way on it: when it breaks, all of them fail at once. */
export class Line {
  readonly #calls = new Set<(fault: ServerFault) => void>();
  #heard = performance.now();
  #fault: ServerFault | undefined;

  constructor(
    readonly stub: StreamsClient,
    readonly callArguments: CallArguments,
  ) {}

  /** When anything last came from the server, by the process's own clock. */
  get heard(): number {
    return this.#heard;
  }

  /** Something came from the server. */
  hear(): void {
    this.#heard = performance.now();
  }

  /** Counts a call as under way until the function returned is called; fails it when the line breaks. */
  begin(fail: (fault: ServerFault) => void): () => void {
    if (this.#fault) throw this.#fault;
    this.#calls.add(fail);
    return () => this.#calls.delete(fail);
  }

  /** Ends the line: every call on it fails, whatever the server says later. */
  break(fault: ServerFault): void {
    if (this.#fault) return;
    this.#fault = fault;
    for (const fail of [...this.#calls]) fail(fault);
    this.#calls.clear();
  }
}

/** Whether the server answers, and if not, what was said last. */
export type Condition = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** The way to the server: one line at a time, replaced when it breaks. */
export class Connection {
  readonly #closing = new AbortController();
  readonly #connectionString: string;
  #client: ClientWithin | undefined;
  #line: Promise<Line> | undefined;
  #condition: Condition = { ready: false, reason: 'nothing was asked yet' };

  /** Throws when the connection string cannot be read, before anything is sent. */
  constructor(connectionString: string) {
    this.#connectionString = connectionString.replace(NEWER_PROTOCOL, 'esdb$2:');
    this.#client = this.#makeClient();
    // All that waits to try again hears of the end.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Aborts when the connection closes. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** How the last call went. */
  get condition(): Condition {
    return this.#condition;
  }

  /**
   * Does something on the line, and again on the next one while it fails for reasons that may pass, for as long as there is
   * patience. What is done must be harmless when it is done twice.
   */
  async persistently<T>(patience: number, work: (line: Line) => Promise<T>, stopped = this.closing): Promise<T> {
    const until = performance.now() + patience;
    const backOff = new BackOff();
    for (;;) {
      try {
        return await this.once(work);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.kind === 'lasting' || error instanceof StoreClosed) throw error;
        if (stopped.aborted) throw new StoreClosed('the store is closed', { cause: error });
        if (performance.now() >= until) throw new ServerUnreachable(fault.message, { cause: error });
        await pause(backOff.next(), stopped);
      }
    }
  }

  /** Does something on the line once; a line at fault is replaced before the next. */
  async once<T>(work: (line: Line) => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new StoreClosed('the store is closed');
    this.#line ??= this.#makeLine();
    const making = this.#line;
    let line: Line | undefined;
    try {
      line = await inTime(making);
      const result = await work(line);
      this.#condition = { ready: true };
      return result;
    } catch (error) {
      const fault = faultOf(error);
      // An answer, be it a no, comes from a server that is there.
      if (fault.kind === 'passing' || fault.kind === 'lasting')
        this.#condition = { ready: false, reason: fault.message };
      else await this.#replace(making, line, fault);
      throw fault;
    }
  }

  close(): void {
    this.#closing.abort();
    const making = this.#line;
    this.#line = undefined;
    this.#client = undefined;
    this.#condition = { ready: false, reason: 'the store is closed' };
    making?.then(
      (line) => {
        line.break(new ServerFault('line', 'the store was closed'));
        line.stub.close();
      },
      () => {},
    );
  }

  async #replace(making: Promise<Line>, line: Line | undefined, fault: ServerFault): Promise<void> {
    if (this.#line !== making) return;
    this.#line = undefined;
    this.#condition = { ready: false, reason: fault.message };
    const client = this.#client;
    // The server that is not the leader says who is, and the client remembers it; after any other fault it starts afresh.
    if (fault.kind !== 'not-leader') this.#client = undefined;
    if (line === undefined) return;
    line.break(fault);
    if (fault.kind === 'not-leader') await client?.handleError(line.stub, fault.cause as Error);
    line.stub.close();
  }

  async #makeLine(): Promise<Line> {
    this.#client ??= this.#makeClient();
    const client = this.#client;
    const channelOverride = await client.getChannel();
    const stub = new streamsService.StreamsClient('', null as never, { channelOverride });
    return new Line(stub, () => client.callArguments({ requiresLeader: true }, { deadline: Number.POSITIVE_INFINITY }));
  }

  #makeClient(): ClientWithin {
    try {
      return EventStoreDBClient.connectionString(this.#connectionString) as unknown as ClientWithin;
    } catch (error) {
      // What the client says of a connection string quotes it, and a password may be in it.
      const where = /at position \d+, expected .*/.exec((error as Error).message)?.[0];
      throw where === undefined ? error : new RangeError(`the connection string cannot be read ${where}`);
    }
  }
}

function inTime(making: Promise<Line>): Promise<Line> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fault = new ServerFault('line', `no server was found in ${LINE_MILLISECONDS} ms`);
    timer = setTimeout(() => reject(fault), LINE_MILLISECONDS);
  });
  return Promise.race([making, late]).finally(() => clearTimeout(timer));
}
