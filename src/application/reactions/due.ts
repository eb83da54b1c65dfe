import { REVIEW_LIMITS } from '../../domain/agency/access-review-facts.js';
import { BREACH_LIMITS } from '../../domain/agency/breach-facts.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import type { Clock, ViewRow, ViewStore } from '../ports.js';

/** Which signature of which entry was not known by its day. */
const entryOf = ({ stream, thing: entry }: ViewRow, signature: 'author' | 'supervisor') => ({
  case: stream.slice('case-'.length),
  entry,
  signature,
});

/** Which request about whose record was not answered, or not complained of. */
const requestOf = ({ stream, thing: request }: ViewRow) => ({ person: stream.slice('file-'.length), request });

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
    'mandatory-report': (row) => ({
      name: 'ReportMandatoryReportOverdue',
      body: { report: row.stream.slice('mandatory-report-'.length) },
    }),
    'sign-entry': (row) => ({ name: 'MarkUnsigned', body: entryOf(row, 'author') }),
    'co-sign-entry': (row) => ({ name: 'MarkUnsigned', body: entryOf(row, 'supervisor') }),
    'copy-due': (row) => ({ name: 'MarkDeemedRefused', body: requestOf(row) }),
    'correction-due': (row) => ({ name: 'MarkDeemedRefused', body: requestOf(row) }),
    'commissioner-window': (row) => ({ name: 'MarkRecourseLapsed', body: requestOf(row) }),
    'emergency-review': (row) => ({
      name: 'MarkEmergencyReviewOverdue',
      body: { case: row.stream.slice('case-'.length), emergency: row['thing'] },
    }),
    'mandate-ends': (row) => ({ name: 'MarkMandateLapsed', body: { mandate: row['thing'] } }),
    'answer-question': (row) => ({
      name: 'MarkQuestionOverdue',
      body: { case: row.stream.slice('case-'.length), participant: row['participant'], question: row['thing'] },
    }),
    ...Object.fromEntries(
      REVIEW_LIMITS.map((limit) => [
        `access-${limit}`,
        (row: ViewRow) => ({ name: 'ReportAccessReviewOverdue', body: { review: row['thing'], limit } }),
      ]),
    ),
    ...Object.fromEntries(
      BREACH_LIMITS.map((limit) => [
        `breach-${limit}`,
        (row: ViewRow) => ({
          name: 'ReportBreachDeadlineMissed',
          body: { breach: row['thing'], limit, ...(row['person'] !== null && { person: row['person'] }) },
        }),
      ]),
    ),
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
/** How long, by the clock, a deadline that was refused waits until it is asked about again. */
export const ASKS_AGAIN_AFTER = 60_000;

/** What the clock needs. */
export interface Due {
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly clock: Clock;
  /** Complaints entered long ago whose lodging was cut short: each denies its respondents until it is cleared. */
  readonly abandoned?: () => Promise<readonly string[]>;
  /** Called after a look of which a part failed, and with nothing after the next one that went well. */
  readonly onTroubled: (error: Error | undefined) => void;
}

/**
 * Says what was not known by its deadline. Where to look comes from the deadlines view; each action decides again on what
 * is committed, and its key, made of stream, thing, kind and deadline, lets it happen once.
 */
export class DueClock {
  /** Deadlines spoken of by this process, until the view shows it. */
  #spoken = new Set<string>();
  /** Deadlines of which there was nothing to say, and from when on each is asked about again. */
  #refused = new Map<string, number>();
  #running: Promise<number> | undefined;
  #trouble: Error | undefined;

  constructor(private readonly on: Due) {}

  /** Speaks of everything due by now, once; a call while another runs waits for it and looks again. Never rejects. */
  async look(): Promise<number> {
    while (this.#running) await this.#running;
    this.#running = this.#lookOnce();
    try {
      return await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  /** Resolves when no look is under way. */
  async rest(): Promise<void> {
    await this.#running;
  }

  async #lookOnce(): Promise<number> {
    const before = this.#trouble;
    this.#trouble = undefined;
    const spoken = await this.#look().catch((error: Error) => {
      this.#trouble = error;
      return 0;
    });
    if (this.#trouble !== undefined || before !== undefined) this.on.onTroubled(this.#trouble);
    return spoken;
  }

  async #look(): Promise<number> {
    const now = this.on.clock.now();
    const open = new Set<string>();
    let spoken = 0;
    let after: string | undefined;
    do {
      const page = await this.on.viewStore.read('deadlines', {
        where: { state: { equals: 'open' }, due: { before: now } },
        order: ['due'],
        limit: PAGE,
        ...(after && { after }),
      });
      for (const row of page.rows) {
        const key = `deadline ${row.stream} ${row.key} ${String(row['due'])}`;
        open.add(key);
        if (await this.#speak(row, key, Date.parse(now))) spoken++;
      }
      after = page.next;
    } while (after);
    for (const complaint of (await this.on.abandoned?.()) ?? []) {
      const action = new PerformAction('ClearComplaint', { complaint }, SYSTEM);
      if ((await this.on.perform(action)).kind === 'accepted') spoken++;
    }
    // What the view no longer shows as open needs no remembering.
    this.#spoken = new Set([...this.#spoken].filter((key) => open.has(key)));
    this.#refused = new Map([...this.#refused].filter(([key]) => open.has(key)));
    return spoken;
  }

  /** One deadline that cannot be spoken of now keeps no other from it: it is tried again at the next look. */
  async #speak(row: ViewRow, key: string, now: number): Promise<boolean> {
    const said = SPEAKS[String(row['kind'])]?.(row);
    if (said === undefined || this.#spoken.has(key) || now < (this.#refused.get(key) ?? now)) return false;
    try {
      const { kind } = await this.on.perform(new PerformAction(said.name, said.body, SYSTEM, { idempotencyKey: key }));
      if (kind === 'accepted') this.#spoken.add(key);
      else if (kind === 'refused') this.#refused.set(key, now + ASKS_AGAIN_AFTER);
      else if (kind !== 'busy') throw new Error(`the clock could not speak: ${said.name} was ${kind}`);
      return kind === 'accepted';
    } catch (error) {
      this.#trouble ??= error as Error;
      return false;
    }
  }
}
