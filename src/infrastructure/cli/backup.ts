import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { backUp } from '../backup/backup.js';
import { KEY_BACKUP_DAYS } from '../backup/keys-backup.js';
import { BackupRefused } from '../backup/manifest.js';
import { logFileIn } from '../event-store/log-file.js';
import { sqliteCode } from '../event-store/sqlite-error.js';
import { type Common, command } from './command.js';
import { Ended, EXITS } from './exits.js';
import { say, sayJson } from './output.js';
import { configurationOf } from './settings.js';

interface Options extends Common {
  readonly keys: string;
  readonly keysUntil?: string;
}

/** `alliance backup`: facts and access log into one directory, keys into another, read back and proven. */
export function backupCommand(program: Command): void {
  command(
    program,
    'backup <directory>',
    'Back up facts and access log, and the keys apart, beside a running service.',
    [['alliance backup /backup/2026-02-16 --keys /vault/2026-02-16', 'ends only when both were read back and proven']],
  )
    .requiredOption('--keys <directory>', 'where the wrapped keys go, apart from the facts')
    .option(
      '--keys-until <date>',
      `last day on which the keys may be restored (default: ${KEY_BACKUP_DAYS} days from now)`,
    )
    .addHelpText(
      'after',
      `
What else must be kept: the key-encryption key file (ALLIANCE_KEY_FILE, else <data>/keys/key-encryption-key). It is
never copied here: without it no backup can be read, with it and both directories anybody can read everything.
Keep the three apart. The keys have an end of their own, after which they are not restored and are to be destroyed: in
an old copy of the keys, a key that was destroyed since is not destroyed. Views are not copied: they are made again. The digest that is said proves at a
restore that the manifest is the one written now (--digest): keep it where neither directory is.`,
    )
    .action(async (directory: string, options: Options) => {
      const configuration = configurationOf(options.data);
      if (!existsSync(logFileIn(configuration.data.log)))
        throw new Ended(
          EXITS.unavailable,
          `There is no ledger in ${configuration.data.directory}: run \`alliance init\` first.`,
        );
      const { manifest, digest, keys, destroyed, until } = await refusing(
        backUp(configuration, directory, options.keys, options.keysUntil),
      );
      if (options.json) return sayJson({ ...manifest, digest, keys, destroyed, keysUntil: until });
      const { facts, access } = manifest.heads;
      say(
        `${facts.facts} facts and ${access.facts} looks in ${directory}, ${keys} keys (${destroyed} destroyed) in ${options.keys}.`,
      );
      say(`Read back: every digest agrees, every key is there. Manifest ${digest}`);
      say(`The keys end on ${until}: destroy them then; until then what is destroyed here may be read from them.`);
      if (configuration.keyEncryption.source === 'key-file')
        say(`Keep the key file apart from both: ${configuration.data.keyFile}`);
    });
}

/** Ends the command with 1 when a backup or restore is refused, with 69 when there is no room for it. */
export async function refusing<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    if (error instanceof BackupRefused) throw new Ended(EXITS.no, `Refused: ${error.message}`);
    const code = sqliteCode(error);
    if (code === 'SQLITE_FULL' || code === 'ENOSPC')
      throw new Ended(EXITS.unavailable, 'There is no room for it: nothing was left.');
    throw error;
  }
}
