import { linkedWith } from '../../domain/agency/linked-persons.js';
import type { Questioned } from '../../domain/agency/questioned-access.js';
import { wasMember } from '../../domain/case/roster.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import type { MatrixColumn } from '../../projections/view.js';
import { KnownThen } from '../kernel/known-then.js';
import { foldOf, kindOfStream } from '../kernel/stream-states.js';
import type { Clock, EventStore } from '../ports.js';
import { type Looked, looksBetween } from './looks-between.js';
import type { AccessPolicy, Grant } from './policy.js';
import { asQuestioned, type Seen } from './seen.js';

/** What decides about looks. */
export type Seeing = Pick<AccessPolicy, 'toSee' | 'toSeeLooks'>;
/** The policy over the facts of a store, at an instant; it keeps no decisions and writes no log. */
export type PolicyOver = (store: EventStore, clock: Clock) => Seeing;

/** Facts that end or forbid access; what ends by a date of its own, such as a mandate, is denied by the date at once. */
export const END_ACCESS: ReadonlySet<string> = new Set([
  'InstructionGiven',
  'TherapistAssigned',
  'ParticipantRemoved',
  'ClientEnded',
  'CaseClosed',
  'RoleEnded',
  'SupervisionEnded',
  'SubstituteEnded',
  'ObjectionMade',
  'CapacityFound',
  'ComplaintRegistered',
  'EmergencyAccessClosed',
  'MandateNarrowed',
  'MandateEnded',
]);

/** Kinds of information that are everybody’s or nobody’s: nobody is denied them because of one person. */
const OF_NOBODY: ReadonlySet<string> = new Set(['agency', 'figures']);

/**
 * Looks through the access log for what late knowledge makes questionable: what would have been decided at each look, had the
 * fact been known (rule 11)? The policy itself answers, over what was known then, with and without the fact.
 */
export class Hindsight {
  constructor(
    private readonly store: EventStore,
    private readonly policyOver: PolicyOver,
  ) {}

  /** What was looked at, between a fact’s happening and its being entered, by those it would have kept from it. */
  async lookedInBetween(fact: RecordedFact): Promise<readonly Questioned[]> {
    const from = happenedBy(fact);
    if (!END_ACCESS.has(fact.type) || from >= fact.recordedAt) return [];
    const known = new KnownThen(this.store);
    const seen: Seen[] = [];
    let named: ReadonlySet<string> | undefined;
    for await (const look of looksBetween(this.store, from, fact.recordedAt)) {
      named ??= await this.namedBy(fact, known);
      if (!touches(look, named)) continue;
      for (const person of await this.lost(look, fact, known, named))
        seen.push({ person, reader: look.actor.person, of: 'look', entry: look.id, at: look.happenedAt });
    }
    return asQuestioned(seen);
  }

  /** Recordings of a participant that were played between their disallowing it and its being entered (rules 9 and 11). */
  async playedInBetween(fact: RecordedFact): Promise<readonly Questioned[]> {
    const participant = String(fact.open['participant']);
    const facts = await this.store.readStream('facts', fact.stream);
    const played = facts.filter(
      ({ type, open, happenedAt, recordedAt }) =>
        type === 'RecordingPlayed' &&
        fact.happenedAt <= happenedAt &&
        recordedAt < fact.recordedAt &&
        (open['participants'] as readonly string[]).includes(participant),
    );
    return asQuestioned(
      played.map(({ id, actor, happenedAt }) => ({
        ...{ person: participant, reader: actor.person, of: 'recording' as const, entry: id, at: happenedAt },
      })),
    );
  }

  /** What was seen across a link that was wrong: who looked in access reports, and copies of the other’s record (rule 46). */
  async seenAcross(fact: RecordedFact): Promise<readonly Questioned[]> {
    const { person, other, since } = fact.open as { readonly person: string; readonly other: string; since: string };
    const links = (await this.store.readStream('facts', fact.stream)).filter((f) => f.position <= fact.position);
    const { links: left } = foldOf('linked-persons', links);
    const [one, another] = [linkedWith(left, person), linkedWith(left, other)];
    if (one.includes(other)) return [];
    const seen: Seen[] = [];
    for await (const look of looksBetween(this.store, since, fact.recordedAt)) {
      const both = [one, another].every((side) => side.some((each) => look.open.persons.includes(each)));
      if (!both || look.open.information !== 'access-log') continue;
      const then = this.seeingAt(new KnownThen(this.store), look.happenedAt);
      for (const each of [...one, ...another]) {
        if (!look.open.persons.includes(each) || each === look.actor.person) continue;
        if ((await then.toSeeLooks(look.actor.person, each, look.actor.role)) !== undefined) continue;
        seen.push({ person: each, reader: look.actor.person, of: 'look', entry: look.id, at: look.happenedAt });
      }
    }
    for (const [side, opposite] of [
      [one, another],
      [another, one],
    ] as const)
      for (const each of side) seen.push(...(await this.copiesTo(each, side, opposite, since, fact.recordedAt)));
    return asQuestioned(seen);
  }

