import { goalFacts } from '../../domain/case/goals.js';
import { participationFacts, TOOK_PART } from '../../domain/case/participation.js';
import { nothing } from '../view.js';
import { gone, standingPart, stands } from './part.js';

const goal = (open: { readonly goal: string }) => `goal ${open.goal}`;
const note = (open: { readonly note: string }) => `note ${open.note}`;
const tookPart: readonly string[] = TOOK_PART;

/** C5: goals and notes of taking part keep it; that it was hard says nothing; a concern is alleged until it is settled. */
export const participationStanding = standingPart({
  follows: { ...goalFacts, ...participationFacts },
  on: {
    GoalAgreed: (f) => [stands(f, 'C5', goal(f.open), 'kept', f.open.participant)],
    GoalReviewed: (f) => [stands(f, 'C5', goal(f.open), 'kept', f.open.participant)],
    // That a goal was let go does not undo that it was agreed.
    GoalDropped: nothing,
    JointGoalAgreed: (f) => [stands(f, 'C5', goal(f.open), 'kept')],
    JointGoalReviewed: (f) => [stands(f, 'C5', goal(f.open), 'kept')],
    JointGoalDropped: nothing,
    ParticipationNoted: (f) =>
      f.open.concern || tookPart.includes(f.open.how)
        ? [stands(f, 'C5', note(f.open), f.open.concern ? 'alleged' : 'kept', f.open.participant)]
        : [],
    ParticipationAnswered: nothing,
    ConcernSettled: (f) => [gone('C5', note(f.open))],
  },
});
