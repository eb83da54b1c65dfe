import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../configuration.js';
import { logFileIn, openLogFileForReading } from '../event-store/log-file.js';
import { openSqliteLogReader } from '../event-store/sqlite-log-reader.js';
import { keysFileIn } from '../keys/open.js';
import { SystemClock } from '../time/clocks.js';
import { isTaken, isWithin, type Staged, stage } from './files.js';
import { keyBackupEnd, noteInRing } from './keys-backup.js';
import { keysHeld, openKeysFile } from './keys-file.js';
import {
  BackupRefused,
  CLOCK,
  digestOf,
  type FileDigest,
  type Manifest,
  requireFiles,
  writeManifest,
} from './manifest.js';
import { readWholeLog } from './read-log.js';
import { snapshot } from './snapshot.js';

/** What a backup made. */
export interface BackedUp {
  readonly manifest: Manifest;
  /** Kept apart, it proves at a restore that the manifest is this one. */
  readonly digest: string;
  readonly keys: number;
  readonly destroyed: number;
  /** Last day (UTC) on which the keys may be restored. */
  readonly until: string;
}

/**
 * Copies a ledger beside whoever serves it: facts and access log first, in one snapshot, then the keys, apart. A key is durable
 * before the first fact sealed with it, so that keys copied after the facts hold every key of theirs, or its tombstone. Both
 * copies are read back and proven before they get their names.
 */
export async function backUp(
  { data, clockFile }: Configuration,
  directory: string,
  keys: string,
  keysUntil?: string,
): Promise<BackedUp> {
  requireApart(data.directory, directory, keys);
  const staged: Staged[] = [];
  try {
    const facts = stage(directory);
    staged.push(facts);
    const apart = stage(keys);
    staged.push(apart);
    const takenAt = new SystemClock().now();
    const until = keyBackupEnd(keysUntil, takenAt);
    if (clockFile !== undefined && existsSync(clockFile)) copyFileSync(clockFile, join(facts.path, CLOCK));
    snapshot(openLogFileForReading(data.log).db, logFileIn(facts.path));
    noteInRing(data.keys, { id: randomUUID(), takenAt, until });
    snapshot(openKeysFile(keysFileIn(data.keys)), keysFileIn(apart.path));
    const backedUp = await proven(facts.path, apart.path, takenAt, until);
    // The keys first: a backup of facts that has its name has its keys.
    apart.keep();
    facts.keep();
    noteBackup(data.directory, backedUp.manifest);
    return backedUp;
  } catch (error) {
    for (const each of staged) each.discard();
    throw error;
  }
}

/** What the data directory remembers of the last backup; nothing depends on it. */
export interface LastBackup {
  readonly takenAt: string;
  /** Head of the facts then. */
  readonly position: string;
}

const lastBackupFile = (directory: string): string => join(directory, 'last-backup.json');

function noteBackup(directory: string, { takenAt, heads }: Manifest): void {
  try {
    const note: LastBackup = { takenAt, position: heads.facts.position };
    writeFileSync(lastBackupFile(directory), `${JSON.stringify(note)}\n`, { mode: 0o600 });
  } catch {
    // The backup is good all the same, also when the data lies on a disk that is full.
  }
}

/** The last backup of a data directory, as far as it remembers. */
export function lastBackup(directory: string): LastBackup | undefined {
  try {
    return JSON.parse(readFileSync(lastBackupFile(directory), 'utf8')) as LastBackup;
  } catch {
    return undefined;
  }
}

function requireApart(data: string, directory: string, keys: string): void {
  if (isWithin(keys, directory) || isWithin(directory, keys))
    throw new BackupRefused('Keys and facts must be kept apart: neither directory may lie in the other.');
  for (const path of [directory, keys]) {
    if (isWithin(path, data))
      throw new BackupRefused(`${path} lies in the data directory itself: it would be lost with it.`);
    if (isTaken(path)) throw new BackupRefused(`${path} is not empty: every backup has directories of its own.`);
  }
}

/** Reads the copies back and writes their manifests. */
async function proven(facts: string, apart: string, takenAt: string, until: string): Promise<BackedUp> {
  const id = randomUUID();
  const reader = openSqliteLogReader(facts);
  const ringFile = openKeysFile(keysFileIn(apart));
  try {
    const held = keysHeld(ringFile);
    const knows = ringFile.prepare<[string], number>('SELECT count(*) FROM key WHERE reference = ?').pluck();
    const known = new Set<string>();
    const requireKey = ({ key }: { readonly key: string }): void => {
      if (known.has(key)) return;
      if (knows.get(key) !== 1) throw new BackupRefused(`A key of the facts is missing in ${keysFileIn(apart)}.`);
      known.add(key);
    };
    const logs = {
      facts: await readWholeLog(reader, 'facts', logFileIn(facts), requireKey),
      access: await readWholeLog(reader, 'access', logFileIn(facts), requireKey),
    };
    const kinds = [...logs.facts.kinds, ...logs.access.kinds].map(
      ([type, versions]) => [type, [...versions].sort()] as const,
    );
    const manifest: Manifest = {
      kind: 'alliance-ledger-backup',
      format: 1,
      id,
      takenAt,
      logId: reader.logId,
      heads: { facts: logs.facts.head, access: logs.access.head },
      kinds: Object.fromEntries(kinds),
      files: await digestsIn(facts, ['log.db', CLOCK]),
      ring: held.ring,
    };
    writeManifest(apart, {
      ...{ kind: 'alliance-ledger-keys-backup', format: 1, id, takenAt, until, ...held },
      files: await digestsIn(apart, ['keys.db']),
    });
    const digest = writeManifest(facts, manifest);
    await requireFiles(facts, manifest);
    return { manifest, digest, keys: held.keys, destroyed: held.destroyed, until };
  } finally {
    ringFile.close();
    await reader.close();
  }
}

async function digestsIn(directory: string, names: readonly string[]): Promise<Readonly<Record<string, FileDigest>>> {
  const found: Record<string, FileDigest> = {};
  for (const name of names) {
    const file = join(directory, name);
    if (existsSync(file)) found[name] = await digestOf(file);
  }
  return found;
}
