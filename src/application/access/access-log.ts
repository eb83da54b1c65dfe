import { accessFacts } from '../../domain/agency/access.js';
import type { NewFact, StoredFact } from '../../domain/language/fact.js';
import { type Clock, type Digests, type EventStore, type Ids, StoreClosed } from '../ports.js';

/** Who asked, for an access entry. */
export interface Asker {
  readonly person: string;
  readonly role: string;
  readonly purpose: string;
  readonly session?: string;
}

/**
 * Writes what was looked at and what was denied, durably, before anything is answered. One stream an instance and day, so
 * that this instance is its only writer; entries are pipelined into the store's group commit.
 */
export class AccessLog {
  /** The stream of the day and its next revision, together: a write begun before midnight keeps the day it began on. */
  private day: { readonly stream: string; next: Promise<number> | number } | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly digests: Digests,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly instance: string,
  ) {}

  looked(asker: Asker, entry: Omit<Parameters<typeof accessFacts.Looked>[0], 'session'>): Promise<bigint> {
    return this.write(asker, accessFacts.Looked({ ...entry, ...(asker.session && { session: asker.session }) }));
  }

  denied(
    asker: Asker,
    what: 'view' | 'action',
    name: string,
    streams: readonly string[],
    persons: readonly string[],
  ): Promise<bigint> {
    return this.write(
      asker,
      accessFacts.Denied({ what, name, streams, persons, ...(asker.session && { session: asker.session }) }),
    );
  }

  private async write(asker: Asker, fact: NewFact): Promise<bigint> {
    const now = this.clock.now();
    const stream = `access-${this.instance}-${now.slice(0, 10)}`;
    if (this.day?.stream !== stream) {
      this.day = { stream, next: this.store.revisionOf('access', stream).then((revision) => revision + 1) };
    }
    const { day } = this;
    try {
      if (typeof day.next !== 'number') {
        const known = await day.next;
        // Another write may have gone on from it meanwhile.
        if (typeof day.next !== 'number') day.next = known;
      }
      const revision = day.next;
      day.next = revision + 1;
      const entry = this.entry(asker, fact, stream, revision, now);
      return (await this.store.append('access', stream, revision - 1, [entry])).position;
    } catch (error) {
      // Later entries in flight expect this one: ask the store again where the stream stands before the next.
      if (!(error instanceof StoreClosed) && this.day === day) this.day = undefined;
      throw error;
    }
  }

  private entry(asker: Asker, fact: NewFact, stream: string, revision: number, now: string): StoredFact {
    const id = this.ids.fresh();
    const persons = fact.data['persons'] as readonly string[] | undefined;
    return this.digests.complete({
      id,
      type: fact.type,
      version: 1,
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
      open: fact.data,
      sealed: {},
    });
  }
}
