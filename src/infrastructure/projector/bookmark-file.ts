import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bookmark } from '../../application/reactions/reactor.js';

/**
 * A file that says how far the reactions to a log are, replaced whole and durably. What cannot be read, belongs to another
 * log or lies beyond the head counts as the start: reactions are idempotent, so that only costs time.
 */
export function bookmarkFile(
  directory: string,
  logId: string,
  head: () => Promise<bigint>,
  of: 'reactions' | 'monitoring' = 'reactions',
): Bookmark {
  const file = join(directory, `${of}.json`);
  return {
    load: async () => {
      const position = read(file, logId);
      return position <= (await head()) ? position : 0n;
    },
    save: async (position) => {
      const next = openSync(`${file}.new`, 'w', 0o600);
      try {
        writeFileSync(next, JSON.stringify({ log: logId, position: String(position) }));
        fsyncSync(next);
      } finally {
        closeSync(next);
      }
      renameSync(`${file}.new`, file);
      const kept = openSync(directory, 'r');
      try {
        fsyncSync(kept);
      } finally {
        closeSync(kept);
      }
    },
  };
}

function read(file: string, logId: string): bigint {
  try {
    const { log, position } = JSON.parse(readFileSync(file, 'utf8')) as { log?: unknown; position?: unknown };
    return log === logId && typeof position === 'string' && /^\d+$/.test(position) ? BigInt(position) : 0n;
  } catch {
    return 0n;
  }
}
