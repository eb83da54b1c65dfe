import { describe, expect, it } from '@jest/globals';
import { policyFacts } from '../../../src/domain/agency/agency.js';
import { balanceOf } from '../../../src/domain/case/account.js';
import {
  recordAttendance,
  reportNotProvided,
  reportSessionHeld,
  reportUnbookedSession,
} from '../../../src/domain/case/attendance.js';
import { cancelSeat } from '../../../src/domain/case/cancelling.js';
import { agreeArrangement, disputeCharge, tellFee, waiveFee } from '../../../src/domain/case/charges.js';
import { counsellingFacts, EXPLANATION_PARTS } from '../../../src/domain/case/counselling.js';
import { disclosureFacts } from '../../../src/domain/case/disclosure.js';
import { informingFacts } from '../../../src/domain/case/informing.js';
import { recordPayment } from '../../../src/domain/case/payments.js';
import { type Seat, seatOf } from '../../../src/domain/case/sessions.js';
import { overrideForUrgentCare, startSession } from '../../../src/domain/case/starting.js';
import { registrationFacts } from '../../../src/domain/therapist/registration.js';
import { FOLDS } from '../../../src/domain/world.js';
import { ana, ben, bookingOf, type CasePlay, opened, said, thea, theCase, world } from '../../support/case-play.js';
import { given, idOf } from '../../support/given.js';

const BEFORE = '2026-02-02T15:00:00.000Z';
const START = '2026-02-17T14:00:00.000Z';
const AFTER = '2026-02-17T15:00:00.000Z';
const FEBRUARY = '2026-02-17T09:00';

const limits = policyFacts.PolicyPublished({
  policy: idOf('limits'),
  version: '2026-1',
  kind: 'limits-of-confidentiality',
  title: 'Limits of confidentiality',
  effectiveFrom: '2026-01-01',
  requiredBefore: 'first-session',
  digest: 'a'.repeat(64),
  text: 'What you tell us stays between us, except where the law says otherwise.',
});
const required = () => world(undefined, { ...given(FOLDS.policies, [limits]) });

const explain = (play: CasePlay, participant = ana) =>
  play.facts(
    BEFORE,
    counsellingFacts.CounsellingExplained({
      case: theCase,
      participant,
      covered: [...EXPLANATION_PARTS],
      questionsAnswered: true,
      notes: 'None.',
    }),
  );
const consent = (play: CasePlay, participant = ana) =>
  play.facts(BEFORE, counsellingFacts.CounsellingConsentGiven({ case: theCase, participant, how: 'written' }));
const give = (play: CasePlay, participant = ana) =>
  play.facts(
    BEFORE,
    informingFacts.PolicyGiven({
      case: theCase,
      participant,
      policy: idOf('limits'),
      kind: 'limits-of-confidentiality',
      version: '2026-1',
      digest: 'a'.repeat(64),
      how: 'in-person',
    }),
  );
const tell = (play: CasePlay, participant = ana, service = 'individual') =>
  play.do(BEFORE, (s, c) =>
    tellFee(s, { case: theCase, participant, service, how: 'in-person' }, c.world.parameters.feeSchedules[0]),
  );
const pay = (play: CasePlay, cents = 12000, at = BEFORE, participant = ana) =>
  play.do(at, (s, c) => recordPayment(s, { case: theCase, participant, cents, method: 'card' }, c.id('payment')));
const start = (play: CasePlay, session: string, at = START, present = [ana]) =>
  play.do(at, (s, c) => startSession(s, { case: theCase, session, present }, c));
const attend = (play: CasePlay, session: string, attended: readonly string[], missed: readonly string[] = []) =>
  play.do(AFTER, (s, c) => recordAttendance(s, { case: theCase, session, attended, missed }, c));
const seat = (play: CasePlay, session: string, who = ana): Seat => seatOf(play.state.sessions, session, who) as Seat;

/** Informed, explained, consenting, told the fee: only payment is left. */
const informed = () => {
  const play = opened('individual', { within: required() });
  give(play);
  explain(play);
  consent(play);
  tell(play);
  return { play, session: play.book(BEFORE, FEBRUARY) };
};

