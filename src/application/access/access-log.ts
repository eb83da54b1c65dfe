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
  private stream = '';
  private next: Promise<number> | number = 0;

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

  denied(asker: Asker, what: 'view' | 'action', name: string, streams: readonly string[]): Promise<bigint> {
    return this.write(
      asker,
      accessFacts.Denied({ what, name, streams, ...(asker.session && { session: asker.session }) }),
    );
  }

  private async write(asker: Asker, fact: NewFact): Promise<bigint> {
    const now = this.clock.now();
    const stream = `access-${this.instance}-${now.slice(0, 10)}`;
    if (stream !== this.stream) {
      this.stream = stream;
      this.next = this.store.revisionOf('access', stream).then((revision) => revision + 1);
    }
    if (typeof this.next !== 'number') {
      const known = await this.next;
      if (typeof this.next !== 'number') this.next = known;
    }
    const revision = this.next as number;
    this.next = revision + 1;
    const entry = this.entry(asker, fact, stream, revision, now);
    try {
      return (await this.store.append('access', stream, revision - 1, [entry])).position;
    } catch (error) {
      // Later entries in flight expect this one: ask the store again where the stream stands before the next.
      if (!(error instanceof StoreClosed)) this.stream = '';
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
