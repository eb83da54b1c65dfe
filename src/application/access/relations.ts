import { rolesOn } from '../../domain/agency/agency.js';
import { clearedForAccess } from '../../domain/agency/clearance.js';
import type { DutyState } from '../../domain/agency/mandatory-report.js';
import { emergencyOf, type LiveEmergency } from '../../domain/case/emergency.js';
import { isMember, membersOf, wasMember } from '../../domain/case/roster.js';
import { complaintsAbout, type RegisteredComplaint } from '../../domain/complaint/register.js';
import { supervisorsOn } from '../../domain/therapist/registration.js';
import type { StreamStates } from '../kernel/stream-states.js';
import { timeZoneOf, type Zones } from '../kernel/zones.js';
import type { Clock } from '../ports.js';
import { Instructed } from './instructed.js';
import { registrationsOfAll } from './linked.js';
import { MandatesInForce } from './mandated.js';

/** What is committed about somebody at this moment, as far as access depends on it. */
export interface Standing {
  readonly person: string;
  readonly system: boolean;
  readonly roles: ReadonlySet<string>;
  /** True for somebody from outside who has a mandate that is live. */
  readonly mandated: boolean;
  /** True for whoever holds a role without a live training in privacy and a signed undertaking. */
  readonly uncleared: boolean;
}

/** How somebody stands to one case at this moment. */
export interface CaseRelation {
  readonly exists: boolean;
  readonly participant: boolean;
  readonly formerParticipant: boolean;
  readonly therapistOfRecord: boolean;
  readonly supervisorOfRecord: boolean;
  /** Complaints not cleared about this case. */
  readonly complaints: readonly RegisteredComplaint[];
  /** True when one of them names this person as respondent: the case is closed to them. */
  readonly barred: boolean;
  /** The emergency because of which they opened it, while it is live. */
  readonly emergency: LiveEmergency | undefined;
  readonly participants: readonly string[];
  /** Who takes part now; nobody once the case is closed. */
  readonly present: readonly string[];
}

/** How somebody stands to one complaint. */
export interface ComplaintRelation {
  readonly exists: boolean;
  readonly complainant: boolean;
  readonly respondent: boolean;
  /** True when something was served on them: before that there is nothing here for a respondent. */
  readonly served: boolean;
}

/** The system itself, as an actor. */
export const SYSTEM = '00000000-0000-8000-8000-000000000000';

const concernedBy = ({ concerns, alleged, told }: DutyState): readonly string[] => [
  ...new Set([...concerns, ...told.keys(), ...(alleged === undefined ? [] : [alleged])]),
];

/** Reads roles and relations from committed streams, never from a view that may lag. */
export class Relations {
  /** What people instructed, and who decides for them. */
  readonly instructed: Instructed;
  /** Whom from outside a document lets in, and to what. */
  readonly mandates: MandatesInForce;

  constructor(
    private readonly states: StreamStates,
    private readonly clock: Clock,
    private readonly zones: Zones,
  ) {
    this.instructed = new Instructed(states, () => this.today());
    this.mandates = new MandatesInForce(states, () => this.today());
  }

  /** The local day on which a role must be held. */
  async today(): Promise<string> {
    const zone = await timeZoneOf(this.states, this.zones);
    return zone.localOf(this.clock.now()).slice(0, 10);
  }

  /** The local month of an instant in the agency's zone. */
  async months(): Promise<(instant: string) => string> {
    const zone = await timeZoneOf(this.states, this.zones);
    return (instant) => zone.localOf(instant).slice(0, 7);
  }

  /** The local day of an instant in the agency's zone. */
  async days(): Promise<(instant: string) => string> {
    const zone = await timeZoneOf(this.states, this.zones);
    return (instant) => zone.localOf(instant).slice(0, 10);
  }

  async standingOf(person: string): Promise<Standing> {
    if (person === SYSTEM)
      return { person, system: true, roles: new Set(['system']), mandated: false, uncleared: false };
    const [{ state }, day] = [await this.states.load('staff', 'staff'), await this.today()];
    const mandated = (await this.mandates.of(person)).length > 0;
    const roles = new Set<string>(rolesOn(state.staff, person, day));
    const uncleared = roles.size > 0 && !clearedForAccess(state.clearance, person, day);
    return { person, system: false, roles, mandated, uncleared };
  }

  async toCase(person: string, caseId: string): Promise<CaseRelation> {
    const { state } = await this.states.load('case', `case-${caseId}`);
    const { state: register } = await this.states.load('complaint-register', 'complaint-register');
    const { roster } = state;
    const participants = roster.members.map((m) => m.participant);
    // A complaint of a person closes what is kept under every registration of theirs (rule 46).
    const complaints = complaintsAbout(register.register, caseId, await registrationsOfAll(this.states, participants));
    const therapist = roster.therapist;
    const supervisors =
      therapist === undefined
        ? []
        : supervisorsOn(
            (await this.states.load('therapist', `therapist-${therapist}`)).state.registration,
            await this.today(),
          );
    return {
      exists: roster.case !== undefined,
      participant: isMember(roster, person),
      formerParticipant: wasMember(roster, person),
      therapistOfRecord: therapist === person,
      supervisorOfRecord: supervisors.includes(person),
      complaints,
      barred: complaints.some((c) => c.respondents.includes(person)),
      emergency: state.emergencies.opened.size === 0 ? undefined : emergencyOf(state, person, this.clock.now()),
      participants,
      present: roster.closed ? [] : membersOf(roster),
    };
  }

  /** True when a complaint not yet cleared concerns a person or was lodged by them. */
  async inOpenComplaint(person: string): Promise<boolean> {
    const { state } = await this.states.load('complaint-register', 'complaint-register');
    return [...state.register.open.values()].some((c) => c.complainant === person || c.persons.includes(person));
  }

  private async servedOn(person: string, complaint: string): Promise<boolean> {
    const { state } = await this.states.load('complaint', `complaint-${complaint}`);
    return (state.handling.served.get(person)?.size ?? 0) > 0;
  }

  /** Whose duty to report it is, and whether it concerns this person. */
  async toDuty(person: string, report: string): Promise<{ readonly reporter: boolean; readonly concerned: boolean }> {
    const { duty } = (await this.states.load('mandatory-report', `mandatory-report-${report}`)).state;
    return { reporter: duty.reporter === person, concerned: concernedBy(duty).includes(person) };
  }

  /** Persons whom a duty to report concerns. */
  async concernedByDuty(report: string): Promise<readonly string[]> {
    return concernedBy((await this.states.load('mandatory-report', `mandatory-report-${report}`)).state.duty);
  }

  /** Whose care a complaint concerns, and who complains; empty when there is no such complaint. */
  async personsOf(complaint: string): Promise<readonly string[]> {
    const { state } = await this.states.load('complaint-register', 'complaint-register');
    const registered = state.register.all.get(complaint);
    return registered === undefined ? [] : [...new Set([registered.complainant, ...registered.persons])];
  }

  async toComplaint(person: string, complaint: string): Promise<ComplaintRelation> {
    const { state } = await this.states.load('complaint-register', 'complaint-register');
    const registered = state.register.all.get(complaint);
    return {
      exists: registered !== undefined,
      complainant: registered?.complainant === person,
      respondent: registered?.respondents.includes(person) === true,
      served: registered !== undefined && (await this.servedOn(person, complaint)),
    };
  }
}
