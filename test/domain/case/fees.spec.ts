import { describe, expect, it } from '@jest/globals';
import { parameterFacts } from '../../../src/domain/agency/agency.js';
import { balanceOf, paidIn } from '../../../src/domain/case/account.js';
import { recordAttendance, reportNotProvided } from '../../../src/domain/case/attendance.js';
import { cancelByAgency, cancelSeat } from '../../../src/domain/case/cancelling.js';
import {
  agreeArrangement,
  decideDispute,
  disputeCharge,
  waiveFee,
  writeOff,
} from '../../../src/domain/case/charges.js';
import {
  dishonourPayment,
  giveCredit,
  reallocatePayment,
  recordPayment,
  recordRefund,
  requestRefund,
} from '../../../src/domain/case/payments.js';
import { issueReceipt, voidReceipt } from '../../../src/domain/case/receipts.js';
import { seatOf } from '../../../src/domain/case/sessions.js';
import { mistakeFacts } from '../../../src/domain/language/mistakes.js';
import { registrationFacts } from '../../../src/domain/therapist/registration.js';
import { FOLDS } from '../../../src/domain/world.js';
import { ana, type CasePlay, calendar, opened, said, thea, theCase, world } from '../../support/case-play.js';
import { given, idOf } from '../../support/given.js';

const BEFORE = '2026-02-02T15:00:00.000Z';
const AFTER = '2026-02-17T15:00:00.000Z';
const FEBRUARY = '2026-02-17T09:00';

const booked = (startLocal = FEBRUARY, at = BEFORE, play = opened()) => {
  const session = play.book(at, startLocal);
  return { play, session, charge: seatOf(play.state.sessions, session, ana)?.charge as string };
};
const pay = (play: CasePlay, cents: number, at = BEFORE, allocations?: { charge: string; cents: number }[]) =>
  play.do(at, (s, c) =>
    recordPayment(s, { case: theCase, participant: ana, cents, method: 'card', allocations }, c.id('payment')),
  );
const lastPayment = (play: CasePlay): string => [...play.state.fees.sources.keys()].at(-1) as string;
const attend = (play: CasePlay, session: string, missed = false, at = AFTER) =>
  play.do(at, (s, c) =>
    recordAttendance(s, { case: theCase, session, attended: missed ? [] : [ana], missed: missed ? [ana] : [] }, c),
  );
const receipt = (play: CasePlay, charge: string, at = AFTER) =>
  play.do(at, (s, c) =>
    issueReceipt(
      s,
      { case: theCase, participant: ana, charge },
      c.id('receipt'),
      (therapist) => c.world.therapist(therapist).registration,
      c,
    ),
  );

