import { describe, expect, it } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { BoxTampered, StoreClosed, StoreFull, UnknownKey } from '../../../src/application/ports.js';
import type { Box } from '../../../src/domain/language/fact.js';
import { sizeClass } from '../../../src/infrastructure/keys/box.js';
import { KeyDestroyed } from '../../../src/infrastructure/keys/local-key-ring.js';
import { memoryKeyRing } from '../../support/keys.js';

const context = (stream: string, revision = 0, compartment = 'client') => ({
  log: 'log-1',
  stream,
  revision,
  fact: `fact-${revision}`,
  type: 'SessionBooked',
  version: 1,
  compartment,
});
const dataBytes = (box: Box): number => Buffer.from(box.data, 'base64url').length - 28;

describe('R7: what is sealed', () => {
  it('comes back as it was, whatever JSON it is', async () => {
    const ring = memoryKeyRing();
    const key = await ring.provide('person-a', 'case-1');
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })),
        fc.nat(),
        (values, revision) => {
          const plain = JSON.parse(JSON.stringify(values));
          expect(ring.open(ring.seal(key, context('case-1', revision), plain))).toEqual(plain);
        },
      ),
    );
  });

  it('tells of its length only the size class', async () => {
    const ring = memoryKeyRing();
    const key = await ring.provide('person-a', 'case-1');
    const sizes = [0, 40, 60, 300, 2000, 2100, 5000, 9000];
    const seen = sizes.map((size) => dataBytes(ring.seal(key, context('case-1'), { note: 'x'.repeat(size) })));
    expect(seen).toEqual([64, 64, 128, 512, 2048, 4096, 6144, 10240]);
    expect([64, 65, 2048, 2049, 4096, 4097].map(sizeClass)).toEqual([64, 128, 2048, 4096, 4096, 6144]);
    expect([0, 1, 32, 16_384, 16_385, 33_000, 36_865].map(sizeClass)).toEqual([
      64, 64, 64, 16_384, 18_432, 36_864, 40_960,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), (bytes) => {
        const size = sizeClass(bytes);
        expect(size).toBeGreaterThanOrEqual(bytes);
        expect(sizeClass(size)).toBe(size);
        if (bytes > 16_384) expect(size).toBeLessThanOrEqual(bytes * 1.125);
      }),
    );
    // Padding counts bytes, not characters.
    expect(dataBytes(ring.seal(key, context('case-1'), { note: 'é'.repeat(40) }))).toBe(128);
  });

  it('does not open anywhere but in its own place: no two boxes can be swapped in any part', async () => {
    const ring = memoryKeyRing();
    const boxes: Box[] = [];
    const choices = { log: ['log-1', 'log-2'], type: ['SessionBooked', 'SeatCancelled'], version: [1, 2] } as const;
    for (const stream of ['case-1', 'case-2'])
      for (const owner of ['person-a', 'person-b'])
        for (const revision of [1, 11])
          for (const compartment of ['client', 'family'])
            for (const log of choices.log)
              for (const type of choices.type)
                for (const version of choices.version) {
                  const place = { ...context(stream, revision, compartment), log, type, version };
                  boxes.push(ring.seal(await ring.provide(owner, stream), place, { owner, revision, compartment }));
                }
    const index = fc.nat(boxes.length - 1);
    const parts = fc.subarray(Object.keys(boxes[0] as Box) as (keyof Box)[], { minLength: 1 });
    fc.assert(
      fc.property(index, index, parts, (one, other, taken) => {
        const box = boxes[one] as Box;
        const from = boxes[other] as Box;
        const mixed = { ...box, ...Object.fromEntries(taken.map((part) => [part, from[part]])) } as Box;
        const same = (left: Box, right: Box) =>
          (Object.keys(left) as (keyof Box)[]).every((part) => left[part] === right[part]);
        if (same(mixed, box) || same(mixed, from)) expect(ring.open(mixed)).toBeDefined();
        else expect(() => ring.open(mixed)).toThrow(BoxTampered);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not open when any bit of it was changed, cut off or added', async () => {
    const ring = memoryKeyRing();
    const box = ring.seal(await ring.provide('person-a', 'case-1'), context('case-1'), { note: 'x' });
    for (const part of ['data', 'commitment'] as const) {
      const bytes = Buffer.from(box[part], 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(() => ring.open({ ...box, [part]: changed.toString('base64url') })).toThrow(BoxTampered);
      }
      for (const text of ['', box[part].slice(0, -2), `${box[part]}AA`, `${box[part]}=`, ` ${box[part]}`]) {
        expect(() => ring.open({ ...box, [part]: text })).toThrow(BoxTampered);
      }
    }
    for (const change of [
      { log: 'log-2' },
      { fact: 'x' },
      { type: 'x' },
      { version: 2 },
      { revision: 1 },
      { stream: 'x' },
    ]) {
      expect(() => ring.open({ ...box, ...change })).toThrow(BoxTampered);
    }
    expect(() => ring.open({ ...box, data: 7 } as unknown as Box)).toThrow(BoxTampered);
  });

  it('is never sealed twice alike, and its refusal quotes nothing of it', async () => {
    const ring = memoryKeyRing();
    const key = await ring.provide('person-a', 'case-1');
    const [one, two] = [1, 2].map(() => ring.seal(key, context('case-1'), { note: 'canary' })) as [Box, Box];
    expect(one.data).not.toBe(two.data);
    expect(JSON.stringify(one)).not.toMatch(/canary|person-a/);
    expect(() => ring.open({ ...one, revision: 9 })).toThrow(
      /^the client compartment of fact fact-0 is not as it was sealed$/,
    );
  });

  it('is sealed only under a key of its own stream', async () => {
    const ring = memoryKeyRing();
    const key = await ring.provide('person-a', 'case-1');
    expect(() => ring.seal(key, context('case-2'), {})).toThrow('does not seal a fact of case-2');
  });
});

describe('A key', () => {
  it('is one per person and stream, made once however many ask at the same time', async () => {
    const ring = memoryKeyRing();
    expect(ring.atHand('person-a', 'case-1')).toBeUndefined();
    const asked = await Promise.all(['a', 'a', 'b', 'a', 'b'].map((person) => ring.provide(person, 'case-1')));
    expect(new Set(asked.map((key) => key.reference)).size).toBe(2);
    expect(ring.atHand('a', 'case-1')?.reference).toBe(asked[0]?.reference);
    expect((await ring.provide('a', 'case-2')).reference).not.toBe(asked[0]?.reference);
    // An owner and a stream never run into each other.
    expect((await ring.provide('a","b', 'c')).reference).not.toBe((await ring.provide('a', 'b","c')).reference);
  });

  it('shows outside the ring nothing but its reference', async () => {
    const key = await memoryKeyRing().provide('person-a', 'case-1');
    expect(Object.keys(key)).toEqual(['reference']);
    expect(key.reference).toMatch(/^[A-Za-z0-9_-]{22}\.1$/);
  });

  it('that does not fit in memory is read again, unknown keys are never taken for destroyed ones', async () => {
    const ring = memoryKeyRing(2);
    const boxes: Box[] = [];
    for (let number = 0; number < 10; number++) {
      const key = await ring.provide(`person-${number}`, 'case-1');
      boxes.push(ring.seal(key, context('case-1', number), { number }));
    }
    for (const [number, box] of boxes.entries()) expect(ring.open(box)).toEqual({ number });
    expect(() => memoryKeyRing().open(boxes[0] as Box)).toThrow(UnknownKey);
    expect(() => ring.seal({ reference: 'x' }, context('case-1'), {})).toThrow(UnknownKey);
  });

  it('authenticates texts, differently for each stream, until it is destroyed', async () => {
    const ring = memoryKeyRing();
    const one = await ring.provide('stream', 'case-1');
    const two = await ring.provide('stream', 'case-2');
    expect(ring.mac(one, 'body')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(ring.mac(one, 'body')).toBe(ring.mac(one, 'body'));
    expect(ring.mac(one, 'body')).not.toBe(ring.mac(two, 'body'));
    await ring.destroyKey('stream', 'case-1');
    expect(() => ring.mac(one, 'body')).toThrow(KeyDestroyed);
  });

  it('that was destroyed opens nothing, touches no other, and a later key opens nothing older', async () => {
    const ring = memoryKeyRing();
    const [key, other] = await Promise.all([ring.provide('a', 'case-1'), ring.provide('b', 'case-1')]);
    const box = ring.seal(key, context('case-1'), { note: 'x' });
    const spared = ring.seal(other, context('case-1'), { note: 'y' });
    expect(await ring.destroyKey('a', 'case-1')).toEqual([key.reference]);
    expect(await ring.destroyKey('a', 'case-1')).toEqual([]);
    expect(ring.open(box)).toBe('destroyed');
    expect(ring.open(spared)).toEqual({ note: 'y' });
    expect(() => ring.seal(key, context('case-1'), {})).toThrow(KeyDestroyed);
    const later = await ring.provide('a', 'case-1');
    expect(later.reference).toMatch(/\.2$/);
    expect(ring.open(box)).toBe('destroyed');
    expect(() => ring.open({ ...box, key: later.reference })).toThrow(BoxTampered);
  });

  it('is refused to all who asked when there is no room, and can be had once there is', async () => {
    const database = new SqliteDatabase(':memory:');
    const ring = memoryKeyRing(undefined, database);
    const pages = database.pragma('page_count', { simple: true });
    database.pragma(`max_page_count = ${pages}`);
    const asked = await Promise.allSettled(
      Array.from({ length: 200 }, (_, number) => ring.provide(`p-${number}`, 'case-1')),
    );
    expect(asked.every((each) => each.status === 'rejected' && each.reason instanceof StoreFull)).toBe(true);
    expect(ring.atHand('p-0', 'case-1')).toBeUndefined();
    database.pragma('max_page_count = 1000');
    expect((await ring.provide('p-0', 'case-1')).reference).toBeDefined();
  });

  it('is not given by a closed ring, and closing waits for keys that were asked for', async () => {
    const ring = memoryKeyRing();
    const asked = ring.provide('a', 'case-1');
    await ring.close();
    await ring.close();
    expect((await asked).reference).toBeDefined();
    await expect(ring.provide('a', 'case-1')).rejects.toThrow(StoreClosed);
  });
});
