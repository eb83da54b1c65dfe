import { evolution, type StateOfSlices, streamFold } from '../language/decision.js';
import { type Duty, mandatoryReportFacts as kinds, type Obligation } from './mandatory-report-facts.js';

/** One duty to report, as its reporter considered it; every new information begins a round of its own. */
export interface DutyState {
  report: string | undefined;
  /** Whose duty it is: theirs alone (rule 30). */
  reporter: string | undefined;
  duty: Duty | undefined;
  concerns: readonly string[];
  alleged: string | undefined;
  treatsAlleged: boolean;
  aged16or17: boolean;
  abuserNamed: boolean;
  obligation: Obligation;
  round: number;
  dueBy: string | undefined;
  /** The fact that opened the round. */
  consideredBy: string | undefined;
  /** The fact by which the clock spoke in this round. */
  overdueBy: string | undefined;
  /** True once the round is settled: reported, or not, for a reason that ends the duty. */
  settled: boolean;
  made: boolean;
  /** What came of telling each client. */
  readonly told: Map<string, string>;
}

const duty = evolution<DutyState, typeof kinds>(
  () => ({
    report: undefined,
    reporter: undefined,
    duty: undefined,
    concerns: [],
    alleged: undefined,
    treatsAlleged: false,
    aged16or17: false,
    abuserNamed: true,
    obligation: 'none',
    round: 0,
    dueBy: undefined,
    consideredBy: undefined,
    overdueBy: undefined,
    settled: false,
    made: false,
    told: new Map(),
  }),
  kinds,
  {
    ReportingDutyConsidered: (s, { id: factId, open }) => {
      Object.assign(s, {
        report: open.report,
        reporter: open.reporter,
        duty: open.duty,
        concerns: open.concerns,
        alleged: open.alleged,
        treatsAlleged: open.treatsAlleged,
        aged16or17: open.aged16or17 ?? false,
        abuserNamed: open.abuserNamed ?? true,
        obligation: open.obligation,
        round: open.round,
        dueBy: open.dueBy,
        consideredBy: factId,
      });
    },
    ReportingDutyConsideredAgain: (s, { id: factId, open }) => {
      s.abuserNamed = open.abuserNamed ?? s.abuserNamed;
      s.obligation = open.obligation;
      s.round = open.round;
      s.dueBy = open.dueBy;
      s.consideredBy = factId;
      s.overdueBy = undefined;
      s.settled = false;
    },
    ClientToldOfDuty: (s, { open }) => void s.told.set(open.client, open.outcome),
    MandatoryReportMade: (s) => {
      s.settled = true;
      s.made = true;
    },
    MandatoryReportNotMade: (s, { open }) => {
      if (open.ends) s.settled = true;
    },
    MandatoryReportOverdue: (s, { id: factId }) => {
      s.overdueBy = factId;
    },
  },
);

const slices = { duty };

/** One duty to report to an authority, as the person whose duty it is considered it (rules 29 and 30). */
export type MandatoryReportState = StateOfSlices<typeof slices>;

export const mandatoryReportFold = streamFold('mandatory-report', slices);

export const mandatoryReportFacts = { ...kinds } as const;
