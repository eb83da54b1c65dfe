import { collegeFacts, complaintFacts } from '../domain/complaint/complaint.js';
import { deadlineKey } from '../domain/complaint/deadlines.js';
import { LIMITS, type LimitKind, type LimitName } from '../domain/complaint/limits.js';
import type { StoredFact } from '../domain/language/fact.js';
import { conductRows } from './complaint-file/conduct.js';
import { columns, type Row, step } from './complaint-file/part.js';
import { type Change, put, set, view } from './view.js';

type Rows = readonly Change<Row>[];

const deadlineRow = (kind: LimitKind, person?: string): string => `deadline ${deadlineKey(kind, person)}`;
/** A clock that runs, when its date is known. */
const running = ({ id }: StoredFact, kind: LimitKind, due: string | undefined, person?: string): Rows =>
  due === undefined
    ? []
    : [
        put(deadlineRow(kind, person), {
          row: 'deadline',
          what: kind,
          track: LIMITS[kind].track,
          duty: LIMITS[kind].duty,
          state: 'open',
          due,
          person: person ?? null,
          fact: id,
        }),
      ];
const met = ({ id, happenedAt }: StoredFact, kind: LimitKind, person?: string): Change<Row> =>
  set(deadlineRow(kind, person), { state: 'met', at: happenedAt, fact: id });
const ended = ({ id }: StoredFact, ends: readonly LimitName[]): Rows =>
  ends.map(({ kind, person }) => set(deadlineRow(kind, person), { state: 'ended', fact: id }));
const track = ({ id, happenedAt }: StoredFact, name: string, state: string): Change<Row> =>
  put(`track ${name}`, { row: 'track', what: name, track: name, state, at: happenedAt, fact: id });