describe('starting a session', () => {
  it('R3, T2, C4: each thing that must come first is asked for in turn, and then the session starts', () => {
    const play = opened('individual', { within: required() });
    const session = play.book(BEFORE, FEBRUARY);
    expect(said(start(play, session))).toBe('policies-not-given (R3)');
    give(play);
    expect(said(start(play, session))).toBe('counselling-yet-to-be-explained (T2)');
    explain(play);
    expect(said(start(play, session))).toBe('counselling-yet-to-be-consented (T2)');
    consent(play);
    expect(said(start(play, session))).toBe('fee-not-told (C4)');
    tell(play);
    expect(said(start(play, session))).toBe('session-not-paid (C4)');
    pay(play, 11999);
    expect(said(start(play, session))).toBe('session-not-paid (C4)');
    pay(play, 1);
    expect(said(start(play, session))).toBe('SessionStarted');
  });

  it('R3: urgent care goes first with its reason; the fee does not wait for that', () => {
    const play = opened('individual', { within: required() });
    const session = play.book(BEFORE, FEBRUARY);
    tell(play);
    pay(play);
    play.do(START, (s) =>
      overrideForUrgentCare(s, { case: theCase, session, participant: ana, reason: 'In acute distress.' }),
    );
    expect(said(start(play, session))).toBe('SessionStarted');
  });

  it('C4: money paid ahead pays for the session when it starts, without anybody allocating it', () => {
    const { play, session } = informed();
    const other = play.book(BEFORE, '2026-02-24T09:00');
    pay(play, 12000);
    play.do(BEFORE, (s, c) => cancelSeat(s, { case: theCase, session, participant: ana }, c));
    expect(said(start(play, other, '2026-02-24T14:00:00.000Z'))).toBe('PaymentReallocated,SessionStarted');
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });

  it('C4: a waiver, a later payment agreed, and a disputed charge each let the session start', () => {
    const letIn: readonly ((play: CasePlay, charge: string) => unknown)[] = [
      (play, charge) =>
        play.do(BEFORE, (s) => waiveFee(s, { case: theCase, participant: ana, charge, reason: 'Bereavement.' })),
      (play) =>
        play.do(BEFORE, (s) =>
          agreeArrangement(
            s,
            { case: theCase, participant: ana, arrangement: idOf('later'), kind: 'later-payment', until: '2026-03-31' },
            [],
            { at: BEFORE, day: '2026-02-02' },
          ),
        ),
      (play, charge) => play.do(BEFORE, (s) => disputeCharge(s, { case: theCase, participant: ana, charge })),
    ];
    for (const let_ of letIn) {
      const { play, session } = informed();
      let_(play, seat(play, session).charge);
      expect(said(start(play, session))).toBe('SessionStarted');
    }
  });

  it('C4, R7: a third party who pays lets the session start only while consent to bill them is live (rule 68)', () => {
    const { play, session } = informed();
    const payer = idOf('insurer');
    const agree = () =>
      play.do(BEFORE, (s) =>
        agreeArrangement(
          s,
          { case: theCase, participant: ana, arrangement: idOf('payer'), kind: 'third-party-payer', payer },
          [],
          { at: BEFORE, day: '2026-02-02' },
        ),
      );
    expect(said(agree())).toBe('payer-needs-consent (R7)');
    play.facts(
      BEFORE,
      disclosureFacts.DisclosureConsentGiven({
        ...disclosureFacts.DisclosureConsentGiven.example,
        case: theCase,
        participant: ana,
        recipient: payer,
        consent: idOf('consent'),
      }),
    );
    expect(said(agree())).toBe('ArrangementAgreed');
    play.facts(
      '2026-02-10T15:00:00.000Z',
      disclosureFacts.DisclosureConsentWithdrawn({
        ...disclosureFacts.DisclosureConsentWithdrawn.example,
        case: theCase,
        participant: ana,
        consent: idOf('consent'),
      }),
    );
    expect(said(start(play, session))).toBe('session-not-paid (C4)');
  });

  it('R4: a therapist suspended on the day of the session does not start it (rule 34)', () => {
    const { play, session } = informed();
    pay(play);
    const suspended = given(FOLDS.therapist, [
      registrationFacts.TherapistRegistered({ ...registrationFacts.TherapistRegistered.example, therapist: thea }),
      registrationFacts.RegistrationStatusChanged({
        therapist: thea,
        status: 'suspended',
        from: '2026-02-17',
        source: 'Public Register',
      }),
    ]);
    play.world = { ...play.world, therapist: () => suspended };
    expect(said(start(play, session))).toBe('therapist-not-in-good-standing (R4)');
    const shown = play.do(AFTER, (s, c) => reportSessionHeld(s, { case: theCase, session, attended: [ana] }, c));
    expect(said(shown)).toBe('SessionHeld,SessionHeldWhileBarred,SeatAttended');
  });

  it('C3: a session starts on its own day', () => {
    const { play, session } = informed();
    pay(play);
    expect(said(start(play, session, '2026-02-16T14:00:00.000Z'))).toBe('session-on-another-day (C3)');
  });
});

