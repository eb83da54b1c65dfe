import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { type AppealsState, pendingAppeal } from './appeal.js';
import { reviewOpenUntil } from './college-steps.js';
import type { CollegeTrackState } from './college-track.js';
import { type DeadlinesState, deadlineKey, dueNow, stopped } from './deadlines.js';
import { complaintNotDecided } from './deciding.js';
import { deliveryKey, type HandlingState } from './handling.js';
import { type HoldsState, releaseAll } from './holds.js';
import { type LodgingState, lodgingFacts, requireTrack, type Track } from './lodging.js';

export const decisionNotDelivered = refusal(
  'decision-not-delivered',
  'The decision has not reached every party: the time to appeal has not begun.',
  { clause: 'R10' },
);
export const appealPending = refusal('appeal-pending', 'An appeal or a review is being heard.', { clause: 'R10' });
export const recourseOpen = refusal('recourse-open', 'A party may still appeal or ask for a review.', {
  clause: 'R10',
});
export const collegeEndNeedsEvidence = refusal(
  'college-end-needs-evidence',
  'That the College’s proceeding ended must be proven: name the evidence.',
  { clause: 'R10', status: 422 },
);

type C = Circumstances<World>;
type Slices = {
  readonly lodging: LodgingState;
  readonly handling: HandlingState;
  readonly appeals: AppealsState;
  readonly collegeTrack: CollegeTrackState;
  readonly holds: HoldsState;
  readonly deadlines: DeadlinesState;
};

/** Parties to whom the decision must have come: the complainant, and each respondent who was told of the complaint. */
const owed = ({ lodging: s, handling }: Slices): readonly string[] => [
  ...(s.complainant === undefined ? [] : [s.complainant]),
  ...s.respondents.filter((each) => handling.notified.has(each)),
];

/** Why the agency's track cannot end yet. */
function agencyBar(state: Slices, c: C): Decision | undefined {
  const { lodging: s, handling, appeals, deadlines } = state;
  if (s.withdrawn !== undefined) return undefined;
  if (handling.decision === undefined) return complaintNotDecided({ field: 'complaint' });
  if (pendingAppeal(appeals) !== undefined) return appealPending();
  const parties = owed(state);
  if (!parties.every((each) => handling.deliveries.has(deliveryKey('complaint', each)))) return decisionNotDelivered();
  const stillOpen = parties.some((party) => {
    const window = deadlines.byKey.get(deadlineKey('appeal', party));
    return window?.status === 'open' && c.now <= dueNow(window, c.now, c.world);
  });
  return stillOpen ? recourseOpen() : undefined;
}

/** Why the College's track cannot end yet: unless all is known, only evidence that it ended will do. */
function collegeBar(state: Slices, c: C): Decision | undefined {
  const { lodging: s, collegeTrack: college } = state;
  if (college.review !== undefined && c.evidence === undefined) return appealPending();
  const known = college.decision !== undefined && s.complainant !== undefined && college.received.has(s.complainant);
  const reviewable = known && college.received.get(s.complainant ?? '')?.reviewUntil !== undefined;
  if (!reviewable) return c.evidence === undefined ? collegeEndNeedsEvidence({ field: 'evidence' }) : undefined;
  return c.now <= reviewOpenUntil(state, c) ? recourseOpen() : undefined;
}

/** Ends one track; with the last one the complaint's holds end too. */
export function closeTrack(
  state: Slices,
  { complaint, track }: { readonly complaint: string; readonly track: Track },
  c: C,
): Decision {
  const refused = requireTrack(state, track) ?? (track === 'agency' ? agencyBar(state, c) : collegeBar(state, c));
  if (refused) return refused;
  const because =
    track === 'CRPO' ? 'college-ended' : state.lodging.withdrawn === undefined ? 'decided' : state.lodging.withdrawn;
  const last = [...state.lodging.tracks].every(([each, is]) => each === track || is === 'closed');
  return accept(
    lodgingFacts.TrackClosed({ complaint, track, because, ends: stopped(state.deadlines, track) }),
    ...(last ? releaseAll(state, complaint) : []),
  );
}
