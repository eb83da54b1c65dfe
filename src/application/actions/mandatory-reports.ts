import { mandatoryReportFacts } from '../../domain/agency/mandatory-report.js';
import {
  AUTHORITIES,
  DUTIES,
  NOT_MADE_BECAUSE,
  REPORTED_HOW,
  samples,
  TOLD,
} from '../../domain/agency/mandatory-report-facts.js';
import {
  consider,
  considerAgain,
  considerStreams,
  dutyNotDue,
  dutyNotFound,
  dutyOverdue,
  makeReport,
  nameNeedsConsent,
  opinionNeeded,
  reportMade,
  reportNotMade,
  tellClient,
} from '../../domain/agency/reporting-duty.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { ActionBody, action, IsCode, IsFlag, IsId, IsIds, IsName, IsRecords, IsText, leg, Optional } from './action.js';
import { said } from './complaint-legs.js';

export class ConsiderMandatoryReport extends ActionBody {
  @IsCode(...DUTIES) duty: (typeof DUTIES)[number];
  /** Persons whom it concerns, where they are known here. */
  @Optional() @IsIds(0, 30) concerns?: string[];
  /** The case from which it is known. It is no action on that case: a therapist whom a complaint shuts out still has the duty. */
  @Optional() @IsId('case') about?: string;
  /** The alleged abuser, or the member disciplined, where registered here. */
  @Optional() @IsId('person') alleged?: string;
  /** False while nobody knows the abuser’s name: then the health professions’ Code asks for no report. */
  @Optional() @IsFlag() abuserNamed?: boolean;
  /** Of somebody aged 16 or 17 a report to the society may be made, and need not be. */
  @Optional() @IsFlag() aged16or17?: boolean;
  /** The reporter treats the alleged abuser in psychotherapy. */
  @Optional() @IsFlag() treatsAlleged?: boolean;
  /** The abuse may go on: the report is due at once. */
  @IsFlag() mayContinue: boolean;
  /** What is known, and from where. */
  @IsText() known: string;
  /** Whom it concerns, where nobody is registered. */
  @Optional() @IsText(2_000) whom?: string;
}

/** What an action about one duty always says. */
export class OnDuty extends ActionBody {
  @IsId('mandatory report') report: string;
}

export class ConsiderMandatoryReportAgain extends OnDuty {
  @IsFlag() mayContinue: boolean;
  @Optional() @IsFlag() abuserNamed?: boolean;
  @IsText() known: string;
}

export class ReportClientToldOfDuty extends OnDuty {
  @IsId('person') client: string;
  @IsCode(...TOLD) outcome: (typeof TOLD)[number];
  @Optional() @IsText() reason?: string;
}

export class NameConsent {
  @IsId('person') client: string;
  /** Reference to the writing, such as a scan’s digest; never its content. */
  @IsName() evidence: string;
}

export class MakeMandatoryReport extends OnDuty {
  @IsCode(...AUTHORITIES) to: (typeof AUTHORITIES)[number];
  @IsCode(...REPORTED_HOW) how: (typeof REPORTED_HOW)[number];
  /** The report names the client. */
  @IsFlag() named: boolean;
  @Optional() @IsRecords(NameConsent, 0, 30) consents?: NameConsent[];
  @Optional() @IsCode('given', 'cannot-form') opinion?: 'given' | 'cannot-form';
  @Optional() @IsText() riskOpinion?: string;
  /** The authority’s own reference, or whom one spoke with. */
  @Optional() @IsText(2_000) reference?: string;
  @Optional() @IsText() content?: string;
}

export class ReportMandatoryReportNotMade extends OnDuty {
  @IsCode(...NOT_MADE_BECAUSE) because: (typeof NOT_MADE_BECAUSE)[number];
  @IsText() reasons: string;
}

const onDuty = ({ report }: { readonly report: string }): string => `mandatory-report-${report}`;
const considered = (body: ConsiderMandatoryReport) => ({
  ...said(
    body,
    'duty',
    'about',
    'alleged',
    'abuserNamed',
    'aged16or17',
    'treatsAlleged',
    'mayContinue',
    'known',
    'whom',
  ),
  concerns: body.concerns ?? [],
});
const made = (body: MakeMandatoryReport) =>
  said(body, 'report', 'to', 'how', 'named', 'consents', 'opinion', 'riskOpinion', 'reference', 'content');
const {
  ReportingDutyConsidered,
  ReportingDutyConsideredAgain,
  ClientToldOfDuty,
  MandatoryReportMade,
  MandatoryReportNotMade,
  MandatoryReportOverdue,
} = mandatoryReportFacts;
const { aReport, aClient } = samples;
const clauses = ['R7'] as const;
/** Whoever holds a role; on a duty that is there, only the one whose duty it is. */
const who = ['staff'] as const;
const madeBody = {
  report: aReport,
  to: 'college',
  how: 'online',
  named: true,
  consents: [{ client: aClient, evidence: 'scan 12' }],
};

