import { attachedFacts, correctEntry } from '../../domain/case/attached.js';
import { caseNotFound } from '../../domain/case/roster.js';
import { recordEntryNotFound } from '../../domain/person/record-entries.js';
import type { RequestsState } from '../../domain/person/requests.js';
import { requestNotFound, requestOver } from '../../domain/person/requests-asking.js';
import {
  estimateCopyFee,
  feeAboveTariff,
  noFeeEstimated,
  noFeeForCorrections,
  notACopyRequest,
  type Release,
  refuseRecord,
  releaseRecord,
  releaseRefusals,
  waiveCopyFee,
} from '../../domain/person/requests-copies.js';
import { copyFacts, GROUNDS } from '../../domain/person/requests-copies-facts.js';
import {
  grantCorrection,
  nobodyToTell,
  notACorrectionRequest,
  notAskedToCorrect,
  recipientTold,
  refuseCorrection,
} from '../../domain/person/requests-corrections.js';
import {
  CORRECTED_HOW,
  CORRECTION_REFUSED_BECAUSE,
  correctionFacts,
} from '../../domain/person/requests-corrections-facts.js';
import { FORMATS, NOTICE_BY, requestFacts } from '../../domain/person/requests-facts.js';
import {
  action,
  IsCents,
  IsCode,
  IsCount,
  IsDigest,
  IsFlag,
  IsId,
  IsIds,
  IsRecords,
  IsText,
  leg,
  Optional,
} from './action.js';
import { casesIn, EntryOfCase, entriesIn, OnRequest, onFile } from './record-requests.js';

const GIVEN_HOW = ['in-person', 'mail', 'e-mail', 'portal', 'collected'] as const;
const TOLD_HOW = ['mail', 'e-mail', 'telephone', 'portal', 'in-person'] as const;

export class EstimateCopyFee extends OnRequest {
  @IsCode(...FORMATS) format: (typeof FORMATS)[number];
  @IsCount(0, 100_000) pages: number;
  @IsCents() cents: number;
}

/** Something withheld, with its ground; without an entry, all of that kind in the case. */
export class Withheld {
  @IsId('case') case: string;
  @Optional() @IsId('entry') entry?: string;
  @IsCode(...GROUNDS) ground: (typeof GROUNDS)[number];
}

export class ConsentOfAnother {
  @IsId('case') case: string;
  @IsId('consent') consent: string;
}

export class JointRequest {
  @IsId('person') person: string;
  @IsId('request') request: string;
}

export class ReleaseRecord extends OnRequest {
  /** Who is given it, if not the person: a representative who was verified. */
  @Optional() @IsId('person') recipient?: string;
  @IsRecords(EntryOfCase, 0) entries: EntryOfCase[];
  @Optional() @IsRecords(Withheld, 0) withheld?: Withheld[];
  @Optional() @IsFlag() severanceConsidered?: boolean;
  @Optional() @IsFlag() complaintRightTold?: boolean;
  /** Consents of other participants, for entries about them. */
  @Optional() @IsRecords(ConsentOfAnother, 0, 50) consents?: ConsentOfAnother[];
  /** Requests of other participants who ask together with the person. */
  @Optional() @IsRecords(JointRequest, 0, 50) jointWith?: JointRequest[];
  @IsCode(...FORMATS) format: (typeof FORMATS)[number];
  /** True when it was asked for electronically and cannot be given so. */
  @Optional() @IsFlag() electronicImpossible?: boolean;
  @IsCode(...GIVEN_HOW) deliveredBy: (typeof GIVEN_HOW)[number];
  @IsDigest() sha256: string;
  /** True when more will follow: the request stays open. */
  @Optional() @IsFlag() moreToCome?: boolean;
  @Optional() @IsText() reasons?: string;
}

export class RefuseRecord extends OnRequest {
  @IsCode(...GROUNDS) ground: (typeof GROUNDS)[number];
  @Optional() @IsFlag() severanceConsidered?: boolean;
  @IsFlag() complaintRightTold: boolean;
  @IsCode(...NOTICE_BY) noticeBy: (typeof NOTICE_BY)[number];
  @IsText() reasons: string;
}

export class CorrectEntry extends OnRequest {
  @IsId('case') case: string;
  @IsId('entry') entry: string;
  @IsCode(...CORRECTED_HOW) how: (typeof CORRECTED_HOW)[number];
  @IsText() corrected: string;
}

export class GrantCorrection extends OnRequest {
  @IsCode(...CORRECTED_HOW) how: (typeof CORRECTED_HOW)[number];
  @IsText() corrected: string;
  /** Who had the uncorrected information, when the person asked that they be told. */
  @Optional() @IsIds(0) recipients?: string[];
}

export class RefuseCorrection extends OnRequest {
  /** None: everything still open. */
  @Optional() @IsRecords(EntryOfCase, 0) entries?: EntryOfCase[];
  @IsCode(...CORRECTION_REFUSED_BECAUSE) because: (typeof CORRECTION_REFUSED_BECAUSE)[number];
  @IsFlag() complaintRightTold: boolean;
  @IsCode(...NOTICE_BY) noticeBy: (typeof NOTICE_BY)[number];
  @IsText() reasons: string;
}

export class ReportRecipientTold extends OnRequest {
  @IsId('person') recipient: string;
  @IsCode('told', 'not-reached') outcome: 'told' | 'not-reached';
  @IsCode(...TOLD_HOW) how: (typeof TOLD_HOW)[number];
}

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
    refuses: [requestNotFound, notACopyRequest, requestOver, recordEntryNotFound, ...Object.values(releaseRefusals)],
  }),
  ReportRecordReleased: action<ReleaseRecord>({
    ...release(true),
    kind: 'report',
    says: 'Report a copy that was given already, whatever it did against the rules; it says which.',
    refuses: [requestNotFound, notACopyRequest, recordEntryNotFound],
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
