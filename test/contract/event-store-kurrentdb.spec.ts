import { randomUUID } from 'node:crypto';
import { openKurrentEventStore } from '../../src/infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { StreamsServer } from '../support/streams-server.js';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('KurrentDB, a server that speaks its protocol', async () => {
  const server = await StreamsServer.start();
  const store = await openKurrentEventStore({ connectionString: `esdb://127.0.0.1:${server.port}?tls=false` });
  return { store, release: async () => server.kill() };
});

const { ALLIANCE_KURRENTDB_URL: connectionString } = process.env;
if (connectionString) {
  eventStoreContract('KurrentDB, the server at ALLIANCE_KURRENTDB_URL', async () => {
    // A ledger of its own for each test: a server keeps what was appended for good.
    const ledger = `contract_${randomUUID().replaceAll('-', '')}`;
    return { store: await openKurrentEventStore({ connectionString, ledger }), release: async () => {} };
  });
}
