import type { EventStore, Log, ViewCheckpoint } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';
import { openViews } from '../view-store/shelved-view-store.js';
import { ViewsDirectory } from '../view-store/views-directory.js';
import { ProjectionRunner } from './projection-runner.js';

/** What keeps views up with a log tells. */
export interface LiveListener {
  applied(checkpoints: readonly ViewCheckpoint[]): void;
  failed(error: Error): void;
}

/** Something that keeps the views in use up with a log, in this thread or in another. */
export interface Live {
  /** Says that the log may have grown. */
  poke(): void;
  /** Resolves when nothing is under way and the files are released. */
  stop(): Promise<void>;
}

/** Begins to keep views up; resolves when they are open. */
export type StartLive = (listener: LiveListener) => Promise<Live>;

/** What is projected, from which log, to where. */
export interface LiveParts {
  readonly log: Pick<EventStore, 'logId' | 'positionsId' | 'readAll' | 'readStream'>;
  readonly of?: Log;
  readonly views: readonly ViewDefinition[];
  readonly viewsDirectory: string;
}

/** Keeps views up in this thread. */
export const liveHere =
  ({ log, of = 'facts', views, viewsDirectory }: LiveParts): StartLive =>
  async (listener) => {
    const store = openViews(new ViewsDirectory(viewsDirectory), views, log.positionsId ?? log.logId);
    const runner = new ProjectionRunner({
      views,
      store,
      log,
      of,
      onApplied: (checkpoints) => listener.applied(checkpoints),
      onFailed: (error) => listener.failed(error),
    });
    await runner.start();
    return {
      poke: () => runner.poke(),
      stop: async () => {
        await runner.stop();
        await store.close();
      },
    };
  };
