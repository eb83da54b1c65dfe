import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { ClientConfig } from 'pg';
import { createKeyFile } from '../../src/infrastructure/keys/key-file.js';
import { KeyFileEncryption } from '../../src/infrastructure/keys/key-file-encryption.js';
import { openPostgresKeyRing } from '../../src/infrastructure/keys/postgres/postgres-key-ring.js';
import { PostgresServer } from '../support/postgres-server.js';
import { keyRingContract } from './key-ring.contract.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

let home = '';
let connection: ClientConfig;
keyRingContract(
  'a key ring in PostgreSQL',
  async (again) => {
    if (!again) {
      home = mkdtempSync(join(tmpdir(), 'key-ring-'));
      createKeyFile(join(home, 'key'));
      connection = await server.database();
    }
    return openPostgresKeyRing({ connection, encryption: new KeyFileEncryption(join(home, 'key')) });
  },
  () => rmSync(home, { recursive: true, force: true }),
);
