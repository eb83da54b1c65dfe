import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openDoor } from '../src/app.module.js';
import { SYSTEM } from '../src/application/access/relations.js';
import { configurationFrom } from '../src/configuration.js';
import { DEVELOPMENT_ISSUER, openDevelopmentIssuer } from '../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../src/infrastructure/auth/doorkeeper.js';
import { busyAgency } from './agency.js';
import type { LoadPlan, LoadSeen } from './http-load.js';

/** The same mix of actions as `measureActions`, by 64 connections over HTTP, each with a verified token. */
export async function measureHttp(seconds = 10): Promise<LoadSeen & { readonly perSecond: number }> {
  const agency = await busyAgency(64, 4);
  const configuration = configurationFrom({
    ALLIANCE_DATA: agency.directory,
    ALLIANCE_LOG_LEVEL: 'silent',
    ALLIANCE_PORT: '0',
  });
  const { ids, clock } = agency.ledger.performing;
  const issuer = await openDevelopmentIssuer(join(agency.directory, 'development-issuer.json'), 'development', clock);
  const tokenFor = async (person: string): Promise<string> => {
    await agency.act(
      'LinkSignIn',
      { signIn: signInId(ids, DEVELOPMENT_ISSUER, person), person, proof: 'development' },
      SYSTEM,
    );
    return issuer.sign(person);
  };
  const door = await openDoor(agency.ledger, configuration, {});
  const plan: LoadPlan = {
    url: door.url,
    seconds,
    concurrent: 64,
    frontDesk: await tokenFor(agency.frontDesk),
    cases: await Promise.all(agency.cases.map(async (one) => ({ ...one, token: await tokenFor(one.client) }))),
  };
  await agency.ledger.settle();
  const load = new Worker(new URL('./http-load.js', import.meta.url), { workerData: plan });
  const [seen] = (await once(load, 'message')) as [LoadSeen];
  await load.terminate();
  await door.close();
  await agency.remove();
  return { ...seen, perSecond: seen.requests / seen.seconds };
}
