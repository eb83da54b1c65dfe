import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CLAUSES } from '../../src/domain/charter.js';
import { differencesAfter } from './standing-compared.js';

/** How long all histories together may take. ALLIANCE_LAWS_SECONDS asks for more, ALLIANCE_LAWS_SEED for the same again. */
const SECONDS = Number(process.env['ALLIANCE_LAWS_SECONDS'] ?? 30);
const SEED = process.env['ALLIANCE_LAWS_SEED'];

describe('The standing of the charter', () => {
  it(
    'is, for every case, complaint and client after any history, what a judge finds who reads the history whole',
    async () => {
      expect(CLAUSES).toHaveLength(20);
      const history = fc.asyncProperty(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.integer({ min: 100, max: 300 }),
        async (seed, steps) => {
          expect(await differencesAfter(seed, steps)).toEqual([]);
        },
      );
      await fc.assert(history, {
        numRuns: 10_000,
        interruptAfterTimeLimit: SECONDS * 1_000,
        markInterruptAsFailure: false,
        endOnFailure: true,
        ...(SEED !== undefined && { seed: Number(SEED) }),
      });
    },
    (SECONDS + 270) * 1_000,
  );
});
