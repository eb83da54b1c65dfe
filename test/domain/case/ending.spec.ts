import { describe, expect, it } from '@jest/globals';
import { caseFold } from '../../../src/domain/case/case.js';
import { closeCase, endByClient, endByTherapist, removeParticipant } from '../../../src/domain/case/ending.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { sessionFacts } from '../../../src/domain/case/sessions-facts.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [theCase, ana, ben, therapist] = ['case', 'ana', 'ben', 'therapist'].map(idOf) as [
  string,
  string,
  string,
  string,
];
const session = idOf('session');

const opened = (participants: readonly string[]) =>
  rosterFacts.CaseOpened({
    case: theCase,
    kind: participants.length === 1 ? 'individual' : 'couple',
    participants,
    therapist,
  });

/** Booked for Tuesday 17 February 2026 at nine, to be cancelled by noon of Friday the 13th. */
const booked = (participants: readonly string[]) =>
  sessionFacts.SessionBooked({
    ...sessionFacts.SessionBooked.example,
    case: theCase,
    session,
    therapist,
    seats: participants.map((participant) => ({
      ...sessionFacts.SessionBooked.example.seats[0],
      participant,
      charge: idOf(`charge of ${participant}`),
    })) as never,
  });

const state = (participants: readonly string[]) => given(caseFold, [opened(participants), booked(participants)]);
const inTime = circumstances({ now: '2026-02-12T15:00:00.000Z' });
const late = circumstances({ now: '2026-02-16T15:00:00.000Z' });
const released = (decision: ReturnType<typeof endByClient>) =>
  'facts' in decision ? (decision.facts ?? []).filter((f) => f.type === 'SeatReleased').map((f) => f.data) : [];

describe('Leaving', () => {
  it('R11: a client leaves without a reason; what is booked is released, and the case closes when nobody is left', () => {
    const decision = endByClient(state([ana]), { case: theCase, participant: ana }, inTime);
    expect(outcome(decision)).toEqual(['ClientEnded', 'SeatReleased', 'ParticipantRemoved', 'CaseClosed']);
    expect(released(decision)).toMatchObject([{ late: false, feeCents: 0, because: 'client-ended' }]);
  });

  it('R11: only a seat already past its deadline costs what was disclosed (rule 35)', () => {
    const decision = endByClient(state([ana]), { case: theCase, participant: ana }, late);
    expect(released(decision)).toMatchObject([{ late: true, feeCents: 6_000 }]);
  });

  it('R11: one of a couple leaves: the case stays open and the joint session goes without cost to the other (rule 53)', () => {
    const decision = endByClient(state([ana, ben]), { case: theCase, participant: ana }, inTime);
    expect(outcome(decision)).toEqual(['ClientEnded', 'SeatReleased', 'SeatReleased', 'ParticipantRemoved']);
    expect(released(decision)).toMatchObject([
      { participant: ana, because: 'participant-left' },
      { participant: ben, because: 'other-left', late: false, feeCents: 0 },
    ]);
  });

  it('R11: who is no participant any more is refused', () => {
    const left = given(caseFold, [
      opened([ana, ben]),
      rosterFacts.ParticipantRemoved({ case: theCase, participant: ana, reason: 'asked' }),
    ]);
    expect(outcome(endByClient(left, { case: theCase, participant: ana }, inTime))).toBe('not-a-participant');
  });

  it('T4: a therapist ends only with a reason and a referral for everyone; nothing is charged', () => {
    const ends = { case: theCase, because: 'lack-of-competence', reason: 'Needs other care.' } as const;
    const without = endByTherapist(
      state([ana, ben]),
      { ...ends, referrals: [{ participant: ana, to: 'A clinic' }] },
      late,
    );
    expect(outcome(without)).toBe('referral-needed');
    const referrals = [ana, ben].map((participant) => ({ participant, to: 'A clinic' }));
    const decision = endByTherapist(state([ana, ben]), { ...ends, referrals }, late);
    expect(outcome(decision)).toEqual([
      'TherapistEnded',
      'ReferralOffered',
      'ReferralOffered',
      'SeatReleased',
      'SeatReleased',
      'CaseClosed',
    ]);
    expect(released(decision)).toMatchObject([{ feeCents: 0 }, { feeCents: 0 }]);
  });

  it('R11: death ends what is booked without cost (rule 50)', () => {
    const decision = removeParticipant(state([ana]), { case: theCase, participant: ana, reason: 'died' }, late);
    expect(outcome(decision)).toEqual(['ParticipantRemoved', 'SeatReleased']);
    expect(released(decision)).toMatchObject([{ because: 'died', feeCents: 0 }]);
  });

  it('R11: closing a case releases what is booked; closing it twice is refused', () => {
    expect(outcome(closeCase(state([ana]), { case: theCase, because: 'completed' }, late))).toEqual([
      'SeatReleased',
      'CaseClosed',
    ]);
    const closed = given(caseFold, [opened([ana]), rosterFacts.CaseClosed({ case: theCase, because: 'completed' })]);
    expect(outcome(closeCase(closed, { case: theCase, because: 'completed' }, late))).toBe('case-closed');
  });
});
