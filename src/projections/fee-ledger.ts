import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { feeFacts, paymentFacts } from '../domain/case/fees-facts.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import type { StoredFact } from '../domain/language/fact.js';
import { put, view } from './view.js';

const { SessionBooked, SeatCancelled, SeatReleased, SessionCancelledByAgency } = sessionFacts;
const { SeatMissed, SessionNotProvided, SessionHeldUnpaid } = attendanceFacts;

/** Columns that an entry fills besides those of every entry. */
type More = Readonly<Record<string, unknown>>;

/** One entry: what a participant owes more (positive) or less (negative) because of this fact. */
function entry(
  fact: StoredFact & { readonly open: { readonly case: string } },
  participant: string,
  what: string,
  cents: number,
  more: More = {},
  part = '',
) {
  // -0 is no amount.
  const amount = cents === 0 ? 0 : cents;
  return put(`${fact.id}${part && ` ${part}`}`, {
    case: fact.open.case,
    participant,
    at: fact.happenedAt,
    entry: what,
    cents: amount,
    fact: fact.id,
    ...more,
  });
}

type Ended = {
  readonly case: string;
  readonly session: string;
  readonly participant: string;
  readonly charge: string;
  readonly releasedCents: number;
  readonly feeCharge?: string;
  readonly feeCents: number;
  readonly feeTaxCents: number;
};

/** A seat that ended: its charge is released, and a fee may take its place. */
function ended(fact: StoredFact & { readonly open: Ended }, fee: 'late-cancellation' | 'missed-session') {
  const { open } = fact;
  const { participant, session, charge, feeCharge } = open;
  const released = entry(fact, participant, 'charge-released', -open.releasedCents, { session, charge }, 'released');
  if (feeCharge === undefined) return [released];
  const taxCents = open.feeTaxCents;
  return [released, entry(fact, participant, fee, open.feeCents, { session, charge: feeCharge, taxCents }, 'fee')];
}

const ACCOUNT = { ...feeFacts, ...paymentFacts };

