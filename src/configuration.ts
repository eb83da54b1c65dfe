import { join, resolve } from 'node:path';
import { ENGINE_VARIABLES, type EngineConfiguration, enginesFrom } from './engine-configuration.js';
import {
  isWithin,
  KEY_SOURCES,
  KEY_VARIABLES,
  type KeyEncryptionConfiguration,
  keyEncryptionFrom,
  schemeOf,
  type TransitConfiguration,
  transitFrom,
} from './key-configuration.js';

/** Where the service keeps its files: the log and the keys in directories of their own, so that one can be copied without the other. */
export interface DataLayout {
  readonly directory: string;
  readonly log: string;
  readonly views: string;
  readonly keys: string;
  readonly keyFile: string;
  /** Tells the command line where the running service answers. */
  readonly serviceFile: string;
}

/** Token types that are accepted: access tokens as RFC 9068 marks them, or plain ones of older issuers. */
export const TOKEN_TYPES = ['at+jwt', 'JWT'] as const;

/** Who issues the tokens that are believed. */
export type IssuerConfiguration =
  | { readonly kind: 'development'; readonly file: string }
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly audience: string;
      /** Where its keys are: found by discovery, at an address, or in a file. */
      readonly keys: { readonly from: 'discovery' } | { readonly from: 'url' | 'file'; readonly at: string };
      readonly tokenType: (typeof TOKEN_TYPES)[number];
    };

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Everything that is decided outside the code. */
export interface Configuration {
  readonly environment: 'production' | 'development';
  readonly data: DataLayout;
  /** What facts, views and keys are kept in. */
  readonly engines: EngineConfiguration;
  readonly keyEncryption: KeyEncryptionConfiguration;
  /** The key service that is described, also where the ring is to be moved from it. */
  readonly transit?: TransitConfiguration;
  /** Directory of the policies of access, when not those that come with the program. */
  readonly policies?: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly issuer: IssuerConfiguration;
  /** May hold a password: never printed or logged. */
  readonly smtpUrl?: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Where a movable clock keeps its place; absent where time is the machine's. */
  readonly clockFile?: string;
}

/** The configuration cannot be used; every reason at once, by variable and without any value. */
export class ConfigurationRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/** Every variable that is read, and what it means. */
export const VARIABLES = {
  ALLIANCE_ENVIRONMENT: 'production or development (the default)',
  ALLIANCE_DATA: 'directory of the log, the views and the keys (default ./data)',
  ALLIANCE_KEY_FILE: 'file of the key-encryption key, apart from the log (default <data>/keys/key-encryption-key)',
  ...KEY_VARIABLES,
  ...ENGINE_VARIABLES,
  ALLIANCE_POLICIES: 'directory of the policies of access (default: those that come with the program)',
  ALLIANCE_HOST: 'address to listen on (default 127.0.0.1)',
  ALLIANCE_PORT: 'port to listen on, 0 for any free one (default 7420)',
  ALLIANCE_ISSUER: 'URL of the OpenID Connect issuer; without it the development issuer, refused in production',
  ALLIANCE_AUDIENCE: 'audience that a token must be for; needed with an issuer',
  ALLIANCE_JWKS_URL: 'where the issuer’s keys are, if not found by discovery',
  ALLIANCE_JWKS_FILE: 'file of the issuer’s keys, for a service without a network',
  ALLIANCE_TOKEN_TYPE: 'type a token’s header must say: at+jwt (the default) or JWT',
  ALLIANCE_SMTP_URL: 'mail server for notices, such as smtp://user:password@mail.example.org; without it none is sent',
  ALLIANCE_LOG_LEVEL: 'debug, info (the default), warn, error or silent',
  ALLIANCE_CLOCK_FILE: 'file of the movable clock (default <data>/clock.json in development); refused in production',
} as const;

type Variable = keyof typeof VARIABLES;

