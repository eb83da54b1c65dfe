import { requestNotFound } from '../../domain/person/requests-asking.js';
import { notACopyRequest } from '../../domain/person/requests-copies.js';
import { copyFacts } from '../../domain/person/requests-copies-facts.js';
import { notACorrectionRequest, notAskedToCorrect } from '../../domain/person/requests-corrections.js';
import { correctionFacts } from '../../domain/person/requests-corrections-facts.js';
import { requestFacts } from '../../domain/person/requests-facts.js';
import {
  reportCorrectionRefused,
  reportExtensionNotice,
  reportRecordRefused,
} from '../../domain/person/requests-reported.js';
import { action, leg } from './action.js';
import { ExtendRequest, RefuseCorrection, RefuseRecord } from './record-request-bodies.js';
import { entriesIn, onFile } from './record-requests.js';

const { RequestExtended, ExtensionWithoutEffect, DeemedRefused } = requestFacts;
const ANSWERS = ['privacy-officer', 'therapist'] as const;
const theirs = { person: '0190c7a0-0000-7000-8000-0000000000c1', request: '0190c7a0-0000-7000-8000-0000000000a1' };

/** Letters about requests that went out already, whatever they did against the rules (rule 36). */
export const recordReportActions = {
  ReportRecordRefused: action<RefuseRecord>({
    body: RefuseRecord,
    kind: 'report',
    clauses: ['R9'],
    says: 'Report a letter that refused a copy and went out already, whatever it left out; it says what.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, body: RefuseRecord, c) => {
          const { person, request, ground, severanceConsidered = false, complaintRightTold, noticeBy, reasons } = body;
          const letter = { person, request, ground, severanceConsidered, noticeBy, reasons };
          return reportRecordRefused(s, { ...letter, complaintRightTold }, c);
        },
      }),
    ],
    states: [copyFacts.RecordRefused, DeemedRefused],
    refuses: [requestNotFound, notACopyRequest],
    example: {
      ...theirs,
      ground: 'proceeding',
      complaintRightTold: false,
      noticeBy: 'mail',
      reasons: 'Made for a hearing that is not over.',
    },
  }),
  ReportCorrectionRefused: action<RefuseCorrection>({
    body: RefuseCorrection,
    kind: 'report',
    clauses: ['R9'],
    says: 'Report a letter that refused a correction and went out already, whatever it left out; it says what.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, body: RefuseCorrection, c) => {
          const { person, request, because, complaintRightTold, noticeBy, reasons } = body;
          const letter = { person, request, entries: entriesIn(body.entries), because, noticeBy, reasons };
          return reportCorrectionRefused(s, { ...letter, complaintRightTold }, c);
        },
      }),
    ],
    states: [correctionFacts.CorrectionRefused, DeemedRefused],
    refuses: [requestNotFound, notACorrectionRequest, notAskedToCorrect],
    example: {
      ...theirs,
      because: 'professional-opinion',
      complaintRightTold: false,
      noticeBy: 'mail',
      reasons: 'It is what the therapist observed, in good faith.',
    },
  }),
  ReportExtensionNotice: action<ExtendRequest>({
    body: ExtendRequest,
    kind: 'report',
    clauses: ['R9'],
    says: 'Report a notice of an extension that went out already; one that came too late or was too long extends nothing, and says so.',
    who: ANSWERS,
    legs: [
      leg('file', {
        stream: onFile,
        decide: (s, { person, request, days, because, noticeBy, reasons }: ExtendRequest, c) =>
          reportExtensionNotice(s, { person, request, days, because, noticeBy, reasons }, c),
      }),
    ],
    states: [RequestExtended, ExtensionWithoutEffect, DeemedRefused],
    refuses: [requestNotFound],
    example: {
      ...theirs,
      days: 20,
      because: 'consultation-needed',
      noticeBy: 'mail',
      reasons: 'Another clinic’s letters have to be read with it.',
    },
  }),
} as const;
