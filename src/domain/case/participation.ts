import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, flag, id, optional, sealed, text } from '../language/field.js';
import { type RosterState, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aSession = '0190c7a0-0000-7000-8000-000000005e55';
const aNote = '0190c7a0-0000-7000-8000-0000000005a2';

/** How somebody took part, in kind words: those that say that they did, then those that say that it was hard. */
export const TOOK_PART = [
  'took-part',
  'worked-between-sessions',
  'tried-something-new',
  'asked-for-what-helps',
] as const;
export const WAS_HARD = ['needed-a-pause', 'had-little-strength', 'was-elsewhere-in-thought', 'came-late'] as const;
export const PARTICIPATION = [...TOOK_PART, ...WAS_HARD] as const;

export const participationFacts = {
  ParticipationNoted: fact({
    type: 'ParticipationNoted',
    stream: 'case',
    clauses: ['C5'],
    says: 'How a participant took part was noted, by the therapist or by themselves; a concern is marked as one.',
    fields: {
      case: id(),
      participant: id(),
      note: id(),
      session: optional(id()),
      by: code('participant', 'therapist'),
      how: code(...PARTICIPATION),
      concern: flag(),
      words: optional(sealed('participation', 'R', text())),
    },
    subjects: { participant: 'participant' },
    compartments: { participation: 'participant' },
    example: {
      case: aCase,
      participant: aPerson,
      note: aNote,
      session: aSession,
      by: 'participant',
      how: 'worked-between-sessions',
      concern: false,
      words: 'I kept the diary.',
    },
  }),
  ParticipationAnswered: fact({
    type: 'ParticipationAnswered',
    stream: 'case',
    clauses: ['C5'],
    says: 'A participant answered what was noted about how they took part: their answer stands beside it.',
    fields: { case: id(), participant: id(), note: id(), words: sealed('participation', 'R', text()) },
    subjects: { participant: 'participant' },
    compartments: { participation: 'participant' },
    example: { case: aCase, participant: aPerson, note: aNote, words: 'My mother had died that week.' },
  }),
  ConcernSettled: fact({
    type: 'ConcernSettled',
    stream: 'case',
    clauses: ['C5'],
    says: 'A concern about how a participant takes part was talked over and is one no more.',
    fields: { case: id(), participant: id(), note: id() },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, note: aNote },
  }),
} as const;

const { ParticipationNoted, ParticipationAnswered, ConcernSettled } = participationFacts;

export interface ParticipationState {
  /** By note: each may be answered, and a concern settled. */
  readonly notes: Map<string, { readonly participant: string; concern: boolean; readonly fact: string }>;
}

export const participation = evolution<ParticipationState, typeof participationFacts>(
  () => ({ notes: new Map() }),
  participationFacts,
  {
    ParticipationNoted: (s, { id: factId, open }) =>
      void s.notes.set(open.note, { participant: open.participant, concern: open.concern, fact: factId }),
    ParticipationAnswered: () => {},
    ConcernSettled: (s, { open }) => {
      const found = s.notes.get(open.note);
      if (found) found.concern = false;
    },
  },
);

export const participationNotFound = refusal(
  'participation-not-found',
  'There is no such note about how this participant took part.',
  { clause: 'C5' },
);
export const concernIsTheTherapists = refusal(
  'concern-by-therapist',
  'A concern is the therapist’s to mark; what a participant notes about themselves is never held against them.',
  { clause: 'C5', status: 422 },
);

type Slices = { readonly roster: RosterState; readonly participation: ParticipationState };
type Data<K extends (...args: never[]) => unknown> = Parameters<K>[0];

const noteOf = ({ participation: s }: Slices, action: { readonly participant: string; readonly note: string }) => {
  const found = s.notes.get(action.note);
  return found?.participant === action.participant ? found : undefined;
};

/** Notes how a participant took part. */
export function noteParticipation(state: Slices, action: Data<typeof ParticipationNoted>): Decision {
  const refused = requireParticipant(state, action.participant, false);
  if (refused) return refused;
  if (action.concern && action.by === 'participant') return concernIsTheTherapists({ field: 'concern' });
  return accept(ParticipationNoted(action));
}

/** Puts the participant's own words beside a note. */
export function answerParticipation(state: Slices, action: Data<typeof ParticipationAnswered>): Decision {
  const found = noteOf(state, action);
  if (found === undefined) return participationNotFound({ field: 'note' });
  return accept(ParticipationAnswered(action, { restsOn: [found.fact] }));
}

/** Settles a concern; nothing when it is none. */
export function settleConcern(state: Slices, action: Data<typeof ConcernSettled>): Decision {
  const found = noteOf(state, action);
  if (found === undefined) return participationNotFound({ field: 'note' });
  return found.concern ? accept(ConcernSettled(action, { restsOn: [found.fact] })) : accept();
}
