import { isInteraction } from '../../domain/case/interaction.js';
import { type Part, type PartProgress, streamOfPart } from '../../domain/destruction/register.js';
import type { Box, StoredFact } from '../../domain/language/fact.js';
import { SYSTEM } from '../access/relations.js';
import type { Outcome } from '../kernel/outcome.js';
import { kindOfStream, type StreamStates } from '../kernel/stream-states.js';
import { isBox } from '../kernel/unseal.js';
import { PerformAction } from '../perform-action.js';
import type { EventStore, KeyRing, ViewRow, ViewStore } from '../ports.js';
import { type ReadOutcome, ReadView } from '../read-view.js';

/** The moments between two steps: at each the service may die, and go on after the next start. */
export const DESTRUCTION_STEPS = ['confirmed', 'begun', 'keys-destroyed', 'recorded', 'registered', 'persons'] as const;
export type DestructionStep = (typeof DESTRUCTION_STEPS)[number];

/** What destroying needs. */
export interface Destroying {
  readonly store: EventStore;
  readonly states: StreamStates;
  readonly viewStore: Pick<ViewStore, 'read'>;
  readonly keys: KeyRing;
  readonly perform: (action: PerformAction) => Promise<Outcome>;
  readonly read: (query: ReadView) => Promise<ReadOutcome>;
  readonly dayOf: (instant: string) => Promise<string>;
  /** True once the views show everything that is committed; false when they do not in good time. */
  readonly viewsShow: () => Promise<boolean>;
  /** Takes what copies there are of a stream's content out of indexes and caches. */
  readonly purge?: (stream: string) => Promise<void>;
  /** Last day of the last backup of keys, where the ring knows of one. */
  readonly keyBackupsEnd?: () => string | undefined;
  /** Called between steps. */
  readonly at?: (step: DestructionStep) => void;
}

const ELSEWHERE: ReadonlySet<string> = new Set([
  'complaint',
  'college',
  'mandatory-report',
  'complaint-register',
  'therapist',
]);

const boxesOf = (facts: readonly StoredFact[]): readonly Box[] =>
  facts.flatMap(({ sealed }) => Object.values(sealed).filter(isBox));

/**
 * Does what two people confirmed, step by step, each idempotent: enters it, begins it (from then on nothing opens), destroys the
 * keys, says so, registers what remains known, and certifies. Where it died it goes on at the next start.
 */
export class Destroyer {
  #running: Promise<void> | undefined;

  constructor(private readonly on: Destroying) {}

