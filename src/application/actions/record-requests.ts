import type { Circumstances } from '../../domain/language/decision.js';
import { attachNote, clientNoteFacts, NOTE_KINDS, noteNamesNoEntry } from '../../domain/person/client-notes.js';
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
import {
  ASKED_HOW,
  COMMISSIONER_OUTCOMES,
  EXTENDED_BECAUSE,
  FORMATS,
  NOTICE_BY,
  requestFacts,
  SCOPES,
  VERIFIED_BY,
} from '../../domain/person/requests-facts.js';
import {
  endCommissionerComplaint,
  markDeemedRefused,
  markRecourseLapsed,
  noCommissionerComplaint,
  recourseOpen,
  reportCommissionerComplaint,
  requestNotDue,
} from '../../domain/person/requests-recourse.js';
import type { World } from '../../domain/world.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCount,
  IsDate,
  IsFlag,
  IsId,
  IsIds,
  IsRecords,
  IsText,
  leg,
  Optional,
} from './action.js';

/** Names an entry of the record of a case. */
export class EntryOfCase {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
}

export class RequestRecord extends ActionBody {
  @IsId('person') person: string;
  /** Who asks, when it is not the person and an officer enters it. */
  @Optional() @IsId('person') requester?: string;
  @IsCode(...ASKED_HOW) how: (typeof ASKED_HOW)[number];
  @IsCode(...SCOPES) scope: (typeof SCOPES)[number];
  @Optional() @IsIds(0) cases?: string[];
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  @Optional() @IsDate() from?: string;
  @Optional() @IsDate() until?: string;
  @IsCode(...FORMATS) format: (typeof FORMATS)[number];
  @Optional() @IsText() words?: string;
}

export class RequestCorrection extends ActionBody {
  @IsId('person') person: string;
  @Optional() @IsId('person') requester?: string;
  @IsCode(...ASKED_HOW) how: (typeof ASKED_HOW)[number];
  /** None: the words describe what is to be corrected. */
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  /** True: those who were given the uncorrected information are to be told. */
  @IsFlag() tellRecipients: boolean;
  @IsText() words: string;
}

export class OnRequest extends ActionBody {
  @IsId('person') person: string;
  @IsId('request') request: string;
}

export class VerifyRequester extends OnRequest {
  @IsId('person') requester: string;
  @IsCode(...VERIFIED_BY) by: (typeof VERIFIED_BY)[number];
  @Optional() @IsText(1_000) details?: string;
}

export class ClarifyRequest extends OnRequest {
  @IsCode('asked-back', 'answered') step: 'asked-back' | 'answered';
  @IsText() words: string;
}

export class ExtendRequest extends OnRequest {
  @IsCount(1, 1_000) days: number;
  @IsCode(...EXTENDED_BECAUSE) because: (typeof EXTENDED_BECAUSE)[number];
  @IsCode(...NOTICE_BY) noticeBy: (typeof NOTICE_BY)[number];
  @IsText() reasons: string;
}

export class AbandonRequest extends OnRequest {
  @IsText() reasons: string;
}

export class ReportCommissionerComplaint extends OnRequest {
  @Optional() @IsText(200) reference?: string;
}

export class EndCommissionerComplaint extends OnRequest {
  @IsCode(...COMMISSIONER_OUTCOMES) outcome: (typeof COMMISSIONER_OUTCOMES)[number];
}

export class AttachNote extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...NOTE_KINDS) kind: (typeof NOTE_KINDS)[number];
  @IsCode('whole-record', 'entries') to: 'whole-record' | 'entries';
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  /** The request whose refusal it disagrees with. */
  @Optional() @IsId('request') request?: string;
  @IsText() words: string;
}

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
const { RequestWithdrawn, RequestAbandoned, DeemedRefused, RecourseLapsed } = requestFacts;
const { CommissionerComplaintReported, CommissionerComplaintEnded } = requestFacts;
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
        decide: (s, { person, request }: OnRequest) => withdrawRequest(s, { person, request }),
      }),
    ],
    states: [RequestWithdrawn],
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
  MarkDeemedRefused: action<OnRequest>({
    body: OnRequest,
    kind: 'request',
    clauses: ['R9'],
    says: 'The clock says that no answer to a written request was known by its due date.',
    who: ['system'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request }: OnRequest, c) => markDeemedRefused(s, { person, request }, c),
      }),
    ],
    states: [DeemedRefused],
    refuses: [requestNotFound, requestNotDue],
    example: theirs,
  }),
  MarkRecourseLapsed: action<OnRequest>({
    body: OnRequest,
    kind: 'request',
    clauses: ['R9'],
    says: 'The clock says that nobody was known to have complained to the Commissioner by the end of the window.',
    who: ['system'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request }: OnRequest, c) => markRecourseLapsed(s, { person, request }, c),
      }),
    ],
    states: [RecourseLapsed],
    refuses: [requestNotFound, recourseOpen],
    example: theirs,
  }),
  ReportCommissionerComplaint: action<ReportCommissionerComplaint>({
    body: ReportCommissionerComplaint,
    kind: 'report',
    clauses: ['R9', 'R10'],
    says: 'Report that a request is before the Information and Privacy Commissioner; what was asked for is kept until that ends.',
    who: ['client', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, reference }: ReportCommissionerComplaint, c) =>
          reportCommissionerComplaint(s, { person, request, ...(reference && { reference }) }, c),
      }),
    ],
    states: [CommissionerComplaintReported],
    refuses: [requestNotFound],
    example: { ...theirs, reference: 'HA26-00123' },
  }),
  EndCommissionerComplaint: action<EndCommissionerComplaint>({
    body: EndCommissionerComplaint,
    kind: 'report',
    clauses: ['R9', 'R10'],
    says: 'Record that the complaint to the Commissioner ended, and how.',
    who: ['privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, outcome }: EndCommissionerComplaint) =>
          endCommissionerComplaint(s, { person, request, outcome }),
      }),
    ],
    states: [CommissionerComplaintEnded],
    refuses: [requestNotFound, noCommissionerComplaint],
    example: { ...theirs, outcome: 'settled' },
  }),
} as const;
