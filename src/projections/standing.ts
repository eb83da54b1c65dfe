import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { counsellingFacts, EXPLANATION_PARTS } from '../domain/case/counselling.js';
import { disclosureFacts } from '../domain/case/disclosure.js';
import { endingFacts } from '../domain/case/ending.js';
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
import { drop, nothing, type PresentedRow, put, view } from './view.js';

/** The five words for how a clause stands; silence is never "kept". */
export const STANDINGS = ['breached', 'alleged', 'open', 'kept', 'not evidenced'] as const;
export type Standing = (typeof STANDINGS)[number];

const { ComplaintLodged, ComplaintReceiptGiven, ComplaintWithdrawn, TrackOpened, TrackClosed } = lodgingFacts;
const { ComplaintAcknowledged, ComplaintDecided, FindingRecorded } = handlingFacts;
const { AppealLodged, AppealDecided } = appealFacts;
const { CollegeComplaintFiled, ReviewRequested, ReviewDecided } = collegeTrackFacts;
const { CollegeDisclosureMade, ComplaintDisclosureRefused } = collegeFileFacts;
const { CaseOpened, ParticipantJoined, TherapistAssigned } = rosterFacts;

/** One matter under a clause and how it stands by this fact; a later fact about the same matter takes its place. */
const stands = (fact: StoredFact, clause: Clause, matter: string, standing: Standing, participant?: string) =>
  put(`${clause} ${matter}`, {
    clause,
    matter,
    standing,
    participant: participant ?? null,
    at: fact.happenedAt,
    fact: fact.id,
    type: fact.type,
  });
const gone = (clause: Clause, matter: string) => drop(`${clause} ${matter}`);

/** What is due to everyone who joins: policies, explanations, the therapist's qualifications and availability. */
const joined = (fact: StoredFact, participant: string) => [
  stands(fact, 'R3', `policies for ${participant}`, 'open', participant),
  stands(fact, 'R4', `qualifications for ${participant}`, 'open', participant),
  stands(fact, 'T2', `explanation for ${participant}`, 'open', participant),
  stands(fact, 'T3', `approach and availability for ${participant}`, 'open', participant),
];

