import {
  clientConductIsNoComplaint,
  endAsComplaint,
  lodgeTurned,
  registerTurned,
  reportBecameComplaint,
  reporterConsentNeeded,
} from '../../domain/complaint/conduct-complaint.js';
import { conductFacts } from '../../domain/complaint/conduct-facts.js';
import {
  conductReportClosed,
  conductReportNotFound,
  mayReport,
  nameReported,
  ownConduct,
  registerReport,
  reportConduct,
  reportedIsNamed,
  reporterIsAnother,
  reportStreams,
} from '../../domain/complaint/conduct-reporting.js';
import {
  answerReport,
  closeReport,
  declareTies,
  findConduct,
  findingsMissing,
  matterNotFound,
  nothingServed,
  notInReport,
  reportedNotNamed,
  reportedStreams,
  reporterOnlyWithdraws,
  reportNotTakenUp,
  reviewerNotIndependent,
  serveReport,
  takeUp,
} from '../../domain/complaint/conduct-review.js';
import { lodgingLapsed } from '../../domain/complaint/lodge.js';
import { lodgingFacts } from '../../domain/complaint/lodging.js';
import { registerFacts } from '../../domain/complaint/register.js';
import {
  aComplainant,
  aComplaint,
  aFact,
  anAllegation,
  anOfficer,
  aRespondent,
} from '../../domain/complaint/samples.js';
import { accept } from '../../domain/language/decision.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { action, leg } from './action.js';
import { inComplaint, onComplaint, said } from './complaint-legs.js';
import {
  AnswerConductReport,
  CloseConductReport,
  DeclareReviewerTies,
  NameReportedPerson,
  RecordConductFinding,
  ReportConduct,
  ServeConductReport,
  TakeUpConductReport,
  TurnReportIntoComplaint,
} from './conduct-bodies.js';

const { ConductReportRegistered, ComplaintRegistered } = registerFacts;
const clauses = ['R1', 'C1', 'T1'] as const;
const officer = ['complaints-officer'] as const;
const heard = [conductReportNotFound, conductReportClosed];
const turning = (body: TurnReportIntoComplaint): readonly string[] => [
  onComplaint(body),
  ...(body.cases ?? []).map((each) => `case-${each}`),
  // What says whether the reporter decides for those whose care it concerns.
  ...(body.clients ?? []).flatMap((each) => [`file-${each}`, `person-${each}`]),
];
const turn = (body: TurnReportIntoComplaint) =>
  said(body, 'complaint', 'consent', 'tracks', 'clients', 'cases', 'statement', 'notInvolved', 'outcomeSought');

