import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { hourAhead } from './agency.js';

/** What the loading thread is told. */
export interface LoadPlan {
  readonly url: string;
  readonly seconds: number;
  readonly concurrent: number;
  readonly frontDesk: string;
  readonly cases: readonly {
    readonly case: string;
    readonly client: string;
    readonly therapist: string;
    readonly token: string;
  }[];
}

/** What it saw. */
export interface LoadSeen {
  readonly requests: number;
  readonly seconds: number;
  readonly failed: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

const { url, seconds, concurrent, frontDesk, cases } = workerData as LoadPlan;
const agent = new Agent({ keepAlive: true, maxSockets: concurrent });
const times: number[] = [];
let failed = 0;

const post = (action: string, body: object, token: string): Promise<{ readonly id?: string }> =>
  new Promise((resolve, reject) => {
    const since = performance.now();
    const text = JSON.stringify(body);
    const sent = request(
      `${url}/actions/${action}`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          times.push(performance.now() - since);
          if (answer.statusCode !== 201 && answer.statusCode !== 200) failed++;
          resolve(JSON.parse(Buffer.concat(chunks).toString()) as { readonly id?: string });
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });

let going = true;
const hours = new Map<string, number>();
const worker = async (w: number): Promise<void> => {
  for (let i = 0; going; i++) {
    const {
      case: caseId,
      client,
      therapist,
      token,
    } = cases[(w + i * concurrent) % cases.length] as (typeof cases)[number];
    const n = hours.get(therapist) ?? 0;
    hours.set(therapist, n + 1);
    const booking = { therapist, startLocal: hourAhead(n), modality: 'in-person', service: 'individual' };
    const { id: session } = await post('book-session', { case: caseId, participants: [client], ...booking }, frontDesk);
    const seat = { case: caseId, session, participant: client };
    await post('confirm-seat', seat, token);
    await post('record-payment', { case: caseId, participant: client, cents: 12_000, method: 'card' }, frontDesk);
    const choice = { case: caseId, participant: client, medium: 'audio', how: 'portal' };
    await post(i % 2 === 0 ? 'allow-recording' : 'disallow-recording', choice, token);
    await post('cancel-seat', seat, token);
  }
};
const started = performance.now();
setTimeout(() => {
  going = false;
}, seconds * 1_000);
await Promise.all(Array.from({ length: concurrent }, (_unused, w) => worker(w)));
times.sort((a, b) => a - b);
const at = (part: number): number => times[Math.floor(times.length * part)] ?? 0;
const seen: LoadSeen = {
  requests: times.length,
  seconds: (performance.now() - started) / 1_000,
  failed,
  p50Milliseconds: at(0.5),
  p99Milliseconds: at(0.99),
};
agent.destroy();
parentPort?.postMessage(seen);
