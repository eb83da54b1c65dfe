import type { Hidden } from '../../domain/person/locks.js';
import type { MatrixColumn } from '../../projections/view.js';
import type { ActionDefinition } from '../actions/action.js';
import { Acting } from './acting.js';
import { EMERGENCY, purposeOf } from './deciding.js';
import type { Decided, Decisions } from './decisions.js';
import { columnIn, Looking } from './looking.js';
import type { Mandated } from './mandated.js';
import type { Reach } from './matrix.js';
import type { Target } from './own-affairs.js';
import { OwnClients, type Whereabouts } from './own-clients.js';
import type { Relations } from './relations.js';
import type { Situation } from './situation.js';

export type { Whereabouts } from './own-clients.js';

class Granted {
  constructor(
    readonly person: string,
    readonly role: string,
    readonly purpose: string,
    readonly reach: Reach,
    /** Digest of the decision that allows it, under which it is kept. */
    readonly decision: string,
    /** Ids of the policies that allow it. */
    readonly policies: readonly string[],
    /** For whom a representative sees or acts; empty in every other role. */
    readonly represents: readonly string[] = [],
    /** What instructions keep of the stream from this reader. */
    readonly hidden?: Hidden,
    /** The mandate under which they look, for somebody from outside. */
    readonly mandate?: Mandated,
  ) {}
}

/**
 * The outcome of an access decision that allows. Only the policy makes one, and what unseals asks for it: no decision,
 * no key.
 */
export type Grant = Granted;

/** True when the value is a grant made by the policy, not something shaped like one. */
export const isGrant = (value: unknown): value is Grant => value instanceof Granted;

/** A decision: the digest under which it is kept, and what it grants when it allows. */
export interface Ruling {
  readonly decision: string;
  readonly grant?: Grant;
}

/** Decides, from what is committed at this moment, who may act and who may look. Denies by default. */
export class AccessPolicy {
  private readonly acting: Acting;
  private readonly looking: Looking;

  constructor(
    private readonly relations: Relations,
    whereabouts: Whereabouts,
    private readonly decisions: Decisions,
  ) {
    const ownClients = new OwnClients(relations, whereabouts);
    this.acting = new Acting(relations, ownClients);
    this.looking = new Looking(relations, ownClients);
  }

  /** Whether a person may do this, with the decision's digest either way. */
  async rulingToAct(definition: ActionDefinition, person: string, body: object): Promise<Ruling> {
    const target = body as Target;
    const { situation, staffRole } = await this.acting.gather(definition, person, target);
    const client = this.decisions.wouldAllow(situation)
      ? undefined
      : await this.acting.representedBy(definition, person, target);
    const decided = await this.decisions.of(client === undefined ? situation : representing(situation));
    const role = decided.as === 'staff' ? staffRole : decided.as;
    const represents = client !== undefined && decided.as === 'representative' ? [client] : [];
    return ruling(person, decided, { ...(role && { role }), represents });
  }

  /** The grant under which a person may do this, or undefined. */
  async toAct(definition: ActionDefinition, person: string, body: object): Promise<Grant | undefined> {
    return (await this.rulingToAct(definition, person, body)).grant;
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

  /**
   * Whether a person may look at what one stream gave to a view, with the decision's digest either way. `column` is the
   * view's; for views that decide by stream it is the stream's.
   */
  async rulingToSee(person: string, stream: string, column: MatrixColumn, as?: string): Promise<Ruling> {
    const gathered = await this.looking.at(person, stream, columnIn(stream, column), as);
    const known = this.decisions.wouldAllow(gathered.situation) || (as !== undefined && as !== 'representative');
    const { mandated } = gathered;
    const { situation, locked, represents } = known
      ? { ...gathered, represents: [] }
      : await this.looking.asRepresentative(gathered, person, stream);
    const decided = await this.decisions.of(situation);
    // An emergency that goes before what was instructed shows what was kept too.
    const overrides = decided.purpose === EMERGENCY && situation.flags.includes('overridesLocks');
    const hidden = overrides ? undefined : locked.get(String(decided.as));
    return ruling(person, decided, {
      represents: decided.as === 'representative' ? represents : [],
      ...(typeof hidden === 'object' && { hidden }),
      ...(mandated && { mandated }),
    });
  }

  /** The grant under which a person may look at what one stream gave to a view, or undefined. */
  async toSee(person: string, stream: string, column: MatrixColumn, as?: string): Promise<Grant | undefined> {
    return (await this.rulingToSee(person, stream, column, as)).grant;
  }

  /** Whether a person may look across streams without naming one, with the decision's digest either way. */
  async rulingToSeeAcross(person: string, column: MatrixColumn, as?: string): Promise<Ruling> {
    // Where each row is decided by its stream, it is enough that some streams are open to the role.
    const [first, ...others] = column === 'by-stream' ? (['clinical', 'complaint'] as const) : [column];
    let asked = await this.looking.across(person, first, as);
    for (const one of others)
      if (!this.decisions.wouldAllow(asked.situation)) asked = await this.looking.across(person, one, as);
    const { situation, mandated } = asked;
    return ruling(person, await this.decisions.of(situation), { ...(mandated && { mandated }) });
  }

  /** The grant under which a person may look across streams without naming one, or undefined. */
  async toSeeAcross(person: string, column: MatrixColumn, as?: string): Promise<Grant | undefined> {
    return (await this.rulingToSeeAcross(person, column, as)).grant;
  }

  /**
   * Whether a person may see who looked: at one person's information when one is named, else everyone's looks (`all`) or only
   * their own (`own`); with the decision's digest either way.
   */
  async rulingToSeeLooks(person: string, at: string | undefined, as?: string): Promise<Ruling> {
    const { situation, mandated } = await this.looking.atLooks(person, at, as);
    const known = this.decisions.wouldAllow(situation) || (as !== undefined && as !== 'representative');
    if (known) return ruling(person, await this.decisions.of(situation), { ...(mandated && { mandated }) });
    const represented = await this.looking.atLooksAsRepresentative(situation, person, at);
    // Who looked is shown whole or not at all: for whom they decide cuts no rows.
    return ruling(person, await this.decisions.of(represented.situation));
  }

  /** The grant under which a person may see who looked, or undefined. */
  async toSeeLooks(person: string, at: string | undefined, as?: string): Promise<Grant | undefined> {
    return (await this.rulingToSeeLooks(person, at, as)).grant;
  }
}

const representing = ({ as, flags, ...situation }: Situation): Situation => ({
  ...situation,
  as: [...as, 'representative'],
  flags: [...flags, 'represents'],
});

const ruling = (
  person: string,
  { allowed, as, purpose = purposeOf(String(as)), reach = 'all', digest, policies }: Decided,
  more: {
    readonly role?: string;
    readonly represents?: readonly string[];
    readonly hidden?: Hidden;
    readonly mandated?: Mandated;
  } = {},
): Ruling => {
  if (!allowed || as === undefined) return { decision: digest };
  const role = more.role ?? as;
  const mandate = as === 'mandate' ? more.mandated : undefined;
  const grant = new Granted(person, role, purpose, reach, digest, policies, more.represents, more.hidden, mandate);
  return { decision: digest, grant };
};
