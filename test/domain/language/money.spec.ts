import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, allocate, cad, format, rateOf, subtract } from '../../../src/domain/language/money.js';

const cents = fc.integer({ min: -1_000_000_00, max: 1_000_000_00 });

describe('Money is whole cents', () => {
  it('refuses a fraction of a cent and a number too large to count exactly', () => {
    expect(() => cad(10.5)).toThrow(RangeError);
    expect(() => cad(2 ** 53)).toThrow(RangeError);
    expect(() => add(cad(Number.MAX_SAFE_INTEGER), cad(1))).toThrow(RangeError);
  });

  it('what is added can be taken away again', () => {
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        expect(subtract(add(cad(one), cad(other)), cad(other))).toEqual(cad(one));
      }),
    );
    expect(add()).toEqual(cad(0));
  });

  it('shares of a sum lose no cent, are fair to one cent, and give nothing to a weight of zero', () => {
    const weights = fc
      .array(fc.nat(1000), { minLength: 1, maxLength: 8 })
      .filter((all) => all.some((each) => each > 0));
    fc.assert(
      fc.property(cents, weights, (sum, shares) => {
        const parts = allocate(cad(sum), shares);
        const total = shares.reduce((a, b) => a + b, 0);
        expect(add(...parts)).toEqual(cad(sum));
        parts.forEach((part, index) => {
          expect(Math.abs(part.cents - (sum * (shares[index] as number)) / total)).toBeLessThan(1);
          if (shares[index] === 0) expect(part.cents).toBe(0);
        });
      }),
    );
    expect(allocate(cad(100), [1, 1, 1]).map((part) => part.cents)).toEqual([34, 33, 33]);
    expect(() => allocate(cad(100), [0])).toThrow(RangeError);
  });

  it('tax is rounded to the nearest cent, half a cent up, and mirrors for a refund', () => {
    expect(rateOf(cad(12_000), 1300)).toEqual(cad(1560));
    expect(rateOf(cad(50), 1300)).toEqual(cad(7));
    expect(rateOf(cad(49), 1300)).toEqual(cad(6));
    fc.assert(
      fc.property(cents, fc.nat(10_000), (sum, rate) => {
        expect(rateOf(cad(-sum), rate).cents + rateOf(cad(sum), rate).cents).toBe(0);
        expect(Math.abs(rateOf(cad(sum), rate).cents - (sum * rate) / 10_000)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('is written for people with two decimals', () => {
    expect([12_000, 5, -125_005, 0, 100_000_000].map((sum) => format(cad(sum)))).toEqual([
      '$120.00',
      '$0.05',
      '-$1,250.05',
      '$0.00',
      '$1,000,000.00',
    ]);
  });
});
