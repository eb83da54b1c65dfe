import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Log, ReadOptions } from '../../../application/ports.js';
import type { RecordedFact } from '../../../domain/language/fact.js';
import type { Connection, Line } from './connection.js';
import { ReadAhead } from './read-ahead.js';
import { type EventInStream, eventIn, prefixRead, readCall, streamRead, type TakeResponse } from './read-calls.js';
import { faultOf } from './server-fault.js';
import { factOf, identityOf } from './stored-event.js';
import type { StreamNames } from './stream-names.js';

/** How long a read waits. */
export interface ReadWaits {
  /** For the next thing the server says. */
  readonly answerMilliseconds: number;
  /** For all of it, with every try. */
  readonly outcomeMilliseconds: number;
}

/** Who a fact in a stream is, without the rest of it. */
export interface Identity {
  readonly id: unknown;
  readonly digest: unknown;
  readonly position: bigint;
}

const ALL = Number.MAX_SAFE_INTEGER;

/** Reads facts, trying again while the server may come back; a read that broke off begins again from its start. */
export class Reading {
  constructor(
    private readonly connection: Connection,
    private readonly names: StreamNames,
    private readonly waits: ReadWaits,
  ) {}

  async readStream(log: Log, stream: string, options: ReadOptions = {}): Promise<readonly RecordedFact[]> {
    const { direction = 'forward', limit = ALL } = options;
    const backward = direction === 'backward';
    let from = options.from;
    if (backward && from !== undefined) {
      // Beyond its end a stream would be searched backward page by page.
      const last = await this.revisionOf(log, stream);
      if (last < from) from = undefined;
    }
    if (limit <= 0) return [];
    return this.#collect(streamRead(this.names.onServer(log, stream), backward, from, limit), (event) =>
      factOf(stream, event),
    );
  }

  async revisionOf(log: Log, stream: string): Promise<number> {
    const name = this.names.onServer(log, stream);
    const [last] = await this.#collect(streamRead(name, true, undefined, 1), ({ revision }) => revision);
    return last ?? -1;
  }

  /** Who the facts of a stream are, from a revision on. */
  identities(log: Log, stream: string, from: number, count: number): Promise<readonly Identity[]> {
    return this.#collect(streamRead(this.names.onServer(log, stream), false, from, count), (event) => ({
      ...identityOf(event),
      position: event.position,
    }));
  }

  /** Facts of a log after a position, in order; made into something by `make`, which is handed each event and its stream. */
  async after<T>(
    log: Log,
    after: bigint,
    limit: number,
    make: (event: EventInStream, stream: string) => T,
  ): Promise<readonly T[]> {
    if (limit <= 0) return [];
    const whole = (line: Line, from: bigint | undefined) => this.#from(line, log, from, after, limit, make);
    if (after > 0n) {
      try {
        return await this.connection.once((line) => whole(line, after));
      } catch (error) {
        if (faultOf(error).kind !== 'passing') return this.#persistently((line) => whole(line, after));
      }
    }
    // The server reads on from where an event begins, and fails without a reason anywhere else.
    const from = after > 0n ? await this.#lastUpTo(log, after) : undefined;
    return this.#persistently((line) => whole(line, from));
  }

  readAll(log: Log, after: bigint, limit: number): Promise<readonly RecordedFact[]> {
    return this.after(log, after, limit, (event, stream) => factOf(stream, event));
  }

  /**
   * Everything after the position of a fact of the log, in batches, read ahead of whoever takes them. Ends at the end of the
   * log, and sooner when the call breaks off: who wants more asks again and learns why.
   */
  async *ahead(
    log: Log,
    after: bigint,
    size: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly RecordedFact[], void, undefined> {
    const batches = new ReadAhead<RecordedFact>(size);
    const left = new AbortController();
    const take: TakeResponse = (response) => {
      const event = eventIn(response);
      if (!event || event.position <= after) return undefined;
      return batches.add(factOf(this.names.inLog(log, event.stream), event));
    };
    const request = prefixRead(this.names.prefixOf(log), false, after, ALL);
    const waits = { silence: this.waits.answerMilliseconds, signal: AbortSignal.any([signal, left.signal]) };
    const reading = this.connection.once((line) => readCall(line, request, take, waits));
    const ended = reading.then(
      () => batches.end(),
      () => batches.end(),
    );
    try {
      for (;;) {
        const batch = await batches.next();
        if (batch === undefined || signal.aborted) return;
        yield batch;
      }
    } finally {
      left.abort();
      await ended;
    }
  }

  /** Position of the last fact of a log, 0 when it has none. */
  async head(log: Log): Promise<bigint> {
    return (await this.end(this.names.prefixOf(log))) ?? 0n;
  }

  /** Position of the last event whose stream begins with a prefix; the server looks back from its end for it. */
  async end(prefix: string): Promise<bigint | undefined> {
    const [last] = await this.#collect(prefixRead(prefix, true, undefined, 1), ({ position }) => position);
    return last;
  }

  async #from<T>(
    line: Line,
    log: Log,
    from: bigint | undefined,
    after: bigint,
    limit: number,
    make: (event: EventInStream, stream: string) => T,
  ): Promise<readonly T[]> {
    // The event at the position itself comes too, when it is one of this log.
    const request = prefixRead(this.names.prefixOf(log), false, from, limit + 1);
    const made = await this.#read(line, request, (event) =>
      event.position > after ? make(event, this.names.inLog(log, event.stream)) : undefined,
    );
    return made.filter((one) => one !== undefined).slice(0, limit) as readonly T[];
  }

  #collect<T>(request: ReadReq, make: (event: EventInStream) => T): Promise<readonly T[]> {
    return this.#persistently((line) => this.#read(line, request, make));
  }

  #persistently<T>(work: (line: Line) => Promise<T>): Promise<T> {
    return this.connection.persistently(this.waits.outcomeMilliseconds, work);
  }

  async #read<T>(line: Line, request: ReadReq, make: (event: EventInStream) => T): Promise<readonly T[]> {
    const made: T[] = [];
    const take: TakeResponse = (response) => {
      const event = eventIn(response);
      if (event) made.push(make(event));
    };
    await readCall(line, request, take, { silence: this.waits.answerMilliseconds });
    return made;
  }

  /** The last position of a log's events that is not beyond one, for a position at which no event begins. */
  async #lastUpTo(log: Log, position: bigint): Promise<bigint | undefined> {
    const prefix = this.names.prefixOf(log);
    for (let count = 64; ; count *= 8) {
      const positions = await this.#collect(prefixRead(prefix, true, undefined, count), (event) => event.position);
      const found = positions.find((one) => one <= position);
      if (found !== undefined || positions.length < count) return found;
    }
  }
}
