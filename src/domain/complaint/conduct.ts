import type { Clause } from '../charter.js';
import { evolution } from '../language/decision.js';
import { type About, type conductFacts, conductFacts as kinds } from './conduct-facts.js';
import type { FINDINGS } from './handling-facts.js';
import type { STANDINGS } from './lodging.js';

/** One clause that a report is held against, and what was found. */
export interface Matter {
  readonly clause: Extract<Clause, 'R1' | 'C1' | 'T1'>;
  readonly finding: (typeof FINDINGS)[number] | undefined;
}

/** A report of somebody's conduct: apart from every case, and no complaint. */
export interface ConductState {
  report: string | undefined;
  /** The fact that reports it: what follows rests on it. */
  reportedBy: string | undefined;
  reporter: string | undefined;
  standing: (typeof STANDINGS)[number] | undefined;
  about: About | undefined;
  reported: string | undefined;
  readonly matters: Map<string, Matter>;
  /** Who has it now, and the fact that says so. */
  reviewer: string | undefined;
  reviewBegun: string | undefined;
  /** Everybody who ever reviewed it: none of them comes anew after another (rule 62). */
  readonly reviewers: Set<string>;
  readonly tied: Set<string>;
  served: boolean;
  answered: boolean;
  closed: boolean;
  /** The complaint that it became. */
  became: string | undefined;
  /** Facts that the reporter is not shown: what the person reported was given, said and agreed is theirs. */
  readonly keptFromReporter: Set<string>;
}

export const conduct = evolution<ConductState, typeof conductFacts>(
  () => ({
    report: undefined,
    reportedBy: undefined,
    reporter: undefined,
    standing: undefined,
    about: undefined,
    reported: undefined,
    matters: new Map(),
    reviewer: undefined,
    reviewBegun: undefined,
    reviewers: new Set(),
    tied: new Set(),
    served: false,
    answered: false,
    closed: false,
    became: undefined,
    keptFromReporter: new Set(),
  }),
  kinds,
  {
    ConductReported: (s, { id: factId, open }) => {
      s.report = open.complaint;
      s.reportedBy = factId;
      s.reporter = open.reporter;
      s.standing = open.standing;
      s.about = open.about;
      s.reported = open.reported ?? s.reported;
      for (const { matter, clause } of open.matters) s.matters.set(matter, { clause, finding: undefined });
    },
    ReportedPersonNamed: (s, { open }) => {
      s.reported = open.reported;
    },
    ReviewerTiesDeclared: (s, { id: factId, open }) => {
      s.tied.add(open.person);
      s.keptFromReporter.add(factId);
    },
    ConductReviewBegun: (s, { id: factId, open }) => {
      s.reviewer = open.reviewer;
      s.reviewBegun = factId;
      s.reviewers.add(open.reviewer);
    },
    ConductReportServed: (s, { id: factId }) => {
      s.served = true;
      s.keptFromReporter.add(factId);
    },
    ReportedPersonAnswered: (s, { id: factId }) => {
      s.answered = true;
      s.keptFromReporter.add(factId);
    },
    ConductFound: (s, { open }) => void s.matters.set(open.matter, { clause: open.clause, finding: open.finding }),
    ConductMeasuresAgreed: (s, { id: factId }) => void s.keptFromReporter.add(factId),
    ConductReportClosed: (s, { open }) => {
      s.closed = true;
      s.became = open.became ?? s.became;
    },
    ComplaintBeganAsReport: () => {},
  },
);
