import { type Arc, ago, entries, type Fixed, later, type Step, step, type Told } from './arc.js';

/** A letter about the participant, written by the therapist. */
export const written: Arc = [
  step('WriteEntry', 'therapist', ({ id }) => ({
    kind: 'letter',
    participant: id('participant'),
    entry: undefined,
    session: undefined,
  })),
];
const copyAsked = step('RequestRecord', 'client', ({ id }) => ({
  ...{ how: 'written', scope: 'cases', cases: [id('case')], format: 'paper', requester: undefined },
}));
const verified = step('VerifyRequester', 'privacy-officer', ({ id }) => ({ requester: id('person') }));
const release: Step['with'] = (told) => ({
  ...{ recipient: told.id('person'), entries: entries(told), withheld: [], jointWith: [], consents: [] },
  ...{ format: 'paper', moreToCome: true },
});
const correctionAsked = step('RequestCorrection', 'client', (told) => ({
  ...{ how: 'written', requester: undefined, entries: entries(told), tellRecipients: true },
}));

/** Writing, copies, corrections and notes. */
export const record: readonly Arc[] = [
  [
    ...written,
    step('SignEntry', 'beginner'),
    copyAsked,
    verified,
    step('EstimateCopyFee', 'privacy-officer', { cents: 1 }),
    step('WaiveCopyFee', 'privacy-officer'),
    step('ExtendRequest', 'privacy-officer', { days: 5 }),
    step('ReleaseRecord', 'privacy-officer', release),
    step('AttachNote', 'client', (told) => ({ to: 'entries', entries: entries(told), request: undefined })),
    step('ReleaseRecord', 'privacy-officer', release),
  ],
  [
    copyAsked,
    step('RefuseRecord', 'privacy-officer', { severanceConsidered: true, complaintRightTold: true }),
    step('ReportCommissionerComplaint', 'client'),
    step('EndCommissionerComplaint', 'privacy-officer'),
    step('ClarifyRequest', 'privacy-officer', undefined, later(220)),
  ],
  [
    ...written,
    copyAsked,
    step('ClarifyRequest', 'privacy-officer', { step: 'asked-back' }, later(45)),
    step('ReportRecordReleased', 'privacy-officer', (told) => ({
      ...(release as (told: Told) => Fixed)(told),
      ...ago(24 * 30)(told),
    })),
  ],
  [copyAsked, step('ExtendRequest', 'privacy-officer', ago(24 * 5, { days: 20 }), later(34))],
  [
    step('RequestRecord', 'client', { how: 'oral', scope: 'whole-record' }),
    step('ClarifyRequest', 'privacy-officer', { step: 'asked-back' }),
    step('AbandonRequest', 'privacy-officer', undefined, later(100)),
  ],
  [copyAsked, step('ReportRecordRefused', 'privacy-officer', { complaintRightTold: false })],
  [copyAsked, step('ReportExtensionNotice', 'privacy-officer', { days: 90 })],
  [copyAsked, step('WithdrawRequest', 'client')],
  [
    ...written,
    step('Disclose', 'privacy-officer', ({ id }) => ({ authority: 'PHIPA-43-1-h', entries: [id('entry')] })),
    correctionAsked,
    step('CorrectEntry', 'privacy-officer', { how: 'struck-out' }),
    step('ReportRecipientTold', 'privacy-officer'),
  ],
  [
    ...written,
    correctionAsked,
    step('RefuseCorrection', 'privacy-officer', (told) => ({ entries: entries(told), complaintRightTold: true })),
    step('AttachNote', 'client', (told) => ({
      ...{ kind: 'statement-of-disagreement', to: 'entries', entries: entries(told) },
    })),
    step('Disclose', 'privacy-officer', ({ id }) => ({ authority: 'PHIPA-43-1-h', entries: [id('entry')] })),
  ],
  [
    step('RequestCorrection', 'client', { how: 'written', entries: [], requester: undefined }),
    step('GrantCorrection', 'privacy-officer'),
  ],
  [
    step('DraftEntry', 'therapist', ({ id }) => ({
      participant: id('participant'),
      entry: undefined,
      session: undefined,
    })),
    step('WriteEntry', 'therapist', ({ id }) => ({ entry: id('entry'), session: undefined, contactAt: undefined })),
    step('SignEntry', 'beginner'),
    step('CoSignEntry', 'supervisor'),
    step('AmendEntry', 'beginner'),
    step('SignEntry', 'beginner'),
  ],
  [...written, step('SignEntry', 'beginner', undefined, later(40)), step('CoSignEntry', 'supervisor')],
  [
    step('NoteSupervision', 'supervisor', { contactAt: undefined, session: undefined }),
    step('SignEntry', 'supervisor'),
  ],
];
