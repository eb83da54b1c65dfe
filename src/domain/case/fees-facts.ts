import { fact, widened } from '../language/fact.js';
import {
  cents,
  code,
  count,
  date,
  digest,
  flag,
  id,
  instant,
  list,
  name,
  optional,
  record,
  sealed,
  text,
} from '../language/field.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const aCharge = '0190c7a0-0000-7000-8000-000000000fee';
const aPayment = '0190c7a0-0000-7000-8000-0000000009a1';
const anArrangement = '0190c7a0-0000-7000-8000-0000000000a1';
const aRefund = '0190c7a0-0000-7000-8000-0000000009a2';
const aReceipt = '0190c7a0-0000-7000-8000-0000000009a3';
const aRegistration = '0190c7a0-0000-7000-8000-0000000009a4';

/** How a fee was told. */
export const TOLD_HOW = ['in-person', 'telephone', 'e-mail', 'portal', 'written'] as const;
/** What may stand in for paying before the session (C4). */
export const ARRANGEMENT_KINDS = ['sliding-scale', 'third-party-payer', 'later-payment', 'block'] as const;
/** How money came; no discount hangs on it (CRPO 6.1.5), and it is never barter (6.1.6). */
export const PAYMENT_METHODS = ['cash', 'card', 'e-transfer', 'cheque', 'direct-deposit'] as const;

const theirs = { case: aCase, participant: aPerson };
const onParticipant = { participant: 'participant' } as const;
const reasonOf = { compartments: { reason: 'participant' }, subjects: onParticipant } as const;
const allocation = record({ charge: id(), cents: cents() });

/** What is told, owed, forgiven and disputed: clause C4. */
export const feeFacts = {
  FeeTold: fact({
    type: 'FeeTold',
    stream: 'case',
    clauses: ['C4', 'R3'],
    says: 'A participant was told the fee of a service before it was given.',
    fields: {
      case: id(),
      participant: id(),
      service: name(),
      cents: cents(),
      feeSchedule: name(),
      how: code(...TOLD_HOW),
    },
    subjects: onParticipant,
    inTheWorld: true,
    example: { ...theirs, service: 'individual', cents: 12000, feeSchedule: '2026-1', how: 'in-person' },
  }),
  ArrangementAgreed: fact({
    type: 'ArrangementAgreed',
    stream: 'case',
    clauses: ['C4'],
    says: 'How a participant pays otherwise was agreed: a sliding scale, another payer, later payment, or a block at the same unit price.',
    fields: {
      ...{ case: id(), participant: id(), arrangement: id() },
      kind: code(...ARRANGEMENT_KINDS),
      until: optional(date()),
      /** Sliding scale: step of the published schedule, and the part of the fee that is charged. */
      step: optional(name()),
      basisPoints: optional(count()),
      payer: optional(id('payer')),
      service: optional(name()),
      unitCents: optional(cents()),
      sessions: optional(count()),
      agreement: optional(digest()),
      refundProcedure: optional(flag()),
    },
    subjects: { ...onParticipant, payer: 'payer' },
    example: { ...theirs, arrangement: anArrangement, kind: 'sliding-scale', step: 'B', basisPoints: 7500 },
  }),
  ArrangementEnded: fact({
    type: 'ArrangementEnded',
    stream: 'case',
    clauses: ['C4'],
    says: 'An arrangement about paying ended; from then on the participant pays before each session.',
    fields: { case: id(), participant: id(), arrangement: id() },
    subjects: onParticipant,
    example: { ...theirs, arrangement: anArrangement },
  }),
  FeeWaived: fact({
    type: 'FeeWaived',
    stream: 'case',
    clauses: ['C4'],
    says: 'A charge was waived, wholly or in part, with a reason.',
    fields: { case: id(), participant: id(), charge: id(), cents: cents(), reason: sealed('reason', 'R', text()) },
    ...reasonOf,
    example: { ...theirs, charge: aCharge, cents: 6000, reason: 'Bereavement.' },
  }),
  WrittenOff: fact({
    type: 'WrittenOff',
    stream: 'case',
    clauses: ['C4'],
    says: 'What is still owed on a charge was given up; the debt is never sold.',
    fields: { case: id(), participant: id(), charge: id(), cents: cents(), reason: sealed('reason', 'R', text()) },
    ...reasonOf,
    example: { ...theirs, charge: aCharge, cents: 6000, reason: 'Not to be had.' },
  }),
  ChargeReversed: fact({
    type: 'ChargeReversed',
    stream: 'case',
    clauses: ['C4'],
    says: 'A charge was taken back.',
    fields: {
      ...{ case: id(), participant: id(), charge: id(), cents: cents() },
      because: code('not-disclosed', 'not-provided', 'charged-in-error', 'other'),
      reason: sealed('reason', 'R', optional(text())),
    },
    ...reasonOf,
    example: { ...theirs, charge: aCharge, cents: 6000, because: 'not-disclosed', reason: 'No policy on file.' },
  }),
  ChargeDisputed: fact({
    type: 'ChargeDisputed',
    stream: 'case',
    clauses: ['C4', 'R10'],
    says: 'A participant disputed a charge; it neither blocks the next session nor takes its payment (rule 65).',
    fields: { case: id(), participant: id(), charge: id(), reason: sealed('reason', 'R', optional(text())) },
    ...reasonOf,
    example: { ...theirs, charge: aCharge, reason: 'I left a message at 11:40.' },
  }),
  DisputeDecided: fact({
    type: 'DisputeDecided',
    stream: 'case',
    clauses: ['C4'],
    says: 'A disputed charge was decided: taken back, or it stands.',
    fields: {
      ...{ case: id(), participant: id(), charge: id() },
      outcome: code('taken-back', 'stands'),
      /** What is taken back. */
      cents: cents(),
      reason: sealed('reason', 'R', text()),
    },
    ...reasonOf,
    example: { ...theirs, charge: aCharge, outcome: 'taken-back', cents: 6000, reason: 'The message was found.' },
  }),
} as const;

