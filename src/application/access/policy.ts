import { STAFF_ROLES } from '../../domain/agency/agency.js';
import type { StreamKind } from '../../domain/language/fact.js';
import type { Matter } from '../../domain/person/deciding-for.js';
import type { Hidden } from '../../domain/person/locks.js';
import type { MatrixColumn } from '../../projections/view.js';
import type { ActionDefinition, Who } from '../actions/action.js';
import { kindOfStream } from '../kernel/stream-states.js';
import { entriesNamed } from './instructed.js';
import { COLUMN_OF_STREAM, MATRIX, PURPOSE_OF_ROLE, READER_ROLES, type Reach, type ReaderRole } from './matrix.js';
import { BY_RELATION, BY_WORK, isTheirOwn, type Target } from './own-affairs.js';
import { type CaseRelation, type Relations, type Standing, withinCase } from './relations.js';

class Granted {
  constructor(
    readonly person: string,
    readonly role: string,
    readonly purpose: string,
    readonly reach: Reach,
    /** For whom a representative sees or acts; empty in every other role. */
    readonly represents: readonly string[] = [],
    /** What instructions keep of the stream from this reader. */
    readonly hidden?: Hidden,
  ) {}
}

/**
 * The outcome of an access decision that allows. Only the policy makes one, and what unseals asks for it: no decision,
 * no key.
 */
export type Grant = Granted;

/** True when the value is a grant made by the policy, not something shaped like one. */
export const isGrant = (value: unknown): value is Grant => value instanceof Granted;

/** Clauses whose actions are about treatment; the others are about information. */
const ABOUT_TREATMENT: ReadonlySet<string> = new Set(['T2', 'T4', 'C3', 'C4', 'C5', 'R11']);

/** Where a person is the subject: only where to look, never that one may. */
export type Whereabouts = (person: string) => Promise<readonly string[]>;

/** Decides, from what is committed at this moment, who may act and who may look. Denies by default. */
export class AccessPolicy {
  constructor(
    private readonly relations: Relations,
    private readonly whereabouts: Whereabouts,
  ) {}

  /** The grant under which a person may do this, or undefined. */
  async toAct(definition: ActionDefinition, person: string, body: object): Promise<Grant | undefined> {
    const target = body as Target;
    const standing = await this.relations.standingOf(person);
    if (standing.system) return definition.who.includes('system') ? grant(person, 'system', 'all') : undefined;
    const toCase = target.case === undefined ? undefined : await this.relations.toCase(person, target.case);
    if (toCase?.barred) return undefined;
    for (const named of entriesNamed(target))
      if ((await this.relations.toCase(person, named.case)).barred) return undefined;
    const own = isTheirOwn(definition, person, target, toCase);
    for (const who of definition.who) {
      if (own && BY_WORK.has(who)) continue;
      const role = await this.mayAs(who, standing, target, toCase);
      if (role !== undefined && !(await this.relations.instructed.isShutOut({ person, role }, target)))
        return grant(person, role, 'all');
      const client = who === 'client' ? await this.representedBy(person, definition, target, toCase) : undefined;
      if (client !== undefined) return grant(person, 'representative', 'all', [client]);
    }
    return undefined;
  }

  /** The client for whom a person may do this because they decide for that client today. */
  private async representedBy(
    person: string,
    { clauses }: Pick<ActionDefinition, 'clauses'>,
    target: Target,
    toCase: CaseRelation | undefined,
  ): Promise<string | undefined> {
    const client = target.participant ?? target.person ?? target.onBehalfOf;
    if (client === undefined || client === person) return undefined;
    if (target.person !== undefined && target.person !== client) return undefined;
    if (toCase !== undefined && !toCase.participants.includes(client)) return undefined;
    const matter: Matter = clauses.some((clause) => ABOUT_TREATMENT.has(clause)) ? 'treatment' : 'information';
    if (!(await this.relations.instructed.represents(person, client, matter))) return undefined;
    return (await this.relations.instructed.isShutOut(
      { person, role: 'representative' },
      { ...target, person: client },
    ))
      ? undefined
      : client;
  }

  /** The streams a body aims at, and whose they are: for the record of a denial. */
  async aimedAt(body: object): Promise<{ readonly streams: readonly string[]; readonly persons: readonly string[] }> {
    const target = body as Target;
    const [caseId, complaint] = [target.case, target.complaint];
    const persons = caseId === undefined ? [] : (await this.relations.toCase('', caseId)).participants;
    const named = complaint === undefined ? [] : await this.relations.personsOf(complaint);
    return {
      streams: [...(caseId ? [`case-${caseId}`] : []), ...(complaint ? [`complaint-${complaint}`] : [])],
      persons: [...new Set([...persons, ...named])],
    };
  }

