import { mandatoryReportFacts } from '../../domain/agency/mandatory-report.js';
import { nothing, set } from '../view.js';
import { clock, deadlinePart, met } from './part.js';

const KIND = 'mandatory-report';

/** One clock a duty; new information sets it running again. */
export const mandatoryReportDeadlines = deadlinePart({
  follows: mandatoryReportFacts,
  on: {
    ReportingDutyConsidered: ({ id, open, happenedAt }) => clock(KIND, open.dueBy, happenedAt, id),
    ReportingDutyConsideredAgain: ({ id, open, happenedAt }) => [
      set(KIND, { state: 'ended', settledAt: happenedAt }),
      ...clock(KIND, open.dueBy, happenedAt, id),
    ],
    ClientToldOfDuty: nothing,
    MandatoryReportMade: ({ open, happenedAt }) =>
      open.late ? [set(KIND, { state: 'missed', settledAt: happenedAt })] : met(KIND, happenedAt),
    MandatoryReportNotMade: ({ open, happenedAt }) =>
      open.ends ? [set(KIND, { state: open.late ? 'missed' : 'ended', settledAt: happenedAt })] : [],
    MandatoryReportOverdue: ({ happenedAt }) => [set(KIND, { state: 'missed', settledAt: happenedAt })],
  },
});
