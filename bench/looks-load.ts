import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';

/** What the reading thread is told. */
export interface ReadingPlan {
  readonly url: string;
  readonly concurrent: number;
  readonly readers: readonly { readonly path: string; readonly token: string }[];
}

/** What one slice of reading came to. */
export interface ReadingSeen {
  readonly requests: number;
  readonly seconds: number;
  readonly failed: number;
}

const { url, concurrent, readers } = workerData as ReadingPlan;
const agent = new Agent({ keepAlive: true, maxSockets: concurrent });

const get = ({ path, token }: ReadingPlan['readers'][number]): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode === 200));
    });
    sent.on('error', reject);
    sent.end();
  });

parentPort?.on('message', async (seconds: number) => {
  const since = performance.now();
  const until = since + seconds * 1_000;
  let [requests, failed, next] = [0, 0, 0];
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (performance.now() < until) {
        const reader = readers[next++ % readers.length];
        if (reader && !(await get(reader))) failed++;
        requests++;
      }
    }),
  );
  const seen: ReadingSeen = { requests, failed, seconds: (performance.now() - since) / 1_000 };
  parentPort?.postMessage(seen);
});
