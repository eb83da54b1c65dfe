import { evolution } from '../language/decision.js';
import { attendanceFacts } from './attendance-facts.js';
import { type ARRANGEMENT_KINDS, feeFacts, paymentFacts } from './fees-facts.js';
import { sessionFacts } from './sessions-facts.js';

/** What a participant owes, or owed, for one thing. All sums are cents, tax included. */
export interface Charge {
  readonly charge: string;
  readonly participant: string;
  readonly session: string;
  readonly kind: 'session' | 'late-cancellation' | 'missed-session';
  readonly cents: number;
  taxCents: number;
  /** Waived, written off, or taken back. */
  forgiven: number;
  /** No longer due because of what became of the seat. */
  released: number;
  /** Facts that forgave or disputed it: superseded with it. */
  readonly touchedBy: string[];
  /** False once something took its place: the seat was cancelled, missed, or released. */
  live: boolean;
  dispute: 'open' | 'decided' | undefined;
  /** Fact it arose from. */
  readonly fact: string;
}

/** Money (or credit) from which charges are paid. */
export interface Source {
  readonly source: string;
  readonly participant: string;
  readonly kind: 'payment' | 'credit';
  readonly cents: number;
  refunded: number;
  /** False once dishonoured or reversed. */
  live: boolean;
  allocations: readonly { readonly charge: string; readonly cents: number }[];
  readonly fact: string;
}

export interface Arrangement {
  readonly arrangement: string;
  readonly participant: string;
  readonly kind: (typeof ARRANGEMENT_KINDS)[number];
  readonly from: string;
  /** Last local day on which it holds. */
  readonly until: string | undefined;
  readonly basisPoints: number | undefined;
  readonly payer: string | undefined;
  endedAt: string | undefined;
  readonly fact: string;
}

export interface Receipt {
  readonly receipt: string;
  readonly number: number;
  readonly participant: string;
  readonly charge: string;
  readonly fact: string;
  void: boolean;
}

export interface FeesState {
  readonly told: {
    readonly participant: string;
    readonly service: string;
    readonly cents: number;
    readonly at: string;
  }[];
  readonly charges: Map<string, Charge>;
  readonly sources: Map<string, Source>;
  readonly arrangements: Map<string, Arrangement>;
  readonly refunds: Map<
    string,
    { readonly participant: string; readonly cents: number; made: number; readonly fact: string }
  >;
  readonly receipts: Map<string, Receipt>;
}

type Ended = {
  readonly session: string;
  readonly participant: string;
  readonly charge: string;
  readonly releasedCents: number;
  readonly feeCharge?: string;
  readonly feeCents: number;
  readonly feeTaxCents: number;
};

const retire = (s: FeesState, charge: string, releasedCents: number): void => {
  const found = s.charges.get(charge);
  if (found === undefined) return;
  found.live = false;
  found.released += releasedCents;
};

const replace = (s: FeesState, open: Ended, kind: Charge['kind'], factId: string): void => {
  retire(s, open.charge, open.releasedCents);
  if (open.feeCharge === undefined) return;
  s.charges.set(open.feeCharge, {
    charge: open.feeCharge,
    participant: open.participant,
    session: open.session,
    kind,
    cents: open.feeCents,
    taxCents: open.feeTaxCents,
    forgiven: 0,
    released: 0,
    touchedBy: [],
    live: true,
    dispute: undefined,
    fact: factId,
  });
};

/** Stands where a struck payment was, when money was paid back from it. */
const nothingPaid = (payment: string, participant: string, factId: string): Source => ({
  source: payment,
  participant,
  kind: 'payment',
  cents: 0,
  refunded: 0,
  live: false,
  allocations: [],
  fact: factId,
});

const touch = (s: FeesState, charge: string, forgiven: number, factId: string): Charge | undefined => {
  const found = s.charges.get(charge);
  if (found === undefined) return undefined;
  found.forgiven += forgiven;
  found.touchedBy.push(factId);
  return found;
};

const all = { ...feeFacts, ...paymentFacts } as const;
const changed = { ...sessionFacts, ...attendanceFacts } as const;

