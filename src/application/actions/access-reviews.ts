import {
  ACCESS_RULE_CODES,
  type AccessRule,
  accessReviewFacts,
  CONSEQUENCES,
  type Consequence,
  REVIEW_LIMITS,
  type ReviewLimit,
} from '../../domain/agency/access-review-facts.js';
import type { AccessReviewsState } from '../../domain/agency/access-reviews.js';
import { breachNotFound } from '../../domain/agency/breach-clocks.js';
import { breachFacts } from '../../domain/agency/breach-facts.js';
import { findBreach } from '../../domain/agency/breach-handling.js';
import {
  accessAlreadyDecided,
  accessReviewNotDue,
  accessReviewNotFound,
  accessReviewOverdue,
  clearAccess,
  drawAudit,
  explainAccess,
  findUnauthorised,
  flagAccess,
  flaggedPersonMissing,
  ownLook,
  queryAccess,
} from '../../domain/agency/reviewing-access.js';
import { accept, type Circumstances, type Decision } from '../../domain/language/decision.js';
import { personNotRegistered } from '../../domain/person/person.js';
import type { World } from '../../domain/world.js';
import {
  ActionBody,
  action,
  IsCode,
  IsCount,
  IsDate,
  IsDigest,
  IsId,
  IsIds,
  IsInstant,
  IsName,
  IsRecords,
  IsText,
  leg,
  Optional,
} from './action.js';

export class FlagAccess extends ActionBody {
  @IsId('entry of the access log') entry: string;
  @IsInstant() lookedAt: string;
  @IsName() view: string;
  @IsCode(...ACCESS_RULE_CODES) rule: AccessRule;
  @IsId('person') reader: string;
  @Optional() @IsId('person') person?: string;
  @Optional() @IsCount() persons?: number;
}

export class DrawnLook {
  @IsId('entry of the access log') entry: string;
  @IsInstant() lookedAt: string;
  @IsName() view: string;
}

export class DrawRandomAudit extends ActionBody {
  @IsId('person') reader: string;
  @IsDate() from: string;
  @IsDate() until: string;
  @IsDigest() seed: string;
  @IsName() head: string;
  @IsCount() of: number;
  @IsRecords(DrawnLook, 0) drawn: DrawnLook[];
}

export class QueryAccess extends ActionBody {
  @IsId('look under review') review: string;
  @Optional() @IsText() question?: string;
}

export class ExplainAccess extends ActionBody {
  @IsId('look under review') review: string;
  @IsText() explanation: string;
}

export class ClearAccess extends ActionBody {
  @IsId('look under review') review: string;
  @IsText() reasons: string;
}

export class FindAccessUnauthorised extends ActionBody {
  @IsId('look under review') review: string;
  @IsCode(...CONSEQUENCES) consequence: Consequence;
  /** Whose information it was. */
  @IsIds(1, 200) persons: string[];
  /** The breach that it is part of, if that is in the register already. */
  @Optional() @IsId('breach') breach?: string;
  @IsText() reasons: string;
}

export class ReportAccessReviewOverdue extends ActionBody {
  @IsId('look under review') review: string;
  @IsCode(...REVIEW_LIMITS) limit: ReviewLimit;
}

const inReviews = <B extends object>(
  decide: (state: AccessReviewsState, body: B, c: Circumstances<World>) => Decision,
  also: (body: B) => readonly string[] = () => [],
) =>
  leg('access-reviews', {
    stream: () => 'access-reviews',
    also,
    decide,
  });

const aReview = '0190c7a0-0000-7000-8000-0000000000d1';
const anEntry = '0190c7a0-0000-7000-8000-0000000000e1';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aReader = '0190c7a0-0000-7000-8000-00000000007a';
const aLook = { entry: anEntry, lookedAt: '2026-03-05T23:10:00.000Z', view: 'timeline' };
const judging = { clauses: ['R7'] as const, who: ['privacy-officer'] as const };