/** How each of the twenty clauses stands, with the facts that show it. */
export const standingView = view({
  name: 'standing',
  title: 'Standing of the charter',
  says: 'The twenty clauses, each kept, open, breached, alleged or not evidenced, with the facts that show it.',
  column: 'by-stream',
  scopes: ['case', 'client', 'complaint'],
  persons: ['participant'],
  columns: {
    clause: { kind: 'text', says: 'Which clause.' },
    matter: { kind: 'text', says: 'What it is about.' },
    standing: { kind: 'text', says: 'How that matter stands.' },
    participant: { kind: 'text', says: 'Whose matter it is.' },
    at: { kind: 'text', says: 'Since when.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
    type: { kind: 'text', says: 'Kind of that fact.' },
  },
  order: ['clause', 'at'],
  combines: true,
  present: (rows) => tableOfStanding(rows),
  follows: {
    ...sessionFacts,
    ...attendanceFacts,
    ...counsellingFacts,
    ...disclosureFacts,
    ...informingFacts,
    ...recordingFacts,
    ...endingFacts,
    ...noticeFacts,
    ...deadlineFacts,
    CaseOpened,
    ParticipantJoined,
    TherapistAssigned,
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
    CaseOpened: (f) => f.open.participants.flatMap((participant) => joined(f, participant)),
    ParticipantJoined: (f) => joined(f, f.open.participant),
    TherapistAssigned: (f) => [
      stands(f, 'R4', 'qualifications of the new therapist', 'open'),
      stands(f, 'T3', 'approach and availability of the new therapist', 'open'),
    ],
    PolicyGiven: (f) => [
      gone('R3', `policies for ${f.open.participant}`),
      stands(f, 'R3', `${f.open.kind} for ${f.open.participant}`, 'kept', f.open.participant),
      ...(f.open.kind === 'limits-of-confidentiality'
        ? [stands(f, 'R7', `limits told to ${f.open.participant}`, 'kept', f.open.participant)]
        : []),
    ],
    PolicyAcknowledged: nothing,
    CounsellingExplained: (f) => {
      const { covered, questionsAnswered, participant } = f.open;
      const complete = EXPLANATION_PARTS.every((part) => covered.includes(part));
      return [
        stands(f, 'T2', `explanation for ${participant}`, complete && questionsAnswered ? 'kept' : 'open', participant),
        stands(f, 'R5', `questions of ${participant}`, questionsAnswered ? 'kept' : 'open', participant),
      ];
    },
    CounsellingConsentGiven: (f) => [stands(f, 'T2', `consent of ${f.open.participant}`, 'kept', f.open.participant)],
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
        ...(f.open.deadline
          ? [stands(f, 'C3', `seat of ${participant} in ${f.open.session}`, 'open', participant)]
          : []),
        stands(f, 'C4', `fee of ${participant} for ${f.open.session}`, 'open', participant),
      ]),
    SeatConfirmed: (f) => [
      stands(
        f,
        'C3',
        `seat of ${f.open.participant} in ${f.open.session}`,
        f.open.late ? 'breached' : 'kept',
        f.open.participant,
      ),
    ],
    SeatUnconfirmed: (f) => [
      stands(f, 'C3', `seat of ${f.open.participant} in ${f.open.session}`, 'breached', f.open.participant),
    ],
    SeatCancelled: (f) => [
      gone('C4', `fee of ${f.open.participant} for ${f.open.session}`),
      stands(
        f,
        'C3',
        `seat of ${f.open.participant} in ${f.open.session}`,
        f.open.late ? 'breached' : 'kept',
        f.open.participant,
      ),
    ],
    SeatReleased: (f) => [
      gone('C4', `fee of ${f.open.participant} for ${f.open.session}`),
      ...(f.open.late
        ? [stands(f, 'C3', `seat of ${f.open.participant} in ${f.open.session}`, 'breached', f.open.participant)]
        : [gone('C3', `seat of ${f.open.participant} in ${f.open.session}`)]),
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
    UrgentCareOverridden: nothing,
    SessionStarted: (f) =>
      f.open.present.flatMap((participant) => [
        stands(f, 'C4', `fee of ${participant} for ${f.open.session}`, 'kept', participant),
        stands(f, 'R4', `therapist in good standing for ${f.open.session}`, 'kept'),
      ]),
    SessionHeld: nothing,
    SeatAttended: (f) => [
      stands(f, 'C5', `attendance of ${f.open.participant} in ${f.open.session}`, 'kept', f.open.participant),
    ],
    SeatMissed: nothing,
    SessionNotProvided: (f) => [
      stands(f, 'R1', `session ${f.open.session} not provided`, 'alleged'),
      stands(f, 'T1', `session ${f.open.session} not provided`, 'alleged'),
    ],
    SessionHeldUnpaid: (f) => [
      stands(f, 'C4', `fee of ${f.open.participant} for ${f.open.session}`, 'breached', f.open.participant),
    ],
    SessionHeldUninformed: (f) =>
      (['R3', 'T2'] as const)
        .filter((clause) => f.open.missing.some((m) => (m === 'policy' ? clause === 'R3' : clause === 'T2')))
        .map((clause) =>
          stands(
            f,
            clause,
            `session ${f.open.session} uninformed, ${f.open.participant}`,
            'breached',
            f.open.participant,
          ),
        ),
    SessionHeldWhileBarred: (f) => [stands(f, 'R4', `therapist in good standing for ${f.open.session}`, 'breached')],
    ClientEnded: (f) => [stands(f, 'R11', `ending by ${f.open.participant}`, 'kept', f.open.participant)],
    TherapistEnded: (f) => [stands(f, 'T4', 'ending by the therapist', 'kept')],
    ReferralOffered: (f) => [stands(f, 'T4', `referral for ${f.open.participant}`, 'kept', f.open.participant)],
    NoticeDue: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'open', f.open.participant)],
    NoticeSent: nothing,
    NoticeDelivered: (f) => [stands(f, 'R3', `notice ${f.open.notice}`, 'kept', f.open.participant)],
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
    ReviewRequested: (f) => [stands(f, 'R10', `review for ${f.open.party}`, 'open')],
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
