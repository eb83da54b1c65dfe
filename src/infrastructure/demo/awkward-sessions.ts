import { attended, bookNext, type Course, confirms, explains, meets, pays, receipts, seatOf, starts } from './weeks.js';

/** Nobody came: the fee told at booking, and a receipt that says what it is for. */
export const missed: Course = (month, meeting) => {
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
export const heldUnpaid: Course = (month, meeting) => {
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
export const notYetExplained: Course = (month, meeting) => {
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
export const cutShort: Course = (month, meeting) => {
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
export const confirmedAtNoon: Course = (month, meeting) => {
  const { stage, agenda } = month;
  agenda.at('2026-02-10T12:00', () =>
    stage.does('mirela', 'confirms Wed 11 at noon exactly: in time', (as) =>
      as('confirm-seat', seatOf(stage, meeting, 'mirela')),
    ),
  );
  meets(month, meeting);
};
