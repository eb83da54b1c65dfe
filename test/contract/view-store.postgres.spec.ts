import { afterAll, beforeAll } from '@jest/globals';
import { openPostgresViewStore } from '../../src/infrastructure/view-store/postgres/postgres-view-store.js';
import { PostgresServer } from '../support/postgres-server.js';
import { viewStoreContract } from './view-store.contract.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

viewStoreContract('PostgreSQL', async (views) =>
  openPostgresViewStore({ connection: await server.database(), views, logId: 'test', readers: 2 }),
);
