import { plus } from './agenda.js';
import { paidByEmployer } from './awkward-confidences.js';
import { instantOf } from './stage.js';
import {
  attended,
  bookNext,
  type Course,
  confirms,
  explains,
  type Meeting,
  type Month,
  meets,
  ordinary,
  pays,
  receipts,
  seatOf,
  sessionOf,
  starts,
} from './weeks.js';

/** Family Day: cancelled on Monday 16 at 11:00 for Tuesday 17, four days after the promised noon. */
const cancelledOnFamilyDay: Course = (month, meeting) => {
  const { stage, agenda } = month;
  agenda.at('2026-02-16T11:00', () =>
    stage.does('wilma', 'cancels Tue 17 on Family Day: late, by the noon of Fri 13', (as) =>
      as('cancel-seat', { ...seatOf(stage, meeting, 'wilma'), reason: 'A funeral in the family.' }),
    ),
  );
  agenda.at('2026-02-17T09:30', async () => {
    const charge = await stage.charge(meeting.session, meeting.case, 'wilma', 'late-cancellation');
    await stage.does('desk', 'takes wilma’s late fee and issues a receipt for a missed appointment', async (as) => {
      const theirs = { case: stage.id(meeting.case), participant: stage.person('wilma') };
      await as('record-payment', {
        ...theirs,
        cents: 7_000,
        method: 'e-transfer',
        allocations: [{ charge, cents: 7_000 }],
      });
      await as('issue-receipt', { ...theirs, charge });
    });
  });
  bookNext(month, meeting, '2026-02-17T09:40');
};

/** A voicemail of Monday 9 at 11:40, entered at 14:00: by then the clock had said "unconfirmed". */
const voicemailFoundLater: Course = (month, meeting) => {
  const { stage, agenda } = month;
  const said = { happenedAt: instantOf('2026-02-09T11:40'), precision: 'minute' };
  agenda.at('2026-02-09T13:10', () =>
    stage.isRefused('osric', 'says he cancelled at 11:40', 'only-staff-may-say-when', 'cancel-seat', {
      ...seatOf(stage, meeting, 'osric'),
      ...said,
    }),
  );
  agenda.at('2026-02-09T13:58', () =>
    stage.isRefused('desk', 'enters the voicemail without naming it', 'earlier-needs-evidence', 'cancel-seat', {
      ...seatOf(stage, meeting, 'osric'),
      ...said,
      channel: 'voicemail',
    }),
  );
  agenda.at('2026-02-09T14:00', () =>
    stage.does(
      'desk',
      'enters osric’s voicemail of 11:40 with its number: in time, the clock had spoken too soon',
      (as) =>
        as('cancel-seat', {
          ...seatOf(stage, meeting, 'osric'),
          ...said,
          channel: 'voicemail',
          evidence: 'voicemail 2026-02-09 number 3',
          informant: stage.person('osric'),
        }),
    ),
  );
  bookNext(month, meeting, '2026-02-09T14:05');
};

/** A text of 11:15 that confirmed is found after noon. */
const confirmedByLateText: Course = (month, meeting) => {
  const { stage, agenda } = month;
  agenda.at('2026-02-11T13:30', () =>
    stage.does('desk', 'finds petra’s text of 11:15: she had confirmed, what the clock said is struck', (as) =>
      as('confirm-seat', {
        ...seatOf(stage, meeting, 'petra'),
        happenedAt: instantOf('2026-02-11T11:15'),
        precision: 'minute',
        channel: 'text',
        evidence: 'text message 2026-02-11 11:15',
      }),
    ),
  );
  pays(month, meeting);
  meets(month, meeting);
};

/** Moved in time by the client herself, within what the therapist published. */
const rescheduled: Course = (month, meeting) => {
  const { stage, agenda } = month;
  const move = (startLocal: string) => ({
    ...seatOf(stage, meeting, 'petra'),
    therapist: stage.person('tomas'),
    startLocal,
  });
  agenda.at('2026-02-17T18:00', () =>
    stage.isRefused(
      'petra',
      'asks to move Thu 19 to Fri 20 at 19:00',
      'outside-availability',
      'reschedule-session',
      move('2026-02-20T19:00'),
    ),
  );
  agenda.at('2026-02-17T18:04', async () => {
    const start = '2026-02-20T10:00';
    const session = sessionOf('petra', start);
    await stage.does('petra', 'moves Thu 19 to Fri 20 at 10:00, in time', async (as) => {
      const { id = '' } = await as('reschedule-session', move(start));
      stage.ids.set(session, id);
    });
    const moved: Meeting = { ...meeting, start, session };
    confirms(month, moved);
    pays(month, moved);
    agenda.at(start, () => starts(stage, moved));
    agenda.at(plus(start, 50), () => attended(stage, moved));
    agenda.at(plus(start, 60), () => receipts(stage, moved));
    bookNext(month, meeting, plus(start, 55));
  });
};