export const accessReviewActions = {
  FlagAccess: action<FlagAccess>({
    body: FlagAccess,
    kind: 'report',
    clauses: ['R7'],
    says: 'A rule of the monitoring says that a look is worth asking about.',
    who: ['system'],
    makes: (_body, id) => id('review'),
    legs: [
      inReviews((s, { entry, lookedAt, view, rule, reader, person, persons }: FlagAccess, c) =>
        flagAccess(
          s,
          { entry, lookedAt, view, rule, reader, ...(person && { person }), ...(persons !== undefined && { persons }) },
          c,
        ),
      ),
    ],
    states: [accessReviewFacts.AccessFlagged],
    refuses: [],
    example: { ...aLook, rule: 'same-surname', reader: aReader, person: someone },
  }),
  DrawRandomAudit: action<DrawRandomAudit>({
    body: DrawRandomAudit,
    kind: 'report',
    clauses: ['R7'],
    says: 'The clock drew looks of somebody on staff for an audit.',
    who: ['system'],
    makes: (_body, id) => id('audit'),
    legs: [
      inReviews((s, { reader, from, until, seed, head, of, drawn }: DrawRandomAudit, c) =>
        drawAudit(
          s,
          {
            ...{ reader, from, until, seed, head, of },
            drawn: drawn.map(({ entry, lookedAt, view }) => ({ entry, lookedAt, view })),
          },
          c,
        ),
      ),
    ],
    states: [accessReviewFacts.RandomAuditDrawn],
    refuses: [],
    example: {
      reader: aReader,
      from: '2026-02-02',
      until: '2026-03-03',
      seed: 'a'.repeat(64),
      head: '1234',
      of: 87,
      drawn: [aLook],
    },
  }),
  QueryAccess: action<QueryAccess>({
    ...judging,
    body: QueryAccess,
    kind: 'request',
    says: 'Ask somebody on staff to explain a look.',
    legs: [
      inReviews((s, { review, question }: QueryAccess, c) =>
        queryAccess(s, { review, ...(question && { question }) }, c),
      ),
    ],
    states: [accessReviewFacts.AccessQueried],
    refuses: [accessReviewNotFound, ownLook, accessAlreadyDecided],
    example: { review: aReview, question: 'What did you need this for?' },
  }),
  ExplainAccess: action<ExplainAccess>({
    body: ExplainAccess,
    kind: 'report',
    clauses: ['R7'],
    says: 'Explain a look that one was asked about.',
    who: ['staff', 'anyone'],
    legs: [inReviews((s, { review, explanation }: ExplainAccess, c) => explainAccess(s, { review, explanation }, c))],
    states: [accessReviewFacts.AccessExplained],
    refuses: [accessReviewNotFound],
    example: { review: aReview, explanation: 'I covered for a colleague that week.' },
  }),
  ClearAccess: action<ClearAccess>({
    ...judging,
    body: ClearAccess,
    kind: 'request',
    says: 'Find a look in order, with the reasons.',
    legs: [inReviews((s, { review, reasons }: ClearAccess, c) => clearAccess(s, { review, reasons }, c))],
    states: [accessReviewFacts.AccessCleared],
    refuses: [accessReviewNotFound, ownLook, accessAlreadyDecided],
    example: { review: aReview, reasons: 'The reader covered that week.' },
  }),
  FindAccessUnauthorised: action<FindAccessUnauthorised>({
    ...judging,
    body: FindAccessUnauthorised,
    kind: 'request',
    says: 'Find a look unauthorised, with its consequence: it is a breach of those whose information it was.',
    makes: ({ breach }, id) => breach ?? id('breach'),
    legs: [
      inReviews(
        (s, { review, consequence, persons, breach, reasons }: FindAccessUnauthorised, c) =>
          findUnauthorised(s, { review, consequence, persons, reasons, ...(breach && { breach }) }, c),
        ({ persons }) => ['breaches', ...persons.map((person) => `person-${person}`)],
      ),
      leg('breaches', {
        stream: () => 'breaches',
        also: ({ persons }: FindAccessUnauthorised) => [
          'access-reviews',
          ...persons.map((person) => `person-${person}`),
        ],
        decide: (s, { review, persons, breach }: FindAccessUnauthorised, c) => {
          const found = c.world.accessReviews().reviews.reviews.get(review);
          if (breach !== undefined || found === undefined) return accept();
          const { lookedAt: occurredAt, reader } = found;
          const staff = c.world.staff.ever.has(reader) ? [reader] : [];
          return findBreach(s, { kind: 'used', occurredAt, persons, cases: [], staff }, c);
        },
      }),
    ],
    states: [accessReviewFacts.AccessFoundUnauthorised, breachFacts.BreachFound],
    refuses: [
      accessReviewNotFound,
      ownLook,
      accessAlreadyDecided,
      flaggedPersonMissing,
      personNotRegistered,
      breachNotFound,
    ],
    example: { review: aReview, consequence: 'warning', persons: [someone], reasons: 'There was no reason to look.' },
  }),
  ReportAccessReviewOverdue: action<ReportAccessReviewOverdue>({
    body: ReportAccessReviewOverdue,
    kind: 'report',
    clauses: ['R7'],
    says: 'The clock says that nothing was known by the day on which a look was to be explained or judged.',
    who: ['system'],
    legs: [
      inReviews((s, { review, limit }: ReportAccessReviewOverdue, c) => accessReviewOverdue(s, { review, limit }, c)),
    ],
    states: [accessReviewFacts.AccessReviewOverdue],
    refuses: [accessReviewNotFound, accessReviewNotDue],
    example: { review: aReview, limit: 'decide' },
  }),
} as const;
