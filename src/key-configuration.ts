import { isAbsolute, relative, resolve } from 'node:path';

/** The sources there are. */
export const KEY_SOURCES = ['key-file', 'passphrase', 'transit'] as const;

/** A key service that speaks the transit protocol of Vault and OpenBao, and which of its keys is ours. */
export interface TransitConfiguration {
  readonly url: string;
  /** Path where the engine is mounted. */
  readonly mount: string;
  readonly key: string;
  /** Read at every call, so that an agent can renew the token. */
  readonly tokenFile: string;
  /** Certificates of the authority that the service's own is signed by, if it is none that everybody knows. */
  readonly caFile?: string;
}

/** Where the key-encryption key is. */
export type KeyEncryptionConfiguration =
  | { readonly source: 'key-file'; readonly file: string }
  /** Without a file the passphrase is asked for at the terminal. */
  | { readonly source: 'passphrase'; readonly file?: string }
  | { readonly source: 'transit'; readonly service: TransitConfiguration };

/** Every variable that says where the key-encryption key is. */
export const KEY_VARIABLES = {
  ALLIANCE_KEY_ENCRYPTION: 'where the key-encryption key is: key-file (the default), passphrase or transit',
  ALLIANCE_PASSPHRASE_FILE: 'file of the passphrase, apart from the log; without it the terminal is asked',
  ALLIANCE_TRANSIT_URL: 'key service that speaks the transit protocol of Vault and OpenBao',
  ALLIANCE_TRANSIT_MOUNT: 'path of its transit engine (default transit)',
  ALLIANCE_TRANSIT_KEY: 'name of the key there',
  ALLIANCE_TRANSIT_TOKEN_FILE: 'file of the token for it, read at every call',
  ALLIANCE_TRANSIT_CA_FILE:
    'certificates of the authority that its own is signed by, if it is none that everybody knows',
} as const;

type KeyVariable = keyof typeof KEY_VARIABLES | 'ALLIANCE_KEY_FILE';

/** The source of the key-encryption key; what is wrong with it is added to the problems. */
export function keyEncryptionFrom(
  source: (typeof KEY_SOURCES)[number],
  said: (name: KeyVariable) => string | undefined,
  data: { readonly log: string; readonly views: string; readonly keyFile: string },
  transit: TransitConfiguration | undefined,
  problems: string[],
): KeyEncryptionConfiguration {
  const file = said('ALLIANCE_PASSPHRASE_FILE');
  if (file !== undefined && source !== 'passphrase')
    problems.push('ALLIANCE_PASSPHRASE_FILE says nothing without ALLIANCE_KEY_ENCRYPTION=passphrase');
  if (file !== undefined && [data.log, data.views].some((apart) => isWithin(resolve(file), apart)))
    problems.push('ALLIANCE_PASSPHRASE_FILE must be apart from the log and the views');
  if (said('ALLIANCE_KEY_FILE') !== undefined && source !== 'key-file')
    problems.push('ALLIANCE_KEY_FILE says nothing without ALLIANCE_KEY_ENCRYPTION=key-file');
  if (source === 'passphrase') return { source, ...(file !== undefined && { file: resolve(file) }) };
  if (source === 'key-file') return { source, file: data.keyFile };
  if (transit === undefined) problems.push('ALLIANCE_TRANSIT_URL is needed with ALLIANCE_KEY_ENCRYPTION=transit');
  return { source, service: transit ?? { url: '', mount: '', key: '', tokenFile: '' } };
}

/** Names that stand in a path as they are: none begins with a dot. */
const PATH_NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

/** The key service that is described, if one is. */
export function transitFrom(
  said: (name: KeyVariable) => string | undefined,
  mode: 'production' | 'development',
  problems: string[],
): TransitConfiguration | undefined {
  const url = said('ALLIANCE_TRANSIT_URL');
  const [mount, key] = [said('ALLIANCE_TRANSIT_MOUNT') ?? 'transit', said('ALLIANCE_TRANSIT_KEY')];
  const [tokenFile, caFile] = [said('ALLIANCE_TRANSIT_TOKEN_FILE'), said('ALLIANCE_TRANSIT_CA_FILE')];
  if (url === undefined) {
    for (const name of [
      'ALLIANCE_TRANSIT_MOUNT',
      'ALLIANCE_TRANSIT_KEY',
      'ALLIANCE_TRANSIT_TOKEN_FILE',
      'ALLIANCE_TRANSIT_CA_FILE',
    ] as const) {
      if (said(name) !== undefined) problems.push(`${name} says nothing without ALLIANCE_TRANSIT_URL`);
    }
    return undefined;
  }
  const scheme = schemeOf(url);
  if (scheme !== 'https:' && !(mode === 'development' && scheme === 'http:'))
    problems.push('ALLIANCE_TRANSIT_URL must be an https:// address');
  if (!PATH_NAME.test(mount)) problems.push('ALLIANCE_TRANSIT_MOUNT must be a path of plain names');
  if (key === undefined) problems.push('ALLIANCE_TRANSIT_KEY is needed with ALLIANCE_TRANSIT_URL');
  else if (!PATH_NAME.test(key) || key.includes('/')) problems.push('ALLIANCE_TRANSIT_KEY must be a plain name');
  if (tokenFile === undefined) problems.push('ALLIANCE_TRANSIT_TOKEN_FILE is needed with ALLIANCE_TRANSIT_URL');
  return {
    url,
    mount,
    key: key ?? '',
    tokenFile: resolve(tokenFile ?? ''),
    ...(caFile !== undefined && { caFile: resolve(caFile) }),
  };
}

/** True when a path is a directory or lies in it. */
export const isWithin = (path: string, directory: string): boolean => {
  const way = relative(directory, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
};

/** The scheme of an address, if it is one. */
export function schemeOf(address: string): string | undefined {
  try {
    return new URL(address).protocol;
  } catch {
    return undefined;
  }
}