/** The therapist is ill: cancelled by the agency, never a fee, what was prepaid is credit. */
const therapistIll =
  (key: string, prepaid: boolean): Course =>
  (month, meeting) => {
    const { stage, agenda } = month;
    confirms(month, meeting);
    const theirs = () => ({ case: stage.id(meeting.case), participant: stage.person(key) });
    if (prepaid)
      agenda.at('2026-02-09T16:10', () =>
        stage.does('desk', `takes ${key}’s payment for Wed 11, two days ahead`, (as) =>
          as('record-payment', { ...theirs(), cents: 14_000, method: 'card' }),
        ),
      );
    agenda.at('2026-02-11T07:40', () =>
      stage.does('desk', `cancels ${key}’s session: the therapist is ill; no fee`, (as) =>
        as('cancel-by-agency', {
          case: stage.id(meeting.case),
          session: stage.id(meeting.session),
          because: 'therapist-away',
          note: 'Ill since this morning.',
        }),
      ),
    );
    agenda.at('2026-02-11T08:10', async () => {
      const [due] = await stage.sees('desk', '', `/views/notices?case=${stage.id(meeting.case)}&state=due`);
      await stage.does('desk', `reaches ${key} by telephone and records the notice`, (as) =>
        as('record-notice', {
          case: stage.id(meeting.case),
          notice: String(due?.['notice']),
          outcome: 'delivered',
          how: 'telephone',
        }),
      );
    });
    bookNext(month, meeting, '2026-02-11T08:15');
  };

/** What was paid before pays for it. */
const paidByCredit: Course = (month, meeting) => {
  confirms(month, meeting);
  meets(month, meeting);
};

/** Cancelled on the very morning; the late fee is waived with a reason. */
const lateFeeWaived: Course = (month, meeting) => {
  const { stage, agenda } = month;
  agenda.at('2026-02-18T08:30', () =>
    stage.does('desk', 'cancels for bram, by telephone on the day: late', (as) =>
      as('cancel-seat', {
        ...seatOf(stage, meeting, 'bram'),
        channel: 'telephone',
        informant: stage.person('bram'),
        reason: 'His father died.',
      }),
    ),
  );
  agenda.at('2026-02-18T16:30', async () => {
    const charge = await stage.charge(meeting.session, meeting.case, 'bram', 'late-cancellation');
    await stage.does('manager', 'waives bram’s late fee, with the reason', (as) =>
      as('waive-fee', {
        case: stage.id(meeting.case),
        participant: stage.person('bram'),
        charge,
        reason: 'Bereavement.',
      }),
    );
  });
  bookNext(month, meeting, '2026-02-18T16:40');
};

/** Nobody came: the fee told at booking, and a receipt that says what it is for. */
const missed: Course = (month, meeting) => {
  const { stage, agenda } = month;
  confirms(month, meeting);
  agenda.at('2026-02-12T09:30', () =>
    stage.does('rhea', 'records that leontyne missed her session', (as) =>
      as('record-attendance', {
        case: stage.id(meeting.case),
        session: stage.id(meeting.session),
        attended: [],
        missed: [stage.person('leontyne')],
      }),
    ),
  );
  agenda.at('2026-02-13T09:50', async () => {
    const charge = await stage.charge(meeting.session, meeting.case, 'leontyne', 'missed-session');
    await stage.does('desk', 'takes the missed-session fee and issues a receipt that says so', async (as) => {
      const theirs = { case: stage.id(meeting.case), participant: stage.person('leontyne') };
      await as('record-payment', { ...theirs, cents: 14_000, method: 'e-transfer' });
      await as('issue-receipt', { ...theirs, charge });
    });
  });
  bookNext(month, meeting, '2026-02-13T10:00');
};

