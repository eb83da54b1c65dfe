import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendReq, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import {
  type Answer,
  answered,
  EMPTY,
  filterIn,
  type KeptEvent,
  nameOf,
  type Options,
  type ReceivedAppend,
  withEvent,
} from './streams-messages.js';

type BatchAppendResp = InstanceType<typeof messages.BatchAppendResp>;

/** What a test lets go wrong; each is asked at the moment it names. */
export interface Faults {
  /** Before an append is decided: wait, throw what the call shall fail with, or return how many of its events are kept. */
  beforeCommit?(append: ReceivedAppend): Promise<number | undefined> | number | undefined;
  /** After it was decided, before the answer. True: no answer comes. */
  afterCommit?(append: ReceivedAppend): Promise<boolean> | boolean;
  /** How often the answer is given. */
  answers?: number;
  /** What an append is answered with instead of being decided. */
  insteadOfCommit?(append: ReceivedAppend): Answer | undefined;
  /** Before a read is answered, and before each of its events. */
  beforeRead?(): Promise<void> | void;
  /** Bytes of one append at most. */
  maxAppendSize?: number;
}

/** A server that is spoken to over TLS, by those who know a name and a password. */
export interface Secured {
  readonly cert: string;
  readonly key: string;
  /** `name:password`. */
  readonly credentials: string;
}

interface Subscriber {
  readonly call: ServerWritableStream<ReadReq, ReadResp>;
  readonly wanted: (event: KeptEvent) => boolean;
}

/**
 * A server that speaks the protocol of streams as a real one was seen to, with its facts in memory. It keeps an append's events
 * together, takes an append it has already for done by the ids of its events, gives positions with gaps, keeps events of its own
 * among the others, and fails as a test wants it to.
 */
export class StreamsServer {
  readonly kept: KeptEvent[] = [];
  faults: Faults = {};
  #server: Server | undefined;
  #port = 0;
  #position = 1_000n;
  readonly #heads = new Map<string, KeptEvent[]>();
  readonly #subscribers = new Set<Subscriber>();
  /** Appends decided, in order. */
  readonly received: ReceivedAppend[] = [];

  private constructor(private readonly secured: Secured | undefined) {}

  static async start(secured?: Secured): Promise<StreamsServer> {
    const server = new StreamsServer(secured);
    server.#keepOwn();
    await server.listen();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Begins to listen, at the port it had. */
  async listen(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(streamsService.StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => void this.#read(call),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => this.#batchAppend(call),
      append: (_call: unknown, answer: (error: object) => void) => answer({ code: status.UNIMPLEMENTED }),
      delete: (_call: unknown, answer: (error: object) => void) => answer({ code: status.UNIMPLEMENTED }),
      tombstone: (_call: unknown, answer: (error: object) => void) => answer({ code: status.UNIMPLEMENTED }),
    });
    this.#port = await new Promise<number>((resolve, reject) => {
      const { secured } = this;
      const credentials = secured
        ? ServerCredentials.createSsl(null, [
            { cert_chain: Buffer.from(secured.cert), private_key: Buffer.from(secured.key) },
          ])
        : ServerCredentials.createInsecure();
      server.bindAsync(`127.0.0.1:${this.#port}`, credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    this.#server = server;
  }

  /** Ends at once, as a process that is killed. */
  kill(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.#subscribers.clear();
  }

  /** Drops every subscription with an error. */
  dropSubscriptions(error: Error): void {
    for (const { call } of this.#subscribers) call.emit('error', error);
    this.#subscribers.clear();
  }

  /** Keeps what somebody else appends. */
  keepOther(stream: string, id: string): void {
    this.#keep(stream, {
      id,
      type: 'Other',
      contentType: 'application/json',
      data: Buffer.from('{}'),
      metadata: EMPTY,
    });
  }

