import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import { type AccessRule, accessReviewFacts, type Consequence, type ReviewLimit } from './access-review-facts.js';
import { type AccessReview, drawKey, flagKey, meeting, type ReviewsState } from './access-reviews.js';
import { parameterOn } from './agency.js';
import { breachNotFound } from './breach-clocks.js';
import { endOfPeriod } from './legal-periods.js';

const {
  AccessFlagged,
  RandomAuditDrawn,
  AccessQueried,
  AccessExplained,
  AccessCleared,
  AccessFoundUnauthorised,
  AccessReviewOverdue,
} = accessReviewFacts;

export const accessReviewNotFound = refusal('access-review-not-found', 'There is no such look under review.');
export const ownLook = refusal('own-look', 'Nobody judges their own look: another privacy officer does.', {
  clause: 'R7',
});
export const accessAlreadyDecided = refusal(
  'access-already-decided',
  'This look was judged already; only one found in order is judged again.',
);
export const flaggedPersonMissing = refusal(
  'flagged-person-missing',
  'Name everybody whose information was looked at without authority, the person of the flag among them.',
  { clause: 'R7', status: 422 },
);
export const accessReviewNotDue = refusal(
  'access-review-not-due',
  'This deadline has not passed, or nothing of the kind runs.',
);

type Slices = { readonly reviews: ReviewsState };
type C = Circumstances<World>;

const dueIn = (days: 'access-review-days' | 'access-explanation-days', c: C): string => {
  const day = localDateOf(c.happenedAt, c.world.zone);
  return endOfPeriod('business', day, parameterOn(c.world.parameters, days, day), c.world);
};

/** A look as a rule or a draw has it. */
export interface LookFound {
  readonly entry: string;
  readonly lookedAt: string;
  readonly view: string;
}

/** A rule flags a look; said once of a look and a person. */
export function flagAccess(
  { reviews: s }: Slices,
  action: LookFound & {
    readonly rule: AccessRule;
    readonly reader: string;
    readonly person?: string;
    readonly persons?: number;
  },
  c: C,
): Decision {
  if (s.flagged.has(flagKey(action.entry, action.rule, action.person))) return accept();
  return accept(AccessFlagged({ ...action, review: c.id('review'), decideBy: dueIn('access-review-days', c) }));
}

/** Looks were drawn for an audit; a period of a reader is drawn from once, also when there was nothing to draw. */
export function drawAudit(
  { reviews: s }: Slices,
  {
    drawn,
    ...action
  }: {
    readonly reader: string;
    readonly from: string;
    readonly until: string;
    readonly seed: string;
    readonly head: string;
    readonly of: number;
    readonly drawn: readonly LookFound[];
  },
  c: C,
): Decision {
  if (s.drawn.has(drawKey(action.reader, action.until))) return accept();
  return accept(
    RandomAuditDrawn({
      ...action,
      audit: c.id('audit'),
      drawn: drawn.map((one, i) => ({ ...one, review: c.id(`review ${i}`) })),
      decideBy: dueIn('access-review-days', c),
    }),
  );
}

/** The review that a privacy officer may judge; of their own look there is nothing to see until they are asked. */
function judgeable({ reviews: s }: Slices, review: string, { actor }: C): AccessReview | Decision {
  const found = s.reviews.get(review);
  if (found === undefined) return accessReviewNotFound({ field: 'review' });
  if (found.reader !== actor.person) return found;
  return found.queriedBy === undefined ? accessReviewNotFound({ field: 'review' }) : ownLook({ field: 'review' });
}

const isReview = (found: AccessReview | Decision): found is AccessReview => 'reader' in found;

/** Asks the reader; again when the answer did not say enough. */
export function queryAccess(
  s: Slices,
  action: { readonly review: string; readonly question?: string },
  c: C,
): Decision {
  const found = judgeable(s, action.review, c);
  if (!isReview(found)) return found;
  if (found.decided !== undefined) return accessAlreadyDecided({ field: 'review' });
  return accept(
    AccessQueried({ ...action, explainBy: dueIn('access-explanation-days', c) }, { restsOn: [found.fact] }),
  );
}

