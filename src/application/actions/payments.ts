import { chargeNotFound } from '../../domain/case/charges.js';
import { PAYMENT_METHODS, paymentFacts } from '../../domain/case/fees-facts.js';
import {
  allocatedTooMuch,
  allocationUnknown,
  dishonourPayment,
  giveCredit,
  nothingToRefund,
  paymentDead,
  paymentNotFound,
  reallocatePayment,
  recordPayment,
  recordRefund,
  refundDuty,
  refundNotFound,
  requestRefund,
} from '../../domain/case/payments.js';
import {
  issueReceipt,
  receiptBeforeService,
  receiptIssuedAlready,
  receiptIsVoid,
  receiptNotFound,
  receiptWithoutPayment,
  voidReceipt,
} from '../../domain/case/receipts.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { accept } from '../../domain/language/decision.js';
import {
  therapistNotInGoodStanding,
  therapistNotRegistered,
  therapistWithoutSupervision,
} from '../../domain/therapist/registration.js';
import { ActionBody, action, IsCents, IsCode, IsId, IsRecords, IsText, leg, Optional } from './action.js';

type Method = (typeof PAYMENT_METHODS)[number];

export class Allocation {
  @IsId('charge') charge: string;
  @IsCents(1) cents: number;
}

export class RecordPayment extends ActionBody {
  @IsId('case') case: string;
  /** Whose account it is for. */
  @IsId('person') participant: string;
  /** Who paid, if somebody else. */
  @Optional() @IsId('person') payer?: string;
  @IsCents(1) cents: number;
  @IsCode(...PAYMENT_METHODS) method: Method;
  /** What it pays for; left out, what is owed, oldest first. */
  @Optional() @IsRecords(Allocation, 0, 100) allocations?: Allocation[];
}

export class DishonourPayment extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('payment') payment: string;
  @IsCode('dishonoured', 'charged-back', 'reversed') because: 'dishonoured' | 'charged-back' | 'reversed';
}

export class ReallocatePayment extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  /** A payment or a credit. */
  @IsId('payment') source: string;
  @IsRecords(Allocation, 0, 100) allocations: Allocation[];
}

const CREDIT_BECAUSE = ['goodwill', 'not-provided', 'transferred', 'correction'] as const;

export class GiveCredit extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCents(1) cents: number;
  @IsCode(...CREDIT_BECAUSE) because: (typeof CREDIT_BECAUSE)[number];
  @Optional() @IsText(2_000) reason?: string;
}

export class RequestRefund extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
}

export class OpenRefund extends RequestRefund {
  @IsCode('ended', 'died', 'entered-in-error') because: 'ended' | 'died' | 'entered-in-error';
}

export class RecordRefund extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  /** The payment that is paid back from. */
  @IsId('payment') payment: string;
  @IsCents(1) cents: number;
  @Optional() @IsId('refund') refund?: string;
  @IsCode(...PAYMENT_METHODS) method: Method;
}

export class IssueReceipt extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('charge') charge: string;
}

const VOID_BECAUSE = paymentFacts.ReceiptVoided.fields.because
  .codes as readonly (typeof paymentFacts.ReceiptVoided.example.because)[];

export class VoidReceipt extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('receipt') receipt: string;
  @IsCode(...VOID_BECAUSE) because: (typeof VOID_BECAUSE)[number];
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const plain = (allocations: readonly Allocation[]) => allocations.map(({ charge, cents }) => ({ charge, cents }));
const { PaymentReceived, PaymentDishonoured, PaymentReallocated, CreditGiven, RefundDue, RefundMade } = paymentFacts;
const { ReceiptIssued, ReceiptVoided } = paymentFacts;

const theirs = {
  case: '0190c7a0-0000-7000-8000-00000000ca5e',
  participant: '0190c7a0-0000-7000-8000-0000000000c1',
};
const charge = '0190c7a0-0000-7000-8000-000000000fee';
const payment = '0190c7a0-0000-7000-8000-0000000009a1';
const nobody = [caseNotFound, notAParticipant];

