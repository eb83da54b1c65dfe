import { fact } from '../language/fact.js';
import { code, count, flag, id, instant, list, name, optional, record, sealed, text } from '../language/field.js';

const aReport = '0190c7a0-0000-7000-8000-0000000000d1';
const aReporter = '0190c7a0-0000-7000-8000-00000000007a';
const aClient = '0190c7a0-0000-7000-8000-0000000000c1';

/** The duties to report to an authority, and to whom (CRPO 1.3). */
export const DUTIES = ['CYFSA-125', 'RHPA-85.1', 'RHPA-85.2', 'RHPA-85.5', 'PHIPA-17.1', 'FLTCA-28', 'RHA-75'] as const;
export type Duty = (typeof DUTIES)[number];
/** Whether the law demands the report, allows it, or asks for nothing (no duty while the abuser’s name is unknown). */
export const OBLIGATIONS = ['must', 'may', 'none'] as const;
export type Obligation = (typeof OBLIGATIONS)[number];
export const AUTHORITIES = [
  'childrens-aid-society',
  'college',
  'director-of-long-term-care',
  'retirement-homes-authority',
] as const;
export const REPORTED_HOW = ['telephone', 'online', 'mail', 'e-mail', 'in-person', 'fax'] as const;
/** Why no report was made; that somebody else has reported is written down and ends nothing. */
export const NOT_MADE_BECAUSE = [
  'no-reasonable-grounds',
  'name-not-known',
  'not-within-the-duty',
  'chose-not-to',
  'another-has-reported',
  'other',
] as const;
/** What came of the effort to tell the client before the report (RHPA Code s. 85.3). */
export const TOLD = ['told', 'could-not-be-reached', 'would-endanger', 'not-told'] as const;
/** How the report names the client. Under s. 85.1 and 85.2 that takes their written consent. */
export const NAMING = ['not-named', 'with-written-consent', 'without-consent', 'as-the-act-requires'] as const;
/** Whether a report by who treats the alleged abuser says what they think of the future risk. */
export const OPINIONS = ['given', 'cannot-form', 'left-out', 'does-not-apply'] as const;

const considered = {
  /** Whether the abuse may go on: then the report is due at once. */
  mayContinue: flag(),
  obligation: code(...OBLIGATIONS),
  /** 1 for the first consideration, one more for each that new information opened. */
  round: count(),
  /** The last instant in time; none where nothing must be reported. */
  dueBy: optional(instant()),
};

