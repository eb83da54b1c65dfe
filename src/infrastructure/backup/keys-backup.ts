import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Configuration } from '../../configuration.js';
import { keyEncryptionOf } from '../keys/configured.js';
import { noteKeyBackup } from '../keys/key-backups.js';
import { forACopy, type KeyEncryption } from '../keys/key-encryption.js';
import { keysFileIn } from '../keys/open.js';
import { PassphraseEncryption } from '../keys/passphrase-encryption.js';
import { rotateKeys } from '../keys/rotate.js';
import { SystemClock } from '../time/clocks.js';
import { isTaken, isWithin, stage } from './files.js';
import { keysHeld, openKeysFile } from './keys-file.js';
import { BackupRefused, digestOf, type KeysManifest, readManifest, writeManifest } from './manifest.js';
import { snapshot } from './snapshot.js';

/** Days that a backup of keys lives unless told otherwise, and at most: what was destroyed can be read from it until it ends. */
export const KEY_BACKUP_DAYS = 30;
export const KEY_BACKUP_LONGEST_DAYS = 366;

const DAY = 86_400_000;
const BUSY_MILLISECONDS = 5_000;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** The day (UTC) on which a backup of keys ends, as asked for or as usual; throws `BackupRefused` when it is none, past or too far. */
export function keyBackupEnd(asked: string | undefined, now: string): string {
  const today = Date.parse(now);
  if (asked === undefined) return dayOf(today + KEY_BACKUP_DAYS * DAY);
  const isDay =
    /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(Date.parse(asked)) && dayOf(Date.parse(asked)) === asked;
  if (!isDay || asked < dayOf(today) || asked > dayOf(today + KEY_BACKUP_LONGEST_DAYS * DAY))
    throw new BackupRefused(
      `Keys are kept until a day from today to ${KEY_BACKUP_LONGEST_DAYS} days from now, said as 2027-01-31.`,
    );
  return asked;
}

/** Throws `BackupRefused` for a backup of keys whose end has come. */
export function requireNotEnded({ until }: KeysManifest, now: string): void {
  if (until !== undefined && until < now.slice(0, 10))
    throw new BackupRefused(`This backup of keys ended on ${until}: it is to be destroyed, and is not restored.`);
}

/** True for keys that were backed up under a passphrase of their own. */
export function wrappedByOwnPassphrase(directory: string): boolean {
  try {
    return readManifest<KeysManifest>(directory, 'alliance-ledger-keys-backup').wrapping === 'own-passphrase';
  } catch {
    // What is wrong with it is said when it is restored.
    return false;
  }
}

/** Writes into the ring, beside whoever has it, that a backup of its keys is being made. */
export function noteInRing(keys: string, note: Parameters<typeof noteKeyBackup>[1]): void {
  const database = new SqliteDatabase(keysFileIn(keys), { timeout: BUSY_MILLISECONDS, fileMustExist: true });
  try {
    database.pragma('synchronous = FULL');
    noteKeyBackup(database, note);
  } finally {
    database.close();
  }
}

/** Wraps a copy of a ring, which nobody uses yet, by another key-encryption key. */
export async function rewrapCopy(directory: string, from: KeyEncryption, to: KeyEncryption): Promise<void> {
  const { resumed } = await rotateKeys(directory, forACopy(from), { to: forACopy(to) });
  // A copy taken in the middle of a rotation: that one was only brought to its end.
  if (resumed) await rotateKeys(directory, forACopy(from), { to: forACopy(to) });
  // One file, to be read where nothing can be written.
  const database = new SqliteDatabase(keysFileIn(directory));
  database.pragma('journal_mode = DELETE');
  database.close();
  rmSync(join(directory, 'lock.db'), { force: true });
}

/**
 * Copies the keys beside whoever has the ring, wrapped by a passphrase of their own, with an end: for a place and a life of their
 * own, apart from the facts and from the key-encryption key.
 */
export async function backUpKeys(
  { data, keyEncryption }: Configuration,
  directory: string,
  passphrase: string,
  asked?: string,
): Promise<KeysManifest & { readonly digest: string }> {
  const takenAt = new SystemClock().now();
  const until = keyBackupEnd(asked, takenAt);
  if (!existsSync(keysFileIn(data.keys))) throw new BackupRefused(`There are no keys in ${data.keys}.`);
  if (isWithin(directory, data.directory))
    throw new BackupRefused(`${directory} lies in the data directory itself: it would be lost with it.`);
  if (isTaken(directory))
    throw new BackupRefused(`${directory} is not empty: every backup has directories of its own.`);
  const staged = stage(directory);
  try {
    const id = randomUUID();
    noteInRing(data.keys, { id, takenAt, until });
    snapshot(openKeysFile(keysFileIn(data.keys)), keysFileIn(staged.path));
    await rewrapCopy(staged.path, await keyEncryptionOf(keyEncryption), new PassphraseEncryption(passphrase));
    const copy = openKeysFile(keysFileIn(staged.path));
    const held = keysHeld(copy);
    copy.close();
    const manifest: KeysManifest = {
      ...{ kind: 'alliance-ledger-keys-backup', format: 1, id, takenAt, until, wrapping: 'own-passphrase', ...held },
      files: { 'keys.db': await digestOf(keysFileIn(staged.path)) },
    };
    const digest = writeManifest(staged.path, manifest);
    staged.keep();
    return { ...manifest, digest };
  } catch (error) {
    staged.discard();
    throw error;
  }
}
