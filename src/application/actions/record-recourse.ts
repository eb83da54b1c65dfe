import { requestNotFound } from '../../domain/person/requests-asking.js';
import { requestFacts } from '../../domain/person/requests-facts.js';
import {
  endCommissionerComplaint,
  markDeemedRefused,
  markRecourseLapsed,
  noCommissionerComplaint,
  recourseOpen,
  reportCommissionerComplaint,
  requestNotDue,
} from '../../domain/person/requests-recourse.js';
import { action, leg } from './action.js';
import { EndCommissionerComplaint, OnRequest, ReportCommissionerComplaint } from './record-request-bodies.js';
import { onFile } from './record-requests.js';

const theirs = {
  person: '0190c7a0-0000-7000-8000-0000000000c1',
  request: '0190c7a0-0000-7000-8000-0000000000a1',
};

const { DeemedRefused, RecourseLapsed, CommissionerComplaintReported, CommissionerComplaintEnded } = requestFacts;

/** What the clock says of requests about the record, and what is before the Commissioner. */
export const recordRecourseActions = {
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