/** The reader explains; what was asked of somebody else is to them as if it were not there. */
export function explainAccess(
  { reviews: s }: Slices,
  action: { readonly review: string; readonly explanation: string },
  c: C,
): Decision {
  const found = s.reviews.get(action.review);
  if (found === undefined || found.queriedBy === undefined || found.reader !== c.actor.person)
    return accessReviewNotFound({ field: 'review' });
  const { said, strikes } = meeting(found, 'explain', c);
  return accept(
    AccessExplained({ ...action, reader: found.reader, ...said }, { restsOn: [found.queriedBy], ...strikes }),
  );
}

/** What a judgement rests on. */
const grounds = ({ fact, queriedBy, explainedBy }: AccessReview): readonly string[] =>
  [fact, queriedBy, explainedBy].filter((one) => one !== undefined);

/** True while the reader was asked and has not answered, and the time for it has not passed. */
const waits = ({ clocks }: AccessReview): boolean => {
  const explain = clocks.get('explain');
  return explain !== undefined && !explain.met && explain.passedBy === undefined;
};

/** Finds a look in order. */
export function clearAccess(s: Slices, action: { readonly review: string; readonly reasons: string }, c: C): Decision {
  const found = judgeable(s, action.review, c);
  if (!isReview(found)) return found;
  if (found.decided?.outcome === 'cleared') return accept();
  if (found.decided !== undefined) return accessAlreadyDecided({ field: 'review' });
  const { said, strikes } = meeting(found, 'decide', c);
  return accept(
    AccessCleared({ ...action, ...said, unexplained: waits(found) }, { restsOn: grounds(found), ...strikes }),
  );
}

/** Finds a look unauthorised, also one cleared before: it is a breach, a new one or one that is in the register. */
export function findUnauthorised(
  s: Slices,
  {
    breach,
    persons,
    ...action
  }: {
    readonly review: string;
    readonly consequence: Consequence;
    readonly persons: readonly string[];
    readonly breach?: string;
    readonly reasons: string;
  },
  c: C,
): Decision {
  const found = judgeable(s, action.review, c);
  if (!isReview(found)) return found;
  if (found.decided?.outcome === 'unauthorised') return accessAlreadyDecided({ field: 'review' });
  if (found.person !== undefined && !persons.includes(found.person)) return flaggedPersonMissing({ field: 'persons' });
  if (persons.some((one) => c.world.person(one).person === undefined)) return personNotRegistered({ field: 'persons' });
  if (breach !== undefined && !c.world.breaches().register.breaches.has(breach))
    return breachNotFound({ field: 'breach' });
  const { said, strikes } = meeting(found, 'decide', c);
  return accept(
    AccessFoundUnauthorised(
      { ...action, persons, breach: breach ?? c.id('breach'), ...said, unexplained: waits(found) },
      { restsOn: grounds(found), ...strikes },
    ),
  );
}

/** The clock says that nothing was known by a deadline of a review; if something was, nothing is said. */
export function accessReviewOverdue(
  { reviews: s }: Slices,
  action: { readonly review: string; readonly limit: ReviewLimit },
  { now }: Pick<Circumstances, 'now'>,
): Decision {
  const found = s.reviews.get(action.review);
  if (found === undefined) return accessReviewNotFound({ field: 'review' });
  const clock = found.clocks.get(action.limit);
  if (clock === undefined) return accessReviewNotDue({ field: 'limit' });
  if (clock.met || clock.passedBy !== undefined) return accept();
  if (now <= clock.due) return accessReviewNotDue({ field: 'limit' });
  return accept(
    AccessReviewOverdue({ ...action, due: clock.due }, { restsOn: [clock.startedBy], happenedAt: clock.due }),
  );
}