describe('paying', () => {
  it('C4: a payment is acknowledged when it comes, and pays what is owed, oldest first', () => {
    const { play, charge } = booked();
    expect(said(pay(play, 12000))).toBe('PaymentReceived');
    const { open } = play.standing.at(-1) as { open: Record<string, unknown> };
    expect(open['allocations']).toEqual([{ charge, cents: 12000 }]);
    expect(open['acknowledgement']).toMatch(/^A-[0-9A-F]{8}$/);
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });

  it('C4: nothing is allocated beyond the payment or the charge, nor to somebody else’s charge', () => {
    const { play, charge } = booked();
    expect(said(pay(play, 5000, BEFORE, [{ charge, cents: 5001 }]))).toBe('allocated-too-much (C4)');
    expect(said(pay(play, 20000, BEFORE, [{ charge, cents: 12001 }]))).toBe('allocated-too-much (C4)');
    expect(said(pay(play, 20000, BEFORE, [{ charge: idOf('other'), cents: 1 }]))).toBe('allocation-unknown (C4)');
    const twice = [
      { charge, cents: 6001 },
      { charge, cents: 6000 },
    ];
    expect(said(pay(play, 20000, BEFORE, twice))).toBe('allocated-too-much (C4)');
  });

  it('C4: a dishonoured payment owes again what it had paid, and voids the receipt (rule 67)', () => {
    const { play, session, charge } = booked();
    pay(play, 12000);
    attend(play, session);
    receipt(play, charge);
    const dishonoured = play.do(AFTER, (s) =>
      dishonourPayment(s, { case: theCase, participant: ana, payment: lastPayment(play), because: 'dishonoured' }),
    );
    expect(said(dishonoured)).toBe('PaymentDishonoured,ReceiptVoided');
    expect(balanceOf(play.state.fees, ana)).toBe(12000);
  });

  it('C4: a payment can be moved to another session of the same participant (rule 67)', () => {
    const { play } = booked();
    const later = booked('2026-02-24T09:00', BEFORE, play);
    pay(play, 12000);
    play.do(BEFORE, (s) =>
      reallocatePayment(s, {
        case: theCase,
        participant: ana,
        source: lastPayment(play),
        allocations: [{ charge: later.charge, cents: 12000 }],
      }),
    );
    expect(paidIn(play.state.fees).paid.get(later.charge)).toBe(12000);
  });

  it('C4: what was prepaid for a session the agency cancelled is credit, and due back by a day when asked (rules 7, 67)', () => {
    const { play, session } = booked();
    pay(play, 12000);
    play.do(BEFORE, (s) => cancelByAgency(s, { case: theCase, session, because: 'office-closed' }));
    expect(balanceOf(play.state.fees, ana)).toBe(-12000);
    const ask = () =>
      play.do(AFTER, (s, c) => requestRefund(s, { case: theCase, participant: ana }, c.id('refund'), c));
    expect(said(ask())).toBe('RefundDue');
    expect(play.standing.at(-1)?.open).toMatchObject({ cents: 12000, due: '2026-03-20T03:59:59.999Z' });
    expect(said(ask())).toBe('nothing-to-refund (C4)');
    const refund = (cents: number) =>
      play.do(AFTER, (s, c) =>
        recordRefund(
          s,
          { case: theCase, participant: ana, payment: lastPayment(play), cents, method: 'card' },
          c.id('refund payment'),
        ),
      );
    expect(said(refund(12000))).toBe('RefundMade');
    expect(balanceOf(play.state.fees, ana)).toBe(0);
    expect([...play.state.fees.refunds.values()]).toMatchObject([{ made: 12000 }]);
  });

  it('C4: more than was left of a payment, paid back, is recorded with by how much; what it had paid is owed again (rule 36)', () => {
    const { play } = booked();
    pay(play, 12000);
    const payment = lastPayment(play);
    const refund = (name: string) =>
      play.do(AFTER, (s, c) =>
        recordRefund(s, { case: theCase, participant: ana, payment, cents: 5000, method: 'card' }, c.id(name)),
      );
    expect(said(refund('first'))).toBe('RefundMade');
    expect(play.standing.at(-1)?.open).toMatchObject({ cents: 5000, overCents: 5000 });
    expect(balanceOf(play.state.fees, ana)).toBe(5000);
    play.do(AFTER, (s) => dishonourPayment(s, { case: theCase, participant: ana, payment, because: 'charged-back' }));
    const again = () =>
      play.do(AFTER, (s) => dishonourPayment(s, { case: theCase, participant: ana, payment, because: 'dishonoured' }));
    expect(said(again())).toBe('');
    expect(said(refund('second'))).toBe('RefundMade');
    expect(play.standing.at(-1)?.open).toMatchObject({ overCents: 5000 });
    expect(balanceOf(play.state.fees, ana)).toBe(22000);
  });

  it('C4: credit given pays for sessions and is not paid out', () => {
    const { play } = booked();
    play.do(BEFORE, (s, c) =>
      giveCredit(s, { case: theCase, participant: ana, credit: c.id('credit'), cents: 2000, because: 'goodwill' }),
    );
    expect(balanceOf(play.state.fees, ana)).toBe(10000);
    const asked = play.do(AFTER, (s, c) => requestRefund(s, { case: theCase, participant: ana }, c.id('refund'), c));
    expect(said(asked)).toBe('nothing-to-refund (C4)');
  });
});

