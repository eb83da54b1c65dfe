import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  type BusinessCalendar,
  confirmationDeadline,
  easterSunday,
  endOfDay,
  inTime,
  isDate,
  isInstant,
  laterOf,
  OutsideCalendar,
  ontarioLegalHolidays,
  ontarioPublicHolidays,
  proposeClosures,
  reasonClosed,
  statutoryDeadline,
  weekdayOf,
} from '../../../src/domain/language/business-time.js';
import { timeZone } from '../../../src/infrastructure/time/zone.js';

interface Case {
  readonly session: string;
  readonly deadline: string;
  readonly trap: string;
  readonly closures?: readonly string[];
  readonly substitution?: boolean;
}
const vectors = JSON.parse(readFileSync(new URL('../../vectors/business-deadlines.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

const toronto = timeZone('America/Toronto');
const years = [2023, 2024, 2025, 2026, 2027, 2028];
const calendar = (substitute = true, more: readonly string[] = []): BusinessCalendar => ({
  version: 'v1',
  weekend: ['saturday', 'sunday'],
  closures: [
    ...years.flatMap((year) => proposeClosures(year, { substitute })),
    ...more.map((date) => ({ date, reason: 'Agency closed' })),
  ],
});
const legal: BusinessCalendar = {
  version: 'law-1',
  weekend: ['sunday'],
  closures: years.flatMap((year) => ontarioLegalHolidays(year)),
};

describe('C3: noon of the previous business day', () => {
  for (const { session, deadline, trap, closures, substitution } of vectors.cases) {
    it(`a session at ${session} is confirmed or cancelled by ${deadline}: ${trap}`, () => {
      const found = confirmationDeadline(session, calendar(substitution, closures), toronto);
      expect(found.instant).toBe(deadline.replace('Z', '.000Z'));
      expect(found.local.slice(11)).toBe('12:00:00.000');
      expect(found.calendarVersion).toBe('v1');
    });
  }

  it('without substitute days, the Tuesday after a Christmas weekend is a business day', () => {
    expect(confirmationDeadline('2027-12-29T09:00', calendar(false), toronto).instant).toBe('2027-12-28T17:00:00.000Z');
  });

  it('a promised deadline is a floor: a new calendar can only give more time', () => {
    const promised = confirmationDeadline('2026-08-04T09:00', calendar(), toronto).instant;
    const closed = confirmationDeadline('2026-08-04T09:00', calendar(true, ['2026-08-03']), toronto).instant;
    expect(laterOf(promised, closed)).toBe(promised);
    expect(laterOf(closed, promised)).toBe(promised);
  });

  it('names every day that it passed over and why', () => {
    expect(confirmationDeadline('2026-02-17T09:00', calendar(), toronto).skipped).toEqual([
      { date: '2026-02-16', reason: 'Family Day' },
      { date: '2026-02-15', reason: 'Sunday' },
      { date: '2026-02-14', reason: 'Saturday' },
    ]);
  });

  it('a cancellation exactly at noon is in time and one millisecond later is late', () => {
    const { instant } = confirmationDeadline('2026-02-17T09:00', calendar(), toronto);
    expect(inTime('2026-02-13T17:00:00.000Z', instant, toronto)).toBe(true);
    expect(inTime('2026-02-13T17:00:00.001Z', instant, toronto)).toBe(false);
  });

  it('doubt about the minute or the hour favours the client', () => {
    const { instant } = confirmationDeadline('2026-02-17T09:00', calendar(), toronto);
    expect(inTime('2026-02-13T17:00:42.000Z', instant, toronto, 'minute')).toBe(true);
    expect(inTime('2026-02-13T17:01:00.000Z', instant, toronto, 'minute')).toBe(false);
    expect(inTime('2026-02-14T04:59:00.000Z', instant, toronto, 'day')).toBe(true);
    expect(inTime('2026-02-14T05:00:00.000Z', instant, toronto, 'day')).toBe(false);
  });

  it('every deadline is at local noon of a business day strictly before the session', () => {
    const dates = fc.integer({ min: 0, max: 5 * 365 }).map((days) => addDays('2023-02-01', days));
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 23 }), fc.boolean(), (date, hour, substitute) => {
        const used = calendar(substitute);
        const found = confirmationDeadline(`${date}T${String(hour).padStart(2, '0')}:30`, used, toronto);
        const day = found.local.slice(0, 10);
        expect(day < date).toBe(true);
        expect(reasonClosed(used, day)).toBeUndefined();
        expect(toronto.localOf(found.instant)).toBe(`${day}T12:00:00.000`);
        for (let between = addDays(day, 1); between < date; between = addDays(between, 1)) {
          expect(reasonClosed(used, between)).toBeDefined();
        }
      }),
    );
  });

  it('a calendar that does not reach the day in question promises nothing', () => {
    const short = { ...calendar(), coversFrom: '2026-01-01', coversUntil: '2026-12-31' };
    expect(() => confirmationDeadline('2026-01-02T09:00', short, toronto)).toThrow(OutsideCalendar);
    expect(confirmationDeadline('2027-01-01T09:00', short, toronto).local).toBe('2026-12-31T12:00:00.000');
    const never: BusinessCalendar = {
      version: 'x',
      weekend: [...calendar().weekend, 'monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      closures: [],
    };
    expect(() => confirmationDeadline('2026-01-02T09:00', never, toronto)).toThrow(OutsideCalendar);
  });
});