/** Money that moved, and the papers given for it. */
export const paymentFacts = {
  PaymentReceived: fact({
    type: 'PaymentReceived',
    stream: 'case',
    clauses: ['C4'],
    says: 'A payment was received and acknowledged; an acknowledgement is no receipt for a service (rule 32).',
    fields: {
      ...{ case: id(), participant: id(), payment: id(), cents: cents() },
      payer: optional(id('payer')),
      method: code(...PAYMENT_METHODS),
      allocations: list(allocation),
      acknowledgement: name(),
    },
    subjects: { ...onParticipant, payer: 'payer' },
    inTheWorld: true,
    example: {
      ...theirs,
      payment: aPayment,
      cents: 12000,
      method: 'card',
      allocations: [{ charge: aCharge, cents: 12000 }],
      acknowledgement: 'A-0190C7A0',
    },
  }),
  PaymentDishonoured: fact({
    type: 'PaymentDishonoured',
    stream: 'case',
    clauses: ['C4'],
    says: 'A payment did not hold: dishonoured, charged back, or reversed; what it had paid is owed again.',
    fields: {
      ...{ case: id(), participant: id(), payment: id(), cents: cents() },
      because: code('dishonoured', 'charged-back', 'reversed'),
    },
    subjects: onParticipant,
    // It says nothing without its payment: when that was entered in error, so was this.
    example: { ...theirs, payment: aPayment, cents: 12000, because: 'dishonoured' },
  }),
  PaymentReallocated: fact({
    type: 'PaymentReallocated',
    stream: 'case',
    clauses: ['C4'],
    says: 'What a payment or credit pays for was set anew; these allocations replace its earlier ones.',
    fields: { case: id(), participant: id(), source: id(), allocations: list(allocation) },
    subjects: onParticipant,
    example: { ...theirs, source: aPayment, allocations: [{ charge: aCharge, cents: 12000 }] },
  }),
  CreditGiven: fact({
    type: 'CreditGiven',
    stream: 'case',
    clauses: ['C4'],
    says: 'Credit was given to a participant.',
    fields: {
      ...{ case: id(), participant: id(), credit: id(), cents: cents() },
      because: code('goodwill', 'not-provided', 'transferred', 'correction'),
      reason: sealed('reason', 'R', optional(text())),
    },
    ...reasonOf,
    example: { ...theirs, credit: aPayment, cents: 2000, because: 'goodwill', reason: 'Heating was off.' },
  }),
  RefundDue: fact({
    type: 'RefundDue',
    stream: 'case',
    clauses: ['C4', 'R11'],
    says: 'Money paid for nothing provided is due back by a day.',
    fields: {
      ...{ case: id(), participant: id(), refund: id(), cents: cents() },
      because: code('asked', 'ended', 'died', 'entered-in-error'),
      due: instant(),
    },
    subjects: onParticipant,
    example: { ...theirs, refund: aRefund, cents: 12000, because: 'ended', due: '2026-04-01T03:59:59.999Z' },
  }),
  RefundMade: fact({
    type: 'RefundMade',
    ...widened,
    stream: 'case',
    clauses: ['C4'],
    says: 'Money from a payment was paid back, and by how much that was more than was left of it.',
    fields: {
      ...{ case: id(), participant: id(), payment: id(), cents: cents() },
      /** The duty it answers, if one was open. */
      refund: optional(id()),
      refundPayment: id(),
      /** What was paid back beyond what was left; all of it when the payment had not held. */
      overCents: optional(cents()),
      method: code(...PAYMENT_METHODS),
    },
    subjects: onParticipant,
    inTheWorld: true,
    example: { ...theirs, payment: aPayment, cents: 12000, refund: aRefund, refundPayment: aReceipt, method: 'card' },
  }),
  ReceiptIssued: fact({
    type: 'ReceiptIssued',
    stream: 'case',
    clauses: ['C4'],
    says: 'A numbered receipt was issued, after the service; for a missed appointment it says so and carries no therapy code (rule 32).',
    fields: {
      ...{ case: id(), participant: id(), receipt: id(), number: count() },
      kind: code('session', 'missed-appointment'),
      ...{ charge: id(), session: id(), therapist: id() },
      /** Fact in the therapist’s stream that holds their name on the register and number, sealed. */
      registration: optional(id()),
      title: optional(code('RP', 'RP-Qualifying', 'RSW')),
      serviceDate: date(),
      service: name(),
      minutes: count(),
      /** Amount paid, tax included. */
      cents: cents(),
      taxCents: cents(),
      replaces: optional(count()),
    },
    subjects: { ...onParticipant, therapist: 'staff' },
    inTheWorld: true,
    example: {
      ...{ ...theirs, receipt: aReceipt, number: 1, kind: 'session', charge: aCharge, session: aSession },
      ...{ therapist: aTherapist, registration: aRegistration, title: 'RP', serviceDate: '2026-02-17' },
      ...{ service: 'individual', minutes: 50, cents: 12000, taxCents: 0 },
    },
  }),
  ReceiptVoided: fact({
    type: 'ReceiptVoided',
    stream: 'case',
    clauses: ['C4'],
    says: 'A receipt is void; its number is never used again.',
    fields: {
      ...{ case: id(), participant: id(), receipt: id(), number: count() },
      because: code('amount', 'not-provided', 'better-knowledge', 'payment-dishonoured', 'entered-in-error', 'other'),
    },
    subjects: onParticipant,
    inTheWorld: true,
    example: { ...theirs, receipt: aReceipt, number: 1, because: 'amount' },
  }),
} as const;