/** One complaint as its officer works with it: parties, tracks, allegations, findings, deadlines and every step. */
export const complaintFile = view({
  name: 'complaint-file',
  title: 'Complaint file',
  says: 'A complaint from lodging to the end of each track: what was alleged, found, decided and appealed, and by when; or a report of somebody’s conduct.',
  column: 'complaint',
  scopes: ['complaint'],
  // Whom a complaint is about is not shown as a person cared for: looking at the file must not tell them of it.
  persons: ['complainant', 'clients'],
  columns,
  order: ['row', 'at'],
  follows: complaintFacts,
  on: {
    ComplaintLodged: (f) => [
      put('complaint', {
        row: 'complaint',
        what: f.open.kind,
        state: 'open',
        at: f.happenedAt,
        person: f.open.complainant,
        complainant: f.open.complainant,
        clients: f.open.clients,
        respondents: f.open.respondents,
        details: { standing: f.open.standing, cases: f.open.cases, notInvolved: f.open.notInvolved },
        words: f.sealed['statement'] ?? null,
        fact: f.id,
      }),
      ...f.open.tracks.map((name) => track(f, name, 'open')),
      ...f.open.allegations.map(({ allegation, clause }) =>
        put(`allegation ${allegation}`, {
          row: 'allegation',
          what: allegation,
          clause,
          state: 'alleged',
          at: f.happenedAt,
          fact: f.id,
        }),
      ),
      ...running(f, 'acknowledge', f.open.acknowledgeBy),
      ...running(f, 'decide', f.open.decideBy),
      step(f, { words: null }),
    ],
    ComplaintReceiptGiven: (f) => [step(f, { person: f.open.to, complainant: f.open.to })],
    StatementAdded: (f) => [step(f, { person: f.open.complainant, complainant: f.open.complainant })],
    RespondentNamed: (f) => [step(f, { person: f.open.respondent })],
    TrackOpened: (f) => [
      track(f, f.open.track, 'open'),
      ...running(f, 'acknowledge', f.open.acknowledgeBy),
      ...running(f, 'decide', f.open.decideBy),
      step(f, { track: f.open.track }),
    ],
    ComplaintWithdrawn: (f) => [
      track(f, 'agency', f.open.because),
      ...ended(f, f.open.ends),
      step(f, { track: 'agency' }),
    ],
    TrackClosed: (f) => [track(f, f.open.track, 'closed'), ...ended(f, f.open.ends), step(f, { track: f.open.track })],
    ComplaintAcknowledged: (f) => [met(f, 'acknowledge'), step(f, { track: 'agency', person: f.open.to })],
    ConflictDeclared: (f) => [step(f, { track: 'agency', person: f.open.person })],
    ComplaintAssigned: (f) => [step(f, { track: 'agency', person: f.open.assignee })],
    RespondentNotified: (f) => [
      ...running(f, 'respond', f.open.respondBy, f.open.respondent),
      step(f, { track: 'agency', person: f.open.respondent }),
    ],
    MoreServed: (f) => [step(f, { track: 'agency', person: f.open.respondent })],
    RespondentAnswered: (f) => [
      met(f, 'respond', f.open.respondent),
      step(f, { track: 'agency', person: f.open.respondent }),
    ],
    FindingRecorded: (f) => [
      put(`finding ${f.open.allegation}`, {
        row: 'finding',
        what: f.open.allegation,
        clause: f.open.clause,
        state: f.open.finding,
        at: f.happenedAt,
        remedy: f.open.remedy,
        details: { evidence: f.open.evidence, stage: f.open.stage },
        words: f.sealed['reasons'] ?? null,
        fact: f.id,
      }),
      step(f, { track: 'agency', clause: f.open.clause, words: null }),
    ],
    RemedyDone: (f) => [
      set(`finding ${f.open.allegation}`, { remedyDoneAt: f.happenedAt }),
      step(f, { track: 'agency' }),
    ],
    ComplaintDecided: (f) => [
      track(f, 'agency', f.open.outcome),
      met(f, 'decide'),
      ...ended(f, f.open.ends),
      step(f, { track: 'agency', person: f.open.decider }),
    ],
    DecisionDelivered: (f) => [
      ...running(f, 'appeal', f.open.appealUntil, f.open.party),
      step(f, { track: 'agency', person: f.open.party }),
    ],
    InterimMeasureTaken: (f) => [
      put(`measure ${f.open.measure}`, {
        row: 'measure',
        what: f.open.kind,
        state: 'in force',
        at: f.happenedAt,
        due: f.open.until ?? null,
        person: f.open.respondent,
        fact: f.id,
      }),
      step(f, { track: 'agency', person: f.open.respondent }),
    ],
    InterimMeasureEnded: (f) => [
      set(`measure ${f.open.measure}`, { state: 'ended', fact: f.id }),
      step(f, { track: 'agency' }),
    ],
    AppealLodged: (f) => [
      track(f, 'agency', 'appealed'),
      met(f, 'appeal', f.open.by),
      ...running(f, 'decide-appeal', f.open.decideBy, f.open.by),
      step(f, {
        track: 'agency',
        person: f.open.by,
        words: f.sealed['grounds'] ?? null,
        reasons: f.sealed['reasons'] ?? null,
      }),
    ],
    AppealRefusedAsLate: (f) => [step(f, { track: 'agency', person: f.open.by })],
    AppealDecided: (f) => [
      track(f, 'agency', f.open.outcome),
      met(f, 'decide-appeal', f.open.by),
      ...ended(f, f.open.ends),
      ...running(f, 'decide', f.open.decideBy),
      step(f, { track: 'agency', person: f.open.decider }),
    ],
    CollegeComplaintFiled: (f) => [
      track(f, 'CRPO', 'filed'),
      ...running(f, 'college-notice', f.open.noticeBy),
      ...running(f, 'college-disposal', f.open.disposalBy),
      step(f, { track: 'CRPO', source: f.open.source }),
    ],
    CollegeNoticeReported: (f) => [
      met(f, 'college-notice'),
      ...running(f, 'college-response', f.open.respondBy, f.open.respondent),
      step(f, { track: 'CRPO', source: f.open.source, person: f.open.respondent }),
    ],
    CollegeResponseSent: (f) => [
      met(f, 'college-response', f.open.respondent),
      step(f, { track: 'CRPO', source: f.open.source, person: f.open.respondent }),
    ],
    CollegeDecisionReported: (f) => [
      track(f, 'CRPO', f.open.outcome),
      met(f, 'college-disposal'),
      ...ended(f, f.open.ends),
      step(f, { track: 'CRPO', source: f.open.source }),
    ],
    CollegeDecisionReceived: (f) => [
      ...running(f, 'review', f.open.reviewUntil, f.open.party),
      step(f, { track: 'CRPO', source: f.open.source, person: f.open.party }),
    ],
    ReviewTimeExtended: (f) => [
      ...running(f, 'review', f.open.reviewUntil, f.open.party),
      step(f, { track: 'CRPO', source: f.open.source, person: f.open.party }),
    ],
    ReviewRequested: (f) => [
      track(f, 'CRPO', 'review asked for'),
      met(f, 'review', f.open.party),
      step(f, { track: 'CRPO', source: f.open.source, person: f.open.party, state: f.open.standing }),
    ],
    ReviewDecided: (f) => [
      track(f, 'CRPO', `review: ${f.open.outcome}`),
      step(f, { track: 'CRPO', source: f.open.source }),
    ],
    HoldPlaced: (f) => [
      put(`hold ${f.open.hold}`, {
        row: 'hold',
        what: f.open.on,
        state: 'held',
        at: f.happenedAt,
        details: { case: f.open.case, recording: f.open.recording ?? null },
        fact: f.id,
      }),
      step(f),
    ],
    HoldReleased: (f) => [set(`hold ${f.open.hold}`, { state: 'released', fact: f.id }), step(f)],
    ComplaintDeadlinePassed: (f) => [
      set(deadlineRow(f.open.kind, f.open.person), {
        state: f.open.asReported ? 'overdue as reported' : f.open.duty === 'none' ? 'lapsed' : 'overdue',
        due: f.open.due,
        fact: f.id,
      }),
      step(f, { track: LIMITS[f.open.kind].track, due: f.open.due, duty: f.open.duty, person: f.open.person ?? null }),
    ],
    ...conductRows.on,
  },
});

