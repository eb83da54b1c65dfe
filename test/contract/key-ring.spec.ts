import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyFile } from '../../src/infrastructure/keys/key-file.js';
import { KeyFileEncryption } from '../../src/infrastructure/keys/key-file-encryption.js';
import { openLocalKeyRing } from '../../src/infrastructure/keys/open.js';
import { keyRingContract } from './key-ring.contract.js';

let home = '';
keyRingContract(
  'a local key ring',
  async (again) => {
    if (!again) {
      home = mkdtempSync(join(tmpdir(), 'key-ring-'));
      createKeyFile(join(home, 'key'));
    }
    return openLocalKeyRing(join(home, 'ring'), new KeyFileEncryption(join(home, 'key')));
  },
  () => rmSync(home, { recursive: true, force: true }),
);
