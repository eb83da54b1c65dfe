import { availabilityFacts } from '../domain/therapist/availability.js';
import { slotFacts } from '../domain/therapist/slots.js';
import { drop, put, set, view } from './view.js';

/** A therapist's own calendar: when they see clients, and the time that is held. */
export const therapistCalendar = view({
  name: 'calendar',
  title: 'Therapist’s calendar',
  says: 'Availability as published, and each stretch of time that is held, settled, or in conflict.',
  column: 'booking',
  scopes: ['therapist', 'agency'],
  staff: ['therapist'],
  columns: {
    therapist: { kind: 'text', says: 'Whose.', indexed: true },
    kind: { kind: 'text', says: 'availability or slot.' },
    start: { kind: 'text', says: 'From when: an instant, or the first day of an availability.', indexed: true },
    end: { kind: 'text', says: 'Until when.' },
    session: { kind: 'text', says: 'For which session.' },
    case: { kind: 'text', says: 'Of which case.' },
    state: { kind: 'text', says: 'held, settled, conflict, or published.' },
    until: { kind: 'text', says: 'Until when a hold waits for its booking.' },
    with: { kind: 'json', says: 'Sessions in its place.' },
    version: { kind: 'text', says: 'Version of the availability.' },
    windows: { kind: 'json', says: 'Weekly windows, in minutes after local midnight.' },
    away: { kind: 'json', says: 'Days away.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['start'],
  follows: { ...availabilityFacts, ...slotFacts },
  on: {
    AvailabilityPublished: ({ id, open }) => [
      put(`availability ${open.version}`, {
        therapist: open.therapist,
        kind: 'availability',
        start: open.effectiveFrom,
        state: 'published',
        version: open.version,
        windows: open.windows,
        away: open.away ?? [],
        fact: id,
      }),
    ],
    SlotHeld: ({ id, open }) => [
      put(open.session, {
        therapist: open.therapist,
        kind: 'slot',
        start: open.start,
        end: open.end,
        session: open.session,
        case: open.case,
        state: 'held',
        until: open.until,
        fact: id,
      }),
    ],
    SlotSettled: ({ id, open }) => [set(open.session, { state: 'settled', until: null, fact: id })],
    SlotReleased: ({ open }) => [drop(open.session)],
    SlotConflictFound: ({ id, open }) => [
      put(open.session, {
        therapist: open.therapist,
        kind: 'slot',
        session: open.session,
        case: open.case,
        state: 'conflict',
        with: open.with,
        fact: id,
      }),
    ],
  },
});
