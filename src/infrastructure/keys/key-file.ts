import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeyRingRefused } from './key-ring-refused.js';
import { KEY_BYTES } from './primitives.js';
import { readPrivateFile } from './private-file.js';

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
  const text = readPrivateFile(path, 'key file').trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9_-]{43}$/.test(text)) return Buffer.from(text, 'base64url');
  throw new KeyRingRefused(`The key file ${path} does not hold 32 bytes in base64url or hexadecimal.`);
}
