import SqliteDatabase from 'better-sqlite3';
import { prepareKeysDatabase } from '../../src/infrastructure/keys/key-table.js';
import { LocalKeyRing } from '../../src/infrastructure/keys/local-key-ring.js';
import { WrappingKeys } from '../../src/infrastructure/keys/wrapping-keys.js';

/** A key ring that lives and dies with the test. */
export const memoryKeyRing = (keysInMemory?: number, database = new SqliteDatabase(':memory:')): LocalKeyRing =>
  new LocalKeyRing(database, WrappingKeys.passing(prepareKeysDatabase(database)), keysInMemory);
