import { attachedFacts, correctEntry } from '../../domain/case/attached.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { recordEntryNotFound } from '../../domain/person/record-entries.js';
import type { RequestsState } from '../../domain/person/requests.js';
import { caseNotTheirs, requestNotFound, requestOver } from '../../domain/person/requests-asking.js';
import {
  notACopyRequest,
  type Release,
  refuseRecord,
  releaseRecord,
  releaseRefusals,
} from '../../domain/person/requests-copies.js';
import { copyFacts } from '../../domain/person/requests-copies-facts.js';
import {
  grantCorrection,
  nobodyToTell,
  notACorrectionRequest,
  notAskedToCorrect,
  recipientTold,
  refuseCorrection,
} from '../../domain/person/requests-corrections.js';
import { correctionFacts } from '../../domain/person/requests-corrections-facts.js';
import { requestFacts } from '../../domain/person/requests-facts.js';
import {
  estimateCopyFee,
  feeAboveTariff,
  noFeeEstimated,
  noFeeForCorrections,
  waiveCopyFee,
} from '../../domain/person/requests-fees.js';
import { action, leg } from './action.js';
import {
  CorrectEntry,
  EstimateCopyFee,
  GrantCorrection,
  OnRequest,
  RefuseCorrection,
  RefuseRecord,
  ReleaseRecord,
  ReportRecipientTold,
} from './record-request-bodies.js';
import { casesIn, entriesIn, onFile } from './record-requests.js';

const { CopyFeeEstimated, CopyFeeWaived, RecordReleased, RecordRefused } = copyFacts;
const { CorrectionGranted, CorrectionRefused, RecipientToldOfCorrection } = correctionFacts;
const { DeemedRefused } = requestFacts;
const ANSWERS = ['privacy-officer', 'therapist'] as const;
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const theirs = { person: someone, request: '0190c7a0-0000-7000-8000-0000000000a1' };

const releasing = (body: ReleaseRecord): Release => ({
  person: body.person,
  request: body.request,
  recipient: body.recipient ?? body.person,
  entries: entriesIn(body.entries),
  withheld: (body.withheld ?? []).map(({ case: of, entry, ground }) => ({ case: of, ground, ...(entry && { entry }) })),
  severanceConsidered: body.severanceConsidered ?? false,
  complaintRightTold: body.complaintRightTold ?? false,
  agreement: {
    consents: (body.consents ?? []).map(({ case: of, consent }) => ({ case: of, consent })),
    jointWith: (body.jointWith ?? []).map(({ person, request }) => ({ person, request })),
  },
  format: body.format,
  electronicImpossible: body.electronicImpossible ?? false,
  how: body.deliveredBy,
  sha256: body.sha256,
  last: !body.moreToCome,
  ...(body.reasons && { reasons: body.reasons }),
});

/** Streams that a release looks at: the cases it names or was asked of, and the files of those who ask jointly. */
const releaseLooksAt = (body: ReleaseRecord, { requests }: { readonly requests: RequestsState }): readonly string[] => [
  ...new Set([
    `person-${body.person}`,
    `file-${body.person}`,
    ...casesIn(body.entries, body.withheld, body.consents),
    ...casesIn(requests.all.get(body.request)?.copy?.entries),
    ...(requests.all.get(body.request)?.copy?.cases ?? []).map((one) => `case-${one}`),
    ...(body.jointWith ?? []).map((one) => `file-${one.person}`),
  ]),
];

/** The same entries and answers, given now or reported as given. */
const release = (reported: boolean) => ({
  body: ReleaseRecord,
  clauses: ['R9', 'R7'] as const,
  who: ANSWERS,
  legs: [
    leg('file', {
      stream: onFile,
      also: releaseLooksAt,
      decide: (s, body: ReleaseRecord, c) => releaseRecord(s, releasing(body), c, reported),
    }),
  ],
  states: [RecordReleased, DeemedRefused],
  example: {
    ...theirs,
    entries: [{ case: aCase, entry: anEntry }],
    format: 'electronic',
    deliveredBy: 'portal',
    sha256: 'a'.repeat(64),
  },
});

