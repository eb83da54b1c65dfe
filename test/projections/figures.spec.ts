import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { tableOfFigures } from '../../src/projections/figures.js';

const monthOf = (instant: string): string => instant.slice(0, 7);
let keys = 0;
const row = (stream: string, figure: string, at: string, amount = 0, recordedAt = at, struckAt?: string) => ({
  stream,
  key: `fact ${keys++}`,
  figure,
  at,
  amount,
  recordedAt,
  ...(struckAt && { struckAt }),
});
const table = (rows: readonly ReturnType<typeof row>[], smallCell: number, now: string) =>
  tableOfFigures(rows, { smallCell, monthOf, now: `${now}-15T12:00:00.000Z` });

describe('Agency figures', () => {
  it('say how long a decision took and how long a first session was waited for, in days, in the month in which it ended', () => {
    const rows = [
      row('complaint-1', 'complaints lodged', '2026-01-20T15:00:00.000Z'),
      row('complaint-1', 'complaints decided', '2026-02-19T14:00:00.000Z'),
      row('case-1', 'cases opened', '2026-02-02T15:00:00.000Z'),
      row('case-1', 'sessions held', '2026-02-09T15:00:00.000Z', 50),
      row('case-1', 'sessions held', '2026-02-16T15:00:00.000Z', 50),
    ];
    const shown = table(rows, 1, '2026-03');
    const find = (figure: string) => shown.find((r) => r['figure'] === figure);
    expect(find('complaints decided, from lodging')).toMatchObject({
      month: '2026-02',
      count: 1,
      amount: 30,
      unit: 'days',
    });
    expect(find('first sessions, from opening the case')).toMatchObject({ count: 1, amount: 7, unit: 'days' });
    expect(find('sessions held')).toMatchObject({ count: 2, amount: 100, unit: 'minutes' });
    expect(find('cases opened')).toMatchObject({ count: 1, amount: null, unit: null });
  });

  it('hide a count under the threshold with its amount', () => {
    const rows = [1, 2, 3].map((n) => row(`case-${n}`, 'payments received', '2026-02-02T15:00:00.000Z', 12_000));
    expect(table(rows, 5, '2026-03')).toMatchObject([{ count: 'under 5', amount: null, unit: 'cents' }]);
    expect(table(rows, 3, '2026-03')).toMatchObject([{ count: 3, amount: 36_000 }]);
  });

  it('say nothing of a month that is not over, nor of what was recorded in it', () => {
    const at = '2026-02-02T15:00:00.000Z';
    const rows = [1, 2, 3].map((n) => row(`case-${n}`, 'receipts issued', at));
    expect(table(rows, 1, '2026-02')).toEqual([]);
    const late = row('case-4', 'receipts issued', at, 0, '2026-03-03T15:00:00.000Z');
    expect(table([...rows, late], 1, '2026-03')).toMatchObject([{ month: '2026-02', count: 3 }]);
    expect(table([...rows, late], 1, '2026-04')).toMatchObject([{ month: '2026-02', count: 4 }]);
  });

  it('change only when as many contributions changed as a small cell has: what was entered late or struck waits', () => {
    const at = '2026-02-02T15:00:00.000Z';
    const rows = Array.from({ length: 6 }, (_, n) => row(`case-${n}`, 'payments received', at, 100));
    const march = '2026-03-03T15:00:00.000Z';
    const late = row('case-9', 'payments received', at, 7_777, march);
    expect(table([...rows, late], 3, '2026-04')).toMatchObject([{ count: 6, amount: 600 }]);
    const struck = rows.map((one, n) => (n < 2 ? { ...one, struckAt: march } : one));
    expect(table(struck, 3, '2026-04')).toMatchObject([{ count: 6, amount: 600 }]);
    expect(table([...struck, late], 3, '2026-04')).toMatchObject([{ count: 5, amount: 8_177 }]);
  });

  it('never differ between two moments by fewer contributions than a small cell has (law)', () => {
    const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
    const contribution = fc.record({
      at: fc.constantFrom('2026-01', '2026-02'),
      recorded: fc.nat({ max: 4 }),
      struck: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
      amount: fc.integer({ min: 1, max: 1_000_000 }).map((n) => n * 1_000_003),
    });
    fc.assert(
      fc.property(fc.array(contribution, { maxLength: 40 }), fc.integer({ min: 2, max: 6 }), (made, smallCell) => {
        const rows = made.map(({ at, recorded, struck, amount }, n) => {
          const day = (month: string) => `${month}-10T15:00:00.000Z`;
          const end = struck === undefined || struck < recorded ? undefined : day(months[struck] as string);
          return row(`case-${n}`, 'payments received', day(at), amount, day(months[recorded] as string), end);
        });
        const answers = [...months, '2026-06'].map((now) => table(rows, smallCell, now));
        for (const cell of ['2026-01', '2026-02']) {
          const told = answers.map((one) => one.find(({ month }) => month === cell));
          for (const [i, one] of told.entries()) {
            for (const other of told.slice(i + 1)) {
              if (one?.['amount'] === other?.['amount'] || one?.['amount'] == null || other?.['amount'] == null)
                continue;
              // Amounts are so unlike that one contribution more or less would show as itself.
              const difference = Math.abs(Number(one['amount']) - Number(other['amount']));
              expect(rows.filter(({ amount }) => amount === difference)).toEqual([]);
            }
          }
        }
      }),
    );
  });
});
