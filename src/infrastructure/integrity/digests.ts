import { hash } from 'node:crypto';
import type { Digests } from '../../application/ports.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { canonical } from './canonical.js';

/** SHA-256, hexadecimal, of a text's UTF-8 bytes. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** What the fact digest leaves out: the place in one store, the digest itself, and what the payload digest stands for. */
const LEFT_OUT = new Set(['position', 'digest', 'open', 'sealed']);

function factDigest(fact: object, payloadDigest: string): string {
  // Without a prototype, so that a smuggled '__proto__' is a key like any other.
  const envelope: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(fact)) {
    if (!LEFT_OUT.has(key)) envelope[key] = value;
  }
  envelope['payloadDigest'] = payloadDigest;
  return sha256(canonical(envelope));
}

const payloadDigestOf = ({ open, sealed }: Pick<StoredFact, 'open' | 'sealed'>): string =>
  sha256(canonical({ open, sealed }));

/** SHA-256 digests over RFC 8785 forms: payload = `{open, sealed}`; fact = envelope, revision and payload digest included. */
export class Sha256Digests implements Digests {
  of(value: unknown): string {
    return sha256(canonical(value));
  }

  complete(fact: Omit<StoredFact, 'payloadDigest' | 'digest'>): StoredFact {
    const payloadDigest = payloadDigestOf(fact);
    return { ...fact, payloadDigest, digest: factDigest(fact, payloadDigest) };
  }

  agree(fact: StoredFact): boolean {
    try {
      const payloadDigest = payloadDigestOf(fact);
      return payloadDigest === fact.payloadDigest && factDigest(fact, payloadDigest) === fact.digest;
    } catch {
      // What has no canonical form was never completed by us.
      return false;
    }
  }
}
