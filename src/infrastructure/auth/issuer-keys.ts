import { readFileSync } from 'node:fs';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { IssuerUnreachable } from './token-verifier.js';

const FETCH_MILLISECONDS = 5_000;

/** Keys of an issuer from a file of a JSON Web Key Set; throws when it holds none or a secret one. */
export function keysFromFile(path: string): JWTVerifyGetKey {
  const set = JSON.parse(readFileSync(path, 'utf8')) as JSONWebKeySet;
  if (!Array.isArray(set.keys) || set.keys.length === 0) throw new Error(`the key set ${path} holds no key`);
  if (set.keys.some((key) => key.kty === 'oct' || 'd' in key)) {
    throw new Error(`the key set ${path} holds a secret key: only public ones belong there`);
  }
  return createLocalJWKSet(set);
}

/** Keys of an issuer from an address, fetched when first needed and again when an unknown one is named. */
export const keysFromUrl = (url: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(url), { timeoutDuration: FETCH_MILLISECONDS });

/** Keys of an issuer found by OpenID Connect discovery, looked up when first needed. */
export function keysByDiscovery(issuer: string, get: typeof fetch = fetch): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await get(address, { signal: AbortSignal.timeout(FETCH_MILLISECONDS), redirect: 'error' });
    if (!answer.ok) throw new Error(`discovery answered ${answer.status}`);
    const said = (await answer.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
    // Without this, whoever can answer for one issuer could speak for another.
    if (said.issuer !== issuer) throw new Error('discovery speaks of another issuer');
    if (typeof said.jwks_uri !== 'string') throw new Error('discovery names no keys');
    if (new URL(issuer).protocol === 'https:' && new URL(said.jwks_uri).protocol !== 'https:')
      throw new Error('the keys are not at an https address');
    return keysFromUrl(said.jwks_uri);
  };
  return async (header, token) => {
    found ??= discover();
    try {
      return (await found)(header, token);
    } catch (error) {
      found = undefined;
      throw new IssuerUnreachable('the issuer cannot be discovered', { cause: error });
    }
  };
}
