import type { StreamKind } from '../../domain/language/fact.js';
import type { MatrixColumn } from '../../projections/view.js';
import type { ActionDefinition, Who } from '../actions/action.js';
import { kindOfStream } from '../kernel/stream-states.js';
import { COLUMN_OF_STREAM, MATRIX, PURPOSE_OF_ROLE, READER_ROLES, type Reach, type ReaderRole } from './matrix.js';
import type { CaseRelation, Relations, Standing } from './relations.js';

class Granted {
  constructor(
    readonly person: string,
    readonly role: string,
    readonly purpose: string,
    readonly reach: Reach,
  ) {}
}

/**
 * The outcome of an access decision that allows. Only the policy makes one, and what unseals asks for it: no decision,
 * no key.
 */
export type Grant = Granted;

/** True when the value is a grant made by the policy, not something shaped like one. */
export const isGrant = (value: unknown): value is Grant => value instanceof Granted;

/** What an action is aimed at, read from its body. */
interface Target {
  readonly case?: string;
  readonly complaint?: string;
  readonly therapist?: string;
  readonly participant?: string;
  readonly person?: string;
}

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
    for (const who of definition.who) {
      const role = await this.mayAs(who, standing, target, toCase);
      if (role !== undefined) return grant(person, role, 'all');
    }
    return undefined;
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
      case 'client': {
        const own = target.participant === undefined || target.participant === person;
        const theirs = toCase ? toCase.formerParticipant : (target.participant ?? target.person) === person;
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
        return relation[who] ? who : undefined;
      }
      default: {
        if (!roles.has(who)) return undefined;
        // Whoever a complaint is about handles nothing of it, whatever their role.
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
      target.person !== undefined && this.isOwnClient({ person, system: false, roles: new Set([who]) }, target.person)
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
    const relation = await this.relationTo(kind, stream, standing);
    for (const role of READER_ROLES) {
      if (as !== undefined && role !== as) continue;
      if (role === 'client' || role === 'complainant' || role === 'respondent' ? false : !standing.roles.has(role))
        continue;
      const reach = MATRIX[role][wanted] ?? 'no';
      if (reach === 'no' || !relation(role, reach)) continue;
      return grant(person, role, reach);
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
      if ((as !== undefined && role !== as) || (role !== 'client' && !standing.roles.has(role))) continue;
      const reach = MATRIX[role]['access-log'];
      const may =
        reach === 'all' ||
        (reach === 'own' && (role === 'client' ? at === person : at === undefined)) ||
        (reach === 'in-complaint' && at !== undefined && (await this.relations.inOpenComplaint(at)));
      if (may) return grant(person, role, reach);
    }
    return undefined;
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
      return (role, reach) => relation.exists && !relation.barred && withinCase(relation, role, reach);
    }
    if (kind === 'complaint' || kind === 'college') {
      const relation = await this.relations.toComplaint(person, id);
      return (role, reach) =>
        relation.exists &&
        (role === 'complainant' || (role === 'client' && reach === 'own')
          ? relation.complainant
          : role === 'respondent'
            ? relation.respondent && relation.served
            : !relation.respondent && (reach === 'all' || reach === 'skeleton'));
    }
    if (kind === 'person' || kind === 'file') {
      const ownClient = await this.isOwnClient(standing, id);
      const party = standing.roles.has('complaints-officer') && (await this.relations.inOpenComplaint(id));
      return (role, reach) => {
        if (role === 'client') return id === person;
        if (reach === 'own') return ownClient;
        return reach === 'in-complaint' ? party : reach === 'all' || reach === 'skeleton';
      };
    }
    return (role, reach) => reach === 'all' || reach === 'skeleton' || (role === 'therapist' && id === person);
  }

  /** True when the person takes part in a case of this therapist, or of one they supervise. */
  private async isOwnClient({ person, roles }: Standing, client: string): Promise<boolean> {
    if (!roles.has('therapist') && !roles.has('supervisor')) return false;
    for (const stream of await this.whereabouts(client)) {
      if (!stream.startsWith('case-')) continue;
      const relation = await this.relations.toCase(person, stream.slice('case-'.length));
      const theirs =
        (roles.has('therapist') && relation.therapistOfRecord) ||
        (roles.has('supervisor') && relation.supervisorOfRecord);
      if (theirs && !relation.barred && relation.participants.includes(client)) return true;
    }
    return false;
  }
}

function withinCase(relation: CaseRelation, role: ReaderRole, reach: Reach): boolean {
  if (reach === 'all' || reach === 'skeleton') return role !== 'client';
  if (reach === 'in-complaint') return relation.complaints.length > 0;
  if (role === 'client') return relation.formerParticipant;
  if (role === 'therapist') return relation.therapistOfRecord;
  return role === 'supervisor' && relation.supervisorOfRecord;
}

const grant = (person: string, role: string, reach: Reach): Grant =>
  new Granted(person, role, PURPOSE_OF_ROLE[role] ?? 'HOPERAT', reach);
