import { resolve } from 'node:path';
import type { Command } from 'commander';
import { wrappedByOwnPassphrase } from '../backup/keys-backup.js';
import { BackupRefused } from '../backup/manifest.js';
import { restore } from '../backup/restore.js';
import { passphraseFrom } from '../keys/passphrase-source.js';
import { refusing } from './backup.js';
import { type Common, command } from './command.js';
import { badInput } from './exits.js';
import { note, say, sayJson } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';
import { verifyLedger } from './verify.js';

interface Options extends Common {
  readonly keys: string;
  readonly keyFile?: string;
  readonly keysPassphraseFile?: string;
  readonly destroyedSince?: string;
  readonly digest?: string;
}

/** `alliance restore`: a backup into an empty data directory, proven before it is there. */
export function restoreCommand(program: Command, root: Root): void {
  command(
    program,
    'restore <directory>',
    'Restore a backup into an empty data directory; on any failure nothing is left.',
    [
      ['alliance restore /backup/2026-02-16 --keys /vault/2026-02-16 --key-file /safe/key --data ./restored', ''],
      ['alliance restore … --destroyed-since ./data/keys', 'what was destroyed since the backup is destroyed again'],
    ],
  )
    .requiredOption('--keys <directory>', 'the keys, of the same backup or a later one')
    .option(
      '--key-file <file>',
      'key-encryption key, copied into the data directory (without: ALLIANCE_KEY_FILE, used where it is)',
    )
    .option('--keys-passphrase-file <file>', 'passphrase of keys that were backed up with `alliance keys backup`')
    .option('--destroyed-since <directory>', 'keys of the same ledger as they are now, or a later backup of them')
    .option('--digest <digest>', 'digest of the manifest, as the backup said it')
    .addHelpText(
      'after',
      `
Proven before the directory gets its name: every file as its manifest says, every digest, chain and revision of both
logs, a key or its tombstone for every box, every box opened, every view made again and compared. The restored ledger
is the same ledger: never serve both, and say --destroyed-since whenever keys later than the backup are at hand.`,
    )
    .action(async (directory: string, options: Options) => {
      const { data, json, keys, destroyedSince, digest } = options;
      if (data === undefined) throw badInput('--data', 'say the new data directory.');
      const whole = resolve(data);
      const layoutOf = (path: string) => configurationOf(path).data;
      const restoring = {
        directory,
        keys,
        data: whole,
        ...(await encryptionFor(options, whole)),
        ...(destroyedSince !== undefined && { destroyedSince }),
        ...(digest !== undefined && { digest }),
      };
      const { manifest, opened, shredded, destroyedAgain } = await refusing(
        restore(restoring, layoutOf, (path, key) => proveViews(root, path, key)),
      );
      const { facts, access } = manifest.heads;
      if (json) return sayJson({ data: whole, heads: manifest.heads, opened, shredded, destroyedAgain });
      say(`${facts.facts} facts and ${access.facts} looks as of ${manifest.takenAt} are in ${whole}.`);
      say(
        `Proven: ${opened} boxes opened, ${shredded} of destroyed keys, ${destroyedAgain} keys destroyed again; every view equals its facts.`,
      );
      if (destroyedSince === undefined)
        note(
          'No later keys were named (--destroyed-since): what was destroyed after the backup can be read again here.',
        );
    });
}

/** The key-encryption key that the restored ring gets, and the passphrase of keys that have one of their own. */
async function encryptionFor({ keys, keyFile, keysPassphraseFile }: Options, data: string) {
  const { keyEncryption } = configurationOf(data);
  const hasOwn = wrappedByOwnPassphrase(keys);
  const own = hasOwn && {
    keysPassphrase: await passphraseFrom(keysPassphraseFile, 'Passphrase of the backed-up keys'),
  };
  if (keyFile !== undefined)
    return { keyEncryption: { source: 'key-file', file: resolve(keyFile) }, placing: 'copied', ...own } as const;
  if (keyEncryption.source !== 'key-file' || process.env['ALLIANCE_KEY_FILE'] !== undefined)
    return { keyEncryption, placing: 'used', ...own } as const;
  if (hasOwn) return { keyEncryption, placing: 'new', ...own } as const;
  throw badInput('--key-file', 'say where the key-encryption key is: no backup holds it.');
}

/** Makes every view from the restored facts and compares it with them, without doing anything. */
async function proveViews(root: Root, directory: string, keyFile: string | undefined): Promise<void> {
  const more: Record<string, string> = keyFile === undefined ? {} : { ALLIANCE_KEY_FILE: keyFile };
  if (keyFile !== undefined) more['ALLIANCE_KEY_ENCRYPTION'] = 'key-file';
  const ledger = await root.openLedger(configurationOf(directory, more), { reacting: false });
  try {
    const { good } = await verifyLedger(ledger);
    if (!good) throw new BackupRefused('A view made from the restored facts does not equal them.');
  } finally {
    await ledger.close();
  }
}