  /**
   * Before anything is served: everything that was begun is shut, and what was destroyed is destroyed again, whatever the key
   * ring holds after a restore.
   */
  async resume(): Promise<void> {
    for (const part of await this.#parts()) {
      if (!part.keysDestroyed && !(await this.#hasBegun(part))) continue;
      if (part.of === 'fact') await this.#destroyFactAgain(part);
      else if (part.keysDestroyed) {
        await this.on.keys.destroyStream(streamOfPart(part));
        await this.on.purge?.(streamOfPart(part));
      }
      this.#shut(part);
    }
  }

  /** Goes on with every destruction that is confirmed or was cut short; a call while another runs waits for it. */
  async look(): Promise<void> {
    while (this.#running) await this.#running.catch(() => {});
    this.#running = this.#look();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  /** Resolves when what is being done is done, or has failed. */
  async rest(): Promise<void> {
    await this.#running?.catch(() => {});
  }

  async #look(): Promise<void> {
    const { rows } = await this.on.viewStore.read('destructions', { where: { state: { equals: 'confirmed' } } });
    for (const row of rows) await this.#begin(row);
    const destructions = new Set<string>();
    for (const part of await this.#parts()) {
      if (!part.keysDestroyed && !(await this.#hasBegun(part))) continue;
      if (!part.keysDestroyed) await this.#destroy(part);
      destructions.add(part.destruction);
    }
    const { certified } = (await this.on.states.load('destructions', 'destructions')).state.destructions;
    for (const destruction of destructions) if (!certified.has(destruction)) await this.#finish(destruction);
  }

  async #parts(): Promise<readonly PartProgress[]> {
    return [...(await this.on.states.load('destructions', 'destructions')).state.destructions.parts.values()];
  }

  async #hasBegun(part: Part): Promise<boolean> {
    const stream = streamOfPart(part);
    const { closing } = (await this.on.states.load(kindOfStream(stream) as 'case', stream)).state;
    return part.of === 'fact'
      ? closing.facts.get(part.destruction)?.begun === true
      : closing.begun === part.destruction;
  }

  #shut(part: Part): void {
    this.on.keys.shut(
      part.of === 'fact' && part.fact !== undefined ? { fact: part.fact } : { stream: streamOfPart(part) },
    );
  }

  async #begin({ stream, destruction, of, one }: ViewRow): Promise<void> {
    this.on.at?.('confirmed');
    const id = stream.slice(kindOfStream(stream).length + 1);
    const body = { destruction, ...(stream.startsWith('case-') ? { case: id } : { person: id }) };
    let begun: Outcome;
    if (of !== 'fact') begun = await this.#perform('BeginDestruction', body, `${String(destruction)} begin`);
    else {
      // A view that lags: what was sealed since the beginning is under keys that must not become older ones.
      const { closing } = (await this.on.states.load(kindOfStream(stream) as 'case', stream)).state;
      if (closing.facts.get(String(destruction))?.begun) return;
      // What is sealed after this is under next keys, so that the older ones can go.
      await this.on.keys.renewStream(stream);
      const where = { case: 'Case', person: 'Registration', file: 'File' }[kindOfStream(stream) as 'case'];
      begun = await this.#perform(
        `Begin${where}FactDestruction`,
        { ...body, fact: one },
        `${String(destruction)} begin`,
      );
    }
    if (begun.kind === 'accepted') this.on.keys.shut(of === 'fact' ? { fact: String(one) } : { stream });
    this.on.at?.('begun');
  }

