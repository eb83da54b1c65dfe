import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import type { Line } from './connection.js';
import { faultOf, ServerFault } from './server-fault.js';
import type { StoredEvent } from './stored-event.js';

/** An event with the stream that holds it. */
export interface EventInStream extends StoredEvent {
  readonly stream: string;
}

/** Positions the server looks through for one page of what a filter lets pass. */
const SEARCHED_PER_PAGE = 1_000;
/** What the server gives for a position that it does not know. */
const NO_POSITION = 2n ** 64n - 1n;

const empty = () => new sharedMessages.Empty();

/** Asks for events of one stream; without `from`, from its start, or backward from its end. */
export function streamRead(stream: string, backward: boolean, from: number | undefined, count: number): ReadReq {
  const name = new sharedMessages.StreamIdentifier();
  name.setStreamName(Buffer.from(stream, 'utf8'));
  const which = new messages.ReadReq.Options.StreamOptions();
  which.setStreamIdentifier(name);
  if (from !== undefined) which.setRevision(String(from));
  else if (backward) which.setEnd(empty());
  else which.setStart(empty());
  const options = readOptions(backward);
  options.setStream(which);
  options.setCount(String(count));
  options.setNoFilter(empty());
  return requestOf(options);
}

/** Asks for events of all streams whose names begin with a prefix; `from` is a position that is itself included. */
export function prefixRead(prefix: string, backward: boolean, from: bigint | undefined, count: number): ReadReq {
  const options = readOptions(backward);
  options.setAll(allFrom(backward, from));
  options.setCount(String(count));
  options.setFilter(streamsWith(prefix));
  return requestOf(options);
}

/** Asks to be told of what is appended from now on to streams whose names begin with a prefix. */
export function prefixSubscription(prefix: string): ReadReq {
  const options = readOptions(false);
  const all = new messages.ReadReq.Options.AllOptions();
  all.setEnd(empty());
  options.setAll(all);
  options.setSubscription(new messages.ReadReq.Options.SubscriptionOptions());
  options.setFilter(streamsWith(prefix));
  return requestOf(options);
}

/** Takes a response; no more come until what it returned, if anything, resolves. */
export type TakeResponse = (response: ReadResp) => Promise<void> | void;

/**
 * Makes a reading call and hands on each response, until the server ends it. Fails when nothing comes for as long as `silence`;
 * a subscription, of which silence says nothing, gives none.
 */
export function readCall(
  line: Line,
  request: ReadReq,
  take: TakeResponse,
  { silence, signal }: { readonly silence?: number; readonly signal?: AbortSignal } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = line.begin((fault) => finish(() => reject(fault)));
    const call = line.stub.read(request, ...line.callArguments());
    let watching: NodeJS.Timeout | undefined;
    let [heard, finished, held] = [performance.now(), false, false];
    const finish = (settle: () => void): void => {
      if (finished) return;
      finished = true;
      clearTimeout(watching);
      signal?.removeEventListener('abort', aborted);
      over();
      call.cancel();
      settle();
    };
    const aborted = (): void => finish(resolve);
    const watch = (wait: number): void => {
      watching = setTimeout(() => {
        const left = heard + wait - performance.now();
        if (held || left > 0) return watch(held ? wait : left);
        const kind = line.heard > heard ? 'passing' : 'line';
        finish(() => reject(new ServerFault(kind, `a read heard nothing for ${silence} ms`)));
      }, wait);
    };
    call.on('data', (response: ReadResp) => {
      if (finished) return;
      line.hear();
      heard = performance.now();
      try {
        const room = take(response);
        if (!room) return;
        held = true;
        call.pause();
        room.then(() => {
          held = false;
          heard = performance.now();
          call.resume();
        });
      } catch (error) {
        // What cannot be taken now cannot be taken the next time either.
        finish(() => reject(new ServerFault('lasting', (error as Error).message, { cause: error })));
      }
    });
    call.on('error', (error) => finish(() => reject(faultOf(error))));
    call.on('end', () => finish(resolve));
    if (silence !== undefined) watch(silence);
    signal?.addEventListener('abort', aborted);
    if (signal?.aborted) aborted();
  });
}

/** The event that a response holds, if it holds one; links to events elsewhere are none. */
export function eventIn(response: ReadResp): EventInStream | undefined {
  const event = response.getEvent()?.getEvent();
  if (!event) return undefined;
  const position = BigInt(event.getPreparePosition());
  if (position === NO_POSITION) throw new Error('the server gave an event without its position');
  return {
    stream: Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'),
    type: event.getMetadataMap().get('type') ?? '',
    revision: Number(event.getStreamRevision()),
    position,
    data: event.getData_asU8(),
    metadata: event.getCustomMetadata_asU8(),
  };
}

function readOptions(backward: boolean): ReadReq.Options {
  const options = new messages.ReadReq.Options();
  options.setReadDirection(
    backward ? messages.ReadReq.Options.ReadDirection.BACKWARDS : messages.ReadReq.Options.ReadDirection.FORWARDS,
  );
  options.setResolveLinks(false);
  const uuids = new messages.ReadReq.Options.UUIDOption();
  uuids.setString(empty());
  options.setUuidOption(uuids);
  return options;
}

function allFrom(backward: boolean, from: bigint | undefined): ReadReq.Options.AllOptions {
  const all = new messages.ReadReq.Options.AllOptions();
  if (from !== undefined) {
    const position = new messages.ReadReq.Options.Position();
    position.setCommitPosition(String(from));
    position.setPreparePosition(String(from));
    all.setPosition(position);
  } else if (backward) all.setEnd(empty());
  else all.setStart(empty());
  return all;
}

function streamsWith(prefix: string): ReadReq.Options.FilterOptions {
  const expression = new messages.ReadReq.Options.FilterOptions.Expression();
  expression.setPrefixList([prefix]);
  const filter = new messages.ReadReq.Options.FilterOptions();
  filter.setStreamIdentifier(expression);
  filter.setMax(SEARCHED_PER_PAGE);
  filter.setCheckpointintervalmultiplier(1);
  return filter;
}

function requestOf(options: ReadReq.Options): ReadReq {
  const request = new messages.ReadReq();
  request.setOptions(options);
  return request;
}