/** Reports of how people were treated: apart from every case, and none of a complaint’s clocks. */
export const conductActions = {
  ReportConduct: action<ReportConduct>({
    body: ReportConduct,
    kind: 'report',
    clauses,
    says: 'Report how a therapist, another of the staff or a client treated people. The person reported sees nothing of it unless it is served on them.',
    who: ['front-desk', 'complaints-officer', 'anyone'],
    makes: (_body, id) => id('complaint'),
    legs: [
      leg('complaint-register', {
        stream: () => 'complaint-register',
        also: reportStreams,
        decide: (_s, body: ReportConduct, c) =>
          mayReport(body, c) ?? registerReport(c.id('complaint'), body.reporter ?? c.actor.person, body.reported),
      }),
      leg('complaint', {
        stream: (_body: ReportConduct, id) => `complaint-${id('complaint')}`,
        also: reportStreams,
        decide: (s, body: ReportConduct, c) => reportConduct(s, body, c),
      }),
    ],
    states: [ConductReportRegistered, conductFacts.ConductReported],
    refuses: [reporterIsAnother, ownConduct, personNotRegistered],
    example: {
      about: 'therapist',
      standing: 'client',
      reported: aRespondent,
      statement: 'I was laughed at when I wept.',
    },
  }),
  NameReportedPerson: action<NameReportedPerson>({
    body: NameReportedPerson,
    kind: 'report',
    clauses,
    says: 'Say whom a conduct report is about, where nobody knew.',
    who: ['complaints-officer', 'complainant'],
    legs: [
      leg('complaint-register', {
        stream: () => 'complaint-register',
        also: (body: NameReportedPerson) => [onComplaint(body), `person-${body.reported}`],
        decide: (_s, body: NameReportedPerson, c) => {
          const report = c.world.complaint(body.complaint);
          const named = nameReported(report, body, c);
          // What the report will refuse, it refuses itself, in its own stream.
          if ('refusal' in named || named.facts.length === 0) return accept();
          return registerReport(body.complaint, report.conduct.reporter ?? '', body.reported);
        },
      }),
      ...inComplaint((s, body: NameReportedPerson, c) => nameReported(s, body, c), {
        also: ({ reported }) => [`person-${reported}`],
      }),
    ],
    states: [ConductReportRegistered, conductFacts.ReportedPersonNamed],
    refuses: [conductReportNotFound, reportedIsNamed, ownConduct, personNotRegistered],
    example: { complaint: aComplaint, reported: aRespondent },
  }),
  DeclareReviewerTies: action<DeclareReviewerTies>({
    body: DeclareReviewerTies,
    kind: 'report',
    clauses,
    says: 'Declare that a person is too near to a conduct report to review it.',
    who: officer,
    legs: inComplaint((s, { complaint, reviewer, reason }: DeclareReviewerTies) =>
      declareTies(s, { complaint, person: reviewer, ...(reason !== undefined && { reason }) }),
    ),
    states: [conductFacts.ReviewerTiesDeclared],
    refuses: [conductReportNotFound],
    example: { complaint: aComplaint, reviewer: anOfficer },
  }),
  TakeUpConductReport: action<TakeUpConductReport>({
    body: TakeUpConductReport,
    kind: 'request',
    clauses,
    says: 'Take up a conduct report for review, or give it to an independent person.',
    who: officer,
    legs: inComplaint((s, body: TakeUpConductReport, c) => takeUp(s, said(body, 'complaint', 'reviewer'), c), {
      also: ({ reviewer }, s) => [...reportedStreams(s), ...(reviewer === undefined ? [] : [`person-${reviewer}`])],
    }),
    states: [conductFacts.ConductReviewBegun],
    refuses: [...heard, reviewerNotIndependent, personNotRegistered],
    example: { complaint: aComplaint },
  }),
  ServeConductReport: action<ServeConductReport>({
    body: ServeConductReport,
    kind: 'report',
    clauses,
    says: 'Report that the person reported was given facts of the report: these they may see, and answer.',
    who: officer,
    legs: inComplaint((s, body: ServeConductReport, c) => serveReport(s, body, c), { needsHistory: true }),
    states: [conductFacts.ConductReportServed],
    refuses: [conductReportNotFound, reportedNotNamed, notInReport],
    example: { complaint: aComplaint, served: [aFact] },
  }),
  AnswerConductReport: action<AnswerConductReport>({
    body: AnswerConductReport,
    kind: 'request',
    clauses,
    says: 'Answer what was served of a conduct report, as the person it is about.',
    who: ['respondent', 'complaints-officer'],
    legs: inComplaint((s, body: AnswerConductReport) => answerReport(s, said(body, 'complaint', 'answer'))),
    states: [conductFacts.ReportedPersonAnswered],
    refuses: [conductReportNotFound, nothingServed],
    example: { complaint: aComplaint, answer: 'I smiled, and was sorry at once.' },
  }),
  RecordConductFinding: action<RecordConductFinding>({
    body: RecordConductFinding,
    kind: 'request',
    clauses,
    says: 'Record under one clause what the review found, or that it could not be decided, and what was agreed.',
    who: officer,
    legs: inComplaint(
      (s, { measures = [], ...body }: RecordConductFinding, c) =>
        findConduct(s, { ...said(body, 'complaint', 'matter', 'finding', 'details', 'reasons'), measures }, c),
      { also: (_body, s) => reportedStreams(s) },
    ),
    states: [conductFacts.ConductFound, conductFacts.ConductMeasuresAgreed],
    refuses: [...heard, reportNotTakenUp, matterNotFound, reviewerNotIndependent],
    example: {
      complaint: aComplaint,
      matter: anAllegation,
      finding: 'founded',
      reasons: 'Both accounts agree.',
      measures: ['apology', 'training'],
    },
  }),
  CloseConductReport: action<CloseConductReport>({
    body: CloseConductReport,
    kind: 'request',
    clauses,
    says: 'Close a conduct report: with its findings, because it cannot be reviewed, or because its reporter withdraws it.',
    who: ['complaints-officer', 'complainant'],
    legs: inComplaint(
      (s, body: CloseConductReport, c) => closeReport(s, said(body, 'complaint', 'because', 'reason'), c),
      { also: (_body, s) => reportedStreams(s) },
    ),
    states: [conductFacts.ConductReportClosed],
    refuses: [conductReportNotFound, reporterOnlyWithdraws, reviewerNotIndependent, findingsMissing],
    example: { complaint: aComplaint, because: 'findings-made' },
  }),
  TurnReportIntoComplaint: action<TurnReportIntoComplaint>({
    body: TurnReportIntoComplaint,
    kind: 'request',
    clauses: ['R10', 'R1', 'T1'],
    says: 'Lodge what was reported of a therapist or the staff as a complaint, with the reporter’s consent; the report ends, linked.',
    who: ['complainant', 'complaints-officer'],
    makes: (_body, id) => id('complaint'),
    legs: [
      leg('complaint-register', {
        stream: () => 'complaint-register',
        also: turning,
        decide: (_s, body: TurnReportIntoComplaint, c) => registerTurned(turn(body), c),
      }),
      leg('complaint', {
        stream: (_body: TurnReportIntoComplaint, id) => `complaint-${id('complaint')}`,
        also: turning,
        decide: (s, body: TurnReportIntoComplaint, c) => lodgeTurned(s, turn(body), c),
      }),
      ...inComplaint((s, body: TurnReportIntoComplaint, c) => endAsComplaint(s, turn(body), c)),
    ],
    states: [
      ComplaintRegistered,
      lodgingFacts.ComplaintLodged,
      conductFacts.ComplaintBeganAsReport,
      conductFacts.ConductReportClosed,
    ],
    refuses: [
      conductReportNotFound,
      clientConductIsNoComplaint,
      reportBecameComplaint,
      reporterConsentNeeded,
      lodgingLapsed,
    ],
    example: {
      complaint: aComplaint,
      consent: 'written',
      tracks: ['agency'],
      clients: [aComplainant],
      statement: 'I was laughed at when I wept.',
      notInvolved: false,
    },
  }),
} as const;
