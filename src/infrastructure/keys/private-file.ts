import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { KeyRingRefused } from './key-ring-refused.js';

/** Reads a small secret from a file that is closed to group and others; throws `KeyRingRefused` with the reason, never the content. */
export function readPrivateFile(path: string, what: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new KeyRingRefused(
      missing ? `The ${what} ${path} is missing.` : `The ${what} ${path} cannot be read (${(error as Error).message}).`,
    );
  }
  try {
    if (process.platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0)
      throw new KeyRingRefused(`The ${what} ${path} is open to others than its owner: set its mode to 0600.`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
