import { rolesOn } from '../../domain/agency/agency.js';
import { SYSTEM } from '../access/relations.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { PerformAction } from '../perform-action.js';
import { addressOf, type Posting } from './outbox.js';

/** What announcing needs. */
export interface Announcing extends Omit<Posting, 'agencyName'> {
  readonly states: Pick<StreamStates, 'load'>;
  /** The local day. */
  readonly today: () => Promise<string>;
}

const PAGE = 100;

/**
 * Tells the privacy officers by e-mail that somebody opened a case because of an emergency: at once, and to each but the one
 * who opened it. The work list is the view, so it is durable; the message says neither whose case it is nor why.
 */
export class EmergencyAnnouncer {
  #running = false;

  constructor(private readonly on: Announcing) {}

  /** Announces what nobody was told of yet; resolves with how many messages were sent. */
  async look(): Promise<number> {
    if (this.#running) return 0;
    this.#running = true;
    try {
      const where = { announced: { equals: 'to announce' } };
      const { rows } = await this.on.viewStore.read('emergency-accesses', { where, limit: PAGE });
      if (rows.length === 0) return 0;
      const officers = await this.#officers();
      let sent = 0;
      for (const { stream, emergency, by } of rows)
        for (const officer of officers)
          if (officer !== by && (await this.#tell(officer, stream.slice('case-'.length), String(emergency)))) sent++;
      return sent;
    } finally {
      this.#running = false;
    }
  }

  async #officers(): Promise<readonly string[]> {
    const { staff } = (await this.on.states.load('staff', 'staff')).state;
    const day = await this.on.today();
    return [...staff.roles.keys()].filter((person) => rolesOn(staff, person, day).includes('privacy-officer'));
  }

  async #tell(to: string, caseId: string, emergency: string): Promise<boolean> {
    const address = await addressOf(this.on.read, to);
    if (address === undefined) return false;
    try {
      await this.on.mailer.send({
        to: address.address,
        messageId: `${emergency}.${to}`,
        subject: 'An emergency access waits for its review',
        text: 'Somebody opened a case because of an emergency. Please sign in and look at emergency access.\n',
      });
    } catch (error) {
      this.on.onUnsent(error as Error);
      return false;
    }
    const body = { case: caseId, emergency, to };
    const idempotencyKey = `announced ${emergency} ${to}`;
    return (
      (await this.on.perform(new PerformAction('AnnounceEmergencyAccess', body, SYSTEM, { idempotencyKey }))).kind ===
      'accepted'
    );
  }
}