/** Reads the configuration from the environment; throws `ConfigurationRefused` with everything that is wrong with it. */
export function configurationFrom(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const problems: string[] = [];
  const said = (name: Variable): string | undefined => environment[name]?.trim() || undefined;
  for (const name of Object.keys(environment)) {
    if (name.startsWith('ALLIANCE_') && !(name in VARIABLES))
      problems.push(`${name} is not a variable of this service`);
  }
  const oneOf = <const T extends readonly string[]>(name: Variable, allowed: T, usual: T[number]): T[number] => {
    const value = said(name);
    if (value === undefined) return usual;
    if (!allowed.includes(value)) problems.push(`${name} must be one of ${allowed.join(', ')}`);
    return value;
  };
  const mode = oneOf('ALLIANCE_ENVIRONMENT', ['production', 'development'], 'development');
  const data = layout(resolve(said('ALLIANCE_DATA') ?? 'data'), said('ALLIANCE_KEY_FILE'));
  for (const apart of [data.log, data.views]) {
    if (isWithin(data.keyFile, apart)) {
      problems.push('ALLIANCE_KEY_FILE must be apart from the log and the views: who copies them must not get the key');
    }
  }
  const transit = transitFrom(said, mode, problems);
  const keyEncryption = keyEncryptionFrom(
    oneOf('ALLIANCE_KEY_ENCRYPTION', KEY_SOURCES, 'key-file'),
    said,
    data,
    transit,
    problems,
  );
  const issuer = issuerFrom(said, data, mode, problems, oneOf);
  const clockFile = clockFileFrom(said, data, mode, issuer, problems);
  const policies = said('ALLIANCE_POLICIES');
  const smtpUrl = said('ALLIANCE_SMTP_URL');
  if (smtpUrl !== undefined && !['smtp:', 'smtps:'].includes(schemeOf(smtpUrl) ?? '')) {
    problems.push('ALLIANCE_SMTP_URL must be an smtp:// or smtps:// address');
  }
  const configuration: Configuration = {
    environment: mode,
    data,
    engines: enginesFrom(said, oneOf, problems),
    keyEncryption,
    ...(transit && { transit }),
    ...(policies && { policies: resolve(policies) }),
    host: said('ALLIANCE_HOST') ?? '127.0.0.1',
    port: portFrom(said('ALLIANCE_PORT'), problems),
    issuer,
    ...(smtpUrl && { smtpUrl }),
    logLevel: oneOf('ALLIANCE_LOG_LEVEL', LOG_LEVELS, 'info'),
    ...(clockFile && { clockFile }),
  };
  if (problems.length > 0) throw new ConfigurationRefused([...new Set(problems)]);
  return configuration;
}

function layout(directory: string, keyFile: string | undefined): DataLayout {
  const keys = join(directory, 'keys');
  return {
    directory,
    log: join(directory, 'log'),
    views: join(directory, 'views'),
    keys,
    keyFile: keyFile === undefined ? join(keys, 'key-encryption-key') : resolve(keyFile),
    serviceFile: join(directory, 'service.json'),
  };
}

function portFrom(said: string | undefined, problems: string[]): number {
  const port = said === undefined ? 7420 : Number(said);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push('ALLIANCE_PORT must be a whole number up to 65535');
  return port;
}

function issuerFrom(
  said: (name: Variable) => string | undefined,
  data: DataLayout,
  mode: Configuration['environment'],
  problems: string[],
  oneOf: (name: Variable, allowed: typeof TOKEN_TYPES, usual: 'at+jwt') => (typeof TOKEN_TYPES)[number],
): IssuerConfiguration {
  const issuer = said('ALLIANCE_ISSUER');
  const audience = said('ALLIANCE_AUDIENCE');
  const url = said('ALLIANCE_JWKS_URL');
  const file = said('ALLIANCE_JWKS_FILE');
  const tokenType = oneOf('ALLIANCE_TOKEN_TYPE', TOKEN_TYPES, 'at+jwt');
  if (issuer === undefined) {
    for (const name of [
      'ALLIANCE_AUDIENCE',
      'ALLIANCE_JWKS_URL',
      'ALLIANCE_JWKS_FILE',
      'ALLIANCE_TOKEN_TYPE',
    ] as const) {
      if (said(name) !== undefined) problems.push(`${name} says nothing without ALLIANCE_ISSUER`);
    }
    if (mode === 'production')
      problems.push('ALLIANCE_ISSUER is needed in production: the development issuer is refused');
    return { kind: 'development', file: join(data.directory, 'development-issuer.json') };
  }
  if (audience === undefined) problems.push('ALLIANCE_AUDIENCE is needed with ALLIANCE_ISSUER');
  if (url !== undefined && file !== undefined)
    problems.push('ALLIANCE_JWKS_URL and ALLIANCE_JWKS_FILE exclude each other');
  for (const [name, address] of [
    ['ALLIANCE_ISSUER', issuer],
    ['ALLIANCE_JWKS_URL', url],
  ] as const) {
    if (address === undefined) continue;
    const scheme = schemeOf(address);
    if (scheme !== 'https:' && !(mode === 'development' && scheme === 'http:'))
      problems.push(`${name} must be an https:// address`);
  }
  return {
    kind: 'oidc',
    issuer,
    audience: audience ?? '',
    keys: url ? { from: 'url', at: url } : file ? { from: 'file', at: resolve(file) } : { from: 'discovery' },
    tokenType,
  };
}

function clockFileFrom(
  said: (name: Variable) => string | undefined,
  data: DataLayout,
  mode: Configuration['environment'],
  issuer: IssuerConfiguration,
  problems: string[],
): string | undefined {
  const file = said('ALLIANCE_CLOCK_FILE');
  if (file !== undefined && mode === 'production')
    problems.push('ALLIANCE_CLOCK_FILE is refused in production: time is the machine’s');
  else if (file !== undefined && issuer.kind !== 'development')
    problems.push('ALLIANCE_CLOCK_FILE goes only with the development issuer');
  if (mode === 'production' || issuer.kind !== 'development') return undefined;
  return file === undefined ? join(data.directory, 'clock.json') : resolve(file);
}
