import { RETENTION_PARAMETERS, retentionYearsOn } from '../../domain/case/retention.js';
import { addMonths } from '../../domain/language/business-time.js';
import type { World } from '../../domain/world.js';
import { retentionSchedule } from '../../projections/retention-schedule.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import type { Clock, ColumnCondition, ViewRow, ViewStore } from '../ports.js';

/** What finding out needs. */
export interface FindingDue {
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly clock: Clock;
  readonly parameters: () => Promise<World['parameters']>;
  readonly monthOf: () => Promise<(instant: string) => string>;
  readonly today: () => Promise<string>;
  /** Lets others have the loop. */
  readonly breathe: () => Promise<void>;
}

/** Cases looked at together. */
const CASES = 200;
const PAGE = 2_000;
/** Rows of the schedule that are of one case; the others say what holds and rules them all. */
const OF_A_CASE = ['case', 'participant', 'therapist', 'contact', 'attended', 'flag', 'held', 'destroyed'];
const OF_ALL = [
  ...['born', 'college', 'years', 'complaint', 'breach', 'more', 'closed'],
  ...['request', 'before', 'window', 'linked'],
];

/**
 * Once a day: which cases are due to be destroyed, and which are not any more. The schedule says where to look; each case decides
 * for itself. Cases touched within the shortest retention there is are passed over, a few at a time.
 */
export class DestructionsDue {
  #lookedOn: string | undefined;

  constructor(private readonly on: FindingDue) {}

  async look(): Promise<void> {
    const today = await this.on.today();
    if (this.#lookedOn === today) return;
    const over = await this.#over(today);
    const due = await this.#all('destructions', { state: { equals: 'due' } });
    const known = new Set(due.map((row) => String(row['case'])));
    const changed = [...[...over].filter((one) => !known.has(one)), ...[...known].filter((one) => !over.has(one))];
    for (const one of changed) {
      const key = `destruction due ${one} ${today}`;
      const { kind } = await this.on.perform(
        new PerformAction('ReviewDestructionDue', { case: one }, SYSTEM, { idempotencyKey: key }),
      );
      if (kind !== 'accepted' && kind !== 'refused' && kind !== 'key-reused')
        throw new Error(`what is due to be destroyed could not be said: ${kind}`);
    }
    this.#lookedOn = today;
  }

  /** Cases whose retention is over and that nothing holds, by the schedule. */
  async #over(today: string): Promise<ReadonlySet<string>> {
    const years = retentionYearsOn({ parameters: await this.on.parameters() }, today);
    const shortest = Math.min(
      ...(Object.keys(RETENTION_PARAMETERS) as (keyof typeof years)[]).map((name) => years[name]),
    );
    const untouchedSince = addMonths(today, -12 * shortest).slice(0, 7);
    const streams = (await this.#all('retention', { what: { equals: 'case' } })).map(({ stream }) => stream);
    const old: string[] = [];
    for (let from = 0; from < streams.length; from += CASES) {
      const some = streams.slice(from, from + CASES);
      const recent = await this.#all('retention', { what: { in: ['contact'] }, value: { from: untouchedSince } }, some);
      const gone = await this.#all('retention', { what: { in: ['destroyed'] } }, some);
      const passed = new Set([...recent, ...gone].map(({ stream }) => stream));
      old.push(...some.filter((stream) => !passed.has(stream)));
      await this.on.breathe();
    }
    if (old.length === 0) return new Set();
    const rows: ViewRow[] = [...(await this.#all('retention', { what: { in: OF_ALL } }))];
    for (let from = 0; from < old.length; from += CASES) {
      rows.push(...(await this.#all('retention', { what: { in: OF_A_CASE } }, old.slice(from, from + CASES))));
      await this.on.breathe();
    }
    const schedule = retentionSchedule(rows, { now: this.on.clock.now(), monthOf: await this.on.monthOf() });
    return new Set(schedule.filter(({ state }) => state === 'over').map((row) => String(row['case'])));
  }

  async #all(
    view: string,
    where: Readonly<Record<string, ColumnCondition>>,
    streams?: readonly string[],
  ): Promise<readonly ViewRow[]> {
    const rows: ViewRow[] = [];
    let after: string | undefined;
    do {
      const page = await this.on.viewStore.read(view, {
        ...{ where, limit: PAGE },
        ...(streams && { streams }),
        ...(after && { after }),
      });
      rows.push(...page.rows);
      after = page.next;
    } while (after);
    return rows;
  }
}
