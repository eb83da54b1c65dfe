import { hash } from 'node:crypto';
import { decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Clock } from '../../application/ports.js';

/** Signature algorithms that are believed: asymmetric ones only, whatever a token's header asks for. */
export const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'] as const;

/** Seconds by which an issuer's clock may differ from ours. */
export const CLOCK_TOLERANCE_SECONDS = 5;

/** A token once verified is believed this long before its signature is checked again, so that a withdrawn key is noticed. */
const BELIEVED_MILLISECONDS = 30_000;
const BELIEVED_AT_MOST = 5_000;
const LONGEST_TOKEN = 8_192;

/** What a verified token says. */
export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** The token is not believed. The reason is for the service's own log: the bearer is told only that it is not. */
export class InvalidToken extends Error {}

/** The issuer's keys could not be fetched: nobody can be told apart right now. */
export class IssuerUnreachable extends Error {}

/** Which tokens are believed. */
export interface Trust {
  readonly issuer: string;
  readonly audience: string;
  readonly tokenType: string;
  readonly keys: JWTVerifyGetKey;
}

/** Verifies bearer tokens against one pinned issuer, audience, type and list of algorithms, by the given clock. */
export class TokenVerifier {
  private readonly believed = new Map<string, VerifiedToken & { readonly until: number }>();

  constructor(
    private readonly trust: Trust,
    private readonly clock: Clock,
    private readonly elapsed: () => number = () => performance.now(),
  ) {}

  async verify(token: string): Promise<VerifiedToken> {
    if (token.length > LONGEST_TOKEN) throw new InvalidToken('too long');
    const now = Date.parse(this.clock.now());
    const key = hash('sha256', token, 'base64');
    const before = this.believed.get(key);
    if (before !== undefined && before.until > this.elapsed()) {
      if (before.expiresAt * 1_000 + CLOCK_TOLERANCE_SECONDS * 1_000 <= now) throw new InvalidToken('expired');
      return before;
    }
    const verified = await this.check(token, new Date(now));
    if (this.believed.size >= BELIEVED_AT_MOST) this.believed.clear();
    this.believed.set(key, { ...verified, until: this.elapsed() + BELIEVED_MILLISECONDS });
    return verified;
  }

  private async check(token: string, currentDate: Date): Promise<VerifiedToken> {
    try {
      // A key must be named: a set with one key would otherwise take a token that names none.
      if (typeof decodeProtectedHeader(token).kid !== 'string') throw new InvalidToken('names no key');
      const { payload } = await jwtVerify(token, this.trust.keys, {
        issuer: this.trust.issuer,
        audience: this.trust.audience,
        typ: this.trust.tokenType,
        algorithms: [...ALGORITHMS],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate,
        requiredClaims: ['iss', 'aud', 'sub', 'exp'],
      });
      const { iss, sub, exp, iat } = payload;
      if (typeof iss !== 'string' || typeof sub !== 'string' || sub === '' || typeof exp !== 'number')
        throw new InvalidToken('claims');
      if (iat !== undefined && iat > currentDate.getTime() / 1_000 + CLOCK_TOLERANCE_SECONDS)
        throw new InvalidToken('issued in the future');
      return { issuer: iss, subject: sub, expiresAt: exp };
    } catch (error) {
      if (error instanceof InvalidToken || error instanceof IssuerUnreachable) throw error;
      if (isAboutTheKeys(error)) throw new IssuerUnreachable('the issuer’s keys cannot be fetched', { cause: error });
      throw new InvalidToken((error as { readonly code?: string }).code ?? 'malformed');
    }
  }
}

const isAboutTheKeys = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC') ||
  (error instanceof TypeError && error.message === 'fetch failed');
