import { describe, expect, it } from '@jest/globals';
import { tableOfFigures } from '../../src/projections/figures.js';

const monthOf = (instant: string): string => instant.slice(0, 7);
const row = (stream: string, figure: string, at: string, amount = 0) => ({ stream, figure, at, amount });

describe('Agency figures', () => {
  it('say how long a decision took and how long a first session was waited for, in days, in the month in which it ended', () => {
    const rows = [
      row('complaint-1', 'complaints lodged', '2026-01-20T15:00:00.000Z'),
      row('complaint-1', 'complaints decided', '2026-02-19T14:00:00.000Z'),
      row('case-1', 'cases opened', '2026-02-02T15:00:00.000Z'),
      row('case-1', 'sessions held', '2026-02-09T15:00:00.000Z', 50),
      row('case-1', 'sessions held', '2026-02-16T15:00:00.000Z', 50),
    ];
    const table = tableOfFigures(rows, 1, monthOf);
    const find = (figure: string) => table.find((r) => r['figure'] === figure);
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
    expect(tableOfFigures(rows, 5, monthOf)).toMatchObject([{ count: 'under 5', amount: null, unit: 'cents' }]);
    expect(tableOfFigures(rows, 3, monthOf)).toMatchObject([{ count: 3, amount: 36_000 }]);
  });
});
