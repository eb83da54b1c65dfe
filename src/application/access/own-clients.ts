import type { LiveEmergency } from '../../domain/case/emergency.js';
import type { Relations } from './relations.js';

/** Where a person is the subject: only where to look, never that one may. */
export type Whereabouts = (person: string) => Promise<readonly string[]>;

const CARING = ['therapist', 'supervisor'] as const;

/** What is true of somebody because of an emergency that is live. */
export const emergencyFlags = (
  live: LiveEmergency | undefined,
): Partial<Record<'emergency' | 'overridesLocks', boolean>> =>
  live === undefined ? {} : { emergency: true, overridesLocks: live.overridesInstructions };

/** Who treats somebody, and who supervises that, by the cases the person takes part in. */
export class OwnClients {
  constructor(
    private readonly relations: Relations,
    private readonly whereabouts: Whereabouts,
  ) {}

  /**
   * Whether the client takes part in a case of which this person is therapist of record, or whose therapist they supervise;
   * `now`: still, and in one that no instruction of the client keeps from them.
   */
  async of(
    person: string,
    roles: ReadonlySet<string>,
    client: string,
    now: boolean,
  ): Promise<Partial<Record<'treats' | 'supervises' | 'emergency' | 'overridesLocks', boolean>>> {
    const wanted = new Set(CARING.filter((role) => roles.has(role)));
    const found = new Set<string>();
    let live: LiveEmergency | undefined;
    if (wanted.size === 0) return {};
    for (const stream of await this.whereabouts(client)) {
      if (!stream.startsWith('case-')) continue;
      const caseId = stream.slice('case-'.length);
      const relation = await this.relations.toCase(person, caseId);
      if (relation.barred || !(now ? relation.present : relation.participants).includes(client)) continue;
      // How to reach the people in a case that was opened because of an emergency goes with it; what they ask does not.
      if (!now && relation.emergency && !live?.overridesInstructions) live = relation.emergency;
      for (const role of wanted) {
        if (!(role === 'therapist' ? relation.therapistOfRecord : relation.supervisorOfRecord)) continue;
        const locked = now && (await this.relations.instructed.lockedCase(caseId, { person, role }));
        if (locked && (locked === 'absent' || locked.participants.has(client))) continue;
        found.add(role);
        wanted.delete(role);
      }
      if (wanted.size === 0) break;
    }
    return {
      treats: found.has('therapist'),
      supervises: found.has('supervisor'),
      ...emergencyFlags(live),
    };
  }
}
