import { callOffSession, callingOffFacts as inCase } from '../../domain/case/calling-off.js';
import { sessionFacts } from '../../domain/case/sessions-facts.js';
import { callingOffFacts, callOffBarred, callOffDay } from '../../domain/therapist/calling-off.js';
import { ActionBody, action, IsCode, IsDate, IsId, leg } from './action.js';

export class CancelTherapistDay extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsDate() day: string;
}

export class CancelBarredBookings extends ActionBody {
  @IsId('therapist') therapist: string;
}

export class CancelCalledOff extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsCode('away', 'may-not-practise') because: 'away' | 'may-not-practise';
}

const onTherapist = (body: { therapist: string }): string => `therapist-${body.therapist}`;
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const { BookingsCalledOff } = callingOffFacts;

export const callingOffActions = {
  CancelTherapistDay: action<CancelTherapistDay>({
    body: CancelTherapistDay,
    kind: 'request',
    clauses: ['T3', 'C3'],
    says: 'Call off what is still ahead of a therapist on one day: each session is cancelled by the agency, with a notice and another offer.',
    who: ['front-desk', 'therapist', 'manager'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        decide: (s, { therapist, day }: CancelTherapistDay, c) => callOffDay(s, { therapist, day }, c),
      }),
    ],
    states: [BookingsCalledOff],
    refuses: [],
    example: { therapist: aTherapist, day: '2026-03-17' },
  }),
  CancelBarredBookings: action<CancelBarredBookings>({
    body: CancelBarredBookings,
    kind: 'request',
    clauses: ['R4', 'T3', 'C3'],
    says: 'Call off every session ahead that a suspension or the end of supervision makes impossible, with a notice and another offer.',
    who: ['front-desk', 'manager', 'privacy-officer'],
    legs: [
      leg('therapist', {
        stream: onTherapist,
        decide: (s, { therapist }: CancelBarredBookings, c) => callOffBarred(s, { therapist }, c),
      }),
    ],
    states: [BookingsCalledOff],
    refuses: [],
    example: { therapist: aTherapist },
  }),
  CancelCalledOff: action<CancelCalledOff>({
    body: CancelCalledOff,
    kind: 'request',
    clauses: ['C3', 'T3'],
    says: 'Cancel in its case one session of a therapist that was called off, never with a fee, and offer another.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: (body: CancelCalledOff) => `case-${body.case}`,
        decide: (s, { case: caseId, session, because }: CancelCalledOff) =>
          callOffSession(s, { case: caseId, session, because }),
      }),
    ],
    states: [sessionFacts.SessionCancelledByAgency, inCase.AnotherSessionOffered],
    refuses: [],
    example: {
      case: '0190c7a0-0000-7000-8000-00000000ca5e',
      session: '0190c7a0-0000-7000-8000-0000000005e5',
      because: 'away',
    },
  }),
} as const;
