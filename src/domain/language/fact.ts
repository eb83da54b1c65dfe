import type { Clause } from '../charter.js';
import type { DataOf, Fields, OpenOf } from './field.js';

/** The kinds of stream; the part before the first dash of a stream's name, or the whole name for an agency stream. */
export type StreamKind =
  | 'person'
  | 'file'
  | 'mandatory-report'
  | 'sign-in'
  | 'case'
  | 'complaint'
  | 'college'
  | 'therapist'
  | 'staff'
  | 'calendars'
  | 'policies'
  | 'parameters'
  | 'breaches'
  | 'linked-persons'
  | 'mandates'
  | 'complaint-register'
  | 'destructions'
  | 'destroyed'
  | 'access-reviews'
  | 'access';

/** How a fact concerns a person: who may see the fact depends on it. */
export type SubjectRole =
  | 'participant'
  | 'person'
  | 'complainant'
  | 'respondent'
  | 'named'
  | 'representative'
  | 'payer'
  | 'staff';

export interface Subject {
  readonly person: string;
  readonly as: SubjectRole;
}

/** Whose key seals a compartment: the name of the open field that holds the person's id, or the stream's own communal key. */
export type Owner = 'stream' | string;

/** One kind of fact, declared once: the single source of truth for types, sealing, documents, views and the charter matrix. */
export interface FactDefinition<Type extends string = string, F extends Fields = Fields> {
  readonly type: Type;
  readonly version: number;
  readonly stream: StreamKind | readonly StreamKind[];
  readonly clauses: readonly Clause[];
  readonly says: string;
  readonly fields: F;
  /** Open field (or `list.field` path) holding a person's id → how the fact concerns that person. */
  readonly subjects: Readonly<Record<string, SubjectRole>>;
  /** Compartment → whose key seals it. */
  readonly compartments: Readonly<Record<string, Owner>>;
  /** True for what happened in the world (money moved, notice reached, disclosure made): it survives when what it rests on is struck. */
  readonly inTheWorld: boolean;
  readonly example: DataOf<F>;
  /** Lifts of older versions, keyed by the version they read: open half in, open half of the next version out. */
  readonly lifts: Readonly<
    Record<number, (open: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
  >;
}

type Declaration<Type extends string, F extends Fields> = Omit<
  FactDefinition<Type, F>,
  'version' | 'subjects' | 'compartments' | 'inTheWorld' | 'lifts'
> &
  Partial<Pick<FactDefinition<Type, F>, 'version' | 'subjects' | 'compartments' | 'inTheWorld' | 'lifts'>>;

/** A fact about to be stated by a decision: its data still in clear, sealed later as its definition says. */
export interface NewFact<Type extends string = string> {
  readonly type: Type;
  readonly data: Readonly<Record<string, unknown>>;
  /** Ids of facts of the same stream that this one depends on: striking one of them strikes this too, unless it happened in the world. */
  readonly restsOn?: readonly string[];
  /** Ids of facts of the same stream that this one strikes because better knowledge arrived. */
  readonly supersedes?: readonly string[];
  /** When it happened, if not when the action did (the clock's facts happened at their deadline). */
  readonly happenedAt?: string;
  readonly local?: LocalMoment;
  /** Whom it concerns besides those its fields name: those of the facts it is about. */
  readonly subjects?: readonly Subject[];
}

/** A promise made in local time: the wall time and zone that were promised, beside the instant. */
export interface LocalMoment {
  readonly wall: string;
  readonly zone: string;
}

/** The definition of a fact together with the function that states it. */
export interface FactKind<Type extends string = string, F extends Fields = Fields> extends FactDefinition<Type, F> {
  (data: DataOf<F>, more?: Omit<NewFact, 'type' | 'data'>): NewFact<Type>;
}

/** Any kind of fact, whatever its fields. */
export type AnyKind = FactDefinition<string, Fields> &
  ((data: never, more?: Omit<NewFact, 'type' | 'data'>) => NewFact);

/** Declares a kind of fact. The result is callable: `SessionBooked({…})` states one. */
export function fact<const Type extends string, const F extends Fields>(
  declaration: Declaration<Type, F>,
): FactKind<Type, F> {
  const definition = {
    version: 1,
    subjects: {},
    compartments: {},
    inTheWorld: false,
    lifts: {},
    ...declaration,
  };
  const state = (data: DataOf<F>, more: Omit<NewFact, 'type' | 'data'> = {}): NewFact<Type> => ({
    type: declaration.type,
    data,
    ...more,
  });
  return Object.assign(state, definition) as unknown as FactKind<Type, F>;
}

/** A second version that only makes fields optional or adds some: what the first said reads as it always did. */
export const widened = { version: 2, lifts: { 1: (open: Readonly<Record<string, unknown>>) => open } } as const;

/** Who acts, in which role. */
export interface Actor {
  readonly person: string;
  readonly role: string;
}

/** One sealed compartment of one fact. Everything but the cipher text, tag, vector and commitment is its authenticated context. */
export interface Box {
  readonly log: string;
  readonly stream: string;
  readonly revision: number;
  readonly fact: string;
  readonly type: string;
  readonly version: number;
  readonly compartment: string;
  readonly key: string;
  /** Base64url: 12-byte vector, cipher text, 16-byte tag. */
  readonly data: string;
  /** Base64url: 32-byte key commitment. */
  readonly commitment: string;
}

export type Channel =
  | 'in-person'
  | 'telephone'
  | 'voicemail'
  | 'e-mail'
  | 'text'
  | 'mail'
  | 'portal'
  | 'video'
  | 'paper'
  | 'system';

/** What the kernel records around every fact. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly logId: string;
  readonly stream: string;
  readonly revision: number;
  readonly restsOn?: readonly string[];
  readonly supersedes?: readonly string[];
  readonly happenedAt: string;
  readonly precision?: 'millisecond' | 'minute' | 'day';
  readonly local?: LocalMoment;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  readonly informant?: string;
  readonly channel?: Channel;
  /** Reference to what proves it: a voicemail's number, a scan's digest; never its content. */
  readonly evidence?: string;
  readonly purpose: string;
  /** Digest of the access decision under which it was stated; absent before decisions were kept. */
  readonly decision?: string;
  readonly subjects: readonly Subject[];
  /** The action that stated it; the same for every fact of one action, in whatever stream. */
  readonly action: {
    readonly id: string;
    readonly name: string;
    readonly part: number;
    readonly of: number;
    readonly mac?: string;
    /** Code of the refusal that these facts record, when the action was refused. */
    readonly refused?: string;
  };
  readonly correlationId: string;
  readonly causationId: string;
}

/** A fact as stored: envelope, open half, sealed boxes, digests. */
export interface StoredFact<Open = Readonly<Record<string, unknown>>> extends Envelope {
  readonly open: Open;
  readonly sealed: Readonly<Record<string, Box>>;
  readonly payloadDigest: string;
  readonly digest: string;
}

/** A stored fact with its place in the store it was read from; positions are opaque, strictly increasing, and not portable. */
export type RecordedFact<Open = Readonly<Record<string, unknown>>> = StoredFact<Open> & { readonly position: bigint };

/** A fact of one kind, as evolve and projections see it. */
export type FactOf<K> = K extends FactKind<infer T, infer F> ? StoredFact<OpenOf<F>> & { readonly type: T } : never;
/** The type name of a kind. */
export type TypeOf<K> = K extends FactKind<infer T, Fields> ? T : never;
/** The open half of a kind. */
export type OpenDataOf<K> = K extends FactKind<string, infer F> ? OpenOf<F> : never;
