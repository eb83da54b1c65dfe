import { conductFacts } from '../../domain/complaint/conduct-facts.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { drop, nothing, put, set } from '../view.js';
import { type Standing, standingPart } from './part.js';

type Respect = 'R1' | 'C1' | 'T1';

/** One report has one matter under each of its clauses. */
const keyOf = (clause: Respect): string => `${clause} conduct report`;
/** The clause shows whether the person reported answered. */
const words = (answered: boolean): string => (answered ? 'conduct report, answered' : 'conduct report, not answered');

const respected = (fact: StoredFact, clause: Respect, standing: Standing, answered: boolean) =>
  put(keyOf(clause), {
    clause,
    matter: words(answered),
    standing,
    participant: null,
    at: fact.happenedAt,
    fact: fact.id,
    type: fact.type,
  });

/** R1, C1 and T1 are alleged by a report, and breached only by a finding. */
export const conductStanding = standingPart({
  follows: conductFacts,
  on: {
    ConductReported: (f) => f.open.matters.map(({ clause }) => respected(f, clause, 'alleged', false)),
    ReportedPersonNamed: nothing,
    ReviewerTiesDeclared: nothing,
    ConductReviewBegun: nothing,
    ConductReportServed: nothing,
    ReportedPersonAnswered: () =>
      (['R1', 'C1', 'T1'] as const).map((clause) => set(keyOf(clause), { matter: words(true) })),
    ConductFound: (f) => {
      const { clause, finding, heard } = f.open;
      if (finding === 'not-founded') return [drop(keyOf(clause))];
      return [respected(f, clause, finding === 'founded' ? 'breached' : 'alleged', heard === 'answered')];
    },
    ConductMeasuresAgreed: nothing,
    // What nothing was found about goes on as an allegation of the complaint.
    ConductReportClosed: (f) =>
      f.open.because === 'became-complaint' ? f.open.withoutFinding.map((clause) => drop(keyOf(clause))) : [],
    ComplaintBeganAsReport: nothing,
  },
});
