import { describe, expect, it } from '@jest/globals';
import { ConfigurationRefused, configurationFrom } from '../../src/configuration.js';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    configurationFrom(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationRefused) return error.problems;
    throw error;
  }
};

describe('The configuration', () => {
  it('needs nothing said for development, and keeps log, views and keys apart', () => {
    const { environment, issuer, host, port, data, clockFile } = configurationFrom({ ALLIANCE_DATA: '/srv/ledger' });
    expect({ environment, issuer, host, port, data, clockFile }).toEqual({
      environment: 'development',
      issuer: { kind: 'development', file: '/srv/ledger/development-issuer.json' },
      host: '127.0.0.1',
      port: 7420,
      data: {
        directory: '/srv/ledger',
        log: '/srv/ledger/log',
        views: '/srv/ledger/views',
        keys: '/srv/ledger/keys',
        keyFile: '/srv/ledger/keys/key-encryption-key',
        serviceFile: '/srv/ledger/service.json',
      },
      clockFile: '/srv/ledger/clock.json',
    });
  });

  it('refuses the development issuer and a movable clock in production', () => {
    expect(problemsOf({ ALLIANCE_ENVIRONMENT: 'production', ALLIANCE_CLOCK_FILE: 'clock.json' })).toEqual([
      'ALLIANCE_ISSUER is needed in production: the development issuer is refused',
      'ALLIANCE_CLOCK_FILE is refused in production: time is the machine’s',
    ]);
    const { clockFile, issuer } = configurationFrom({
      ALLIANCE_ENVIRONMENT: 'production',
      ALLIANCE_ISSUER: 'https://login.example.org',
      ALLIANCE_AUDIENCE: 'ledger',
    });
    expect(clockFile).toBeUndefined();
    expect(issuer).toMatchObject({ kind: 'oidc', keys: { from: 'discovery' }, tokenType: 'at+jwt' });
  });

  it('says everything that is wrong at once, by name and without any value', () => {
    const environment = {
      ALLIANCE_ENVIRONMENT: 'staging-sesame',
      ALLIANCE_DATA: '/srv/ledger',
      ALLIANCE_KEY_FILE: '/srv/ledger/log/key-sesame',
      ALLIANCE_PORT: '70000',
      ALLIANCE_ISSUER: 'ftp://sesame.example.org',
      ALLIANCE_JWKS_URL: 'https://sesame.example.org/jwks',
      ALLIANCE_JWKS_FILE: 'sesame.json',
      ALLIANCE_SMTP_URL: 'http://user:sesame@mail.example.org',
      ALLIANCE_LOG_LEVEL: 'sesame',
      ALLIANCE_PASSWORD: 'sesame',
    };
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(9);
    expect(problems.join('\n')).not.toContain('sesame');
    expect(new ConfigurationRefused(problems).message).not.toContain('sesame');
  });

  it('refuses a key file among the views too, and takes one anywhere else', () => {
    expect(problemsOf({ ALLIANCE_DATA: '/d', ALLIANCE_KEY_FILE: '/d/views/facts/key' })).toHaveLength(1);
    expect(problemsOf({ ALLIANCE_DATA: '/d', ALLIANCE_KEY_FILE: '/d/logs/key' })).toEqual([]);
    expect(problemsOf({ ALLIANCE_DATA: '/d', ALLIANCE_KEY_FILE: '/run/secrets/key' })).toEqual([]);
  });

  it('takes the key-encryption key from one source, says what that source lacks, and shows no secret', () => {
    expect(configurationFrom({ ALLIANCE_DATA: '/d' }).keyEncryption).toEqual({
      source: 'key-file',
      file: '/d/keys/key-encryption-key',
    });
    expect(configurationFrom({ ALLIANCE_KEY_ENCRYPTION: 'passphrase' }).keyEncryption).toEqual({
      source: 'passphrase',
    });
    const service = {
      ALLIANCE_KEY_ENCRYPTION: 'transit',
      ALLIANCE_TRANSIT_URL: 'https://vault.example.org',
      ALLIANCE_TRANSIT_KEY: 'alliance',
      ALLIANCE_TRANSIT_TOKEN_FILE: '/run/token',
    };
    expect(configurationFrom(service).keyEncryption).toEqual({
      source: 'transit',
      service: { url: 'https://vault.example.org', mount: 'transit', key: 'alliance', tokenFile: '/run/token' },
    });
    expect(
      problemsOf({
        ALLIANCE_DATA: '/d',
        ALLIANCE_KEY_ENCRYPTION: 'transit',
        ALLIANCE_KEY_FILE: '/k',
        ALLIANCE_PASSPHRASE_FILE: '/d/log/p',
        ALLIANCE_TRANSIT_KEY: 'sesame/../x',
      }),
    ).toEqual([
      'ALLIANCE_TRANSIT_KEY says nothing without ALLIANCE_TRANSIT_URL',
      'ALLIANCE_PASSPHRASE_FILE says nothing without ALLIANCE_KEY_ENCRYPTION=passphrase',
      'ALLIANCE_PASSPHRASE_FILE must be apart from the log and the views',
      'ALLIANCE_KEY_FILE says nothing without ALLIANCE_KEY_ENCRYPTION=key-file',
      'ALLIANCE_TRANSIT_URL is needed with ALLIANCE_KEY_ENCRYPTION=transit',
    ]);
    expect(
      problemsOf({
        ...service,
        ALLIANCE_TRANSIT_URL: 'ftp://sesame',
        ALLIANCE_TRANSIT_KEY: '../sesame',
        ALLIANCE_TRANSIT_MOUNT: '/',
      }),
    ).toEqual([
      'ALLIANCE_TRANSIT_URL must be an https:// address',
      'ALLIANCE_TRANSIT_MOUNT must be a path of plain names',
      'ALLIANCE_TRANSIT_KEY must be a plain name',
    ]);
  });
});
