import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { schemeOf } from './key-configuration.js';

/** Where views and keys may be kept. */
export const ENGINES = ['sqlite', 'postgres'] as const;

/** Where facts and the access log are kept: in the data directory, in the database, or on a server of events. */
export type EventStoreConfiguration =
  | { readonly kind: 'sqlite' | 'postgres' }
  /** The connection string may hold a password: never printed or logged. */
  | { readonly kind: 'kurrentdb'; readonly connection: string };

/** What everything is kept in. */
export interface EngineConfiguration {
  readonly events: EventStoreConfiguration;
  readonly views: (typeof ENGINES)[number];
  readonly keys: (typeof ENGINES)[number];
  /** The PostgreSQL database; may hold a password: never printed or logged. */
  readonly database?: string;
}

/** Every variable that says what everything is kept in. */
export const ENGINE_VARIABLES = {
  ALLIANCE_EVENT_STORE:
    'where facts are kept: sqlite (the default), postgres, or a server such as esdb+discover://events.example.org',
  ALLIANCE_EVENT_STORE_FILE: 'file of that server’s address, where a password must not stand in the environment',
  ALLIANCE_VIEW_STORE: 'where views are kept: sqlite (the default) or postgres',
  ALLIANCE_KEY_STORE: 'where the wrapped keys are kept: sqlite (the default) or postgres',
  ALLIANCE_DATABASE_URL: 'the PostgreSQL database, such as postgres://user:password@db.example.org/ledger',
  ALLIANCE_DATABASE_URL_FILE: 'file of that address, where a password must not stand in the environment',
} as const;

const EVENT_SERVERS = ['esdb:', 'esdb+discover:', 'kurrentdb:', 'kurrentdb+discover:'];
const DATABASES = ['postgres:', 'postgresql:'];

type EngineVariable = keyof typeof ENGINE_VARIABLES;
type Said = (name: EngineVariable) => string | undefined;
type OneOf = (name: EngineVariable, allowed: typeof ENGINES, usual: 'sqlite') => (typeof ENGINES)[number];

/** What everything is kept in; what is wrong with it is added to the problems. */
export function enginesFrom(said: Said, oneOf: OneOf, problems: string[]): EngineConfiguration {
  const events = eventsFrom(said, problems);
  const views = oneOf('ALLIANCE_VIEW_STORE', ENGINES, 'sqlite');
  const keys = oneOf('ALLIANCE_KEY_STORE', ENGINES, 'sqlite');
  const wanted = [events.kind, views, keys].includes('postgres');
  const database = databaseFrom(said, problems);
  if (wanted && database === undefined)
    problems.push('ALLIANCE_DATABASE_URL, or a file of it, is needed when anything is kept in postgres');
  if (!wanted && database !== undefined)
    problems.push('ALLIANCE_DATABASE_URL says nothing when nothing is kept in postgres');
  return { events, views, keys, ...(database !== undefined && { database }) };
}

/** True when nothing is kept in the data directory that a second instance would need: several may run at once. */
export const isShared = ({ events, views, keys }: EngineConfiguration): boolean =>
  events.kind !== 'sqlite' && views === 'postgres' && keys === 'postgres';

/** Where something is kept, without who connects and how. */
export function withoutSecrets(address: string): string {
  try {
    const { protocol, host, pathname } = new URL(address);
    return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  } catch {
    // A cluster is listed in a way that no address has.
    return `${address.slice(0, address.indexOf('://'))}://${address.replace(/^[^:]*:\/\/(.*@)?/, '').replace(/[/?].*$/, '')}`;
  }
}

function eventsFrom(said: Said, problems: string[]): EventStoreConfiguration {
  const file = said('ALLIANCE_EVENT_STORE_FILE');
  if (file !== undefined) return eventServerIn(file, said('ALLIANCE_EVENT_STORE'), problems);
  const value = said('ALLIANCE_EVENT_STORE');
  if (value === undefined || value === 'sqlite' || value === 'postgres') return { kind: value ?? 'sqlite' };
  if (!isEventServer(value))
    problems.push('ALLIANCE_EVENT_STORE must be sqlite, postgres or an esdb:// or kurrentdb:// address');
  return { kind: 'kurrentdb', connection: value };
}

function eventServerIn(file: string, other: string | undefined, problems: string[]): EventStoreConfiguration {
  if (other !== undefined) problems.push('ALLIANCE_EVENT_STORE and ALLIANCE_EVENT_STORE_FILE exclude each other');
  const connection = contentOf('ALLIANCE_EVENT_STORE_FILE', file, problems);
  if (connection !== undefined && !isEventServer(connection))
    problems.push('ALLIANCE_EVENT_STORE_FILE must hold an esdb:// or kurrentdb:// address');
  return { kind: 'kurrentdb', connection: connection ?? '' };
}

const isEventServer = (value: string): boolean => EVENT_SERVERS.some((scheme) => value.startsWith(`${scheme}//`));

function databaseFrom(said: Said, problems: string[]): string | undefined {
  const [url, file] = [said('ALLIANCE_DATABASE_URL'), said('ALLIANCE_DATABASE_URL_FILE')];
  if (url !== undefined && file !== undefined)
    problems.push('ALLIANCE_DATABASE_URL and ALLIANCE_DATABASE_URL_FILE exclude each other');
  const address = url ?? (file === undefined ? undefined : contentOf('ALLIANCE_DATABASE_URL_FILE', file, problems));
  if (address !== undefined && !DATABASES.includes(schemeOf(address) ?? ''))
    problems.push(
      `${url === undefined ? 'ALLIANCE_DATABASE_URL_FILE must hold' : 'ALLIANCE_DATABASE_URL must be'} a postgres:// address`,
    );
  return address;
}

function contentOf(name: EngineVariable, file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(resolve(file), 'utf8').trim();
  } catch {
    problems.push(`${name} cannot be read`);
    return undefined;
  }
}
