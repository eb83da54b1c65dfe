import { fact } from '../language/fact.js';
import { code, count, date, flag, id, instant, list, optional, record, sealed, text } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aRequest = '0190c7a0-0000-7000-8000-0000000000a1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';

/** What a request about the record asks for. */
export const REQUEST_KINDS = ['copy', 'correction'] as const;
/** How it was asked; only what is written sets the legal clock running (rule 18). */
export const ASKED_HOW = ['written', 'oral'] as const;
/** How much of the record is asked for. */
export const SCOPES = ['whole-record', 'cases', 'entries', 'period'] as const;
/** In what form the copy is asked for or given. */
export const FORMATS = ['paper', 'electronic', 'portal'] as const;
/** How the requester's identity or authority was shown. */
export const VERIFIED_BY = [
  'identity-document',
  'known-in-person',
  'call-back',
  'sign-in',
  'authority-document',
] as const;
/** Why more time is needed: the only two reasons the law knows (PHIPA s. 54(3)). */
export const EXTENDED_BECAUSE = ['would-interfere-with-operations', 'consultation-needed'] as const;
/** How a letter about a request was given. */
export const NOTICE_BY = ['mail', 'e-mail', 'portal', 'in-person'] as const;
/** How the Commissioner's complaint ended. */
export const COMMISSIONER_OUTCOMES = ['settled', 'withdrawn', 'dismissed', 'order'] as const;

/** An entry of the record of one of the person's cases. */
export const entryOf = record({ case: id(), entry: id() });
/** Names an entry of the record of a case. */
export interface EntryName {
  readonly case: string;
  readonly entry: string;
}

const asking = { person: id(), request: id() };

/** Why a notice extended nothing. */
export const NOT_EXTENDED = ['too-late', 'too-long', 'extended-already', 'no-clock', 'request-over'] as const;

