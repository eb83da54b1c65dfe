import { paymentFacts } from '../domain/case/fees-facts.js';
import { recordingFacts } from '../domain/case/recording.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import { appealFacts } from '../domain/complaint/appeal.js';
import { collegeTrackFacts } from '../domain/complaint/college-track.js';
import { deadlineFacts } from '../domain/complaint/deadlines.js';
import { handlingFacts } from '../domain/complaint/handling-facts.js';
import { lodgingFacts } from '../domain/complaint/lodging.js';
import { slotFacts } from '../domain/therapist/slots.js';
import { accessReviewDeadlines } from './deadlines/access-reviews.js';
import { breachDeadlines } from './deadlines/breaches.js';
import { destructionDeadlines } from './deadlines/destruction.js';
import { emergencyDeadlines } from './deadlines/emergency.js';
import { mandateDeadlines } from './deadlines/mandates.js';
import { mandatoryReportDeadlines } from './deadlines/mandatory-reports.js';
import { clock, deadlineColumns, ended, met } from './deadlines/part.js';
import { questionDeadlines } from './deadlines/questions.js';
import { recordDeadlines } from './deadlines/record.js';
import { recordRequestDeadlines } from './deadlines/record-requests.js';
import { clearanceDeadlines } from './deadlines/staff-clearance.js';
import { nothing, type PresentedRow, put, set, view } from './view.js';

const { ComplaintLodged, TrackOpened, ComplaintWithdrawn, TrackClosed } = lodgingFacts;
const { ComplaintAcknowledged, RespondentNotified, RespondentAnswered, ComplaintDecided, DecisionDelivered } =
  handlingFacts;
const { AppealLodged, AppealDecided } = appealFacts;
const { CollegeComplaintFiled, CollegeNoticeReported, CollegeResponseSent, CollegeDecisionReported } =
  collegeTrackFacts;
const { CollegeDecisionReceived, ReviewTimeExtended, ReviewRequested } = collegeTrackFacts;
const { SessionRecorded, RecordingReported, RecordingDestructionDue, RecordingDestroyed } = recordingFacts;
const { RefundDue, RefundMade } = paymentFacts;
const { SlotHeld, SlotSettled, SlotReleased } = slotFacts;

const OVER: ReadonlySet<unknown> = new Set(['open']);

