import { performance } from 'node:perf_hooks';
import { busyAgency, hourAhead } from './agency.js';

/** What a run of whole actions showed. */
export interface ActionFigures {
  readonly actions: number;
  readonly perSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly facts: number;
  readonly longestLagMilliseconds: number;
}

const CONCURRENT = 64;
const THERAPISTS = 64;
const CASES_EACH = 4;

/**
 * Durable actions through the whole application without HTTP: book, confirm, pay, allow recording, cancel, by 64 at once,
 * all views live. Every action is well-formed, allowed, decided, sealed and fsynced.
 */
export async function measureActions(seconds = 10): Promise<ActionFigures> {
  const agency = await busyAgency(THERAPISTS, CASES_EACH);
  const { ledger, act, cases, frontDesk } = agency;
  await ledger.settle();
  const before = await ledger.performing.store.head('facts');
  const hours = new Map<string, number>();
  const times: number[] = [];
  let longestLag = 0;
  let going = true;
  const timed = async <T>(work: Promise<T>, since = performance.now()): Promise<T> => {
    const done = await work;
    times.push(performance.now() - since);
    return done;
  };
  const worker = async (w: number): Promise<void> => {
    for (let i = 0; going; i++) {
      const { case: caseId, client, therapist } = cases[(w + i * CONCURRENT) % cases.length] as (typeof cases)[number];
      const n = hours.get(therapist) ?? 0;
      hours.set(therapist, n + 1);
      const booking = {
        case: caseId,
        therapist,
        startLocal: hourAhead(n),
        modality: 'in-person',
        service: 'individual',
        participants: [client],
      };
      const { id: session } = await timed(act('BookSession', booking, frontDesk));
      const seat = { case: caseId, session, participant: client };
      await timed(act('ConfirmSeat', seat, client));
      await timed(
        act('RecordPayment', { case: caseId, participant: client, cents: 12_000, method: 'card' }, frontDesk),
      );
      const recording = { case: caseId, participant: client, medium: 'audio', how: 'portal' };
      await timed(act(i % 2 === 0 ? 'AllowRecording' : 'DisallowRecording', recording, client));
      await timed(act('CancelSeat', seat, client));
    }
  };
  const watch = setInterval(() => {
    longestLag = Math.max(longestLag, ledger.viewLag());
  }, 100);
  const started = performance.now();
  setTimeout(() => {
    going = false;
  }, seconds * 1_000);
  await Promise.all(Array.from({ length: CONCURRENT }, (_unused, w) => worker(w)));
  const elapsed = (performance.now() - started) / 1_000;
  clearInterval(watch);
  const facts = Number((await ledger.performing.store.head('facts')) - before);
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.floor(times.length * part)] ?? 0;
  await agency.remove();
  return {
    actions: times.length,
    perSecond: times.length / elapsed,
    p50Milliseconds: at(0.5),
    p99Milliseconds: at(0.99),
    facts,
    longestLagMilliseconds: longestLag,
  };
}
