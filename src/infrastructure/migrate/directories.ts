import { mkdirSync } from 'node:fs';
import type { DataLayout } from '../../configuration.js';

/** Makes the directories that a ledger is opened in, of their owner's only, whatever of it is kept elsewhere. */
export function makeDirectories({ directory, log, views, keys }: DataLayout): void {
  for (const each of [directory, log, views, keys]) mkdirSync(each, { recursive: true, mode: 0o700 });
}
