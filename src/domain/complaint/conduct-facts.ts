import { fact } from '../language/fact.js';
import { code, id, list, optional, record, sealed, text } from '../language/field.js';
import { FINDINGS } from './handling-facts.js';
import { STANDINGS } from './lodging.js';
import { aComplainant, aComplaint, aFact, anAllegation, anOfficer, aRespondent } from './samples.js';

/** Whose conduct a report is about; the clauses it is held against follow from it. */
export const ABOUT = ['therapist', 'staff', 'client'] as const;
export type About = (typeof ABOUT)[number];

/** The clauses of respect, by whose conduct is reported: C1 binds a client, T1 a therapist, R1 everybody of the agency. */
export const CLAUSES_ABOUT = { therapist: ['R1', 'T1'], staff: ['R1'], client: ['C1'] } as const;
const CONDUCT_CLAUSES = ['R1', 'C1', 'T1'] as const;

/** What may be agreed after a report was reviewed. */
export const CONDUCT_MEASURES = [
  'talk',
  'apology',
  'written-warning',
  'training',
  'closer-supervision',
  'another-therapist',
  'separate-visits',
  'practice-changed',
  'service-ended',
] as const;

/** Whether the person reported could say something before a finding was made. */
export const HEARD = ['answered', 'served', 'not-served'] as const;
/** Why a report is over. */
export const REPORT_CLOSED_BECAUSE = ['findings-made', 'withdrawn', 'cannot-be-reviewed', 'became-complaint'] as const;

const clauses = CONDUCT_CLAUSES;

export const conductFacts = {
  ConductReported: fact({
    type: 'ConductReported',
    stream: 'complaint',
    clauses,
    says: 'Somebody reported how a therapist, another of the staff or a client treated people: alleged, apart from every case, unseen by the person reported.',
    fields: {
      complaint: id('conduct report'),
      reporter: id(),
      standing: code(...STANDINGS),
      about: code(...ABOUT),
      reported: optional(id()),
      matters: list(record({ matter: id(), clause: code(...CONDUCT_CLAUSES) })),
      statement: sealed('statement', 'R', text()),
    },
    subjects: { reporter: 'complainant', reported: 'respondent' },
    compartments: { statement: 'reporter' },
    example: {
      complaint: aComplaint,
      reporter: aComplainant,
      standing: 'client',
      about: 'therapist',
      reported: aRespondent,
      matters: [
        { matter: anAllegation, clause: 'R1' },
        { matter: aFact, clause: 'T1' },
      ],
      statement: 'I was laughed at when I wept.',
    },
  }),
  ReportedPersonNamed: fact({
    type: 'ReportedPersonNamed',
    stream: 'complaint',
    clauses,
    says: 'It was found out, or put right, whom a conduct report is about.',
    fields: { complaint: id('conduct report'), reported: id() },
    subjects: { reported: 'respondent' },
    example: { complaint: aComplaint, reported: aRespondent },
  }),
  ReviewerTiesDeclared: fact({
    type: 'ReviewerTiesDeclared',
    stream: 'complaint',
    clauses,
    says: 'A person is too near to a conduct report to review it (rule 62).',
    fields: { complaint: id('conduct report'), person: id(), reason: optional(sealed('reasons', 'R', text())) },
    subjects: { person: 'staff' },
    compartments: { reasons: 'stream' },
    example: { complaint: aComplaint, person: anOfficer },
  }),
  ConductReviewBegun: fact({
    type: 'ConductReviewBegun',
    stream: 'complaint',
    clauses,
    says: 'An independent person took up a conduct report.',
    fields: { complaint: id('conduct report'), reviewer: id() },
    subjects: { reviewer: 'staff' },
    example: { complaint: aComplaint, reviewer: anOfficer },
  }),
  ConductReportServed: fact({
    type: 'ConductReportServed',
    stream: 'complaint',
    clauses,
    says: 'The person reported was given the facts listed: these, and no others, they may see.',
    fields: { complaint: id('conduct report'), reported: id(), served: list(id()) },
    subjects: { reported: 'respondent' },
    inTheWorld: true,
    example: { complaint: aComplaint, reported: aRespondent, served: [aFact] },
  }),
  ReportedPersonAnswered: fact({
    type: 'ReportedPersonAnswered',
    stream: 'complaint',
    clauses,
    says: 'The person reported answered what was served on them; the answer stands beside the clause.',
    fields: { complaint: id('conduct report'), reported: id(), answer: sealed('answer', 'R', text()) },
    subjects: { reported: 'respondent' },
    compartments: { answer: 'reported' },
    example: { complaint: aComplaint, reported: aRespondent, answer: 'I smiled, and was sorry at once.' },
  }),
  ConductFound: fact({
    type: 'ConductFound',
    stream: 'complaint',
    clauses,
    says: 'The review found a report founded or not under one clause, or that it could not be decided (inconclusive).',
    fields: {
      complaint: id('conduct report'),
      matter: id(),
      clause: code(...CONDUCT_CLAUSES),
      reviewer: id(),
      finding: code(...FINDINGS),
      heard: code(...HEARD),
      reasons: sealed('reasons', 'R', text()),
    },
    subjects: { reviewer: 'staff' },
    compartments: { reasons: 'stream' },
    example: {
      complaint: aComplaint,
      matter: anAllegation,
      clause: 'R1',
      reviewer: anOfficer,
      finding: 'founded',
      heard: 'answered',
      reasons: 'Both accounts agree.',
    },
  }),
  ConductMeasuresAgreed: fact({
    type: 'ConductMeasuresAgreed',
    stream: 'complaint',
    clauses,
    says: 'What is done about reported conduct was agreed; the reporter is not shown what concerns another person.',
    fields: {
      complaint: id('conduct report'),
      matter: id(),
      measures: list(code(...CONDUCT_MEASURES)),
      details: optional(sealed('reasons', 'R', text())),
    },
    compartments: { reasons: 'stream' },
    example: { complaint: aComplaint, matter: anAllegation, measures: ['apology', 'training'] },
  }),
  ConductReportClosed: fact({
    type: 'ConductReportClosed',
    stream: 'complaint',
    clauses,
    says: 'A conduct report came to its end: with findings, without any, or because it became a complaint.',
    fields: {
      complaint: id('conduct report'),
      because: code(...REPORT_CLOSED_BECAUSE),
      /** Clauses about which nothing was found: they stay alleged unless a complaint goes on with them. */
      withoutFinding: list(code(...CONDUCT_CLAUSES)),
      became: optional(id('complaint')),
      reason: optional(sealed('reasons', 'R', text())),
    },
    compartments: { reasons: 'stream' },
    example: { complaint: aComplaint, because: 'findings-made', withoutFinding: [] },
  }),
  ComplaintBeganAsReport: fact({
    type: 'ComplaintBeganAsReport',
    stream: 'complaint',
    clauses: ['R10', 'R1', 'T1'],
    says: 'This complaint grew out of a conduct report, with its reporter’s consent.',
    fields: {
      complaint: id('complaint'),
      report: id('conduct report'),
      consent: code('own-request', 'written', 'oral'),
    },
    example: { complaint: aComplaint, report: anAllegation, consent: 'own-request' },
  }),
} as const;
