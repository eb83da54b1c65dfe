import type { KeyEncryptionConfiguration } from '../../key-configuration.js';
import type { KeyEncryption } from './key-encryption.js';
import { KeyFileEncryption } from './key-file-encryption.js';
import { PassphraseEncryption } from './passphrase-encryption.js';
import { passphraseFrom } from './passphrase-source.js';
import { TransitEncryption } from './transit-encryption.js';

/** The key-encryption key of a configuration; throws `KeyRingRefused` with a sentence when it cannot be had. */
export async function keyEncryptionOf(configured: KeyEncryptionConfiguration): Promise<KeyEncryption> {
  switch (configured.source) {
    case 'key-file':
      return new KeyFileEncryption(configured.file);
    case 'passphrase':
      return new PassphraseEncryption(await passphraseFrom(configured.file, 'Passphrase of the key ring'));
    case 'transit':
      return new TransitEncryption(configured.service);
  }
}
