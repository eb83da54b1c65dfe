import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { counsellingFacts, EXPLANATION_PARTS } from '../domain/case/counselling.js';
import { disclosureFacts } from '../domain/case/disclosure.js';
import { endingFacts } from '../domain/case/ending.js';
import { feeFacts, paymentFacts } from '../domain/case/fees-facts.js';
import { informingFacts } from '../domain/case/informing.js';
import { noticeFacts } from '../domain/case/notices.js';
import { recordingFacts } from '../domain/case/recording.js';
import { rosterFacts } from '../domain/case/roster.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import { CHARTER, CLAUSES, type Clause } from '../domain/charter.js';
import { appealFacts } from '../domain/complaint/appeal.js';
import { collegeFileFacts } from '../domain/complaint/college-file.js';
import { collegeTrackFacts } from '../domain/complaint/college-track.js';
import { deadlineFacts } from '../domain/complaint/deadlines.js';
import { handlingFacts } from '../domain/complaint/handling-facts.js';
import { lodgingFacts } from '../domain/complaint/lodging.js';
import type { StoredFact } from '../domain/language/fact.js';
import { breachStanding } from './standing/breaches.js';
import { conductStanding } from './standing/conduct.js';
import { contactStanding } from './standing/contact.js';
import { instructionsStanding } from './standing/instructions.js';
import { introducingStanding, introductionDue } from './standing/introducing.js';
import { mandatoryReportStanding } from './standing/mandatory-reports.js';
import { needsStanding } from './standing/needs.js';
import { gone, STANDINGS, standingColumns, stands } from './standing/part.js';
import { participationStanding } from './standing/participation.js';
import { questionsStanding } from './standing/questions.js';
import { recordStanding } from './standing/record.js';
import { referringStanding } from './standing/referring.js';
import { techniquesStanding } from './standing/techniques.js';
import { tellingStanding } from './standing/telling.js';
import { nothing, type PresentedRow, view } from './view.js';

const { ComplaintLodged, ComplaintReceiptGiven, ComplaintWithdrawn, TrackOpened, TrackClosed } = lodgingFacts;
const { ComplaintAcknowledged, ComplaintDecided, FindingRecorded } = handlingFacts;
const { AppealLodged, AppealDecided } = appealFacts;
const { CollegeComplaintFiled, ReviewRequested, ReviewDecided } = collegeTrackFacts;
const { CollegeDisclosureMade, ComplaintDisclosureRefused } = collegeFileFacts;
const { FeeTold, FeeWaived, WrittenOff, ChargeReversed, ChargeDisputed, DisputeDecided } = feeFacts;
const { ReceiptIssued } = paymentFacts;
const { CaseOpened, ParticipantJoined } = rosterFacts;

type SeatOpen = { readonly session: string; readonly participant: string };
const seatMatter = ({ session, participant }: SeatOpen) => `seat of ${participant} in ${session}`;
const feeMatter = ({ session, participant }: SeatOpen) => `fee of ${participant} for ${session}`;
const chargeMatter = (charge: string) => `late or missed fee ${charge}`;
/** The fee that takes the place of a session's, open until it is settled. */
const feeInstead = (fact: StoredFact, { feeCharge, ...seat }: SeatOpen & { readonly feeCharge?: string }) =>
  feeCharge === undefined ? [] : [stands(fact, 'C4', chargeMatter(feeCharge), 'open', seat.participant)];

/** Which clauses a session held without something breaches. */
const MISSING: Readonly<Record<string, readonly Clause[]>> = {
  policy: ['R3', 'R7'],
  explanation: ['T2'],
  consent: ['T2'],
  fee: ['C4', 'R3'],
};

/** What is due to everyone who joins: policies, explanations, the therapist's qualifications and availability. */
const joined = (fact: StoredFact, participant: string) => [
  stands(fact, 'R3', `policies for ${participant}`, 'open', participant),
  stands(fact, 'T2', `explanation for ${participant}`, 'open', participant),
  ...introductionDue(fact, participant),
];