/** The card terminal is down: the session may not start, is held all the same, and is reported. */
const heldUnpaid: Course = (month, meeting) => {
  const { stage, agenda } = month;
  confirms(month, meeting);
  const theSession = () => ({ case: stage.id(meeting.case), session: stage.id(meeting.session) });
  agenda.at('2026-02-26T09:00', () =>
    stage.isRefused('rhea', 'starts leontyne’s session', 'session-not-paid', 'start-session', {
      ...theSession(),
      present: [stage.person('leontyne')],
    }),
  );
  agenda.at('2026-02-26T09:55', () =>
    stage.does('rhea', 'reports that it was held unpaid: on record as a breach of C4, not hidden', (as) =>
      as('report-session-held', { ...theSession(), attended: [stage.person('leontyne')] }),
    ),
  );
  agenda.at('2026-02-27T10:10', () =>
    stage.does('desk', 'takes leontyne’s payment a day later', (as) =>
      as('record-payment', {
        case: stage.id(meeting.case),
        participant: stage.person('leontyne'),
        cents: 14_000,
        method: 'card',
      }),
    ),
  );
  agenda.at('2026-02-27T10:15', () => receipts(stage, meeting));
};

/** Nothing was explained yet: the session does not start until it is. */
const notYetExplained: Course = (month, meeting) => {
  const { stage, agenda } = month;
  confirms(month, meeting);
  pays(month, meeting);
  agenda.at('2026-02-06T13:00', async () => {
    await stage.isRefused('quill', 'starts yuki’s first session', 'counselling-yet-to-be-explained', 'start-session', {
      case: stage.id(meeting.case),
      session: stage.id(meeting.session),
      present: [stage.person('yuki')],
    });
    await explains(stage, meeting.case, meeting.weekly);
    await starts(stage, meeting);
  });
  agenda.at('2026-02-06T13:50', async () => {
    await attended(stage, meeting);
    await receipts(stage, meeting);
    await stage.isRefused(
      'desk',
      'agrees a reduction that no schedule has',
      'unknown-sliding-scale-step',
      'agree-arrangement',
      {
        case: stage.id(meeting.case),
        participant: stage.person('yuki'),
        kind: 'sliding-scale',
        step: 'Z',
      },
    );
    await stage.does('desk', 'agrees step C of the published sliding scale with yuki', (as) =>
      as('agree-arrangement', {
        case: stage.id(meeting.case),
        participant: stage.person('yuki'),
        kind: 'sliding-scale',
        step: 'C',
      }),
    );
  });
  bookNext(month, meeting, '2026-02-06T13:55');
};

/** The therapist came late: only what was given is charged. */
const cutShort: Course = (month, meeting) => {
  const { stage, agenda } = month;
  confirms(month, meeting);
  pays(month, meeting);
  agenda.at('2026-02-20T15:25', () => starts(stage, meeting));
  agenda.at('2026-02-20T16:40', async () => {
    await attended(stage, meeting);
    await stage.does('desk', 'reports that the therapist came 25 minutes late: a third is taken off', (as) =>
      as('report-not-provided', {
        case: stage.id(meeting.case),
        session: stage.id(meeting.session),
        because: 'therapist-late',
        minutesProvided: 50,
      }),
    );
  });
  agenda.at('2026-02-20T16:50', () => receipts(stage, meeting));
  bookNext(month, meeting, '2026-02-20T16:45');
};

/** Confirmed exactly at noon: in time. */
const confirmedAtNoon: Course = (month, meeting) => {
  const { stage, agenda } = month;
  agenda.at('2026-02-10T12:00', () =>
    stage.does('mirela', 'confirms Wed 11 at noon exactly: in time', (as) =>
      as('confirm-seat', seatOf(stage, meeting, 'mirela')),
    ),
  );
  meets(month, meeting);
};

/** Nothing but what the script of the month says. */
const leftToTheScript: Course = () => {};

/** Sessions that do not go the ordinary way, by name. */
export const COURSES: ReadonlyMap<string, Course> = new Map<string, Course>([
  ['session of wilma on 17', cancelledOnFamilyDay],
  ['session of osric on 10', voicemailFoundLater],
  ['session of petra on 12', confirmedByLateText],
  ['session of petra on 19', rescheduled],
  ['session of casimir on 11', therapistIll('casimir', true)],
  ['session of casimir on 18', paidByCredit],
  ['session of hollis on 11', therapistIll('hollis', false)],
  ['session of hollis on 04', paidByEmployer],
  ['session of bram on 18', lateFeeWaived],
  ['session of leontyne on 12', missed],
  ['session of leontyne on 26', heldUnpaid],
  ['session of yuki on 06', notYetExplained],
  ['session of family on 20', cutShort],
  ['session of mirela on 11', confirmedAtNoon],
  ['session of mirela on 18', paidByCredit],
  ['session of mirela on 25', leftToTheScript],
  ['session of couple on 26', leftToTheScript],
  ['session of saoirse on 11', leftToTheScript],
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
