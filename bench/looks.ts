import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openDoor } from '../src/app.module.js';
import { SYSTEM } from '../src/application/access/relations.js';
import type { EventStore } from '../src/application/ports.js';
import { configurationFrom } from '../src/configuration.js';
import { DEVELOPMENT_ISSUER, openDevelopmentIssuer } from '../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../src/infrastructure/auth/doorkeeper.js';
import { busyAgency } from './agency.js';
import type { ReadingPlan, ReadingSeen } from './looks-load.js';

/** Reading over HTTP with the access log and without it, in turns within one run. */
export interface LooksSeen {
  readonly withLog: number;
  readonly without: number;
  /** How many times longer a read takes with the log: the median over the turns. */
  readonly ratio: number;
  readonly failed: number;
}

const TURNS = 6;

/** A log that takes everything and keeps nothing: what is left is the cost of reading alone. */
function forgetful(store: EventStore): Pick<EventStore, 'append' | 'revisionOf' | 'logId'> {
  let position = 0n;
  return {
    logId: store.logId,
    revisionOf: (log, stream) => store.revisionOf(log, stream),
    append: async (_log, _stream, expected, facts) => ({ revision: expected + facts.length, position: ++position }),
  };
}

/** Clients read their own timelines by 64 connections, with the log of looks and without, in turns of some seconds. */
export async function measureLooks(seconds = 3): Promise<LooksSeen> {
  const agency = await busyAgency(64, 4);
  const configuration = configurationFrom({
    ALLIANCE_DATA: agency.directory,
    ALLIANCE_LOG_LEVEL: 'silent',
    ALLIANCE_PORT: '0',
  });
  const { ids, clock, accessLog } = agency.ledger.performing;
  const issuer = await openDevelopmentIssuer(join(agency.directory, 'development-issuer.json'), 'development', clock);
  const readers: { readonly path: string; readonly token: string }[] = [];
  for (const one of agency.cases) {
    const signIn = signInId(ids, DEVELOPMENT_ISSUER, one.client);
    await agency.act('LinkSignIn', { signIn, person: one.client, proof: 'development' }, SYSTEM);
    readers.push({ path: `/views/timeline?case=${one.case}`, token: await issuer.sign(one.client) });
  }
  const door = await openDoor(agency.ledger, configuration, {});
  await agency.ledger.settle();
  const plan: ReadingPlan = { url: door.url, concurrent: 64, readers };
  const load = new Worker(new URL('./looks-load.js', import.meta.url), { workerData: plan });
  const log = accessLog as unknown as {
    store: Pick<EventStore, 'append' | 'revisionOf' | 'logId'>;
    days: Map<string, unknown>;
  };
  const store = log.store as EventStore;
  const slice = async (keeping: boolean): Promise<ReadingSeen> => {
    log.store = keeping ? store : forgetful(store);
    // Where a stream stands is asked of the store anew: what was forgotten was never there.
    log.days.clear();
    load.postMessage(seconds);
    const [seen] = (await once(load, 'message')) as [ReadingSeen];
    return seen;
  };
  await slice(true);
  await slice(false);
  const turns: { readonly withLog: number; readonly without: number }[] = [];
  let failed = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const first = await slice(turn % 2 === 0);
    const second = await slice(turn % 2 !== 0);
    failed += first.failed + second.failed;
    const [kept, forgotten] = turn % 2 === 0 ? [first, second] : [second, first];
    turns.push({ withLog: kept.requests / kept.seconds, without: forgotten.requests / forgotten.seconds });
  }
  log.store = store;
  log.days.clear();
  await load.terminate();
  await door.close();
  await agency.remove();
  const middle = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    withLog: middle(turns.map((one) => one.withLog)),
    without: middle(turns.map((one) => one.without)),
    ratio: middle(turns.map((one) => one.without / one.withLog)),
    failed,
  };
}
