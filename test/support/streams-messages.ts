import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, status } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';

type BatchAppendResp = InstanceType<typeof messages.BatchAppendResp>;
/** What a read asks for. */
export type Options = NonNullable<ReturnType<ReadReq['getOptions']>>;

/** An event as this server keeps it. */
export interface KeptEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** One append as it reached the server whole. */
export interface ReceivedAppend {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly Omit<KeptEvent, 'stream' | 'revision' | 'position'>[];
}

/** What an append is answered with. */
export type Answer =
  | { readonly revision: number; readonly position: bigint }
  | { readonly conflict: number }
  | { readonly tooLarge: number }
  | { readonly error: string };

/** The error of a server that is not the leader and says who is. */
export function notLeader(host: string, port: number): Error {
  const metadata = new Metadata();
  metadata.set('exception', 'not-leader');
  metadata.set('leader-endpoint-host', host);
  metadata.set('leader-endpoint-port', String(port));
  return Object.assign(new Error('Leader info available'), { code: status.NOT_FOUND, metadata });
}

/** The error with which a server drops a subscriber that is too slow. */
export const tooSlow = (): Error =>
  Object.assign(new Error('Operation timed out: Consumer too slow to handle event while live.'), {
    code: status.ABORTED,
  });

/** No bytes. */
export const EMPTY = new Uint8Array();

/** The name of a stream from its bytes. */
export const nameOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? EMPTY).toString('utf8');

/** Which events a filter on prefixes lets pass. */
export function filterIn(options: Options): (event: KeptEvent) => boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [];
  return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
}

/** A response that holds an event. */
export function withEvent(kept: KeptEvent): ReadResp {
  const event = new messages.ReadResp.ReadEvent.RecordedEvent();
  const id = new sharedMessages.UUID();
  id.setString(kept.id);
  event.setId(id);
  event.setStreamIdentifier(identifierOf(kept.stream));
  event.setStreamRevision(String(kept.revision));
  event.setCommitPosition(String(kept.position));
  event.setPreparePosition(String(kept.position));
  event.getMetadataMap().set('type', kept.type).set('content-type', kept.contentType).set('created', '0');
  event.setData(kept.data);
  event.setCustomMetadata(kept.metadata);
  const read = new messages.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(kept.position));
  const response = new messages.ReadResp();
  response.setEvent(read);
  return response;
}

function identifierOf(stream: string) {
  const identifier = new sharedMessages.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream, 'utf8'));
  return identifier;
}

/** The response to an append. */
export function answered(correlation: string, { stream }: ReceivedAppend, answer: Answer): BatchAppendResp {
  const response = new messages.BatchAppendResp();
  const id = new sharedMessages.UUID();
  id.setString(correlation);
  response.setCorrelationId(id);
  response.setStreamIdentifier(identifierOf(stream));
  if ('revision' in answer) {
    const success = new messages.BatchAppendResp.Success();
    success.setCurrentRevision(String(answer.revision));
    const position = new sharedMessages.AllStreamPosition();
    position.setCommitPosition(String(answer.position));
    position.setPreparePosition(String(answer.position));
    success.setPosition(position);
    response.setSuccess(success);
    return response;
  }
  const error = new statusMessages.Status();
  if ('error' in answer) error.setMessage(answer.error);
  error.setDetails(detailsOf(answer));
  response.setError(error);
  return response;
}

function detailsOf(answer: Exclude<Answer, { readonly revision: number }>): InstanceType<typeof any.Any> {
  const details = new any.Any();
  if ('conflict' in answer) {
    const conflict = new sharedMessages.WrongExpectedVersion();
    if (answer.conflict < 0) conflict.setCurrentNoStream(new empty.Empty());
    else conflict.setCurrentStreamRevision(String(answer.conflict));
    details.pack(conflict.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  } else if ('tooLarge' in answer) {
    const large = new sharedMessages.MaximumAppendSizeExceeded();
    large.setMaxappendsize(answer.tooLarge);
    details.pack(large.serializeBinary(), 'event_store.client.MaximumAppendSizeExceeded');
  } else details.pack(new Uint8Array(), 'event_store.client.Unknown');
  return details;
}
