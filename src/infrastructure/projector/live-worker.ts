import { parentPort, workerData } from 'node:worker_threads';
import { openLeanLogReader } from './lean-log-reader.js';
import { liveHere } from './live.js';
import { type FromLive, type ToLive, viewsOf, type WorkerData } from './worker-data.js';

/** The thread that keeps views up: its own read-only connection to the log, its own connections to the views. */
const { logDirectory, viewsDirectory, of, viewsFrom } = workerData as WorkerData;
const tell = (message: FromLive): void => parentPort?.postMessage(message);

const log = openLeanLogReader(logDirectory);
const start = liveHere({ log, of, views: await viewsOf(viewsFrom), viewsDirectory });
const live = await start({
  applied: (checkpoints) => tell({ applied: checkpoints }),
  failed: (error) => tell({ failed: String(error) }),
});

parentPort?.on('message', async (message: ToLive) => {
  if (message === 'poke') return live.poke();
  await live.stop();
  await log.close();
  parentPort?.close();
});
tell({ started: true });
