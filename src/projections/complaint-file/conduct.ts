import { conductFacts } from '../../domain/complaint/conduct-facts.js';
import { put, set } from '../view.js';
import { complaintFilePart, step } from './part.js';

/**
 * What the complaint file shows of a conduct report. What is kept from the reporter, or from the person reported, never
 * touches the row of the report itself: a row is shown by the latest fact it names.
 */
export const conductRows = complaintFilePart({
  follows: conductFacts,
  on: {
    ConductReported: (f) => [
      put('report', {
        row: 'conduct report',
        what: f.open.about,
        state: 'reported',
        at: f.happenedAt,
        person: f.open.reporter,
        complainant: f.open.reporter,
        respondents: f.open.reported === undefined ? [] : [f.open.reported],
        details: { standing: f.open.standing },
        words: f.sealed['statement'] ?? null,
        fact: f.id,
      }),
      ...f.open.matters.map(({ matter, clause }) =>
        put(`allegation ${matter}`, {
          row: 'allegation',
          what: matter,
          clause,
          state: 'alleged',
          at: f.happenedAt,
          fact: f.id,
        }),
      ),
      step(f, { words: null }),
    ],
    ReportedPersonNamed: (f) => [
      set('report', { respondents: [f.open.reported], fact: f.id }),
      step(f, { person: f.open.reported }),
    ],
    ReviewerTiesDeclared: (f) => [step(f, { person: f.open.person })],
    ConductReviewBegun: (f) => [
      set('report', { state: 'under review', fact: f.id }),
      step(f, { person: f.open.reviewer }),
    ],
    ConductReportServed: (f) => [step(f, { person: f.open.reported })],
    ReportedPersonAnswered: (f) => [
      put(`answer ${f.id}`, {
        row: 'answer',
        what: 'answer of the person reported',
        at: f.happenedAt,
        person: f.open.reported,
        words: f.sealed['answer'] ?? null,
        fact: f.id,
      }),
      step(f, { person: f.open.reported, words: null }),
    ],
    ConductFound: (f) => [
      put(`finding ${f.open.matter}`, {
        row: 'finding',
        what: f.open.matter,
        clause: f.open.clause,
        state: f.open.finding,
        at: f.happenedAt,
        person: f.open.reviewer,
        details: { heard: f.open.heard },
        words: f.sealed['reasons'] ?? null,
        fact: f.id,
      }),
      step(f, { clause: f.open.clause, words: null }),
    ],
    ConductMeasuresAgreed: (f) => [
      put(`agreed ${f.open.matter}`, {
        row: 'measure',
        what: f.open.measures.join(', '),
        state: 'agreed',
        at: f.happenedAt,
        words: f.sealed['reasons'] ?? null,
        fact: f.id,
      }),
      step(f, { words: null }),
    ],
    ConductReportClosed: (f) => [set('report', { state: f.open.because, fact: f.id }), step(f, { details: f.open })],
    ComplaintBeganAsReport: (f) => [step(f, { details: f.open })],
  },
});
