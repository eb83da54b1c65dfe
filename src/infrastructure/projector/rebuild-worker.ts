import { parentPort, workerData } from 'node:worker_threads';
import { shelvesOf } from '../view-store/views-directory.js';
import { openLeanLogReader } from './lean-log-reader.js';
import { type RebuildProgress, rebuild } from './rebuild.js';
import { type RebuildWorkerData, viewsOf } from './worker-data.js';

/** The thread that makes one shelf of views again. */
const { logDirectory, of, viewsFrom, file, shelf } = workerData as RebuildWorkerData;

const views = shelvesOf(await viewsOf(viewsFrom)).find(({ name }) => name === shelf)?.views ?? [];
const abort = new AbortController();
parentPort?.on('message', () => abort.abort());
const log = openLeanLogReader(logDirectory);
const whole = await rebuild({
  log,
  of,
  views,
  file,
  signal: abort.signal,
  onProgress: (progress: RebuildProgress) => parentPort?.postMessage(progress),
});
await log.close();
parentPort?.postMessage(whole);
parentPort?.close();
