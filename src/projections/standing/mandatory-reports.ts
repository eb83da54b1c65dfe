import { mandatoryReportFacts } from '../../domain/agency/mandatory-report.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { gone, standingPart, stands } from './part.js';

/** What waits is one matter, what was missed is one for each consideration: a later one never hides an earlier. */
const DUE = 'duty to report';
const inTime = ({ round }: { readonly round: number }): string => `duty to report in time, consideration ${round}`;
const settled = (f: StoredFact, { round, late }: { readonly round: number; readonly late: boolean }) => [
  gone('R7', DUE),
  stands(f, 'R7', inTime({ round }), late ? 'breached' : 'kept'),
];
const considered = (f: StoredFact, obligation: string) =>
  obligation === 'none' ? gone('R7', DUE) : stands(f, 'R7', DUE, 'open');
const TOLD = 'told before the report';

/** The legal limits of confidentiality are kept when what must be reported is, and no more than may be is told. */
export const mandatoryReportStanding = standingPart({
  follows: mandatoryReportFacts,
  on: {
    ReportingDutyConsidered: (f) => [considered(f, f.open.obligation)],
    ReportingDutyConsideredAgain: (f) => [considered(f, f.open.obligation)],
    ClientToldOfDuty: (f) => {
      const told = f.open.first && f.open.outcome !== 'not-told';
      return [stands(f, 'R7', `${f.open.client} ${TOLD}`, told ? 'kept' : 'open')];
    },
    MandatoryReportMade: (f) => [
      ...settled(f, f.open),
      ...(f.open.naming === 'without-consent' ? [stands(f, 'R7', `name in report ${f.id}`, 'breached')] : []),
      ...(f.open.told === 'not-first' ? [stands(f, 'R7', `client ${TOLD}`, 'open')] : []),
    ],
    MandatoryReportNotMade: (f) => (f.open.ends ? settled(f, f.open) : []),
    MandatoryReportOverdue: (f) => [stands(f, 'R7', inTime(f.open), 'breached')],
  },
});
