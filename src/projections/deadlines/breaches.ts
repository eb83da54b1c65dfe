import { breachFacts } from '../../domain/agency/breach-facts.js';
import { nothing, put, set } from '../view.js';
import { deadlinePart } from './part.js';

interface Named {
  readonly limit: string;
  readonly person?: string;
}

/** Every breach lives in one stream: a clock is told by its breach too. */
const keyOf = (breach: string, { limit, person }: Named): string =>
  `breach-${limit} ${breach}${person ? ` ${person}` : ''}`;

const begun = (
  { id, happenedAt }: { readonly id: string; readonly happenedAt: string },
  breach: string,
  begins: readonly (Named & { readonly due: string })[],
) =>
  begins.map((begin) =>
    put(keyOf(breach, begin), {
      kind: `breach-${begin.limit}`,
      due: begin.due,
      from: happenedAt,
      state: 'open',
      person: begin.person ?? null,
      thing: breach,
      fact: id,
    }),
  );
const settled = (
  breach: string,
  which: Named,
  state: 'in-time' | 'late' | 'ended' | 'missed' | undefined,
  settledAt: string,
) => {
  if (state === undefined) return [];
  const known = state === 'in-time' ? 'met' : state === 'late' ? 'missed' : state;
  return [set(keyOf(breach, which), { state: known, settledAt })];
};

/** What is due because of breaches: assessing, telling persons, Commissioner and College, and the figures of the year. */
export const breachDeadlines = deadlinePart({
  follows: breachFacts,
  on: {
    BreachFound: (f) => begun(f, f.open.breach, f.open.begins),
    BreachExtended: (f) => begun(f, f.open.breach, f.open.begins),
    BreachAssessed: (f) => [
      ...settled(f.open.breach, { limit: 'assess' }, f.open.meets, f.happenedAt),
      ...f.open.ends.flatMap((each) => settled(f.open.breach, each, 'ended', f.happenedAt)),
      ...begun(f, f.open.breach, f.open.begins),
    ],
    BreachContained: nothing,
    PersonNotifiedOfBreach: ({ open, happenedAt }) =>
      settled(open.breach, { limit: 'notify', person: open.person }, open.meets, happenedAt),
    PersonNotReached: ({ open, happenedAt }) =>
      settled(
        open.breach,
        { limit: 'notify', person: open.person },
        open.meets === 'in-time' ? 'ended' : open.meets,
        happenedAt,
      ),
    BreachReportedToCommissioner: ({ open, happenedAt }) =>
      settled(open.breach, { limit: 'commissioner' }, open.meets, happenedAt),
    BreachReportedToCollege: ({ open, happenedAt }) =>
      settled(open.breach, { limit: 'college' }, open.meets, happenedAt),
    BreachClosed: nothing,
    BreachDeadlinePassed: ({ open, happenedAt }) => settled(open.breach, open, 'missed', happenedAt),
    BreachStatisticsSubmitted: ({ open, happenedAt }) => [
      ...open.met.flatMap((breach) => settled(breach, { limit: 'statistics' }, 'in-time', happenedAt)),
      ...open.late.flatMap((breach) => settled(breach, { limit: 'statistics' }, 'late', happenedAt)),
    ],
  },
});