/** What is due, when, why on that date, and what became of it. */
export const deadlinesView = view({
  name: 'deadlines',
  title: 'Deadlines',
  says: 'Every clock: what is due, when, why on that date, and whether it is open, overdue, met, missed or ended.',
  column: 'by-stream',
  scopes: ['case', 'client', 'complaint', 'therapist', 'agency'],
  persons: ['participant', 'person'],
  columns: deadlineColumns,
  order: ['due'],
  present: (rows, { now }) =>
    rows.map(
      (row): PresentedRow => (OVER.has(row['state']) && String(row['due']) < now ? { ...row, state: 'overdue' } : row),
    ),
  follows: {
    ...mandatoryReportDeadlines.follows,
    ...questionDeadlines.follows,
    ...destructionDeadlines.follows,
    ...accessReviewDeadlines.follows,
    ...breachDeadlines.follows,
    ...recordDeadlines.follows,
    ...clearanceDeadlines.follows,
    ...emergencyDeadlines.follows,
    ...mandateDeadlines.follows,
    ...recordRequestDeadlines.follows,
    ...sessionFacts,
    ...deadlineFacts,
    SlotHeld,
    SlotSettled,
    SlotReleased,
    RefundDue,
    RefundMade,
    SessionRecorded,
    RecordingReported,
    RecordingDestructionDue,
    RecordingDestroyed,
    ComplaintLodged,
    TrackOpened,
    ComplaintWithdrawn,
    TrackClosed,
    ComplaintAcknowledged,
    RespondentNotified,
    RespondentAnswered,
    ComplaintDecided,
    DecisionDelivered,
    AppealLodged,
    AppealDecided,
    CollegeComplaintFiled,
    CollegeNoticeReported,
    CollegeResponseSent,
    CollegeDecisionReported,
    CollegeDecisionReceived,
    ReviewTimeExtended,
    ReviewRequested,
  },
  on: {
    ...mandatoryReportDeadlines.on,
    ...questionDeadlines.on,
    ...destructionDeadlines.on,
    ...accessReviewDeadlines.on,
    ...breachDeadlines.on,
    ...recordDeadlines.on,
    ...clearanceDeadlines.on,
    ...emergencyDeadlines.on,
    ...mandateDeadlines.on,
    ...recordRequestDeadlines.on,
    SessionBooked: ({ id, open, happenedAt }) => {
      const { deadline, session } = open;
      if (deadline === undefined || open.reported) return [];
      return open.seats.map(({ participant }) =>
        put(`confirm ${session} ${participant}`, {
          kind: 'confirm',
          due: deadline.instant,
          from: happenedAt,
          state: 'open',
          participant,
          session,
          local: deadline.local,
          calendar: deadline.calendarVersion,
          why: deadline.skipped,
          fact: id,
        }),
      );
    },
    DeadlineExtended: ({ open: { session, participants, deadline } }) =>
      participants.map((participant) =>
        set(`confirm ${session} ${participant}`, {
          due: deadline.instant,
          state: 'open',
          local: deadline.local,
          calendar: deadline.calendarVersion,
          why: deadline.skipped,
        }),
      ),
    SeatConfirmed: ({ open, happenedAt }) => [
      set(`confirm ${open.session} ${open.participant}`, {
        state: open.late ? 'missed' : 'met',
        settledAt: happenedAt,
      }),
    ],
    SeatUnconfirmed: ({ open, happenedAt }) => [
      set(`confirm ${open.session} ${open.participant}`, { state: 'missed', settledAt: happenedAt }),
    ],
    SeatCancelled: ({ open, happenedAt }) => [
      set(`confirm ${open.session} ${open.participant}`, {
        state: open.late ? 'missed' : 'met',
        settledAt: happenedAt,
      }),
    ],
    SeatReleased: ({ open, happenedAt }) => [
      set(`confirm ${open.session} ${open.participant}`, {
        state: open.late ? 'missed' : 'ended',
        settledAt: happenedAt,
      }),
    ],
    SessionCancelledByAgency: ({ open, happenedAt }) =>
      open.seats.map(({ participant }) =>
        set(`confirm ${open.session} ${participant}`, { state: 'ended', settledAt: happenedAt }),
      ),
    BookingLapsed: nothing,
    SlotHeld: ({ id, open, happenedAt }) => [
      put(`hold ${open.session}`, {
        kind: 'hold',
        due: open.until,
        from: happenedAt,
        state: 'open',
        session: open.session,
        thing: open.case,
        fact: id,
      }),
    ],
    SlotSettled: ({ open, happenedAt }) => [set(`hold ${open.session}`, { state: 'met', settledAt: happenedAt })],
    SlotReleased: ({ open, happenedAt }) => [set(`hold ${open.session}`, { state: 'ended', settledAt: happenedAt })],
    RefundDue: ({ id, open, happenedAt }) => [
      put(`refund ${open.refund}`, {
        kind: 'refund',
        due: open.due,
        from: happenedAt,
        state: 'open',
        participant: open.participant,
        thing: open.refund,
        fact: id,
      }),
    ],
    RefundMade: ({ open, happenedAt }) =>
      open.refund ? [set(`refund ${open.refund}`, { state: 'met', settledAt: happenedAt })] : [],
    SessionRecorded: ({ id, open, happenedAt }) => [
      put(`recording ${open.recording}`, {
        kind: 'destroy-recording',
        due: open.destroyBy,
        from: happenedAt,
        state: 'open',
        session: open.session,
        thing: open.recording,
        fact: id,
      }),
    ],
    RecordingReported: ({ id, open, happenedAt }) => [
      put(`recording ${open.recording}`, {
        kind: 'destroy-recording',
        due: open.destroyBy,
        from: happenedAt,
        state: 'open',
        session: open.session,
        thing: open.recording,
        fact: id,
      }),
    ],
    RecordingDestructionDue: ({ open }) => [set(`recording ${open.recording}`, { due: open.by })],
    RecordingDestroyed: ({ open, happenedAt }) => [
      set(`recording ${open.recording}`, { state: 'met', settledAt: happenedAt }),
    ],
    ComplaintLodged: ({ id, open, happenedAt }) => [
      ...clock('acknowledge', open.acknowledgeBy, happenedAt, id),
      ...clock('decide', open.decideBy, happenedAt, id),
    ],
    TrackOpened: ({ id, open, happenedAt }) => [
      ...clock('acknowledge', open.acknowledgeBy, happenedAt, id),
      ...clock('decide', open.decideBy, happenedAt, id),
    ],
    ComplaintAcknowledged: ({ happenedAt }) => met('acknowledge', happenedAt),
    RespondentNotified: ({ id, open, happenedAt }) => clock('respond', open.respondBy, happenedAt, id, open.respondent),
    RespondentAnswered: ({ open, happenedAt }) => met('respond', happenedAt, open.respondent),
    ComplaintWithdrawn: ({ open, happenedAt }) => ended(open.ends, happenedAt),
    TrackClosed: ({ open, happenedAt }) => ended(open.ends, happenedAt),
    ComplaintDecided: ({ open, happenedAt }) => [...met('decide', happenedAt), ...ended(open.ends, happenedAt)],
    DecisionDelivered: ({ id, open }) => clock('appeal', open.appealUntil, open.receivedAt, id, open.party),
    AppealLodged: ({ id, open, happenedAt }) => [
      ...met('appeal', happenedAt, open.by),
      ...clock('decide-appeal', open.decideBy, happenedAt, id, open.by),
    ],
    AppealDecided: ({ id, open, happenedAt }) => [
      ...met('decide-appeal', happenedAt, open.by),
      ...ended(open.ends, happenedAt),
      ...clock('decide', open.decideBy, happenedAt, id),
    ],
    CollegeComplaintFiled: ({ id, open, happenedAt }) => [
      ...clock('college-notice', open.noticeBy, open.filedOn ?? happenedAt, id),
      ...clock('college-disposal', open.disposalBy, open.filedOn ?? happenedAt, id),
    ],
    CollegeNoticeReported: ({ id, open, happenedAt }) => [
      ...met('college-notice', happenedAt),
      ...clock('college-response', open.respondBy, open.receivedOn ?? happenedAt, id, open.respondent),
    ],
    CollegeResponseSent: ({ open, happenedAt }) => met('college-response', happenedAt, open.respondent),
    CollegeDecisionReported: ({ open, happenedAt }) => [
      ...met('college-disposal', happenedAt),
      ...ended(open.ends, happenedAt),
    ],
    CollegeDecisionReceived: ({ id, open }) => clock('review', open.reviewUntil, open.receivedOn, id, open.party),
    ReviewTimeExtended: ({ open }) =>
      open.reviewUntil === undefined ? [] : [set(`review ${open.party}`, { due: open.reviewUntil, state: 'open' })],
    ReviewRequested: ({ open, happenedAt }) => met('review', happenedAt, open.party),
    ComplaintDeadlinePassed: ({ open, happenedAt }) => [
      set(open.person ? `${open.kind} ${open.person}` : open.kind, {
        state: open.duty === 'none' ? 'ended' : 'missed',
        settledAt: happenedAt,
      }),
    ],
  },
});
