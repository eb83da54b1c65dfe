import { supervisorsOn } from '../../domain/therapist/registration.js';
import type { Relations } from '../access/relations.js';
import type { StreamStates } from '../kernel/stream-states.js';
import type { ViewStore } from '../ports.js';

const CASES_PER_PAGE = 500;

/**
 * Who may be a client of a therapist, or of one whom a supervisor supervises. Only where to look: whether they may be seen the
 * policy decides for each. Whoever is not here is passed over before anything of theirs is read, so that who is not one's own
 * and who is not there take the same time.
 */
export class OwnClients {
  constructor(
    private readonly states: StreamStates,
    private readonly viewStore: Pick<ViewStore, 'read'>,
    private readonly relations: Pick<Relations, 'today'>,
  ) {}

  async of(person: string, role: 'therapist' | 'supervisor'): Promise<ReadonlySet<string>> {
    const therapists = role === 'therapist' ? [person] : await this.supervised(person);
    const clients = new Set<string>();
    for (const stream of await this.casesOf(therapists)) {
      const { state } = await this.states.load('case', stream);
      for (const { participant } of state.roster.members) clients.add(participant);
    }
    return clients;
  }

  private async supervised(supervisor: string): Promise<readonly string[]> {
    const { state } = await this.states.load('staff', 'staff');
    const today = await this.relations.today();
    const supervised: string[] = [];
    for (const therapist of state.staff.ever) {
      const { registration } = (await this.states.load('therapist', `therapist-${therapist}`)).state;
      if (supervisorsOn(registration, today).includes(supervisor)) supervised.push(therapist);
    }
    return supervised;
  }

  private async casesOf(therapists: readonly string[]): Promise<ReadonlySet<string>> {
    const streams = new Set<string>();
    if (therapists.length === 0) return streams;
    let after: string | undefined;
    do {
      const where = { therapist: { in: therapists } };
      const page = await this.viewStore.read('cases', { where, limit: CASES_PER_PAGE, ...(after && { after }) });
      for (const { stream } of page.rows) streams.add(stream);
      after = page.next;
    } while (after);
    return streams;
  }
}
