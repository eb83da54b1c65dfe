import { afterAll, beforeAll } from '@jest/globals';
import { openPostgresEventStore } from '../../src/infrastructure/event-store/postgres/postgres-event-store.js';
import { PostgresServer } from '../support/postgres-server.js';
import { eventStoreContract } from './event-store.contract.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

eventStoreContract('PostgreSQL', async () => ({
  store: await openPostgresEventStore({ connection: await server.database(), readers: 4 }),
  release: async () => {},
}));
