import {
  beyondDemand,
  collegeFileFacts,
  collegePapersWithheld,
  demandNotFound,
  discloseForProceeding,
  keepPaper,
  letterIsNoOrder,
  receiveDemand,
} from '../../domain/complaint/college-file.js';
import {
  dayInTheFuture,
  noCollegeDecision,
  reportCollegeDecision,
  reportDecisionReceived,
  reportFiled,
  reportNotice,
  reportResponse,
  reportReviewDecided,
  reportReviewRequested,
  reportReviewTimeExtended,
  sourceOf,
} from '../../domain/complaint/college-steps.js';
import { collegeTrackFacts, type Source } from '../../domain/complaint/college-track.js';
import type { ComplaintState } from '../../domain/complaint/complaint.js';
import { notAParty } from '../../domain/complaint/deciding.js';
import { complaintNotFound, notTheRespondent } from '../../domain/complaint/lodging.js';
import { registerFacts } from '../../domain/complaint/register.js';
import { aCase, aComplainant, aComplaint, aDemand, anEntry, aRespondent } from '../../domain/complaint/samples.js';
import type { Actor } from '../../domain/language/fact.js';
import { action, leg } from './action.js';
import {
  DiscloseForProceeding,
  KeepCollegePaper,
  type OnComplaint,
  ReceiveCollegeDemand,
  ReportCollegeComplaint,
  ReportCollegeDecision,
  ReportCollegeDecisionReceived,
  ReportCollegeNotice,
  ReportCollegeResponse,
  ReportReviewDecided,
  ReportReviewRequested,
  ReportReviewTimeExtended,
} from './complaint-bodies.js';
import { entering, inComplaint, onComplaint, said } from './complaint-legs.js';

const told = (s: ComplaintState, source: Source | undefined, { person }: Actor) => ({
  source: sourceOf(s, source, person),
});
/** The party spoken of: a party who reports speaks of themself. */
const party = (s: ComplaintState, named: string | undefined, { person }: Actor): string =>
  person === s.lodging.complainant || s.lodging.respondents.includes(person)
    ? person
    : (named ?? s.lodging.complainant ?? person);
/** The respondent spoken of: one who reports speaks of themself. */
const respondent = (s: ComplaintState, named: string | undefined, { person }: Actor): string =>
  s.lodging.respondents.includes(person) ? person : (named ?? s.lodging.respondents[0] ?? person);

const reporters = ['complainant', 'respondent', 'complaints-officer'] as const;
const keepers = ['complaints-officer', 'privacy-officer'] as const;
const collegeStream = (body: { readonly complaint: string }): string => `college-${body.complaint}`;
const ofComplaint = (body: OnComplaint): readonly string[] => [onComplaint(body)];

