import { accessReviewFacts, type ReviewLimit } from '../../domain/agency/access-review-facts.js';
import { put, set } from '../view.js';
import { deadlinePart } from './part.js';

/** Every review lives in one stream: a clock is told by its review too. */
const keyOf = (limit: ReviewLimit, review: string): string => `access-${limit} ${review}`;

const running = (
  limit: ReviewLimit,
  review: string,
  due: string,
  { id, happenedAt }: { readonly id: string; readonly happenedAt: string },
) =>
  put(keyOf(limit, review), {
    kind: `access-${limit}`,
    due,
    from: happenedAt,
    state: 'open',
    thing: review,
    fact: id,
  });
const settled = (
  limit: ReviewLimit,
  {
    open,
    happenedAt,
  }: { readonly open: { readonly review: string; readonly meets?: string }; readonly happenedAt: string },
) =>
  open.meets === undefined
    ? []
    : [
        set(keyOf(limit, open.review), {
          state: open.meets === 'in-time' ? ('met' as const) : ('missed' as const),
          settledAt: happenedAt,
        }),
      ];

/** What is due of looks under review: the reader's explanation, and the judgement. */
export const accessReviewDeadlines = deadlinePart({
  follows: accessReviewFacts,
  on: {
    AccessFlagged: (f) => [running('decide', f.open.review, f.open.decideBy, f)],
    RandomAuditDrawn: (f) => f.open.drawn.map(({ review }) => running('decide', review, f.open.decideBy, f)),
    AccessQueried: (f) => [running('explain', f.open.review, f.open.explainBy, f)],
    AccessExplained: (f) => settled('explain', f),
    AccessCleared: (f) => [...ends(f), ...settled('decide', f)],
    AccessFoundUnauthorised: (f) => [...ends(f), ...settled('decide', f)],
    AccessReviewOverdue: ({ open, happenedAt }) => [
      set(keyOf(open.limit, open.review), { state: 'missed', settledAt: happenedAt }),
    ],
  },
});

/** Once judged there is nothing left to explain, unless it was asked for and explained: that clock stays as it is. */
function ends({
  open,
  happenedAt,
}: {
  readonly open: { readonly review: string; readonly unexplained: boolean };
  readonly happenedAt: string;
}) {
  return open.unexplained ? [set(keyOf('explain', open.review), { state: 'ended', settledAt: happenedAt })] : [];
}
