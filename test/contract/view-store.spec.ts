import { openMemoryViewStore } from '../../src/application/projecting/memory-view-store.js';
import { openSqliteViewStore } from '../../src/infrastructure/view-store/sqlite-view-store.js';
import { viewStoreContract } from './view-store.contract.js';

viewStoreContract('in memory', async (views) => openMemoryViewStore(views));
viewStoreContract('SQLite', async (views) => openSqliteViewStore({ file: ':memory:', views, logId: 'test' }));
