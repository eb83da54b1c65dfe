import { chmodSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

/** A copy of a database as it is at one moment, whatever is written to it meanwhile; closes the source. */
export function snapshot(source: Database, file: string): void {
  try {
    source.prepare('VACUUM INTO ?').run(file);
    chmodSync(file, 0o600);
  } finally {
    source.close();
  }
}