  private async mayAs(
    who: Who,
    { person, roles }: Standing,
    target: Target,
    toCase: CaseRelation | undefined,
  ): Promise<string | undefined> {
    switch (who) {
      case 'system':
        return undefined;
      case 'anyone':
        return 'person';
      case 'staff':
        // A duty to report is its reporter's own: to everybody else it is as if it were not there (rule 30).
        if (target.report !== undefined && !(await this.relations.toDuty(person, target.report)).reporter)
          return undefined;
        return STAFF_ROLES.find((role) => roles.has(role));
      case 'client': {
        const named = [target.participant, target.person].filter((each) => each !== undefined);
        const own = named.every((each) => each === person);
        const theirs = toCase ? toCase.formerParticipant : named.length > 0;
        return own && theirs ? 'client' : undefined;
      }
      case 'therapist':
      case 'supervisor': {
        if (!roles.has(who)) return undefined;
        const ofCase = who === 'therapist' ? toCase?.therapistOfRecord : toCase?.supervisorOfRecord;
        const theirs = toCase ? ofCase : await this.isTheirs(who, person, target);
        return theirs ? who : undefined;
      }
      case 'complainant':
      case 'respondent': {
        if (target.complaint === undefined) return undefined;
        const relation = await this.relations.toComplaint(person, target.complaint);
        // Before something is served there is nothing here for a respondent, and no answer tells otherwise.
        if (who === 'respondent') return relation.respondent && relation.served ? who : undefined;
        return relation.complainant ? who : undefined;
      }
      default: {
        if (!roles.has(who)) return undefined;
        // Whoever a complaint or a duty to report is about handles nothing of it, whatever their role.
        if (target.report !== undefined && (await this.relations.toDuty(person, target.report)).concerned)
          return undefined;
        const complaint =
          target.complaint === undefined ? undefined : await this.relations.toComplaint(person, target.complaint);
        return complaint?.respondent ? undefined : who;
      }
    }
  }

  /** What is aimed at a therapist is that therapist's own; what is aimed at a person is for whoever treats them now. */
  private async isTheirs(who: 'therapist' | 'supervisor', person: string, target: Target): Promise<boolean> {
    if (target.therapist !== undefined) return who === 'therapist' && target.therapist === person;
    return (
      target.person !== undefined &&
      this.isOwnClient({ person, system: false, roles: new Set([who]) }, target.person, true)
    );
  }

  /**
   * The grant under which a person may look at what one stream gave to a view, or undefined. `column` is the view's; for
   * views that decide by stream it is the stream's.
   */
  async toSee(person: string, stream: string, column: MatrixColumn, as?: string): Promise<Grant | undefined> {
    const kind = kindOfStream(stream);
    const wanted = column === 'by-stream' ? COLUMN_OF_STREAM[kind] : column;
    if (wanted === 'never') return undefined;
    const standing = await this.relations.standingOf(person);
    const id = stream.slice(kind.length + 1);
    const relation = await this.relationTo(kind, stream, standing);
    for (const role of READER_ROLES) {
      if (as !== undefined && role !== as) continue;
      if (!BY_RELATION.has(role) && !standing.roles.has(role)) continue;
      const reach = MATRIX[role][wanted] ?? 'no';
      if (reach === 'no') continue;
      const represents =
        role === 'representative' ? await this.relations.instructed.representedIn(kind, id, person) : [];
      if (represents.length === 0 && !relation(role, reach)) continue;
      const locked = await this.relations.instructed.lockedOf(kind, id, { person, role });
      if (locked !== 'absent') return grant(person, role, reach, represents, locked);
    }
    return undefined;
  }

  /** The grant under which a person may look across streams without naming one, or undefined. */
  async toSeeAcross(person: string, column: MatrixColumn, as?: string): Promise<Grant | undefined> {
    const standing = await this.relations.standingOf(person);
    for (const role of READER_ROLES) {
      if ((as !== undefined && role !== as) || !standing.roles.has(role)) continue;
      // Where each row is decided by its stream, it is enough that some streams are open to the role.
      const columns = column === 'by-stream' ? (['clinical', 'complaint'] as const) : [column];
      const reach = columns.map((one) => MATRIX[role][one]).find((one) => one === 'all' || one === 'skeleton');
      if (reach !== undefined) return grant(person, role, reach);
    }
    return undefined;
  }

