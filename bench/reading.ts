import { performance } from 'node:perf_hooks';
import { foldOf } from '../src/application/kernel/stream-states.js';
import { ReadView } from '../src/application/read-view.js';
import { busyAgency, hourAhead } from './agency.js';

/** What folding and reading cost, in milliseconds (medians). */
export interface ReadingFigures {
  readonly factsInCase: number;
  readonly foldThousandMilliseconds: number;
  readonly timelinePageMilliseconds: number;
  readonly timelineThousandMilliseconds: number;
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** Folds a case of 1,000 facts, and reads pages of its timeline: allowed, logged durably, unsealed. */
export async function measureReading(): Promise<ReadingFigures> {
  const agency = await busyAgency(1, 1);
  const { ledger, act, frontDesk } = agency;
  const { case: caseId, client, therapist } = agency.cases[0] as (typeof agency.cases)[number];
  const stream = `case-${caseId}`;
  for (let n = 0; (await ledger.performing.store.revisionOf('facts', stream)) < 1_000; n++) {
    const booking = { therapist, startLocal: hourAhead(n), modality: 'in-person', service: 'individual' };
    const { id: session } = await act('BookSession', { case: caseId, participants: [client], ...booking }, frontDesk);
    const seat = { case: caseId, session, participant: client };
    await act('ConfirmSeat', seat, client);
    await act('RecordPayment', { case: caseId, participant: client, cents: 12_000, method: 'card' }, frontDesk);
    await act('CancelSeat', { ...seat, reason: 'Called away for work, with apologies.' }, client);
  }
  await ledger.settle();
  const facts = await ledger.performing.store.readStream('facts', stream, { limit: 1_000 });
  const folds: number[] = [];
  for (let i = 0; i < 30; i++) {
    const since = performance.now();
    foldOf('case', facts);
    folds.push(performance.now() - since);
  }
  const page = async (limit: number): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 40; i++) {
      const since = performance.now();
      const outcome = await ledger.read(new ReadView('timeline', therapist, { case: caseId }, { limit }));
      times.push(performance.now() - since);
      if (outcome.kind !== 'shown' || outcome.rows.length !== limit)
        throw new Error(`a page of ${limit} was not shown`);
    }
    return median(times);
  };
  const figures = {
    factsInCase: facts.length,
    foldThousandMilliseconds: median(folds),
    timelinePageMilliseconds: await page(50),
    timelineThousandMilliseconds: await page(1_000),
  };
  await agency.remove();
  return figures;
}
