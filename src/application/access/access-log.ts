import { accessFacts, type LookedHow } from '../../domain/agency/access.js';
import type { NewFact, StoredFact } from '../../domain/language/fact.js';
import {
  type Clock,
  type Digests,
  type EventStore,
  type FactKey,
  type Ids,
  type KeyRing,
  StoreClosed,
} from '../ports.js';
import { type Look, lookOnRecord, type OnRecord } from './look.js';
import { SYSTEM } from './relations.js';

/** Who asked, for an access entry. */
export interface Asker {
  readonly person: string;
  readonly role: string;
  readonly purpose: string;
  readonly session?: string;
  readonly workstation?: string;
}

/** What is put on record of a look before anything of it is opened. */
export interface LookEntry extends OnRecord {
  readonly how: LookedHow;
  readonly view: string;
  readonly information: string;
  readonly rows: number;
  readonly knownAt?: string;
  readonly asOf?: string;
  /** Terms of a search: sealed in the entry. */
  readonly searched?: string;
}

/** What more may be said of a denial. */
export interface DeniedMore {
  readonly how?: LookedHow;
  readonly information?: string;
  readonly decisions?: readonly string[];
  readonly searched?: string;
}

/** What an instance put on record and opened since it began. */
export interface LookTotals {
  readonly entries: number;
  readonly logged: number;
  readonly opened: number;
}

/** Entries after which an instance says in its stream what it counted, besides at the end of the day and when it stops. */
export const COUNTED_EVERY = 1_000;

/** What was put on record in one stream, and opened, since it was last said there. */
interface Tally {
  readonly stream: string;
  entries: number;
  logged: number;
  opened: number;
}

/**
 * Writes what was looked at and what was denied, durably, before anything is answered. One stream an instance and day, so
 * that this instance is its only writer; entries are pipelined into the store's group commit.
 */
export class AccessLog {
  /** The next revision of each day's stream: a write begun before midnight keeps the day it began on. */
  private readonly days = new Map<string, { next: Promise<number> | number }>();
  private tally: Tally = tallyOf('');
  private readonly all = { entries: 0, logged: 0, opened: 0 };

  constructor(
    private readonly store: EventStore,
    private readonly digests: Digests,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly instance: string,
    private readonly keys: Pick<KeyRing, 'provide' | 'seal'>,
  ) {}

  /** Puts a look on record; what it answers is what may then be opened, and nothing else. */
  async looked(asker: Asker, entry: LookEntry): Promise<Look> {
    const { position, tally } = await this.write(asker, accessFacts.Looked({ ...entry, ...doorOf(asker) }));
    tally.logged += entry.boxes;
    this.all.logged += entry.boxes;
    return lookOnRecord(position, entry, () => {
      tally.opened++;
      this.all.opened++;
    });
  }

  async denied(
    asker: Asker,
    what: 'view' | 'action',
    name: string,
    streams: readonly string[],
    persons: readonly string[],
    { decisions = [], ...more }: DeniedMore = {},
  ): Promise<bigint> {
    const denied = accessFacts.Denied({ what, name, streams, persons, decisions, ...more, ...doorOf(asker) });
    return (await this.write(asker, denied)).position;
  }

  /** What this instance put on record and opened since it began. */
  totals(): LookTotals {
    return { ...this.all };
  }

  /** Says in the stream of the day what was put on record and opened there since it was last said: before stopping. */
  async close(): Promise<void> {
    // What cannot be said is no reason not to stop: the entries themselves are there.
    await this.say(this.tally).catch(() => {});
  }

  /** The day before is over: its count is its last entry. */
  private async endOf(before: Tally): Promise<void> {
    await this.say(before);
    this.days.delete(before.stream);
  }

  private async say(tally: Tally): Promise<void> {
    const { stream, entries, logged, opened } = tally;
    if (entries === 0) return;
    Object.assign(tally, { entries: 0, logged: 0, opened: 0 });
    const system = { person: SYSTEM, role: 'system', purpose: 'HSYSADMIN' };
    try {
      await this.append(stream, system, accessFacts.UnsealingCounted({ entries, logged, opened }), this.clock.now());
    } catch (error) {
      tally.entries += entries;
      tally.logged += logged;
      tally.opened += opened;
      throw error;
    }
  }

  private async write(asker: Asker, fact: NewFact): Promise<{ readonly position: bigint; readonly tally: Tally }> {
    const now = this.clock.now();
    const stream = `access-${this.instance}-${now.slice(0, 10)}`;
    const position = await this.append(stream, asker, fact, now);
    const before = this.tally;
    if (before.stream !== stream) this.tally = tallyOf(stream);
    const { tally } = this;
    tally.entries++;
    this.all.entries++;
    // Counting is said beside the entries and holds none of them up; what could not be said is said with the next.
    if (before !== tally) void this.endOf(before).catch(() => {});
    if (tally.entries >= COUNTED_EVERY) void this.say(tally).catch(() => {});
    return { position, tally };
  }

  private async append(stream: string, asker: Asker, fact: NewFact, now: string): Promise<bigint> {
    // The key of a day's search terms is durable before the entry has its place.
    const key = fact.data['searched'] === undefined ? undefined : await this.keys.provide(stream, stream);
    const day = this.days.get(stream) ?? {
      next: this.store.revisionOf('access', stream).then((revision) => revision + 1),
    };
    this.days.set(stream, day);
    try {
      if (typeof day.next !== 'number') {
        const known = await day.next;
        // Another write may have gone on from it meanwhile.
        if (typeof day.next !== 'number') day.next = known;
      }
      const revision = day.next;
      day.next = revision + 1;
      const entry = this.entry(asker, fact, stream, revision, now, key);
      return (await this.store.append('access', stream, revision - 1, [entry])).position;
    } catch (error) {
      // Later entries in flight expect this one: ask the store again where the stream stands before the next.
      if (!(error instanceof StoreClosed) && this.days.get(stream) === day) this.days.delete(stream);
      throw error;
    }
  }

  private entry(
    asker: Asker,
    fact: NewFact,
    stream: string,
    revision: number,
    now: string,
    key: FactKey | undefined,
  ): StoredFact {
    const id = this.ids.fresh();
    const { version } = accessFacts[fact.type as keyof typeof accessFacts];
    const { searched, ...data } = fact.data;
    const open = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    const place = { log: this.store.logId, stream, revision, fact: id, type: fact.type, version };
    const persons = open['persons'] as readonly string[] | undefined;
    return this.digests.complete({
      id,
      type: fact.type,
      version,
      logId: this.store.logId,
      stream,
      revision,
      happenedAt: now,
      recordedAt: now,
      actor: { person: asker.person, role: asker.role },
      purpose: asker.purpose,
      subjects: (persons ?? []).map((person) => ({ person, as: 'person' })),
      action: { id, name: fact.type, part: 0, of: 1 },
      correlationId: id,
      causationId: id,
      open,
      sealed: key ? { search: this.keys.seal(key, { ...place, compartment: 'search' }, { searched }) } : {},
    });
  }
}

const tallyOf = (stream: string): Tally => ({ stream, entries: 0, logged: 0, opened: 0 });

/** From where somebody looked, as far as it is known. */
const doorOf = ({ session, workstation }: Asker) => ({
  ...(session && { session }),
  ...(workstation && { workstation }),
});
