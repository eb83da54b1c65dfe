import type { Clock } from '../../application/ports.js';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER, openDevelopmentIssuer } from './development-issuer.js';
import { keysByDiscovery, keysFromFile, keysFromUrl } from './issuer-keys.js';
import { TokenVerifier, type Trust } from './token-verifier.js';

/** What opening needs of the configuration. */
export interface AuthConfiguration {
  readonly environment: 'production' | 'development';
  readonly issuer:
    | { readonly kind: 'development'; readonly file: string }
    | {
        readonly kind: 'oidc';
        readonly issuer: string;
        readonly audience: string;
        readonly keys: { readonly from: 'discovery' } | { readonly from: 'url' | 'file'; readonly at: string };
        readonly tokenType: string;
      };
}

/** The verifier of the configured issuer's tokens. */
export async function openTokenVerifier(configuration: AuthConfiguration, clock: Clock): Promise<TokenVerifier> {
  return new TokenVerifier(await trustOf(configuration, clock), clock);
}

async function trustOf({ issuer, environment }: AuthConfiguration, clock: Clock): Promise<Trust> {
  if (issuer.kind === 'development') {
    const { keys } = await openDevelopmentIssuer(issuer.file, environment, clock);
    return { issuer: DEVELOPMENT_ISSUER, audience: DEVELOPMENT_AUDIENCE, tokenType: 'at+jwt', keys };
  }
  const keys =
    issuer.keys.from === 'discovery'
      ? keysByDiscovery(issuer.issuer)
      : issuer.keys.from === 'url'
        ? keysFromUrl(issuer.keys.at)
        : keysFromFile(issuer.keys.at);
  return { issuer: issuer.issuer, audience: issuer.audience, tokenType: issuer.tokenType, keys };
}
