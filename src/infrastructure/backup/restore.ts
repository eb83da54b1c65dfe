import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BoxTampered, UnknownKey } from '../../application/ports.js';
import type { DataLayout } from '../../configuration.js';
import { kindOf } from '../../domain/catalogue.js';
import type { KeyEncryptionConfiguration } from '../../key-configuration.js';
import { logFileIn } from '../event-store/log-file.js';
import { openSqliteLogReader } from '../event-store/sqlite-log-reader.js';
import { keyEncryptionOf } from '../keys/configured.js';
import { forACopy } from '../keys/key-encryption.js';
import { createKeyFile, readKeyFile } from '../keys/key-file.js';
import { keysFileIn, openLocalKeyRing } from '../keys/open.js';
import { PassphraseEncryption } from '../keys/passphrase-encryption.js';
import { SystemClock } from '../time/clocks.js';
import { durably, isTaken, isWithin, stage } from './files.js';
import { requireNotEnded, rewrapCopy } from './keys-backup.js';
import { destroyAsSince, keysHeld, openKeysFile } from './keys-file.js';
import {
  BackupRefused,
  CLOCK,
  type KeysManifest,
  MANIFEST,
  type Manifest,
  readManifest,
  requireFiles,
} from './manifest.js';
import { readWholeLog } from './read-log.js';

/** What is restored, and whither. */
export interface Restoring {
  readonly directory: string;
  readonly keys: string;
  readonly data: string;
  /** The key-encryption key of the restored ring. */
  readonly keyEncryption: KeyEncryptionConfiguration;
  /** Where it is a file, whether that is used where it is, copied into the new data directory, or made new there. */
  readonly placing: 'used' | 'copied' | 'new';
  /** Passphrase of keys that were backed up under one of their own. */
  readonly keysPassphrase?: string;
  /** Keys of the same ring as they are now: what was destroyed since the backup is destroyed again. */
  readonly destroyedSince?: string;
  /** Digest of the manifest as the backup said it, kept apart. */
  readonly digest?: string;
}

/** What a restore did. */
export interface Restored {
  readonly manifest: Manifest;
  /** Boxes that opened, and boxes whose key was destroyed. */
  readonly opened: number;
  readonly shredded: number;
  /** Keys destroyed again because they were destroyed after the backup. */
  readonly destroyedAgain: number;
}

/** Where a restored data directory keeps its parts. */
export type LayoutOf = (directory: string) => Pick<DataLayout, 'log' | 'views' | 'keys'>;

/**
 * Restores a ledger into an empty place, under a temporary name until everything is proven: each file as its manifest says,
 * every digest, chain and revision of both logs, a key or its tombstone for every box and every box opened with it, and
 * whatever `prove` adds. On any failure nothing is left.
 */
export async function restore(
  restoring: Restoring,
  layoutOf: LayoutOf,
  prove: (directory: string, keyFile: string | undefined) => Promise<void>,
): Promise<Restored> {
  const { directory, keys, data } = restoring;
  if (isTaken(data)) throw new BackupRefused(`${data} is not empty: a ledger is restored into an empty place only.`);
  for (const path of [directory, keys])
    if (isWithin(data, path)) throw new BackupRefused(`${data} lies in ${path}: a backup is not changed.`);
  const manifest = readManifest<Manifest>(directory, 'alliance-ledger-backup');
  const keysManifest = readManifest<KeysManifest>(keys, 'alliance-ledger-keys-backup');
  requireTogether(restoring, manifest, keysManifest);
  requireNotEnded(keysManifest, new SystemClock().now());
  const staged = stage(data);
  try {
    const layout = layoutOf(staged.path);
    for (const path of [layout.log, layout.views, layout.keys]) mkdirSync(path, { recursive: true, mode: 0o700 });
    copy(logFileIn(directory), logFileIn(layout.log));
    copy(keysFileIn(keys), keysFileIn(layout.keys));
    if (manifest.files[CLOCK] !== undefined) copy(join(directory, CLOCK), join(staged.path, CLOCK));
    // What is proven is the copy that will serve, file by file; a copy names the original, which is what was changed.
    await requireFiles(directory, manifest);
    await requireFiles(keys, keysManifest);
    await requireFiles(layout.log, { files: only(manifest, 'log.db') });
    await requireFiles(layout.keys, keysManifest);
    const later = restoring.destroyedSince;
    const destroyedAgain = later === undefined ? 0 : destroyAsSince(keysFileIn(layout.keys), keysIn(later));
    const encryption = placeKeyEncryption(restoring, layout.keys);
    if (keysManifest.wrapping === 'own-passphrase') {
      if (restoring.keysPassphrase === undefined)
        throw new BackupRefused('These keys are wrapped by a passphrase of their own, and none was given.');
      const own = new PassphraseEncryption(restoring.keysPassphrase);
      await rewrapCopy(layout.keys, own, await keyEncryptionOf(encryption));
    }
    const boxes = await proveLogs(layout, manifest, encryption);
    await prove(staged.path, encryption.source === 'key-file' ? encryption.file : undefined);
    staged.keep();
    return { manifest, destroyedAgain, ...boxes };
  } catch (error) {
    staged.discard();
    throw error;
  }
}

