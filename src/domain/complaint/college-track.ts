import { evolution } from '../language/decision.js';
import { fact, widened } from '../language/fact.js';
import { code, count, date, id, instant, list, optional, sealed, text } from '../language/field.js';
import { limitName } from './limits.js';
import { aComplainant, aComplaint, aRespondent } from './samples.js';

/** Who told the agency what it reports of the College's track (rule 63). */
export const SOURCES = ['complainant', 'respondent', 'College', 'public-register', 'other'] as const;
export type Source = (typeof SOURCES)[number];

/** What the College's committee decided, as reported. */
export const COLLEGE_OUTCOMES = [
  'no-action',
  'advice',
  'caution',
  'remedial-programme',
  'undertaking',
  'referred-to-discipline',
  'referred-to-incapacity',
  'withdrawn',
  'other',
  'unknown',
] as const;
/** Outcomes that HPARB does not review. */
export const NOT_REVIEWED: readonly string[] = ['referred-to-discipline', 'referred-to-incapacity'];

/** What the Board decided on review; returned means that the College must act again. */
export const REVIEW_OUTCOMES = ['confirmed', 'recommendations', 'returned', 'withdrawn', 'refused', 'unknown'] as const;
/** Whether a review was asked for in time, so far as is known. */
export const REVIEW_STANDINGS = ['in-time', 'out-of-time', 'not-available', 'unknown'] as const;

const source = code(...SOURCES);
const note = optional(sealed('reported', 'R', text()));

/**
 * The College's track is hearsay to the agency: each fact says who told, what proves it stands in its envelope, and a day
 * that nobody told stays unknown.
 */
export const collegeTrackFacts = {
  CollegeComplaintFiled: fact({
    type: 'CollegeComplaintFiled',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported that the complaint was filed with the College.',
    fields: {
      complaint: id(),
      source,
      filedOn: optional(date()),
      noticeBy: optional(instant()),
      disposalBy: optional(instant()),
      note,
    },
    compartments: { reported: 'stream' },
    example: {
      complaint: aComplaint,
      source: 'complainant',
      filedOn: '2026-06-02',
      noticeBy: '2026-06-17T03:59:59.999Z',
      disposalBy: '2026-10-31T03:59:59.999Z',
    },
  }),
  CollegeNoticeReported: fact({
    type: 'CollegeNoticeReported',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported that the College told a respondent of the complaint.',
    fields: {
      complaint: id(),
      respondent: id(),
      source,
      receivedOn: optional(date()),
      respondBy: optional(instant()),
      note,
    },
    subjects: { respondent: 'respondent' },
    compartments: { reported: 'stream' },
    example: { complaint: aComplaint, respondent: aRespondent, source: 'respondent' },
  }),
  CollegeResponseSent: fact({
    type: 'CollegeResponseSent',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported that a respondent answered the College.',
    fields: { complaint: id(), respondent: id(), source, sentOn: optional(date()), note },
    subjects: { respondent: 'respondent' },
    compartments: { reported: 'stream' },
    example: { complaint: aComplaint, respondent: aRespondent, source: 'respondent', sentOn: '2026-07-02' },
  }),
  CollegeDecisionReported: fact({
    type: 'CollegeDecisionReported',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported what the College decided; the paper itself is kept apart.',
    fields: {
      complaint: id(),
      outcome: code(...COLLEGE_OUTCOMES),
      source,
      decidedOn: optional(date()),
      ends: list(limitName),
      note,
    },
    compartments: { reported: 'stream' },
    example: { complaint: aComplaint, outcome: 'advice', source: 'complainant', decidedOn: '2026-06-01', ends: [] },
  }),
  CollegeDecisionReceived: fact({
    type: 'CollegeDecisionReceived',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported on which day a party received the College’s decision: the time to ask HPARB for a review runs from it, unless the decision refers to discipline or incapacity.',
    fields: { complaint: id(), party: id(), source, receivedOn: date(), reviewUntil: optional(instant()) },
    subjects: { party: 'named' },
    inTheWorld: true,
    example: {
      complaint: aComplaint,
      party: aComplainant,
      source: 'complainant',
      receivedOn: '2026-06-05',
      reviewUntil: '2026-07-07T03:59:59.999Z',
    },
  }),
  ReviewTimeExtended: fact({
    type: 'ReviewTimeExtended',
    ...widened,
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported that the Board gave a party more days to ask for a review: until when, once it is known when they received the decision.',
    fields: { complaint: id(), party: id(), days: count(), source, reviewUntil: optional(instant()) },
    subjects: { party: 'named' },
    example: {
      complaint: aComplaint,
      party: aComplainant,
      days: 30,
      source: 'complainant',
      reviewUntil: '2026-08-06T03:59:59.999Z',
    },
  }),
  ReviewRequested: fact({
    type: 'ReviewRequested',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported that a party asked HPARB to review the College’s decision.',
    fields: {
      complaint: id(),
      party: id(),
      source,
      requestedOn: optional(date()),
      standing: code(...REVIEW_STANDINGS),
      note,
    },
    subjects: { party: 'named' },
    compartments: { reported: 'stream' },
    example: {
      complaint: aComplaint,
      party: aComplainant,
      source: 'complainant',
      requestedOn: '2026-07-06',
      standing: 'in-time',
    },
  }),
  ReviewDecided: fact({
    type: 'ReviewDecided',
    stream: 'complaint',
    clauses: ['R10'],
    says: 'It was reported what HPARB decided.',
    fields: {
      complaint: id(),
      outcome: code(...REVIEW_OUTCOMES),
      decidedOn: optional(date()),
      source,
      note,
    },
    compartments: { reported: 'stream' },
    example: { complaint: aComplaint, outcome: 'confirmed', source: 'complainant' },
  }),
} as const;

export interface CollegeTrackState {
  filedBy: string | undefined;
  decision: { readonly outcome: (typeof COLLEGE_OUTCOMES)[number]; readonly fact: string } | undefined;
  /** Party → fact by which the receipt of the decision is known, and the last instant to ask for a review. */
  readonly received: Map<string, { readonly fact: string; readonly reviewUntil: string | undefined }>;
  /** Party → days that the Board gave them before it was known when they received the decision. */
  readonly granted: Map<string, number>;
  /** Fact by which a review is being asked for, while the Board has not decided. */
  review: string | undefined;
}

export const collegeTrack = evolution<CollegeTrackState, typeof collegeTrackFacts>(
  () => ({ filedBy: undefined, decision: undefined, received: new Map(), granted: new Map(), review: undefined }),
  collegeTrackFacts,
  {
    CollegeComplaintFiled: (s, { id: factId }) => {
      s.filedBy = factId;
    },
    CollegeNoticeReported: () => {},
    CollegeResponseSent: () => {},
    CollegeDecisionReported: (s, { id: factId, open }) => {
      s.decision = { outcome: open.outcome, fact: factId };
      s.received.clear();
    },
    CollegeDecisionReceived: (s, { id: factId, open }) =>
      void s.received.set(open.party, { fact: factId, reviewUntil: open.reviewUntil }),
    ReviewTimeExtended: (s, { id: factId, open }) => {
      if (open.reviewUntil === undefined) s.granted.set(open.party, open.days);
      else s.received.set(open.party, { fact: factId, reviewUntil: open.reviewUntil });
    },
    ReviewRequested: (s, { id: factId }) => {
      s.review = factId;
    },
    ReviewDecided: (s, { open }) => {
      s.review = undefined;
      if (open.outcome === 'returned') {
        s.decision = undefined;
        s.received.clear();
        s.granted.clear();
      }
    },
  },
);