describe('Legal time limits (Legislation Act, 2006, ss. 88-89)', () => {
  it('R10: thirty days from a decision received on 5 June 2026 end on Monday 6 July, because the 5th is a Sunday', () => {
    const found = statutoryDeadline('2026-06-05T15:00:00.000Z', 30, legal, toronto);
    expect(found.local).toBe('2026-07-06T23:59:59.999');
    expect(found.instant).toBe('2026-07-07T03:59:59.999Z');
    expect(found.skipped).toEqual([{ date: '2026-07-05', reason: 'Sunday' }]);
  });

  it('R9: thirty days from a request of 10 January 2026 end with 9 February', () => {
    expect(statutoryDeadline('2026-01-10T15:00:00.000Z', 30, legal, toronto).local).toBe('2026-02-09T23:59:59.999');
  });

  it('the first day is the local day of receipt, not the day in Greenwich', () => {
    expect(statutoryDeadline('2026-01-11T04:59:59.999Z', 30, legal, toronto).local).toBe('2026-02-09T23:59:59.999');
    expect(statutoryDeadline('2026-01-11T05:00:00.000Z', 30, legal, toronto).local).toBe('2026-02-10T23:59:59.999');
  });

  it('Easter Monday and Remembrance Day carry a limit on although the agency is open', () => {
    expect(statutoryDeadline('2026-04-02T16:00:00.000Z', 4, legal, toronto).local).toBe('2026-04-07T23:59:59.999');
    expect(statutoryDeadline('2026-11-01T17:00:00.000Z', 10, legal, toronto).local).toBe('2026-11-12T23:59:59.999');
  });

  it('a limit carries past Saturdays only where the calendar says so', () => {
    const saturdays: BusinessCalendar = { ...legal, weekend: ['saturday', 'sunday'] };
    expect(statutoryDeadline('2026-06-04T16:00:00.000Z', 30, legal, toronto).local).toBe('2026-07-04T23:59:59.999');
    expect(statutoryDeadline('2026-06-04T16:00:00.000Z', 30, saturdays, toronto).skipped).toHaveLength(2);
  });

  it('six months from the last of August end with the last of February', () => {
    expect(statutoryDeadline('2026-08-31T16:00:00.000Z', { months: 6 }, legal, toronto).local).toBe(
      '2027-03-01T23:59:59.999',
    );
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2026-01-15', -2)).toBe('2025-11-15');
  });

  it('substitutes follow s. 88 (3) to (5)', () => {
    const reasons = (year: number) => ontarioLegalHolidays(year).filter((day) => day.reason.endsWith('(observed)'));
    expect(reasons(2023)).toEqual([{ date: '2023-01-02', reason: "New Year's Day (observed)" }]);
    expect(reasons(2029)).toEqual([{ date: '2029-07-02', reason: 'Canada Day (observed)' }]);
    expect(reasons(2027)).toEqual([{ date: '2027-12-27', reason: 'Christmas Day (observed)' }]);
    expect(reasons(2022)).toEqual([{ date: '2022-12-27', reason: 'Christmas Day (observed)' }]);
  });

  it('a day ends at its last millisecond when clocks change that day too', () => {
    expect(endOfDay('2026-11-01', toronto)).toBe('2026-11-02T04:59:59.999Z');
    expect(endOfDay('2026-03-08', toronto)).toBe('2026-03-09T03:59:59.999Z');
    // Lebanon and Cuba change at midnight: clocks skip or repeat the day's last or first hour.
    expect(endOfDay('2024-03-30', timeZone('Asia/Beirut'))).toBe('2024-03-30T21:59:59.999Z');
    expect(endOfDay('2024-10-26', timeZone('Asia/Beirut'))).toBe('2024-10-26T21:59:59.999Z');
  });

  it('the day that Samoa skipped has its noon carried to the first instant there is', () => {
    const open: BusinessCalendar = { version: 'x', weekend: [], closures: [] };
    expect(confirmationDeadline('2011-12-31T10:00', open, timeZone('Pacific/Apia')).instant).toBe(
      '2011-12-30T10:00:00.000Z',
    );
  });
});

