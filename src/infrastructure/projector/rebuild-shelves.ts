import { Worker } from 'node:worker_threads';
import type { EventStore, Log } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';
import { type Shelf, shelvesOf, type ViewsDirectory } from '../view-store/views-directory.js';
import { type RebuildProgress, rebuild } from './rebuild.js';
import type { RebuildWorkerData, WorkerData } from './worker-data.js';

/** Makes one shelf in a file. True when it is whole and on the disk. */
export type RebuildShelf = (
  shelf: Shelf,
  file: string,
  onProgress: (progress: RebuildProgress) => void,
  signal: AbortSignal | undefined,
) => Promise<boolean>;

/** Makes a shelf in this thread. */
export const rebuildHere =
  (log: Pick<EventStore, 'logId' | 'positionsId' | 'readAll' | 'readStream'>, of: Log = 'facts'): RebuildShelf =>
  (shelf, file, onProgress, signal) =>
    rebuild({ log, of, views: shelf.views, file, onProgress, ...(signal && { signal }) });

/** Megabytes for what a thread has just made: facts live for one batch, and most die young. */
const YOUNG_MEGABYTES = 24;

/** Makes a shelf in a thread of its own. */
export const rebuildInThread =
  (data: WorkerData): RebuildShelf =>
  (shelf, file, onProgress, signal) =>
    new Promise((resolve, reject) => {
      const workerData: RebuildWorkerData = { ...data, file, shelf: shelf.name };
      const worker = new Worker(new URL('./rebuild-worker.js', import.meta.url), {
        workerData,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
      });
      let outcome: boolean | undefined;
      const abort = (): void => worker.postMessage('abort');
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
      worker.on('message', (message: RebuildProgress | boolean) => {
        if (typeof message === 'boolean') outcome = message;
        else onProgress(message);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        signal?.removeEventListener('abort', abort);
        if (outcome === undefined) reject(new Error(`the rebuilding thread ended with code ${code}`));
        else resolve(outcome);
      });
    });

/** Makes every shelf of the next generation, all at once. True when all are whole: then it may be published. */
export async function rebuildShelves(
  directory: ViewsDirectory,
  views: readonly ViewDefinition[],
  rebuildShelf: RebuildShelf,
  onProgress: (progress: RebuildProgress) => void = () => {},
  signal?: AbortSignal,
): Promise<boolean> {
  const generation = directory.current() + 1;
  const latest = new Map<string, RebuildProgress>();
  const shelves = shelvesOf(views);
  const outcomes = await Promise.all(
    shelves.map((shelf) =>
      rebuildShelf(
        shelf,
        directory.fileOf(generation, shelf),
        (progress) => {
          latest.set(shelf.name, progress);
          // The views are as far as the shelf that is least far.
          const all = [...latest.values()].sort((a, b) => a.facts - b.facts);
          if (all.length === shelves.length) onProgress(all[0] as RebuildProgress);
        },
        signal,
      ),
    ),
  );
  return outcomes.every((whole) => whole);
}
