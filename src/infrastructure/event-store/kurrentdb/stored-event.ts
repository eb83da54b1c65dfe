import type { RecordedFact, StoredFact } from '../../../domain/language/fact.js';
import { derivedId } from '../../integrity/ids.js';

/** A fact as the server is given it: JSON as text, so that nothing the caller does later changes it. */
export interface EventToAppend {
  readonly id: string;
  readonly type: string;
  /** The open half, as people read it in the server's own pages. */
  readonly data: Uint8Array;
  /** Envelope, boxes and digests, under the names that the server's tools follow from event to event. */
  readonly metadata: Uint8Array;
}

/** An event as the server gives it back. */
export interface StoredEvent {
  readonly type: string;
  readonly revision: number;
  readonly position: bigint;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/**
 * The id a fact has as an event: derived from the fact's id and its digest. The server takes an event whose id it finds at the
 * same place for the same event and keeps the first, whatever the second says; so what says anything else must have another id.
 */
export const eventIdOf = ({ id, digest }: Pick<StoredFact, 'id' | 'digest'>): string => derivedId('event', id, digest);

/** A fact as an event; throws for what JSON cannot carry, before the server hears of it. */
export function eventOf(fact: StoredFact): EventToAppend {
  const { stream: _stream, revision: _revision, type, open, correlationId, causationId, ...rest } = fact;
  if (typeof type !== 'string' || type === '') throw new TypeError('a fact without a type cannot be kept');
  const metadata = { $correlationId: correlationId, $causationId: causationId, ...rest };
  return { id: eventIdOf(fact), type, data: json(open, 'open half'), metadata: json(metadata, 'envelope') };
}

/** The fact that an event of a stream holds. */
export function factOf(stream: string, { type, revision, position, data, metadata }: StoredEvent): RecordedFact {
  const { $correlationId, $causationId, ...rest } = parsed(metadata);
  return Object.assign(rest, {
    type,
    stream,
    revision,
    correlationId: $correlationId,
    causationId: $causationId,
    open: parsed(data),
    position,
  }) as unknown as RecordedFact;
}

/** The id and digest of the fact in an event, without the rest of it. */
export function identityOf({ metadata }: StoredEvent): { readonly id: unknown; readonly digest: unknown } {
  const { id, digest } = parsed(metadata);
  return { id, digest };
}

function json(value: unknown, what: string): Uint8Array {
  // A bigint throws here; what is left out without a word, such as undefined, must not be a whole half of a fact.
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`the ${what} of a fact is no JSON`);
  return Buffer.from(text, 'utf8');
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return JSON.parse(text) as Record<string, unknown>;
}
