import {
  cancelledOnFamilyDay,
  confirmedByLateText,
  lateFeeWaived,
  paidByCredit,
  rescheduled,
  therapistIll,
  voicemailFoundLater,
} from './awkward-bookings.js';
import { paidByEmployer } from './awkward-confidences.js';
import { confirmedAtNoon, cutShort, heldUnpaid, missed, notYetExplained } from './awkward-sessions.js';
import { type Course, type Month, ordinary, sessionOf } from './weeks.js';

/** Nothing but what the script of the month says. */
const leftToTheScript: Course = () => {};

/** Sessions that do not go the ordinary way, by name. */
export const COURSES: ReadonlyMap<string, Course> = new Map<string, Course>([
  ['session of wilma on 02-17', cancelledOnFamilyDay],
  ['session of osric on 02-10', voicemailFoundLater],
  ['session of petra on 02-12', confirmedByLateText],
  ['session of petra on 02-19', rescheduled],
  ['session of casimir on 02-11', therapistIll('casimir', true)],
  ['session of casimir on 02-18', paidByCredit],
  ['session of hollis on 02-11', therapistIll('hollis', false)],
  ['session of hollis on 02-04', paidByEmployer],
  ['session of bram on 02-18', lateFeeWaived],
  ['session of leontyne on 02-12', missed],
  ['session of leontyne on 02-26', heldUnpaid],
  ['session of yuki on 02-06', notYetExplained],
  ['session of family on 02-20', cutShort],
  ['session of mirela on 02-11', confirmedAtNoon],
  ['session of mirela on 02-18', paidByCredit],
  ['session of mirela on 02-25', leftToTheScript],
  ['session of couple on 02-26', leftToTheScript],
  ['session of saoirse on 02-11', leftToTheScript],
]);

/** A booking for the wrong client is struck, its time is free again, and the right one takes it. */
export function planBookings(month: Month): void {
  const { stage, agenda } = month;
  agenda.at('2026-02-09T15:00', () =>
    stage.isRefused('desk', 'books bram over petra’s time with tomas', 'slot-taken', 'book-session', {
      case: stage.id('case of bram'),
      therapist: stage.person('tomas'),
      startLocal: '2026-02-12T10:20',
      modality: 'in-person',
      service: 'individual',
      participants: [stage.person('bram')],
    }),
  );
  const extra = (key: string) => ({
    case: stage.id(`case of ${key}`),
    therapist: stage.person('quill'),
    startLocal: '2026-02-23T11:00',
    modality: 'video',
    service: 'individual',
    participants: [stage.person(key)],
  });
  agenda.at('2026-02-18T11:20', async () => {
    const receipt = await stage.does('desk', 'books yuki for Mon 23, meaning teodor', (as) =>
      as('book-session', extra('yuki')),
    );
    const booked = receipt.facts.find(({ type }) => type === 'SessionBooked');
    agenda.at('2026-02-18T11:40', () =>
      stage.does('desk', 'strikes it as entered in error: kept, marked, and without effect', (as) =>
        as('enter-case-facts-in-error', {
          case: stage.id('case of yuki'),
          facts: [booked?.id],
          kind: 'wrong-person',
          reason: 'The call was from another client.',
        }),
      ),
    );
  });
  agenda.at('2026-02-18T11:45', async () => {
    const start = '2026-02-23T11:00';
    const session = sessionOf('teodor', start);
    await stage.does('desk', 'books teodor for that time: it is free again', async (as) => {
      const { id = '' } = await as('book-session', extra('teodor'));
      stage.ids.set(session, id);
    });
    const weekly = {
      key: 'teodor',
      kind: 'individual',
      participants: ['teodor'],
      therapist: 'quill',
      starts: [start],
    } as const;
    ordinary(month, { weekly, start, session, case: 'case of teodor', first: false });
  });
}
