import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { PerformAction } from '../perform-action.js';
import type { Mailer, ViewRow, ViewStore } from '../ports.js';
import { type ReadOutcome, ReadView } from '../read-view.js';

/** What the outbox needs. */
export interface Posting {
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly read: (query: ReadView) => Promise<ReadOutcome>;
  readonly mailer: Mailer;
  readonly agencyName: () => Promise<string>;
  /** Called when a message could not be sent; it stays due. */
  readonly onUnsent: (error: Error) => void;
}

const PAGE = 100;

/**
 * Sends notices that are due by e-mail, where the person permits it. The work list is the notices view, so it is durable; a
 * message sent but not yet recorded when the service died is sent again with the same message id, which mail systems fold.
 */
export class Outbox {
  #running = false;

  constructor(private readonly on: Posting) {}

  /** Sends what is due now; resolves with how many were sent. */
  async look(): Promise<number> {
    if (this.#running) return 0;
    this.#running = true;
    try {
      const { rows } = await this.on.viewStore.read('notices', { where: { state: { equals: 'due' } }, limit: PAGE });
      let sent = 0;
      for (const row of rows) if (await this.#send(row)) sent++;
      return sent;
    } finally {
      this.#running = false;
    }
  }

  async #send(row: ViewRow): Promise<boolean> {
    const notice = String(row['notice']);
    const to = await addressOf(this.on.read, String(row['participant']));
    if (to === undefined) return false;
    const agency = to.revealAgency ? await this.on.agencyName() : undefined;
    try {
      await this.on.mailer.send({
        to: to.address,
        messageId: notice,
        subject: agency === undefined ? 'A message for you' : `A message from ${agency}`,
        // What it is about is said when they call: an e-mail may be read by others.
        text: 'There is something we would like to tell you. Please contact us in the way we agreed.\n',
      });
    } catch (error) {
      this.on.onUnsent(error as Error);
      return false;
    }
    const body = { case: row.stream.slice('case-'.length), notice, outcome: 'sent', how: 'e-mail' };
    const outcome = await this.on.perform(
      new PerformAction('RecordNotice', body, SYSTEM, { idempotencyKey: `sent ${notice} ${String(row['since'])}` }),
    );
    return outcome.kind === 'accepted';
  }
}

/** The e-mail address a person permits today, read and logged like any other look; not one that is in doubt. */
export async function addressOf(
  read: Posting['read'],
  person: string,
): Promise<{ readonly address: string; readonly revealAgency: boolean } | undefined> {
  const outcome = await read(new ReadView('contacts', SYSTEM, { client: person }));
  if (outcome.kind !== 'shown') return undefined;
  const theirs = outcome.rows.filter((row) => row['person'] === person && row['channel'] === 'e-mail');
  const row = theirs.find((r) => r['state'] === 'current' && r['mayUse'] === 1 && r['doubtfulSince'] === null);
  const { value } = (row?.['contact'] ?? {}) as { readonly value?: string };
  return value === undefined ? undefined : { address: value, revealAgency: row?.['revealAgency'] === 1 };
}
