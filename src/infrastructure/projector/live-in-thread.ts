import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { StartLive } from './live.js';
import type { FromLive, ToLive, WorkerData } from './worker-data.js';

/** Under load the thread is told of new facts this often: fewer messages, and larger batches that fold better. */
const TOLD_EVERY_MILLISECONDS = 50;

/** Keeps views up in a thread of their own, off the writer's event loop. */
export const liveInThread =
  (data: WorkerData): StartLive =>
  async (listener) => {
    const worker = new Worker(new URL('./live-worker.js', import.meta.url), { workerData: data });
    let stopping = false;
    const send = (message: ToLive): void => worker.postMessage(message);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromLive) => {
        if ('started' in message) resolve();
        else if ('applied' in message) listener.applied(message.applied);
        else listener.failed(new Error(message.failed));
      });
      worker.on('error', (error) => {
        reject(error);
        listener.failed(error);
      });
      worker.on('exit', (code) => {
        const ended = new Error(`the projecting thread ended with code ${code}`);
        reject(ended);
        if (!stopping && code === 0) listener.failed(ended);
      });
    });
    let quiet: NodeJS.Timeout | undefined;
    let grown = false;
    const poke = (): void => {
      if (quiet !== undefined) {
        grown = true;
        return;
      }
      send('poke');
      quiet = setTimeout(() => {
        quiet = undefined;
        if (!grown) return;
        grown = false;
        poke();
      }, TOLD_EVERY_MILLISECONDS).unref();
    };
    return {
      poke,
      stop: async () => {
        stopping = true;
        clearTimeout(quiet);
        if (worker.threadId === -1) return;
        const ended = once(worker, 'exit');
        send('stop');
        await ended;
      },
    };
  };
