import { inTime } from '../language/business-time.js';
import { type Circumstances, evolution, type StateOfSlices, streamFold } from '../language/decision.js';
import type { World } from '../world.js';
import { type AccessRule, accessReviewFacts as kinds, type ReviewLimit } from './access-review-facts.js';

/** A clock of a review. */
export interface ReviewClock {
  readonly due: string;
  readonly startedBy: string;
  met: boolean;
  /** Fact that says it passed, if one does. */
  passedBy: string | undefined;
}

/** One look under review. */
export interface AccessReview {
  readonly review: string;
  readonly entry: string;
  readonly rule: AccessRule | 'random-audit';
  readonly reader: string;
  readonly person: string | undefined;
  readonly lookedAt: string;
  /** Fact that put it under review. */
  readonly fact: string;
  /** Fact that last asked the reader. */
  queriedBy: string | undefined;
  explainedBy: string | undefined;
  decided: { readonly outcome: 'cleared' | 'unauthorised'; readonly fact: string } | undefined;
  readonly clocks: Map<ReviewLimit, ReviewClock>;
}

export interface ReviewsState {
  /** Every look ever under review: one cleared may be judged again when more is known. */
  readonly reviews: Map<string, AccessReview>;
  /** What was flagged already: a rule says the same of a look and a person once. */
  readonly flagged: Set<string>;
  /** Reader and last day of each draw: a period is drawn from once. */
  readonly drawn: Set<string>;
}

/** How a flag is told from others. */
export const flagKey = (entry: string, rule: string, person: string | undefined): string =>
  `${rule} ${entry} ${person ?? ''}`;
/** How a draw is told from others. */
export const drawKey = (reader: string, until: string): string => `${reader} ${until}`;

const begun = (
  s: ReviewsState,
  review: Omit<AccessReview, 'clocks' | 'queriedBy' | 'explainedBy' | 'decided'>,
  decideBy: string,
) =>
  void s.reviews.set(review.review, {
    ...review,
    queriedBy: undefined,
    explainedBy: undefined,
    decided: undefined,
    clocks: new Map([['decide', { due: decideBy, startedBy: review.fact, met: false, passedBy: undefined }]]),
  });

const met = (review: AccessReview | undefined, limit: ReviewLimit): void => {
  const clock = review?.clocks.get(limit);
  if (clock) clock.met = true;
};

const reviews = evolution<ReviewsState, typeof kinds>(
  () => ({ reviews: new Map(), flagged: new Set(), drawn: new Set() }),
  kinds,
  {
    AccessFlagged: (s, { id: factId, open }) => {
      const { review, entry, rule, reader, person, lookedAt } = open;
      s.flagged.add(flagKey(entry, rule, person));
      begun(s, { review, entry, rule, reader, person, lookedAt, fact: factId }, open.decideBy);
    },
    RandomAuditDrawn: (s, { id: factId, open }) => {
      s.drawn.add(drawKey(open.reader, open.until));
      for (const { review, entry, lookedAt } of open.drawn)
        begun(
          s,
          { review, entry, rule: 'random-audit', reader: open.reader, person: undefined, lookedAt, fact: factId },
          open.decideBy,
        );
    },
    AccessQueried: (s, { id: factId, open }) => {
      const review = s.reviews.get(open.review);
      if (review === undefined) return;
      review.queriedBy = factId;
      review.clocks.set('explain', { due: open.explainBy, startedBy: factId, met: false, passedBy: undefined });
    },
    AccessExplained: (s, { id: factId, open }) => {
      const review = s.reviews.get(open.review);
      if (review) review.explainedBy = factId;
      met(review, 'explain');
    },
    AccessCleared: (s, { id: factId, open }) => {
      const review = s.reviews.get(open.review);
      if (review) review.decided = { outcome: 'cleared', fact: factId };
      // Once judged there is nothing left to explain.
      met(review, 'explain');
      met(review, 'decide');
    },
    AccessFoundUnauthorised: (s, { id: factId, open }) => {
      const review = s.reviews.get(open.review);
      if (review) review.decided = { outcome: 'unauthorised', fact: factId };
      met(review, 'explain');
      met(review, 'decide');
    },
    AccessReviewOverdue: (s, { id: factId, open }) => {
      const clock = s.reviews.get(open.review)?.clocks.get(open.limit);
      if (clock) clock.passedBy = factId;
    },
  },
);

const slices = { reviews };

/** Every look of the agency that is or was under review. */
export type AccessReviewsState = StateOfSlices<typeof slices>;

export const accessReviewsFold = streamFold('access-reviews', slices);

/** How what happened meets a clock of a review, and what it undoes of what the clock said (rule 38). */
export function meeting(
  review: AccessReview,
  limit: ReviewLimit,
  { happenedAt, precision, world }: Pick<Circumstances<World>, 'happenedAt' | 'precision' | 'world'>,
): {
  readonly said: { readonly meets?: 'in-time' | 'late' };
  readonly strikes: { readonly supersedes?: readonly string[] };
} {
  const clock = review.clocks.get(limit);
  if (clock === undefined || clock.met) return { said: {}, strikes: {} };
  const wasInTime = inTime(happenedAt, clock.due, world.zone, precision);
  return {
    said: { meets: wasInTime ? 'in-time' : 'late' },
    strikes: wasInTime && clock.passedBy !== undefined ? { supersedes: [clock.passedBy] } : {},
  };
}
