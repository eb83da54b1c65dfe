import { lifted } from '../../domain/catalogue.js';
import type { RecordedFact } from '../../domain/language/fact.js';
import { strikesOf } from '../../domain/language/mistakes.js';
import type { ViewDefinition } from '../../projections/view.js';
import type { ViewCheckpoint, ViewStore, ViewWrites } from '../ports.js';
import { applyStream, changesOf } from './apply-fact.js';
import { PendingRows } from './pending-rows.js';
import { requireStorable } from './shape.js';

/** The next link of the completeness chain: SHA-256 (hexadecimal) of the link before and a fact's digest. */
export type ChainLink = (previous: string, digest: string) => string;

/** What a projector is made of. */
export interface ProjectorParts {
  readonly views: readonly ViewDefinition[];
  readonly store: ViewStore;
  /** Facts of one stream from its first through a revision. */
  readonly history: (stream: string, through: number) => Promise<readonly RecordedFact[]>;
  readonly link: ChainLink;
}

const REASON_LENGTH = 200;

/** Turns facts into rows: a batch of facts, in log order, becomes one write a row and one transaction with the checkpoints. */
export class Projector {
  readonly #checkpoints: Map<string, ViewCheckpoint>;
  /** Views that took no fact since this projector was opened are tried again, though they had stopped before. */
  readonly #stopped = new Set<string>();

  private constructor(
    private readonly parts: ProjectorParts,
    checkpoints: readonly ViewCheckpoint[],
  ) {
    this.#checkpoints = new Map(checkpoints.map((checkpoint) => [checkpoint.view, checkpoint]));
  }

  /** Takes up where the store's checkpoints stand. */
  static async open(parts: ProjectorParts): Promise<Projector> {
    for (const view of parts.views) requireStorable(view);
    const known = new Map((await parts.store.checkpoints()).map((checkpoint) => [checkpoint.view, checkpoint]));
    return new Projector(
      parts,
      parts.views.map(({ name }) => known.get(name) ?? { view: name, position: 0n, chain: '', facts: 0 }),
    );
  }

  /** How far each view is. */
  checkpoints(): readonly ViewCheckpoint[] {
    return [...this.#checkpoints.values()];
  }

  /** Positions after which some view waits for facts, the furthest first; views that stopped wait for none. */
  fronts(): readonly bigint[] {
    const going = this.checkpoints().filter(({ view }) => !this.#stopped.has(view));
    return [...new Set(going.map(({ position }) => position))].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  }

  /**
   * Applies facts that follow a position, none left out, to the views that stand there. It takes no fact beyond the next
   * front, so that views which meet go on together.
   */
  async apply(after: bigint, facts: readonly RecordedFact[]): Promise<void> {
    const ahead = this.fronts()
      .filter((front) => front > after)
      .at(-1);
    const batch = ahead === undefined ? facts : facts.filter(({ position }) => position <= ahead);
    if (batch.length === 0) return;
    const group = this.parts.views.flatMap((view) => {
      const checkpoint = this.#checkpoints.get(view.name);
      const waits = checkpoint !== undefined && checkpoint.position === after && !this.#stopped.has(view.name);
      return waits ? [new BatchOfView(view, checkpoint, batch.length)] : [];
    });
    takeEach(batch, group);
    await this.#strike(batch, group);
    const chains = new Chains(batch, this.parts.link);
    const writes = group.map((one) => one.writes(batch, chains));
    await this.parts.store.apply(writes);
    for (const { checkpoint } of writes) {
      this.#checkpoints.set(checkpoint.view, checkpoint);
      if (checkpoint.stopped) this.#stopped.add(checkpoint.view);
    }
  }

  /** Once a stream and batch, however many strikes: what counts is what is struck at the end of the batch. */
  async #strike(batch: readonly RecordedFact[], group: readonly BatchOfView[]): Promise<void> {
    if (!batch.some((fact) => strikesOf(fact).length > 0)) return;
    const whole = new Map<string, readonly RecordedFact[]>();
    for (const one of group) {
      for (const [stream, through] of struckStreams(batch.slice(0, one.taken))) {
        let facts = whole.get(stream);
        if (facts === undefined || (facts.at(-1)?.revision ?? -1) < through) {
          facts = await this.parts.history(stream, through);
          whole.set(stream, facts);
        }
        one.rows.dropStream(stream);
        applyStream(
          one.view,
          facts.filter(({ revision }) => revision <= through),
          one.rows,
        );
      }
    }
  }
}

/** One view's part in a batch. */
class BatchOfView {
  readonly rows = new PendingRows();
  stopped: ViewCheckpoint['stopped'];

  constructor(
    readonly view: ViewDefinition,
    readonly before: ViewCheckpoint,
    /** Facts taken: all, unless it stopped. */
    public taken: number,
  ) {}

  take(fact: RecordedFact, taken: number): void {
    try {
      for (const change of changesOf(this.view, fact)) this.rows.add(fact, change);
    } catch (error) {
      this.stop(fact, taken, error);
    }
  }

  stop({ position, type }: RecordedFact, taken: number, error: unknown): void {
    this.stopped = { position, type, reason: String(error).slice(0, REASON_LENGTH) };
    this.taken = taken;
  }

  writes(batch: readonly RecordedFact[], chains: Chains): ViewWrites {
    const { view, before, taken, stopped } = this;
    return {
      view: view.name,
      dropped: this.rows.dropped,
      writes: this.rows.writes(),
      checkpoint: {
        view: view.name,
        position: taken === 0 ? before.position : (batch[taken - 1] as RecordedFact).position,
        chain: chains.after(before.chain, taken),
        facts: before.facts + taken,
        ...(stopped && { stopped }),
      },
    };
  }
}

function takeEach(batch: readonly RecordedFact[], group: readonly BatchOfView[]): void {
  const concerned = new Map<string, readonly BatchOfView[]>();
  for (const [taken, stored] of batch.entries()) {
    let fact: RecordedFact;
    try {
      fact = lifted(stored);
    } catch (error) {
      for (const one of group) if (!one.stopped) one.stop(stored, taken, error);
      return;
    }
    let ones = concerned.get(fact.type);
    if (ones === undefined) {
      ones = group.filter(({ view }) => Object.hasOwn(view.on, fact.type));
      concerned.set(fact.type, ones);
    }
    for (const one of ones) if (!one.stopped) one.take(fact, taken);
  }
}

/** Streams in which a fact of the batch strikes, each with its last revision in the batch. */
function struckStreams(batch: readonly RecordedFact[]): ReadonlyMap<string, number> {
  const streams = new Set(batch.filter((fact) => strikesOf(fact).length > 0).map(({ stream }) => stream));
  const last = new Map<string, number>();
  for (const { stream, revision } of batch) if (streams.has(stream)) last.set(stream, revision);
  return last;
}

/** The chain after any number of a batch's facts; views that stand together share the work. */
class Chains {
  readonly #known = new Map<string, string>();

  constructor(
    private readonly batch: readonly RecordedFact[],
    private readonly link: ChainLink,
  ) {}

  after(previous: string, count: number): string {
    const name = `${previous} ${count}`;
    let chain = this.#known.get(name);
    if (chain === undefined) {
      chain = previous;
      for (let index = 0; index < count; index++) chain = this.link(chain, (this.batch[index] as RecordedFact).digest);
      this.#known.set(name, chain);
    }
    return chain;
  }
}
