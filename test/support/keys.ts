import { randomBytes } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import { LocalKeyRing } from '../../src/infrastructure/keys/local-key-ring.js';

/** A key ring that lives and dies with the test. */
export const memoryKeyRing = (keysInMemory?: number): LocalKeyRing =>
  new LocalKeyRing(new SqliteDatabase(':memory:'), randomBytes(32), keysInMemory);