export const mandatoryReportFacts = {
  ReportingDutyConsidered: fact({
    type: 'ReportingDutyConsidered',
    stream: 'mandatory-report',
    clauses: ['R7'],
    says: 'A member of staff considered whether they must report something to an authority: a duty of their own, that nobody signs off.',
    fields: {
      report: id(),
      reporter: id(),
      duty: code(...DUTIES),
      /** Persons whom it concerns, where known. */
      concerns: list(id()),
      /** Case from which it is known. */
      about: optional(id('case')),
      /** The alleged abuser or the member disciplined, where registered here. */
      alleged: optional(id()),
      abuserNamed: optional(flag()),
      aged16or17: optional(flag()),
      /** True when the reporter treats the alleged abuser in psychotherapy. */
      treatsAlleged: flag(),
      ...considered,
      known: sealed('known', 'V', text()),
      whom: optional(sealed('known', 'V', text())),
    },
    subjects: { reporter: 'staff', concerns: 'named', alleged: 'respondent' },
    compartments: { known: 'stream' },
    example: {
      report: aReport,
      reporter: aReporter,
      duty: 'CYFSA-125',
      concerns: [aClient],
      treatsAlleged: false,
      mayContinue: true,
      obligation: 'must',
      round: 1,
      dueBy: '2026-01-06T15:00:00.000Z',
      known: 'Bruises, and what the child said about them.',
    },
  }),
  ReportingDutyConsideredAgain: fact({
    type: 'ReportingDutyConsideredAgain',
    stream: 'mandatory-report',
    clauses: ['R7'],
    says: 'New information came: the duty was considered again, and what was reported before does not discharge it.',
    fields: {
      report: id(),
      reporter: id(),
      abuserNamed: optional(flag()),
      ...considered,
      known: sealed('known', 'V', text()),
    },
    subjects: { reporter: 'staff' },
    compartments: { known: 'stream' },
    example: {
      report: aReport,
      reporter: aReporter,
      mayContinue: true,
      obligation: 'must',
      round: 2,
      dueBy: '2026-01-13T15:00:00.000Z',
      known: 'A second child spoke of the same.',
    },
  }),
  ClientToldOfDuty: fact({
    type: 'ClientToldOfDuty',
    stream: 'mandatory-report',
    clauses: ['R7'],
    says: 'The reporter told the client that they must report, tried to, or had a reason not to.',
    fields: {
      report: id(),
      reporter: id(),
      client: id(),
      outcome: code(...TOLD),
      /** True when it was before the report was made. */
      first: flag(),
      reason: optional(sealed('known', 'V', text())),
    },
    subjects: { reporter: 'staff', client: 'named' },
    compartments: { known: 'stream' },
    inTheWorld: true,
    example: { report: aReport, reporter: aReporter, client: aClient, outcome: 'told', first: true },
  }),
  MandatoryReportMade: fact({
    type: 'MandatoryReportMade',
    stream: 'mandatory-report',
    clauses: ['R7'],
    says: 'The reporter made the report to the authority; a client named without written consent is a breach of their confidentiality.',
    fields: {
      report: id(),
      reporter: id(),
      duty: code(...DUTIES),
      to: code(...AUTHORITIES),
      how: code(...REPORTED_HOW),
      round: count(),
      late: flag(),
      naming: code(...NAMING),
      opinion: code(...OPINIONS),
      /** Consents on which the client was named: which client, and the digest of the writing. */
      consents: list(record({ client: id(), evidence: name() })),
      told: code('first', 'not-first', 'does-not-apply'),
      reference: optional(sealed('known', 'V', text())),
      content: optional(sealed('known', 'V', text())),
      riskOpinion: optional(sealed('known', 'V', text())),
    },
    subjects: { reporter: 'staff', 'consents.client': 'named' },
    compartments: { known: 'stream' },
    inTheWorld: true,
    example: {
      report: aReport,
      reporter: aReporter,
      duty: 'CYFSA-125',
      to: 'childrens-aid-society',
      how: 'telephone',
      round: 1,
      late: false,
      naming: 'as-the-act-requires',
      opinion: 'does-not-apply',
      consents: [],
      told: 'does-not-apply',
      reference: 'Call 4711, worker named in the note.',
    },
  }),
  MandatoryReportNotMade: fact({
    type: 'MandatoryReportNotMade',
    stream: 'mandatory-report',
    clauses: ['R7'],
    says: 'The reporter made no report and wrote down why; what is a reason under the law ends the duty, the rest leaves it running.',
    fields: {
      report: id(),
      reporter: id(),
      because: code(...NOT_MADE_BECAUSE),
      round: count(),
      late: flag(),
      ends: flag(),
      reasons: sealed('known', 'V', text()),
    },
    subjects: { reporter: 'staff' },
    compartments: { known: 'stream' },
    example: {
      report: aReport,
      reporter: aReporter,
      because: 'no-reasonable-grounds',
      round: 1,
      late: false,
      ends: true,
      reasons: 'The child explained the bruises; the physician confirms it.',
    },
  }),
  MandatoryReportOverdue: fact({
    type: 'MandatoryReportOverdue',
    stream: 'mandatory-report',
    clauses: ['R7'],
    says: 'No report was known by the day on which the law wants it, nor why none is owed: late knowledge undoes it.',
    fields: { report: id(), reporter: id(), round: count(), due: instant() },
    subjects: { reporter: 'staff' },
    example: { report: aReport, reporter: aReporter, round: 1, due: '2026-01-06T15:00:00.000Z' },
  }),
} as const;

/** Ids used in the examples of this topic’s actions. */
export const samples = { aReport, aReporter, aClient };
