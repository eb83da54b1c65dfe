import {
  announceEmergency,
  closeEmergencyAccess,
  emergencyNotForRole,
  emergencyNotFound,
  emergencyOfAnother,
  emergencyReviewNotDue,
  emergencySecondPerson,
  markEmergencyReviewOverdue,
  openEmergencyAccess,
  reviewEmergencyAccess,
} from '../../domain/case/emergency.js';
import {
  EMERGENCY_GROUNDS,
  EMERGENCY_OUTCOMES,
  type EmergencyGround,
  emergencyFacts,
} from '../../domain/case/emergency-facts.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { ActionBody, action, IsCode, IsId, IsText, leg } from './action.js';

export class OpenEmergencyAccess extends ActionBody {
  @IsId('case') case: string;
  @IsCode(...EMERGENCY_GROUNDS) ground: EmergencyGround;
  @IsText() reason: string;
}

export class EmergencyNamed extends ActionBody {
  @IsId('case') case: string;
  @IsId('emergency') emergency: string;
}

export class AnnounceEmergencyAccess extends EmergencyNamed {
  /** The privacy officer to whom a message was sent. */
  @IsId('person') to: string;
}

export class ReviewEmergencyAccess extends EmergencyNamed {
  @IsCode(...EMERGENCY_OUTCOMES) outcome: (typeof EMERGENCY_OUTCOMES)[number];
  @IsText() findings: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const named = ({ case: caseId, emergency }: EmergencyNamed) => ({ case: caseId, emergency });
const caseExample = { case: '0190c7a0-0000-7000-8000-00000000ca5e' };
const example = { ...caseExample, emergency: '0190c7a0-0000-7000-8000-0000000000e9' };

export const emergencyActions = {
  OpenEmergencyAccess: action<OpenEmergencyAccess>({
    body: OpenEmergencyAccess,
    kind: 'request',
    clauses: ['R7'],
    says: 'Open a case that is not yours because of an emergency: for a short time, announced, and reviewed by a second person.',
    who: ['staff'],
    makes: (_body, id) => id('emergency'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, ground, reason }: OpenEmergencyAccess, c) =>
          openEmergencyAccess(s, { case: caseId, ground, reason }, c),
      }),
    ],
    states: [emergencyFacts.EmergencyAccessOpened],
    refuses: [emergencyNotForRole, caseNotFound],
    example: {
      ...caseExample,
      ground: 'risk-of-serious-harm',
      reason: 'A call from the emergency department; the therapist of record is on an aeroplane.',
    },
  }),
  AnnounceEmergencyAccess: action<AnnounceEmergencyAccess>({
    body: AnnounceEmergencyAccess,
    kind: 'report',
    clauses: ['R7'],
    says: 'Record that a privacy officer was sent a message of an emergency access; only the service does.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: AnnounceEmergencyAccess) => announceEmergency(s, { ...named(body), to: body.to }),
      }),
    ],
    states: [emergencyFacts.EmergencyAccessAnnounced],
    refuses: [emergencyNotFound],
    example: { ...example, to: '0190c7a0-0000-7000-8000-0000000000f0' },
  }),
  CloseEmergencyAccess: action<EmergencyNamed>({
    body: EmergencyNamed,
    kind: 'request',
    clauses: ['R7'],
    says: 'Close an emergency access before its time: whoever opened it, or a privacy officer.',
    who: ['staff'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: EmergencyNamed, c) => closeEmergencyAccess(s, named(body), c),
      }),
    ],
    states: [emergencyFacts.EmergencyAccessClosed],
    refuses: [emergencyNotFound, emergencyOfAnother],
    example,
  }),
  ReviewEmergencyAccess: action<ReviewEmergencyAccess>({
    body: ReviewEmergencyAccess,
    kind: 'request',
    clauses: ['R7'],
    says: 'Record what a second person finds of an emergency access: justified, or not and then a breach to be assessed.',
    who: ['privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ReviewEmergencyAccess, c) =>
          reviewEmergencyAccess(s, { ...named(body), outcome: body.outcome, findings: body.findings }, c),
      }),
    ],
    states: [emergencyFacts.EmergencyAccessReviewed],
    refuses: [emergencyNotFound, emergencySecondPerson],
    example: {
      ...example,
      outcome: 'justified',
      findings: 'The call is on record; only the safety plan was read.',
    },
  }),
  MarkEmergencyReviewOverdue: action<EmergencyNamed>({
    body: EmergencyNamed,
    kind: 'report',
    clauses: ['R7'],
    says: 'Say that no review of an emergency access was known by its time; only the clock does.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: EmergencyNamed, c) => markEmergencyReviewOverdue(s, named(body), c),
      }),
    ],
    states: [emergencyFacts.EmergencyReviewOverdue],
    refuses: [emergencyNotFound, emergencyReviewNotDue],
    example,
  }),
} as const;