/** The account of a case follows from what was booked and what became of it as much as from money: a struck booking owes nothing. */
export const fees = evolution<FeesState, typeof all, typeof changed>(
  () => ({
    told: [],
    charges: new Map(),
    sources: new Map(),
    arrangements: new Map(),
    refunds: new Map(),
    receipts: new Map(),
  }),
  all,
  {
    FeeTold: (s, { open, happenedAt }) =>
      void s.told.push({ participant: open.participant, service: open.service, cents: open.cents, at: happenedAt }),
    ArrangementAgreed: (s, { id: factId, open, happenedAt }) =>
      void s.arrangements.set(open.arrangement, {
        arrangement: open.arrangement,
        participant: open.participant,
        kind: open.kind,
        from: happenedAt,
        until: open.until,
        basisPoints: open.basisPoints,
        payer: open.payer,
        endedAt: undefined,
        fact: factId,
      }),
    ArrangementEnded: (s, { open, happenedAt }) => {
      const arrangement = s.arrangements.get(open.arrangement);
      if (arrangement) arrangement.endedAt = happenedAt;
    },
    FeeWaived: (s, { id: factId, open }) => void touch(s, open.charge, open.cents, factId),
    WrittenOff: (s, { id: factId, open }) => void touch(s, open.charge, open.cents, factId),
    ChargeReversed: (s, { id: factId, open }) => void touch(s, open.charge, open.cents, factId),
    ChargeDisputed: (s, { id: factId, open }) => {
      const charge = touch(s, open.charge, 0, factId);
      if (charge) charge.dispute = 'open';
    },
    DisputeDecided: (s, { id: factId, open }) => {
      const charge = touch(s, open.charge, open.cents, factId);
      if (charge) charge.dispute = 'decided';
    },
    PaymentReceived: (s, { id: factId, open }) =>
      void s.sources.set(open.payment, {
        source: open.payment,
        participant: open.participant,
        kind: 'payment',
        cents: open.cents,
        refunded: 0,
        live: true,
        allocations: open.allocations,
        fact: factId,
      }),
    CreditGiven: (s, { id: factId, open }) =>
      void s.sources.set(open.credit, {
        source: open.credit,
        participant: open.participant,
        kind: 'credit',
        cents: open.cents,
        refunded: 0,
        live: true,
        allocations: [],
        fact: factId,
      }),
    PaymentDishonoured: (s, { open }) => {
      const source = s.sources.get(open.payment);
      if (source) source.live = false;
    },
    PaymentReallocated: (s, { open }) => {
      const source = s.sources.get(open.source);
      if (source) source.allocations = open.allocations;
    },
    RefundDue: (s, { id: factId, open }) =>
      void s.refunds.set(open.refund, { participant: open.participant, cents: open.cents, made: 0, fact: factId }),
    RefundMade: (s, { id: factId, open }) => {
      // The payment may have been struck since; the money went out all the same, so it is owed.
      const source = s.sources.get(open.payment) ?? nothingPaid(open.payment, open.participant, factId);
      s.sources.set(source.source, source);
      source.refunded += open.cents;
      const duty = open.refund === undefined ? undefined : s.refunds.get(open.refund);
      if (duty) duty.made += open.cents;
    },
    ReceiptIssued: (s, { id: factId, open }) =>
      void s.receipts.set(open.receipt, {
        receipt: open.receipt,
        number: open.number,
        participant: open.participant,
        charge: open.charge,
        fact: factId,
        void: false,
      }),
    ReceiptVoided: (s, { open }) => {
      const receipt = s.receipts.get(open.receipt);
      if (receipt) receipt.void = true;
    },
  },
  {
    SessionBooked: (s, { id: factId, open }) => {
      for (const seat of open.seats) {
        s.charges.set(seat.charge, {
          charge: seat.charge,
          participant: seat.participant,
          session: open.session,
          kind: 'session',
          cents: seat.cents,
          taxCents: seat.taxCents,
          forgiven: 0,
          released: 0,
          touchedBy: [],
          live: true,
          dispute: undefined,
          fact: factId,
        });
      }
    },
    SeatCancelled: (s, { id: factId, open }) => replace(s, open, 'late-cancellation', factId),
    SeatReleased: (s, { id: factId, open }) => replace(s, open, 'late-cancellation', factId),
    SeatMissed: (s, { id: factId, open }) => replace(s, open, 'missed-session', factId),
    SessionCancelledByAgency: (s, { open }) => {
      for (const { charge, releasedCents } of open.seats) retire(s, charge, releasedCents);
    },
    SessionNotProvided: (s, { open }) => {
      for (const seat of open.seats) {
        const charge = s.charges.get(seat.charge);
        if (charge === undefined) continue;
        charge.released += seat.releasedCents;
        charge.taxCents = seat.taxCents;
      }
    },
  },
);
