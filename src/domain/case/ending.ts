import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, sealed, text } from '../language/field.js';
import type { World } from '../world.js';
import { releaseSeats } from './cancelling.js';
import type { FeesState } from './fees.js';
import { membersOf, type RosterState, requireOpen, requireParticipant, rosterFacts } from './roster.js';
import type { SessionsState } from './sessions.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aReferral = '0190c7a0-0000-7000-8000-0000000000b1';

/** Why a therapist may end counselling (CRPO 6.3); a client needs no reason at all. */
export const THERAPIST_REASONS = [
  'lack-of-competence',
  'no-benefit-expected',
  'risk-of-harm',
  'practice-closing',
  'fixed-number-done',
  'fees-not-paid',
] as const;

export const endingFacts = {
  ClientEnded: fact({
    type: 'ClientEnded',
    stream: 'case',
    clauses: ['R11'],
    says: 'A participant ended counselling; no reason was asked.',
    fields: { case: id(), participant: id(), remaining: code('none', 'others') },
    subjects: { participant: 'participant' },
    example: { case: aCase, participant: aPerson, remaining: 'none' },
  }),
  TherapistEnded: fact({
    type: 'TherapistEnded',
    stream: 'case',
    clauses: ['R11', 'T4'],
    says: 'The therapist ended counselling, for a reason the standards allow, and offered a referral.',
    fields: { case: id(), because: code(...THERAPIST_REASONS), reason: sealed('reason', 'R', text()) },
    compartments: { reason: 'stream' },
    example: { case: aCase, because: 'lack-of-competence', reason: 'Needs specialised trauma treatment.' },
  }),
  ReferralOffered: fact({
    type: 'ReferralOffered',
    stream: 'case',
    clauses: ['T4'],
    says: 'A referral to another helping professional was offered to a participant.',
    fields: { case: id(), participant: id(), referral: id(), to: sealed('referral', 'R', text()) },
    subjects: { participant: 'participant' },
    compartments: { referral: 'participant' },
    example: { case: aCase, participant: aPerson, referral: aReferral, to: 'The trauma clinic, by its intake line.' },
  }),
} as const;

const { ClientEnded, TherapistEnded, ReferralOffered } = endingFacts;
const { CaseClosed, ParticipantRemoved } = rosterFacts;

export interface EndingState {
  /** Participants who ended, by the fact that says so. */
  readonly ended: Map<string, string>;
}

export const ending = evolution<EndingState, typeof endingFacts>(() => ({ ended: new Map() }), endingFacts, {
  ClientEnded: (s, { id: factId, open }) => void s.ended.set(open.participant, factId),
  TherapistEnded: () => {},
  ReferralOffered: () => {},
});

export const referralNeeded = refusal(
  'referral-needed',
  'A therapist who ends counselling says why and offers every participant a referral.',
  { clause: 'T4', status: 422 },
);

type Slices = { readonly roster: RosterState; readonly sessions: SessionsState; readonly fees: FeesState };
type Here = Circumstances<World>;

/**
 * A participant leaves: at any time, with no reason, and what is booked for them is released by the fair rule (35). When
 * nobody is left the case closes; in a couple, joint bookings go without cost to the one who stays (53).
 */
export function endByClient(
  state: Slices,
  action: { readonly case: string; readonly participant: string },
  c: Here,
): Decision {
  const refused = requireParticipant(state, action.participant);
  if (refused) return refused;
  const { case: caseId, participant } = action;
  const staying = membersOf(state.roster).filter((member) => member !== participant);
  const last = staying.length === 0;
  const seats = releaseSeats(
    state,
    {
      case: caseId,
      participant,
      because: last ? 'client-ended' : 'participant-left',
      jointly: state.roster.kind === 'couple',
    },
    c,
  );
  return accept(
    ClientEnded({ case: caseId, participant, remaining: last ? 'none' : 'others' }),
    ...seats,
    ParticipantRemoved({ case: caseId, participant, reason: 'asked' }),
    ...(last && !state.roster.closed ? [CaseClosed({ case: caseId, because: 'client-ended' })] : []),
  );
}

/** The therapist ends: a reason the standards allow and a referral for each participant (35); nothing is charged. */
export function endByTherapist(
  state: Slices,
  action: {
    readonly case: string;
    readonly because: (typeof THERAPIST_REASONS)[number];
    readonly reason: string;
    readonly referrals: readonly { readonly participant: string; readonly to: string }[];
  },
  c: Here,
): Decision {
  const refused = requireOpen(state);
  if (refused) return refused;
  const members = membersOf(state.roster);
  if (!members.every((m) => action.referrals.some((r) => r.participant === m)))
    return referralNeeded({ field: 'referrals' });
  const { case: caseId, because, reason } = action;
  return accept(
    TherapistEnded({ case: caseId, because, reason }),
    ...action.referrals
      .filter(({ participant }) => members.includes(participant))
      .map(({ participant, to }) =>
        ReferralOffered({ case: caseId, participant, referral: c.id(`referral ${participant}`), to }),
      ),
    ...releaseSeats(state, { case: caseId, participant: undefined, because: 'therapist-ended' }, c),
    CaseClosed({ case: caseId, because: 'therapist-ended' }),
  );
}

/** The work is done: what is still booked is released without cost. */
export function closeCase(
  state: Slices,
  action: { readonly case: string; readonly because: 'completed' | 'never-began' | 'transferred' },
  c: Here,
): Decision {
  const refused = requireOpen(state);
  if (refused) return refused;
  return accept(
    ...releaseSeats(state, { case: action.case, participant: undefined, because: 'case-closed' }, c),
    CaseClosed(action),
  );
}

/** How a removal releases what is booked: only who asked to leave is judged by the deadline (rule 35); death ends all (50). */
const RELEASED = {
  asked: 'participant-left',
  died: 'died',
  'joined-in-error': 'case-closed',
  'other-case': 'case-closed',
} as const;

/** The agency takes a participant off the roster; what is booked for them is released. */
export function removeParticipant(
  state: Slices,
  action: { readonly case: string; readonly participant: string; readonly reason: keyof typeof RELEASED },
  c: Here,
): Decision {
  const refused = requireParticipant(state, action.participant);
  if (refused) return refused;
  const { case: caseId, participant, reason } = action;
  const jointly = state.roster.kind === 'couple';
  return accept(
    ParticipantRemoved(action),
    ...releaseSeats(state, { case: caseId, participant, because: RELEASED[reason], jointly }, c),
  );
}