/** The College's papers, demands and what was given for the proceeding: kept apart from the complaint itself. */
export const collegeFile = view({
  name: 'college-file',
  title: 'College file',
  says: 'Papers of the College’s proceeding by digest, its demands, and every disclosure made or refused for the complaint.',
  column: 'college',
  scopes: ['complaint'],
  columns: {
    what: { kind: 'text', says: 'paper, demand, disclosure or refusal.' },
    kind: { kind: 'text', says: 'Kind of paper, or who asked.' },
    at: { kind: 'text', says: 'When.' },
    authority: { kind: 'text', says: 'Authority demanded or disclosed under.' },
    case: { kind: 'text', says: 'Case disclosed from.' },
    content: { kind: 'json', says: 'Scope demanded, or what was given or refused.' },
    entries: { kind: 'json', says: 'Record entries given.' },
    demand: { kind: 'text', says: 'The demand, or the one answered.' },
    digest: { kind: 'text', says: 'Digest of the paper, the appointment letter or the order.' },
    because: { kind: 'text', says: 'Why it was refused.' },
    due: { kind: 'text', says: 'When the demand is to be answered.' },
    words: { kind: 'box', says: 'What it says, sealed.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at'],
  follows: collegeFacts,
  on: {
    CollegePaperKept: ({ id, open, sealed, happenedAt }) => [
      put(open.paper, {
        what: 'paper',
        kind: open.kind,
        at: happenedAt,
        digest: open.digest,
        words: sealed['paper'] ?? null,
        fact: id,
      }),
    ],
    CollegeDemandReceived: ({ id, open, sealed, happenedAt }) => [
      put(open.demand, {
        what: 'demand',
        kind: 'College',
        at: happenedAt,
        authority: open.authority,
        content: open.scope,
        demand: open.demand,
        digest: open.appointmentLetter,
        due: open.due ?? null,
        words: sealed['paper'] ?? null,
        fact: id,
      }),
    ],
    CollegeDisclosureMade: ({ id, open, sealed, happenedAt }) => [
      put(open.disclosure, {
        what: 'disclosure',
        kind: open.to,
        at: happenedAt,
        authority: open.authority,
        case: open.case,
        content: open.content,
        entries: open.entries,
        demand: open.demand ?? null,
        digest: open.order ?? null,
        words: sealed['paper'] ?? null,
        fact: id,
      }),
    ],
    ComplaintDisclosureRefused: ({ id, open, happenedAt }) => [
      put(`refused ${id}`, {
        what: 'refusal',
        kind: open.to,
        at: happenedAt,
        case: open.case,
        content: open.content,
        because: open.because,
        fact: id,
      }),
    ],
  },
});
