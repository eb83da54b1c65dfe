import { setTimeout as after } from 'node:timers/promises';
import type { EventStore, Leader, Log, Term, ViewCheckpoint, ViewStore } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';
import type { PostgresConnection } from '../postgres/connection.js';
import { exclusively } from '../postgres/leader.js';
import { Listening } from '../postgres/listening.js';
import { channelOf, publishViews, swapsOf, type ViewSet } from '../view-store/postgres/generations.js';
import {
  GenerationGone,
  openPostgresViewStore,
  type PostgresViewOptions,
  StaleLeader,
} from '../view-store/postgres/postgres-view-store.js';
import { rebuildPostgresViews } from '../view-store/postgres/rebuild.js';
import type { KeptViews } from './kept-views.js';
import { Progress } from './progress.js';
import { ProjectionRunner } from './projection-runner.js';
import type { RebuildProgress } from './rebuild.js';

const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** Connections for reading views, a set. */
const READERS = 4;

/** How views in PostgreSQL are kept up. */
export interface PostgresProjectionsOptions {
  readonly connection: PostgresConnection;
  readonly views: readonly ViewDefinition[];
  readonly log: Pick<EventStore, 'logId' | 'positionsId' | 'readAll' | 'readStream'>;
  readonly of: Log;
  readonly leader: Leader;
  /** Called when the views cannot be kept up for now, and with nothing when they are again. */
  readonly onTroubled: (error: Error | undefined) => void;
}

const setOf = (log: Log): ViewSet => (log === 'facts' ? 'views' : 'access_views');

/**
 * Views in PostgreSQL, read by every instance and written by the one that leads: each of its batches is refused once another
 * has taken over. The others hear of each batch and learn how far the views are.
 */
export class PostgresProjections implements KeptViews {
  readonly #progress = new Progress();
  readonly #listening: Listening;
  #runner: ProjectionRunner | undefined;
  #refreshing: Promise<void> | undefined;
  #heard = false;
  /** Has whoever writes the views open them anew. */
  #reopen = (): void => {};
  #leave: () => Promise<void> = async () => {};

  private constructor(
    private readonly options: PostgresProjectionsOptions,
    readonly store: ViewStore,
  ) {
    const set = setOf(options.of);
    this.#listening = new Listening(options.connection, [channelOf(set), swapsOf(set)], (channel) => {
      if (channel === swapsOf(set)) this.#reopen();
      this.#refresh();
    });
  }

  /** Makes the views where they are not, and keeps them up whenever this instance is to. */
  static async start(options: PostgresProjectionsOptions): Promise<PostgresProjections> {
    const projections = new PostgresProjections(options, await openPostgresViewStore(storeOf(options)));
    try {
      await projections.#learn();
      projections.#leave = await options.leader.lead(`views of ${options.of}`, (term) => projections.#lead(term));
    } catch (error) {
      await projections.stop();
      throw error;
    }
    return projections;
  }

  committed(position: bigint): void {
    this.#progress.committed(position);
    this.#runner?.poke();
  }

  waitFor(position: bigint, timeoutMs: number, view?: string): Promise<boolean> {
    return this.#progress.waitFor(position, timeoutMs, view);
  }

  positions(): readonly ViewCheckpoint[] {
    return this.#progress.positions();
  }

  lag(): number {
    return this.#progress.lag();
  }

  async rebuild(onProgress?: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<boolean> {
    const { connection, of } = this.options;
    const whole = await exclusively(connection, `rebuild of ${of}`, async () => {
      const rebuilding = { ...storeOf(this.options), log: this.options.log, of };
      const made = await rebuildPostgresViews({
        ...rebuilding,
        ...(onProgress && { onProgress }),
        ...(signal && { signal }),
      });
      if (made) await publishViews(connection, setOf(of));
      return made;
    });
    return whole ?? false;
  }

  async stop(): Promise<void> {
    await this.#leave();
    await this.#listening.close();
    await this.#refreshing;
    this.#progress.end();
    await this.store.close();
  }

  /** Keeps the views up while the term lasts; it has begun when they are open for the first time, or cannot be opened for now. */
  async #lead(term: Term): Promise<() => Promise<void>> {
    let keeping: Promise<void> = Promise.resolve();
    await new Promise<void>((begun) => {
      keeping = this.#keepUp(term, begun);
    });
    return () => keeping;
  }

  async #keepUp(term: Term, begun: () => void): Promise<void> {
    const { onTroubled } = this.options;
    let pause = FIRST_PAUSE_MILLISECONDS;
    while (!term.signal.aborted) {
      const error = await this.#run(term, () => {
        onTroubled(undefined);
        pause = FIRST_PAUSE_MILLISECONDS;
        begun();
      });
      if (error === undefined || term.signal.aborted) break;
      if (error instanceof StaleLeader) {
        term.resign();
        break;
      }
      if (error instanceof GenerationGone) continue;
      onTroubled(error);
      begun();
      await after(pause, undefined, { signal: term.signal }).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
    }
    begun();
  }

  /** Writes until the term is over, which resolves with nothing, or writing failed. */
  async #run({ number, signal }: Term, open: () => void): Promise<Error | undefined> {
    const { views, log, of } = this.options;
    const fence = { duty: `views of ${of}`, number };
    let writer: Awaited<ReturnType<typeof openPostgresViewStore>> | undefined;
    let runner: ProjectionRunner | undefined;
    try {
      const store = await openPostgresViewStore({ ...storeOf(this.options), readers: 1, fence: () => fence });
      writer = store;
      return await new Promise<Error | undefined>((resolve, reject) => {
        runner = new ProjectionRunner({
          ...{ views, store, log, of },
          onApplied: (checkpoints) => this.#progress.moved(checkpoints),
          onFailed: resolve,
        });
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
        this.#reopen = () => resolve(new GenerationGone('the views were made again meanwhile'));
        runner.start().then(() => {
          this.#runner = runner;
          runner?.poke();
          open();
        }, reject);
      });
    } catch (error) {
      return error as Error;
    } finally {
      this.#reopen = () => {};
      this.#runner = undefined;
      await runner?.stop();
      await writer?.close();
    }
  }

  /** Asks how far the views are, once at a time; whoever writes them knows. */
  #refresh(): void {
    if (this.#runner !== undefined) return;
    this.#heard = true;
    this.#refreshing ??= this.#untilQuiet().finally(() => {
      this.#refreshing = undefined;
    });
  }

  async #untilQuiet(): Promise<void> {
    while (this.#heard) {
      this.#heard = false;
      // The connection that hears tells anew when it is made again.
      await this.#learn().catch(() => {});
    }
  }

  async #learn(): Promise<void> {
    const checkpoints = await this.store.checkpoints();
    if (this.#runner === undefined) this.#progress.moved(checkpoints);
  }
}

const storeOf = ({ connection, views, log, of }: PostgresProjectionsOptions): PostgresViewOptions => ({
  connection,
  views,
  logId: log.positionsId ?? log.logId,
  set: setOf(of),
  readers: READERS,
});