export const requestFacts = {
  RecordRequested: fact({
    type: 'RecordRequested',
    stream: 'file',
    clauses: ['R9'],
    says: 'A copy of the record was asked for: how much, in what form, received how and when. A written request is to be answered within the legal time from its receipt.',
    fields: {
      ...asking,
      requester: id(),
      how: code(...ASKED_HOW),
      scope: code(...SCOPES),
      cases: list(id()),
      entries: list(entryOf),
      from: optional(date()),
      until: optional(date()),
      format: code(...FORMATS),
      dueBy: optional(instant()),
      words: optional(sealed('asking', 'R', text())),
    },
    subjects: { person: 'person', requester: 'representative' },
    compartments: { asking: 'person' },
    example: {
      person: aPerson,
      request: aRequest,
      requester: aPerson,
      how: 'written',
      scope: 'cases',
      cases: [aCase],
      entries: [],
      format: 'electronic',
      dueBy: '2026-02-10T04:59:59.999Z',
      words: 'Everything you wrote about me, please.',
    },
  }),
  CorrectionRequested: fact({
    type: 'CorrectionRequested',
    stream: 'file',
    clauses: ['R9'],
    says: 'A correction of the record was asked for: of which entries, or of what is described in words; and whether past recipients are to be told.',
    fields: {
      ...asking,
      requester: id(),
      how: code(...ASKED_HOW),
      entries: list(entryOf),
      tellRecipients: flag(),
      dueBy: optional(instant()),
      words: sealed('asking', 'R', text()),
    },
    subjects: { person: 'person', requester: 'representative' },
    compartments: { asking: 'person' },
    example: {
      person: aPerson,
      request: aRequest,
      requester: aPerson,
      how: 'written',
      entries: [{ case: aCase, entry: anEntry }],
      tellRecipients: true,
      dueBy: '2026-02-10T04:59:59.999Z',
      words: 'I have two sisters, not one.',
    },
  }),
  RequesterVerified: fact({
    type: 'RequesterVerified',
    stream: 'file',
    clauses: ['R9', 'R7'],
    says: 'Who asks was verified: the person themselves, or somebody with authority to ask for them. The clock runs on meanwhile (rule 51).',
    fields: {
      ...asking,
      requester: id(),
      as: code('themselves', 'representative'),
      by: code(...VERIFIED_BY),
      details: optional(sealed('verification', 'N', text())),
    },
    subjects: { person: 'person', requester: 'representative' },
    compartments: { verification: 'person' },
    example: { person: aPerson, request: aRequest, requester: aPerson, as: 'themselves', by: 'identity-document' },
  }),
  RequestClarified: fact({
    type: 'RequestClarified',
    stream: 'file',
    clauses: ['R9'],
    says: 'The agency asked what a vague request means, to help its requester, or was told. The clock runs on meanwhile.',
    fields: { ...asking, step: code('asked-back', 'answered'), words: sealed('asking', 'R', text()) },
    subjects: { person: 'person' },
    compartments: { asking: 'person' },
    example: { person: aPerson, request: aRequest, step: 'asked-back', words: 'Do you want the letters too?' },
  }),
  RequestExtended: fact({
    type: 'RequestExtended',
    stream: 'file',
    clauses: ['R9'],
    says: 'The time to answer was extended by a written notice with its length and reasons, sent before the time was over.',
    fields: {
      ...asking,
      days: count(),
      dueBy: instant(),
      because: code(...EXTENDED_BECAUSE),
      noticeBy: code(...NOTICE_BY),
      reasons: sealed('answer', 'N', text()),
    },
    subjects: { person: 'person' },
    compartments: { answer: 'person' },
    inTheWorld: true,
    example: {
      person: aPerson,
      request: aRequest,
      days: 20,
      dueBy: '2026-03-03T04:59:59.999Z',
      because: 'consultation-needed',
      noticeBy: 'mail',
      reasons: 'Another clinic’s letters have to be read with it.',
    },
  }),
  ExtensionWithoutEffect: fact({
    type: 'ExtensionWithoutEffect',
    stream: 'file',
    clauses: ['R9'],
    says: 'A notice that said the time to answer was extended went out although it could not be: it extends nothing, and says why not.',
    fields: {
      ...asking,
      days: count(),
      because: code(...EXTENDED_BECAUSE),
      noticeBy: code(...NOTICE_BY),
      against: code(...NOT_EXTENDED),
      reasons: sealed('answer', 'N', text()),
    },
    subjects: { person: 'person' },
    compartments: { answer: 'person' },
    inTheWorld: true,
    example: {
      person: aPerson,
      request: aRequest,
      days: 20,
      because: 'consultation-needed',
      noticeBy: 'mail',
      against: 'too-late',
      reasons: 'Another clinic’s letters have to be read with it.',
    },
  }),
  RequestWithdrawn: fact({
    type: 'RequestWithdrawn',
    stream: 'file',
    clauses: ['R9'],
    says: 'The requester withdrew a request; no reason is asked.',
    fields: asking,
    subjects: { person: 'person' },
    example: { person: aPerson, request: aRequest },
  }),
  RequestAbandoned: fact({
    type: 'RequestAbandoned',
    stream: 'file',
    clauses: ['R9'],
    says: 'A request was closed because nothing was heard for long after the agency asked back; the person may complain of it.',
    fields: { ...asking, complainUntil: instant(), reasons: sealed('answer', 'N', text()) },
    subjects: { person: 'person' },
    compartments: { answer: 'person' },
    example: {
      person: aPerson,
      request: aRequest,
      complainUntil: '2026-09-01T03:59:59.999Z',
      reasons: 'Two letters and a call found nobody.',
    },
  }),
  DeemedRefused: fact({
    type: 'DeemedRefused',
    stream: 'file',
    clauses: ['R9'],
    says: 'No answer to a written request was known by its due date: the law takes that for a refusal, and the window to complain to the Commissioner opens. Late knowledge undoes it.',
    fields: {
      ...asking,
      kind: code(...REQUEST_KINDS),
      receivedAt: instant(),
      dueBy: instant(),
      complainUntil: instant(),
    },
    subjects: { person: 'person' },
    example: {
      person: aPerson,
      request: aRequest,
      kind: 'copy',
      receivedAt: '2026-01-10T15:00:00.000Z',
      dueBy: '2026-02-10T04:59:59.999Z',
      complainUntil: '2026-08-11T03:59:59.999Z',
    },
  }),
  CommissionerComplaintReported: fact({
    type: 'CommissionerComplaintReported',
    stream: 'file',
    clauses: ['R9', 'R10'],
    says: 'A complaint to the Information and Privacy Commissioner about a request became known; what was asked for is kept until it ends (rule 64).',
    fields: { ...asking, reference: optional(sealed('answer', 'N', text())) },
    subjects: { person: 'person' },
    compartments: { answer: 'person' },
    inTheWorld: true,
    example: { person: aPerson, request: aRequest, reference: 'HA26-00123' },
  }),
  CommissionerComplaintEnded: fact({
    type: 'CommissionerComplaintEnded',
    stream: 'file',
    clauses: ['R9', 'R10'],
    says: 'The complaint to the Commissioner about a request ended, and how.',
    fields: { ...asking, outcome: code(...COMMISSIONER_OUTCOMES) },
    subjects: { person: 'person' },
    inTheWorld: true,
    example: { person: aPerson, request: aRequest, outcome: 'settled' },
  }),
  RecourseLapsed: fact({
    type: 'RecourseLapsed',
    stream: 'file',
    clauses: ['R9'],
    says: 'No complaint to the Commissioner was known by the end of its window: nothing keeps what was asked for any longer on account of this request. Late knowledge undoes it.',
    fields: { ...asking, complainUntil: instant() },
    subjects: { person: 'person' },
    example: { person: aPerson, request: aRequest, complainUntil: '2026-08-11T03:59:59.999Z' },
  }),
} as const;