/** Duties to report to an authority: each its reporter’s own, which nobody signs off, changes or delays. */
export const mandatoryReportActions = {
  ConsiderMandatoryReport: action<ConsiderMandatoryReport>({
    body: ConsiderMandatoryReport,
    kind: 'report',
    clauses,
    says: 'Record that you considered whether you must report something to an authority: whether you must or may, and by when.',
    who,
    makes: (_body, id) => id('report'),
    legs: [
      leg('mandatory-report', {
        stream: (_body: ConsiderMandatoryReport, id) => `mandatory-report-${id('report')}`,
        also: (body) => considerStreams(considered(body)),
        decide: (s, body: ConsiderMandatoryReport, c) => consider(s, considered(body), c),
      }),
    ],
    states: [ReportingDutyConsidered],
    refuses: [personNotRegistered, caseNotFound],
    example: {
      duty: 'RHPA-85.1',
      concerns: [aClient],
      abuserNamed: true,
      mayContinue: false,
      known: 'The client told me in session what another therapist did.',
    },
  }),
  ConsiderMandatoryReportAgain: action<ConsiderMandatoryReportAgain>({
    body: ConsiderMandatoryReportAgain,
    kind: 'report',
    clauses,
    says: 'Record new information: the duty is considered again, and reported again where it is one.',
    who,
    legs: [
      leg('mandatory-report', {
        stream: onDuty,
        decide: (s, body: ConsiderMandatoryReportAgain, c) =>
          considerAgain(s, said(body, 'report', 'mayContinue', 'abuserNamed', 'known'), c),
      }),
    ],
    states: [ReportingDutyConsideredAgain],
    refuses: [dutyNotFound],
    example: { report: aReport, mayContinue: true, known: 'A second client spoke of the same.' },
  }),
  ReportClientToldOfDuty: action<ReportClientToldOfDuty>({
    body: ReportClientToldOfDuty,
    kind: 'report',
    clauses,
    says: 'Report that the client was told of the report before it was made, or why not.',
    who,
    legs: [
      leg('mandatory-report', {
        stream: onDuty,
        also: ({ client }: ReportClientToldOfDuty) => [`person-${client}`],
        decide: (s, body: ReportClientToldOfDuty, c) =>
          tellClient(s, said(body, 'report', 'client', 'outcome', 'reason'), c),
      }),
    ],
    states: [ClientToldOfDuty],
    refuses: [dutyNotFound, personNotRegistered],
    example: { report: aReport, client: aClient, outcome: 'told' },
  }),
  MakeMandatoryReport: action<MakeMandatoryReport>({
    body: MakeMandatoryReport,
    kind: 'request',
    clauses,
    says: 'Make a report to the authority: checked before it goes out for what the Code asks of a name and of an opinion.',
    who,
    legs: [
      leg('mandatory-report', {
        stream: onDuty,
        decide: (s, body: MakeMandatoryReport, c) => makeReport(s, made(body), c),
      }),
    ],
    states: [MandatoryReportMade],
    refuses: [dutyNotFound, nameNeedsConsent, opinionNeeded],
    example: madeBody,
  }),
  ReportMandatoryReportMade: action<MakeMandatoryReport>({
    body: MakeMandatoryReport,
    kind: 'report',
    clauses,
    says: 'Record a report that was made, as it was: a name given without written consent shows as a breach.',
    who,
    legs: [
      leg('mandatory-report', {
        stream: onDuty,
        decide: (s, body: MakeMandatoryReport, c) => reportMade(s, made(body), c),
      }),
    ],
    states: [MandatoryReportMade],
    refuses: [dutyNotFound],
    example: madeBody,
  }),
  ReportMandatoryReportNotMade: action<ReportMandatoryReportNotMade>({
    body: ReportMandatoryReportNotMade,
    kind: 'report',
    clauses,
    says: 'Record that you made no report, and why. That somebody else has reported does not end your duty.',
    who,
    legs: [
      leg('mandatory-report', {
        stream: onDuty,
        decide: (s, body: ReportMandatoryReportNotMade, c) =>
          reportNotMade(s, said(body, 'report', 'because', 'reasons'), c),
      }),
    ],
    states: [MandatoryReportNotMade],
    refuses: [dutyNotFound],
    example: { report: aReport, because: 'no-reasonable-grounds', reasons: 'The physician confirms the fall.' },
  }),
  ReportMandatoryReportOverdue: action<OnDuty>({
    body: OnDuty,
    kind: 'report',
    clauses,
    says: 'The clock: no report was known by the day on which the law wants it.',
    who: ['system'],
    legs: [leg('mandatory-report', { stream: onDuty, decide: (s, body: OnDuty, c) => dutyOverdue(s, body, c) })],
    states: [MandatoryReportOverdue],
    refuses: [dutyNotFound, dutyNotDue],
    example: { report: aReport },
  }),
} as const;
