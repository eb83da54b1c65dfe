import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openKurrentEventStore } from '../../../../src/infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { factAt } from '../../../support/facts.js';
import { StreamsServer } from '../../../support/streams-server.js';
import { TLS_CERTIFICATE } from '../../../support/tls-certificate.js';
import { beforeEachTest, connectionTo } from './before.js';

const before = beforeEachTest();

describe('Opening', () => {
  it('gives one log id to all who open a ledger, and another to another ledger of the server', async () => {
    const ledger = { connectionString: connectionTo(before.server.port), ledger: 'fresh' };
    const stores = await Promise.all([1, 2, 3].map(() => openKurrentEventStore(ledger)));
    before.opened.push(...stores);
    expect(new Set(stores.map(({ logId }) => logId)).size).toBe(1);
    expect(stores[0]?.logId).not.toBe(before.store.logId);
    await stores[0]?.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    expect(await before.store.readAll('facts', 0n, 9)).toEqual([]);
    expect(await stores[1]?.readAll('facts', 0n, 9)).toHaveLength(1);
  });

  it('fails at once for another log, a name that is none, or a connection string that is none', async () => {
    const connectionString = connectionTo(before.server.port);
    await expect(openKurrentEventStore({ connectionString, logId: 'other' })).rejects.toThrow('keeps log');
    await expect(openKurrentEventStore({ connectionString, ledger: 'a-b' })).rejects.toBeInstanceOf(RangeError);
    await expect(openKurrentEventStore({ connectionString: 'postgres://x' })).rejects.toThrow('expected esdb');
  });

  it('says nothing of the password in a connection string that cannot be read', async () => {
    const connectionString = 'esdb://ledger:secret-word@127.0.0.1:2113?tls=perhaps';
    const opening = openKurrentEventStore({ connectionString });
    await expect(opening).rejects.toBeInstanceOf(RangeError);
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret-word') });
  });

  it('goes over TLS with a name and a password, and fails at once with a wrong one', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kurrentdb-'));
    const authority = join(directory, 'ca.crt');
    writeFileSync(authority, TLS_CERTIFICATE.cert);
    const secured = await StreamsServer.start({ ...TLS_CERTIFICATE, credentials: 'ledger:secret-word' });
    before.opened.push(secured);
    const at = (credentials: string) =>
      openKurrentEventStore({
        connectionString: `esdb://${credentials}@127.0.0.1:${secured.port}?tls=true&tlsCAFile=${authority}`,
      });
    const store = await at('ledger:secret-word');
    before.opened.push(store);
    expect(await store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
    await expect(at('ledger:guessed')).rejects.toThrow('Unauthenticated');
    rmSync(directory, { recursive: true });
  });

  it('stops waiting for a server when it is told to', async () => {
    const abort = new AbortController();
    const opening = openKurrentEventStore({
      connectionString: connectionTo(1),
      outcomeMilliseconds: 100,
      signal: abort.signal,
      onWaiting: () => abort.abort(),
    });
    await expect(opening).rejects.toThrow();
  });
});
