import { existsSync } from 'node:fs';
import { type EventStore, StoreClosed } from '../../application/ports.js';
import { openKurrentEventStore } from '../event-store/kurrentdb/kurrent-event-store.js';
import { openKurrentLogCopy } from '../event-store/kurrentdb/kurrent-log-copy.js';
import { NoLogThere } from '../event-store/kurrentdb/log-identity.js';
import { ServerUnreachable } from '../event-store/kurrentdb/server-fault.js';
import type { LogCopy } from '../event-store/log-copy.js';
import { logFileIn } from '../event-store/log-file.js';
import { openPostgresEventStore } from '../event-store/postgres/postgres-event-store.js';
import { openPostgresLogCopy } from '../event-store/postgres/postgres-log-copy.js';
import { openSqliteLogCopy } from '../event-store/sqlite-log-copy.js';
import { openSqliteLogReader } from '../event-store/sqlite-log-reader.js';
import { lockStore } from '../event-store/store-lock.js';
import { isLost, postgresCode } from '../postgres/connection.js';
import { makeDirectories } from './directories.js';
import type { Place } from './place.js';
import { MigrationRefused } from './refused.js';

/** What is read of the store that is copied. */
export type SourceLogs = Pick<EventStore, 'logId' | 'readStream' | 'readAll' | 'head' | 'close'>;

/** A server of events that says nothing for so long is not there. */
const SERVER_MILLISECONDS = 30_000;

/** Opens the logs that are copied; nobody writes those of a directory meanwhile. Nothing is made where none are. */
export function openSourceLogs(place: Place): Promise<SourceLogs> {
  return answering(place, async () => {
    switch (place.kind) {
      case 'directory':
        return openDirectory(place);
      case 'postgres':
        return openPostgresEventStore({ connection: { connectionString: place.address }, existing: true });
      case 'kurrentdb':
        return openKurrentEventStore({ ...serverAt(place.address), existing: true });
    }
  });
}

/** Opens where logs are copied to, making it under the id of the log when there is nothing; another log there is refused. */
export function openTargetLogs(place: Place, logId: string): Promise<LogCopy> {
  return answering(place, async () => {
    switch (place.kind) {
      case 'directory':
        makeDirectories(place.data);
        return openSqliteLogCopy(place.data.log, logId);
      case 'postgres':
        return openPostgresLogCopy({ connection: { connectionString: place.address }, logId });
      case 'kurrentdb':
        return openKurrentLogCopy({ ...serverAt(place.address), logId });
    }
  });
}

const serverAt = (connectionString: string) => ({
  connectionString,
  signal: AbortSignal.timeout(SERVER_MILLISECONDS),
});

function openDirectory({ data, shown }: Extract<Place, { readonly kind: 'directory' }>): SourceLogs {
  if (!existsSync(logFileIn(data.log))) throw new MigrationRefused('nothing-there', `there is no ledger in ${shown}.`);
  const release = lockStore(data.log);
  try {
    const { close, ...reader } = openSqliteLogReader(data.log);
    return {
      ...reader,
      close: async () => {
        await close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Runs work at a place, saying in words of a migration why it cannot be done there. */
export async function answering<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MigrationRefused) throw error;
    const { message, code, cause } = error as Error & { readonly code?: unknown };
    if (/keeps (another )?log\b/.test(message))
      throw new MigrationRefused('holds-another', `${place.shown} holds another ledger.`, { cause: error });
    if (cause instanceof NoLogThere || message === 'The database keeps no log.')
      throw new MigrationRefused('nothing-there', `there is no ledger at ${place.shown}.`, { cause: error });
    if (place.kind === 'directory') throw error;
    if (error instanceof StoreClosed)
      throw new MigrationRefused('no-answer', `nobody answers at ${place.shown}.`, { cause: error });
    if (place.kind === 'kurrentdb' || isLost(error) || NOT_LET_IN.test(postgresCode(error)))
      throw new MigrationRefused('no-answer', `${place.shown} does not answer as it must: ${message || code}.`, {
        cause: error,
      });
    throw error;
  }
}

/** Runs work on stores that are open, telling a store that went away from what the work itself found wrong. */
export async function whileAnswering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    if (
      !(error instanceof ServerUnreachable) &&
      !GONE.test(postgresCode(error)) &&
      !/^Connection terminated/.test(message)
    )
      throw error;
    throw new MigrationRefused('no-answer', 'a store no longer answers: run the command again to go on.', {
      cause: error,
    });
  }
}

/** Codes of a server that ends and of a connection that is lost or not to be had. */
const GONE = /^(08|57|ECONN|EPIPE|ENOENT|ETIMEDOUT)/;

/** A wrong password, nobody of that name, no such database. */
const NOT_LET_IN = /^(28|3D)/;
