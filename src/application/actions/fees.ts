import { inForce } from '../../domain/agency/agency.js';
import {
  agreeArrangement,
  alreadyDisputed,
  arrangementIncomplete,
  arrangementNotFound,
  blockNeedsAgreement,
  chargeNotFound,
  decideDispute,
  disputeCharge,
  endArrangement,
  moreThanDue,
  noPrepaymentDiscount,
  notDisputed,
  nothingDue,
  payerNeedsConsent,
  reverseCharge,
  tellFee,
  unknownService,
  unknownStep,
  waiveFee,
  writeOff,
} from '../../domain/case/charges.js';
import { ARRANGEMENT_KINDS, feeFacts, TOLD_HOW } from '../../domain/case/fees-facts.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { localDateOf } from '../../domain/language/business-time.js';
import type { Circumstances } from '../../domain/language/decision.js';
import type { World } from '../../domain/world.js';
import {
  ActionBody,
  action,
  IsCents,
  IsCode,
  IsCount,
  IsDate,
  IsDigest,
  IsFlag,
  IsId,
  IsName,
  IsText,
  leg,
  Optional,
} from './action.js';

export class TellFee extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsName() service: string;
  @IsCode(...TOLD_HOW) how: (typeof TOLD_HOW)[number];
}

export class AgreeArrangement extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...ARRANGEMENT_KINDS) kind: (typeof ARRANGEMENT_KINDS)[number];
  /** Last day on which it holds; a later payment needs one. */
  @Optional() @IsDate() until?: string;
  /** Sliding scale: a step of the published one. */
  @Optional() @IsName() step?: string;
  /** Third-party payer. */
  @Optional() @IsId('person') payer?: string;
  /** Block: the service, the price of one session, how many, and the written agreement's digest. */
  @Optional() @IsName() service?: string;
  @Optional() @IsCents() unitCents?: number;
  @Optional() @IsCount(1, 100) sessions?: number;
  @Optional() @IsDigest() agreement?: string;
  /** Block: true when the agreement says how it is refunded. */
  @Optional() @IsFlag() refundProcedure?: boolean;
}

export class EndArrangement extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('arrangement') arrangement: string;
}

export class ChargeWithReason extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('charge') charge: string;
  @IsText(2_000) reason: string;
}

export class WaiveFee extends ChargeWithReason {
  /** Less than the whole charge, if so. */
  @Optional() @IsCents(1) cents?: number;
}

export class ReverseCharge extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('charge') charge: string;
  @IsCode('not-disclosed', 'not-provided', 'charged-in-error', 'other')
  because: 'not-disclosed' | 'not-provided' | 'charged-in-error' | 'other';
  @Optional() @IsText(2_000) reason?: string;
}

export class DisputeCharge extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('charge') charge: string;
  @Optional() @IsText(5_000) reason?: string;
}

