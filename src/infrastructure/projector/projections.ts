import type { ViewCheckpoint, ViewStore } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';
import { openViewReader, type ViewReader } from '../view-store/shelved-view-store.js';
import { ViewsDirectory } from '../view-store/views-directory.js';
import type { KeptViews } from './kept-views.js';
import type { Live, LiveListener, StartLive } from './live.js';
import { Progress } from './progress.js';
import type { RebuildProgress } from './rebuild.js';
import { type RebuildShelf, rebuildShelves } from './rebuild-shelves.js';

/** How views are kept up and made again. */
export interface ProjectionsOptions {
  readonly viewsDirectory: string;
  readonly views: readonly ViewDefinition[];
  readonly startLive: StartLive;
  readonly rebuildShelf: RebuildShelf;
  /** Called once when projecting ended by itself; the service is not ready then. */
  readonly onFailed: (error: Error) => void;
}

/** Views kept up with a log, readable at any moment, and made again beside themselves when asked. */
export class Projections implements KeptViews {
  readonly #progress = new Progress();
  #live: Live | undefined;
  #reader: ViewReader | undefined;
  #rebuilding: Promise<boolean> | undefined;
  #ended = false;

  private constructor(
    private readonly options: ProjectionsOptions,
    private readonly directory: ViewsDirectory,
  ) {}

  /** Opens the views where they stand and keeps them up. */
  static async start(options: ProjectionsOptions): Promise<Projections> {
    const directory = new ViewsDirectory(options.viewsDirectory);
    directory.removeOlder();
    const projections = new Projections(options, directory);
    projections.#live = await options.startLive(projections.#listener((now) => projections.#progress.moved(now)));
    projections.#reader = openViewReader(directory, options.views);
    return projections;
  }

  /** The views, for reading. */
  get store(): ViewStore {
    if (this.#reader === undefined) throw new Error('the views are not open');
    return this.#reader;
  }

  /** To be called after each commit with its position. */
  committed(position: bigint): void {
    this.#progress.committed(position);
    this.#live?.poke();
  }

  /** True when all views, or the one named, show the position; false after the time-out, or when one stopped before it. */
  waitFor(position: bigint, timeoutMs: number, view?: string): Promise<boolean> {
    return this.#progress.waitFor(position, timeoutMs, view);
  }

  /** How far each view is, and which stopped. */
  positions(): readonly ViewCheckpoint[] {
    return this.#progress.positions();
  }

  /** Milliseconds since the oldest commit that some view has not applied; 0 when all have. */
  lag(): number {
    return this.#progress.lag();
  }

  /**
   * Makes all views again beside those in use, then swaps them: readers go from the one to the other between two reads, and
   * no view falls behind what it showed. False when it was aborted; asked again, it goes on where it was.
   */
  rebuild(onProgress?: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<boolean> {
    this.#rebuilding ??= this.#rebuild(onProgress, signal).finally(() => {
      this.#rebuilding = undefined;
    });
    return this.#rebuilding;
  }

  /** Resolves when nothing is under way and the files are released. */
  async stop(): Promise<void> {
    this.#ended = true;
    await this.#rebuilding?.catch(() => false);
    await this.#live?.stop();
    this.#progress.end();
    await this.#reader?.close();
  }

  async #rebuild(onProgress?: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<boolean> {
    const { views, rebuildShelf } = this.options;
    const whole = await rebuildShelves(this.directory, views, rebuildShelf, onProgress, signal);
    if (!whole || this.#ended) return false;
    await this.#live?.stop();
    const shown = new Map(this.positions().map((one) => [one.view, one.position]));
    this.directory.publish(this.directory.current() + 1);
    await new Promise<void>((resolve, reject) => {
      let caughtUp = false;
      const listener = this.#listener((now) => {
        if (!caughtUp && now.some((one) => !one.stopped && one.position < (shown.get(one.view) ?? 0n))) return;
        if (caughtUp) return this.#progress.moved(now);
        caughtUp = true;
        // Nobody hears that a view is somewhere before it can be read there.
        this.#reader?.reopen().then(() => {
          this.#progress.moved(now);
          resolve();
        }, reject);
      });
      const failed = (error: Error): void => {
        listener.failed(error);
        reject(error);
      };
      this.options.startLive({ ...listener, failed }).then((live) => {
        this.#live = live;
        live.poke();
      }, reject);
    });
    this.directory.removeOlder();
    return true;
  }

  #listener(applied: LiveListener['applied']): LiveListener {
    return { applied, failed: (error) => this.options.onFailed(error) };
  }
}
