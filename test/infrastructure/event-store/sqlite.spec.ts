import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { EventStore } from '../../../src/application/ports.js';
import { logFileIn, makeDurable, openLogFile } from '../../../src/infrastructure/event-store/log-file.js';
import { openSqliteEventStore } from '../../../src/infrastructure/event-store/sqlite-event-store.js';
import { openSqliteLogReader } from '../../../src/infrastructure/event-store/sqlite-log-reader.js';
import { factAt, factsFrom } from '../../support/facts.js';

const rethrow = (error: Error): never => {
  throw error;
};

describe('The embedded event store', () => {
  let directory: string;
  const opened: EventStore[] = [];
  const open = (logId?: string): EventStore => {
    const store = openSqliteEventStore({ directory, onFatal: rethrow, ...(logId && { logId }) });
    opened.push(store);
    return store;
  };
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'sqlite-store-')), 'made', 'on', 'demand');
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    rmSync(join(directory, '../../..'), { recursive: true });
  });

  it('syncs every commit to the disk and reads the settings back that say so', async () => {
    await open().close();
    const { db } = openLogFile({ directory });
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  it('refuses to start on a file that cannot be durable', () => {
    expect(() => makeDurable(new Database(':memory:'))).toThrow('not durable');
  });

  it('keeps everything, and its name, when it is closed and opened again', async () => {
    const first = open();
    await first.append('facts', 'case-1', -1, factsFrom('case-1', 0, 3));
    await first.append('access', 'access-1', -1, [factAt('access-1', 0)]);
    await first.close();
    const second = open(first.logId);
    expect(second.logId).toBe(first.logId);
    expect(await second.readStream('facts', 'case-1')).toHaveLength(3);
    expect(await second.head('access')).toBe(1n);
    expect(await second.append('facts', 'case-1', 2, [factAt('case-1', 3)])).toEqual({ revision: 3, position: 4n });
  });

  it('refuses to open the log of another name', async () => {
    await open('log-a').close();
    expect(() => open('log-b')).toThrow('keeps log log-a, not log-b');
    expect(open('log-a').logId).toBe('log-a');
  });

  it('refuses to change or remove what is kept', async () => {
    const store = open();
    await store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    await store.close();
    const db = new Database(logFileIn(directory));
    for (const change of ["UPDATE facts SET json = '{}'", 'DELETE FROM facts', 'DELETE FROM facts_streams']) {
      expect(() => db.exec(change)).toThrow('history is never edited');
    }
    db.close();
  });

  it('is one opener’s alone, and free again when that one closes', async () => {
    const first = open();
    expect(() => open()).toThrow(`the store in ${directory} is in use`);
    await first.close();
    expect(() => open()).not.toThrow();
  });

  it('can be read beside its writer, who is not held up', async () => {
    const store = open();
    await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
    const reader = openSqliteLogReader(directory);
    await store.append('facts', 'case-1', 1, [factAt('case-1', 2)]);
    await store.append('access', 'access-1', -1, [factAt('access-1', 0)]);
    expect(reader.logId).toBe(store.logId);
    expect(await reader.readAll('facts', 0n, 10)).toEqual(await store.readAll('facts', 0n, 10));
    expect(await reader.readStream('facts', 'case-1', { direction: 'backward', limit: 1 })).toMatchObject([
      { revision: 2 },
    ]);
    expect(await reader.readStream('facts', 'case-2')).toEqual([]);
    expect(await reader.head('facts')).toBe(3n);
    expect(await reader.streams('access')).toEqual(['access-1']);
    await reader.close();
    await expect(reader.head('facts')).rejects.toThrow('closed');
  });

  it('refuses only the append that conflicts, not those committed with it', async () => {
    const store = open();
    const outcomes = await Promise.allSettled([
      store.append('facts', 'case-1', -1, [factAt('case-1', 0)]),
      store.append('facts', 'case-1', -1, [factAt('case-1', 0)]),
      store.append('facts', 'case-1', 0, [factAt('case-1', 1)]),
      store.append('access', 'case-1', -1, [factAt('case-1', 0)]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await store.revisionOf('facts', 'case-1')).toBe(1);
  });
});
