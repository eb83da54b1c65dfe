import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UuidIds } from '../../../src/infrastructure/integrity/ids.js';

const at = (...times: readonly string[]) => {
  const left = [...times];
  return new UuidIds({ now: () => (left.length > 1 ? left.shift() : left[0]) as string });
};

describe('Fresh ids', () => {
  it('are UUIDs of version 7 that carry the time', () => {
    const id = at('2026-02-13T17:00:00.000Z').fresh();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2026-02-13T17:00:00.000Z'));
  });

  it('rise within a process, also when the clock stands still or goes back', () => {
    const still = at('2026-02-13T17:00:00.000Z');
    const many = Array.from({ length: 20_000 }, () => still.fresh());
    expect([...many].sort()).toEqual(many);
    expect(new Set(many).size).toBe(many.length);
    const back = at('2026-02-13T17:00:00.001Z', '2026-02-13T17:00:00.000Z', '2026-02-13T17:00:00.002Z');
    const three = [back.fresh(), back.fresh(), back.fresh()];
    expect([...three].sort()).toEqual(three);
  });

  it('of two processes at the same millisecond differ', () => {
    const ids = Array.from({ length: 1000 }, () => at('2026-02-13T17:00:00.000Z').fresh());
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('Derived ids', () => {
  const ids = at('2026-02-13T17:00:00.000Z');
  const text = fc.string({ unit: 'binary', maxLength: 6 });
  const parts = fc.array(fc.oneof(text, fc.constantFrom('', ',', '"', '","', '\\')), { minLength: 1, maxLength: 4 });

  it('are UUIDs of version 8 and stay what they were', () => {
    expect(ids.derived('action', 'case-1', '0')).toBe('e6e1f18e-c14b-8f7e-a314-bec073e1f3ed');
    fc.assert(
      fc.property(parts, (all) => {
        expect(ids.derived(...all)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(ids.derived(...all)).toBe(ids.derived(...all));
      }),
    );
  });

  it('of different parts differ, wherever the parts are cut', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = one.length === other.length && one.every((part, index) => part === other[index]);
        expect(ids.derived(...one) === ids.derived(...other)).toBe(same);
      }),
    );
    expect(ids.derived('ab', 'c')).not.toBe(ids.derived('a', 'bc'));
    expect(ids.derived('a', '')).not.toBe(ids.derived('a'));
    expect(() => ids.derived()).toThrow(RangeError);
  });
});