export const recordAnswerActions = {
  EstimateCopyFee: action<EstimateCopyFee>({
    body: EstimateCopyFee,
    kind: 'request',
    clauses: ['R9', 'R3'],
    says: 'Estimate the fee for a copy before it is made, within the tariff.',
    who: [...ANSWERS, 'front-desk'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, format, pages, cents }: EstimateCopyFee, c) =>
          estimateCopyFee(s, { person, request, format, pages, cents }, c),
      }),
    ],
    states: [CopyFeeEstimated],
    refuses: [requestNotFound, noFeeForCorrections, feeAboveTariff],
    example: { ...theirs, format: 'paper', pages: 42, cents: 3_550 },
  }),
  WaiveCopyFee: action<OnRequest>({
    body: OnRequest,
    kind: 'request',
    clauses: ['R9'],
    says: 'Waive the fee for a copy.',
    who: [...ANSWERS, 'manager'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request }: OnRequest) => waiveCopyFee(s, { person, request }),
      }),
    ],
    states: [CopyFeeWaived],
    refuses: [requestNotFound, noFeeEstimated],
    example: theirs,
  }),
  ReleaseRecord: action<ReleaseRecord>({
    ...release(false),
    kind: 'request',
    says: 'Give a copy of the record: which entries, what is withheld on which ground; the person’s own notes go with it. Other debts never keep it back.',
    refuses: [
      requestNotFound,
      notACopyRequest,
      requestOver,
      caseNotTheirs,
      recordEntryNotFound,
      ...Object.values(releaseRefusals),
    ],
  }),
  ReportRecordReleased: action<ReleaseRecord>({
    ...release(true),
    kind: 'report',
    says: 'Report a copy that was given already, whatever it did against the rules; it says which.',
    refuses: [requestNotFound, notACopyRequest, caseNotTheirs, recordEntryNotFound],
  }),
  RefuseRecord: action<RefuseRecord>({
    body: RefuseRecord,
    kind: 'request',
    clauses: ['R9'],
    says: 'Refuse a copy as a whole, in writing, with its ground and reasons, and say where to complain.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, body: RefuseRecord, c) => {
          const { person, request, ground, severanceConsidered = false, complaintRightTold, noticeBy, reasons } = body;
          const refused = { person, request, ground, severanceConsidered, noticeBy, reasons };
          return refuseRecord(s, { ...refused, complaintRightTold }, c);
        },
      }),
    ],
    states: [RecordRefused, DeemedRefused],
    refuses: [
      requestNotFound,
      notACopyRequest,
      requestOver,
      releaseRefusals['severance-not-considered'],
      releaseRefusals['complaint-right-not-told'],
    ],
    example: {
      ...theirs,
      ground: 'proceeding',
      complaintRightTold: true,
      noticeBy: 'mail',
      reasons: 'Made for a hearing that is not over.',
    },
  }),
  CorrectEntry: action<CorrectEntry>({
    body: CorrectEntry,
    kind: 'request',
    clauses: ['R9'],
    says: 'Grant the correction of an entry: the corrected text stands beside the original, which stays.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        also: (body: CorrectEntry) => [`case-${body.case}`],
        decide: (s, { person, request, case: of, entry, how }: CorrectEntry, c) =>
          grantCorrection(s, { person, request, corrects: { case: of, entry }, how, recipients: [] }, c),
      }),
      leg('case', {
        stream: (body: CorrectEntry) => `case-${body.case}`,
        decide: (s, { case: of, person, entry, request, how, corrected }: CorrectEntry) =>
          correctEntry(s, { case: of, participant: person, entry, request, how, corrected }),
      }),
    ],
    states: [CorrectionGranted, DeemedRefused, attachedFacts.EntryCorrected],
    refuses: [requestNotFound, notACorrectionRequest, requestOver, notAskedToCorrect, caseNotFound],
    example: { ...theirs, case: aCase, entry: anEntry, how: 'struck-out', corrected: 'The client has two sisters.' },
  }),
  GrantCorrection: action<GrantCorrection>({
    body: GrantCorrection,
    kind: 'request',
    clauses: ['R9'],
    says: 'Grant the correction of what a request describes in words.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, how, corrected, recipients = [] }: GrantCorrection, c) =>
          grantCorrection(s, { person, request, how, corrected, recipients }, c),
      }),
    ],
    states: [CorrectionGranted, DeemedRefused],
    refuses: [requestNotFound, notACorrectionRequest, requestOver, notAskedToCorrect],
    example: { ...theirs, how: 'labelled', corrected: 'The first contact was in March, not in May.' },
  }),
  RefuseCorrection: action<RefuseCorrection>({
    body: RefuseCorrection,
    kind: 'request',
    clauses: ['R9'],
    says: 'Refuse a correction in writing, with its reason, and say where to complain and that a note can be attached.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, body: RefuseCorrection, c) => {
          const { person, request, because, complaintRightTold, noticeBy, reasons } = body;
          const refused = { person, request, entries: entriesIn(body.entries), because, noticeBy, reasons };
          return refuseCorrection(s, { ...refused, complaintRightTold }, c);
        },
      }),
    ],
    states: [CorrectionRefused, DeemedRefused],
    refuses: [
      requestNotFound,
      notACorrectionRequest,
      requestOver,
      notAskedToCorrect,
      releaseRefusals['complaint-right-not-told'],
    ],
    example: {
      ...theirs,
      because: 'professional-opinion',
      complaintRightTold: true,
      noticeBy: 'mail',
      reasons: 'It is what the therapist observed, in good faith.',
    },
  }),
  ReportRecipientTold: action<ReportRecipientTold>({
    body: ReportRecipientTold,
    kind: 'report',
    clauses: ['R9'],
    says: 'Record that somebody who had the uncorrected information was told of the correction, or could not be reached.',
    who: [...ANSWERS, 'front-desk'],
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, recipient, outcome, how }: ReportRecipientTold) =>
          recipientTold(s, { person, request, recipient, outcome, how }),
      }),
    ],
    states: [RecipientToldOfCorrection],
    refuses: [requestNotFound, nobodyToTell],
    example: { ...theirs, recipient: '0190c7a0-0000-7000-8000-0000000000d1', outcome: 'told', how: 'mail' },
  }),
} as const;
