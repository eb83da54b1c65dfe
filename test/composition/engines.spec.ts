import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { doors, shown, temporaryLedger } from '../support/ledger.js';
import { PostgresServer } from '../support/postgres-server.js';
import { proven } from '../support/proven.js';
import { StreamsServer } from '../support/streams-server.js';

/** A database of a server of its own. */
async function database(): Promise<{ readonly url: string; readonly release: () => Promise<void> }> {
  const server = await PostgresServer.start();
  const { host, database: name } = await server.database();
  const url = `postgres://ledger@localhost/${name}?host=${encodeURIComponent(String(host))}`;
  return { url, release: () => server.stop() };
}

const ENGINES = {
  'facts in PostgreSQL': async () => {
    const { url, release } = await database();
    return { environment: { ALLIANCE_EVENT_STORE: 'postgres', ALLIANCE_DATABASE_URL: url }, release };
  },
  'facts on a server that speaks KurrentDB’s protocol': async () => {
    const server = await StreamsServer.start();
    return {
      environment: { ALLIANCE_EVENT_STORE: `esdb://127.0.0.1:${server.port}?tls=false` },
      release: async () => server.kill(),
    };
  },
  'views in PostgreSQL': async () => {
    const { url, release } = await database();
    return { environment: { ALLIANCE_VIEW_STORE: 'postgres', ALLIANCE_DATABASE_URL: url }, release };
  },
  'keys in PostgreSQL': async () => {
    const { url, release } = await database();
    return { environment: { ALLIANCE_KEY_STORE: 'postgres', ALLIANCE_DATABASE_URL: url }, release };
  },
  'facts, views and keys in PostgreSQL': async () => {
    const { url, release } = await database();
    return {
      environment: {
        ...{ ALLIANCE_EVENT_STORE: 'postgres', ALLIANCE_VIEW_STORE: 'postgres', ALLIANCE_KEY_STORE: 'postgres' },
        ALLIANCE_DATABASE_URL: url,
      },
      release,
    };
  },
  'facts on a server of events, views and keys in PostgreSQL': async () => {
    const { url, release } = await database();
    const server = await StreamsServer.start();
    return {
      environment: {
        ALLIANCE_EVENT_STORE: `esdb://127.0.0.1:${server.port}?tls=false`,
        ...{ ALLIANCE_VIEW_STORE: 'postgres', ALLIANCE_KEY_STORE: 'postgres', ALLIANCE_DATABASE_URL: url },
      },
      release: async () => {
        await server.kill();
        await release();
      },
    };
  },
} as const;

describe.each(Object.entries(ENGINES))('A ledger whose configuration keeps %s', (_, start) => {
  let engine: Awaited<ReturnType<typeof start>>;
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let client: string;
  let caseId: string;

  beforeAll(async () => {
    engine = await start();
    at = await temporaryLedger('2026-02-09T14:00:00.000Z', engine.environment);
    people = await agency(at);
    client = await people.register('Robin Client', people.frontDesk);
    const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
    caseId = accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string;
    const question = { case: caseId, participant: client, words: 'How long will it take?' };
    accepted(await at.act('AskQuestion', question, client));
  });
  afterAll(async () => {
    at.remove();
    await engine.release();
  });

  it('shows what was done, to its client and to nobody whom it does not concern', async () => {
    expect(shown(await at.see('questions', client, { case: caseId }))).toHaveLength(1);
    expect((await at.see('questions', people.frontDesk, { case: caseId })).kind).toBe('denied');
    expect(at.failures).toEqual([]);
  });

  it('has views that are what its facts give, digest by digest, before and after they are made again', async () => {
    await at.ledger.settle();
    expect(await proven(at.ledger)).toEqual([true, true]);
    expect(await at.ledger.rebuild()).toBe(true);
    await at.ledger.settle();
    expect(await proven(at.ledger)).toEqual([true, true]);
  });

  it('is there again after the service was stopped, and one process has it at a time', async () => {
    await expect(at.open()).rejects.toThrow('in use by another process');
    await at.ledger.close();
    const again = await at.open();
    expect(shown(await doors(again).see('questions', client, { case: caseId }))).toHaveLength(1);
    expect(await proven(again)).toEqual([true, true]);
    await again.close();
  });
});
