import type { Clause } from '../charter.js';
import type { Actor, AnyKind, Channel, FactOf, NewFact, StoredFact, StreamKind } from './fact.js';

/** A catalogued "no": why a request is refused, in words a person can act on. */
export interface RefusalDefinition {
  readonly code: string;
  readonly clause?: Clause;
  readonly says: string;
  /** True when the refusal is itself stated as a fact. */
  readonly recorded: boolean;
  /** HTTP status it is answered with: 409 what is asked does not fit what has happened, 422 what is asked is not allowed. */
  readonly status: 409 | 422;
}

/** One refusal given: its code, the field it is about when there is one, and values that are never personal. */
export interface Refusal extends RefusalDefinition {
  readonly field?: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export type RefusalKind = RefusalDefinition & ((about?: Pick<Refusal, 'field' | 'values'>) => Refused);

/** The outcome of a refused request, with the facts to record about it, if any. */
export interface Refused {
  readonly refusal: Refusal;
  readonly facts?: readonly NewFact[];
}

/** The outcome of an accepted action; no facts means that it was already so. */
export interface Accepted {
  readonly facts: readonly NewFact[];
}

export type Decision = Accepted | Refused;

/** Declares a refusal; the result is callable: `return sessionNotFound({ field: 'session' })`. */
export function refusal(
  code: string,
  says: string,
  more: { readonly clause?: Clause; readonly recorded?: boolean; readonly status?: 409 | 422 } = {},
): RefusalKind {
  const definition: RefusalDefinition = { code, says, recorded: false, status: 409, ...more };
  return Object.assign(
    (about: Pick<Refusal, 'field' | 'values'> = {}): Refused => ({ refusal: { ...definition, ...about } }),
    definition,
  );
}

/** States the facts of an accepted action. */
export const accept = (...facts: readonly NewFact[]): Accepted => ({ facts });

/** States facts about a refused request. */
export const refuseAndRecord = (refused: Refused, ...facts: readonly NewFact[]): Refused => ({ ...refused, facts });

/** Everything a decision may look at besides its stream's state and the action: gathered before, never fetched inside. */
export interface Circumstances<World = unknown> {
  /** When the service records it. */
  readonly now: string;
  /** When it happened, as claimed and allowed: decides lateness. */
  readonly happenedAt: string;
  /** How exactly `happenedAt` is known; doubt about a deadline favours the client. */
  readonly precision: 'millisecond' | 'minute' | 'day';
  readonly actor: Actor;
  readonly channel?: Channel;
  readonly evidence?: string;
  /** An id that the same action always gets for the same name. */
  readonly id: (name: string) => string;
  /** Facts of the decided stream, struck ones included: only for actions that declare that they need them. */
  readonly history: readonly StoredFact[];
  /** States of other streams as committed at this moment. */
  readonly world: World;
}

/** A handler of one kind of fact; written as a method so that slices of different states fit one table. */
export type Handle<S> = { evolve(state: S, fact: StoredFact): void }['evolve'];

/** How one topic's state follows from its facts. `evolve` may change the state it is given: only a fold ever holds it. */
export interface Evolution<S> {
  readonly initial: () => S;
  readonly on: Readonly<Record<string, Handle<S>>>;
}

export type Kinds = { readonly [type: string]: AnyKind };

/** Handlers for every fact of a topic: leaving one out does not compile. */
export type HandlersOf<S, K extends Kinds> = {
  readonly [T in keyof K]: (state: S, fact: FactOf<K[T]>) => void;
};

/** Declares an evolution exhaustive over its topic's facts; `also` listens to facts of other topics of the same stream. */
export function evolution<S, K extends Kinds, A extends Kinds = Record<never, never>>(
  initial: () => S,
  _kinds: K,
  on: HandlersOf<S, K>,
  also: Partial<HandlersOf<S, A>> = {},
): Evolution<S> {
  return { initial, on: { ...on, ...also } as unknown as Evolution<S>['on'] };
}

/** The state of a stream made of slices, one per topic. */
export type Slices = { readonly [slice: string]: Evolution<unknown> };
export type StateOfSlices<T extends Slices> = {
  readonly [K in keyof T]: T[K] extends Evolution<infer S> ? S : never;
};

/** How a kind of stream is folded. */
export interface StreamFold<S> {
  readonly kind: StreamKind;
  readonly initial: () => S;
  readonly evolve: (state: S, fact: StoredFact) => void;
}

/** Puts slices together: every slice that handles a fact's type sees it, in the order of the slices. */
export function streamFold<T extends Slices>(kind: StreamKind, slices: T): StreamFold<StateOfSlices<T>> {
  const byType = new Map<string, ((state: StateOfSlices<T>, fact: StoredFact) => void)[]>();
  for (const [slice, { on }] of Object.entries(slices)) {
    for (const [type, handle] of Object.entries(on)) {
      const run = (state: StateOfSlices<T>, fact: StoredFact) => handle(state[slice], fact);
      byType.set(type, [...(byType.get(type) ?? []), run]);
    }
  }
  return {
    kind,
    initial: () =>
      Object.fromEntries(Object.entries(slices).map(([slice, { initial }]) => [slice, initial()])) as StateOfSlices<T>,
    evolve: (state, fact) => {
      for (const run of byType.get(fact.type) ?? []) run(state, fact);
    },
  };
}
