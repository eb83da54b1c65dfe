import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryEventStore } from '../../src/infrastructure/event-store/memory-event-store.js';
import { openSqliteEventStore } from '../../src/infrastructure/event-store/sqlite-event-store.js';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('in memory, with gaps', async () => ({ store: openMemoryEventStore(), release: async () => {} }));

eventStoreContract('embedded', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'event-store-'));
  const store = openSqliteEventStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  return { store, release: async () => rmSync(directory, { recursive: true }) };
});
