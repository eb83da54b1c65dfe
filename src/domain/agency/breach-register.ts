import { evolution } from '../language/decision.js';
import type { StoredFact } from '../language/fact.js';
import { type BreachKind, type BreachLimit, breachFacts } from './breach-facts.js';

/** One clock of a breach. */
export interface BreachClock {
  readonly limit: BreachLimit;
  readonly person: string | undefined;
  readonly due: string;
  /** Fact that set it running. */
  readonly startedBy: string;
  status: 'open' | 'met' | 'ended';
  /** Fact that says it passed, if one does. */
  passedBy: string | undefined;
}

/** One breach, from its finding to its closing. */
export interface Breach {
  readonly breach: string;
  readonly kind: BreachKind;
  readonly year: number;
  /** Fact that found it. */
  readonly fact: string;
  /** Persons known to be concerned: each must be told. */
  readonly persons: Set<string>;
  readonly cases: Set<string>;
  /** Staff named as having part in it: none of them judges it. */
  readonly staff: ReadonlySet<string>;
  assessed:
    | {
        readonly fact: string;
        readonly finding: 'breach' | 'no-breach';
        readonly commissionerNotice: boolean;
        readonly collegeNotice: boolean;
      }
    | undefined;
  /** Persons told, with the fact that says so. */
  readonly notified: Map<string, string>;
  /** Persons who could not be reached. */
  readonly notReached: Map<string, string>;
  /** Facts by which the Commissioner, and a College, were told. */
  commissioner: string | undefined;
  college: string | undefined;
  closed: string | undefined;
  readonly foundAt: string;
  closedAt: string | undefined;
  readonly clocks: Map<string, BreachClock>;
}

/** What was submitted for a year, last time. */
export interface Submission {
  readonly breaches: ReadonlySet<string>;
  readonly counts: Readonly<Record<BreachKind, number>>;
  readonly persons: number;
}

export interface BreachRegister {
  /** Every breach there ever was: figures count them, and a closed one can be opened again. */
  readonly breaches: Map<string, Breach>;
  /** Fact of a case or file → the breach it raised: it raises one only once. */
  readonly raisedBy: Map<string, string>;
  readonly submitted: Map<number, Submission>;
}

/** Key of a clock within its breach: each person has one of their own. */
export const clockKey = (limit: BreachLimit, person?: string): string => (person ? `${limit} ${person}` : limit);

type Names = readonly { readonly limit: BreachLimit; readonly person?: string }[];
type Begins = readonly { readonly limit: BreachLimit; readonly person?: string; readonly due: string }[];

const begin = (breach: Breach, begins: Begins, { id: startedBy }: StoredFact): void => {
  for (const { limit, person, due } of begins) {
    const clock: BreachClock = { limit, person, due, startedBy, status: 'open', passedBy: undefined };
    breach.clocks.set(clockKey(limit, person), clock);
  }
};
const end = (breach: Breach, ends: Names, status: 'met' | 'ended'): void => {
  for (const { limit, person } of ends) {
    const clock = breach.clocks.get(clockKey(limit, person));
    if (clock) clock.status = status;
  }
};
const of = (s: BreachRegister, { open }: { readonly open: { readonly breach: string } }): Breach | undefined =>
  s.breaches.get(open.breach);

/** The register of breaches, by their facts. */
export const breachRegister = evolution<BreachRegister, typeof breachFacts>(
  () => ({ breaches: new Map(), raisedBy: new Map(), submitted: new Map() }),
  breachFacts,
  {
    BreachFound: (s, f) => {
      const { breach, kind, year, persons, cases, staff, raisedBy } = f.open;
      const found: Breach = {
        breach,
        kind,
        year,
        fact: f.id,
        persons: new Set(persons),
        cases: new Set(cases),
        staff: new Set(staff),
        assessed: undefined,
        notified: new Map(),
        notReached: new Map(),
        commissioner: undefined,
        college: undefined,
        closed: undefined,
        foundAt: f.happenedAt,
        closedAt: undefined,
        clocks: new Map(),
      };
      begin(found, f.open.begins, f);
      s.breaches.set(breach, found);
      if (raisedBy !== undefined) s.raisedBy.set(raisedBy, breach);
    },
    BreachExtended: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      for (const person of f.open.persons) breach.persons.add(person);
      for (const each of f.open.cases) breach.cases.add(each);
      breach.closed = undefined;
      begin(breach, f.open.begins, f);
    },
    BreachAssessed: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      const { finding, commissionerNotice, collegeNotice } = f.open;
      breach.assessed = { fact: f.id, finding, commissionerNotice, collegeNotice };
      breach.closed = undefined;
      end(breach, [{ limit: 'assess' }], 'met');
      end(breach, f.open.ends, 'ended');
      begin(breach, f.open.begins, f);
    },
    BreachContained: () => {},
    PersonNotifiedOfBreach: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      breach.notified.set(f.open.person, f.id);
      end(breach, [{ limit: 'notify', person: f.open.person }], 'met');
    },
    PersonNotReached: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      breach.notReached.set(f.open.person, f.id);
      end(breach, [{ limit: 'notify', person: f.open.person }], 'ended');
    },
    BreachReportedToCommissioner: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      breach.commissioner = f.id;
      end(breach, [{ limit: 'commissioner' }], 'met');
    },
    BreachReportedToCollege: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      breach.college = f.id;
      end(breach, [{ limit: 'college' }], 'met');
    },
    BreachClosed: (s, f) => {
      const breach = of(s, f);
      if (breach === undefined) return;
      breach.closed = f.id;
      breach.closedAt = f.happenedAt;
    },
    BreachDeadlinePassed: (s, f) => {
      const clock = of(s, f)?.clocks.get(clockKey(f.open.limit, f.open.person));
      if (clock) clock.passedBy = f.id;
    },
    BreachStatisticsSubmitted: (s, { open: { year, breaches, counts, persons } }) => {
      s.submitted.set(year, { breaches: new Set(breaches), counts, persons });
      for (const each of breaches) {
        const breach = s.breaches.get(each);
        if (breach) end(breach, [{ limit: 'statistics' }], 'met');
      }
    },
  },
);

/** Breaches that are not closed and concern a case: by name, or, naming no case, by one of its participants. */
export const openBreachesAbout = (
  s: BreachRegister,
  caseId: string,
  participants: readonly string[],
): readonly Breach[] =>
  [...s.breaches.values()].filter((one) => one.closed === undefined && concerns(one, caseId, participants));

const concerns = ({ cases, persons }: Breach, caseId: string, participants: readonly string[]): boolean =>
  cases.size > 0 ? cases.has(caseId) : participants.some((participant) => persons.has(participant));

/** Breaches that were found and not closed at an instant and concern a case. */
export const breachesAboutAt = (
  s: BreachRegister,
  caseId: string,
  participants: readonly string[],
  at: string,
): readonly Breach[] =>
  [...s.breaches.values()].filter(
    (one) =>
      one.foundAt <= at &&
      (one.closed === undefined || at < (one.closedAt ?? '')) &&
      concerns(one, caseId, participants),
  );
