import { BREACH_KINDS, breachFacts } from '../domain/agency/breach-facts.js';
import { type Counted, figuresOf } from '../domain/agency/breach-statistics.js';
import { nothing, type PresentedRow, put, view } from './view.js';

/** Size classes of the Commissioner's form: how many persons one breach concerned. */
const SIZES = [
  [0, 'none known'],
  [1, '1'],
  [10, '2 to 10'],
  [50, '11 to 50'],
  [100, '51 to 100'],
  [Number.POSITIVE_INFINITY, 'over 100'],
] as const;
const sizeOf = (persons: number): string => SIZES.find(([most]) => persons <= most)?.[1] ?? '';

/** The figures due to the Commissioner on 1 March, year by year, counted also where nobody was told one by one. */
export const breachStatistics = view({
  name: 'breach-statistics',
  title: 'Figures for the Commissioner',
  says: 'How often in each calendar year information was stolen, lost, used or disclosed without authority, persons concerned by size of the breach, due on 1 March of the next year, and what was submitted.',
  column: 'breach',
  scopes: ['agency'],
  columns: {
    what: { kind: 'text', says: 'breach, persons, finding or submitted.' },
    breach: { kind: 'text', says: 'Which breach.' },
    kind: { kind: 'text', says: 'stolen, lost, used or disclosed.' },
    year: { kind: 'integer', says: 'In which year it was found, or which year’s figures.' },
    count: { kind: 'integer', says: 'Persons concerned.' },
    counts: { kind: 'json', says: 'What was submitted.' },
    at: { kind: 'text', says: 'When it was submitted, or missed.' },
    state: { kind: 'text', says: 'What an assessment found, or that the day passed.' },
  },
  order: ['year', 'position'],
  combines: true,
  present: (rows) => tableOfBreaches(rows),
  follows: breachFacts,
  on: {
    BreachFound: ({ open }) => [
      put(open.breach, {
        what: 'breach',
        breach: open.breach,
        kind: open.kind,
        year: open.year,
        count: open.persons.length,
      }),
    ],
    BreachExtended: ({ id, open }) => [
      put(`${open.breach} more ${id}`, { what: 'persons', breach: open.breach, count: open.persons.length }),
    ],
    BreachAssessed: ({ open }) => [
      put(`${open.breach} finding`, { what: 'finding', breach: open.breach, state: open.finding }),
    ],
    BreachContained: nothing,
    PersonNotifiedOfBreach: nothing,
    PersonNotReached: nothing,
    BreachReportedToCommissioner: nothing,
    BreachReportedToCollege: nothing,
    BreachClosed: nothing,
    BreachDeadlinePassed: ({ open }) =>
      open.limit === 'statistics'
        ? [put(`${open.breach} missed`, { what: 'missed', breach: open.breach, at: open.due })]
        : [],
    BreachStatisticsSubmitted: ({ open }) => [
      put(`submitted ${open.year}`, {
        what: 'submitted',
        year: open.year,
        at: open.submittedOn,
        counts: { ...open.counts, persons: open.persons },
      }),
    ],
  },
});

/** One row a year: counts, sizes, what was submitted and whether that is still what the register says. */
export function tableOfBreaches(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const of = (what: string) => rows.filter((row) => row['what'] === what);
  const none = new Set(of('finding').flatMap((row) => (row['state'] === 'no-breach' ? [row['breach']] : [])));
  const more = new Map<unknown, number>();
  for (const row of of('persons')) more.set(row['breach'], (more.get(row['breach']) ?? 0) + Number(row['count']));
  const missed = new Set(of('missed').map((row) => row['breach']));
  const counted = of('breach')
    .filter((row) => !none.has(row['breach']))
    .map(
      (row): Counted => ({
        breach: String(row['breach']),
        kind: row['kind'] as Counted['kind'],
        year: Number(row['year']),
        persons: Number(row['count']) + (more.get(row['breach']) ?? 0),
      }),
    );
  const submitted = new Map(of('submitted').map((row) => [Number(row['year']), row]));
  const years = [...new Set([...counted.map(({ year }) => year), ...submitted.keys()])].sort((a, b) => a - b);
  return years.map((year) => {
    const { counts, persons, breaches } = figuresOf(counted, year);
    const sizes: Record<string, number> = Object.fromEntries(SIZES.map(([, name]) => [name, 0]));
    for (const each of counted.filter((one) => one.year === year)) {
      const size = sizeOf(each.persons);
      sizes[size] = (sizes[size] ?? 0) + 1;
    }
    const told = submitted.get(year)?.['counts'] as Readonly<Record<string, number>> | undefined;
    const same = told !== undefined && told['persons'] === persons && BREACH_KINDS.every((k) => told[k] === counts[k]);
    return {
      year,
      ...counts,
      persons,
      sizes,
      due: `${String(year + 1).padStart(4, '0')}-03-01`,
      submittedOn: submitted.get(year)?.['at'] ?? null,
      standing: told === undefined ? 'to submit' : same ? 'submitted' : 'changed since',
      missed: breaches.some((breach) => missed.has(breach)) ? 'yes' : 'no',
    };
  });
}
