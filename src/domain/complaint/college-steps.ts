import { dayOf } from '../agency/legal-periods.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import {
  type COLLEGE_OUTCOMES,
  type CollegeTrackState,
  collegeTrackFacts,
  NOT_REVIEWED,
  type REVIEW_OUTCOMES,
  type Source,
} from './college-track.js';
import { type DeadlinesState, deadlineKey, dueNow, meeting, stopped, wasInTime } from './deadlines.js';
import { notAParty } from './deciding.js';
import { dueAfter } from './limits.js';
import { complaintNotFound, type LodgingState, notTheRespondent } from './lodging.js';

const {
  CollegeComplaintFiled,
  CollegeNoticeReported,
  CollegeResponseSent,
  CollegeDecisionReported,
  CollegeDecisionReceived,
  ReviewTimeExtended,
  ReviewRequested,
  ReviewDecided,
} = collegeTrackFacts;

export const dayInTheFuture = refusal('day-in-the-future', 'What is reported cannot lie in the future.', {
  status: 422,
});
export const noCollegeDecision = refusal('no-college-decision', 'No decision of the College has been reported.', {
  clause: 'R10',
});

type C = Circumstances<World>;
type Slices = {
  readonly lodging: LodgingState;
  readonly collegeTrack: CollegeTrackState;
  readonly deadlines: DeadlinesState;
};
type Reported = { readonly complaint: string; readonly source: Source; readonly note?: string };

/** A party who reports is the source; staff say who told them. */
export const sourceOf = ({ lodging: s }: Pick<Slices, 'lodging'>, said: Source | undefined, actor: string): Source =>
  actor === s.complainant ? 'complainant' : s.respondents.includes(actor) ? 'respondent' : (said ?? 'other');

/** Refuses only what cannot be: no such complaint, or a day that has not come. */
function impossible({ lodging: s }: Slices, c: C, ...days: readonly (string | undefined)[]): Decision | undefined {
  if (s.complaint === undefined) return complaintNotFound({ field: 'complaint' });
  const today = dayOf(c.now, c.world);
  return days.some((each) => each !== undefined && each > today) ? dayInTheFuture() : undefined;
}

const isParty = ({ lodging: s }: Slices, person: string): boolean =>
  s.complainant === person || s.respondents.includes(person);

/** Filing opens the College's track, whatever became of the agency's (rule 16). */
export function reportFiled(state: Slices, action: Reported & { readonly filedOn?: string }, c: C): Decision {
  const refused = impossible(state, c, action.filedOn);
  if (refused) return refused;
  const { filedOn } = action;
  const dates = filedOn !== undefined && {
    noticeBy: dueAfter('college-notice', filedOn, c.world),
    disposalBy: dueAfter('college-disposal', filedOn, c.world),
  };
  return accept(CollegeComplaintFiled({ ...action, ...dates }));
}

type OfRespondent = Reported & { readonly respondent: string };

export function reportNotice(state: Slices, action: OfRespondent & { readonly receivedOn?: string }, c: C): Decision {
  const refused = impossible(state, c, action.receivedOn);
  if (refused) return refused;
  if (!state.lodging.respondents.includes(action.respondent)) return notTheRespondent({ field: 'respondent' });
  const { receivedOn } = action;
  const dates = receivedOn !== undefined && { respondBy: dueAfter('college-response', receivedOn, c.world) };
  return accept(
    CollegeNoticeReported({ ...action, ...dates }, meeting(state.deadlines, 'college-notice', receivedOn, c)),
  );
}

export function reportResponse(state: Slices, action: OfRespondent & { readonly sentOn?: string }, c: C): Decision {
  const refused = impossible(state, c, action.sentOn);
  if (refused) return refused;
  if (!state.lodging.respondents.includes(action.respondent)) return notTheRespondent({ field: 'respondent' });
  const key = deadlineKey('college-response', action.respondent);
  return accept(CollegeResponseSent(action, meeting(state.deadlines, key, action.sentOn, c)));
}

