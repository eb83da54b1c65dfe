import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { standing } from '../language/mistakes.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import type { ConductState } from './conduct.js';
import {
  type About,
  CLAUSES_ABOUT,
  type CONDUCT_MEASURES,
  conductFacts,
  type HEARD,
  type REPORT_CLOSED_BECAUSE,
} from './conduct-facts.js';
import type { FINDINGS } from './handling-facts.js';
import type { STANDINGS } from './lodging.js';
import { registerFacts } from './register.js';

const {
  ConductReported,
  ReportedPersonNamed,
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

export const reporterIsAnother = refusal(
  'reporter-is-another',
  'You may report in your own name; the front desk or the complaints officer enters what another person reported.',
  { clause: 'R1', status: 422 },
);
export const ownConduct = refusal('own-conduct', 'A report is about somebody other than its reporter.', {
  clause: 'C1',
  status: 422,
});
export const conductReportNotFound = refusal('conduct-report-not-found', 'There is no such conduct report.', {
  clause: 'R1',
});
export const conductReportClosed = refusal('conduct-report-closed', 'This conduct report is closed.', { clause: 'R1' });
export const reportedIsNamed = refusal(
  'reported-is-named',
  'The report is about another person already; report each person’s conduct by itself.',
  { clause: 'C1' },
);
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

const ENTERS_FOR_OTHERS = ['front-desk', 'complaints-officer'];

/** Refuses where there is no report; unless said, also where it is closed. */
export const requireReport = ({ conduct: s }: Slices, closedToo = false): Decision | undefined => {
  if (s.report === undefined) return conductReportNotFound({ field: 'complaint' });
  return s.closed && !closedToo ? conductReportClosed({ field: 'complaint' }) : undefined;
};

/** What a person reports: `reporter` only when somebody else enters it, `reported` once it is known. */
export interface Report {
  readonly about: About;
  readonly standing: (typeof STANDINGS)[number];
  readonly reporter?: string;
  readonly reported?: string;
  readonly statement: string;
}

/** Streams that reporting looks at. */
export const reportStreams = ({ reporter, reported }: Report): readonly string[] =>
  [reporter, reported].flatMap((each) => (each === undefined ? [] : [`person-${each}`]));

/** Refuses a report in another's name, about oneself, or naming somebody nobody knows. */
export function mayReport(action: Report, { actor, world }: Pick<C, 'actor' | 'world'>): Decision | undefined {
  const { reporter = actor.person, reported } = action;
  if (reporter !== actor.person && !ENTERS_FOR_OTHERS.includes(actor.role))
    return reporterIsAnother({ field: 'reporter' });
  if (reported === reporter) return ownConduct({ field: 'reported' });
  for (const field of ['reporter', 'reported'] as const) {
    const person = action[field];
    if (person !== undefined && world.person(person).person === undefined) return personNotRegistered({ field });
  }
  return undefined;
}

/** Enters a report, or enters it again, in the register of complaints: it denies only itself, and is never open there. */
export const registerReport = (complaint: string, reporter: string, reported: string | undefined): Decision =>
  accept(
    registerFacts.ConductReportRegistered({
      complaint,
      reporter,
      reported: reported === undefined ? [] : [reported],
    }),
  );

/** Reporting is never refused because of what became of a case, a therapist or a record. */
export function reportConduct({ conduct: s }: Slices, action: Report, c: C): Decision {
  const refused = mayReport(action, c);
  if (refused) return refused;
  if (s.report !== undefined) return accept();
  const { about, standing: as, reported, statement } = action;
  return accept(
    ConductReported({
      complaint: c.id('complaint'),
      reporter: action.reporter ?? c.actor.person,
      standing: as,
      about,
      ...(reported !== undefined && { reported }),
      matters: CLAUSES_ABOUT[about].map((clause) => ({ matter: c.id(`matter ${clause}`), clause })),
      statement,
    }),
  );
}

export function nameReported(
  state: Slices,
  { complaint, reported }: On & { readonly reported: string },
  { world }: Pick<C, 'world'>,
): Decision {
  const refused = requireReport(state);
  if (refused) return refused;
  const { reporter, reported: known } = state.conduct;
  if (known === reported) return accept();
  if (known !== undefined) return reportedIsNamed({ field: 'reported' });
  if (reported === reporter) return ownConduct({ field: 'reported' });
  if (world.person(reported).person === undefined) return personNotRegistered({ field: 'reported' });
  return accept(ReportedPersonNamed({ complaint, reported }));
}

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
  const refused = requireReport(state);
  if (refused) return refused;
  return state.conduct.tied.has(action.person) ? accept() : accept(ReviewerTiesDeclared(action));
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
  return accept(ConductReviewBegun({ complaint, reviewer }));
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
  return accept(ConductReportClosed({ ...action, withoutFinding: open }));
}
