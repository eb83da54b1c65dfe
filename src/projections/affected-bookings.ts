import { callingOffFacts as offeredFacts } from '../domain/case/calling-off.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import { callingOffFacts } from '../domain/therapist/calling-off.js';
import { barOn, type RegistrationState, registrationFacts } from '../domain/therapist/registration.js';
import { slotFacts } from '../domain/therapist/slots.js';
import { drop, nothing, type PresentedAt, type PresentedRow, put, set, view } from './view.js';

const { SlotHeld, SlotSettled, SlotReleased, SlotConflictFound } = slotFacts;
const { SessionBooked } = sessionFacts;

/**
 * The work list after a suspension, the end of supervision or a day called off (rules 56 and 58): sessions ahead that may
 * not take place, what was called off, and to whom another session is offered that they have not taken yet.
 */
export const affectedBookings = view({
  name: 'affected-bookings',
  title: 'Affected bookings',
  says: 'Sessions ahead on whose day their therapist may not practise, with why; what was called off; and offers of another session that are not taken yet.',
  column: 'booking',
  scopes: ['therapist', 'agency'],
  persons: ['participant'],
  staff: ['therapist'],
  columns: {
    therapist: { kind: 'text', says: 'Whose sessions.', indexed: true },
    kind: { kind: 'text', says: 'impossible, called-off or offered.' },
    session: { kind: 'text', says: 'Which session.' },
    case: { kind: 'text', says: 'Of which case.' },
    participant: { kind: 'text', says: 'To whom another session is offered.' },
    start: { kind: 'text', says: 'When it is, or when it was called off or offered.' },
    because: { kind: 'text', says: 'Why: refusal code of the booking, away, or what is offered.' },
    what: { kind: 'text', says: 'Title, status or supervisor in the register.' },
    from: { kind: 'text', says: 'First day of a status or a supervision.' },
    until: { kind: 'text', says: 'Day a supervision ended.' },
    sessions: { kind: 'json', says: 'Sessions called off together.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['start'],
  combines: true,
  present: (rows, at) => worklist(rows, at),
  follows: {
    ...registrationFacts,
    ...callingOffFacts,
    ...offeredFacts,
    SlotHeld,
    SlotSettled,
    SlotReleased,
    SlotConflictFound,
    SessionBooked,
  },
  on: {
    TherapistRegistered: ({ id, open }) => [
      put('title', { therapist: open.therapist, kind: 'title', what: open.title, fact: id }),
      put(`status ${id}`, {
        therapist: open.therapist,
        kind: 'status',
        what: 'in-good-standing',
        from: open.from,
        fact: id,
      }),
    ],
    RegistrationStatusChanged: ({ id, open }) => [
      put(`status ${id}`, { therapist: open.therapist, kind: 'status', what: open.status, from: open.from, fact: id }),
    ],
    SupervisionStarted: ({ id, open }) => [
      put(`supervision ${open.supervisor}`, {
        therapist: open.therapist,
        kind: 'supervision',
        what: open.supervisor,
        from: open.from,
        fact: id,
      }),
    ],
    SupervisionEnded: ({ open }) => [set(`supervision ${open.supervisor}`, { until: open.on })],
    SlotHeld: ({ id, open }) => [
      put(`slot ${open.session}`, {
        therapist: open.therapist,
        kind: 'slot',
        session: open.session,
        case: open.case,
        start: open.start,
        fact: id,
      }),
    ],
    SlotSettled: nothing,
    SlotReleased: ({ open }) => [drop(`slot ${open.session}`)],
    SlotConflictFound: nothing,
    BookingsCalledOff: ({ id, open, happenedAt }) => [
      put(`called-off ${id}`, {
        therapist: open.therapist,
        kind: 'called-off',
        start: happenedAt,
        because: open.because,
        sessions: open.sessions,
        fact: id,
      }),
    ],
    AnotherSessionOffered: ({ id, open, happenedAt }) =>
      open.participants.map((participant) =>
        put(`offer ${participant}`, {
          therapist: open.therapist,
          kind: 'offered',
          session: open.session,
          case: open.case,
          participant,
          start: happenedAt,
          because: open.offer,
          fact: id,
        }),
      ),
    SessionBooked: ({ open }) => open.seats.map(({ participant }) => drop(`offer ${participant}`)),
  },
});

const text = (row: PresentedRow, column: string): string => String(row[column]);

/** The register as one therapist's rows have it. */
const registerOf = (rows: readonly PresentedRow[]): RegistrationState => ({
  title: rows.find((row) => row['kind'] === 'title')?.['what'] as RegistrationState['title'],
  college: undefined,
  therapist: undefined,
  registeredBy: undefined,
  statuses: rows
    .filter((row) => row['kind'] === 'status')
    .map((row) => ({
      status: row['what'] as RegistrationState['statuses'][number]['status'],
      from: text(row, 'from'),
      fact: text(row, 'fact'),
    })),
  supervision: rows
    .filter((row) => row['kind'] === 'supervision')
    .map((row) => ({
      supervisor: text(row, 'what'),
      from: text(row, 'from'),
      until: row['until'] ? text(row, 'until') : undefined,
      fact: text(row, 'fact'),
    })),
});

/** Sessions ahead that the register makes impossible, after what was called off and offered. */
export function worklist(
  rows: readonly PresentedRow[],
  { now, dayOf }: Pick<PresentedAt, 'now' | 'dayOf'>,
): readonly PresentedRow[] {
  const registers = new Map<unknown, RegistrationState>();
  const registerOfTherapist = (therapist: unknown): RegistrationState => {
    const known = registers.get(therapist) ?? registerOf(rows.filter((row) => row['therapist'] === therapist));
    registers.set(therapist, known);
    return known;
  };
  return rows.flatMap((row) => {
    if (row['kind'] === 'called-off' || row['kind'] === 'offered') return [row];
    if (row['kind'] !== 'slot' || text(row, 'start') <= now) return [];
    const bar = barOn(registerOfTherapist(row['therapist']), dayOf(text(row, 'start')));
    return bar !== undefined && 'refusal' in bar ? [{ ...row, kind: 'impossible', because: bar.refusal.code }] : [];
  });
}
