import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import type { ConductState } from './conduct.js';
import { type About, CLAUSES_ABOUT, conductFacts } from './conduct-facts.js';
import type { STANDINGS } from './lodging.js';
import { registerFacts } from './register.js';

const { ConductReported, ReportedPersonNamed } = conductFacts;

type Slices = { readonly conduct: ConductState };
type C = Circumstances<World>;

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
const ENTERS_FOR_OTHERS = ['front-desk', 'complaints-officer'];

/** Refuses where there is no report; unless said, also where it is closed. */
export const requireReport = ({ conduct: s }: Slices, closedToo = false): Decision | undefined => {
  if (s.report === undefined) return conductReportNotFound({ field: 'complaint' });
  return s.closed && !closedToo ? conductReportClosed({ field: 'complaint' }) : undefined;
};

/** What a later fact of the report rests on. */
export const onReport = ({ conduct: { reportedBy } }: Slices) =>
  reportedBy === undefined ? {} : { restsOn: [reportedBy] };

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
  { complaint, reported }: { readonly complaint: string; readonly reported: string },
  { world }: Pick<C, 'world'>,
): Decision {
  // Whom it was about may become known after it was closed: the report is denied them from then on.
  const refused = requireReport(state, true);
  if (refused) return refused;
  const { reporter, reported: known } = state.conduct;
  if (known === reported) return accept();
  if (known !== undefined) return reportedIsNamed({ field: 'reported' });
  if (reported === reporter) return ownConduct({ field: 'reported' });
  if (world.person(reported).person === undefined) return personNotRegistered({ field: 'reported' });
  return accept(ReportedPersonNamed({ complaint, reported }, onReport(state)));
}