  /** The keys of a part that has begun, then the fact that says so. */
  async #destroy(part: Part): Promise<void> {
    this.#shut(part);
    const stream = streamOfPart(part);
    const facts = await this.on.store.readStream('facts', stream);
    const gone = (part.of === 'fact' ? facts.filter(({ id }) => id === part.fact) : facts).filter(
      ({ sealed }) => Object.keys(sealed).length > 0,
    );
    let keys: number;
    if (part.of === 'fact') {
      await this.on.keys.destroyFact(stream, boxesOf(facts.filter(({ id }) => id !== part.fact)));
      keys = new Set(boxesOf(gone).map(({ key }) => key)).size;
    } else {
      keys = (await this.on.keys.destroyStream(stream)).length;
    }
    await this.on.purge?.(stream);
    this.on.at?.('keys-destroyed');
    const kinds = new Map<string, number>();
    for (const { type } of gone) kinds.set(type, (kinds.get(type) ?? 0) + 1);
    const { destruction, of, case: one, person, from, fact } = part;
    await this.#perform(
      'RecordKeysDestroyed',
      {
        ...{ destruction, of, keys, facts: gone.length },
        ...(one && { case: one }),
        ...(person && { person }),
        ...(from && { from }),
        ...(fact && { fact }),
        kinds: [...kinds].map(([type, count]) => ({ type, facts: count })),
        ...(await this.#periodOf(part.of === 'fact' ? gone : facts)),
      },
      `${destruction} keys ${stream}`,
    );
    this.on.at?.('recorded');
  }

  async #periodOf(facts: readonly StoredFact[]): Promise<{ readonly firstOn?: string; readonly lastOn?: string }> {
    const known = facts.some(isInteraction) ? facts.filter(isInteraction) : facts;
    const at = known.map(({ happenedAt }) => happenedAt).sort();
    const [first, last] = [at[0], at.at(-1)];
    if (first === undefined || last === undefined) return {};
    return { firstOn: await this.on.dayOf(first), lastOn: await this.on.dayOf(last) };
  }

  /** After a restore of older keys a fact that was destroyed alone may open again: it is destroyed again. */
  async #destroyFactAgain(part: Part): Promise<void> {
    const stream = streamOfPart(part);
    const facts = await this.on.store.readStream('facts', stream);
    const opens = boxesOf(facts.filter(({ id }) => id === part.fact)).some(
      (box) => this.on.keys.open(box) !== 'destroyed',
    );
    if (!opens) return;
    await this.on.keys.renewStream(stream);
    await this.on.keys.destroyFact(stream, boxesOf(facts.filter(({ id }) => id !== part.fact)));
  }

  /** Registers what remains known, destroys what nothing needs any more, and certifies. */
  async #finish(destruction: string): Promise<void> {
    const part = (await this.#parts()).find(
      (one) => one.destruction === destruction && (one.of === 'case' || one.of === 'fact'),
    );
    if (part === undefined || !part.keysDestroyed) return;
    const { of, case: one, person, from, fact } = part;
    if (of === 'case' && one !== undefined) await this.#persons(destruction, one);
    const keyBackupsEnd = this.on.keyBackupsEnd?.();
    await this.#perform(
      'CertifyDestruction',
      {
        ...{ destruction, of },
        ...(one && { case: one }),
        ...(person && { person }),
        ...(from && { from }),
        ...(fact && { fact }),
        ...(keyBackupsEnd && { keyBackupsEnd }),
      },
      `${destruction} certify`,
    );
  }

  async #persons(destruction: string, one: string): Promise<void> {
    const stream = `case-${one}`;
    const { roster } = (await this.on.states.load('case', stream)).state;
    const participants = [...new Set(roster.members.map(({ participant }) => participant))];
    const { firstOn, lastOn } = await this.#periodOf(await this.on.store.readStream('facts', stream));
    for (const person of participants) {
      const name = await this.#nameOf(person);
      const body = { person, destruction, case: one, firstOn, lastOn, name };
      await this.#perform('RegisterDestroyedRecord', body, `${destruction} register ${person}`);
    }
    this.on.at?.('registered');
    if (!(await this.on.viewsShow())) throw new Error('the views are behind');
    for (const person of participants) await this.#person(destruction, person);
    this.on.at?.('persons');
  }

  /** Where a person is known besides: a view says where to look, the streams decide. */
  async #person(destruction: string, person: string): Promise<void> {
    const { rows } = await this.on.viewStore.read('whereabouts', { where: { person: { equals: person } } });
    const streams = [...new Set(rows.map(({ stream }) => stream))];
    const cases = streams.filter((stream) => stream.startsWith('case-')).map((stream) => stream.slice('case-'.length));
    const elsewhere = streams.filter((stream) => ELSEWHERE.has(kindOfStream(stream))).length;
    const body = { destruction, person, cases, elsewhere };
    for (const [name, of] of [
      ['BeginFileDestruction', 'file'],
      ['BeginRegistrationDestruction', 'registration'],
    ] as const) {
      const { kind } = await this.#perform(name, body, `${destruction} ${of} ${person}`);
      const part = (await this.#parts()).find(
        (each) => each.destruction === destruction && each.of === of && each.person === person,
      );
      if (kind === 'accepted' && part && !part.keysDestroyed && (await this.#hasBegun(part))) await this.#destroy(part);
    }
  }

  /** The name that the register keeps: read and logged like any other look. */
  async #nameOf(person: string): Promise<string> {
    const outcome = await this.on.read(new ReadView('people', SYSTEM, { client: person }));
    if (outcome.kind !== 'shown') return 'unknown';
    const row = outcome.rows.find((each) => each['person'] === person);
    for (const column of ['nameInUse', 'legalName', 'identity']) {
      const { name } = (row?.[column] ?? {}) as { readonly name?: unknown };
      if (typeof name === 'string' && name !== '') return name;
    }
    return 'unknown';
  }

  async #perform(name: string, body: object, key: string): Promise<Outcome> {
    const outcome = await this.on.perform(
      new PerformAction(name, body, SYSTEM, { idempotencyKey: `destruction ${key}` }),
    );
    if (outcome.kind !== 'accepted' && outcome.kind !== 'refused' && outcome.kind !== 'key-reused')
      throw new Error(`a destruction cannot go on: ${name} was ${outcome.kind}`);
    return outcome;
  }
}
