import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, list } from '../language/field.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';

export const CASE_KINDS = ['individual', 'couple', 'family', 'group'] as const;

export const rosterFacts = {
  CaseOpened: fact({
    type: 'CaseOpened',
    stream: 'case',
    clauses: ['R3'],
    says: 'A case was opened for a dated roster of participants with a therapist of record.',
    fields: { case: id(), kind: code(...CASE_KINDS), participants: list(id()), therapist: id() },
    subjects: { participants: 'participant', therapist: 'staff' },
    example: { case: aCase, kind: 'individual', participants: [aPerson], therapist: aTherapist },
  }),
  ParticipantJoined: fact({
    type: 'ParticipantJoined',
    stream: 'case',
    clauses: ['R3'],
    says: 'A participant joined the case; notices, explanations and consents are theirs anew.',
    fields: { case: id(), participant: id() },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson },
  }),
  ParticipantRemoved: fact({
    type: 'ParticipantRemoved',
    stream: 'case',
    clauses: ['R11'],
    says: 'A participant was taken off the roster by the agency; theirs stays theirs.',
    fields: { case: id(), participant: id(), reason: code('joined-in-error', 'asked', 'other-case', 'died') },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, reason: 'asked' },
  }),
  TherapistAssigned: fact({
    type: 'TherapistAssigned',
    stream: 'case',
    clauses: ['R4', 'T3'],
    says: 'Another therapist became the therapist of record; the former one’s access ends, explanations and consent reopen.',
    fields: { case: id(), therapist: id() },
    subjects: { therapist: 'staff' },
    example: { case: aCase, therapist: aTherapist },
  }),
  CaseClosed: fact({
    type: 'CaseClosed',
    stream: 'case',
    clauses: ['R11'],
    says: 'The case was closed; the record stays for its retention.',
    fields: { case: id(), because: code('completed', 'client-ended', 'therapist-ended', 'never-began', 'transferred') },
    example: { case: aCase, because: 'completed' },
  }),
  CaseReopened: fact({
    type: 'CaseReopened',
    stream: 'case',
    clauses: ['R3'],
    says: 'A closed case was opened again for the participants named.',
    fields: { case: id(), participants: list(id()) },
    subjects: { participants: 'participant' },
    example: { case: aCase, participants: [aPerson] },
  }),
} as const;

export interface Membership {
  readonly participant: string;
  readonly joinedAt: string;
  leftAt: string | undefined;
  /** Fact by which they joined. */
  readonly fact: string;
}

export interface RosterState {
  case: string | undefined;
  kind: (typeof CASE_KINDS)[number] | undefined;
  readonly members: Membership[];
  therapist: string | undefined;
  therapistSince: string | undefined;
  closed: boolean;
  openedBy: string | undefined;
}

const { CaseOpened, ParticipantJoined, TherapistAssigned, CaseReopened } = rosterFacts;

const join = (s: RosterState, participant: string, joinedAt: string, factId: string): void => {
  if (!isMember(s, participant)) s.members.push({ participant, joinedAt, leftAt: undefined, fact: factId });
};
/** Marks a participant as gone from the roster. */
export const leave = (s: RosterState, participant: string, leftAt: string): void => {
  for (const m of s.members) if (m.participant === participant && m.leftAt === undefined) m.leftAt = leftAt;
};

export const roster = evolution<RosterState, typeof rosterFacts>(
  () => ({
    case: undefined,
    kind: undefined,
    members: [],
    therapist: undefined,
    therapistSince: undefined,
    closed: false,
    openedBy: undefined,
  }),
  rosterFacts,
  {
    CaseOpened: (s, { id: factId, open, happenedAt }) => {
      s.case = open.case;
      s.kind = open.kind;
      s.therapist = open.therapist;
      s.therapistSince = happenedAt;
      s.openedBy = factId;
      for (const participant of open.participants) join(s, participant, happenedAt, factId);
    },
    ParticipantJoined: (s, { id: factId, open, happenedAt }) => join(s, open.participant, happenedAt, factId),
    ParticipantRemoved: (s, { open, happenedAt }) => leave(s, open.participant, happenedAt),
    TherapistAssigned: (s, { open, happenedAt }) => {
      s.therapist = open.therapist;
      s.therapistSince = happenedAt;
    },
    CaseClosed: (s) => {
      s.closed = true;
    },
    CaseReopened: (s, { id: factId, open, happenedAt }) => {
      s.closed = false;
      for (const participant of open.participants) join(s, participant, happenedAt, factId);
    },
  },
);

