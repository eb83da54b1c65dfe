import { conductFacts } from '../domain/complaint/conduct-facts.js';
import { nothing, type PresentedRow, put, set, view } from './view.js';

const DAY = 86_400_000;
/** Whole days from one instant to another. */
const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY));

/** Conduct reports across streams: what waits for a reviewer, and how long. */
export const conductReports = view({
  name: 'conduct-reports',
  title: 'Conduct reports',
  says: 'Reports of how people were treated: about whom, how far the review is, what was found under each clause, and how old they are.',
  column: 'complaint',
  scopes: ['agency', 'complaint'],
  // Whom a report is about is not shown as a person cared for: looking at it must not tell them of it.
  persons: ['reporter'],
  staff: ['reviewer'],
  columns: {
    report: { kind: 'text', says: 'Id of the report.' },
    state: { kind: 'text', says: 'reported, under review, or why it is closed.', indexed: true },
    about: { kind: 'text', says: 'Whose conduct: a therapist’s, another of the staff’s or a client’s.' },
    standing: { kind: 'text', says: 'As what its reporter reports.' },
    reporter: { kind: 'text', says: 'Who reported it.', indexed: true },
    reported: { kind: 'text', says: 'Whom it is about, once known.' },
    reviewer: { kind: 'text', says: 'Who reviews it.' },
    served: { kind: 'integer', says: '1 when something was served on the person reported, else 0.' },
    answered: { kind: 'integer', says: '1 when the person reported answered, else 0.' },
    R1: { kind: 'text', says: 'alleged, founded, not-founded or inconclusive under R1.' },
    C1: { kind: 'text', says: 'The same under C1.' },
    T1: { kind: 'text', says: 'The same under T1.' },
    since: { kind: 'text', says: 'When it was reported.', indexed: true },
    closedAt: { kind: 'text', says: 'When it was closed.' },
    ageDays: { kind: 'integer', says: 'Whole days from the report to its end, or to now.' },
    became: { kind: 'text', says: 'The complaint that it became.' },
    fact: { kind: 'text', says: 'Latest fact that shows it.' },
  },
  order: ['since'],
  present: (rows, { now }) =>
    rows.map(
      (row): PresentedRow => ({
        ...row,
        ageDays: daysBetween(String(row['since']), row['closedAt'] ? String(row['closedAt']) : now),
      }),
    ),
  follows: conductFacts,
  on: {
    ConductReported: ({ id, open, happenedAt }) => [
      put('report', {
        report: open.complaint,
        state: 'reported',
        about: open.about,
        standing: open.standing,
        reporter: open.reporter,
        reported: open.reported ?? null,
        served: 0,
        answered: 0,
        ...Object.fromEntries(open.matters.map(({ clause }) => [clause, 'alleged'])),
        since: happenedAt,
        fact: id,
      }),
    ],
    ReportedPersonNamed: ({ id, open }) => [set('report', { reported: open.reported, fact: id })],
    ReviewerTiesDeclared: nothing,
    ConductReviewBegun: ({ id, open }) => [set('report', { state: 'under review', reviewer: open.reviewer, fact: id })],
    // These leave the fact that shows the row: whoever may see that may know this too.
    ConductReportServed: () => [set('report', { served: 1 })],
    ReportedPersonAnswered: () => [set('report', { answered: 1 })],
    ConductFound: ({ id, open }) => [set('report', { [open.clause]: open.finding, fact: id })],
    ConductMeasuresAgreed: nothing,
    ConductReportClosed: ({ id, open, happenedAt }) => [
      set('report', {
        state: open.because,
        closedAt: happenedAt,
        ...(open.became !== undefined && { became: open.became }),
        fact: id,
      }),
    ],
    ComplaintBeganAsReport: nothing,
  },
});
