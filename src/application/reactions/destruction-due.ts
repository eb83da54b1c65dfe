import { retentionSchedule } from '../../projections/retention-schedule.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import type { Clock, ViewRow, ViewStore } from '../ports.js';

/** What finding out needs. */
export interface FindingDue {
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly clock: Clock;
  readonly monthOf: () => Promise<(instant: string) => string>;
  readonly today: () => Promise<string>;
}

const PAGE = 1_000;

/**
 * Once a day: which cases are due to be destroyed, and which are not any more. The schedule says where to look; each case decides
 * for itself.
 */
export class DestructionsDue {
  #lookedOn: string | undefined;

  constructor(private readonly on: FindingDue) {}

  async look(): Promise<void> {
    const today = await this.on.today();
    if (this.#lookedOn === today) return;
    const now = this.on.clock.now();
    const schedule = retentionSchedule(await this.#all('retention'), { now, monthOf: await this.on.monthOf() });
    const over = new Set(schedule.filter(({ state }) => state === 'over').map((row) => String(row['case'])));
    const due = new Set(
      (await this.#all('destructions')).flatMap((row) => (row['what'] === 'due' ? [String(row['case'])] : [])),
    );
    const changed = [...[...over].filter((one) => !due.has(one)), ...[...due].filter((one) => !over.has(one))];
    for (const one of changed) {
      const outcome = await this.on.perform(
        new PerformAction('ReviewDestructionDue', { case: one }, SYSTEM, {
          idempotencyKey: `destruction due ${one} ${today}`,
        }),
      );
      if (outcome.kind !== 'accepted' && outcome.kind !== 'refused' && outcome.kind !== 'key-reused')
        throw new Error(`what is due to be destroyed could not be said: ${outcome.kind}`);
    }
    this.#lookedOn = today;
  }

  async #all(view: string): Promise<readonly ViewRow[]> {
    const rows: ViewRow[] = [];
    let after: string | undefined;
    do {
      const page = await this.on.viewStore.read(view, { limit: PAGE, ...(after && { after }) });
      rows.push(...page.rows);
      after = page.next;
    } while (after);
    return rows;
  }
}
