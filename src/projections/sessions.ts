import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import { nothing, put, set, view } from './view.js';

const { SessionHeldUnpaid: _unpaid, SessionHeldUninformed: _uninformed, ...attendance } = attendanceFacts;
const { SessionHeldWhileBarred: _barred, ...follows } = { ...sessionFacts, ...attendance };

const seatKey = (session: string, participant: string): string => `${session} ${participant}`;
const nextTo = (open: { readonly session: string; readonly participant: string }): string =>
  seatKey(open.session, open.participant);

/** Every seat of every session: when, with whom, the noon promised and why that day, and what became of it. */
export const sessionsView = view({
  name: 'sessions',
  title: 'Sessions and calendar',
  says: 'One row a seat: local time and instant, the deadline promised with each day passed over, confirmed or not, and how it ended.',
  column: 'booking',
  scopes: ['case', 'client', 'therapist', 'agency'],
  persons: ['participant'],
  staff: ['therapist'],
  columns: {
    case: { kind: 'text', says: 'Which case.', indexed: true },
    session: { kind: 'text', says: 'Which session.', indexed: true },
    participant: { kind: 'text', says: 'Whose seat.', indexed: true },
    therapist: { kind: 'text', says: 'With whom.', indexed: true },
    start: { kind: 'text', says: 'The instant it begins.', indexed: true },
    end: { kind: 'text', says: 'The instant it ends.' },
    startLocal: { kind: 'text', says: 'The local time agreed.' },
    zone: { kind: 'text', says: 'The zone of that local time.' },
    minutes: { kind: 'integer', says: 'How long.' },
    modality: { kind: 'text', says: 'In person, by video or by telephone.' },
    service: { kind: 'text', says: 'Which service.' },
    state: {
      kind: 'text',
      says: 'booked, started, attended, missed, cancelled, cancelled-late, cancelled-by-agency, released, or not-provided.',
    },
    confirmation: { kind: 'text', says: 'open, confirmed, confirmed-late, or unconfirmed at the deadline.' },
    deadline: { kind: 'text', says: 'Last instant to confirm or cancel in time; none when booked after it.' },
    deadlineLocal: { kind: 'text', says: 'The same in local time.' },
    skipped: { kind: 'json', says: 'Days passed over on the way to the deadline, each with its reason.' },
    calendarVersion: { kind: 'text', says: 'Version of the business calendar that gave it.' },
    bookedAt: { kind: 'text', says: 'When it was booked.' },
    confirmedAt: { kind: 'text', says: 'When the confirmation was received.' },
    endedAt: { kind: 'text', says: 'When the cancellation was received, or the seat ended otherwise.' },
    late: { kind: 'integer', says: '1 when it was cancelled or released after its deadline.' },
    judgedBy: { kind: 'text', says: 'The deadline by which that was judged.' },
    acrossDeadline: { kind: 'integer', says: '1 when recorded after the deadline that it met: for review.' },
    because: { kind: 'text', says: 'Why it ended.' },
    urgent: { kind: 'integer', says: '1 when urgent care went first.' },
    insteadOf: { kind: 'text', says: 'The session it was moved from.' },
    reported: { kind: 'integer', says: '1 when nobody had booked it.' },
    reason: { kind: 'box', says: 'What was said about it.' },
    fact: { kind: 'text', says: 'Fact that shows how it stands.' },
  },
  order: ['start'],
  follows,
  on: {
    SessionBooked: ({ id, open, happenedAt }) =>
      open.seats.map((seat) =>
        put(seatKey(open.session, seat.participant), {
          case: open.case,
          session: open.session,
          participant: seat.participant,
          therapist: open.therapist,
          start: open.start,
          end: open.end,
          startLocal: open.startLocal,
          zone: open.zone,
          minutes: open.minutes,
          modality: open.modality,
          service: seat.service,
          state: 'booked',
          confirmation: 'open',
          deadline: open.deadline?.instant ?? null,
          deadlineLocal: open.deadline?.local ?? null,
          skipped: open.deadline?.skipped ?? null,
          calendarVersion: open.deadline?.calendarVersion ?? null,
          bookedAt: happenedAt,
          insteadOf: open.insteadOf ?? null,
          reported: open.reported ? 1 : 0,
          fact: id,
        }),
      ),
    SeatConfirmed: ({ id, open, happenedAt }) => [
      set(nextTo(open), {
        confirmation: open.late ? 'confirmed-late' : 'confirmed',
        confirmedAt: happenedAt,
        ...(open.acrossDeadline && { acrossDeadline: 1 }),
        fact: id,
      }),
    ],
    SeatUnconfirmed: ({ id, open }) => [set(nextTo(open), { confirmation: 'unconfirmed', fact: id })],
    SeatCancelled: ({ id, open, sealed, happenedAt }) => [
      set(nextTo(open), {
        state: open.late ? 'cancelled-late' : 'cancelled',
        endedAt: happenedAt,
        late: open.late ? 1 : 0,
        judgedBy: open.judgedBy ?? null,
        acrossDeadline: open.acrossDeadline ? 1 : 0,
        because: open.because,
        reason: sealed['reason'] ?? null,
        fact: id,
      }),
    ],
    SeatReleased: ({ id, open, happenedAt }) => [
      set(nextTo(open), {
        state: 'released',
        endedAt: happenedAt,
        late: open.late ? 1 : 0,
        because: open.because,
        fact: id,
      }),
    ],
    SessionCancelledByAgency: ({ id, open, sealed, happenedAt }) =>
      open.seats.map(({ participant }) =>
        set(seatKey(open.session, participant), {
          state: 'cancelled-by-agency',
          endedAt: happenedAt,
          because: open.because,
          reason: sealed['note'] ?? null,
          fact: id,
        }),
      ),
    // A booking that lapsed never had a row.
    BookingLapsed: nothing,
    DeadlineExtended: ({ id, open }) =>
      open.participants.map((participant) =>
        set(seatKey(open.session, participant), {
          deadline: open.deadline.instant,
          deadlineLocal: open.deadline.local,
          skipped: open.deadline.skipped,
          calendarVersion: open.deadline.calendarVersion,
          fact: id,
        }),
      ),
    UrgentCareOverridden: ({ open }) => [set(nextTo(open), { urgent: 1 })],
    SessionStarted: ({ id, open }) =>
      open.present.map((participant) => set(seatKey(open.session, participant), { state: 'started', fact: id })),
    SessionHeld: nothing,
    SeatAttended: ({ id, open, happenedAt }) => [
      set(nextTo(open), { state: 'attended', endedAt: happenedAt, late: null, because: null, fact: id }),
    ],
    SeatMissed: ({ id, open, happenedAt }) => [set(nextTo(open), { state: 'missed', endedAt: happenedAt, fact: id })],
    SessionNotProvided: ({ id, open, happenedAt }) =>
      open.seats.map(({ participant }) =>
        set(seatKey(open.session, participant), {
          state: 'not-provided',
          endedAt: happenedAt,
          because: open.because,
          fact: id,
        }),
      ),
  },
});