export const collegeActions = {
  ReportCollegeComplaint: action<ReportCollegeComplaint>({
    body: ReportCollegeComplaint,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report that the complaint was filed with the College, on what day if known.',
    who: ['complainant', 'complaints-officer'],
    legs: entering((s, body: ReportCollegeComplaint, c) =>
      reportFiled(s, { ...said(body, 'complaint', 'filedOn', 'note'), ...told(s, body.source, c.actor) }, c),
    ),
    states: [registerFacts.ComplaintRegistered, collegeTrackFacts.CollegeComplaintFiled],
    refuses: [complaintNotFound, dayInTheFuture],
    example: { complaint: aComplaint, source: 'complainant', filedOn: '2026-06-02' },
  }),
  ReportCollegeNotice: action<ReportCollegeNotice>({
    body: ReportCollegeNotice,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report that the College told a respondent of the complaint.',
    who: ['respondent', 'complaints-officer'],
    legs: inComplaint((s, body: ReportCollegeNotice, c) =>
      reportNotice(
        s,
        {
          ...said(body, 'complaint', 'receivedOn', 'note'),
          ...told(s, body.source, c.actor),
          respondent: respondent(s, body.respondent, c.actor),
        },
        c,
      ),
    ),
    states: [collegeTrackFacts.CollegeNoticeReported],
    refuses: [complaintNotFound, notTheRespondent, dayInTheFuture],
    example: { complaint: aComplaint, respondent: aRespondent, source: 'respondent', receivedOn: '2026-06-12' },
  }),
  ReportCollegeResponse: action<ReportCollegeResponse>({
    body: ReportCollegeResponse,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report that a respondent answered the College.',
    who: ['respondent', 'complaints-officer'],
    legs: inComplaint((s, body: ReportCollegeResponse, c) =>
      reportResponse(
        s,
        {
          ...said(body, 'complaint', 'sentOn', 'note'),
          ...told(s, body.source, c.actor),
          respondent: respondent(s, body.respondent, c.actor),
        },
        c,
      ),
    ),
    states: [collegeTrackFacts.CollegeResponseSent],
    refuses: [complaintNotFound, notTheRespondent, dayInTheFuture],
    example: { complaint: aComplaint, respondent: aRespondent, source: 'respondent', sentOn: '2026-07-02' },
  }),
  ReportCollegeDecision: action<ReportCollegeDecision>({
    body: ReportCollegeDecision,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report what the College decided.',
    who: reporters,
    legs: inComplaint((s, body: ReportCollegeDecision, c) =>
      reportCollegeDecision(
        s,
        { ...said(body, 'complaint', 'outcome', 'decidedOn', 'note'), ...told(s, body.source, c.actor) },
        c,
      ),
    ),
    states: [collegeTrackFacts.CollegeDecisionReported],
    refuses: [complaintNotFound, dayInTheFuture],
    example: { complaint: aComplaint, outcome: 'advice', source: 'complainant', decidedOn: '2026-06-01' },
  }),
  ReportCollegeDecisionReceived: action<ReportCollegeDecisionReceived>({
    body: ReportCollegeDecisionReceived,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report on which day a party received the College’s decision: the time to ask HPARB runs from it.',
    who: reporters,
    legs: inComplaint((s, body: ReportCollegeDecisionReceived, c) =>
      reportDecisionReceived(
        s,
        {
          ...said(body, 'complaint', 'receivedOn'),
          ...told(s, body.source, c.actor),
          party: party(s, body.party, c.actor),
        },
        c,
      ),
    ),
    states: [collegeTrackFacts.CollegeDecisionReceived],
    refuses: [complaintNotFound, notAParty, noCollegeDecision, dayInTheFuture],
    example: { complaint: aComplaint, party: aComplainant, source: 'complainant', receivedOn: '2026-06-05' },
  }),
  ReportReviewTimeExtended: action<ReportReviewTimeExtended>({
    body: ReportReviewTimeExtended,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report that the Board gave a party more days to ask for a review.',
    who: reporters,
    legs: inComplaint((s, body: ReportReviewTimeExtended, c) =>
      reportReviewTimeExtended(
        s,
        { ...said(body, 'complaint', 'days'), ...told(s, body.source, c.actor), party: party(s, body.party, c.actor) },
        c,
      ),
    ),
    states: [collegeTrackFacts.ReviewTimeExtended],
    refuses: [complaintNotFound, notAParty],
    example: { complaint: aComplaint, party: aComplainant, days: 30, source: 'complainant' },
  }),
  ReportReviewRequested: action<ReportReviewRequested>({
    body: ReportReviewRequested,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report that a party asked HPARB to review the College’s decision.',
    who: reporters,
    legs: inComplaint((s, body: ReportReviewRequested, c) =>
      reportReviewRequested(
        s,
        {
          ...said(body, 'complaint', 'requestedOn', 'note'),
          ...told(s, body.source, c.actor),
          party: party(s, body.party, c.actor),
        },
        c,
      ),
    ),
    states: [collegeTrackFacts.ReviewRequested],
    refuses: [complaintNotFound, notAParty, dayInTheFuture],
    example: { complaint: aComplaint, party: aComplainant, source: 'complainant', requestedOn: '2026-07-06' },
  }),
  ReportReviewDecided: action<ReportReviewDecided>({
    body: ReportReviewDecided,
    kind: 'report',
    clauses: ['R10'],
    says: 'Report what HPARB decided.',
    who: reporters,
    legs: inComplaint((s, body: ReportReviewDecided, c) =>
      reportReviewDecided(
        s,
        { ...said(body, 'complaint', 'outcome', 'decidedOn', 'note'), ...told(s, body.source, c.actor) },
        c,
      ),
    ),
    states: [collegeTrackFacts.ReviewDecided],
    refuses: [complaintNotFound, dayInTheFuture],
    example: { complaint: aComplaint, outcome: 'confirmed', source: 'complainant' },
  }),
  KeepCollegePaper: action<KeepCollegePaper>({
    body: KeepCollegePaper,
    kind: 'report',
    clauses: ['R10', 'R7'],
    says: 'Keep a paper of the College’s proceeding apart: its kind and digest.',
    who: keepers,
    makes: (_body, id) => id('paper'),
    legs: [
      leg('college', {
        stream: collegeStream,
        also: ofComplaint,
        decide: (_s, body: KeepCollegePaper, c) =>
          keepPaper(
            said(body, 'complaint', 'kind', 'digest', 'dated', 'summary'),
            c.world.complaint(body.complaint),
            c,
          ),
      }),
    ],
    states: [collegeFileFacts.CollegePaperKept],
    refuses: [complaintNotFound],
    example: { complaint: aComplaint, kind: 'notice', digest: 'a'.repeat(64), dated: '2026-06-12' },
  }),
  ReceiveCollegeDemand: action<ReceiveCollegeDemand>({
    body: ReceiveCollegeDemand,
    kind: 'report',
    clauses: ['R7', 'R10'],
    says: 'Report that a College investigator demanded records: authority, appointment letter, scope.',
    who: keepers,
    makes: (_body, id) => id('demand'),
    legs: [
      leg('college', {
        stream: collegeStream,
        also: ofComplaint,
        decide: (_s, body: ReceiveCollegeDemand, c) =>
          receiveDemand(
            said(body, 'complaint', 'authority', 'appointmentLetter', 'cases', 'scope', 'due', 'details'),
            c.world.complaint(body.complaint),
            c,
          ),
      }),
    ],
    states: [collegeFileFacts.CollegeDemandReceived],
    refuses: [complaintNotFound],
    example: {
      complaint: aComplaint,
      authority: 'RHPA-76',
      appointmentLetter: 'a'.repeat(64),
      cases: [aCase],
      scope: ['clinical-notes', 'attendance'],
    },
  }),
  DiscloseForProceeding: action<DiscloseForProceeding>({
    body: DiscloseForProceeding,
    kind: 'request',
    clauses: ['R7', 'R10'],
    says: 'Give information for the complaint’s proceeding: to the College without consent, to a lawyer only under an order.',
    who: keepers,
    makes: (_body, id) => id('disclosure'),
    legs: [
      leg('college', {
        stream: collegeStream,
        also: ofComplaint,
        decide: (s, body: DiscloseForProceeding, c) =>
          discloseForProceeding(
            s,
            said(body, 'complaint', 'to', 'case', 'clients', 'content', 'entries', 'demand', 'order', 'what'),
            c.world.complaint(body.complaint),
            c,
          ),
      }),
    ],
    states: [collegeFileFacts.CollegeDisclosureMade, collegeFileFacts.ComplaintDisclosureRefused],
    refuses: [complaintNotFound, demandNotFound, letterIsNoOrder, beyondDemand, collegePapersWithheld],
    example: {
      complaint: aComplaint,
      to: 'College',
      case: aCase,
      clients: [aComplainant],
      content: ['clinical-notes'],
      entries: [anEntry],
      demand: aDemand,
    },
  }),
} as const;
