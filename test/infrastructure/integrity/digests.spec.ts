import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredFact } from '../../../src/domain/language/fact.js';
import { Sha256Digests } from '../../../src/infrastructure/integrity/digests.js';

const digests = new Sha256Digests();
const bare: Omit<StoredFact, 'payloadDigest' | 'digest'> = {
  id: '0190-1',
  type: 'SessionBooked',
  version: 1,
  logId: 'log',
  stream: 'case-1',
  revision: 3,
  happenedAt: '2026-02-13T17:00:00.000Z',
  recordedAt: '2026-02-13T17:00:01.000Z',
  actor: { person: 'p', role: 'reception' },
  purpose: 'care',
  subjects: [{ person: 'c', as: 'participant' }],
  action: { id: 'a', name: 'BookSession', part: 0, of: 1 },
  correlationId: 'a',
  causationId: 'a',
  open: { session: 's', cents: 12000 },
  sealed: {},
};

describe('Digests of a fact', () => {
  it('are the SHA-256 of the canonical payload and of the canonical envelope around it', () => {
    const fact = digests.complete(bare);
    const payload = createHash('sha256').update('{"open":{"cents":12000,"session":"s"},"sealed":{}}').digest('hex');
    expect(fact.payloadDigest).toBe(payload);
    const envelope =
      `{"action":{"id":"a","name":"BookSession","of":1,"part":0},"actor":{"person":"p","role":"reception"},"causationId":"a",` +
      `"correlationId":"a","happenedAt":"2026-02-13T17:00:00.000Z","id":"0190-1","logId":"log","payloadDigest":"${payload}",` +
      `"purpose":"care","recordedAt":"2026-02-13T17:00:01.000Z","revision":3,"stream":"case-1",` +
      `"subjects":[{"as":"participant","person":"c"}],"type":"SessionBooked","version":1}`;
    expect(fact.digest).toBe(createHash('sha256').update(envelope).digest('hex'));
  });

  it('agree in any store: a position changes nothing', () => {
    const fact = digests.complete(bare);
    expect(digests.agree(fact)).toBe(true);
    expect(digests.agree({ ...fact, position: 17n } as StoredFact)).toBe(true);
    expect(digests.agree(JSON.parse(JSON.stringify(fact)))).toBe(true);
  });

  it('disagree when anything at all was changed, removed or added', () => {
    const fact = digests.complete(bare);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(fact)), fc.constantFrom('changed', undefined), (key, value) => {
        expect(digests.agree({ ...fact, [key]: value } as StoredFact)).toBe(false);
        const { [key as keyof StoredFact]: _, ...less } = fact;
        expect(digests.agree(less as StoredFact)).toBe(false);
      }),
    );
    expect(digests.agree({ ...fact, onBehalfOf: 'x' })).toBe(false);
    expect(digests.agree(JSON.parse(`{"__proto__":null,${JSON.stringify(fact).slice(1)}`))).toBe(false);
  });

  it('do not depend on the order of keys in any value', () => {
    expect(digests.of({ b: 1, a: [2, { d: 3, c: 4 }] })).toBe(digests.of({ a: [2, { c: 4, d: 3 }], b: 1 }));
  });
});
