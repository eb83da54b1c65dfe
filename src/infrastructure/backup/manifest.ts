import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonical } from '../integrity/canonical.js';
import { sha256 } from '../integrity/digests.js';
import { durably } from './files.js';

/** A backup cannot be made or restored as asked; the message says why in a sentence, and which file. */
export class BackupRefused extends Error {}

/** A file as it was when it was copied. */
export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** Where a log ends in a backup, and what stands before. */
export interface LogHead {
  readonly position: string;
  readonly facts: number;
  /** Completeness digest: SHA-256 chained over the digest of every fact up to the head. */
  readonly chain: string;
}

/** What a backup of facts and access log says of itself. */
export interface Manifest {
  readonly kind: 'alliance-ledger-backup';
  readonly format: 1;
  readonly id: string;
  /** By the machine's clock. */
  readonly takenAt: string;
  readonly logId: string;
  readonly heads: { readonly facts: LogHead; readonly access: LogHead };
  /** Kinds of fact in both logs, each with the versions it stands in. */
  readonly kinds: Readonly<Record<string, readonly number[]>>;
  readonly files: Readonly<Record<string, FileDigest>>;
  /** The key ring whose keys opened it. */
  readonly ring: string;
}

/** What a backup of keys says of itself. */
export interface KeysManifest {
  readonly kind: 'alliance-ledger-keys-backup';
  readonly format: 1;
  /** The backup of facts it was taken with; it serves older ones of the same ring too. */
  readonly id: string;
  readonly takenAt: string;
  readonly ring: string;
  readonly keys: number;
  readonly destroyed: number;
  /** Last day (UTC) on which it may be restored; older backups say none. */
  readonly until?: string;
  /** By what its keys are wrapped, if not by the ring's own key-encryption key. */
  readonly wrapping?: 'own-passphrase';
  readonly files: Readonly<Record<string, FileDigest>>;
}

/** Names of the files of a backup. */
export const MANIFEST = 'manifest.json';
/** Where a movable development clock stood. */
export const CLOCK = 'clock.json';

/** Writes a manifest with its own digest, and returns that digest. */
export function writeManifest(directory: string, manifest: Manifest | KeysManifest): string {
  const digest = sha256(canonical(manifest));
  durably(join(directory, MANIFEST), `${JSON.stringify({ ...manifest, digest }, undefined, 2)}\n`);
  return digest;
}

/** Reads a manifest; throws `BackupRefused` when it is missing, was changed, or is of something else. */
export function readManifest<M extends Manifest | KeysManifest>(
  directory: string,
  kind: M['kind'],
): M & { readonly digest: string } {
  const file = join(directory, MANIFEST);
  if (!existsSync(file)) throw new BackupRefused(`${file} is missing: this is no backup, or one that was cut short.`);
  let said: M & { readonly digest: string };
  try {
    said = JSON.parse(readFileSync(file, 'utf8')) as typeof said;
    const { digest, ...manifest } = said;
    if (sha256(canonical(manifest)) !== digest) throw new Error('changed');
  } catch {
    throw new BackupRefused(`${file} was changed: it is not as the backup wrote it.`);
  }
  if (said.kind !== kind) throw new BackupRefused(`${file} is a manifest of something else (${said.kind}).`);
  if (said.format !== 1) throw new BackupRefused(`${file} has format ${said.format}; this program reads format 1.`);
  return said;
}

/** Bytes and SHA-256 of a file. */
export async function digestOf(file: string): Promise<FileDigest> {
  const hashed = createHash('sha256');
  for await (const chunk of createReadStream(file)) hashed.update(chunk as Buffer);
  return { bytes: statSync(file).size, sha256: hashed.digest('hex') };
}

/** Throws `BackupRefused` naming the file when one is missing or not as its manifest says. */
export async function requireFiles(directory: string, { files }: Pick<Manifest, 'files'>): Promise<void> {
  for (const [name, { bytes, sha256: expected }] of Object.entries(files)) {
    const file = join(directory, name);
    if (!existsSync(file)) throw new BackupRefused(`${file} is missing.`);
    const found = await digestOf(file);
    if (found.bytes !== bytes || found.sha256 !== expected)
      throw new BackupRefused(`${file} was changed: it is not as its manifest says.`);
  }
}
