import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, optional, sealed, text } from '../language/field.js';
import { type PersonState, personNotRegistered } from './person.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aNeed = '0190c7a0-0000-7000-8000-0000000002e1';
const anAccommodation = '0190c7a0-0000-7000-8000-0000000002e2';
const aReport = '0190c7a0-0000-7000-8000-0000000002e3';

/** What a need may be about: what the charter names (R2), and language and access. */
export const NEED_KINDS = ['ability', 'age', 'class', 'culture', 'gender', 'religion', 'language', 'access'] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

/** Kinds that the front desk is told of, to do its part; any other only when the client lets it. */
const AT_THE_DESK: ReadonlySet<NeedKind> = new Set(['language', 'access']);

const ofPerson = { person: 'person' } as const;

export const needFacts = {
  NeedStated: fact({
    type: 'NeedStated',
    stream: 'file',
    clauses: ['R2'],
    says: 'A person said what they need for the service to be sensitive to who they are; nobody has to.',
    fields: { person: id(), need: id(), kind: code(...NEED_KINDS), words: sealed('need', 'R', text()) },
    subjects: ofPerson,
    compartments: { need: 'person' },
    example: { person: aPerson, need: aNeed, kind: 'access', words: 'A room without stairs.' },
  }),
  NeedChanged: fact({
    type: 'NeedChanged',
    stream: 'file',
    clauses: ['R2'],
    says: 'A person said a need of theirs differently: it waits for an answer again.',
    fields: { person: id(), need: id(), kind: code(...NEED_KINDS), words: sealed('need', 'R', text()) },
    subjects: ofPerson,
    compartments: { need: 'person' },
    example: { person: aPerson, need: aNeed, kind: 'access', words: 'A room without stairs, near the door.' },
  }),
  NeedWithdrawn: fact({
    type: 'NeedWithdrawn',
    stream: 'file',
    clauses: ['R2'],
    says: 'A person took back a need; no reason is asked.',
    fields: { person: id(), need: id() },
    subjects: ofPerson,
    example: { person: aPerson, need: aNeed },
  }),
  AccommodationAgreed: fact({
    type: 'AccommodationAgreed',
    stream: 'file',
    clauses: ['R2'],
    says: 'The agency agreed to do something about a need; what the front desk must do is sealed apart from the rest.',
    fields: {
      person: id(),
      need: id(),
      accommodation: id(),
      deskKind: optional(code(...NEED_KINDS)),
      what: sealed('need', 'R', text()),
      deskDoes: optional(sealed('desk', 'N', text())),
    },
    subjects: ofPerson,
    compartments: { need: 'person', desk: 'person' },
    example: {
      person: aPerson,
      need: aNeed,
      accommodation: anAccommodation,
      deskKind: 'access',
      what: 'All sessions in the room on the ground floor.',
      deskDoes: 'Book room 1.',
    },
  }),
  AccommodationProvided: fact({
    type: 'AccommodationProvided',
    stream: 'file',
    clauses: ['R2'],
    says: 'What was agreed about a need was done.',
    fields: {
      person: id(),
      need: id(),
      accommodation: id(),
      note: optional(sealed('need', 'R', text())),
    },
    subjects: ofPerson,
    compartments: { need: 'person' },
    inTheWorld: true,
    example: { person: aPerson, need: aNeed, accommodation: anAccommodation },
  }),
  NeedProvidedFor: fact({
    type: 'NeedProvidedFor',
    stream: 'file',
    clauses: ['R2'],
    says: 'Something was done about a need although nothing was agreed about it then (rule 36).',
    fields: {
      person: id(),
      need: id(),
      /** How the need stood in the file when it was recorded. */
      was: code('unanswered', 'provided', 'declined', 'withdrawn'),
      note: optional(sealed('need', 'R', text())),
    },
    subjects: ofPerson,
    compartments: { need: 'person' },
    inTheWorld: true,
    example: { person: aPerson, need: aNeed, was: 'unanswered', note: 'The room downstairs was free.' },
  }),
  AccommodationDeclined: fact({
    type: 'AccommodationDeclined',
    stream: 'file',
    clauses: ['R2'],
    says: 'The agency declined to meet a need, with the reason and what it offered instead.',
    fields: {
      person: id(),
      need: id(),
      reason: sealed('need', 'R', text()),
      instead: optional(sealed('need', 'R', text())),
    },
    subjects: ofPerson,
    compartments: { need: 'person' },
    example: {
      person: aPerson,
      need: aNeed,
      reason: 'No therapist here works in that language.',
      instead: 'An interpreter, or a referral.',
    },
  }),
  NeedNotMet: fact({
    type: 'NeedNotMet',
    stream: 'file',
    clauses: ['R2'],
    says: 'It was reported that a need was not met, whether stated before or not.',
    fields: { person: id(), report: id(), need: optional(id()), what: sealed('need', 'R', text()) },
    subjects: ofPerson,
    compartments: { need: 'person' },
    inTheWorld: true,
    example: { person: aPerson, report: aReport, need: aNeed, what: 'The session was upstairs again.' },
  }),
} as const;

const {
  NeedStated,
  NeedChanged,
  NeedWithdrawn,
  AccommodationAgreed,
  AccommodationProvided,
  NeedProvidedFor,
  AccommodationDeclined,
  NeedNotMet,
} = needFacts;

/** One need as it stands: the newest answer is the agency's. */
export interface Need {
  kind: NeedKind;
  state: 'unanswered' | 'agreed' | 'provided' | 'declined' | 'withdrawn';
  /** What was agreed last, while it holds. */
  accommodation: string | undefined;
  /** Facts that what follows rests on: the words as they stand, and the agreement. */
  statedBy: string;
  agreedBy: string | undefined;
}

