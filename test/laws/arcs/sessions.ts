import { type Arc, ago, atStart, later, step, struck } from './arc.js';

const booked = step('BookSession', 'front-desk', (told) => ({
  ...{ service: 'individual', therapist: told.id('therapist'), participants: [told.id('participant')] },
  startLocal: told.ahead,
}));
const started = step('StartSession', 'therapist', ({ id }) => ({ present: [id('participant')] }), atStart);
const attended = step('RecordAttendance', 'therapist', ({ id }) => ({ attended: [id('participant')], missed: [] }));
const paid = step('RecordPayment', 'front-desk', ({ id }) => ({
  ...{ cents: 20_000, payer: undefined, allocations: [{ charge: id('charge'), cents: 1 }] },
}));
const urgent = step('OverrideForUrgentCare', 'therapist');
/** Nothing stands before the session: its fee is paid, and what was not told is overridden. */
const cleared: Arc = [
  step('RecordPayment', 'front-desk', ({ id }) => ({
    ...{ cents: 12_000, payer: undefined, allocations: [{ charge: id('charge'), cents: 12_000 }] },
  })),
  urgent,
  started,
];

/** Bookings, sessions, money, recordings and techniques. */
export const sessions: readonly Arc[] = [
  [
    booked,
    ...cleared,
    step('RecordAttendance', 'therapist', ({ id }) => ({ attended: [], missed: [id('participant')] })),
  ],
  [booked, step('ConfirmSeat', 'client'), ...cleared, attended, step('IssueReceipt', 'front-desk')],
  [
    ...[booked, paid, urgent, started, attended],
    step('RecordPayment', 'front-desk', ({ id }) => ({
      cents: 12_000,
      allocations: [{ charge: id('charge'), cents: 11_999 }],
    })),
    step('IssueReceipt', 'front-desk'),
    step('DishonourPayment', 'front-desk'),
    step('DisputeCharge', 'client'),
    step('DecideDispute', 'manager'),
    step('ReverseCharge', 'manager'),
  ],
  [
    step('GiveCredit', 'front-desk', { cents: 500 }),
    booked,
    step('ReallocatePayment', 'front-desk', ({ id }) => ({
      source: id('credit'),
      allocations: [{ charge: id('charge'), cents: 500 }],
    })),
    step('CancelSeat', 'client'),
    step('RequestRefund', 'client'),
    step('RecordPayment', 'front-desk', { cents: 500, allocations: [] }),
    step('RecordRefund', 'front-desk', { cents: 500 }),
  ],
  [
    step('AllowRecording', 'client', { medium: 'audio' }),
    booked,
    ...cleared,
    step('RecordSession', 'therapist', ({ id }) => ({ medium: 'audio', participants: [id('participant')] })),
    step('PlayRecording', 'therapist', { purpose: 'clinical-supervision' }),
    step('DisallowRecording', 'client', { medium: 'audio' }),
    step('PlayRecording', 'therapist', { purpose: 'clinical-supervision' }),
    step('DestroyRecording', 'therapist'),
  ],
  [
    step('AgreeArrangement', 'manager', ({ day }) => ({ kind: 'later-payment', until: day(60) })),
    booked,
    ...cleared,
    step('RecordAttendance', 'therapist', ({ id }) => ({ attended: [], missed: [id('participant')] })),
    step('EndArrangement', 'manager'),
    step('WriteOff', 'manager'),
  ],
  [
    step('ProposeTechnique', 'therapist', { kind: 'EMDR' }),
    booked,
    ...cleared,
    step('UseTechnique', 'therapist'),
    step('ExplainTechnique', 'therapist', {
      covered: ['nature', 'benefits', 'risks', 'side-effects', 'alternatives', 'not-proceeding'],
      questionsAnswered: true,
    }),
    step('ConsentToTechnique', 'client'),
    step('UseTechnique', 'therapist'),
    step('WithdrawTechniqueConsent', 'front-desk', ago(24), later(0.1)),
    step('RefuseTechnique', 'client'),
  ],
  [
    step('ProposeTechnique', 'therapist', { kind: 'exposure' }),
    step('ExplainTechnique', 'therapist', {
      covered: ['nature', 'benefits', 'risks', 'side-effects', 'alternatives', 'not-proceeding'],
      questionsAnswered: true,
    }),
    step('ConsentToTechnique', 'client'),
    booked,
    ...cleared,
    step('UseTechnique', 'therapist'),
    step('WithdrawTechniqueConsent', 'front-desk', ago(12)),
  ],
  [booked, step('CancelByAgency', 'front-desk'), step('RescheduleSession', 'client')],
  [booked, ...cleared, step('ReportNotProvided', 'front-desk', { minutesProvided: 0 })],
  // Bookings while the agency is closed for days, which then turns out to be open.
  [
    step('PublishCalendar', 'manager', ({ day }) => ({
      ...{ kind: 'business', effectiveFrom: day(-2), weekend: ['saturday', 'sunday'] },
      closures: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((days) => ({ date: day(days), reason: 'Closed' })),
    })),
    step('BookSession', 'front-desk', (told) => ({
      ...{ service: 'individual', therapist: told.id('therapist'), participants: [told.id('participant')] },
      startLocal: `${told.day(12)}T10:00`,
    })),
    step('PublishCalendar', 'manager', ({ day }) => ({
      ...{ kind: 'business', effectiveFrom: day(-1), weekend: ['saturday', 'sunday'], closures: [] },
    })),
  ],
  // A cancellation entered by mistake, after somebody else had the slot.
  [
    booked,
    step('CancelSeat', 'front-desk'),
    step('BookSession', 'front-desk', ({ id }) => ({
      ...{ service: 'individual', startLocal: id('startLocal'), therapist: id('therapist') },
      participants: [id('participant')],
    })),
    step('EnterCaseFactsInError', 'front-desk', struck('SeatCancelled')),
    step('EnterCaseFactsInError', 'privacy-officer', struck('SeatCancelled')),
  ],
  [booked, paid, step('EnterCaseFactsInError', 'front-desk', struck('SessionBooked'))],
  [
    step('ChangeRegistrationStatus', 'manager', ({ id, day }) => ({
      ...{ therapist: id('therapist'), status: 'suspended', from: day(0) },
    })),
    step(
      'ReportUnbookedSession',
      'front-desk',
      ({ id, day }) => ({
        ...{ startLocal: `${day(-1)}T10:00`, service: 'individual', participants: [id('participant')] },
        therapist: id('therapist'),
      }),
      later(2),
    ),
    step('CancelBarredBookings', 'manager'),
    step('ChangeRegistrationStatus', 'manager', ({ id, day }) => ({
      ...{ therapist: id('therapist'), status: 'in-good-standing', from: day(0) },
    })),
  ],
  [
    booked,
    step('CancelTherapistDay', 'front-desk', ({ id }) => ({
      ...{ therapist: id('therapist'), day: String(id('startLocal')).slice(0, 10) },
    })),
  ],
  [
    step('OpenCase', 'front-desk', ({ clients, staff }) => ({
      ...{ kind: 'family', participants: clients.slice(0, 2), therapist: staff['otherTherapist'] },
    })),
    step('AddParticipant', 'front-desk', ({ clients }) => ({ participant: clients[2] })),
    step('ConsentToCounselling', 'front-desk'),
    booked,
    step('EndCounselling', 'client', ({ clients }) => ({ participant: clients[0] })),
    step('CloseCase', 'front-desk'),
    step('ReopenCase', 'front-desk', ({ clients }) => ({ participants: clients.slice(0, 2) })),
    step('RemoveParticipant', 'front-desk', ({ clients }) => ({ participant: clients[0], reason: 'asked' })),
  ],
];
