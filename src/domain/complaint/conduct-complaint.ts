import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import type { ConductState } from './conduct.js';
import { conductFacts } from './conduct-facts.js';
import { onReport, requireReport } from './conduct-reporting.js';
import { withoutFinding } from './conduct-review.js';
import { entryOf, type Lodge, lodge } from './lodge.js';
import type { LodgingState, Track } from './lodging.js';
import { register } from './register.js';

type C = Circumstances<World>;
type Report = { readonly conduct: ConductState };

export const clientConductIsNoComplaint = refusal(
  'client-conduct-is-no-complaint',
  'A complaint is about a therapist or the staff; how a client behaved is reviewed as a report.',
  { clause: 'C1', status: 422 },
);
export const reporterConsentNeeded = refusal(
  'reporter-consent-needed',
  'A report becomes a complaint only with its reporter’s consent: say how it was given.',
  { clause: 'R10', status: 422 },
);
export const reportBecameComplaint = refusal('report-became-complaint', 'This report became a complaint already.', {
  clause: 'R10',
});

/** What a report needs to become a complaint: what is sealed in the report is said again by whoever lodges. */
export interface Turn {
  /** The report. */
  readonly complaint: string;
  readonly consent?: 'written' | 'oral';
  readonly tracks: readonly Track[];
  readonly clients?: readonly string[];
  readonly cases?: readonly string[];
  readonly statement: string;
  readonly notInvolved: boolean;
  readonly outcomeSought?: string;
}

function mayTurn(report: Report, { consent }: Turn, { actor }: Pick<C, 'actor'>): Decision | undefined {
  const refused = requireReport(report, true);
  if (refused) return refused;
  if (report.conduct.about === 'client') return clientConductIsNoComplaint({ field: 'complaint' });
  if (report.conduct.became !== undefined) return reportBecameComplaint({ field: 'complaint' });
  const own = actor.role === 'complainant' || actor.person === report.conduct.reporter;
  return own || consent !== undefined ? undefined : reporterConsentNeeded({ field: 'consent' });
}

const consentOf = ({ consent }: Turn) => consent ?? ('own-request' as const);

/** The complaint as its complainant would have lodged it. */
function lodgingOf({ conduct: s }: Report, turn: Turn): Lodge {
  const { tracks, clients, cases, statement, notInvolved, outcomeSought } = turn;
  return {
    kind: 'complaint',
    standing: s.standing ?? 'third-party',
    complainant: s.reporter ?? '',
    respondents: s.reported === undefined ? [] : [s.reported],
    tracks,
    allegations: [...s.matters.values()].map(({ clause }) => ({ clause, text: statement })),
    notInvolved,
    ...(clients && { clients }),
    ...(cases && { cases }),
    ...(outcomeSought !== undefined && { outcomeSought }),
  };
}

const reportOf = (turn: Turn, { world }: Pick<C, 'world'>): Report => world.complaint(turn.complaint);

/** First the register, as for every complaint: its respondents are denied before anything else. */
export const registerTurned = (turn: Turn, c: C): Decision =>
  mayTurn(reportOf(turn, c), turn, c) ?? register(entryOf(lodgingOf(reportOf(turn, c), turn), c));

/** Then the complaint, in a stream of its own, naming the report that it grew out of. */
export function lodgeTurned(state: { readonly lodging: LodgingState }, turn: Turn, c: C): Decision {
  const report = reportOf(turn, c);
  const refused = mayTurn(report, turn, c);
  if (refused) return refused;
  const lodged = lodge(state, lodgingOf(report, turn), c);
  if ('refusal' in lodged || lodged.facts.length === 0) return lodged;
  const complaint = c.id('complaint');
  const link = { complaint, report: turn.complaint, consent: consentOf(turn) };
  return accept(...lodged.facts, conductFacts.ComplaintBeganAsReport(link));
}

/** At last the report's end: the complaint stands by then, so a report that ended meanwhile is not refused. */
export function endAsComplaint(report: Report, { complaint }: Turn, c: C): Decision {
  if (report.conduct.report === undefined || report.conduct.became !== undefined) return accept();
  return accept(
    conductFacts.ConductReportClosed(
      {
        complaint,
        because: 'became-complaint',
        became: c.id('complaint'),
        withoutFinding: withoutFinding(report.conduct),
      },
      onReport(report),
    ),
  );
}
