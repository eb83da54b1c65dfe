import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationRefused, configurationFrom } from '../../src/configuration.js';
import { isShared, withoutSecrets } from '../../src/engine-configuration.js';

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    configurationFrom(environment);
    return [];
  } catch (error) {
    return (error as ConfigurationRefused).problems;
  }
}

const URL = 'postgres://ledger:very-secret@db.example.org/ledger';

describe('What everything is kept in', () => {
  it('is the data directory when nothing is said', () => {
    const { engines } = configurationFrom({});
    expect(engines).toEqual({ events: { kind: 'sqlite' }, views: 'sqlite', keys: 'sqlite' });
    expect(isShared(engines)).toBe(false);
  });

  it('is shared by several instances when nothing that they need is in a directory', () => {
    const stores = { ALLIANCE_VIEW_STORE: 'postgres', ALLIANCE_KEY_STORE: 'postgres', ALLIANCE_DATABASE_URL: URL };
    const { engines } = configurationFrom({ ...stores, ALLIANCE_EVENT_STORE: 'esdb://a:2113,b:2113?tls=true' });
    expect(engines.events).toEqual({ kind: 'kurrentdb', connection: 'esdb://a:2113,b:2113?tls=true' });
    expect(isShared(engines)).toBe(true);
    expect(isShared(configurationFrom({ ...stores }).engines)).toBe(false);
  });

  it('tells everything that is wrong at once, and no value', () => {
    const problems = problemsOf({
      ALLIANCE_EVENT_STORE: 'mysql://user:very-secret@host',
      ALLIANCE_VIEW_STORE: 'postgres',
      ALLIANCE_KEY_STORE: 'paper',
    });
    expect(problems).toEqual([
      'ALLIANCE_EVENT_STORE must be sqlite, postgres or an esdb:// or kurrentdb:// address',
      'ALLIANCE_KEY_STORE must be one of sqlite, postgres',
      'ALLIANCE_DATABASE_URL, or a file of it, is needed when anything is kept in postgres',
    ]);
  });

  it('is told of a database that says nothing, is no database, or is said twice', () => {
    expect(problemsOf({ ALLIANCE_DATABASE_URL: URL })).toHaveLength(1);
    const wanted = { ALLIANCE_VIEW_STORE: 'postgres' };
    expect(problemsOf({ ...wanted, ALLIANCE_DATABASE_URL: 'http://db' })).toEqual([
      'ALLIANCE_DATABASE_URL must be a postgres:// address',
    ]);
    expect(problemsOf({ ...wanted, ALLIANCE_DATABASE_URL: URL, ALLIANCE_DATABASE_URL_FILE: '/f' })).toHaveLength(1);
    expect(problemsOf({ ...wanted, ALLIANCE_DATABASE_URL_FILE: '/nowhere/at/all' })).toContain(
      'ALLIANCE_DATABASE_URL_FILE cannot be read',
    );
  });

  it('finds the database in a file, so that no password stands in the environment', () => {
    const directory = mkdtempSync(join(tmpdir(), 'configuration-'));
    try {
      writeFileSync(join(directory, 'database'), `${URL}\n`);
      const { engines } = configurationFrom({
        ALLIANCE_KEY_STORE: 'postgres',
        ALLIANCE_DATABASE_URL_FILE: join(directory, 'database'),
      });
      expect(engines.database).toBe(URL);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('finds the server of events in a file too, and says what is wrong with it without its content', () => {
    const directory = mkdtempSync(join(tmpdir(), 'configuration-'));
    const file = join(directory, 'event-store');
    const inFile = (content: string, more: Readonly<Record<string, string>> = {}): readonly string[] => {
      writeFileSync(file, content);
      return problemsOf({ ALLIANCE_EVENT_STORE_FILE: file, ...more });
    };
    try {
      const address = 'esdb://admin:very-secret@events:2113?tls=true';
      expect(inFile(`${address}\n`)).toEqual([]);
      expect(configurationFrom({ ALLIANCE_EVENT_STORE_FILE: file }).engines.events).toEqual({
        kind: 'kurrentdb',
        connection: address,
      });
      expect(inFile(address, { ALLIANCE_EVENT_STORE: 'sqlite' })).toEqual([
        'ALLIANCE_EVENT_STORE and ALLIANCE_EVENT_STORE_FILE exclude each other',
      ]);
      for (const content of ['', 'sqlite', 'mysql://user:very-secret@host'])
        expect(inFile(content)).toEqual(['ALLIANCE_EVENT_STORE_FILE must hold an esdb:// or kurrentdb:// address']);
      expect(problemsOf({ ALLIANCE_EVENT_STORE_FILE: join(directory, 'none') })).toEqual([
        'ALLIANCE_EVENT_STORE_FILE cannot be read',
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('is shown without passwords and without how to connect', () => {
    expect(withoutSecrets(URL)).toBe('postgres://db.example.org/ledger');
    expect(withoutSecrets('esdb://admin:very-secret@a:2113,b:2113?tlsCaFile=/c')).toBe('esdb://a:2113,b:2113');
  });
});