describe('Civil dates', () => {
  it('knows Easter', () => {
    const known = [
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
      '2285-03-22',
      '1954-04-18',
      '1981-04-19',
    ];
    for (const date of known) expect(easterSunday(Number(date.slice(0, 4)))).toBe(date);
  });

  it('Ontario has nine public holidays; Easter Monday, the Civic Holiday and Remembrance Day are none of them', () => {
    expect(ontarioPublicHolidays(2026).map((day) => day.date)).toEqual([
      '2026-01-01',
      '2026-02-16',
      '2026-04-03',
      '2026-05-18',
      '2026-07-01',
      '2026-09-07',
      '2026-10-12',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it('the rules of the floating holidays hold for a century', () => {
    for (let year = 2000; year < 2100; year++) {
      const [, family, friday, victoria, , labour, thanks] = ontarioPublicHolidays(year).map(
        (day) => day.date,
      ) as string[];
      expect([family, victoria, labour, thanks].map((date) => weekdayOf(date as string))).toEqual(
        Array(4).fill('monday'),
      );
      expect(weekdayOf(friday as string)).toBe('friday');
      const day = (date?: string) => Number(date?.slice(8));
      expect(day(family)).toBeGreaterThanOrEqual(15);
      expect(day(family)).toBeLessThanOrEqual(21);
      expect(day(victoria)).toBeGreaterThanOrEqual(18);
      expect(day(victoria)).toBeLessThanOrEqual(24);
      expect(day(labour)).toBeLessThanOrEqual(7);
      expect(day(thanks)).toBeGreaterThanOrEqual(8);
      expect(day(thanks)).toBeLessThanOrEqual(14);
    }
  });

  it('only real dates and exact instants are dates and instants', () => {
    expect(['2024-02-29', '2026-12-31'].every(isDate)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-1-1', '2026-02-30', 'x'].some(isDate)).toBe(false);
    expect(isInstant('2026-02-13T17:00:00.000Z')).toBe(true);
    expect(['2026-02-13T17:00:00Z', '2026-02-13T12:00:00.000-05:00', '2026-02-30T12:00:00.000Z'].some(isInstant)).toBe(
      false,
    );
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });

  it('adding days and taking them away again changes nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), fc.integer({ min: 0, max: 20_000 }), (days, from) => {
        const date = addDays('2000-01-01', from);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });
});