describe('forgiving and disputing', () => {
  it('C4: a fee waived after it was paid gives the money back to the account', () => {
    const { play, charge } = booked();
    pay(play, 12000);
    play.do(BEFORE, (s) =>
      waiveFee(s, { case: theCase, participant: ana, charge, cents: 5000, reason: 'Bereavement.' }),
    );
    expect(balanceOf(play.state.fees, ana)).toBe(-5000);
  });

  it('C4: no more is waived or written off than is due', () => {
    const { play, charge } = booked();
    const waive = (cents?: number) =>
      play.do(BEFORE, (s) => waiveFee(s, { case: theCase, participant: ana, charge, cents, reason: 'So.' }));
    expect(said(waive(12001))).toBe('more-than-due (C4)');
    expect(said(waive())).toBe('FeeWaived');
    expect(said(waive())).toBe('nothing-due (C4)');
    const off = play.do(BEFORE, (s) => writeOff(s, { case: theCase, participant: ana, charge, reason: 'So.' }));
    expect(said(off)).toBe('nothing-due (C4)');
  });

  it('C4: a disputed charge takes no payment by itself, and is taken back when the dispute is upheld (rule 65)', () => {
    const { play, charge } = booked();
    const named = { case: theCase, participant: ana, charge };
    expect(said(play.do(BEFORE, (s) => decideDispute(s, { ...named, outcome: 'stands', reason: 'So.' })))).toBe(
      'not-disputed (C4)',
    );
    play.do(BEFORE, (s) => disputeCharge(s, named));
    pay(play, 12000);
    expect(paidIn(play.state.fees).paid.size).toBe(0);
    play.do(AFTER, (s) => decideDispute(s, { ...named, outcome: 'taken-back', reason: 'The message was found.' }));
    expect(balanceOf(play.state.fees, ana)).toBe(-12000);
  });

  it('C4: a booking entered in error owes nothing; its waiver goes with it (rule 37)', () => {
    const { play, charge } = booked();
    const bookedBy = play.history.find((f) => f.type === 'SessionBooked')?.id as string;
    play.do(BEFORE, (s) => waiveFee(s, { case: theCase, participant: ana, charge, cents: 1000, reason: 'So.' }));
    const waived = play.standing.at(-1)?.id as string;
    play.facts(AFTER, mistakeFacts.EnteredInError({ facts: [bookedBy, waived], kind: 'doubled', reason: 'Twice.' }));
    expect(balanceOf(play.state.fees, ana)).toBe(0);
  });
});

describe('prices', () => {
  const agree = (play: CasePlay, more: Partial<Parameters<typeof agreeArrangement>[1]>) =>
    play.do(BEFORE, (s, c) =>
      agreeArrangement(
        s,
        { case: theCase, participant: ana, arrangement: c.id('arrangement'), kind: 'block', ...more },
        c.world.parameters.feeSchedules,
        { at: BEFORE, day: '2026-02-02' },
      ),
    );

  it('C4: a block has the same unit price, a written agreement and a refund procedure, or is refused (rule 31)', () => {
    const play = opened();
    const block = { service: 'individual', sessions: 5 };
    expect(said(agree(play, { ...block, unitCents: 11000 }))).toBe('no-prepayment-discount (C4)');
    expect(said(agree(play, { ...block, unitCents: 12000 }))).toBe('block-needs-agreement (C4)');
    const written = { ...block, unitCents: 12000, agreement: 'b'.repeat(64) };
    expect(said(agree(play, { ...written, refundProcedure: false }))).toBe('block-needs-agreement (C4)');
    expect(said(agree(play, { ...written, refundProcedure: true }))).toBe('ArrangementAgreed');
  });

  it('C4: a sliding scale is a published step, and the price is frozen at booking (rule 67)', () => {
    const { play } = booked();
    expect(said(agree(play, { kind: 'sliding-scale', step: 'Z' }))).toBe('unknown-sliding-scale-step (C4)');
    agree(play, { kind: 'sliding-scale', step: 'B' });
    booked('2026-02-24T09:00', BEFORE, play);
    expect([...play.state.fees.charges.values()].map((charge) => charge.cents)).toEqual([12000, 9000]);
  });

  it('C4: tax follows the day of the service: 13 % on 19 June 2024, none on the 20th (rule 33)', () => {
    const play = opened('individual', { within: world([calendar('cal-2024', [], '2024-01-01')]) });
    for (const day of ['2024-06-19', '2024-06-20']) booked(`${day}T09:00`, '2024-06-03T15:00:00.000Z', play);
    expect([...play.state.fees.charges.values()].map(({ cents, taxCents }) => [cents, taxCents])).toEqual([
      [13560, 1560],
      [12000, 0],
    ]);
  });

  it('C4: a couple’s fee is shared without losing a cent, and a fee on a late seat is of its share', () => {
    const play = opened('couple');
    const ben = idOf('Ben');
    play.book(BEFORE, FEBRUARY, { service: 'couple', participants: [ana, ben] });
    expect([...play.state.fees.charges.values()].map((charge) => charge.cents)).toEqual([7501, 7500]);
  });

  it('C4: tax on a missed session is a parameter, and is shown apart', () => {
    const taxed = given(FOLDS.parameters, [
      parameterFacts.FeeSchedulePublished({
        ...parameterFacts.FeeSchedulePublished.example,
        effectiveFrom: '2024-01-01',
      }),
      parameterFacts.LegalParameterPublished({
        parameter: 'missed-session-tax',
        value: 1300,
        citation: 'Ruling',
        effectiveFrom: '2026-01-01',
        confirmedByCounsel: true,
      }),
    ]);
    const { play, session } = booked(FEBRUARY, BEFORE, opened('individual', { within: world(undefined, taxed) }));
    attend(play, session, true);
    expect(balanceOf(play.state.fees, ana)).toBe(13560);
    expect(play.standing.at(-1)?.open).toMatchObject({ feeCents: 13560, feeTaxCents: 1560 });
  });
});

