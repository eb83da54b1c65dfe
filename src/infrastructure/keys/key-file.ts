import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { KEY_BYTES } from './primitives.js';

/** The key ring cannot be opened as asked; the message says why in a sentence and holds no secret. */
export class KeyRingRefused extends Error {}

/** Writes a new key-encryption key to a file that only its owner can read; refuses to replace a file. */
export function createKeyFile(path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncDirectory(dirname(path));
}

/** Makes the names in a directory durable: a file whose name is lost is lost. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Reads a key-encryption key: 32 bytes as base64url or hexadecimal text, in a file closed to group and others. Never makes one. */
export function readKeyFile(path: string): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new KeyRingRefused(
      missing
        ? `The key file ${path} is missing.`
        : `The key file ${path} cannot be read (${(error as Error).message}).`,
    );
  }
  try {
    if (process.platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0) {
      throw new KeyRingRefused(`The key file ${path} is open to others than its owner: set its mode to 0600.`);
    }
    const text = readFileSync(file, 'utf8').trim();
    const key = /^[0-9a-fA-F]{64}$/.test(text)
      ? Buffer.from(text, 'hex')
      : /^[A-Za-z0-9_-]{43}$/.test(text)
        ? Buffer.from(text, 'base64url')
        : undefined;
    if (key === undefined)
      throw new KeyRingRefused(`The key file ${path} does not hold 32 bytes in base64url or hexadecimal.`);
    return key;
  } finally {
    closeSync(file);
  }
}
