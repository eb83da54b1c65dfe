import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, type KeysManifest, type Manifest, writeManifest } from '../../src/infrastructure/backup/manifest.js';

/** Writes the manifest of a backup anew so that it fits files that were altered, as somebody who knows the program could. */
export async function forgeManifest(directory: string): Promise<void> {
  const path = join(directory, 'manifest.json');
  const { digest: _digest, ...manifest } = JSON.parse(readFileSync(path, 'utf8')) as Manifest & { digest: string };
  rmSync(path);
  writeManifest(directory, { ...manifest, files: { 'log.db': await digestOf(join(directory, 'log.db')) } });
}

/** The same for a manifest of keys, of which something is said otherwise. */
export async function forgeKeysManifest(directory: string, otherwise: Partial<KeysManifest>): Promise<void> {
  const path = join(directory, 'manifest.json');
  const { digest: _digest, ...manifest } = JSON.parse(readFileSync(path, 'utf8')) as KeysManifest & { digest: string };
  rmSync(path);
  writeManifest(directory, { ...manifest, ...otherwise });
}
