import { inTime, localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { statisticsDue } from './breach-clocks.js';
import { BREACH_KINDS, type BreachKind, breachFacts } from './breach-facts.js';
import type { Breach, BreachRegister } from './breach-register.js';

export const yearNotOver = refusal('year-not-over', 'The figures of a year are submitted after its end.', {
  status: 422,
});

/** What the Commissioner is told of one calendar year. */
export interface YearFigures {
  readonly breaches: readonly string[];
  readonly counts: Readonly<Record<BreachKind, number>>;
  /** Persons concerned, each counted once for each breach. */
  readonly persons: number;
}

/** What the figures count: a breach until it is found to be none, reported one by one or not. */
export type Counted = Pick<Breach, 'breach' | 'kind' | 'year'> & { readonly persons: number };

/** The figures of a year: every breach found in it, the smallest too. */
export function figuresOf(counted: readonly Counted[], year: number): YearFigures {
  const of = counted.filter((each) => each.year === year);
  const count = (kind: BreachKind) => of.filter((each) => each.kind === kind).length;
  return {
    breaches: of.map(({ breach }) => breach),
    counts: Object.fromEntries(BREACH_KINDS.map((kind) => [kind, count(kind)])) as Record<BreachKind, number>,
    persons: of.reduce((sum, { persons }) => sum + persons, 0),
  };
}

const same = (
  one: YearFigures,
  { breaches, counts, persons }: NonNullable<ReturnType<BreachRegister['submitted']['get']>>,
) =>
  one.persons === persons &&
  one.breaches.length === breaches.size &&
  one.breaches.every((each) => breaches.has(each)) &&
  BREACH_KINDS.every((kind) => one.counts[kind] === counts[kind]);

/** The figures of a year were submitted, as the register has them; submitted again when they changed since. */
export function submitStatistics(
  { register }: { readonly register: BreachRegister },
  { year }: { readonly year: number },
  { happenedAt, precision, world }: Pick<Circumstances<World>, 'happenedAt' | 'precision' | 'world'>,
): Decision {
  const submittedOn = localDateOf(happenedAt, world.zone);
  if (year >= Number(submittedOn.slice(0, 4))) return yearNotOver({ field: 'year' });
  const counted = [...register.breaches.values()].filter(({ assessed }) => assessed?.finding !== 'no-breach');
  const figures = figuresOf(
    counted.map(({ breach, kind, year: found, persons }) => ({ breach, kind, year: found, persons: persons.size })),
    year,
  );
  const before = register.submitted.get(year);
  if (before !== undefined && same(figures, before)) return accept();
  const told = figures.breaches.flatMap((id) => register.breaches.get(id) ?? []);
  const wasInTime = inTime(happenedAt, statisticsDue(year, world), world.zone, precision);
  const passed = told.flatMap(({ clocks }) => clocks.get('statistics')?.passedBy ?? []);
  const waiting = told.flatMap(({ breach, clocks }) => (clocks.get('statistics')?.status === 'open' ? [breach] : []));
  return accept(
    breachFacts.BreachStatisticsSubmitted(
      { year, ...figures, met: wasInTime ? waiting : [], late: wasInTime ? [] : waiting, submittedOn },
      {
        restsOn: told.map(({ fact }) => fact),
        ...(wasInTime && passed.length > 0 && { supersedes: passed }),
      },
    ),
  );
}