/** Puts the key-encryption key where the restored ledger looks for it. */
function placeKeyEncryption({ keyEncryption, placing }: Restoring, keys: string): KeyEncryptionConfiguration {
  if (keyEncryption.source !== 'key-file' || placing === 'used') return keyEncryption;
  const file = join(keys, 'key-encryption-key');
  if (placing === 'new') createKeyFile(file);
  else {
    const key = readKeyFile(keyEncryption.file);
    durably(file, `${key.toString('base64url')}\n`);
    key.fill(0);
  }
  return { source: 'key-file', file };
}

function requireTogether(
  { digest, directory }: Restoring,
  manifest: Manifest & { digest: string },
  keys: KeysManifest,
): void {
  if (digest !== undefined && digest !== manifest.digest)
    throw new BackupRefused(`${join(directory, MANIFEST)} is not the one whose digest was given.`);
  if (manifest.ring !== keys.ring)
    throw new BackupRefused('These are the keys of another ledger: its ring is another.');
  if (keys.takenAt < manifest.takenAt)
    throw new BackupRefused(
      'These keys are older than the facts: some keys may be missing. Take those of the same backup or later.',
    );
  for (const [type, versions] of Object.entries(manifest.kinds)) {
    const known = kindOf(type)?.version ?? 0;
    if (versions.some((version) => version > known))
      throw new BackupRefused(
        `The backup holds ${type} in a version that this program does not know: take a newer program.`,
      );
  }
}

const copy = (from: string, to: string): void => {
  if (!existsSync(from)) throw new BackupRefused(`${from} is missing.`);
  copyFileSync(from, to);
};

const only = ({ files }: Manifest, name: string): Manifest['files'] => {
  const found = files[name];
  if (found === undefined) throw new BackupRefused(`The manifest names no ${name}.`);
  return { [name]: found };
};

/** A directory of keys, in a data directory or in a backup. */
function keysIn(directory: string): string {
  const file = [keysFileIn(directory), keysFileIn(join(directory, 'keys'))].find((path) => existsSync(path));
  if (file === undefined) throw new BackupRefused(`${directory} holds no keys.db.`);
  return file;
}

/** Reads both logs whole, opens every box, and compares with what the backup said. */
async function proveLogs(
  { log, keys }: ReturnType<LayoutOf>,
  manifest: Manifest,
  encryption: KeyEncryptionConfiguration,
) {
  const file = openKeysFile(keysFileIn(keys));
  const { ring } = keysHeld(file);
  file.close();
  if (ring !== manifest.ring) throw new BackupRefused('keys.db holds another ring than its manifest says.');
  const keyRing = await openLocalKeyRing(keys, forACopy(await keyEncryptionOf(encryption)));
  const reader = openSqliteLogReader(log);
  let [opened, shredded] = [0, 0];
  try {
    if (reader.logId !== manifest.logId) throw new BackupRefused('log.db holds another log than its manifest says.');
    for (const which of ['facts', 'access'] as const) {
      const { head } = await readWholeLog(reader, which, 'log.db', (box) => {
        if (keyRing.open(box) === 'destroyed') shredded++;
        else opened++;
      });
      const said = manifest.heads[which];
      if (head.chain !== said.chain || head.facts !== said.facts || head.position !== said.position)
        throw new BackupRefused(`log.db: the ${which} log ends elsewhere than its manifest says.`);
    }
    return { opened, shredded };
  } catch (error) {
    if (error instanceof UnknownKey)
      throw new BackupRefused('keys.db misses a key that facts were sealed with.', { cause: error });
    if (error instanceof BoxTampered) throw new BackupRefused(`log.db or keys.db was changed: ${error.message}.`);
    throw error;
  } finally {
    await reader.close();
    await keyRing.close();
  }
}