  /** Copies given to one person in which there was something of a case of the others and not of theirs. */
  private async copiesTo(
    person: string,
    side: readonly string[],
    opposite: readonly string[],
    from: string,
    until: string,
  ): Promise<readonly Seen[]> {
    const seen: Seen[] = [];
    for (const { type, id, open, happenedAt } of await this.store.readStream('facts', `file-${person}`)) {
      if (type !== 'RecordReleased' || happenedAt < from || happenedAt >= until) continue;
      const cases = new Set((open['entries'] as readonly { readonly case: string }[]).map((entry) => entry.case));
      for (const of of cases) {
        const { roster } = foldOf('case', await this.store.readStream('facts', `case-${of}`));
        if (side.some((each) => wasMember(roster, each))) continue;
        for (const each of opposite)
          if (wasMember(roster, each))
            seen.push({ person: each, reader: String(open['recipient']), of: 'copy', entry: id, at: happenedAt });
      }
    }
    return seen;
  }

  private seeingAt(known: KnownThen, at: string, besides?: string): Seeing {
    return this.policyOver(known.at(at, besides), { now: () => at });
  }

  /** Everybody and everything a fact names, and under whichever registration. */
  private async namedBy(fact: RecordedFact, known: KnownThen): Promise<ReadonlySet<string>> {
    const named = new Set(idsIn(fact.open));
    const kind = kindOfStream(fact.stream);
    named.add(fact.stream.slice(kind.length + 1));
    const cases = [...named].map((id) => `case-${id}`);
    for (const stream of kind === 'case' || fact.type === 'ComplaintRegistered' ? cases : [])
      for (const member of await membersIn(stream, known)) named.add(member);
    const { links } = foldOf('linked-persons', await known.of('linked-persons'));
    for (const id of [...named]) for (const other of linkedWith(links, id)) named.add(other);
    return named;
  }

  /** Whose information a look showed that it would not have shown, had the fact been known. */
  private async lost(
    look: Looked,
    fact: RecordedFact,
    known: KnownThen,
    named: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const { actor, happenedAt: at } = look;
    const { information, persons, streams } = look.open;
    const lost = new Set<string>();
    if (OF_NOBODY.has(information)) return lost;
    const then = this.seeingAt(known, at);
    const informed = this.seeingAt(known, at, fact.action.id);
    const lose = (whom: Iterable<string>) => {
      for (const one of whom) if (persons.includes(one) && one !== actor.person) lost.add(one);
    };
    if (information === 'access-log') {
      for (const person of persons.filter((one) => named.has(one) || named.has(actor.person))) {
        const before = await then.toSeeLooks(actor.person, person, actor.role);
        if (before && !(await informed.toSeeLooks(actor.person, person, actor.role))) lose([person]);
      }
      return lost;
    }
    let closed = 0;
    for (const stream of streams) {
      const whose = await whoseIs(stream, persons, known);
      if (!named.has(actor.person) && !whose.some((one) => named.has(one)) && !named.has(idOf(stream))) continue;
      const column = information as MatrixColumn;
      const before = await then.toSee(actor.person, stream, column, actor.role);
      if (before === undefined) continue;
      const after = await informed.toSee(actor.person, stream, column, actor.role);
      lose(after === undefined ? whose : newlyHidden(before, after));
      if (after === undefined) closed++;
    }
    // Where nothing would have been shown, neither would whoever else is named there: a payer, a substitute.
    if (closed === streams.length && closed > 0) lose(persons);
    return lost;
  }
}

/** Whose part, or which of whose entries, an instruction keeps now that it did not keep before. */
function newlyHidden(before: Grant, after: Grant): readonly string[] {
  const participants = [...(after.hidden?.participants ?? [])].filter((one) => !before.hidden?.participants.has(one));
  const keepers = [...(after.hidden?.entries ?? [])].flatMap(([entry, whose]) =>
    [...whose].filter((one) => !before.hidden?.entries.get(entry)?.has(one)),
  );
  return [...participants, ...keepers];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const idOf = (stream: string): string => stream.slice(-36);

/** Every id among the open values of a fact. */
const idsIn = (open: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.values(open)
    .flat()
    .filter((value): value is string => typeof value === 'string' && UUID.test(value));

/** From when on a fact holds: some say so by a day of their own, which the policy takes as it stands. */
function happenedBy({ open, happenedAt, recordedAt }: RecordedFact): string {
  const day = open['on'];
  if (typeof day !== 'string' || day >= recordedAt.slice(0, 10)) return happenedAt;
  const start = `${day}T00:00:00.000Z`;
  return start < happenedAt ? start : happenedAt;
}

/** True when a look can have been touched by a fact that names these. */
const touches = ({ actor, open }: Looked, named: ReadonlySet<string>): boolean =>
  named.has(actor.person) ||
  open.persons.some((one) => named.has(one)) ||
  open.streams.some((stream) => named.has(idOf(stream)));

async function membersIn(stream: string, known: KnownThen): Promise<readonly string[]> {
  const { roster } = foldOf('case', await known.of(stream));
  return [...new Set(roster.members.map(({ participant }) => participant))];
}

/** Whose a stream is, among those whom a look showed. */
async function whoseIs(stream: string, persons: readonly string[], known: KnownThen): Promise<readonly string[]> {
  const kind = kindOfStream(stream);
  if (kind === 'person' || kind === 'file') return [stream.slice(kind.length + 1)];
  return kind === 'case' ? membersIn(stream, known) : persons;
}
