import { type Arc, type Fixed, later, type Step, step, type Told } from './arc.js';

/** Two registrations that look like one person’s. */
const pair = ({ clients }: Told): Fixed => ({ person: clients[1], other: clients[2] });
const noticed: Step = step('NoticePossibleMatch', 'front-desk', pair);

const emergency = (ground: string): Step =>
  step('OpenEmergencyAccess', ({ staff }) => staff['otherTherapist'], { ground });

const mandate = (until: number, more: Fixed = {}): Step =>
  step('GrantMandate', 'privacy-officer', ({ id, day }) => ({
    ...{ cases: [id('case')], persons: undefined, everybody: undefined, kinds: ['clinical', 'booking'] },
    ...{ from: day(-2), until: day(until), ...more },
  }));
const demand = (kind: string): Step =>
  step(
    'DemandUnderMandate',
    ({ staff }) => staff['outsider'],
    ({ id }) => ({ cases: [id('case')], persons: undefined, kinds: [kind], names: undefined, freeText: undefined }),
  );

const flagged: Step = step('FlagAccess', 'system', ({ staff, id, hoursAgo }) => ({
  ...{ reader: staff['frontDesk'], person: id('person'), rule: 'same-surname', lookedAt: hoursAgo(2) },
}));
const asked = step('QueryAccess', 'privacy-officer');
const explained = step('ExplainAccess', ({ staff }) => staff['frontDesk']);

const askAgain = (more: Partial<Step> = {}): Step =>
  step(
    'AskQuestion',
    ({ id }) => id('newcomer'),
    ({ id }) => ({ participant: id('newcomer') }),
    more,
  );

/** A person whom no other story is about, with a case of their own in which they asked something. */
const newcomer: Arc = [
  step('RegisterPerson', 'front-desk', { birthDate: '1980-03-09' }),
  step('OpenCase', 'front-desk', ({ id, staff }) => ({
    ...{ kind: 'individual', participants: [id('newcomer')], therapist: staff['therapist'] },
  })),
  askAgain(),
  step(
    'StateNeed',
    ({ id }) => id('newcomer'),
    ({ id }) => ({ person: id('newcomer') }),
  ),
];
const wrong = (by: 'front-desk' | 'privacy-officer'): Step =>
  step('EnterCaseFactsInError', by, ({ fact }) => ({ kind: 'wrong-person', facts: [fact('QuestionAsked')] }));
const ask = step('RequestDestruction', 'privacy-officer', undefined, later(32));
const confirm = step('ConfirmDestruction', 'manager');

/** Who sees more, and less, than their role shows: emergencies, mandates, looks under review, registrations of one person. */
export const confidential: readonly Arc[] = [
  [noticed, step('DismissMatch', 'privacy-officer', pair)],
  [
    noticed,
    step('LinkClients', 'privacy-officer', pair),
    step('UnlinkClients', 'privacy-officer', (told) => ({ ...pair(told), because: 'wrong-link' }), later(2)),
  ],
  [
    emergency('therapist-unreachable'),
    step('AnnounceEmergencyAccess', 'system', ({ staff }) => ({ to: staff['privacyOfficer'] })),
    step('CloseEmergencyAccess', 'beginner'),
    step('ReviewEmergencyAccess', 'privacy-officer', { outcome: 'justified' }),
  ],
  [
    emergency('risk-of-serious-harm'),
    step('ReviewEmergencyAccess', 'privacy-officer', { outcome: 'not-justified' }, later(14)),
  ],
  [
    mandate(20),
    demand('clinical'),
    demand('money'),
    step('NarrowMandate', 'privacy-officer', ({ id, day }) => ({
      ...{ cases: [id('case')], persons: undefined, everybody: undefined, kinds: ['clinical'], until: day(10) },
      ...{ pseudonyms: undefined, freeText: undefined },
    })),
    step('EndMandate', 'privacy-officer'),
  ],
  [
    mandate(2, { pseudonyms: false, freeText: true }),
    demand('booking'),
    step('ExplainCounselling', 'therapist', undefined, later(8)),
  ],
  [flagged, asked, explained, step('ClearAccess', 'privacy-officer')],
  [
    flagged,
    asked,
    step('FindAccessUnauthorised', 'privacy-officer', ({ id }) => ({ persons: [id('person')], breach: undefined })),
  ],
  [flagged, asked, step('ExplainAccess', ({ staff }) => staff['frontDesk'], undefined, later(60))],
  [
    step('GiveInstruction', 'front-desk', ({ id, hoursAgo }) => ({
      ...{ covers: 'file', against: 'everyone', case: undefined, whom: undefined, role: undefined },
      ...{ person: id('person'), happenedAt: hoursAgo(70), channel: 'voicemail', evidence: 'voicemail 17' },
    })),
    step('LiftInstruction', 'client', undefined, later(1)),
  ],
  [
    step('RecordTraining', 'privacy-officer', ({ staff, day }) => ({ person: staff['manager'], on: day(-1) })),
    step('RecordUndertaking', 'privacy-officer', ({ staff, day }) => ({ person: staff['manager'], on: day(-1) })),
    step(
      'SignUndertaking',
      ({ staff }) => staff['manager'],
      ({ staff }) => ({ person: staff['manager'] }),
    ),
  ],
];

/** Records that are destroyed: whole, not after all, and one fact alone. */
export const destruction: readonly Arc[] = [
  [...newcomer, ask, confirm, askAgain(later(1))],
  [...newcomer, ask, step('WithdrawDestruction', 'manager')],
  [...newcomer, ask, confirm, step('PlaceCaseHold', 'privacy-officer')],
  [
    ...newcomer,
    step('PlaceCaseHold', 'privacy-officer', undefined, later(32)),
    step('ReleaseCaseHold', 'privacy-officer', undefined, later(2)),
  ],
  [
    ...newcomer,
    // Of what is older, or of a client's own words, one proposes and another does it.
    wrong('front-desk'),
    wrong('privacy-officer'),
    step('RequestCaseFactDestruction', 'privacy-officer', ({ fact }) => ({ fact: fact('QuestionAsked') })),
    step('ConfirmCaseFactDestruction', 'manager'),
    askAgain(later(1)),
  ],
];
