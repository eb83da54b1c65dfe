import { entryNotTheirs } from '../../domain/case/disclosed-entries.js';
import {
  CONTENT,
  disclosureAgainstInstruction,
  disclosureFacts,
  disclosureNotAllowed,
} from '../../domain/case/disclosure.js';
import { endingFacts } from '../../domain/case/ending.js';
import { incompletenessFacts } from '../../domain/case/incomplete-disclosure.js';
import {
  acceptReferral,
  acknowledgeLimit,
  declineReferral,
  followReferral,
  handOver,
  lapseReferral,
  offerReferral,
  referralIsOver,
  referralNotAccepted,
  referralNotFound,
  selfReferralUnsafeguarded,
} from '../../domain/case/referring.js';
import { LAPSES, LIMITS, referringFacts, SELF_REFERRAL_SAFEGUARDS } from '../../domain/case/referring-facts.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { ActionBody, action, IsCode, IsCodes, IsFlag, IsId, IsIds, IsText, leg, Optional } from './action.js';

export class AcknowledgeLimit extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsCode(...LIMITS) kind: (typeof LIMITS)[number];
  /** What lies beyond the therapist’s limits, sealed. */
  @IsText(5_000) words: string;
}

export class OfferReferral extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsText(2_000) to: string;
  /** True when it is to the therapist’s own private practice. */
  @IsFlag() ownPractice: boolean;
  /** For the own practice: every safeguard of the list. */
  @Optional() @IsCodes(SELF_REFERRAL_SAFEGUARDS, 0) safeguards?: (typeof SELF_REFERRAL_SAFEGUARDS)[number][];
}

export class ReferralOfParticipant extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('referral') referral: string;
}

export class DeclineReferral extends ReferralOfParticipant {
  @Optional() @IsText(2_000) words?: string;
}

export class HandOverReferral extends ReferralOfParticipant {
  @IsId('person') recipient: string;
  @IsCodes(CONTENT) content: (typeof CONTENT)[number][];
  @Optional() @IsIds(0) entries?: string[];
  @IsText() what: string;
}

export class FollowReferral extends ReferralOfParticipant {
  @IsCode('seen', 'on-waiting-list') outcome: 'seen' | 'on-waiting-list';
}