describe('receipts', () => {
  it('C4: a prepaid session has an acknowledgement only; after it, a receipt with all that the College asks (rule 32)', () => {
    const { play, session, charge } = booked();
    pay(play, 12000);
    expect(said(receipt(play, charge))).toBe('receipt-before-service (C4)');
    attend(play, session);
    expect(said(receipt(play, charge))).toBe('ReceiptIssued');
    expect(play.standing.at(-1)?.open).toMatchObject({
      number: 1,
      kind: 'session',
      therapist: thea,
      title: 'RP',
      registration: play.world.therapist?.(thea).registration.registeredBy,
      serviceDate: '2026-02-17',
      service: 'individual',
      minutes: 50,
      cents: 12000,
      taxCents: 0,
    });
    expect(said(receipt(play, charge))).toBe('receipt-issued (C4)');
  });

  it('C4: the receipt of a missed appointment says so and carries no therapy (rule 32)', () => {
    const { play, session } = booked();
    attend(play, session, true);
    const fee = [...play.state.fees.charges.values()].find((c) => c.kind === 'missed-session')?.charge as string;
    expect(said(receipt(play, fee))).toBe('receipt-without-payment (C4)');
    pay(play, 12000, AFTER);
    receipt(play, fee);
    expect(play.standing.at(-1)?.open).toMatchObject({
      kind: 'missed-appointment',
      service: 'missed appointment',
      minutes: 0,
    });
  });

  it('C4: a receipt for a session cut short shows the minutes and the sum that were given (rule 58)', () => {
    const { play, session, charge } = booked();
    pay(play, 12000);
    attend(play, session);
    receipt(play, charge);
    const cut = play.do(AFTER, (s, c) =>
      reportNotProvided(s, { case: theCase, session, because: 'cut-short', minutesProvided: 25 }, c),
    );
    expect(said(cut)).toBe('SessionNotProvided,ReceiptVoided');
    receipt(play, charge);
    expect(play.standing.at(-1)?.open).toMatchObject({ number: 2, replaces: 1, minutes: 25, cents: 6000 });
  });

  it('C4: a void receipt’s number is never used again, nor that of one entered in error', () => {
    const { play, session, charge } = booked();
    pay(play, 12000);
    attend(play, session);
    receipt(play, charge);
    const id = [...play.state.fees.receipts.keys()][0] as string;
    const struck = play.standing.at(-1)?.id as string;
    play.do(AFTER, (s) => voidReceipt(s, { case: theCase, participant: ana, receipt: id, because: 'amount' }));
    receipt(play, charge);
    expect(play.standing.at(-1)?.open).toMatchObject({ number: 2, replaces: 1 });
    const second = play.standing.at(-1)?.id as string;
    play.facts(AFTER, mistakeFacts.EnteredInError({ facts: [struck, second], kind: 'other', reason: 'So.' }));
    receipt(play, charge);
    expect(play.standing.at(-1)?.open).toMatchObject({ number: 3 });
  });

  it('R4: no receipt vouches for a service by somebody suspended that day; earlier ones keep their title (rule 34)', () => {
    const { play, session, charge } = booked();
    pay(play, 12000);
    attend(play, session);
    const suspended = given(FOLDS.therapist, [
      registrationFacts.TherapistRegistered({ ...registrationFacts.TherapistRegistered.example, therapist: thea }),
      registrationFacts.RegistrationStatusChanged({
        therapist: thea,
        status: 'suspended',
        from: '2026-02-17',
        source: 'Register',
      }),
    ]);
    play.world = { ...play.world, therapist: () => suspended };
    expect(said(receipt(play, charge))).toBe('therapist-not-in-good-standing (R4)');
  });

  it('C4: better knowledge that undoes a late fee voids its receipt and leaves the money in hand (rule 38)', () => {
    const { play, session } = booked();
    const cancel = (at: string, now = at) =>
      play.do(at, (s, c) => cancelSeat(s, { case: theCase, session, participant: ana }, c), {
        now,
        evidence: 'voicemail 9',
      });
    cancel('2026-02-16T16:00:00.000Z');
    const fee = [...play.state.fees.charges.values()].find((c) => c.kind === 'late-cancellation')?.charge as string;
    pay(play, 6000, AFTER);
    receipt(play, fee);
    expect(said(cancel('2026-02-13T16:40:00.000Z', '2026-02-18T15:00:00.000Z'))).toBe('SeatCancelled,ReceiptVoided');
    expect(balanceOf(play.state.fees, ana)).toBe(-6000);
  });
});
