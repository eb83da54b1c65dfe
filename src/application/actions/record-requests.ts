import type { Circumstances } from '../../domain/language/decision.js';
import { attachNote, clientNoteFacts, noteNamesNoEntry } from '../../domain/person/client-notes.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { recordEntryNotFound } from '../../domain/person/record-entries.js';
import {
  abandonRequest,
  alreadyExtended,
  caseNotTheirs,
  clarifyRequest,
  extendRequest,
  extensionTooLate,
  extensionTooLong,
  noClockToExtend,
  notYetAbandoned,
  requestCorrection,
  requestNotFound,
  requestOver,
  requestRecord,
  scopeUnclear,
  verifyRequester,
  withdrawRequest,
} from '../../domain/person/requests-asking.js';
import { requestFacts } from '../../domain/person/requests-facts.js';
import type { World } from '../../domain/world.js';
import { action, leg } from './action.js';
import {
  AbandonRequest,
  AttachNote,
  ClarifyRequest,
  type EntryOfCase,
  ExtendRequest,
  OnRequest,
  RequestCorrection,
  RequestRecord,
  VerifyRequester,
} from './record-request-bodies.js';

/** The stream of what a person tells and asks. */
export const onFile = (body: { person: string }): string => `file-${body.person}`;
/** The streams of the cases named, each once. */
export const casesIn = (...named: readonly (readonly { readonly case: string }[] | undefined)[]): readonly string[] => [
  ...new Set(named.flatMap((list) => (list ?? []).map((one) => `case-${one.case}`))),
];
/** Entries as facts name them. */
export const entriesIn = (named: readonly EntryOfCase[] | undefined) =>
  (named ?? []).map((one) => ({ case: one.case, entry: one.entry }));
const FOR_THEMSELVES: ReadonlySet<string> = new Set(['client', 'representative']);
/** Who asks: whoever acts for themselves or for the person, else whom the officer names who enters it. */
const asker = (body: { readonly person: string; readonly requester?: string }, { actor }: Circumstances<World>) =>
  FOR_THEMSELVES.has(actor.role) ? actor.person : (body.requester ?? body.person);

const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aRequest = '0190c7a0-0000-7000-8000-0000000000a1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const theirs = { person: someone, request: aRequest };

const { RecordRequested, CorrectionRequested, RequesterVerified, RequestClarified, RequestExtended } = requestFacts;
const { RequestWithdrawn, RequestAbandoned, DeemedRefused } = requestFacts;
const ASKS = ['client', 'front-desk', 'privacy-officer', 'therapist'] as const;
const ANSWERS = ['privacy-officer', 'therapist'] as const;

