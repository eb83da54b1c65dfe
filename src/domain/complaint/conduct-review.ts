import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { standing } from '../language/mistakes.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import type { ConductState } from './conduct.js';
import { type CONDUCT_MEASURES, conductFacts, type HEARD, type REPORT_CLOSED_BECAUSE } from './conduct-facts.js';
import { onReport, requireReport } from './conduct-reporting.js';
import type { FINDINGS } from './handling-facts.js';

const {
  ReviewerTiesDeclared,
  ConductReviewBegun,
  ConductReportServed,
  ReportedPersonAnswered,
  ConductFound,
  ConductMeasuresAgreed,
  ConductReportClosed,
} = conductFacts;

type Slices = { readonly conduct: ConductState };
type C = Circumstances<World>;
type On = { readonly complaint: string };

export const reportedNotNamed = refusal('reported-not-named', 'Nobody knows yet whom the report is about.', {
  clause: 'T1',
});
export const reviewerNotIndependent = refusal(
  'reviewer-not-independent',
  'This person is too near to the report: its reporter, the person reported or their supervisor, an earlier reviewer, or somebody with a declared tie.',
  { clause: 'T1', status: 422 },
);
export const reportNotTakenUp = refusal('report-not-taken-up', 'Nobody independent has taken up the report yet.', {
  clause: 'R1',
});
export const notInReport = refusal('fact-not-in-report', 'A fact to be served is not in this conduct report.', {
  clause: 'T1',
  status: 422,
});
export const nothingServed = refusal('nothing-served', 'Nothing of the report was served on the person yet.', {
  clause: 'C1',
});
export const matterNotFound = refusal('matter-not-found', 'The report is not about this matter.', {
  clause: 'R1',
  status: 422,
});
export const findingsMissing = refusal('findings-missing', 'A clause of the report has no finding yet.', {
  clause: 'R1',
});
export const reporterOnlyWithdraws = refusal(
  'reporter-only-withdraws',
  'A reporter may withdraw the report; its end otherwise follows from the review.',
  { clause: 'R1', status: 422 },
);

/** Streams that a decision about independence looks at: who ever supervised the person reported is their supervisor. */
export const reportedStreams = ({ conduct: { reported } }: Slices): readonly string[] =>
  reported === undefined ? [] : [`therapist-${reported}`];

/** What ties a person to a report, besides having reviewed it. */
function tieOf({ conduct: s }: Slices, person: string, world: C['world']): string | undefined {
  if (person === s.reported) return 'reported';
  if (person === s.reporter) return 'reporter';
  if (s.tied.has(person)) return 'declared';
  const supervises =
    s.reported !== undefined &&
    world.therapist(s.reported).registration.supervision.some((each) => each.supervisor === person);
  return supervises ? 'supervisor' : undefined;
}

const refuseTied = (tie: string | undefined, field?: string): Decision | undefined =>
  tie === undefined ? undefined : reviewerNotIndependent({ ...(field !== undefined && { field }), values: { tie } });

export function declareTies(
  state: Slices,
  action: On & { readonly person: string; readonly reason?: string },
): Decision {
  const refused = requireReport(state, true);
  if (refused) return refused;
  return state.conduct.tied.has(action.person) ? accept() : accept(ReviewerTiesDeclared(action, onReport(state)));
}

export function takeUp(
  state: Slices,
  { complaint, reviewer: given }: On & { readonly reviewer?: string },
  { actor, world }: Pick<C, 'actor' | 'world'>,
): Decision {
  const refused = requireReport(state);
  if (refused) return refused;
  const reviewer = given ?? actor.person;
  const { reviewer: now, reviewers } = state.conduct;
  const tied = refuseTied(tieOf(state, reviewer, world), 'reviewer');
  if (tied) return tied;
  if (now === reviewer) return accept();
  if (reviewers.has(reviewer)) return reviewerNotIndependent({ field: 'reviewer', values: { tie: 'earlier-part' } });
  if (given !== undefined && world.person(given).person === undefined)
    return personNotRegistered({ field: 'reviewer' });
  return accept(ConductReviewBegun({ complaint, reviewer }, onReport(state)));
}

