import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import type { Clock, Leader, ViewRow, ViewStore } from '../ports.js';

/** The action by which the clock speaks of each kind of deadline; the others wait for a person. */
const SPEAKS: Readonly<Record<string, (row: ViewRow) => { readonly name: string; readonly body: object } | undefined>> =
  {
    confirm: (row) => ({
      name: 'MarkUnconfirmed',
      body: { case: row.stream.slice('case-'.length), session: row['session'], participant: row['participant'] },
    }),
    hold: (row) => ({
      name: 'SettleHold',
      body: { therapist: row.stream.slice('therapist-'.length), case: row['thing'], session: row['session'] },
    }),
    ...Object.fromEntries(
      [
        'acknowledge',
        'respond',
        'decide',
        'appeal',
        'decide-appeal',
        'college-notice',
        'college-response',
        'college-disposal',
        'review',
      ].map((kind) => [
        kind,
        (row: ViewRow) => ({
          name: 'ReportComplaintDeadlineMissed',
          body: {
            complaint: row.stream.slice('complaint-'.length),
            limit: kind,
            ...(row['person'] !== null && { person: row['person'] }),
          },
        }),
      ]),
    ),
  };

const PAGE = 500;
/** How often the clock looks for what is due, in milliseconds. */
export const LOOKS_EVERY = 1_000;

/** What the clock needs. */
export interface Due {
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly clock: Clock;
  readonly leader: Leader;
}

/**
 * Says what was not known by its deadline. Where to look comes from the deadlines view; each action decides again on what
 * is committed, and its key, made of stream, thing, kind and deadline, lets it happen once.
 */
export class DueClock {
  /** Deadlines already spoken of by this process: a decision that had nothing to say is not asked again. */
  readonly #spoken = new Set<string>();
  #running: Promise<number> | undefined;

  constructor(private readonly on: Due) {}

  /** Speaks of everything due by now, once; a call while another runs waits for it and looks again. */
  async look(): Promise<number> {
    while (this.#running) await this.#running;
    this.#running = this.#look();
    try {
      return await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  async #look(): Promise<number> {
    if ((await this.on.leader.acquire('clock')) === undefined) return 0;
    const now = this.on.clock.now();
    let spoken = 0;
    let after: string | undefined;
    do {
      const page = await this.on.viewStore.read('deadlines', {
        where: { state: { equals: 'open' }, due: { before: now } },
        order: ['due'],
        limit: PAGE,
        ...(after && { after }),
      });
      for (const row of page.rows) if (await this.#speak(row)) spoken++;
      after = page.next;
    } while (after);
    return spoken;
  }

  async #speak(row: ViewRow): Promise<boolean> {
    const said = SPEAKS[String(row['kind'])]?.(row);
    const key = `deadline ${row.stream} ${row.key} ${String(row['due'])}`;
    if (said === undefined || this.#spoken.has(key)) return false;
    const outcome = await this.on.perform(new PerformAction(said.name, said.body, SYSTEM, { idempotencyKey: key }));
    if (outcome.kind === 'malformed' || outcome.kind === 'unknown-action' || outcome.kind === 'denied') {
      throw new Error(`the clock could not speak: ${said.name} was ${outcome.kind}`);
    }
    // Busy or full: it is tried again at the next look.
    if (outcome.kind === 'accepted' || outcome.kind === 'refused') this.#spoken.add(key);
    return outcome.kind === 'accepted';
  }
}