export const paymentActions = {
  RecordPayment: action<RecordPayment>({
    body: RecordPayment,
    kind: 'report',
    clauses: ['C4'],
    says: 'Record money that came and acknowledge it; without allocations it pays what is owed, oldest first.',
    who: ['front-desk'],
    makes: (_body, id) => id('payment'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, payer, cents, method, allocations }: RecordPayment, c) =>
          recordPayment(
            s,
            {
              case: caseId,
              participant,
              payer,
              cents,
              method,
              allocations: allocations && plain(allocations),
            },
            c.id('payment'),
          ),
      }),
    ],
    states: [PaymentReceived],
    refuses: [...nobody, allocationUnknown, allocatedTooMuch],
    example: { ...theirs, cents: 12000, method: 'card', allocations: [{ charge, cents: 12000 }] },
  }),
  DishonourPayment: action<DishonourPayment>({
    body: DishonourPayment,
    kind: 'report',
    clauses: ['C4'],
    says: 'Record that a payment did not hold; what it had paid is owed again, its receipts are void.',
    who: ['front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, payment: id, because }: DishonourPayment) =>
          dishonourPayment(s, { case: caseId, participant, payment: id, because }),
      }),
    ],
    states: [PaymentDishonoured, ReceiptVoided],
    refuses: [paymentNotFound],
    example: { ...theirs, payment, because: 'dishonoured' },
  }),
  ReallocatePayment: action<ReallocatePayment>({
    body: ReallocatePayment,
    kind: 'request',
    clauses: ['C4'],
    says: 'Set anew what a payment or a credit pays for.',
    who: ['front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, source, allocations }: ReallocatePayment) =>
          reallocatePayment(s, { case: caseId, participant, source, allocations: plain(allocations) }),
      }),
    ],
    states: [PaymentReallocated],
    refuses: [paymentNotFound, paymentDead, allocationUnknown, allocatedTooMuch],
    example: { ...theirs, source: payment, allocations: [{ charge, cents: 12000 }] },
  }),
  GiveCredit: action<GiveCredit>({
    body: GiveCredit,
    kind: 'request',
    clauses: ['C4'],
    says: 'Give a participant credit; it pays for sessions and is not paid out.',
    who: ['front-desk', 'manager'],
    makes: (_body, id) => id('credit'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, cents, because, reason }: GiveCredit, c) =>
          giveCredit(s, { case: caseId, participant, credit: c.id('credit'), cents, because, reason }),
      }),
    ],
    states: [CreditGiven],
    refuses: nobody,
    example: { ...theirs, cents: 2000, because: 'goodwill', reason: 'Heating was off.' },
  }),
  RequestRefund: action<RequestRefund>({
    body: RequestRefund,
    kind: 'request',
    clauses: ['C4'],
    says: 'Ask for what is left of one’s money; it is due back by a day.',
    who: ['client', 'front-desk'],
    makes: (_body, id) => id('refund'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant }: RequestRefund, c) =>
          requestRefund(s, { case: caseId, participant }, c.id('refund'), c),
      }),
    ],
    states: [RefundDue],
    refuses: [...nobody, nothingToRefund],
    example: theirs,
  }),
  OpenRefund: action<OpenRefund>({
    body: OpenRefund,
    kind: 'request',
    clauses: ['C4', 'R11'],
    says: 'Say that what is left of a participant’s money is due back after an ending; nothing when none is left.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, because }: OpenRefund, c) => {
          const duty = refundDuty(s.fees, { case: caseId, participant, because, refund: c.id('refund') }, c);
          return duty === undefined ? accept() : accept(duty);
        },
      }),
    ],
    states: [RefundDue],
    refuses: [],
    example: { ...theirs, because: 'ended' },
  }),
  RecordRefund: action<RecordRefund>({
    body: RecordRefund,
    kind: 'report',
    clauses: ['C4'],
    says: 'Record money paid back from a payment, also more than was left of it.',
    who: ['front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, payment: id, cents, refund, method }: RecordRefund, c) =>
          recordRefund(s, { case: caseId, participant, payment: id, cents, refund, method }, c.id('refund payment')),
      }),
    ],
    states: [RefundMade, ReceiptVoided],
    refuses: [paymentNotFound, refundNotFound],
    example: { ...theirs, payment, cents: 12000, method: 'card' },
  }),
  IssueReceipt: action<IssueReceipt>({
    body: IssueReceipt,
    kind: 'request',
    clauses: ['C4', 'R4'],
    says: 'Issue the numbered receipt of a service that was given and paid, or of a missed appointment as such.',
    who: ['front-desk'],
    makes: (_body, id) => id('receipt'),
    legs: [
      leg('case', {
        stream: onCase,
        needsHistory: true,
        also: (body: IssueReceipt, state) => {
          const owed = state.fees.charges.get(body.charge);
          const session = owed && state.sessions.sessions.get(owed.session);
          return session === undefined ? [] : [`therapist-${session.therapist}`];
        },
        decide: (s, { case: caseId, participant, charge: id }: IssueReceipt, c) =>
          issueReceipt(
            s,
            { case: caseId, participant, charge: id },
            c.id('receipt'),
            (therapist) => c.world.therapist(therapist).registration,
            c,
          ),
      }),
    ],
    states: [ReceiptIssued],
    refuses: [
      ...[chargeNotFound, receiptBeforeService, receiptIssuedAlready, receiptWithoutPayment],
      ...[therapistNotRegistered, therapistNotInGoodStanding, therapistWithoutSupervision],
    ],
    example: { ...theirs, charge },
  }),
  VoidReceipt: action<VoidReceipt>({
    body: VoidReceipt,
    kind: 'request',
    clauses: ['C4'],
    says: 'Void a receipt; its number is not used again, and the next receipt for the same thing replaces it.',
    who: ['front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, receipt, because }: VoidReceipt) =>
          voidReceipt(s, { case: caseId, participant, receipt, because }),
      }),
    ],
    states: [ReceiptVoided],
    refuses: [receiptNotFound, receiptIsVoid],
    example: { ...theirs, receipt: '0190c7a0-0000-7000-8000-0000000009a3', because: 'amount' },
  }),
} as const;
