import type { StreamKind } from '../../domain/language/fact.js';
import { type Locked, mayBeShutOut } from '../../domain/person/locks.js';
import type { MatrixColumn } from '../../projections/view.js';
import { kindOfStream } from '../kernel/stream-states.js';
import type { Mandated } from './mandated.js';
import { COLUMN_OF_STREAM, READER_ROLES, type ReaderRole } from './matrix.js';
import { BY_RELATION } from './own-affairs.js';
import { emergencyFlags, type OwnClients } from './own-clients.js';
import type { Relations, Standing } from './relations.js';
import { type Capacity, type Column, type Flag, type Lock, type Place, type Situation, trueOf } from './situation.js';

/** What is committed about one look, as far as a decision depends on it. */
export interface LookGathered {
  readonly situation: Situation;
  /** What instructions keep of the stream, by role. */
  readonly locked: ReadonlyMap<string, Locked>;
  /** The mandate that covers it, when they have one that does. */
  readonly mandated?: Mandated;
}

/** A look that names no stream, and the mandate that covers it, when they have one that does. */
export interface LookAcross {
  readonly situation: Situation;
  readonly mandated: Mandated | undefined;
}

type Flags = Partial<Record<Flag, boolean>>;

const mandateFlags = (mandated: Mandated | undefined): Flags =>
  mandated === undefined ? {} : { mandated: true, mandatedText: mandated.freeText };

const PLACE_OF_STREAM: Partial<Record<StreamKind, Place>> = {
  case: 'case',
  complaint: 'complaint',
  college: 'complaint',
  'mandatory-report': 'duty',
  person: 'person',
  file: 'file',
  destroyed: 'person',
};

/** The column that decides of a stream in a view. */
export const columnIn = (stream: string, column: MatrixColumn): Column =>
  column === 'by-stream' ? COLUMN_OF_STREAM[kindOfStream(stream)] : column;

const without = (id: string, kind: StreamKind): string => id.slice(kind.length + 1);

/** Gathers from committed streams the situation in which somebody asks to look. */
export class Looking {
  constructor(
    private readonly relations: Relations,
    private readonly ownClients: OwnClients,
  ) {}

  /** A look at one stream, as far as it does not depend on whether they decide for somebody. */
  async at(person: string, stream: string, column: Column, only?: string): Promise<LookGathered> {
    const standing = await this.relations.standingOf(person);
    const kind = kindOfStream(stream);
    const id = without(stream, kind);
    const place = PLACE_OF_STREAM[kind] ?? 'agency';
    const mandated = standing.mandated ? await this.relations.mandates.covering(person, stream, column) : undefined;
    const flags = {
      ...(await this.flagsOf(place, id, standing)),
      ...mandateFlags(mandated),
      uncleared: standing.uncleared,
    };
    const as = comesAs(standing, only);
    const locked = new Map<string, Locked>();
    for (const role of as) {
      if (!mayBeShutOut(role) || !mayCome(role, flags)) continue;
      const found = await this.relations.instructed.lockedOf(kind, id, { person, role });
      if (found !== undefined) locked.set(role, found);
    }
    return {
      situation: { asks: 'see', of: column, at: place, as, flags: trueOf(flags), locks: locksOf(locked) },
      locked,
      ...(mandated && { mandated }),
    };
  }

  /** The same look by whoever decides for somebody, and for whom. */
  async asRepresentative(
    { situation, locked }: LookGathered,
    person: string,
    stream: string,
  ): Promise<LookGathered & { readonly represents: readonly string[] }> {
    const kind = kindOfStream(stream);
    const id = without(stream, kind);
    const { instructed } = this.relations;
    const represents = await instructed.representedIn(kind, id, person);
    const all = new Map(locked);
    if (represents.length > 0) {
      const found = await instructed.lockedOf(kind, id, { person, role: 'representative' });
      if (found !== undefined) all.set('representative', found);
    }
    return { situation: represented(situation, represents.length > 0, all), locked: all, represents };
  }

  /** A look across streams without naming one: only by way of one's work. */
  async across(person: string, column: Column, only?: string): Promise<LookAcross> {
    const standing = await this.relations.standingOf(person);
    const as = comesAs(standing, only).filter((role) => !BY_RELATION.has(role));
    const mandated = standing.mandated ? await this.relations.mandates.coveringAll(person, column) : undefined;
    const flags = trueOf({ ...mandateFlags(mandated), uncleared: standing.uncleared });
    return { situation: { asks: 'see-across', of: column, at: 'across', as, flags, locks: [] }, mandated };
  }