  /**
   * The grant under which a person may see who looked: at one person's information when one is named, else everyone's looks
   * (`all`) or only their own (`own`).
   */
  async toSeeLooks(person: string, at: string | undefined, as?: string): Promise<Grant | undefined> {
    const standing = await this.relations.standingOf(person);
    for (const role of READER_ROLES) {
      if ((as !== undefined && role !== as) || (!BY_RELATION.has(role) && !standing.roles.has(role))) continue;
      const reach = MATRIX[role]['access-log'];
      const may =
        reach === 'all' ||
        (reach === 'own' && (await this.seesOwnLooks(role, person, at))) ||
        (reach === 'in-complaint' && at !== undefined && (await this.relations.inOpenComplaint(at)));
      if (may) return grant(person, role, reach);
    }
    return undefined;
  }

  /** A client sees who looked at them, a representative at whom they represent, everybody else their own looks. */
  private async seesOwnLooks(role: ReaderRole, person: string, at: string | undefined): Promise<boolean> {
    if (role === 'client') return at === person;
    if (role !== 'representative') return at === undefined;
    if (at === undefined || (await this.relations.instructed.representedIn('file', at, person)).length === 0)
      return false;
    return (await this.relations.instructed.lockedOf('file', at, { person, role })) !== 'absent';
  }

  private async relationTo(
    kind: StreamKind,
    stream: string,
    standing: Standing,
  ): Promise<(role: ReaderRole, reach: Reach) => boolean> {
    const { person } = standing;
    const id = stream.slice(kind.length + 1);
    if (kind === 'case') {
      const relation = await this.relations.toCase(person, id);
      return (role, reach) =>
        relation.exists &&
        !relation.barred &&
        !(relation.formerParticipant && BY_WORK.has(role)) &&
        withinCase(relation, role, reach);
    }
    if (kind === 'complaint' || kind === 'college') {
      const relation = await this.relations.toComplaint(person, id);
      return (role, reach) =>
        relation.exists &&
        (role === 'complainant' || ((role === 'client' || role === 'representative') && reach === 'own')
          ? relation.complainant
          : role === 'respondent'
            ? relation.respondent && relation.served
            : !relation.respondent && (reach === 'all' || reach === 'skeleton'));
    }
    if (kind === 'mandatory-report') {
      const { reporter, concerned } = await this.relations.toDuty(person, id);
      return (_role, reach) => (reach === 'own' ? reporter : !concerned && (reach === 'all' || reach === 'skeleton'));
    }
    if (kind === 'destroyed')
      return (_role, reach) => (reach === 'own' ? id === person : reach === 'all' || reach === 'skeleton');
    if (kind === 'person' || kind === 'file') {
      const ownClient = await this.isOwnClient(standing, id, kind === 'file');
      const party = standing.roles.has('complaints-officer') && (await this.relations.inOpenComplaint(id));
      return (role, reach) => {
        if (role === 'client') return id === person;
        if (role === 'representative' || (kind === 'file' && id === person)) return false;
        if (reach === 'own') return ownClient;
        return reach === 'in-complaint' ? party : reach === 'all' || reach === 'skeleton';
      };
    }
    return (role, reach) => reach === 'all' || reach === 'skeleton' || (role === 'therapist' && id === person);
  }

  /**
   * True when the person takes part in a case of this therapist, or of one they supervise; `now`: still, and in one that no
   * instruction of the client keeps from them.
   */
  private async isOwnClient({ person, roles }: Standing, client: string, now: boolean): Promise<boolean> {
    if (!roles.has('therapist') && !roles.has('supervisor')) return false;
    for (const stream of await this.whereabouts(client)) {
      if (!stream.startsWith('case-')) continue;
      const relation = await this.relations.toCase(person, stream.slice('case-'.length));
      const takesPart = now ? relation.present : relation.participants;
      if (relation.barred || !takesPart.includes(client)) continue;
      for (const role of ['therapist', 'supervisor'] as const) {
        const ofRecord = role === 'therapist' ? relation.therapistOfRecord : relation.supervisorOfRecord;
        if (!roles.has(role) || !ofRecord) continue;
        const locked =
          now && (await this.relations.instructed.lockedCase(stream.slice('case-'.length), { person, role }));
        if (!locked || (locked !== 'absent' && !locked.participants.has(client))) return true;
      }
    }
    return false;
  }
}

const grant = (
  person: string,
  role: string,
  reach: Reach,
  represents: readonly string[] = [],
  hidden?: Hidden,
): Grant => new Granted(person, role, PURPOSE_OF_ROLE[role] ?? 'HOPERAT', reach, represents, hidden);
