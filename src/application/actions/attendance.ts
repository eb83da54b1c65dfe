import {
  attendedAndMissed,
  providedInFull,
  recordAttendance,
  reportNotProvided,
  reportSessionHeld,
  reportUnbookedSession,
} from '../../domain/case/attendance.js';
import { attendanceFacts, NOT_PROVIDED } from '../../domain/case/attendance-facts.js';
import {
  lengthNotSaid,
  localTimeDoesNotExist,
  localTimeExistsTwice,
  sessionInThePast,
  sessionNotBegun,
} from '../../domain/case/booking.js';
import type { CaseState } from '../../domain/case/case.js';
import { paymentFacts } from '../../domain/case/fees-facts.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { seatHasEnded, seatNotFound, sessionHasBegun, sessionNotFound } from '../../domain/case/sessions.js';
import { MODALITIES, type Modality, sessionFacts } from '../../domain/case/sessions-facts.js';
import {
  counsellingYetToBeConsented,
  counsellingYetToBeExplained,
  feeNotTold,
  overrideForUrgentCare,
  policiesNotGiven,
  sessionNotPaid,
  sessionOnAnotherDay,
  startSession,
} from '../../domain/case/starting.js';
import {
  therapistNotInGoodStanding,
  therapistNotRegistered,
  therapistWithoutSupervision,
} from '../../domain/therapist/registration.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCount,
  IsId,
  IsIds,
  IsLocalTime,
  IsName,
  IsText,
  leg,
  Optional,
} from './action.js';

export class StartSession extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsIds(1, 30) present: string[];
}

export class OverrideForUrgentCare extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsId('person') participant: string;
  @IsText(5_000) reason: string;
}

export class RecordAttendance extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsIds(0, 30) attended: string[];
  @IsIds(0, 30) missed: string[];
}

export class ReportSessionHeld extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsIds(1, 30) attended: string[];
}

export class ReportUnbookedSession extends ActionBody {
  @IsId('case') case: string;
  @IsId('therapist') therapist: string;
  @IsLocalTime() startLocal: string;
  @Optional() @IsCode('earlier', 'later') fold?: 'earlier' | 'later';
  @IsCode(...MODALITIES) modality: Modality;
  @IsName() service: string;
  /** How long it was, where no fee was published for it. */
  @Optional() @IsCount(1, 1_440) minutes?: number;
  @IsIds(1, 30) participants: string[];
  @Optional() @IsCode('each', 'shared') sharing?: 'each' | 'shared';
}

export class ReportNotProvided extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsCode(...NOT_PROVIDED) because: (typeof NOT_PROVIDED)[number];
  @IsCount(0, 480) minutesProvided: number;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const { UrgentCareOverridden, SessionStarted, SessionHeld, SeatAttended, SeatMissed } = attendanceFacts;
const { SessionNotProvided, SessionHeldUnpaid, SessionHeldUninformed, SessionHeldWhileBarred } = attendanceFacts;
const { PaymentReallocated, ReceiptVoided } = paymentFacts;

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const session = { case: aCase, session: aSession };
const shown = [SessionHeld, SeatAttended, SessionHeldUnpaid, SessionHeldUninformed, SessionHeldWhileBarred];
const noSeat = [sessionNotFound, seatNotFound, seatHasEnded];

/** The therapist of the session named, whose standing that day is asked for. */
const itsTherapist = (body: { session: string }, state: CaseState): readonly string[] => {
  const known = state.sessions.sessions.get(body.session);
  return known === undefined ? [] : [`therapist-${known.therapist}`];
};