  /** A look at who looked: at one person's information when one is named. */
  async atLooks(person: string, at: string | undefined, only?: string): Promise<LookAcross> {
    const standing = await this.relations.standingOf(person);
    const mandated = standing.mandated ? await this.relations.mandates.coveringLooksAt(person, at) : undefined;
    const flags: Flags = {
      ...mandateFlags(mandated),
      uncleared: standing.uncleared,
      oneself: at === person,
      unnamed: at === undefined,
      inComplaint:
        at !== undefined && standing.roles.has('complaints-officer') && (await this.relations.inOpenComplaint(at)),
    };
    const as = comesAs(standing, only);
    return { situation: { asks: 'see', of: 'access-log', at: 'looks', as, flags: trueOf(flags), locks: [] }, mandated };
  }

  /** The same look at who looked, by whoever decides for the person named. */
  async atLooksAsRepresentative(
    situation: Situation,
    person: string,
    at: string | undefined,
  ): Promise<{ readonly situation: Situation; readonly represents: readonly string[] }> {
    const { instructed } = this.relations;
    const represents = at === undefined ? [] : await instructed.representedIn('file', at, person);
    const locked = new Map<string, Locked>();
    if (at !== undefined && represents.length > 0) {
      const found = await instructed.lockedOf('file', at, { person, role: 'representative' });
      if (found !== undefined) locked.set('representative', found);
    }
    return { situation: represented(situation, represents.length > 0, locked), represents };
  }

  private async flagsOf(place: Place, id: string, { person, roles }: Standing): Promise<Flags> {
    switch (place) {
      case 'case': {
        const relation = await this.relations.toCase(person, id);
        return {
          nothingThere: !relation.exists,
          barred: relation.barred,
          ownAffairs: relation.formerParticipant,
          participant: relation.formerParticipant,
          therapistOfRecord: relation.therapistOfRecord && roles.has('therapist'),
          supervisorOfRecord: relation.supervisorOfRecord && roles.has('supervisor'),
          inComplaint: relation.complaints.length > 0 && roles.has('complaints-officer'),
          ...emergencyFlags(relation.emergency),
        };
      }
      case 'complaint': {
        const { exists, complainant, respondent, served } = await this.relations.toComplaint(person, id);
        return { nothingThere: !exists, complainant, respondent, served: respondent && served };
      }
      case 'duty':
        return this.relations.toDuty(person, id);
      case 'person':
      case 'file':
        return {
          oneself: id === person,
          ownAffairs: place === 'file' && id === person,
          ...(await this.ownClients.of(person, roles, id, place === 'file')),
          inComplaint: roles.has('complaints-officer') && (await this.relations.inOpenComplaint(id)),
        };
      default:
        return { ownTime: roles.has('therapist') && id === person };
    }
  }
}

/** In what somebody may come to look: by relation, and in the roles they hold; who decides for somebody comes last. */
const comesAs = ({ roles, system, mandated }: Standing, only: string | undefined): readonly ReaderRole[] =>
  READER_ROLES.filter(
    (role) =>
      role !== 'representative' &&
      (only === undefined || role === only) &&
      (roles.has(role) || (BY_RELATION.has(role) && !system) || (role === 'mandate' && mandated)),
  );

/** False for whom nothing is theirs there: what instructions keep is not looked up for them. */
const mayCome = (role: string, flags: Flags): boolean =>
  role === 'therapist'
    ? Boolean(flags.therapistOfRecord || flags.treats || flags.ownTime || flags.emergency)
    : role === 'supervisor'
      ? Boolean(flags.supervisorOfRecord || flags.supervises || flags.emergency)
      : role !== 'manager';

const locksOf = (locked: ReadonlyMap<string, Locked>): readonly (readonly [Capacity, Lock])[] =>
  [...locked].map(([role, one]) => [role as Capacity, one === 'absent' ? 'all' : 'part'] as const);

const represented = (
  { flags, as, ...situation }: Situation,
  represents: boolean,
  locked: ReadonlyMap<string, Locked>,
): Situation => ({
  ...situation,
  as: [...as, 'representative'],
  flags: trueOf(Object.fromEntries([...flags, ...(represents ? ['represents'] : [])].map((flag) => [flag, true]))),
  locks: locksOf(locked),
});
