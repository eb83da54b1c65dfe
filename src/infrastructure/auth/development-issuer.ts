import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import type { Clock } from '../../application/ports.js';

/** The name under which the development issuer signs, and the audience it signs for. */
export const DEVELOPMENT_ISSUER = 'urn:alliance-ledger:development-issuer';
export const DEVELOPMENT_AUDIENCE = 'alliance-ledger';

/** Signs tokens for anybody who can read its file: for trying the service out, never for people. */
export interface DevelopmentIssuer {
  readonly keys: JWTVerifyGetKey;
  /** A token for a subject, by the given clock. */
  sign(subject: string, secondsValid?: number): Promise<string>;
}

/** Opens the development issuer, making its key on first use; refuses in production. */
export async function openDevelopmentIssuer(
  file: string,
  environment: 'production' | 'development',
  clock: Clock,
): Promise<DevelopmentIssuer> {
  if (environment === 'production') throw new Error('the development issuer is refused in production');
  const secret = read(file) ?? (await make(file));
  const kid = await calculateJwkThumbprint(secret);
  const key = await importJWK(secret, 'EdDSA');
  const { d: _secret, ...open } = secret;
  return {
    keys: createLocalJWKSet({ keys: [{ ...open, kid, alg: 'EdDSA', use: 'sig' }] }),
    sign: (subject, secondsValid = 3_600) => {
      const now = Math.floor(Date.parse(clock.now()) / 1_000);
      return new SignJWT()
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
        .setIssuer(DEVELOPMENT_ISSUER)
        .setAudience(DEVELOPMENT_AUDIENCE)
        .setSubject(subject)
        .setIssuedAt(now)
        .setExpirationTime(now + secondsValid)
        .sign(key);
    },
  };
}

function read(file: string): JWK | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`the development issuer’s file ${file} cannot be read`);
  }
}

async function make(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const key = await exportJWK(privateKey);
  let opened: number;
  try {
    opened = openSync(file, 'wx', 0o600);
  } catch (error) {
    const there = (error as NodeJS.ErrnoException).code === 'EEXIST' ? read(file) : undefined;
    if (there === undefined) throw error;
    return there;
  }
  try {
    writeSync(opened, `${JSON.stringify(key)}\n`);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  return key;
}