/** The account of each participant: one row an entry; the sum of those not struck is what they owe. */
export const feeLedger = view({
  name: 'fee-ledger',
  title: 'Fee ledger',
  says: 'One row an entry, in signed cents: what is owed is positive, what is paid or forgiven negative; struck entries stay, marked.',
  column: 'money',
  scopes: ['case', 'client'],
  keepsStruck: true,
  persons: ['participant', 'payer'],
  columns: {
    case: { kind: 'text', says: 'Which case.', indexed: true },
    participant: { kind: 'text', says: 'Whose account.', indexed: true },
    at: { kind: 'text', says: 'When it happened.', indexed: true },
    entry: { kind: 'text', says: 'What kind of entry.' },
    cents: { kind: 'integer', says: 'Signed cents, tax included; 0 for what moves no money.' },
    taxCents: { kind: 'integer', says: 'Tax in it.' },
    session: { kind: 'text', says: 'About which session.' },
    charge: { kind: 'text', says: 'About which charge.' },
    source: { kind: 'text', says: 'About which payment or credit.' },
    payer: { kind: 'text', says: 'Who paid, or pays, if somebody else.' },
    service: { kind: 'text', says: 'For which service.' },
    method: { kind: 'text', says: 'How money came or went.' },
    allocations: { kind: 'json', says: 'What a payment pays for.' },
    acknowledgement: { kind: 'text', says: 'Reference of the acknowledgement; it is no receipt.' },
    receipt: { kind: 'text', says: 'Which receipt.' },
    number: { kind: 'integer', says: 'Number of the receipt.' },
    serviceDate: { kind: 'text', says: 'Day of the service on a receipt.' },
    therapist: { kind: 'text', says: 'Who gave the service on a receipt.' },
    registration: { kind: 'text', says: 'Fact that holds their registered name and number.' },
    title: { kind: 'text', says: 'Their title on that day.' },
    minutes: { kind: 'integer', says: 'How long the service was.' },
    amount: { kind: 'integer', says: 'What a receipt, refund due or breach is about, in cents.' },
    due: { kind: 'text', says: 'By when a refund is due.' },
    because: { kind: 'text', says: 'Why.' },
    reason: { kind: 'box', says: 'What was said about it.' },
    struckBy: { kind: 'text', says: 'Fact that struck it, if any: it does not count.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at', 'position'],
  follows: {
    ...ACCOUNT,
    ...{ SessionBooked, SeatCancelled, SeatReleased, SessionCancelledByAgency },
    ...{ SeatMissed, SessionNotProvided, SessionHeldUnpaid },
  },
  on: {
    SessionBooked: (fact) =>
      fact.open.seats.map(({ participant, charge, cents, taxCents, service }) =>
        entry(
          fact,
          participant,
          'charge',
          cents,
          { session: fact.open.session, charge, taxCents, service },
          participant,
        ),
      ),
    SeatCancelled: (fact) => ended(fact, 'late-cancellation'),
    SeatReleased: (fact) => ended(fact, 'late-cancellation'),
    SeatMissed: (fact) => ended(fact, 'missed-session'),
    SessionCancelledByAgency: (fact) =>
      fact.open.seats.map(({ participant, charge, releasedCents }) =>
        entry(
          fact,
          participant,
          'charge-released',
          -releasedCents,
          { session: fact.open.session, charge, because: fact.open.because },
          participant,
        ),
      ),
    SessionNotProvided: (fact) =>
      fact.open.seats.map(({ participant, charge, releasedCents }) =>
        entry(
          fact,
          participant,
          'charge-reduced',
          -releasedCents,
          { session: fact.open.session, charge, because: fact.open.because },
          participant,
        ),
      ),
    SessionHeldUnpaid: (fact) => [
      entry(fact, fact.open.participant, 'held-unpaid', 0, {
        session: fact.open.session,
        charge: fact.open.charge,
        amount: fact.open.owedCents,
      }),
    ],
    FeeTold: (fact) => [
      entry(fact, fact.open.participant, 'fee-told', 0, { service: fact.open.service, amount: fact.open.cents }),
    ],
    ArrangementAgreed: (fact) => [
      entry(fact, fact.open.participant, 'arrangement', 0, {
        because: fact.open.kind,
        payer: fact.open.payer ?? null,
        due: fact.open.until ?? null,
        service: fact.open.service ?? null,
        amount: fact.open.unitCents ?? null,
      }),
    ],
    ArrangementEnded: (fact) => [entry(fact, fact.open.participant, 'arrangement-ended', 0)],
    FeeWaived: (fact) => [entry(fact, fact.open.participant, 'waived', -fact.open.cents, of(fact))],
    WrittenOff: (fact) => [entry(fact, fact.open.participant, 'written-off', -fact.open.cents, of(fact))],
    ChargeReversed: (fact) => [
      entry(fact, fact.open.participant, 'reversed', -fact.open.cents, of(fact, fact.open.because)),
    ],
    ChargeDisputed: (fact) => [entry(fact, fact.open.participant, 'disputed', 0, of(fact))],
    DisputeDecided: (fact) => [
      entry(fact, fact.open.participant, 'dispute-decided', -fact.open.cents, of(fact, fact.open.outcome)),
    ],
    PaymentReceived: (fact) => {
      const { participant, payment, cents, payer, method, allocations, acknowledgement } = fact.open;
      const more = { source: payment, payer: payer ?? null, method, acknowledgement, allocations };
      return [entry(fact, participant, 'payment', -cents, more)];
    },
    PaymentDishonoured: (fact) => [
      entry(fact, fact.open.participant, 'dishonoured', fact.open.cents, {
        source: fact.open.payment,
        because: fact.open.because,
      }),
    ],
    PaymentReallocated: (fact) => {
      const { participant, source, allocations } = fact.open;
      return [entry(fact, participant, 'reallocated', 0, { source, allocations })];
    },
    CreditGiven: (fact) => [
      entry(fact, fact.open.participant, 'credit', -fact.open.cents, {
        source: fact.open.credit,
        because: fact.open.because,
        reason: fact.sealed['reason'] ?? null,
      }),
    ],
    RefundDue: (fact) => [
      entry(fact, fact.open.participant, 'refund-due', 0, {
        amount: fact.open.cents,
        due: fact.open.due,
        because: fact.open.because,
      }),
    ],
    RefundMade: (fact) => [
      entry(fact, fact.open.participant, 'refund', fact.open.cents, {
        source: fact.open.payment,
        method: fact.open.method,
        ...(fact.open.overCents !== undefined && { because: 'more-than-was-left', amount: fact.open.overCents }),
      }),
    ],
    ReceiptIssued: (fact) => {
      const { participant, kind, receipt, number, charge, session, serviceDate, service } = fact.open;
      const { therapist, registration = null, title = null, minutes, cents, taxCents } = fact.open;
      const about = { receipt, number, charge, session, serviceDate, service, therapist, registration, title };
      return [entry(fact, participant, `receipt-${kind}`, 0, { ...about, minutes, amount: cents, taxCents })];
    },
    ReceiptVoided: (fact) => [
      entry(fact, fact.open.participant, 'receipt-voided', 0, {
        receipt: fact.open.receipt,
        number: fact.open.number,
        because: fact.open.because,
      }),
    ],
  },
});

/** What an entry about one charge says besides. */
function of(fact: StoredFact & { readonly open: { readonly charge: string } }, because: string | null = null): More {
  return { charge: fact.open.charge, because, reason: fact.sealed['reason'] ?? null };
}
