import { fact, widened } from '../language/fact.js';
import {
  cents,
  code,
  count,
  date,
  flag,
  id,
  instant,
  list,
  localTime,
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
const aLateFee = '0190c7a0-0000-7000-8000-000000001fee';

/** Where a session takes place. */
export const MODALITIES = ['in-person', 'video', 'telephone'] as const;
export type Modality = (typeof MODALITIES)[number];

/** The deadline promised for a session: instant, wall time, zone, the calendar used and every day passed over with its reason. */
export const promised = record({
  instant: instant(),
  local: name(),
  zone: name(),
  calendarVersion: name(),
  skipped: list(record({ date: date(), reason: name() })),
});

/** What a seat costs, frozen at booking; all sums include their tax. */
export const seatFields = {
  participant: id(),
  service: name(),
  charge: id(),
  cents: cents(),
  taxCents: cents(),
  /** True when cancellation and fee policies had been given beforehand: only then may a late or missed seat cost anything. */
  lateFeeDisclosed: flag(),
  lateCancellationCents: cents(),
  lateCancellationTaxCents: cents(),
  missedCents: cents(),
  missedTaxCents: cents(),
};

/** What becomes of a seat's charge when the seat ends, and what is charged in its stead. */
export const ending = {
  charge: id(),
  /** What was still due on it and no longer is. */
  releasedCents: cents(),
  feeCharge: optional(id()),
  feeCents: cents(),
  feeTaxCents: cents(),
};

/** Why a seat is cancelled. */
export const CANCELLED_BECAUSE = ['client', 'rescheduled', 'rescheduled-with'] as const;
/** Why a seat is released without being cancelled by its client (R11, rules 50, 53). */
export const RELEASED_BECAUSE = [
  'client-ended',
  'participant-left',
  'other-left',
  'therapist-ended',
  'case-closed',
  'died',
] as const;
export type ReleasedBecause = (typeof RELEASED_BECAUSE)[number];
/** Why the agency cancels. */
export const AGENCY_REASONS = [
  'therapist-away',
  'office-closed',
  'therapist-unavailable',
  'booked-in-error',
  'other',
] as const;
export type AgencyReason = (typeof AGENCY_REASONS)[number];

const seat = { case: aCase, session: aSession, participant: aPerson };
const onParticipant = { participant: 'participant' } as const;

/** Booking, confirming and cancelling: clause C3. */
export const sessionFacts = {
  SessionBooked: fact({
    type: 'SessionBooked',
    ...widened,
    stream: 'case',
    clauses: ['C3', 'C4'],
    says: 'A session was booked: its local time and instant, its seats with their frozen prices, and the noon promised.',
    fields: {
      case: id(),
      session: id(),
      therapist: id(),
      modality: code(...MODALITIES),
      startLocal: localTime(),
      zone: name(),
      start: instant(),
      end: instant(),
      minutes: count(),
      seats: list(record(seatFields)),
      /** Absent when a session is reported for which no fee was published: nothing is asked for it. */
      feeSchedule: optional(name()),
      /** Absent when the booking was made after its deadline: no deadline in the past is ever promised (rule 4). */
      deadline: optional(promised),
      insteadOf: optional(id('session')),
      /** True when the session was not booked but reported after it happened (rule 36). */
      reported: flag(),
    },
    subjects: { 'seats.participant': 'participant', therapist: 'staff' },
    example: {
      case: aCase,
      session: aSession,
      therapist: aTherapist,
      modality: 'in-person',
      startLocal: '2026-02-17T09:00',
      zone: 'America/Toronto',
      start: '2026-02-17T14:00:00.000Z',
      end: '2026-02-17T14:50:00.000Z',
      minutes: 50,
      seats: [
        {
          participant: aPerson,
          service: 'individual',
          charge: aCharge,
          cents: 12000,
          taxCents: 0,
          lateFeeDisclosed: true,
          lateCancellationCents: 6000,
          lateCancellationTaxCents: 0,
          missedCents: 12000,
          missedTaxCents: 0,
        },
      ],
      feeSchedule: '2026-1',
      deadline: {
        instant: '2026-02-13T17:00:00.000Z',
        local: '2026-02-13T12:00:00.000',
        zone: 'America/Toronto',
        calendarVersion: '2026-1',
        skipped: [
          { date: '2026-02-16', reason: 'Family Day' },
          { date: '2026-02-15', reason: 'Sunday' },
          { date: '2026-02-14', reason: 'Saturday' },
        ],
      },
      reported: false,
    },
  }),
  SeatConfirmed: fact({
    type: 'SeatConfirmed',
    stream: 'case',
    clauses: ['C3'],
    says: 'A participant confirmed their seat, in time or late.',
    fields: { case: id(), session: id(), participant: id(), late: flag(), acrossDeadline: flag() },
    subjects: onParticipant,
    example: { ...seat, late: false, acrossDeadline: false },
  }),
  SeatUnconfirmed: fact({
    type: 'SeatUnconfirmed',
    stream: 'case',
    clauses: ['C3'],
    says: 'At the deadline no confirmation of a seat was known; it is neither cancelled nor lost (rule 8).',
    fields: { case: id(), session: id(), participant: id() },
    subjects: onParticipant,
    example: seat,
  }),
  SeatCancelled: fact({
    type: 'SeatCancelled',
    stream: 'case',
    clauses: ['C3', 'C4'],
    says: 'A participant’s seat was cancelled, in time or late; late, the fee disclosed at booking takes the place of the session’s.',
    fields: {
      case: id(),
      session: id(),
      participant: id(),
      therapist: id(),
      because: code(...CANCELLED_BECAUSE),
      late: flag(),
      /** The deadline it was judged by: the later of the promise and what the calendar in force gave (rule 5). */
      judgedBy: optional(instant()),
      /** True when it was recorded after the deadline it met: listed for review (rule 39). */
      acrossDeadline: flag(),
      ...ending,
      /** True when nobody’s seat is left: the therapist’s time is to be released. */
      slotFree: flag(),
      reason: sealed('reason', 'R', optional(text())),
    },
    subjects: { ...onParticipant, therapist: 'staff' },
    compartments: { reason: 'participant' },
    example: {
      ...seat,
      therapist: aTherapist,
      because: 'client',
      late: true,
      judgedBy: '2026-02-13T17:00:00.000Z',
      acrossDeadline: false,
      charge: aCharge,
      releasedCents: 12000,
      feeCharge: aLateFee,
      feeCents: 6000,
      feeTaxCents: 0,
      slotFree: true,
      reason: 'Called away for work.',
    },
  }),
  SeatReleased: fact({
    type: 'SeatReleased',
    stream: 'case',
    clauses: ['R11', 'C3'],
    says: 'A seat was released because somebody’s counselling ended; late only if its deadline had passed already (rule 35).',
    fields: {
      case: id(),
      session: id(),
      participant: id(),
      therapist: id(),
      because: code(...RELEASED_BECAUSE),
      late: flag(),
      ...ending,
      slotFree: flag(),
    },
    subjects: { ...onParticipant, therapist: 'staff' },
    example: {
      ...seat,
      therapist: aTherapist,
      because: 'client-ended',
      late: false,
      charge: aCharge,
      releasedCents: 12000,
      feeCents: 0,
      feeTaxCents: 0,
      slotFree: true,
    },
  }),
  SessionCancelledByAgency: fact({
    type: 'SessionCancelledByAgency',
    stream: 'case',
    clauses: ['C3', 'C4', 'T3'],
    says: 'The agency cancelled a session: nothing is charged, what was prepaid is credit, nothing counts against a client.',
    fields: {
      case: id(),
      session: id(),
      therapist: id(),
      because: code(...AGENCY_REASONS),
      seats: list(record({ participant: id(), charge: id(), releasedCents: cents() })),
      note: sealed('note', 'N', optional(text())),
    },
    subjects: { 'seats.participant': 'participant', therapist: 'staff' },
    compartments: { note: 'stream' },
    example: {
      case: aCase,
      session: aSession,
      therapist: aTherapist,
      because: 'therapist-away',
      seats: [{ participant: aPerson, charge: aCharge, releasedCents: 12000 }],
      note: 'Ill since this morning.',
    },
  }),
  BookingLapsed: fact({
    type: 'BookingLapsed',
    stream: 'case',
    clauses: ['C3'],
    says: 'A held slot was never booked: from now on this case refuses that session.',
    fields: { case: id(), session: id(), therapist: id() },
    subjects: { therapist: 'staff' },
    example: { case: aCase, session: aSession, therapist: aTherapist },
  }),
  DeadlineExtended: fact({
    type: 'DeadlineExtended',
    stream: 'case',
    clauses: ['C3'],
    says: 'A newly published calendar gives a session a later deadline than was promised; a promise never shortens (rule 5).',
    fields: { case: id(), session: id(), participants: list(id()), deadline: promised },
    subjects: { participants: 'participant' },
    example: {
      case: aCase,
      session: aSession,
      participants: [aPerson],
      deadline: {
        instant: '2026-02-16T17:00:00.000Z',
        local: '2026-02-16T12:00:00.000',
        zone: 'America/Toronto',
        calendarVersion: '2026-2',
        skipped: [],
      },
    },
  }),
} as const;
