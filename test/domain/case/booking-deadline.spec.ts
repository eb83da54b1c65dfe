import { describe, expect, it } from '@jest/globals';
import type { CalendarsState } from '../../../src/domain/agency/agency.js';
import { deadlineByCalendar } from '../../../src/domain/case/booking-deadline.js';
import { timeZone } from '../../../src/infrastructure/time/zone.js';

const calendars = (closures: CalendarsState['business'][number]['closures']): CalendarsState => ({
  business: [{ version: '2026-1', effectiveFrom: '2026-01-01', weekend: ['saturday', 'sunday'], closures }],
  statutory: [],
});
const deadline = (startLocal: string, state: CalendarsState) =>
  deadlineByCalendar(startLocal, { calendars: state, zone: timeZone('America/Toronto') })?.local;

describe('The promised noon', () => {
  const of2026 = calendars([{ date: '2026-12-25', reason: 'Christmas Day' }]);

  it('C3: in a year of which the published calendar says nothing, no noon of a public holiday is promised', () => {
    expect(deadline('2027-01-04T09:00', of2026)).toBe('2026-12-31T12:00:00.000');
    expect(deadline('2027-02-16T09:00', of2026)).toBe('2027-02-12T12:00:00.000');
  });

  it('C3: in a year of which it speaks, only the days that it closes are closed', () => {
    expect(deadline('2026-02-17T09:00', of2026)).toBe('2026-02-16T12:00:00.000');
    expect(deadline('2026-12-28T09:00', of2026)).toBe('2026-12-24T12:00:00.000');
  });

  it('C3: a calendar that closes nothing is believed for every year', () => {
    expect(deadline('2027-01-04T09:00', calendars([]))).toBe('2027-01-01T12:00:00.000');
  });
});