export const attendanceActions = {
  StartSession: action<StartSession>({
    body: StartSession,
    kind: 'request',
    clauses: ['C4', 'R3', 'R7', 'T2', 'R4'],
    says: 'Start a session with those present: informed, consenting, and paid or with an arrangement; else it does not start.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: StartSession, state) => itsTherapist(body, state),
        decide: (s, { case: caseId, session: id, present }: StartSession, c) =>
          startSession(s, { case: caseId, session: id, present }, c),
      }),
    ],
    states: [SessionStarted, PaymentReallocated],
    refuses: [
      ...[...noSeat, sessionHasBegun, sessionOnAnotherDay, policiesNotGiven, counsellingYetToBeExplained],
      ...[counsellingYetToBeConsented, feeNotTold, sessionNotPaid],
      ...[therapistNotRegistered, therapistNotInGoodStanding, therapistWithoutSupervision],
    ],
    example: { ...session, present: [someone] },
  }),
  OverrideForUrgentCare: action<OverrideForUrgentCare>({
    body: OverrideForUrgentCare,
    kind: 'request',
    clauses: ['R3', 'T2'],
    says: 'Let urgent care go before what must be given first, for one participant and session, with the reason.',
    who: ['therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session: id, participant, reason }: OverrideForUrgentCare) =>
          overrideForUrgentCare(s, { case: caseId, session: id, participant, reason }),
      }),
    ],
    states: [UrgentCareOverridden],
    refuses: noSeat,
    example: { ...session, participant: someone, reason: 'In acute distress at the door.' },
  }),
  RecordAttendance: action<RecordAttendance>({
    body: RecordAttendance,
    kind: 'report',
    clauses: ['C3', 'C4', 'C5'],
    says: 'Record who attended a session and who missed it; the missed-session fee only if it was disclosed beforehand.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: RecordAttendance, state) => itsTherapist(body, state),
        decide: (s, { case: caseId, session: id, attended, missed }: RecordAttendance, c) =>
          recordAttendance(s, { case: caseId, session: id, attended, missed }, c),
      }),
    ],
    states: [...shown, SeatMissed, PaymentReallocated, ReceiptVoided],
    refuses: [...noSeat, attendedAndMissed, sessionNotBegun],
    example: { ...session, attended: [someone], missed: [] },
  }),
  ReportSessionHeld: action<ReportSessionHeld>({
    body: ReportSessionHeld,
    kind: 'report',
    clauses: ['C4', 'R3', 'T2', 'R4'],
    says: 'Report that a booked session was held, whatever was missing; the breach shows.',
    who: ['therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: ReportSessionHeld, state) => itsTherapist(body, state),
        decide: (s, { case: caseId, session: id, attended }: ReportSessionHeld, c) =>
          reportSessionHeld(s, { case: caseId, session: id, attended }, c),
      }),
    ],
    states: [...shown, PaymentReallocated, ReceiptVoided],
    refuses: [...noSeat, sessionNotBegun],
    example: { ...session, attended: [someone] },
  }),
  ReportUnbookedSession: action<ReportUnbookedSession>({
    body: ReportUnbookedSession,
    kind: 'report',
    clauses: ['C3', 'C4', 'R3', 'T2', 'R4'],
    says: 'Report that a session was held which nobody had booked; where no fee was published for it, nothing is asked.',
    who: ['therapist', 'front-desk'],
    makes: (_body, id) => id('session'),
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: ReportUnbookedSession) => [`therapist-${body.therapist}`],
        decide: (s, body: ReportUnbookedSession, c) => {
          const { case: caseId, therapist, startLocal, fold, modality, service, minutes, participants, sharing } = body;
          const at = { startLocal, fold, modality, service, minutes };
          const booking = { case: caseId, therapist, ...at, participants, sharing };
          return reportUnbookedSession(s, booking, c.id('session'), c);
        },
      }),
    ],
    states: [sessionFacts.SessionBooked, ...shown, PaymentReallocated],
    refuses: [
      ...[caseNotFound, notAParticipant, sessionNotBegun, sessionInThePast, lengthNotSaid],
      ...[localTimeDoesNotExist, localTimeExistsTwice],
    ],
    example: {
      case: aCase,
      therapist: aTherapist,
      startLocal: '2026-02-17T09:00',
      modality: 'telephone',
      service: 'individual',
      participants: [someone],
    },
  }),
  ReportNotProvided: action<ReportNotProvided>({
    body: ReportNotProvided,
    kind: 'report',
    clauses: ['R1', 'T1', 'C4'],
    says: 'Report that the therapist was absent, late, or cut the session short; only the part provided is charged.',
    who: ['front-desk', 'therapist', 'manager'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session: id, because, minutesProvided }: ReportNotProvided, c) =>
          reportNotProvided(s, { case: caseId, session: id, because, minutesProvided }, c),
      }),
    ],
    states: [SessionNotProvided, ReceiptVoided],
    refuses: [sessionNotFound, seatHasEnded, sessionNotBegun, providedInFull],
    example: { ...session, because: 'therapist-late', minutesProvided: 30 },
  }),
} as const;
