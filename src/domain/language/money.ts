/** Money: integer cents with a currency. Nothing here ever makes a fraction of a cent. */

/** The only currency the agency keeps accounts in. */
export type Currency = 'CAD';

/** A sum of money; negative when it is owed the other way. */
export interface Money {
  readonly cents: number;
  readonly currency: Currency;
}

const whole = (cents: number): number => {
  if (!Number.isSafeInteger(cents)) throw new RangeError(`not a whole number of cents: ${cents}`);
  return cents + 0;
};

/** A sum of Canadian cents; refuses fractions and numbers beyond 2^53. */
export const cad = (cents: number): Money => ({ cents: whole(cents), currency: 'CAD' });

const same = (one: Money, other: Money): void => {
  if (one.currency !== other.currency) throw new RangeError(`${one.currency} and ${other.currency} do not add up`);
};

/** The sum of amounts; zero Canadian dollars when there are none. */
export const add = (...amounts: readonly Money[]): Money =>
  amounts.reduce(
    (sum, each) => {
      same(sum, each);
      return { cents: whole(sum.cents + each.cents), currency: sum.currency };
    },
    amounts[0] === undefined ? cad(0) : { ...amounts[0], cents: 0 },
  );

/** The first amount less the second. */
export function subtract(from: Money, amount: Money): Money {
  same(from, amount);
  return { cents: whole(from.cents - amount.cents), currency: from.currency };
}

/**
 * Shares an amount by weights (non-negative integers, not all zero) without losing or making a cent: the parts add up to the
 * amount, each within one cent of its exact share, the odd cents going to the largest remainders, then to the first.
 */
export function allocate(amount: Money, weights: readonly number[]): readonly Money[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
    throw new RangeError('a weight is a count');
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) throw new RangeError('nobody to share between');
  const sign = amount.cents < 0 ? -1 : 1;
  const cents = BigInt(Math.abs(whole(amount.cents)));
  const shares = weights.map((weight, index) => {
    const exact = cents * BigInt(weight);
    return { index, part: exact / total, rest: exact % total };
  });
  const left = Number(cents - shares.reduce((sum, share) => sum + share.part, 0n));
  const first = [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const odd = new Set(first.slice(0, left).map((share) => share.index));
  return shares.map(({ index, part }) => ({
    cents: sign * (Number(part) + (odd.has(index) ? 1 : 0)) + 0,
    currency: amount.currency,
  }));
}

/** A rate in basis points (1300 = 13 %) of an amount, to the nearest cent, half a cent away from zero. */
export function rateOf(amount: Money, basisPoints: number): Money {
  if (!Number.isSafeInteger(basisPoints)) throw new RangeError(`not a whole number of basis points: ${basisPoints}`);
  const product = BigInt(whole(amount.cents)) * BigInt(basisPoints);
  const size = product < 0n ? -product : product;
  const rounded = (size + 5_000n) / 10_000n;
  return { cents: whole(Number(product < 0n ? -rounded : rounded)), currency: amount.currency };
}

/** For people: '$120.00', '-$1,250.05'. */
export function format(amount: Money): string {
  const size = Math.abs(whole(amount.cents));
  const dollars = Math.floor(size / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.cents < 0 ? '-' : ''}$${dollars}.${String(size % 100).padStart(2, '0')}`;
}