  #denied(call: { readonly metadata: Metadata; emit(event: 'error', error: unknown): boolean }): boolean {
    if (!this.secured) return false;
    const wanted = `Basic ${Buffer.from(this.secured.credentials).toString('base64')}`;
    if (call.metadata.get('authorization')[0] === wanted) return false;
    call.emit('error', Object.assign(new Error('Unauthenticated'), { code: status.UNAUTHENTICATED }));
    return true;
  }

  #keepOwn(): void {
    this.keepOther('$stats-127.0.0.1:2113', 'a2d80ef7-6a4c-4dc5-9f43-3f4b6b1c9a01');
    this.keepOther('$ce-alliance:case', 'a2d80ef7-6a4c-4dc5-9f43-3f4b6b1c9a02');
  }

  #keep(stream: string, event: ReceivedAppend['events'][number]): KeptEvent {
    const present = this.#heads.get(stream) ?? [];
    this.#heads.set(stream, present);
    this.#position += BigInt(40 + event.data.length + event.metadata.length);
    const kept = { ...event, stream, revision: present.length, position: this.#position };
    present.push(kept);
    this.kept.push(kept);
    for (const { call, wanted } of this.#subscribers) if (wanted(kept)) call.write(withEvent(kept));
    return kept;
  }

  #decide({ stream, expected, events }: ReceivedAppend, keepAtMost: number): Answer {
    const present = this.#heads.get(stream) ?? [];
    const actual = present.length - 1;
    if (actual !== expected) {
      const there = present.slice(expected + 1, expected + 1 + events.length);
      const same = events.length > 0 && events.every(({ id }, index) => there[index]?.id === id);
      if (!same) return { conflict: actual };
      return { revision: expected + events.length, position: there.at(-1)!.position };
    }
    let last: KeptEvent | undefined;
    for (const event of events.slice(0, keepAtMost)) last = this.#keep(stream, event);
    // A server writes of itself between what others append.
    if (this.kept.length % 7 === 0) this.keepOther('$stats-127.0.0.1:2113', 'a2d80ef7-6a4c-4dc5-9f43-3f4b6b1c9a03');
    return { revision: expected + events.length, position: last?.position ?? this.#position };
  }

  #batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    const parts = new Map<string, { stream: string; expected: number; events: KeptEvent[]; size: number }>();
    call.on('error', () => {});
    if (this.#denied(call)) return;
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options) {
        const stream = nameOf(options.getStreamIdentifier()?.getStreamName_asU8());
        const expected = options.hasNoStream() ? -1 : Number(options.getStreamPosition());
        parts.set(correlation, { stream, expected, events: [], size: 0 });
      }
      const part = parts.get(correlation);
      if (!part) return;
      for (const message of request.getProposedMessagesList()) {
        const [data, metadata] = [message.getData_asU8(), message.getCustomMetadata_asU8()];
        part.size += data.length + metadata.length;
        part.events.push({
          stream: part.stream,
          revision: 0,
          position: 0n,
          id: message.getId()?.getString() ?? '',
          type: message.getMetadataMap().get('type') ?? '',
          contentType: message.getMetadataMap().get('content-type') ?? '',
          data,
          metadata,
        });
      }
      if (!request.getIsFinal()) return;
      parts.delete(correlation);
      void this.#commit(call, correlation, part, part.size);
    });
    call.on('end', () => call.end());
  }

  async #commit(
    call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
    correlation: string,
    append: ReceivedAppend,
    size: number,
  ): Promise<void> {
    try {
      const keepAtMost = (await this.faults.beforeCommit?.(append)) ?? append.events.length;
      const most = this.faults.maxAppendSize ?? 1_048_576;
      const answer: Answer =
        size > most ? { tooLarge: most } : (this.faults.insteadOfCommit?.(append) ?? this.#decide(append, keepAtMost));
      if ('revision' in answer) this.received.push(append);
      if (await this.faults.afterCommit?.(append)) return;
      for (let times = this.faults.answers ?? 1; times > 0; times--) call.write(answered(correlation, append, answer));
    } catch (error) {
      call.emit('error', error);
    }
  }

  async #read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    const options = call.request.getOptions()!;
    call.on('error', () => {});
    if (this.#denied(call)) return;
    try {
      await this.faults.beforeRead?.();
      if (options.hasSubscription()) return this.#subscribe(call, options);
      const events = options.hasStream() ? this.#ofStream(call, options) : this.#ofAll(options);
      for (const event of events.slice(0, Number(options.getCount()))) {
        await this.faults.beforeRead?.();
        if (call.cancelled) return;
        call.write(withEvent(event));
      }
      call.end();
    } catch (error) {
      call.emit('error', error);
    }
  }

  #subscribe(call: ServerWritableStream<ReadReq, ReadResp>, options: Options): void {
    const subscriber = { call, wanted: filterIn(options) };
    const confirmation = new messages.ReadResp();
    const confirmed = new messages.ReadResp.SubscriptionConfirmation();
    confirmed.setSubscriptionId('a subscription');
    confirmation.setConfirmation(confirmed);
    call.write(confirmation);
    this.#subscribers.add(subscriber);
    call.on('cancelled', () => this.#subscribers.delete(subscriber));
  }

  #ofStream(call: ServerWritableStream<ReadReq, ReadResp>, options: Options): readonly KeptEvent[] {
    const which = options.getStream()!;
    const name = nameOf(which.getStreamIdentifier()?.getStreamName_asU8());
    const present = this.#heads.get(name);
    if (!present) {
      const response = new messages.ReadResp();
      response.setStreamNotFound(new messages.ReadResp.StreamNotFound());
      call.write(response);
      return [];
    }
    if (options.getReadDirection() === messages.ReadReq.Options.ReadDirection.FORWARDS) {
      return present.slice(which.hasRevision() ? Number(which.getRevision()) : 0);
    }
    return present.slice(0, which.hasRevision() ? Number(which.getRevision()) + 1 : present.length).reverse();
  }

  #ofAll(options: Options): readonly KeptEvent[] {
    const wanted = filterIn(options);
    if (options.getReadDirection() === messages.ReadReq.Options.ReadDirection.BACKWARDS) {
      return this.kept.filter(wanted).reverse();
    }
    const at = options.getAll()?.getPosition();
    const from = at ? BigInt(at.getCommitPosition()) : 0n;
    if (at && from <= this.#position && !this.kept.some(({ position }) => position === from)) {
      throw Object.assign(new Error('Unexpected FilteredReadAllResult: Error'), { code: status.UNKNOWN });
    }
    return this.kept.filter((event) => event.position >= from && wanted(event));
  }
}