export function reportCollegeDecision(
  state: Slices,
  action: Reported & { readonly outcome: (typeof COLLEGE_OUTCOMES)[number]; readonly decidedOn?: string },
  c: C,
): Decision {
  const refused = impossible(state, c, action.decidedOn);
  if (refused) return refused;
  return accept(
    CollegeDecisionReported(
      { ...action, ends: stopped(state.deadlines, ['college-notice', 'college-response']) },
      meeting(state.deadlines, 'college-disposal', action.decidedOn, c),
    ),
  );
}

/** The time to ask HPARB runs from receipt, not from the decision's date (rule 17); a day told later replaces the one told before. */
export function reportDecisionReceived(
  state: Slices,
  action: {
    readonly complaint: string;
    readonly party: string;
    readonly source: Source;
    readonly receivedOn: string;
  },
  c: C,
): Decision {
  const refused = impossible(state, c, action.receivedOn);
  if (refused) return refused;
  if (!isParty(state, action.party)) return notAParty({ field: 'party' });
  const { decision, received, granted } = state.collegeTrack;
  if (decision === undefined) return noCollegeDecision({ field: 'complaint' });
  const before = received.get(action.party);
  const reviewed = !NOT_REVIEWED.includes(decision.outcome);
  const extended = state.deadlines.byKey.get(deadlineKey('review', action.party))?.moreDays;
  const moreDays = extended || (granted.get(action.party) ?? 0);
  return accept(
    CollegeDecisionReceived(
      {
        ...action,
        ...(reviewed && { reviewUntil: dueAfter('review', action.receivedOn, c.world, action.receivedOn, moreDays) }),
      },
      { restsOn: [decision.fact], ...(before !== undefined && { supersedes: [before.fact] }) },
    ),
  );
}

/** Reported before it is known when the party received the decision, the days count from when that is told. */
export function reportReviewTimeExtended(
  state: Slices,
  action: { readonly complaint: string; readonly party: string; readonly source: Source; readonly days: number },
  c: C,
): Decision {
  const refused = impossible(state, c);
  if (refused) return refused;
  if (!isParty(state, action.party)) return notAParty({ field: 'party' });
  const window = state.deadlines.byKey.get(deadlineKey('review', action.party));
  if (window === undefined) return accept(ReviewTimeExtended(action));
  const reviewUntil = dueAfter('review', window.from, c.world, window.from, action.days);
  return accept(ReviewTimeExtended({ ...action, reviewUntil }, { restsOn: [window.openedBy] }));
}

/** That a review was asked for is a report: whether in time, or of a decision that HPARB does not review, is said beside it. */
export function reportReviewRequested(
  state: Slices,
  action: Reported & { readonly party: string; readonly requestedOn?: string },
  c: C,
): Decision {
  const refused = impossible(state, c, action.requestedOn);
  if (refused) return refused;
  if (!isParty(state, action.party)) return notAParty({ field: 'party' });
  const { decision } = state.collegeTrack;
  const key = deadlineKey('review', action.party);
  const known = state.deadlines.byKey.get(key);
  const standing =
    decision !== undefined && NOT_REVIEWED.includes(decision.outcome)
      ? 'not-available'
      : known === undefined || action.requestedOn === undefined
        ? 'unknown'
        : wasInTime(state.deadlines, key, action.requestedOn, c)
          ? 'in-time'
          : 'out-of-time';
  return accept(
    ReviewRequested({ ...action, standing }, meeting(state.deadlines, key, action.requestedOn, c, [decision?.fact])),
  );
}

export function reportReviewDecided(
  state: Slices,
  action: Reported & { readonly outcome: (typeof REVIEW_OUTCOMES)[number]; readonly decidedOn?: string },
  c: C,
): Decision {
  const refused = impossible(state, c, action.decidedOn);
  if (refused) return refused;
  const { review } = state.collegeTrack;
  return accept(ReviewDecided(action, review === undefined ? {} : { restsOn: [review] }));
}

/** The last instant at which a review may still be asked for by any party, so far as is known. */
export const reviewOpenUntil = ({ collegeTrack: s, deadlines }: Slices, c: Pick<C, 'now' | 'world'>): string => {
  const windows = [...s.received.keys()].flatMap((party) => deadlines.byKey.get(deadlineKey('review', party)) ?? []);
  return (
    windows
      .map((d) => dueNow(d, c.now, c.world))
      .sort()
      .at(-1) ?? ''
  );
};
