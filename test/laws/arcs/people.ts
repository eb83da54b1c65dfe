import { type Arc, ago, later, step } from './arc.js';

import { written } from './record.js';
/** What clients tell, ask and agree. */
export const aboutOneself: readonly Arc[] = [
  [
    step('StateNeed', 'client'),
    step('ChangeNeed', 'client'),
    step('AgreeAccommodation', 'therapist'),
    step('ProvideAccommodation', 'therapist'),
    step('WithdrawNeed', 'client'),
  ],
  [step('StateNeed', 'client'), step('ProvideAccommodation', 'therapist')],
  [step('StateNeed', 'client'), step('DeclineAccommodation', 'therapist'), step('ReportNeedNotMet', 'client')],
  [
    step('AskTopic', 'therapist', { topic: 'health', own: undefined }),
    step('DeclineToTell', 'client', { topic: 'health', own: undefined }),
    step('ReportPressing', 'client', { topic: 'health', own: undefined }),
    step('DeclineToTell', 'client', { topic: 'health', own: undefined }),
    step('LiftDecline', 'client', { topic: 'health', own: undefined }),
    step('TellTopic', 'client', { topic: 'health', own: undefined }),
  ],
  [
    step('DoubtContact', 'front-desk', { reachedBy: 'e-mail' }),
    step('ConfirmContact', 'client', { reachedBy: 'e-mail' }),
    step('ChangeContact', 'client', { reachedBy: 'mail', mayUse: true }),
    step('PermitContact', 'client', { reachedBy: 'mail', mayUse: false }),
    step('EndContact', 'client', { reachedBy: 'mail' }),
  ],
  [
    step('AskQuestion', 'client'),
    step('LeaveQuestionUnanswered', 'therapist'),
    step('ReopenQuestion', 'client'),
    step('AnswerQuestion', 'therapist', undefined, later(20)),
  ],
  [
    step('AgreeGoal', 'client', ({ id }) => ({ participant: id('participant') })),
    step('ReviewGoal', 'client', ({ id }) => ({ participant: id('participant') })),
    step('DropGoal', 'client', ({ id }) => ({ participant: id('participant') })),
  ],
  [
    step('AgreeGoal', 'therapist', { participant: undefined }),
    step('ReviewGoal', 'therapist', { participant: undefined }),
    step('DropGoal', 'therapist', { participant: undefined }),
  ],
  [
    step('NoteParticipation', 'therapist', { concern: true }),
    step('AnswerParticipation', 'client'),
    step('SettleConcern', 'therapist'),
  ],
];

/** Instructions, disclosures and who decides for whom. */
export const privacy: readonly Arc[] = [
  ...['therapist', 'otherTherapist', 'frontDesk', 'manager', 'supervisor'].map(
    (whom): Arc => [
      ...written,
      step('GiveInstruction', 'client', ({ id, staff }) => ({
        ...{ covers: whom === 'frontDesk' ? 'file' : whom === 'manager' ? 'entry' : 'case', entries: [id('entry')] },
        ...{ case: id('case'), against: 'person', whom: staff[whom] },
      })),
      step('AskQuestion', 'client'),
      step('StateNeed', 'client'),
      step('WriteEntry', 'privacy-officer', ({ id }) => ({ kind: 'incident', participant: id('participant') })),
      step('LiftInstruction', 'client', undefined, later(1)),
    ],
  ),
  [
    step('GiveInstruction', 'front-desk', (told) => ({
      ...{ covers: 'case', case: told.id('case'), against: 'person', whom: told.staff['otherTherapist'] },
      ...ago(30)(told),
    })),
    step('ReviewLooks', 'privacy-officer'),
    step('LiftInstruction', 'client'),
  ],
  [
    ...written,
    step('ConsentToDisclosure', 'client', ({ clients }) => ({
      ...{ recipient: clients[3], recipientKind: 'custodian', content: ['whole-record'], purpose: 'care' },
      ...{ until: undefined, form: 'express' },
    })),
    step('GiveInstruction', 'client', ({ id, clients }) => ({
      ...{ covers: 'entry', case: id('case'), entries: [id('entry')], against: 'person', whom: clients[3] },
    })),
    step('Disclose', 'privacy-officer', {
      ...{ entries: [], purpose: 'care', content: ['attendance'], authority: undefined },
    }),
    step('TellIncomplete', 'privacy-officer'),
    step('WithdrawDisclosureConsent', 'front-desk', ago(1), later(0.5)),
    step('LiftInstruction', 'client'),
  ],
  [
    step('ConsentToDisclosure', 'client', ({ clients }) => ({
      ...{ recipient: clients[3], recipientKind: 'lawyer', content: ['fees', 'letters'], purpose: 'legal' },
      ...{ until: undefined, form: 'express' },
    })),
    step('Disclose', 'privacy-officer', {
      ...{ entries: [], purpose: 'legal', content: ['fees'], authority: undefined },
    }),
    step('WithdrawDisclosureConsent', 'front-desk', ago(6)),
  ],
  [
    step('NameSubstitute', 'privacy-officer', ({ clients, day }) => ({
      ...{ substitute: clients[3], rank: 'attorney-personal-care', proof: 'power-of-attorney' },
      ...{ scope: ['treatment', 'information'], from: day(-20), until: undefined },
    })),
    step('FindCapacity', 'therapist', ({ day }) => ({ matter: 'information', found: 'incapable', on: day(-1) })),
    step('AskQuestion', (told) => told.clients[3]),
    step(
      'ObjectToSubstitute',
      (told) => told.clients[3],
      ({ clients }) => ({ by: clients[3] }),
    ),
    step('WithdrawObjection', 'privacy-officer', ({ clients }) => ({ by: clients[3] })),
    step('EndSubstitute', 'privacy-officer', { because: 'revoked' }),
    step('FindCapacity', 'therapist', ({ day }) => ({ matter: 'information', found: 'capable', on: day(-1) })),
  ],
];