/** How each of the twenty clauses stands, with the facts that show it. */
export const standingView = view({
  name: 'standing',
  title: 'Standing of the charter',
  says: 'The twenty clauses, each kept, open, breached, alleged or not evidenced, with the facts that show it.',
  column: 'by-stream',
  scopes: ['case', 'client', 'complaint'],
  persons: ['participant'],
  columns: standingColumns,
  order: ['clause', 'at'],
  combines: true,
  present: (rows) => tableOfStanding(rows),
  follows: {
    ...tellingStanding.follows,
    ...questionsStanding.follows,
    ...participationStanding.follows,
    ...needsStanding.follows,
    ...contactStanding.follows,
    ...breachStanding.follows,
    ...recordStanding.follows,
    ...instructionsStanding.follows,
    ...conductStanding.follows,
    ...mandatoryReportStanding.follows,
    ...sessionFacts,
    ...attendanceFacts,
    ...counsellingFacts,
    ...disclosureFacts,
    ...informingFacts,
    ...recordingFacts,
    ...endingFacts,
    ...noticeFacts,
    ...deadlineFacts,
    FeeTold,
    FeeWaived,
    WrittenOff,
    ChargeReversed,
    ReceiptIssued,
    ChargeDisputed,
    DisputeDecided,
    CaseOpened,
    ParticipantJoined,
    ...introducingStanding.follows,
    ...techniquesStanding.follows,
    ...referringStanding.follows,
    ComplaintLodged,
    TrackOpened,
    TrackClosed,
    FindingRecorded,
    ComplaintReceiptGiven,
    ComplaintWithdrawn,
    ComplaintAcknowledged,
    ComplaintDecided,
    AppealLodged,
    AppealDecided,
    CollegeComplaintFiled,
    ReviewRequested,
    ReviewDecided,
    CollegeDisclosureMade,
    ComplaintDisclosureRefused,
  },
  on: {
    ...tellingStanding.on,
    ...questionsStanding.on,
    ...participationStanding.on,
    ...needsStanding.on,
    ...contactStanding.on,
    ...breachStanding.on,
    ...recordStanding.on,
    ...instructionsStanding.on,
    ...conductStanding.on,
    ...mandatoryReportStanding.on,
    CaseOpened: (f) => f.open.participants.flatMap((participant) => joined(f, participant)),
    ParticipantJoined: (f) => joined(f, f.open.participant),
    ...introducingStanding.on,
    ...techniquesStanding.on,
    ...referringStanding.on,
    PolicyGiven: (f) => [
      stands(f, 'R3', `${f.open.kind} for ${f.open.participant}`, 'kept', f.open.participant),
      ...(f.open.kind === 'limits-of-confidentiality'
        ? [stands(f, 'R7', `limits told to ${f.open.participant}`, 'kept', f.open.participant)]
        : []),
    ],
    PolicyAcknowledged: (f) => [
      stands(f, 'R3', `${f.open.kind} acknowledged by ${f.open.participant}`, 'kept', f.open.participant),
    ],
    CounsellingExplained: (f) => {
      const { covered, questionsAnswered, participant } = f.open;
      const complete = EXPLANATION_PARTS.every((part) => covered.includes(part));
      return [
        stands(f, 'T2', `explanation for ${participant}`, complete && questionsAnswered ? 'kept' : 'open', participant),
        stands(f, 'R5', `questions of ${participant}`, questionsAnswered ? 'kept' : 'open', participant),
      ];
    },
    CounsellingConsentGiven: (f) => [
      gone('R3', `urgent care of ${f.open.participant}`),
      gone('T2', `urgent care of ${f.open.participant}`),
      stands(f, 'T2', `consent of ${f.open.participant}`, 'kept', f.open.participant),
    ],
    CounsellingConsentRefused: (f) => [stands(f, 'R6', `refusal by ${f.open.participant}`, 'kept', f.open.participant)],
    CounsellingConsentWithdrawn: (f) => [
      stands(f, 'T2', `consent of ${f.open.participant}`, 'kept', f.open.participant),
    ],
    DisclosureConsentGiven: nothing,
    DisclosureConsentWithdrawn: nothing,
    DisclosureMade: (f) => [stands(f, 'R7', `disclosure ${f.open.disclosure}`, 'kept', f.open.participant)],
    DisclosureReported: (f) => [
      stands(
        f,
        'R7',
        `disclosure ${f.open.disclosure}`,
        f.open.allowed === 'not-allowed' ? 'breached' : 'kept',
        f.open.participant,
      ),
    ],
    DisclosureRefused: (f) => [stands(f, 'R7', `refusal ${f.id}`, 'kept', f.open.participant)],
    DisclosureQuestioned: (f) => [stands(f, 'R7', `disclosure ${f.open.disclosure}`, 'alleged', f.open.participant)],
    RecordingAllowed: (f) => [stands(f, 'R8', `${f.open.medium} of ${f.open.participant}`, 'kept', f.open.participant)],
    RecordingDisallowed: (f) => [
      stands(f, 'R8', `${f.open.medium} of ${f.open.participant}`, 'kept', f.open.participant),
    ],
    SessionRecorded: (f) => [stands(f, 'R8', `recording ${f.open.recording}`, 'kept')],
    RecordingReported: (f) => [
      stands(f, 'R8', `recording ${f.open.recording}`, f.open.withoutConsentOf.length > 0 ? 'breached' : 'kept'),
    ],
    RecordingPlayed: nothing,
    RecordingUseRefused: (f) => [stands(f, 'R8', `refusal ${f.id}`, 'kept')],
    RecordingDestructionDue: (f) => [stands(f, 'R8', `destruction of ${f.open.recording}`, 'open')],
    RecordingDestroyed: (f) => [stands(f, 'R8', `destruction of ${f.open.recording}`, 'kept')],
    SessionBooked: (f) =>
      f.open.seats.flatMap(({ participant }) => [
        ...(f.open.deadline && !f.open.reported
          ? [stands(f, 'C3', seatMatter({ ...f.open, participant }), 'open', participant)]
          : []),
        stands(f, 'C4', `fee of ${participant} for ${f.open.session}`, 'open', participant),
      ]),
    // Late, it leaves the breach that the clock found.
    SeatConfirmed: (f) => (f.open.late ? [] : [stands(f, 'C3', seatMatter(f.open), 'kept', f.open.participant)]),
    SeatUnconfirmed: (f) => [stands(f, 'C3', seatMatter(f.open), 'breached', f.open.participant)],
    SeatCancelled: (f) => [
      gone('C4', feeMatter(f.open)),
      ...feeInstead(f, f.open),
      f.open.because === 'rescheduled-with'
        ? gone('C3', seatMatter(f.open))
        : stands(f, 'C3', seatMatter(f.open), f.open.late ? 'breached' : 'kept', f.open.participant),
    ],
    SeatReleased: (f) => [
      gone('C4', feeMatter(f.open)),
      gone('C3', seatMatter(f.open)),
      ...feeInstead(f, f.open),
      stands(f, 'R11', `release of ${f.open.participant} from ${f.open.session}`, 'kept', f.open.participant),
    ],
    SessionCancelledByAgency: (f) =>
      f.open.seats.flatMap(({ participant }) => [
        gone('C3', `seat of ${participant} in ${f.open.session}`),
        gone('C4', `fee of ${participant} for ${f.open.session}`),
      ]),
    BookingLapsed: nothing,
    DeadlineExtended: (f) =>
      f.open.participants.map((participant) =>
        stands(f, 'C3', `seat of ${participant} in ${f.open.session}`, 'open', participant),
      ),
    UrgentCareOverridden: (f) =>
      (['R3', 'T2'] as const).map((clause) =>
        stands(f, clause, `urgent care of ${f.open.participant}`, 'open', f.open.participant),
      ),
    SessionStarted: (f) =>
      f.open.present.flatMap((participant) => [
        stands(f, 'C4', `fee of ${participant} for ${f.open.session}`, 'kept', participant),
        // A session starts only once everything required was given: the policies due at joining are done.
        stands(f, 'R3', `policies for ${participant}`, 'kept', participant),
        stands(f, 'R4', `therapist in good standing for ${f.open.session}`, 'kept'),
      ]),
    SessionHeld: nothing,
    SeatAttended: (f) => [
      stands(f, 'C5', `attendance of ${f.open.participant} in ${f.open.session}`, 'kept', f.open.participant),
    ],
    // Missing is no breach of confirming or cancelling by noon: that stands as it stood.
    SeatMissed: (f) => [gone('C4', feeMatter(f.open)), ...feeInstead(f, f.open)],
    SessionNotProvided: (f) => [
      stands(f, 'T3', `session ${f.open.session} not provided`, 'alleged'),
      stands(f, 'R1', `session ${f.open.session} not provided`, 'alleged'),
      stands(f, 'T1', `session ${f.open.session} not provided`, 'alleged'),
    ],
    SessionHeldUnpaid: (f) => [
      stands(f, 'C4', `fee of ${f.open.participant} for ${f.open.session}`, 'breached', f.open.participant),
    ],
    SessionHeldUninformed: (f) =>
      [...new Set(f.open.missing.flatMap((missing) => MISSING[missing] ?? []))].map((clause) =>
        stands(
          f,
          clause,
          `session ${f.open.session} uninformed, ${f.open.participant}`,
          'breached',
          f.open.participant,
        ),
      ),
    SessionHeldWhileBarred: (f) => [stands(f, 'R4', `therapist in good standing for ${f.open.session}`, 'breached')],
    FeeTold: (f) => [
      stands(f, 'R3', `fee of ${f.open.service} told to ${f.open.participant}`, 'kept', f.open.participant),
    ],
    // A receipt is given only for what is paid; what the agency gives up is no longer owed.
    ReceiptIssued: (f) =>
      f.open.kind === 'missed-appointment'
        ? [stands(f, 'C4', chargeMatter(f.open.charge), 'kept', f.open.participant)]
        : [],
    FeeWaived: (f) => [gone('C4', chargeMatter(f.open.charge))],
    WrittenOff: (f) => [gone('C4', chargeMatter(f.open.charge))],
    ChargeReversed: (f) => [gone('C4', chargeMatter(f.open.charge))],
    ChargeDisputed: (f) => [stands(f, 'C4', `dispute of ${f.open.charge}`, 'alleged', f.open.participant)],
    DisputeDecided: (f) => [gone('C4', `dispute of ${f.open.charge}`)],
    ClientEnded: (f) => [stands(f, 'R11', `ending by ${f.open.participant}`, 'kept', f.open.participant)],
    TherapistEnded: (f) => [stands(f, 'T4', 'ending by the therapist', 'kept')],
    ReferralOffered: (f) => [stands(f, 'T4', `referral for ${f.open.participant}`, 'kept', f.open.participant)],
    NoticeDue: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'open', f.open.participant)],
    NoticeSent: nothing,
    NoticeDelivered: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'kept', f.open.participant)],
    ContactedAgainstPermission: (f) => [
      stands(f, 'R7', `reached by ${f.open.how} against permission, ${f.id}`, 'breached', f.open.participant),
    ],
    NoticeReturned: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'open', f.open.participant)],
    ComplaintLodged: (f) => [
      ...f.open.tracks.map((track) => stands(f, 'R10', `${track} track`, 'open')),
      ...f.open.allegations.map(({ allegation, clause }) => stands(f, clause, `allegation ${allegation}`, 'alleged')),
    ],
    TrackOpened: (f) => [stands(f, 'R10', `${f.open.track} track`, 'open')],
    TrackClosed: (f) => [stands(f, 'R10', `${f.open.track} track`, 'kept')],
    FindingRecorded: (f) => {
      const { allegation, clause, finding } = f.open;
      if (finding === 'not-founded') return [gone(clause, `allegation ${allegation}`)];
      return [stands(f, clause, `allegation ${allegation}`, finding === 'founded' ? 'breached' : 'alleged')];
    },
    ComplaintReceiptGiven: (f) => [stands(f, 'R10', 'receipt', 'kept')],
    ComplaintWithdrawn: (f) => [stands(f, 'R10', 'agency track', 'kept')],
    ComplaintAcknowledged: (f) => [stands(f, 'R10', 'acknowledgement', 'kept')],
    ComplaintDecided: (f) => [stands(f, 'R10', 'decision', 'kept')],
    AppealLodged: (f) => [stands(f, 'R10', `appeal by ${f.open.by}`, 'open'), stands(f, 'R10', 'agency track', 'open')],
    AppealDecided: (f) => [
      stands(f, 'R10', `appeal by ${f.open.by}`, 'kept'),
      ...(f.open.outcome === 'sent-back' ? [stands(f, 'R10', 'agency track', 'open')] : []),
    ],
    CollegeComplaintFiled: (f) => [stands(f, 'R10', 'CRPO track', 'open')],
    ReviewRequested: (f) => [stands(f, 'R10', 'review', 'open')],
    ReviewDecided: (f) => [stands(f, 'R10', 'review', 'kept')],
    CollegeDisclosureMade: (f) => [stands(f, 'R7', `disclosure ${f.open.disclosure}`, 'kept')],
    ComplaintDisclosureRefused: (f) => [stands(f, 'R7', `refusal ${f.id}`, 'kept')],
    ComplaintDeadlinePassed: (f) =>
      f.open.duty === 'agency' && !f.open.asReported
        ? [stands(f, 'R10', `${f.open.kind} by the agency in time`, 'breached')]
        : [],
  },
});

/** Twenty rows, whatever facts there are: the gravest matter under a clause decides how it stands. */
export function tableOfStanding(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  return CLAUSES.map((clause) => {
    const matters = rows.filter((row) => row['clause'] === clause);
    const standing = STANDINGS.find((word) => matters.some((m) => m['standing'] === word)) ?? 'not evidenced';
    return {
      clause,
      title: CHARTER[clause].title,
      party: CHARTER[clause].party,
      standing,
      matters: matters.map(({ matter, standing: stood, participant, at, fact, type, stream }) => ({
        matter,
        standing: stood,
        ...(participant ? { participant } : {}),
        at,
        type,
        fact,
        stream,
      })),
    };
  });
}