/** True when the person is on the roster now. */
export const isMember = (s: RosterState, person: string): boolean =>
  s.members.some((m) => m.participant === person && m.leftAt === undefined);
/** True when the person is or was on the roster. */
export const wasMember = (s: RosterState, person: string): boolean => s.members.some((m) => m.participant === person);
/** Participants now. */
export const membersOf = (s: RosterState): readonly string[] =>
  s.members.filter((m) => m.leftAt === undefined).map((m) => m.participant);

export const caseNotFound = refusal('case-not-found', 'There is no such case.');
export const caseExists = refusal('case-exists', 'This case is open already.');
export const caseIsClosed = refusal('case-closed', 'The case is closed; reopen it first.');
export const caseNotClosed = refusal('case-not-closed', 'The case is open.');
export const notAParticipant = refusal('not-a-participant', 'The person is not a participant of this case.');
export const alreadyAParticipant = refusal(
  'already-a-participant',
  'The person is a participant of this case already.',
);
export const rosterSize = refusal(
  'roster-size',
  'An individual case has one participant, a couple two, a family or a group at least two.',
  { status: 422 },
);
export const sameTherapist = refusal('same-therapist', 'This is the therapist of record already.');

const fits = (kind: (typeof CASE_KINDS)[number], size: number): boolean =>
  kind === 'individual' ? size === 1 : kind === 'couple' ? size === 2 : size >= 2;

type Slices = { readonly roster: RosterState };

/** Refuses when the case is not there or is closed; undefined when it is open. */
export function requireOpen({ roster: s }: Slices): Decision | undefined {
  if (s.case === undefined) return caseNotFound({ field: 'case' });
  return s.closed ? caseIsClosed({ field: 'case' }) : undefined;
}

/** Refuses when the case is not there or the person never took part. */
export function requireParticipant({ roster: s }: Slices, participant: string, now = true): Decision | undefined {
  if (s.case === undefined) return caseNotFound({ field: 'case' });
  const there = now ? isMember(s, participant) : wasMember(s, participant);
  return there ? undefined : notAParticipant({ field: 'participant' });
}

/** `bar`: why the therapist may not practise that day, if so. */
export function openCase(
  { roster: s }: Slices,
  action: Parameters<typeof CaseOpened>[0],
  bar: Decision | undefined,
): Decision {
  if (s.case !== undefined) return caseExists();
  if (!fits(action.kind, action.participants.length)) return rosterSize({ field: 'participants' });
  return bar ?? accept(CaseOpened(action));
}

export function addParticipant(state: Slices, action: Parameters<typeof ParticipantJoined>[0]): Decision {
  const refused = requireOpen(state);
  if (refused) return refused;
  if (state.roster.kind === 'individual' || state.roster.kind === 'couple') return rosterSize({ field: 'participant' });
  if (isMember(state.roster, action.participant)) return alreadyAParticipant({ field: 'participant' });
  return accept(ParticipantJoined(action));
}

export function assignTherapist(
  state: Slices,
  action: Parameters<typeof TherapistAssigned>[0],
  bar: Decision | undefined,
): Decision {
  const refused = requireOpen(state);
  if (refused) return refused;
  if (state.roster.therapist === action.therapist) return sameTherapist({ field: 'therapist' });
  // It concerns each of them: what was explained and consented to is due to everyone anew (rule 55).
  const subjects = membersOf(state.roster).map((person) => ({ person, as: 'participant' as const }));
  return bar ?? accept(TherapistAssigned(action, { subjects }));
}

export function reopenCase(state: Slices, action: Parameters<typeof CaseReopened>[0]): Decision {
  const { roster: s } = state;
  if (s.case === undefined) return caseNotFound({ field: 'case' });
  if (!s.closed) return caseNotClosed();
  if (!action.participants.every((p) => wasMember(s, p))) return notAParticipant({ field: 'participants' });
  return accept(CaseReopened(action));
}
