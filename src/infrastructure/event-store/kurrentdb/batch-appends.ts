import { randomUUID } from 'node:crypto';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Line } from './connection.js';
import { faultOf, ServerFault } from './server-fault.js';
import type { EventToAppend } from './stored-event.js';

/** One message carries about this much, so that no limit on messages is met. */
const BYTES_PER_MESSAGE = 512 * 1024;

/** What the server said to one append; anything it did not say is a `ServerFault`. */
export type AppendAnswer =
  | { readonly said: 'written'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly said: 'conflict'; readonly actual: number }
  | { readonly said: 'too-large'; readonly bytesAtMost: number };

interface Pending {
  readonly answer: (answer: AppendAnswer) => void;
  readonly fail: (fault: ServerFault) => void;
}

const openCalls = new WeakMap<Line, BatchAppendCall>();

/** Sends one append on a line and resolves with the answer; without one in time it fails, and what was done is unknown. */
export function sendAppend(
  line: Line,
  milliseconds: number,
  stream: string,
  expected: number,
  events: readonly EventToAppend[],
): Promise<AppendAnswer> {
  let call = openCalls.get(line);
  if (!call || call.ended) {
    call = new BatchAppendCall(line);
    openCalls.set(line, call);
  }
  return call.send(milliseconds, stream, expected, events);
}

/**
 * The call over which all appends of a line go and all answers come. It knows its own appends only: an answer to one that is no
 * longer waited for, or a second answer, is let go.
 */
class BatchAppendCall {
  readonly #pending = new Map<string, Pending>();
  readonly #call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  readonly #over: () => void;
  #ended = false;

  constructor(private readonly line: Line) {
    this.#over = line.begin((fault) => this.#end(fault));
    this.#call = line.stub.batchAppend(...line.callArguments());
    this.#call.on('data', (response) => this.#receive(response));
    this.#call.on('error', (error) => this.#end(faultOf(error)));
    this.#call.on('end', () => this.#end(new ServerFault('line', 'the server ended the call for appends')));
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(
    milliseconds: number,
    stream: string,
    expected: number,
    events: readonly EventToAppend[],
  ): Promise<AppendAnswer> {
    return new Promise((resolve, reject) => {
      const correlation = randomUUID();
      const sent = performance.now();
      const timer = setTimeout(() => {
        // A server that answers others is slow with this one; one that says nothing at all may never again.
        const kind = this.line.heard > sent ? 'passing' : 'line';
        this.#settle(correlation)?.fail(new ServerFault(kind, `no answer to an append in ${milliseconds} ms`));
      }, milliseconds);
      const settled = (): void => clearTimeout(timer);
      this.#pending.set(correlation, {
        answer: (answer) => {
          settled();
          resolve(answer);
        },
        fail: (fault) => {
          settled();
          reject(fault);
        },
      });
      for (const request of requestsFor(correlation, stream, expected, events)) this.#call.write(request);
    });
  }

  #receive(response: BatchAppendResp): void {
    this.line.hear();
    const pending = this.#settle(response.getCorrelationId()?.getString() ?? '');
    if (!pending) return;
    const answer = answerIn(response);
    if (answer instanceof ServerFault) pending.fail(answer);
    else pending.answer(answer);
  }

  #settle(correlation: string): Pending | undefined {
    const pending = this.#pending.get(correlation);
    this.#pending.delete(correlation);
    return pending;
  }

  #end(fault: ServerFault): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#over();
    for (const correlation of [...this.#pending.keys()]) this.#settle(correlation)?.fail(fault);
    this.#call.cancel();
  }
}

function* requestsFor(
  correlation: string,
  stream: string,
  expected: number,
  events: readonly EventToAppend[],
): Generator<BatchAppendReq> {
  const options = new messages.BatchAppendReq.Options();
  const name = new sharedMessages.StreamIdentifier();
  name.setStreamName(Buffer.from(stream, 'utf8'));
  options.setStreamIdentifier(name);
  if (expected < 0) options.setNoStream(new empty.Empty());
  else options.setStreamPosition(String(expected));

  let request = requestWith(correlation);
  request.setOptions(options);
  let bytes = 0;
  for (const event of events) {
    const size = event.data.length + event.metadata.length;
    if (bytes > 0 && bytes + size > BYTES_PER_MESSAGE) {
      yield request;
      request = requestWith(correlation);
      bytes = 0;
    }
    bytes += size;
    request.addProposedMessages(proposed(event));
  }
  request.setIsFinal(true);
  yield request;
}

function requestWith(correlation: string): BatchAppendReq {
  const request = new messages.BatchAppendReq();
  request.setCorrelationId(uuid(correlation));
  return request;
}

function proposed(event: EventToAppend): BatchAppendReq.ProposedMessage {
  const message = new messages.BatchAppendReq.ProposedMessage();
  message.setId(uuid(event.id));
  message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
  message.setData(event.data);
  message.setCustomMetadata(event.metadata);
  return message;
}

function uuid(text: string): InstanceType<typeof sharedMessages.UUID> {
  const id = new sharedMessages.UUID();
  id.setString(text);
  return id;
}

function answerIn(response: BatchAppendResp): AppendAnswer | ServerFault {
  const success = response.getSuccess();
  if (success) {
    const position = success.getPosition();
    return {
      said: 'written',
      revision: Number(success.getCurrentRevision()),
      position: position && BigInt(position.getCommitPosition()),
    };
  }
  const error = response.getError();
  if (!error) return new ServerFault('passing', 'the server answered an append with neither success nor error');
  return answerInError(error);
}

/** An append that failed is told by the type of what the server says, never by its text or numbers. */
function answerInError(error: Status): AppendAnswer | ServerFault {
  const details = error.getDetails();
  const type = details?.getTypeName() ?? '';
  switch (type) {
    case 'event_store.client.WrongExpectedVersion': {
      const conflict = details?.unpack(sharedMessages.WrongExpectedVersion.deserializeBinary, type);
      const there = conflict?.hasCurrentStreamRevision() === true;
      return { said: 'conflict', actual: there ? Number(conflict.getCurrentStreamRevision()) : -1 };
    }
    case 'event_store.client.MaximumAppendSizeExceeded': {
      const large = details?.unpack(sharedMessages.MaximumAppendSizeExceeded.deserializeBinary, type);
      return { said: 'too-large', bytesAtMost: large?.getMaxappendsize() ?? 0 };
    }
    case 'event_store.client.AccessDenied':
      return new ServerFault('lasting', 'the server denies this ledger to write');
    case 'event_store.client.StreamDeleted':
      return new ServerFault('lasting', 'the stream was deleted at the server, which no ledger does');
    default:
      return new ServerFault(
        'passing',
        error.getMessage() || `the server answered an append with ${type || 'no word'}`,
      );
  }
}
