import { parameterOn } from '../../domain/agency/agency.js';
import {
  type Booking,
  bookingHasLapsed,
  bookSession,
  localTimeDoesNotExist,
  localTimeExistsTwice,
  noBusinessCalendar,
  noFeeForService,
  ownSeatOnly,
  planSession,
  sessionExists,
  sessionInThePast,
  sessionTooFarAhead,
} from '../../domain/case/booking.js';
import {
  cancelByAgency,
  cancelSeat,
  confirmSeat,
  evidenceNeeded,
  othersHaveSeats,
} from '../../domain/case/cancelling.js';
import { deadlineNotReached, extendDeadlines, lapseBooking, markUnconfirmed } from '../../domain/case/clock.js';
import { rescheduleSession } from '../../domain/case/rescheduling.js';
import { caseIsClosed, caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { seatHasEnded, seatNotFound, sessionHasBegun, sessionNotFound } from '../../domain/case/sessions.js';
import {
  AGENCY_REASONS,
  type AgencyReason,
  MODALITIES,
  type Modality,
  sessionFacts,
} from '../../domain/case/sessions-facts.js';
import { addMilliseconds, localDateOf } from '../../domain/language/business-time.js';
import { accept, type Circumstances, type Decision } from '../../domain/language/decision.js';
import { isAvailable, outsideAvailability } from '../../domain/therapist/availability.js';
import {
  barOn,
  therapistNotInGoodStanding,
  therapistNotRegistered,
  therapistWithoutSupervision,
} from '../../domain/therapist/registration.js';
import {
  holdSlot,
  holdStillOpen,
  releaseSlot,
  settleSlot,
  slotFacts,
  slotTaken,
} from '../../domain/therapist/slots.js';
import type { TherapistState } from '../../domain/therapist/therapist.js';
import type { World } from '../../domain/world.js';
import {
  ActionBody,
  action,
  IsCode,
  IsFlag,
  IsId,
  IsIds,
  IsLocalTime,
  IsName,
  IsText,
  leg,
  Optional,
} from './action.js';

type Here = Circumstances<World>;

export class BookSession extends ActionBody {
  @IsId('case') case: string;
  @IsId('therapist') therapist: string;
  @IsLocalTime() startLocal: string;
  /** Which of two, when clocks go back over that time. */
  @Optional() @IsCode('earlier', 'later') fold?: 'earlier' | 'later';
  @IsCode(...MODALITIES) modality: Modality;
  /** A service of the fee schedule. */
  @IsName() service: string;
  @IsIds(1, 30) participants: string[];
  /** Each pays the fee, or one fee is shared; by default a couple and a family share. */
  @Optional() @IsCode('each', 'shared') sharing?: 'each' | 'shared';
  /** Booking after the deadline: true when it was said that a late cancellation costs all the same. */
  @Optional() @IsFlag() lateRuleTold?: boolean;
}

export class RescheduleSession extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsId('person') participant: string;
  @IsId('therapist') therapist: string;
  @IsLocalTime() startLocal: string;
  @Optional() @IsCode('earlier', 'later') fold?: 'earlier' | 'later';
  @Optional() @IsCode(...MODALITIES) modality?: Modality;
  @Optional() @IsCode('each', 'shared') sharing?: 'each' | 'shared';
  @Optional() @IsFlag() lateRuleTold?: boolean;
}

export class SeatOfSession extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsId('person') participant: string;
}

export class CancelSeat extends SeatOfSession {
  @Optional() @IsText(2_000) reason?: string;
}

export class CancelByAgency extends ActionBody {
  @IsId('case') case: string;
  @IsId('session') session: string;
  @IsCode(...AGENCY_REASONS) because: AgencyReason;
  @Optional() @IsText(2_000) note?: string;
}

export class HeldSlot extends ActionBody {
  @IsId('therapist') therapist: string;
  @IsId('case') case: string;
  @IsId('session') session: string;
}

