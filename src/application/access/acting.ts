import { STAFF_ROLES } from '../../domain/agency/agency.js';
import type { Matter } from '../../domain/person/deciding-for.js';
import { mayBeShutOut } from '../../domain/person/locks.js';
import type { ActionDefinition } from '../actions/action.js';
import { entriesNamed } from './instructed.js';
import { isTheirOwn, type Target } from './own-affairs.js';
import type { OwnClients } from './own-clients.js';
import type { CaseRelation, Relations, Standing } from './relations.js';
import { type Capacity, type Flag, type Lock, type Situation, type TargetKind, trueOf } from './situation.js';

/** What is committed about one act, as far as a decision depends on it. */
export interface ActGathered {
  readonly situation: Situation;
  /** Role that `staff` stands for. */
  readonly staffRole: string | undefined;
}

type Flags = Partial<Record<Flag, boolean>>;
/** Roles whose holders handle what comes to the agency, whoever it is about. */
const HANDLERS: ReadonlySet<string> = new Set([
  'front-desk',
  'complaints-officer',
  'privacy-officer',
  'auditor',
  'manager',
]);
/** Clauses whose actions are about treatment; the others are about information. */
const ABOUT_TREATMENT: ReadonlySet<string> = new Set(['T2', 'T4', 'C3', 'C4', 'C5', 'R11']);

/** Gathers from committed streams the situation in which somebody asks to act. */
export class Acting {
  constructor(
    private readonly relations: Relations,
    private readonly ownClients: OwnClients,
  ) {}

  /** The situation as far as it does not depend on whether they decide for somebody. */
  async gather(definition: ActionDefinition, person: string, target: Target): Promise<ActGathered> {
    const standing = await this.relations.standingOf(person);
    const { name: asks } = definition;
    const of = kindOfTarget(target);
    if (standing.system) {
      return { situation: { asks, of, as: ['system'], flags: [], locks: [] }, staffRole: undefined };
    }
    const staffRole = STAFF_ROLES.find((role) => standing.roles.has(role));
    const as = capacitiesFor(definition, standing);
    const toCase = target.case === undefined ? undefined : await this.relations.toCase(person, target.case);
    const flags: Flags = {
      uncleared: standing.uncleared,
      barred: await this.isBarred(person, target, toCase),
      ownAffairs: isTheirOwn(definition, person, target, toCase),
      ...namesOf(person, target),
      participant: toCase?.formerParticipant === true,
      ...(await this.careFlags(as, standing, target, toCase)),
      ...(await this.complaintFlags(as, person, target)),
      ...(await this.dutyFlags(as, person, target)),
    };
    const locks: (readonly [Capacity, Lock])[] = [];
    for (const one of as) {
      if (one === 'representative') continue;
      const role = one === 'staff' ? String(staffRole) : one;
      if (!mayBeShutOut(role) || !mayCome(one, flags)) continue;
      if (await this.relations.instructed.isShutOut({ person, role }, target)) locks.push([one, 'all']);
    }
    return { situation: { asks, of, as: [...as], flags: trueOf(flags), locks }, staffRole };
  }

  /** The client for whom a person may do this because they decide for that client today. */
  async representedBy(
    { clauses, who }: Pick<ActionDefinition, 'clauses' | 'who'>,
    person: string,
    target: Target,
  ): Promise<string | undefined> {
    const client = target.participant ?? target.person ?? target.onBehalfOf;
    if (!who.includes('client') || client === undefined || client === person) return undefined;
    if (target.person !== undefined && target.person !== client) return undefined;
    if (target.case !== undefined) {
      const { participants } = await this.relations.toCase(person, target.case);
      if (!participants.includes(client)) return undefined;
    }
    const { instructed } = this.relations;
    const matter: Matter = clauses.some((clause) => ABOUT_TREATMENT.has(clause)) ? 'treatment' : 'information';
    if (!(await instructed.represents(person, client, matter))) return undefined;
    const shutOut = await instructed.isShutOut({ person, role: 'representative' }, { ...target, person: client });
    return shutOut ? undefined : client;
  }

  private async isBarred(person: string, target: Target, toCase: CaseRelation | undefined): Promise<boolean> {
    if (toCase?.barred) return true;
    for (const named of entriesNamed(target)) if ((await this.relations.toCase(person, named.case)).barred) return true;
    return false;
  }

  /** What is aimed at a therapist is that therapist's own; what is aimed at a person is for whoever treats them now. */
  private async careFlags(
    as: readonly Capacity[],
    { person, roles }: Standing,
    target: Target,
    toCase: CaseRelation | undefined,
  ): Promise<Flags> {
    const [therapist, supervisor] = [as.includes('therapist'), as.includes('supervisor')];
    if (!therapist && !supervisor) return {};
    if (toCase) {
      return {
        therapistOfRecord: therapist && toCase.therapistOfRecord,
        supervisorOfRecord: supervisor && toCase.supervisorOfRecord,
      };
    }
    if (target.therapist !== undefined) return { ownTime: therapist && target.therapist === person };
    if (target.person === undefined) return {};
    const asked = new Set([...roles].filter((role) => (as as readonly string[]).includes(role)));
    return this.ownClients.of(person, asked, target.person, true);
  }

  private async complaintFlags(as: readonly Capacity[], person: string, { complaint }: Target): Promise<Flags> {
    if (complaint === undefined || !as.some((one) => HANDLERS.has(one) || OF_COMPLAINT.has(one))) return {};
    const { complainant, respondent, served } = await this.relations.toComplaint(person, complaint);
    return { complainant, respondent, served: respondent && served };
  }

  private async dutyFlags(as: readonly Capacity[], person: string, { report }: Target): Promise<Flags> {
    if (report === undefined || !as.some((one) => HANDLERS.has(one) || one === 'staff')) return {};
    return this.relations.toDuty(person, report);
  }
}

const OF_COMPLAINT: ReadonlySet<string> = new Set(['complainant', 'respondent']);

const kindOfTarget = (target: Target): TargetKind => {
  if (target.case !== undefined) return 'case';
  if (target.complaint !== undefined) return 'complaint';
  if (target.report !== undefined) return 'duty';
  if (target.therapist !== undefined) return 'therapist';
  return target.person === undefined && target.participant === undefined ? 'agency' : 'person';
};

/** In what somebody may come for an action, in its own order: roles by relation, and those the agency gave them. */
const capacitiesFor = ({ who }: ActionDefinition, { roles }: Standing): readonly Capacity[] =>
  who.flatMap((one): readonly Capacity[] => {
    if (one === 'anyone') return ['person'];
    if (one === 'staff') return roles.size > 0 ? ['staff'] : [];
    return one === 'client' || OF_COMPLAINT.has(one) || roles.has(one) ? [one] : [];
  });

const namesOf = (person: string, { participant, person: named }: Target): Flags => {
  const names = [participant, named].filter((one) => one !== undefined);
  return {
    namesOneself: names.length > 0 && names.every((one) => one === person),
    namesAnother: names.some((one) => one !== person),
  };
};

/** False for whom nothing is theirs in this: what instructions keep is not looked up for them. */
const mayCome = (one: Capacity, flags: Flags): boolean =>
  one === 'therapist'
    ? Boolean(flags.therapistOfRecord || flags.treats || flags.ownTime)
    : one !== 'supervisor' || Boolean(flags.supervisorOfRecord || flags.supervises);