export const recordRequestActions = {
  RequestRecord: action<RequestRecord>({
    body: RequestRecord,
    kind: 'request',
    clauses: ['R9'],
    says: 'Ask for a copy of the record: the whole, some cases, some entries or a period. In writing it is answered within the legal time from its receipt.',
    who: ASKS,
    makes: (_body, id) => id('request'),
    legs: [
      leg('file', {
        stream: onFile,
        also: (body: RequestRecord) => [
          `person-${body.person}`,
          ...(body.cases ?? []).map((one) => `case-${one}`),
          ...casesIn(body.entries),
        ],
        decide: (_s, body: RequestRecord, c) =>
          requestRecord(
            {
              person: body.person,
              request: c.id('request'),
              requester: asker(body, c),
              how: body.how,
              scope: body.scope,
              cases: body.cases ?? [],
              entries: entriesIn(body.entries),
              format: body.format,
              ...(body.from && { from: body.from }),
              ...(body.until && { until: body.until }),
              ...(body.words && { words: body.words }),
            },
            c.world.person(body.person),
            c,
          ),
      }),
    ],
    states: [RecordRequested],
    refuses: [personNotRegistered, scopeUnclear, caseNotTheirs, recordEntryNotFound],
    example: { person: someone, how: 'written', scope: 'cases', cases: [aCase], format: 'electronic' },
  }),
  RequestCorrection: action<RequestCorrection>({
    body: RequestCorrection,
    kind: 'request',
    clauses: ['R9'],
    says: 'Ask to correct entries of the record, or what is described in words; it costs nothing.',
    who: ASKS,
    makes: (_body, id) => id('request'),
    legs: [
      leg('file', {
        stream: onFile,
        also: (body: RequestCorrection) => [`person-${body.person}`, ...casesIn(body.entries)],
        decide: (_s, body: RequestCorrection, c) =>
          requestCorrection(
            {
              person: body.person,
              request: c.id('request'),
              requester: asker(body, c),
              how: body.how,
              entries: entriesIn(body.entries),
              tellRecipients: body.tellRecipients,
              words: body.words,
            },
            c.world.person(body.person),
            c,
          ),
      }),
    ],
    states: [CorrectionRequested],
    refuses: [personNotRegistered, recordEntryNotFound],
    example: {
      person: someone,
      how: 'written',
      entries: [{ case: aCase, entry: anEntry }],
      tellRecipients: true,
      words: 'I have two sisters, not one.',
    },
  }),
  AttachNote: action<AttachNote>({
    body: AttachNote,
    kind: 'request',
    clauses: ['R9'],
    says: 'Attach one’s own note to entries or to the whole record, at any time and whatever was decided; it goes with every later disclosure.',
    who: ASKS,
    makes: (_body, id) => id('note'),
    legs: [
      leg('file', {
        stream: onFile,
        also: (body: AttachNote) => [`person-${body.person}`, ...casesIn(body.entries)],
        decide: (s, body: AttachNote, c) =>
          attachNote(
            s,
            {
              person: body.person,
              note: c.id('note'),
              kind: body.kind,
              by: FOR_THEMSELVES.has(c.actor.role) ? c.actor.person : (body.informant ?? body.person),
              to: body.to,
              entries: body.to === 'entries' ? entriesIn(body.entries) : [],
              words: body.words,
              ...(body.request && { request: body.request }),
            },
            c.world,
          ),
      }),
    ],
    states: [clientNoteFacts.ClientNoteAttached],
    refuses: [personNotRegistered, requestNotFound, noteNamesNoEntry, recordEntryNotFound],
    example: {
      person: someone,
      kind: 'note',
      to: 'entries',
      entries: [{ case: aCase, entry: anEntry }],
      words: 'I did not say that I was angry; I said that I was tired.',
    },
  }),
  VerifyRequester: action<VerifyRequester>({
    body: VerifyRequester,
    kind: 'report',
    clauses: ['R9', 'R7'],
    says: 'Record how the identity or authority of who asks was verified; the clock runs on.',
    who: ['front-desk', 'privacy-officer', 'therapist'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, requester, by, details }: VerifyRequester) =>
          verifyRequester(s, {
            person,
            request,
            requester,
            as: requester === person ? 'themselves' : 'representative',
            by,
            ...(details && { details }),
          }),
      }),
    ],
    states: [RequesterVerified],
    refuses: [requestNotFound],
    example: { ...theirs, requester: someone, by: 'identity-document' },
  }),
  ClarifyRequest: action<ClarifyRequest>({
    body: ClarifyRequest,
    kind: 'report',
    clauses: ['R9'],
    says: 'Ask back what a vague request means, to help its requester, or record the answer; the clock runs on.',
    who: ASKS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, step, words }: ClarifyRequest) =>
          clarifyRequest(s, { person, request, step, words }),
      }),
    ],
    states: [RequestClarified],
    refuses: [requestNotFound],
    example: { ...theirs, step: 'asked-back', words: 'Do you want the letters too?' },
  }),
  ExtendRequest: action<ExtendRequest>({
    body: ExtendRequest,
    kind: 'request',
    clauses: ['R9'],
    says: 'Extend the time to answer by a written notice with its length and reasons, before the time is over.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, days, because, noticeBy, reasons }: ExtendRequest, c) =>
          extendRequest(s, { person, request, days, because, noticeBy, reasons }, c),
      }),
    ],
    states: [RequestExtended, DeemedRefused],
    refuses: [requestNotFound, requestOver, noClockToExtend, alreadyExtended, extensionTooLate, extensionTooLong],
    example: {
      ...theirs,
      days: 20,
      because: 'consultation-needed',
      noticeBy: 'mail',
      reasons: 'Another clinic’s letters have to be read with it.',
    },
  }),
  WithdrawRequest: action<OnRequest>({
    body: OnRequest,
    kind: 'request',
    clauses: ['R9'],
    says: 'Withdraw a request about the record; no reason is asked.',
    who: ['client', 'front-desk', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request }: OnRequest, c) => withdrawRequest(s, { person, request }, c),
      }),
    ],
    states: [RequestWithdrawn, DeemedRefused],
    refuses: [requestNotFound, requestOver],
    example: theirs,
  }),
  AbandonRequest: action<AbandonRequest>({
    body: AbandonRequest,
    kind: 'request',
    clauses: ['R9'],
    says: 'Close a request of which nothing was heard for long after the agency asked back; the person may complain of it.',
    who: ['privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, reasons }: AbandonRequest, c) =>
          abandonRequest(s, { person, request, reasons }, c),
      }),
    ],
    states: [RequestAbandoned, DeemedRefused],
    refuses: [requestNotFound, requestOver, notYetAbandoned],
    example: { ...theirs, reasons: 'Two letters and a call found nobody.' },
  }),
} as const;