export interface NeedsState {
  /** By need: each is answered, changed and withdrawn on its own. */
  readonly needs: Map<string, Need>;
}

const answer = (s: NeedsState, need: string, changes: Partial<Need>): void => {
  const found = s.needs.get(need);
  if (found) Object.assign(found, changes);
};
const unagreed = { accommodation: undefined, agreedBy: undefined } as const;

export const needs = evolution<NeedsState, typeof needFacts>(() => ({ needs: new Map() }), needFacts, {
  NeedStated: (s, { id: factId, open }) =>
    void s.needs.set(open.need, { kind: open.kind, state: 'unanswered', statedBy: factId, ...unagreed }),
  NeedChanged: (s, { id: factId, open }) =>
    answer(s, open.need, { kind: open.kind, state: 'unanswered', statedBy: factId, ...unagreed }),
  NeedWithdrawn: (s, { open }) => answer(s, open.need, { state: 'withdrawn', ...unagreed }),
  AccommodationAgreed: (s, { id: factId, open }) =>
    answer(s, open.need, { state: 'agreed', accommodation: open.accommodation, agreedBy: factId }),
  AccommodationProvided: (s, { open }) => {
    if (s.needs.get(open.need)?.accommodation === open.accommodation) answer(s, open.need, { state: 'provided' });
  },
  NeedProvidedFor: (s, { open }) => {
    if (s.needs.get(open.need)?.state !== 'withdrawn') answer(s, open.need, { state: 'provided' });
  },
  AccommodationDeclined: (s, { open }) => answer(s, open.need, { state: 'declined', ...unagreed }),
  NeedNotMet: () => {},
});

export const needNotFound = refusal('need-not-found', 'There is no such need in this person’s file.', { clause: 'R2' });
export const needIsWithdrawn = refusal('need-withdrawn', 'The person took this need back.', { clause: 'R2' });

type Slices = { readonly needs: NeedsState };
type Data<K extends (...args: never[]) => unknown> = Parameters<K>[0];

/** A need that still stands, or why not. */
function standingNeed(s: NeedsState, need: string): Need | Decision {
  const found = s.needs.get(need);
  if (found === undefined) return needNotFound({ field: 'need' });
  return found.state === 'withdrawn' ? needIsWithdrawn({ field: 'need' }) : found;
}
const isNeed = (found: Need | Decision): found is Need => 'kind' in found;

/** States a need of a registered person. */
export function stateNeed(_state: Slices, action: Data<typeof NeedStated>, person: PersonState): Decision {
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  return accept(NeedStated(action));
}

/** Says a need differently; taken back before, it stands again. */
export function changeNeed({ needs: s }: Slices, action: Data<typeof NeedChanged>): Decision {
  const found = s.needs.get(action.need);
  if (found === undefined) return needNotFound({ field: 'need' });
  return accept(NeedChanged(action, { restsOn: [found.statedBy] }));
}

/** Takes a need back. */
export function withdrawNeed({ needs: s }: Slices, action: Data<typeof NeedWithdrawn>): Decision {
  const found = s.needs.get(action.need);
  if (found === undefined) return needNotFound({ field: 'need' });
  if (found.state === 'withdrawn') return accept();
  return accept(NeedWithdrawn(action, { restsOn: [found.statedBy] }));
}

/** Agrees to do something about a need; the front desk learns its kind only where it must, or the client lets it. */
export function agreeAccommodation(
  { needs: s }: Slices,
  action: Omit<Data<typeof AccommodationAgreed>, 'deskKind'>,
  mayTellKind: boolean,
): Decision {
  const found = standingNeed(s, action.need);
  if (!isNeed(found)) return found;
  const told = mayTellKind || AT_THE_DESK.has(found.kind);
  return accept(
    AccommodationAgreed({ ...action, ...(told && { deskKind: found.kind }) }, { restsOn: [found.statedBy] }),
  );
}

/** Records that what was agreed was done, each time it is; done without an agreement, it is recorded as that (rule 36). */
export function provideAccommodation(
  { needs: s }: Slices,
  action: Omit<Data<typeof AccommodationProvided>, 'accommodation'>,
): Decision {
  const found = s.needs.get(action.need);
  if (found === undefined) return needNotFound({ field: 'need' });
  const { accommodation, agreedBy, state, statedBy } = found;
  if (accommodation === undefined || agreedBy === undefined) {
    const was = state === 'agreed' ? 'unanswered' : state;
    return accept(NeedProvidedFor({ ...action, was }, { restsOn: [statedBy] }));
  }
  return accept(AccommodationProvided({ ...action, accommodation }, { restsOn: [agreedBy] }));
}

/** Declines to meet a need, with the reason. */
export function declineAccommodation({ needs: s }: Slices, action: Data<typeof AccommodationDeclined>): Decision {
  const found = standingNeed(s, action.need);
  if (!isNeed(found)) return found;
  return accept(AccommodationDeclined(action, { restsOn: [found.statedBy] }));
}

/** Reports that a need was not met: also one that nobody had stated (rule 36). */
export function reportNeedNotMet({ needs: s }: Slices, action: Data<typeof NeedNotMet>, person: PersonState): Decision {
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  const found = action.need === undefined ? undefined : s.needs.get(action.need);
  if (action.need !== undefined && found === undefined) return needNotFound({ field: 'need' });
  return accept(NeedNotMet(action, found ? { restsOn: [found.statedBy] } : {}));
}
