import { plus } from './agenda.js';
import { instantOf } from './stage.js';
import {
  attended,
  bookNext,
  type Course,
  confirms,
  type Meeting,
  meets,
  pays,
  receipts,
  seatOf,
  sessionOf,
  starts,
} from './weeks.js';

/** Family Day: cancelled on Monday 16 at 11:00 for Tuesday 17, four days after the promised noon. */
export const cancelledOnFamilyDay: Course = (month, meeting) => {
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
export const voicemailFoundLater: Course = (month, meeting) => {
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
export const confirmedByLateText: Course = (month, meeting) => {
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
export const rescheduled: Course = (month, meeting) => {
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
export const therapistIll =
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
export const paidByCredit: Course = (month, meeting) => {
  confirms(month, meeting);
  meets(month, meeting);
};

/** Cancelled on the very morning; the late fee is waived with a reason. */
export const lateFeeWaived: Course = (month, meeting) => {
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