export function serveReport(
  state: Slices,
  { complaint, served }: On & { readonly served: readonly string[] },
  { history }: Pick<C, 'history'>,
): Decision {
  const refused = requireReport(state, true);
  if (refused) return refused;
  const { reported } = state.conduct;
  if (reported === undefined) return reportedNotNamed({ field: 'complaint' });
  const there = new Set(standing(history).map((f) => f.id));
  if (!served.every((each) => there.has(each))) return notInReport({ field: 'served' });
  return accept(ConductReportServed({ complaint, reported, served: [...served] }, { restsOn: [...served] }));
}

/** An answer to what was served is always taken, also when the report is closed. */
export function answerReport(state: Slices, { complaint, answer }: On & { readonly answer: string }): Decision {
  const refused = requireReport(state, true);
  if (refused) return refused;
  const { reported, served } = state.conduct;
  if (reported === undefined || !served) return nothingServed({ field: 'complaint' });
  return accept(ReportedPersonAnswered({ complaint, reported, answer }));
}

const heardOf = ({ served, answered }: ConductState): (typeof HEARD)[number] =>
  answered ? 'answered' : served ? 'served' : 'not-served';

export function findConduct(
  state: Slices,
  action: On & {
    readonly matter: string;
    readonly finding: (typeof FINDINGS)[number];
    readonly measures: readonly (typeof CONDUCT_MEASURES)[number][];
    readonly details?: string;
    readonly reasons: string;
  },
  { actor, world }: Pick<C, 'actor' | 'world'>,
): Decision {
  const refused = requireReport(state);
  if (refused) return refused;
  const { conduct: s } = state;
  if (s.reviewer === undefined || s.reviewBegun === undefined) return reportNotTakenUp();
  const matter = s.matters.get(action.matter);
  if (matter === undefined) return matterNotFound({ field: 'matter' });
  const tied = refuseTied(tieOf(state, s.reviewer, world) ?? tieOf(state, actor.person, world));
  if (tied) return tied;
  const { complaint, matter: which, finding, measures, details, reasons } = action;
  const { clause } = matter;
  return accept(
    ConductFound(
      { complaint, matter: which, clause, reviewer: s.reviewer, finding, heard: heardOf(s), reasons },
      { restsOn: [s.reviewBegun] },
    ),
    ...(measures.length === 0
      ? []
      : [
          ConductMeasuresAgreed(
            { complaint, matter: which, measures: [...measures], ...(details !== undefined && { details }) },
            { restsOn: [s.reviewBegun] },
          ),
        ]),
  );
}

/** The clauses about which nothing was found. */
export const withoutFinding = ({ matters }: ConductState) =>
  [...matters.values()].flatMap(({ clause, finding }) => (finding === undefined ? [clause] : []));

export function closeReport(
  state: Slices,
  action: On & {
    readonly because: Exclude<(typeof REPORT_CLOSED_BECAUSE)[number], 'became-complaint'>;
    readonly reason?: string;
  },
  { actor, world }: Pick<C, 'actor' | 'world'>,
): Decision {
  const refused = requireReport(state, true);
  if (refused) return refused;
  const { conduct: s } = state;
  if (s.closed) return accept();
  const { because } = action;
  if (because !== 'withdrawn') {
    if (actor.role === 'complainant') return reporterOnlyWithdraws({ field: 'because' });
    const tied = refuseTied(tieOf(state, actor.person, world));
    if (tied) return tied;
  }
  const open = withoutFinding(s);
  if (because === 'findings-made' && open.length > 0) return findingsMissing({ field: 'because' });
  return accept(ConductReportClosed({ ...action, withoutFinding: open }, onReport(state)));
}
