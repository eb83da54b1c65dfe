import { mandatoryReportFacts } from '../../domain/agency/mandatory-report.js';
import { nothing } from '../view.js';
import { standingPart, stands } from './part.js';

/** Each consideration is a matter of its own: a later one never hides that an earlier one was missed. */
const dutyMatter = ({ round }: { readonly round: number }): string => `duty to report, consideration ${round}`;
const TOLD = 'client told before the report';

/** The legal limits of confidentiality are kept when what must be reported is, and no more than may be is told. */
export const mandatoryReportStanding = standingPart({
  follows: mandatoryReportFacts,
  on: {
    ReportingDutyConsidered: (f) => (f.open.obligation === 'none' ? [] : [stands(f, 'R7', dutyMatter(f.open), 'open')]),
    ReportingDutyConsideredAgain: (f) =>
      f.open.obligation === 'none' ? [] : [stands(f, 'R7', dutyMatter(f.open), 'open')],
    ClientToldOfDuty: (f) => [stands(f, 'R7', TOLD, f.open.first && f.open.outcome !== 'not-told' ? 'kept' : 'open')],
    MandatoryReportMade: (f) => [
      // Late, it leaves the breach that the clock found.
      stands(f, 'R7', dutyMatter(f.open), f.open.late ? 'breached' : 'kept'),
      ...(f.open.naming === 'without-consent' ? [stands(f, 'R7', `name in report ${f.id}`, 'breached')] : []),
      ...(f.open.told === 'not-first' ? [stands(f, 'R7', TOLD, 'open')] : []),
    ],
    MandatoryReportNotMade: (f) =>
      f.open.ends && !f.open.late ? [stands(f, 'R7', dutyMatter(f.open), 'kept')] : nothing(),
    MandatoryReportOverdue: (f) => [stands(f, 'R7', dutyMatter(f.open), 'breached')],
  },
});