export class DeadlinesOfCase extends ActionBody {
  @IsId('case') case: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const onTherapist = (body: { therapist: string }): string => `therapist-${body.therapist}`;
const { SessionBooked, SeatConfirmed, SeatUnconfirmed, SeatCancelled, SessionCancelledByAgency } = sessionFacts;
const { BookingLapsed, DeadlineExtended } = sessionFacts;
const { SlotHeld, SlotReleased, SlotSettled } = slotFacts;

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const seat = { case: aCase, session: aSession, participant: someone };
const noSeat = [sessionNotFound, seatNotFound, seatHasEnded, sessionHasBegun];
const noBooking = [
  ...[caseNotFound, caseIsClosed, notAParticipant, sessionExists, bookingHasLapsed, slotTaken, outsideAvailability],
  ...[localTimeDoesNotExist, localTimeExistsTwice, sessionInThePast, sessionTooFarAhead, noFeeForService],
  ...[noBusinessCalendar, therapistNotRegistered, therapistNotInGoodStanding, therapistWithoutSupervision],
];

const bookingOf = (body: BookSession): Booking => ({
  case: body.case,
  therapist: body.therapist,
  startLocal: body.startLocal,
  fold: body.fold,
  modality: body.modality,
  service: body.service,
  participants: body.participants,
  sharing: body.sharing,
  lateRuleTold: body.lateRuleTold,
});

const barFor = ({ therapist, startLocal }: { therapist: string; startLocal: string }, { world }: Here) =>
  barOn(world.therapist(therapist).registration, startLocal.slice(0, 10));

/** Holds the time that a booking needs, when the case would take it: a client’s within what the therapist published. */
function hold(
  state: TherapistState,
  when: Pick<Booking, 'case' | 'therapist' | 'startLocal' | 'fold' | 'service'>,
  inCase: Decision,
  c: Here,
  insteadOf?: string,
): Decision {
  if ('refusal' in inCase) return { refusal: inCase.refusal };
  const plan = planSession(when, c);
  if ('refusal' in plan) return plan;
  const { start, end, minutes } = plan;
  if (c.actor.role === 'client' && !isAvailable(state.availability, when.startLocal, minutes)) {
    return outsideAvailability({ field: 'startLocal' });
  }
  const day = localDateOf(c.now, c.world.zone);
  const until = addMilliseconds(c.now, parameterOn(c.world.parameters, 'slot-hold-minutes', day) * 60_000);
  return holdSlot(state, {
    therapist: when.therapist,
    session: c.id('session'),
    case: when.case,
    start,
    end,
    until,
    ...(insteadOf !== undefined && { insteadOf }),
  });
}

/** The case refused: the time held for it is free again. */
const undoHold = leg('therapist', {
  stream: onTherapist,
  decide: (s, { therapist }: { therapist: string }, c) => releaseSlot(s, { therapist, session: c.id('session') }),
});

const moveIn = (c: Here, body: RescheduleSession, state: ReturnType<World['case']>, bar: Decision | undefined) =>
  rescheduleSession(state, body, c.id('session'), bar, c);

export const sessionActions = {
  BookSession: action<BookSession>({
    body: BookSession,
    kind: 'request',
    clauses: ['C3', 'C4', 'R4', 'T3'],
    says: 'Book a session: the therapist’s time is held, then the case has it, with its promised noon and frozen prices.',
    who: ['client', 'front-desk', 'therapist'],
    makes: (_body, id) => id('session'),
    legs: [
      leg('therapist', {
        stream: onTherapist,
        also: (body: BookSession) => [onCase(body)],
        decide: (s, body: BookSession, c) => {
          const bar = barOn(s.registration, body.startLocal.slice(0, 10));
          const inCase = bookSession(c.world.case(body.case), bookingOf(body), c.id('session'), bar, c);
          return hold(s, body, inCase, c);
        },
      }),
      leg('case', {
        stream: onCase,
        also: (body: BookSession) => [onTherapist(body)],
        decide: (s, body: BookSession, c) => bookSession(s, bookingOf(body), c.id('session'), barFor(body, c), c),
        undo: undoHold as never,
      }),
    ],
    states: [SlotHeld, SlotReleased, SessionBooked],
    refuses: [...noBooking, ownSeatOnly],
    example: {
      case: aCase,
      therapist: aTherapist,
      startLocal: '2026-02-17T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [someone],
    },
  }),
  RescheduleSession: action<RescheduleSession>({
    body: RescheduleSession,
    kind: 'request',
    clauses: ['C3', 'C4'],
    says: 'Move a session: the original is judged first as a cancellation, the new one has its own deadline.',
    who: ['client', 'front-desk', 'therapist'],
    makes: (_body, id) => id('session'),
    legs: [
      leg('therapist', {
        stream: onTherapist,
        also: (body: RescheduleSession) => [onCase(body)],
        decide: (s, body: RescheduleSession, c) => {
          const inCase = c.world.case(body.case);
          const moved = moveIn(c, body, inCase, barOn(s.registration, body.startLocal.slice(0, 10)));
          const service = inCase.sessions.sessions.get(body.session)?.seats.get(body.participant)?.service ?? '';
          const { case: caseId, therapist, startLocal, fold, session } = body;
          return hold(s, { case: caseId, therapist, startLocal, fold, service }, moved, c, session);
        },
      }),
      leg('case', {
        stream: onCase,
        also: (body: RescheduleSession) => [onTherapist(body)],
        decide: (s, body: RescheduleSession, c) => moveIn(c, body, s, barFor(body, c)),
        undo: undoHold as never,
      }),
    ],
    states: [SlotHeld, SlotReleased, SeatCancelled, SessionBooked],
    refuses: [...noBooking, ...noSeat, othersHaveSeats, evidenceNeeded],
    example: { ...seat, therapist: aTherapist, startLocal: '2026-02-19T09:00' },
  }),
  ConfirmSeat: action<SeatOfSession>({
    body: SeatOfSession,
    kind: 'request',
    clauses: ['C3'],
    says: 'Confirm a participant’s seat; when it was received decides whether in time.',
    who: ['client', 'front-desk', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session, participant }: SeatOfSession, c) =>
          confirmSeat(s, { case: caseId, session, participant }, c),
      }),
    ],
    states: [SeatConfirmed],
    refuses: [...noSeat, evidenceNeeded],
    example: seat,
  }),
  CancelSeat: action<CancelSeat>({
    body: CancelSeat,
    kind: 'request',
    clauses: ['C3', 'C4'],
    says: 'Give up a participant’s seat; after the deadline the fee disclosed at booking is charged, and no other.',
    who: ['client', 'front-desk', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session, participant, reason }: CancelSeat, c) =>
          cancelSeat(s, { case: caseId, session, participant, ...(reason !== undefined && { reason }) }, c),
      }),
    ],
    states: [SeatCancelled],
    refuses: [...noSeat, evidenceNeeded],
    example: { ...seat, reason: 'Called away for work.' },
  }),
  CancelByAgency: action<CancelByAgency>({
    body: CancelByAgency,
    kind: 'request',
    clauses: ['C3', 'C4', 'T3'],
    says: 'Cancel a session by the agency: never a fee, what was prepaid is credit.',
    who: ['front-desk', 'therapist', 'manager'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session, because, note }: CancelByAgency) =>
          cancelByAgency(s, { case: caseId, session, because, ...(note !== undefined && { note }) }),
      }),
    ],
    states: [SessionCancelledByAgency],
    refuses: [sessionNotFound, seatHasEnded, sessionHasBegun],
    example: { case: aCase, session: aSession, because: 'therapist-away', note: 'Ill since this morning.' },
  }),
  MarkUnconfirmed: action<SeatOfSession>({
    body: SeatOfSession,
    kind: 'report',
    clauses: ['C3'],
    says: 'At the deadline no confirmation of a seat is known.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, session, participant }: SeatOfSession, c) =>
          markUnconfirmed(s, { case: caseId, session, participant }, c),
      }),
    ],
    states: [SeatUnconfirmed],
    refuses: [sessionNotFound, seatNotFound, deadlineNotReached],
    example: seat,
  }),
  SettleHold: action<HeldSlot>({
    body: HeldSlot,
    kind: 'request',
    clauses: ['C3'],
    says: 'Settle held time whose session the case has; else say in the case that the booking lapsed, then release it.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        also: (body: HeldSlot) => [onTherapist(body)],
        decide: (s, { case: caseId, session, therapist }: HeldSlot, c) => {
          const held = c.world.therapist(therapist).slots.held.get(session);
          const over = held !== undefined && held.until <= c.now;
          return lapseBooking(s, { case: caseId, session, therapist }, over ? held.until : undefined);
        },
      }),
      leg('therapist', {
        stream: onTherapist,
        also: (body: HeldSlot) => [onCase(body)],
        decide: (s, { case: caseId, session, therapist }: HeldSlot, c) => {
          const { sessions, lapsed } = c.world.case(caseId).sessions;
          const inCase = sessions.has(session) ? 'booked' : lapsed.has(session) ? 'lapsed' : 'unknown';
          return settleSlot(s, { therapist, session }, inCase);
        },
      }),
    ],
    states: [BookingLapsed, SlotSettled, SlotReleased],
    refuses: [holdStillOpen],
    example: { therapist: aTherapist, case: aCase, session: aSession },
  }),
  ExtendDeadlines: action<DeadlinesOfCase>({
    body: DeadlinesOfCase,
    kind: 'report',
    clauses: ['C3'],
    says: 'After a calendar is published, say which sessions of a case now have a later deadline; none ever gets an earlier one.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId }: DeadlinesOfCase, c) =>
          s.roster.case === undefined ? accept() : extendDeadlines(s, { case: caseId }, c),
      }),
    ],
    states: [DeadlineExtended, SeatCancelled],
    refuses: [],
    example: { case: aCase },
  }),
} as const;
