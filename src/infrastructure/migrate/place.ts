import { readFileSync } from 'node:fs';
import type { DataLayout } from '../../configuration.js';
import { withoutSecrets } from '../../engine-configuration.js';
import { realPath } from '../backup/files.js';
import { Connection } from '../event-store/kurrentdb/connection.js';
import { MigrationRefused } from './refused.js';

/** Where a store is; an address may hold a password and is never shown whole. */
export type Place =
  | { readonly kind: 'directory'; readonly shown: string; readonly data: DataLayout }
  | { readonly kind: 'postgres' | 'kurrentdb'; readonly shown: string; readonly address: string };

const ADDRESS = /^[a-z][a-z0-9+.-]*:/i;
const DATABASE = /^postgres(ql)?:\/\//;
const EVENT_SERVER = /^(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\//;

/**
 * The place that a text names: a data directory, an address, or `@` and the file that holds the address. Throws
 * `MigrationRefused` for anything else, without repeating it.
 */
export function placeOf(text: string, layoutOf: (directory: string) => DataLayout): Place {
  const said = text.startsWith('@') ? contentOf(text.slice(1)) : text.trim();
  if (DATABASE.test(said)) {
    if (!URL.canParse(said)) throw malformed();
    return { kind: 'postgres', shown: withoutSecrets(said), address: said };
  }
  if (EVENT_SERVER.test(said)) {
    try {
      new Connection(said).close();
    } catch (error) {
      throw malformed(error);
    }
    return { kind: 'kurrentdb', shown: withoutSecrets(said), address: said };
  }
  if (said === '' || ADDRESS.test(said) || text.startsWith('@')) throw malformed();
  const data = layoutOf(realPath(said));
  return { kind: 'directory', shown: data.directory, data };
}

/** True when both are one and the same, as far as their names tell. */
export const isSame = (one: Place, other: Place): boolean =>
  one.kind === 'directory' || other.kind === 'directory' ? one.shown === other.shown : one.address === other.address;

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new MigrationRefused('malformed', 'the file of the address cannot be read.', { cause: error });
  }
}

const malformed = (cause?: unknown): MigrationRefused =>
  new MigrationRefused(
    'malformed',
    'must be a data directory, a postgres://, esdb:// or kurrentdb:// address, or @ and a file that holds one.',
    { cause },
  );