describe('what became of it', () => {
  it('C5: attendance of a session that was started shows no breach', () => {
    const { play, session } = informed();
    pay(play);
    start(play, session);
    expect(said(attend(play, session, [ana]))).toBe('SessionHeld,SeatAttended');
  });

  it('C4: a session held unpaid and uninformed can always be reported, and shows each breach (rule 36)', () => {
    const play = opened('individual', { within: required() });
    const session = play.book(BEFORE, FEBRUARY);
    const shown = play.do(AFTER, (s, c) => reportSessionHeld(s, { case: theCase, session, attended: [ana] }, c));
    expect(said(shown)).toBe('SessionHeld,SeatAttended,SessionHeldUninformed,SessionHeldUnpaid');
    expect(play.standing.at(-2)?.open).toMatchObject({ missing: ['policy', 'explanation', 'consent', 'fee'] });
    expect(play.standing.at(-1)?.open).toMatchObject({ owedCents: 12000 });
  });

  it('C4: a session nobody had booked can be reported, in a closed case too', () => {
    const play = opened();
    const shown = play.do(AFTER, (s, c) =>
      reportUnbookedSession(
        { ...s, roster: { ...s.roster, closed: true } },
        bookingOf('2026-02-17T09:00'),
        idOf('walk-in'),
        c,
      ),
    );
    expect(said(shown)).toBe('SessionBooked,SessionHeld,SeatAttended,SessionHeldUninformed,SessionHeldUnpaid');
    expect(seat(play, idOf('walk-in')).state).toBe('attended');
    expect(balanceOf(play.state.fees, ana)).toBe(12000);
  });

  it('C3: one of a couple attends, the other misses: each seat on its own (rule 52)', () => {
    const play = opened('couple');
    const session = play.book(BEFORE, FEBRUARY, { service: 'couple', participants: [ana, ben] });
    attend(play, session, [ana], [ben]);
    expect([seat(play, session, ana).state, seat(play, session, ben).state]).toEqual(['attended', 'missed']);
    expect(balanceOf(play.state.fees, ana)).toBe(7501);
    expect(balanceOf(play.state.fees, ben)).toBe(7500);
  });

  it('C4: a missed session costs what was disclosed, and nothing if nothing was', () => {
    for (const disclosed of [true, false]) {
      const play = opened('individual', { disclosed });
      const session = play.book(BEFORE, FEBRUARY);
      attend(play, session, [], [ana]);
      expect(balanceOf(play.state.fees, ana)).toBe(disclosed ? 12000 : 0);
    }
  });

  it('C4: a session cut short costs the part that was provided, rounded in the client’s favour (rule 58)', () => {
    const { play, session } = informed();
    pay(play);
    start(play, session);
    attend(play, session, [ana]);
    play.do(AFTER, (s, c) =>
      reportNotProvided(s, { case: theCase, session, because: 'cut-short', minutesProvided: 33 }, c),
    );
    expect(balanceOf(play.state.fees, ana)).toBe(7920 - 12000);
    expect(seat(play, session).state).toBe('not-provided');
  });

  it('T1: when the therapist did not come, whoever was marked as missing is cleared and owes nothing (rule 58)', () => {
    const play = opened();
    const session = play.book(BEFORE, FEBRUARY);
    attend(play, session, [], [ana]);
    play.do(AFTER, (s, c) =>
      reportNotProvided(s, { case: theCase, session, because: 'therapist-absent', minutesProvided: 0 }, c),
    );
    expect(balanceOf(play.state.fees, ana)).toBe(0);
    expect(seat(play, session).state).toBe('not-provided');
  });
});
