import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../../../src/domain/language/decision.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { isAvailable, publishAvailability } from '../../../src/domain/therapist/availability.js';
import { holdSlot, releaseSlot, restoreSlot, settleSlot, slotFacts } from '../../../src/domain/therapist/slots.js';
import { type TherapistState, therapistFold } from '../../../src/domain/therapist/therapist.js';
import { given, idOf, outcome } from '../../support/given.js';

const therapist = idOf('Thea');
const slot = (session: string, from: string, to: string) => ({
  therapist,
  session: idOf(session),
  case: idOf('case'),
  start: `2026-02-17T${from}:00.000Z`,
  end: `2026-02-17T${to}:00.000Z`,
  until: '2026-02-02T15:05:00.000Z',
});
const afterwards = (...facts: readonly NewFact[]): TherapistState =>
  given(therapistFold, facts, { stream: 'therapist-x' });
const held = slotFacts.SlotHeld(slot('one', '14:00', '14:50'));

describe('a therapist’s time', () => {
  it('C3: two sessions never hold the same time; one may begin as another ends', () => {
    const state = afterwards(held);
    expect(outcome(holdSlot(state, slot('two', '14:49', '15:40')))).toBe('slot-taken');
    expect(outcome(holdSlot(state, slot('two', '13:10', '14:01')))).toBe('slot-taken');
    expect(outcome(holdSlot(state, slot('two', '14:50', '15:40')))).toEqual(['SlotHeld']);
    expect(outcome(holdSlot(state, slot('two', '13:10', '14:00')))).toEqual(['SlotHeld']);
  });

  it('C3: a session being moved is no obstacle to its own new time', () => {
    const moved = { ...slot('two', '14:30', '15:20'), insteadOf: idOf('one') };
    expect(outcome(holdSlot(afterwards(held), moved))).toEqual(['SlotHeld']);
  });

  it('C3: a released time is free, and releasing it again says nothing', () => {
    const released = releaseSlot(afterwards(held), { therapist, session: idOf('one') });
    expect(outcome(released)).toEqual(['SlotReleased']);
    const state = afterwards(held, slotFacts.SlotReleased({ therapist, session: idOf('one') }));
    expect(outcome(holdSlot(state, slot('two', '14:00', '14:50')))).toEqual(['SlotHeld']);
    expect(outcome(releaseSlot(state, { therapist, session: idOf('one') }))).toEqual([]);
  });

  it('C3: a hold is settled when the case has it, released when the case says it lapsed, else it waits', () => {
    const settle = (inCase: 'booked' | 'lapsed' | 'unknown'): Decision =>
      settleSlot(afterwards(held), { therapist, session: idOf('one') }, inCase);
    expect(outcome(settle('booked'))).toEqual(['SlotSettled']);
    expect(outcome(settle('lapsed'))).toEqual(['SlotReleased']);
    expect(outcome(settle('unknown'))).toBe('hold-still-open');
  });

  it('C3: a session brought back holds its time again, or shows with whom it conflicts, once (rule 38)', () => {
    const back = slot('one', '14:00', '14:50');
    expect(outcome(restoreSlot(afterwards(), back))).toEqual(['SlotHeld']);
    const taken = slotFacts.SlotHeld(slot('two', '14:30', '15:20'));
    const conflict = restoreSlot(afterwards(taken), back);
    expect(outcome(conflict)).toEqual(['SlotConflictFound']);
    expect(outcome(restoreSlot(afterwards(taken, ...(conflict.facts ?? [])), back))).toEqual([]);
  });
});

describe('a therapist’s availability', () => {
  const published = {
    therapist,
    version: 'v1',
    effectiveFrom: '2026-01-05',
    windows: [{ weekday: 'tuesday', fromMinute: 540, toMinute: 720 }],
    away: ['2026-02-24'],
  } as const;
  const state = afterwards(...(publishAvailability(afterwards(), published).facts ?? []));

  it('T3: a session fits when it lies wholly within a window of the version in force', () => {
    expect(isAvailable(state.availability, '2026-02-17T09:00', 50)).toBe(true);
    expect(isAvailable(state.availability, '2026-02-17T11:10', 50)).toBe(true);
    expect(isAvailable(state.availability, '2026-02-17T11:11', 50)).toBe(false);
    expect(isAvailable(state.availability, '2026-02-18T09:00', 50)).toBe(false);
    expect(isAvailable(state.availability, '2026-01-04T09:00', 50)).toBe(false);
  });

  it('T3: on a day away nobody is seen', () => {
    expect(isAvailable(state.availability, '2026-02-24T09:00', 50)).toBe(false);
  });

  it('T3: a window begins before it ends, and a version is published once', () => {
    const backwards = {
      ...published,
      version: 'v2',
      windows: [{ weekday: 'monday', fromMinute: 600, toMinute: 600 }],
    } as const;
    expect(outcome(publishAvailability(state, backwards))).toBe('window-ends-before-it-begins');
    expect(outcome(publishAvailability(state, published))).toBe('availability-version-exists');
  });
});
