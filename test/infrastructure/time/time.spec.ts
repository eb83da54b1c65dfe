import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { MovableClock, SystemClock } from '../../../src/infrastructure/time/clocks.js';
import { timeZone, ZONE_DATA_VERSION } from '../../../src/infrastructure/time/zone.js';

const NAMES = [
  'America/Toronto',
  'America/Winnipeg',
  'America/Atikokan',
  'Asia/Beirut',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'UTC',
];

describe('A time zone', () => {
  it('says when a local time does not exist and when it exists twice', () => {
    const toronto = timeZone('America/Toronto');
    expect(toronto.instantOf('2026-03-08T02:30')).toEqual({ kind: 'none' });
    expect(toronto.instantOf('2026-11-01T01:30')).toEqual({
      kind: 'two',
      earlier: '2026-11-01T05:30:00.000Z',
      later: '2026-11-01T06:30:00.000Z',
    });
    expect(toronto.instantOf('2026-03-08T03:00')).toEqual({ kind: 'one', instant: '2026-03-08T07:00:00.000Z' });
    expect(toronto.localOf('2026-03-08T06:59:59.999Z')).toBe('2026-03-08T01:59:59.999');
    expect(timeZone('Pacific/Apia').instantOf('2011-12-30T12:00')).toEqual({ kind: 'none' });
  });

  it('agrees with Temporal at any instant and wall time', () => {
    const ms = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2060, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), ms, (name, at) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
        const plain = zoned.toPlainDateTime();
        expect(timeZone(name).localOf(new Date(at).toISOString())).toBe(plain.toString({ fractionalSecondDigits: 3 }));
        const wall = plain.toString({ smallestUnit: 'minute' });
        const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
          new Date(
            Temporal.PlainDateTime.from(wall).toZonedDateTime(name, { disambiguation }).epochMilliseconds,
          ).toISOString(),
        );
        const found = timeZone(name).instantOf(wall);
        expect(found).toEqual(earlier === later ? { kind: 'one', instant: earlier } : { kind: 'two', earlier, later });
      }),
      { numRuns: 300 },
    );
  });

  it('is one object per name, and an unknown name or a malformed time is an error', () => {
    expect(timeZone('America/Toronto')).toBe(timeZone('America/Toronto'));
    expect(() => timeZone('Mars/Base')).toThrow('unknown time zone: Mars/Base');
    expect(() => timeZone('UTC').instantOf('2026-02-30T10:00')).toThrow(RangeError);
    expect(() => timeZone('UTC').localOf('yesterday')).toThrow(RangeError);
    expect(ZONE_DATA_VERSION).toMatch(/^\d{4}[a-z]$/);
  });
});

describe('A movable clock', () => {
  it('ticks on with real time, moves forward, and never goes back', () => {
    let real = 1_000;
    const clock = new MovableClock('2026-02-13T16:59:59.000Z', true, () => real);
    real += 500;
    expect(clock.now()).toBe('2026-02-13T16:59:59.500Z');
    clock.moveTo('2026-02-14T00:00:00.000Z');
    expect(() => clock.moveTo('2026-02-13T00:00:00.000Z')).toThrow('time does not go back');
    real -= 10_000;
    expect(clock.now()).toBe('2026-02-14T00:00:00.000Z');
  });

  it('can stand still', () => {
    let real = 1_000;
    const clock = new MovableClock('2026-02-13T17:00:00.000Z', false, () => real);
    real += 60_000;
    expect(clock.now()).toBe('2026-02-13T17:00:00.000Z');
  });

  it('goes on after a restart from what was saved', () => {
    let real = 1_000;
    const ticking = new MovableClock('2026-02-13T17:00:00.000Z', true, () => real);
    const standing = new MovableClock('2026-02-13T17:00:00.000Z', false, () => real);
    const saved = JSON.parse(JSON.stringify([ticking, standing]));
    real += 5_000;
    const [first, second] = saved.map((state: never) => MovableClock.restore(state, () => real).now());
    expect(first).toBe('2026-02-13T17:00:05.000Z');
    expect(second).toBe('2026-02-13T17:00:00.000Z');
  });

  it('the system clock tells UTC with milliseconds', () => {
    expect(new SystemClock().now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});
