import { evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, optional } from '../language/field.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aDestruction = '0190c7a0-0000-7000-8000-0000000000d5';
const aFact = '0190c7a0-0000-7000-8000-0000000000fa';

/** What of somebody may be destroyed: a case, their registration with contact and names, what they told and asked, or one fact. */
export const DESTROYED_PARTS = ['case', 'registration', 'file', 'fact'] as const;
export type DestroyedPart = (typeof DESTROYED_PARTS)[number];

/** Streams whose content may be destroyed. */
const STREAMS = ['case', 'person', 'file'] as const;
/** Whose stream it is: a case, or a person. */
const whose = { case: optional(id()), person: optional(id()) };

/** What destroying says in the very stream that is destroyed: its exact revision decides every race. */
export const closingFacts = {
  DestructionBegun: fact({
    type: 'DestructionBegun',
    stream: STREAMS,
    clauses: ['R9', 'R7'],
    says: 'The content of this stream is being destroyed: from here on nothing of it opens and nothing more is written.',
    fields: { destruction: id(), of: code(...DESTROYED_PARTS), ...whose },
    example: { destruction: aDestruction, of: 'case', case: aCase },
  }),
  FactDestructionRequested: fact({
    type: 'FactDestructionRequested',
    stream: STREAMS,
    clauses: ['R7', 'R9'],
    says: 'The content of one fact that was entered on the wrong person is to be destroyed alone; a second person must agree.',
    fields: { destruction: id(), fact: id(), ...whose },
    example: { destruction: aDestruction, fact: aFact, case: aCase },
  }),
  FactDestructionConfirmed: fact({
    type: 'FactDestructionConfirmed',
    stream: STREAMS,
    clauses: ['R7', 'R9'],
    says: 'A second person agreed that the content of one fact is destroyed.',
    fields: { destruction: id(), fact: id(), ...whose },
    example: { destruction: aDestruction, fact: aFact, case: aCase },
  }),
  FactDestructionBegun: fact({
    type: 'FactDestructionBegun',
    stream: STREAMS,
    clauses: ['R7', 'R9'],
    says: 'The content of one fact is being destroyed: from here on it does not open; what was said before under the keys of this stream is kept readable one by one.',
    fields: { destruction: id(), fact: id(), ...whose },
    example: { destruction: aDestruction, fact: aFact, case: aCase },
  }),
} as const;

/** One fact whose destruction was asked for. */
export interface FactClosing {
  readonly destruction: string;
  readonly fact: string;
  readonly requestedBy: string;
  confirmedBy: string | undefined;
  begun: boolean;
}

export interface ClosingState {
  /** The destruction of everything in this stream, once it has begun. */
  begun: string | undefined;
  /** By destruction: facts destroyed alone, or about to be; none is forgotten, for a destroyed key never comes back. */
  readonly facts: Map<string, FactClosing>;
  /** Revision up to which no body can be compared with what was said before: the keys that did it went with a fact's. */
  comparableAfter: number;
}

/** What of a stream is destroyed. */
export const closing = evolution<ClosingState, typeof closingFacts>(
  () => ({ begun: undefined, facts: new Map(), comparableAfter: -1 }),
  closingFacts,
  {
    DestructionBegun: (s, { open }) => {
      s.begun = open.destruction;
    },
    FactDestructionRequested: (s, { open, actor }) =>
      void s.facts.set(open.destruction, {
        destruction: open.destruction,
        fact: open.fact,
        requestedBy: actor.person,
        confirmedBy: undefined,
        begun: false,
      }),
    FactDestructionConfirmed: (s, { open, actor }) => {
      const known = s.facts.get(open.destruction);
      if (known) known.confirmedBy = actor.person;
    },
    FactDestructionBegun: (s, { open, revision }) => {
      const known = s.facts.get(open.destruction);
      if (known) known.begun = true;
      s.comparableAfter = revision;
    },
  },
);

/** What a stream that is destroyed answers to everything: there is nothing left to do it to. */
export const recordDestroyed = refusal(
  'record-destroyed',
  'The record was destroyed at the end of its retention: nothing can be added to it or changed in it.',
  { clause: 'R9' },
);

const closingOf = (state: unknown): ClosingState | undefined => (state as { readonly closing?: ClosingState }).closing;

/** True when everything in a stream is destroyed or being destroyed, told by its folded state of whatever kind. */
export const isClosed = (state: unknown): boolean => closingOf(state)?.begun !== undefined;

/** True when a fact at this revision was said under keys that can compare no bodies any more. */
export const isBeyondComparing = (state: unknown, revision: number): boolean =>
  revision <= (closingOf(state)?.comparableAfter ?? -1);