export class DecideDispute extends ChargeWithReason {
  @IsCode('taken-back', 'stands') outcome: 'taken-back' | 'stands';
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const dayOf = (c: Circumstances<World>): string => localDateOf(c.happenedAt, c.world.zone);
const { FeeTold, ArrangementAgreed, ArrangementEnded, FeeWaived, WrittenOff } = feeFacts;
const { ChargeReversed, ChargeDisputed, DisputeDecided } = feeFacts;

const theirs = {
  case: '0190c7a0-0000-7000-8000-00000000ca5e',
  participant: '0190c7a0-0000-7000-8000-0000000000c1',
};
const charge = '0190c7a0-0000-7000-8000-000000000fee';
const nobody = [caseNotFound, notAParticipant];

export const feeActions = {
  TellFee: action<TellFee>({
    body: TellFee,
    kind: 'report',
    clauses: ['C4', 'R3'],
    says: 'Record that a participant was told the fee of a service; no session starts before.',
    who: ['front-desk', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, service, how }: TellFee, c) =>
          tellFee(s, { case: caseId, participant, service, how }, inForce(c.world.parameters.feeSchedules, dayOf(c))),
      }),
    ],
    states: [FeeTold],
    refuses: [...nobody, unknownService],
    example: { ...theirs, service: 'individual', how: 'in-person' },
  }),
  AgreeArrangement: action<AgreeArrangement>({
    body: AgreeArrangement,
    kind: 'request',
    clauses: ['C4'],
    says: 'Agree how a participant pays otherwise: sliding scale, another payer, later, or a block at the same unit price.',
    who: ['front-desk', 'manager'],
    makes: (_body, id) => id('arrangement'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: AgreeArrangement, c) => {
          const { kind, until, step, payer, service, unitCents, sessions, agreement, refundProcedure } = body;
          return agreeArrangement(
            s,
            {
              ...{ case: body.case, participant: body.participant, arrangement: c.id('arrangement'), kind },
              ...(until !== undefined && { until }),
              ...(step !== undefined && { step }),
              ...(payer !== undefined && { payer }),
              ...(service !== undefined && { service }),
              ...(unitCents !== undefined && { unitCents }),
              ...(sessions !== undefined && { sessions }),
              ...(agreement !== undefined && { agreement }),
              ...(refundProcedure !== undefined && { refundProcedure }),
            },
            c.world.parameters.feeSchedules,
            { at: c.happenedAt, day: dayOf(c) },
          );
        },
      }),
    ],
    states: [ArrangementAgreed],
    refuses: [
      ...[...nobody, arrangementIncomplete, unknownStep, payerNeedsConsent, unknownService],
      ...[noPrepaymentDiscount, blockNeedsAgreement],
    ],
    example: { ...theirs, kind: 'sliding-scale', step: 'B' },
  }),
  EndArrangement: action<EndArrangement>({
    body: EndArrangement,
    kind: 'request',
    clauses: ['C4'],
    says: 'End an arrangement about paying.',
    who: ['front-desk', 'manager', 'client'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, arrangement }: EndArrangement) =>
          endArrangement(s, { case: caseId, participant, arrangement }),
      }),
    ],
    states: [ArrangementEnded],
    refuses: [arrangementNotFound],
    example: { ...theirs, arrangement: '0190c7a0-0000-7000-8000-0000000000a1' },
  }),
  WaiveFee: action<WaiveFee>({
    body: WaiveFee,
    kind: 'request',
    clauses: ['C4'],
    says: 'Waive a charge, wholly or in part, with the reason.',
    who: ['front-desk', 'manager'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, charge: id, cents, reason }: WaiveFee) =>
          waiveFee(s, { case: caseId, participant, charge: id, cents, reason }),
      }),
    ],
    states: [FeeWaived],
    refuses: [chargeNotFound, nothingDue, moreThanDue],
    example: { ...theirs, charge, cents: 6000, reason: 'Bereavement.' },
  }),
  WriteOff: action<ChargeWithReason>({
    body: ChargeWithReason,
    kind: 'request',
    clauses: ['C4'],
    says: 'Give up what is still owed on a charge; a debt is never sold.',
    who: ['manager', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, charge: id, reason }: ChargeWithReason) =>
          writeOff(s, { case: caseId, participant, charge: id, reason }),
      }),
    ],
    states: [WrittenOff],
    refuses: [chargeNotFound, nothingDue],
    example: { ...theirs, charge, reason: 'Not to be had.' },
  }),
  ReverseCharge: action<ReverseCharge>({
    body: ReverseCharge,
    kind: 'request',
    clauses: ['C4'],
    says: 'Take a charge back; what had been paid of it is credit.',
    who: ['front-desk', 'manager'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, charge: id, because, reason }: ReverseCharge) =>
          reverseCharge(s, { case: caseId, participant, charge: id, because, reason }),
      }),
    ],
    states: [ChargeReversed],
    refuses: [chargeNotFound, nothingDue],
    example: { ...theirs, charge, because: 'not-disclosed' },
  }),
  DisputeCharge: action<DisputeCharge>({
    body: DisputeCharge,
    kind: 'request',
    clauses: ['C4', 'R10'],
    says: 'Dispute a charge; it neither blocks the next session nor takes its payment.',
    who: ['client', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, charge: id, reason }: DisputeCharge) =>
          disputeCharge(s, { case: caseId, participant, charge: id, reason }),
      }),
    ],
    states: [ChargeDisputed],
    refuses: [chargeNotFound, alreadyDisputed],
    example: { ...theirs, charge, reason: 'I left a message at 11:40.' },
  }),
  DecideDispute: action<DecideDispute>({
    body: DecideDispute,
    kind: 'request',
    clauses: ['C4'],
    says: 'Decide a disputed charge: take it back, or let it stand, with the reason.',
    who: ['manager', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, charge: id, outcome, reason }: DecideDispute) =>
          decideDispute(s, { case: caseId, participant, charge: id, outcome, reason }),
      }),
    ],
    states: [DisputeDecided],
    refuses: [chargeNotFound, notDisputed],
    example: { ...theirs, charge, outcome: 'taken-back', reason: 'The message was found.' },
  }),
} as const;
