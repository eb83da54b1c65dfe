import type { EventStore, Log, ViewCheckpoint } from '../../application/ports.js';
import { Projector, type ProjectorParts } from '../../application/projecting/projector.js';
import type { ViewDefinition } from '../../projections/view.js';
import { chainLink } from './chain.js';

/** Facts read and applied together while views are live. */
const FACTS_PER_BATCH = 1_000;

/** What a runner is made of. */
export interface RunnerParts extends Pick<ProjectorParts, 'store'> {
  readonly views: readonly ViewDefinition[];
  readonly log: Pick<EventStore, 'readAll' | 'readStream'>;
  /** Which log it follows; default the facts. */
  readonly of?: Log;
  /** Called after each batch with where every view stands. */
  readonly onApplied?: (checkpoints: readonly ViewCheckpoint[]) => void;
  /** Called once when reading or writing fails and the runner ends; views stay where their checkpoints are. */
  readonly onFailed?: (error: Error) => void;
}

/** Keeps views up with a log, from their checkpoints on, until it is stopped. */
export class ProjectionRunner {
  #projector: Projector | undefined;
  #poked = false;
  #wake: (() => void) | undefined;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: RunnerParts) {}

  /** Opens the views where they stand and begins. */
  async start(): Promise<void> {
    const { views, store, log, of = 'facts' } = this.parts;
    const history: ProjectorParts['history'] = (stream, through) => log.readStream(of, stream, { limit: through + 1 });
    this.#projector = await Projector.open({ views, store, history, link: chainLink });
    this.parts.onApplied?.(this.#projector.checkpoints());
    this.#running = this.#run(this.#projector);
  }

  /** Says that there may be more to read. */
  poke(): void {
    this.#poked = true;
    this.#wake?.();
  }

  checkpoints(): readonly ViewCheckpoint[] {
    return this.#projector?.checkpoints() ?? [];
  }

  /** Resolves when the batch in hand is applied and no other will be. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(projector: Projector): Promise<void> {
    try {
      while (!this.#stopping) {
        this.#poked = false;
        if (!(await this.#round(projector)) && !this.#poked && !this.#stopping) await this.#sleep();
      }
    } catch (error) {
      this.parts.onFailed?.(error as Error);
    }
  }

  /** One batch for each front, so that a view which catches up does not hold back those that are live. */
  async #round(projector: Projector): Promise<boolean> {
    let moved = false;
    for (const after of projector.fronts()) {
      if (this.#stopping) return moved;
      const facts = await this.parts.log.readAll(this.parts.of ?? 'facts', after, FACTS_PER_BATCH);
      if (facts.length === 0) continue;
      await projector.apply(after, facts);
      moved = true;
      this.parts.onApplied?.(projector.checkpoints());
      await new Promise((resolve) => setImmediate(resolve));
    }
    return moved;
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
