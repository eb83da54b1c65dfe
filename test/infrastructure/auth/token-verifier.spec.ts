import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import {
  DEVELOPMENT_AUDIENCE,
  DEVELOPMENT_ISSUER,
  openDevelopmentIssuer,
} from '../../../src/infrastructure/auth/development-issuer.js';
import { keysByDiscovery, keysFromFile } from '../../../src/infrastructure/auth/issuer-keys.js';
import {
  InvalidToken,
  IssuerUnreachable,
  TokenVerifier,
  type Trust,
} from '../../../src/infrastructure/auth/token-verifier.js';
import { MovableClock } from '../../../src/infrastructure/time/clocks.js';

const AT = '2026-01-05T15:00:00.000Z';
const NOW = Date.parse(AT) / 1_000;
const ISSUER = 'https://issuer.example.org';
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('Verifying a token', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let open: JWK;
  let trust: Trust;
  const directory = mkdtempSync(join(tmpdir(), 'alliance-auth-'));

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    open = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    trust = { issuer: ISSUER, audience: 'ledger', tokenType: 'at+jwt', keys: createLocalJWKSet({ keys: [open] }) };
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const claims = { iss: ISSUER, aud: 'ledger', sub: 'someone', iat: NOW, exp: NOW + 600 };
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'one' };
  const sign = (payload: object = claims, protectedHeader: object = header, key = keys.privateKey) =>
    new SignJWT({ ...payload }).setProtectedHeader(protectedHeader as never).sign(key);
  const verify = (token: string, clock = new MovableClock(AT, false)) => new TokenVerifier(trust, clock).verify(token);

  it('believes a token of the issuer, for this audience, that has not run out', async () => {
    expect(await verify(await sign())).toMatchObject({ issuer: ISSUER, subject: 'someone', expiresAt: NOW + 600 });
  });

  it('believes no token that lacks anything', async () => {
    const other = await generateKeyPair('ES256');
    const publicPem = Buffer.from(JSON.stringify(open));
    const hs256 = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })
      .sign(new Uint8Array(publicPem));
    const good = await sign();
    const [head, body, signature] = good.split('.') as [string, string, string];
    const { exp: _exp, ...withoutEnd } = claims;
    const { sub: _sub, ...withoutSubject } = claims;
    const cases: readonly (readonly [string, string])[] = [
      ['expired', await sign({ ...claims, exp: NOW - 6 })],
      ['not yet valid', await sign({ ...claims, nbf: NOW + 60 })],
      ['issued in the future', await sign({ ...claims, iat: NOW + 60 })],
      ['for another audience', await sign({ ...claims, aud: 'payroll' })],
      ['of another issuer', await sign({ ...claims, iss: 'https://evil.example.org' })],
      ['without an end', await sign(withoutEnd)],
      ['without a subject', await sign(withoutSubject)],
      ['with an empty subject', await sign({ ...claims, sub: '' })],
      ['of another type', await sign(claims, { ...header, typ: 'JWT' })],
      ['without a type', await sign(claims, { alg: 'ES256', kid: 'one' })],
      ['that names no key', await sign(claims, { alg: 'ES256', typ: 'at+jwt' })],
      ['that names an unknown key', await sign(claims, { ...header, kid: 'two' })],
      ['signed by another key', await sign(claims, header, other.privateKey)],
      ['HS256 with the public key as secret', hs256],
      ['alg none', `${base64({ ...header, alg: 'none' })}.${base64(claims)}.`],
      ['alg none with a signature', `${base64({ ...header, alg: 'none' })}.${body}.${signature}`],
      ['with another body', `${head}.${base64({ ...claims, sub: 'another' })}.${signature}`],
      ['without a signature', `${head}.${body}.`],
      ['with its own key in the header', await sign(claims, { ...header, kid: 'two', jwk: open })],
      ['cut short', good.slice(0, 40)],
      ['nothing', ''],
      ['enormous', 'a'.repeat(100_000)],
    ];
    for (const [what, token] of cases) {
      const outcome = await verify(token).then(
        () => 'believed',
        (error: unknown) => (error instanceof InvalidToken ? 'refused' : String(error)),
      );
      expect([what, outcome]).toEqual([what, 'refused']);
    }
  });

  it('judges by the clock it is given, also for a token it believed before', async () => {
    const clock = new MovableClock(AT, false);
    const verifier = new TokenVerifier(trust, clock);
    const token = await sign();
    await verifier.verify(token);
    clock.moveTo('2026-01-05T15:10:04.000Z');
    await verifier.verify(token);
    clock.moveTo('2026-01-05T15:10:05.000Z');
    await expect(verifier.verify(token)).rejects.toBeInstanceOf(InvalidToken);
  });

  it('tells an issuer that cannot be asked from a token that is wrong', async () => {
    const down = keysByDiscovery(ISSUER, () => Promise.reject(new TypeError('fetch failed')));
    const verifier = new TokenVerifier({ ...trust, keys: down }, new MovableClock(AT, false));
    await expect(verifier.verify(await sign())).rejects.toBeInstanceOf(IssuerUnreachable);
  });

  it('finds an issuer’s keys by discovery, and not when the answer speaks of another issuer', async () => {
    let issuer = '';
    let names = '';
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(request.url === '/jwks' ? { keys: [open] } : { issuer: names, jwks_uri: `${issuer}/jwks` }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const verifier = new TokenVerifier(
        { ...trust, issuer, keys: keysByDiscovery(issuer) },
        new MovableClock(AT, false),
      );
      const token = await sign({ ...claims, iss: issuer });
      names = 'https://evil.example.org';
      await expect(verifier.verify(token)).rejects.toBeInstanceOf(IssuerUnreachable);
      names = issuer;
      expect((await verifier.verify(token)).subject).toBe('someone');
      const unknown = await sign({ ...claims, iss: issuer }, { ...header, kid: 'two' });
      await expect(verifier.verify(unknown)).rejects.toBeInstanceOf(InvalidToken);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('takes a key set from a file, and none with a secret in it', async () => {
    const file = join(directory, 'jwks.json');
    writeFileSync(file, JSON.stringify({ keys: [open] }));
    const verifier = new TokenVerifier({ ...trust, keys: keysFromFile(file) }, new MovableClock(AT, false));
    expect((await verifier.verify(await sign())).subject).toBe('someone');
    for (const key of [await exportJWK(keys.privateKey), { kty: 'oct', k: 'AAAA' }]) {
      writeFileSync(file, JSON.stringify({ keys: [key] }));
      expect(() => keysFromFile(file)).toThrow('secret');
    }
  });

  it('keeps the development issuer’s key in a file of its owner alone, and has none in production', async () => {
    const file = join(directory, 'development-issuer.json');
    const clock = new MovableClock(AT, false);
    await expect(openDevelopmentIssuer(file, 'production', clock)).rejects.toThrow('refused in production');
    const first = await openDevelopmentIssuer(file, 'development', clock);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = await openDevelopmentIssuer(file, 'development', clock);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ kty: 'OKP', crv: 'Ed25519' });
    const theirs = { issuer: DEVELOPMENT_ISSUER, audience: DEVELOPMENT_AUDIENCE, tokenType: 'at+jwt' };
    const verifier = new TokenVerifier({ ...theirs, keys: second.keys }, clock);
    expect((await verifier.verify(await first.sign('someone'))).subject).toBe('someone');
  });
});
