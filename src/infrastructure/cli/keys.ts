import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Configuration } from '../../configuration.js';
import { backUpKeys, KEY_BACKUP_DAYS } from '../backup/keys-backup.js';
import { openKeysFile } from '../backup/keys-file.js';
import { accountOfKeys, type KeysAccount } from '../keys/account.js';
import { keyEncryptionOf } from '../keys/configured.js';
import type { KeyEncryption } from '../keys/key-encryption.js';
import { KeyFileEncryption } from '../keys/key-file-encryption.js';
import { keysFileIn, openLocalKeyRing } from '../keys/open.js';
import { PassphraseEncryption } from '../keys/passphrase-encryption.js';
import { passphraseFrom, passphraseIn } from '../keys/passphrase-source.js';
import { rotateKeys } from '../keys/rotate.js';
import { TransitEncryption } from '../keys/transit-encryption.js';
import { refusing } from './backup.js';
import { type Common, command } from './command.js';
import { badInput, Ended, EXITS } from './exits.js';
import { say, sayJson, table } from './output.js';
import { configurationOf } from './settings.js';

interface Rotate extends Common {
  readonly fromKeyFile?: string;
  readonly fromPassphraseFile?: string;
  readonly fromTransit?: boolean;
}

interface Backup extends Common {
  readonly until?: string;
  readonly passphraseFile?: string;
}

/** `alliance keys`: what the key ring holds, never a secret; rotation, renewal and backup of it. */
export function keysCommand(program: Command): void {
  const keys = command(program, 'keys', 'What the key ring holds, never a secret; to rotate, renew and back it up.', [
    ['alliance keys', 'keys by state, what wraps them, which backups of them there are'],
    ['alliance keys rotate', 'a new key-encryption key; every key wrapped anew'],
    ['alliance keys backup /vault/2026-11 --until 2026-12-31', 'the keys under a passphrase of their own'],
  ]).action((options: Common) => {
    const account = accountOf(configurationOf(options.data));
    if (options.json) sayJson(account);
    else show(account);
  });
  rotateCommand(keys);
  renewCommand(keys);
  backupCommand(keys);
}

function rotateCommand(keys: Command): void {
  command(keys, 'rotate', 'Make a new key-encryption key and wrap every key anew; no fact is touched.', [
    ['alliance keys rotate', 'stopped anywhere, the same command goes on'],
    ['alliance keys rotate --from-key-file old.key', 'move to the source that is configured now'],
  ])
    .option('--from-key-file <file>', 'the ring is wrapped by this key file, and is moved to what is configured')
    .option('--from-passphrase-file <file>', 'it is wrapped by the passphrase in this file')
    .option('--from-transit', 'it is wrapped by the key service that ALLIANCE_TRANSIT_… describe')
    .addHelpText(
      'after',
      `
The service must not be running. With a key file, a new one takes the old one's place and the old one is erased; with a
passphrase, it is stretched with another salt; with a key service, its key gets another version (raise its
min_decryption_version when no backup needs the old one). Backups of keys made by \`alliance backup\` stay wrapped by the
old key: make new ones, or keep what opens them as long as they live.`,
    )
    .action(async (_: Rotate, self: Command) => {
      const options = self.optsWithGlobals<Rotate>();
      const configuration = configurationOf(options.data);
      requireRing(configuration);
      const former = formerOf(options, configuration);
      const configured = await keyEncryptionOf(configuration.keyEncryption);
      const { wrapped, resumed, retired } = await rotateKeys(
        configuration.data.keys,
        former ?? configured,
        former === undefined ? {} : { to: configured },
      );
      if (options.json) return sayJson({ wrapped, resumed, retired, wrappedBy: configured.source });
      if (resumed) say('A rotation that had stopped was brought to its end; nothing new was begun.');
      say(`${wrapped} keys were wrapped anew, by a ${configured.says}; ${retired} wrapping keys were erased.`);
      say('Make new backups of the keys: older ones open only with the former key-encryption key.');
    });
}

