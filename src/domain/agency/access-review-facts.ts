import { fact } from '../language/fact.js';
import {
  code,
  count,
  date,
  digest,
  flag,
  id,
  instant,
  list,
  name,
  optional,
  record,
  sealed,
  text,
} from '../language/field.js';

/** Why a look is worth asking about; none of them says that it was wrong. */
export const ACCESS_RULES = {
  'own-record': 'Somebody on staff looked at their own record by way of their work',
  'same-surname': 'Reader and person have the same surname',
  'same-address': 'Reader and person have the same address, telephone or e-mail',
  volume: 'More people’s information was shown in an hour or a day than is usual',
  'out-of-hours': 'It was outside the agency’s hours, or on a day on which it is closed',
  'after-discharge': 'The case had been closed for long',
  'no-relation': 'Somebody who treats looked, or tried to look, at a person whom they neither treat nor supervise',
} as const;
export type AccessRule = keyof typeof ACCESS_RULES;
/** Codes of the rules by which looks are flagged. */
export const ACCESS_RULE_CODES = Object.keys(ACCESS_RULES) as AccessRule[];

/** What came of a look that nothing authorised. */
export const CONSEQUENCES = [
  'instructed',
  'training',
  'warning',
  'access-ended',
  'suspended',
  'dismissed',
  'reported-to-college',
] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** What is due of a look under review: that the reader explains it, that it is decided on. */
export const REVIEW_LIMITS = ['explain', 'decide'] as const;
export type ReviewLimit = (typeof REVIEW_LIMITS)[number];

const aReview = '0190c7a0-0000-7000-8000-0000000000d1';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aReader = '0190c7a0-0000-7000-8000-00000000007a';
const aBreach = '0190c7a0-0000-7000-8000-0000000000b1';
/** True when the reader had been asked and had not answered yet: nothing is due of them any more. */
const unexplained = flag();
const due = '2026-03-20T03:59:59.999Z';

/** Whether it meets the clock that was running, in time or late; absent when none was. */
const meets = optional(code('in-time', 'late'));
/** A look as the access log has it. */
const look = { entry: id('entry of the access log'), lookedAt: instant(), view: name() };

/** From a look that is worth asking about to what came of it (rule 71). All of an agency's stand in one stream. */
export const accessReviewFacts = {
  AccessFlagged: fact({
    type: 'AccessFlagged',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'A look, or an attempt at one, was flagged by a rule: it is to be judged by a privacy officer.',
    fields: {
      review: id(),
      ...look,
      rule: code(...ACCESS_RULE_CODES),
      reader: id(),
      person: optional(id()),
      /** Persons shown, where their number is what was flagged. */
      persons: optional(count()),
      decideBy: instant(),
    },
    subjects: { reader: 'staff' },
    example: {
      review: aReview,
      entry: anEntry,
      lookedAt: '2026-03-05T23:10:00.000Z',
      view: 'timeline',
      rule: 'same-surname',
      reader: aReader,
      person: aPerson,
      decideBy: due,
    },
  }),
  RandomAuditDrawn: fact({
    type: 'RandomAuditDrawn',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'Looks of somebody on staff were drawn at random, from a seed that anybody can compute again: each is to be judged.',
    fields: {
      audit: id(),
      reader: id(),
      /** Looks of these local days, the last one included. */
      from: date(),
      until: date(),
      /** SHA-256 of the day of the draw and the digest at the head of the access log. */
      seed: digest(),
      head: name(),
      /** Looks among which was drawn. */
      of: count(),
      drawn: list(record({ review: id(), ...look })),
      decideBy: instant(),
    },
    subjects: { reader: 'staff' },
    example: {
      audit: '0190c7a0-0000-7000-8000-0000000000d9',
      reader: aReader,
      from: '2026-02-02',
      until: '2026-03-03',
      seed: 'a'.repeat(64),
      head: '1234',
      of: 87,
      drawn: [{ review: aReview, entry: anEntry, lookedAt: '2026-03-01T15:00:00.000Z', view: 'sessions' }],
      decideBy: due,
    },
  }),
  AccessQueried: fact({
    type: 'AccessQueried',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'A reader was asked to explain a look, by a day.',
    fields: { review: id(), explainBy: instant(), question: optional(sealed('question', 'N', text())) },
    compartments: { question: 'stream' },
    inTheWorld: true,
    example: { review: aReview, explainBy: due, question: 'What did you need this for?' },
  }),
  AccessExplained: fact({
    type: 'AccessExplained',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'A reader explained a look.',
    fields: { review: id(), reader: id(), meets, explanation: sealed('explanation', 'R', text()) },
    compartments: { explanation: 'reader' },
    inTheWorld: true,
    example: { review: aReview, reader: aReader, meets: 'in-time', explanation: 'I covered for a colleague.' },
  }),
  AccessCleared: fact({
    type: 'AccessCleared',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'A look was judged and found in order.',
    fields: { review: id(), meets, unexplained, reasons: sealed('reasons', 'R', text()) },
    compartments: { reasons: 'stream' },
    example: { review: aReview, meets: 'in-time', unexplained: false, reasons: 'The reader covered that week.' },
  }),
  AccessFoundUnauthorised: fact({
    type: 'AccessFoundUnauthorised',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'A look was judged and found unauthorised: with the consequence for the reader, and the breach it is.',
    fields: {
      review: id(),
      consequence: code(...CONSEQUENCES),
      breach: id(),
      persons: list(id()),
      meets,
      unexplained,
      reasons: sealed('reasons', 'R', text()),
    },
    compartments: { reasons: 'stream' },
    example: {
      review: aReview,
      consequence: 'warning',
      breach: aBreach,
      persons: [aPerson],
      meets: 'late',
      unexplained: true,
      reasons: 'There was no reason to look.',
    },
  }),
  AccessReviewOverdue: fact({
    type: 'AccessReviewOverdue',
    stream: 'access-reviews',
    clauses: ['R7'],
    says: 'Nothing was known by the day on which a look was to be explained or judged: late knowledge undoes it.',
    fields: { review: id(), limit: code(...REVIEW_LIMITS), due: instant() },
    example: { review: aReview, limit: 'decide', due },
  }),
} as const;