export class LapseReferral extends ReferralOfParticipant {
  @IsCode(...LAPSES) because: (typeof LAPSES)[number];
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const { LimitAcknowledged, SelfReferralSafeguarded, ReferralAccepted, ReferralDeclined } = referringFacts;
const { ReferralHandedOver, ReferralFollowed, ReferralLapsed } = referringFacts;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aRecipient = '0190c7a0-0000-7000-8000-0000000000d1';
const theirs = { case: aCase, participant: someone };
const example = { ...theirs, referral: '0190c7a0-0000-7000-8000-0000000000b1' };
const notTheirs = [caseNotFound, notAParticipant];
const named = ({ case: caseId, participant, referral }: ReferralOfParticipant) => ({
  case: caseId,
  participant,
  referral,
});

export const referringActions = {
  AcknowledgeLimit: action<AcknowledgeLimit>({
    body: AcknowledgeLimit,
    kind: 'report',
    clauses: ['T4'],
    says: 'Acknowledge that what a participant needs lies beyond the therapist’s limits; a referral is due.',
    who: ['therapist'],
    makes: (_body, id) => id('limit'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, kind, words }: AcknowledgeLimit, c) =>
          acknowledgeLimit(s, { case: caseId, participant, limit: c.id('limit'), kind, words }),
      }),
    ],
    states: [LimitAcknowledged],
    refuses: notTheirs,
    example: { ...theirs, kind: 'training', words: 'Needs somebody trained for what happened in childhood.' },
  }),
  OfferReferral: action<OfferReferral>({
    body: OfferReferral,
    kind: 'request',
    clauses: ['T4'],
    says: 'Offer a participant a referral; to the therapist’s own practice only with informed choice and every safeguard.',
    who: ['therapist'],
    makes: (body, id) => id(`referral ${body.participant}`),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, to, ownPractice, safeguards }: OfferReferral, c) =>
          offerReferral(s, {
            case: caseId,
            participant,
            referral: c.id(`referral ${participant}`),
            to,
            ownPractice,
            safeguards: safeguards ?? [],
          }),
      }),
    ],
    states: [endingFacts.ReferralOffered, SelfReferralSafeguarded],
    refuses: [...notTheirs, selfReferralUnsafeguarded],
    example: { ...theirs, to: 'The clinic for survivors, by its intake line.', ownPractice: false },
  }),
  AcceptReferral: action<ReferralOfParticipant>({
    body: ReferralOfParticipant,
    kind: 'request',
    clauses: ['T4'],
    says: 'Accept a referral.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [leg('case', { stream: onCase, decide: (s, body: ReferralOfParticipant) => acceptReferral(s, named(body)) })],
    states: [ReferralAccepted],
    refuses: [...notTheirs, referralNotFound, referralIsOver],
    example,
  }),
  DeclineReferral: action<DeclineReferral>({
    body: DeclineReferral,
    kind: 'request',
    clauses: ['T4'],
    says: 'Decline a referral; no reason is asked.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: DeclineReferral) =>
          declineReferral(s, { ...named(body), ...(body.words !== undefined && { words: body.words }) }),
      }),
    ],
    states: [ReferralDeclined],
    refuses: [...notTheirs, referralNotFound, referralIsOver],
    example: { ...example, words: 'Too far to travel.' },
  }),
  HandOverReferral: action<HandOverReferral>({
    body: HandOverReferral,
    kind: 'request',
    clauses: ['T4', 'R7'],
    says: 'Hand over what the recipient of a referral needs: a disclosure for care, under the participant’s live express consent only.',
    who: ['therapist'],
    makes: (_body, id) => id('disclosure'),
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: HandOverReferral) => [`file-${body.participant}`],
        decide: (s, body: HandOverReferral, c) =>
          handOver(
            s,
            {
              ...named(body),
              disclosure: c.id('disclosure'),
              recipient: body.recipient,
              content: body.content,
              entries: body.entries ?? [],
              purpose: 'care',
              what: body.what,
            },
            c,
          ),
      }),
    ],
    states: [
      ReferralHandedOver,
      disclosureFacts.DisclosureMade,
      disclosureFacts.DisclosureRefused,
      incompletenessFacts.DisclosureIncomplete,
    ],
    refuses: [
      ...notTheirs,
      entryNotTheirs,
      referralNotFound,
      referralNotAccepted,
      referralIsOver,
      disclosureNotAllowed,
      disclosureAgainstInstruction,
    ],
    example: {
      ...example,
      recipient: aRecipient,
      content: ['goals-and-progress'],
      what: 'A letter of one page: goals, what helped, what did not.',
    },
  }),
  ReportReferralFollowed: action<FollowReferral>({
    body: FollowReferral,
    kind: 'report',
    clauses: ['T4'],
    says: 'Report that a participant is seen by, or waits for, whoever they were referred to.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: FollowReferral) => followReferral(s, { ...named(body), outcome: body.outcome }),
      }),
    ],
    states: [ReferralFollowed],
    refuses: [...notTheirs, referralNotFound],
    example: { ...example, outcome: 'seen' },
  }),
  ReportReferralLapsed: action<LapseReferral>({
    body: LapseReferral,
    kind: 'report',
    clauses: ['T4'],
    says: 'Report that a referral came to nothing, and why; unless the participant chose so, another is due.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: LapseReferral) => lapseReferral(s, { ...named(body), because: body.because }),
      }),
    ],
    states: [ReferralLapsed],
    refuses: [...notTheirs, referralNotFound],
    example: { ...example, because: 'no-place' },
  }),
} as const;