function renewCommand(keys: Command): void {
  command(keys, 'renew <stream>', 'Give every person in a stream a next key for what is recorded from now on.', [
    ['alliance keys renew case-018f…', 'what was recorded opens as before'],
  ])
    .addHelpText(
      'after',
      '\nA key that became known cannot be healed for what it sealed already: facts are never sealed again.',
    )
    .action(async (stream: string, _: Common, self: Command) => {
      const options = self.optsWithGlobals<Common>();
      const configuration = configurationOf(options.data);
      requireRing(configuration);
      const ring = await openLocalKeyRing(configuration.data.keys, await keyEncryptionOf(configuration.keyEncryption));
      try {
        await ring.renewStream(stream);
      } finally {
        await ring.close();
      }
      if (options.json) sayJson({ stream });
      else say(`What is recorded in ${stream} from now on is sealed under new keys.`);
    });
}

function backupCommand(keys: Command): void {
  command(keys, 'backup <directory>', 'Back up the keys alone, under a passphrase of their own and with an end.', [
    ['alliance keys backup /vault/2026-11 --until 2026-12-31', 'beside a running service'],
  ])
    .option('--until <date>', `last day (UTC) on which it may be restored (default: ${KEY_BACKUP_DAYS} days from now)`)
    .option('--passphrase-file <file>', 'file of its passphrase; without it the terminal is asked')
    .addHelpText(
      'after',
      `
Restored with \`alliance restore <facts> --keys <directory>\`, without the key-encryption key of today. The end is kept by
this program: whoever has the directory and the passphrase can read it with another, so destroy both when it has come.`,
    )
    .action(async (directory: string, _: Backup, self: Command) => {
      const options = self.optsWithGlobals<Backup>();
      const configuration = configurationOf(options.data);
      requireRing(configuration);
      const passphrase = await passphraseFrom(options.passphraseFile, 'Passphrase of this backup');
      const made = await refusing(backUpKeys(configuration, directory, passphrase, options.until));
      if (options.json) return sayJson(made);
      say(`${made.keys} keys (${made.destroyed} destroyed) are in ${directory}, until ${made.until}.`);
      say(`Manifest ${made.digest}`);
    });
}

/** What the ring is wrapped by, when it is to be moved to what is configured. */
function formerOf(options: Rotate, { transit }: Configuration): KeyEncryption | undefined {
  const { fromKeyFile, fromPassphraseFile, fromTransit } = options;
  if ([fromKeyFile, fromPassphraseFile, fromTransit].filter((each) => each !== undefined).length > 1)
    throw badInput('--from-…', 'say one former source.');
  if (fromKeyFile !== undefined) return new KeyFileEncryption(resolve(fromKeyFile));
  if (fromPassphraseFile !== undefined) return new PassphraseEncryption(passphraseIn(resolve(fromPassphraseFile)));
  if (fromTransit === undefined) return undefined;
  if (transit === undefined) throw badInput('--from-transit', 'ALLIANCE_TRANSIT_URL says where the key service is.');
  return new TransitEncryption(transit);
}

function requireRing({ data }: Configuration): void {
  if (!existsSync(keysFileIn(data.keys)))
    throw new Ended(EXITS.unavailable, `There is no ledger in ${data.directory}: run \`alliance init\` first.`);
}

function accountOf(configuration: Configuration): KeysAccount {
  requireRing(configuration);
  const database = openKeysFile(keysFileIn(configuration.data.keys));
  try {
    return accountOfKeys(database);
  } finally {
    database.close();
  }
}

function show({ ring, keys, wrapping, retired, backups }: KeysAccount): void {
  say(`Ring ${ring}: ${keys.present} keys present, ${keys.destroyed} destroyed.`);
  const rows = wrapping.map((one) => [one.id, one.state, one.source, one.version, String(one.keys), one.madeAt]);
  say(table(['wrapping key', 'state', 'wrapped by', 'version', 'keys', 'made'], rows, 160).join('\n'));
  if (wrapping.length > 1) say('A rotation stopped before its end: run `alliance keys rotate` again.');
  if (retired > 0) say(`${retired} wrapping keys were replaced and erased.`);
  for (const { takenAt, until } of backups) say(`Backup of ${takenAt}, ends on ${until}.`);
  if (backups.length === 0) say('No backup of these keys is remembered.');
}
