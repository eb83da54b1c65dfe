import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, optional, sealed, text } from '../language/field.js';
import { type RosterState, requireOpen, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aGoal = '0190c7a0-0000-7000-8000-0000000005a1';

/** How far a goal has come. */
export const PROGRESS = ['not-begun', 'begun', 'closer', 'unchanged', 'further-away', 'reached'] as const;
export type Progress = (typeof PROGRESS)[number];

const theirs = { case: id(), participant: id(), goal: id() };
const joint = { case: id(), goal: id() };
const own = { subjects: { participant: 'participant' }, compartments: { goal: 'participant' } } as const;
const communal = { compartments: { goal: 'stream' } } as const;
const ofTheirs = { case: aCase, participant: aPerson, goal: aGoal };
const ofAll = { case: aCase, goal: aGoal };
const words = sealed('goal', 'R', text());

export const goalFacts = {
  GoalAgreed: fact({
    type: 'GoalAgreed',
    stream: 'case',
    clauses: ['C5'],
    says: 'A participant and the therapist agreed on a goal of the participant’s own.',
    fields: { ...theirs, words },
    ...own,
    example: { ...ofTheirs, words: 'To sleep through the night.' },
  }),
  GoalReviewed: fact({
    type: 'GoalReviewed',
    stream: 'case',
    clauses: ['C5'],
    says: 'How far a participant’s goal has come was looked at together.',
    fields: { ...theirs, progress: code(...PROGRESS), words: optional(words) },
    ...own,
    example: { ...ofTheirs, progress: 'closer', words: 'Four nights of seven.' },
  }),
  GoalDropped: fact({
    type: 'GoalDropped',
    stream: 'case',
    clauses: ['C5'],
    says: 'A participant’s goal was let go; no reason is asked.',
    fields: theirs,
    subjects: own.subjects,
    example: ofTheirs,
  }),
  JointGoalAgreed: fact({
    type: 'JointGoalAgreed',
    stream: 'case',
    clauses: ['C5'],
    says: 'Those who take part agreed with the therapist on a goal that is all of theirs.',
    fields: { ...joint, words },
    ...communal,
    example: { ...ofAll, words: 'To talk about money without shouting.' },
  }),
  JointGoalReviewed: fact({
    type: 'JointGoalReviewed',
    stream: 'case',
    clauses: ['C5'],
    says: 'How far a joint goal has come was looked at together.',
    fields: { ...joint, progress: code(...PROGRESS), words: optional(words) },
    ...communal,
    example: { ...ofAll, progress: 'begun' },
  }),
  JointGoalDropped: fact({
    type: 'JointGoalDropped',
    stream: 'case',
    clauses: ['C5'],
    says: 'A joint goal was let go; no reason is asked.',
    fields: joint,
    example: ofAll,
  }),
} as const;

const { GoalAgreed, GoalReviewed, GoalDropped, JointGoalAgreed, JointGoalReviewed, JointGoalDropped } = goalFacts;

export interface Goal {
  /** Whose it is; undefined when it is all of theirs. */
  readonly participant: string | undefined;
  dropped: boolean;
  readonly fact: string;
}

export interface GoalsState {
  /** By goal: each is reviewed and let go on its own. */
  readonly goals: Map<string, Goal>;
}

const drop = (s: GoalsState, goal: string): void => {
  const found = s.goals.get(goal);
  if (found) found.dropped = true;
};

export const goals = evolution<GoalsState, typeof goalFacts>(() => ({ goals: new Map() }), goalFacts, {
  GoalAgreed: (s, { id: factId, open }) =>
    void s.goals.set(open.goal, { participant: open.participant, dropped: false, fact: factId }),
  JointGoalAgreed: (s, { id: factId, open }) =>
    void s.goals.set(open.goal, { participant: undefined, dropped: false, fact: factId }),
  GoalReviewed: () => {},
  JointGoalReviewed: () => {},
  GoalDropped: (s, { open }) => drop(s, open.goal),
  JointGoalDropped: (s, { open }) => drop(s, open.goal),
});

export const goalNotFound = refusal('goal-not-found', 'There is no such goal of this participant in this case.', {
  clause: 'C5',
});

type Slices = { readonly roster: RosterState; readonly goals: GoalsState };

/** One goal, of one participant or of all. */
export interface GoalNamed {
  readonly case: string;
  readonly participant?: string;
  readonly goal: string;
}

/** Agrees on a goal in an open case. */
export function agreeGoal(state: Slices, action: GoalNamed & { readonly words: string }): Decision {
  const { participant, ...forAll } = action;
  const refused = requireOpen(state);
  if (refused) return refused;
  if (participant === undefined) return accept(JointGoalAgreed(forAll));
  return requireParticipant(state, participant) ?? accept(GoalAgreed({ ...forAll, participant }));
}

/** The goal named, or undefined: one participant's goal is nothing to another. */
const goalOf = ({ goals: s }: Slices, { participant, goal }: GoalNamed): Goal | undefined => {
  const found = s.goals.get(goal);
  return found?.participant === participant ? found : undefined;
};

/** Looks at how far a goal has come, also one that was let go (rule 36). */
export function reviewGoal(
  state: Slices,
  action: GoalNamed & { readonly progress: Progress; readonly words?: string },
): Decision {
  const found = goalOf(state, action);
  if (found === undefined) return goalNotFound({ field: 'goal' });
  const { participant, ...forAll } = action;
  const more = { restsOn: [found.fact] };
  return accept(
    participant === undefined ? JointGoalReviewed(forAll, more) : GoalReviewed({ ...forAll, participant }, more),
  );
}

/** Lets a goal go; nothing when it was let go before. */
export function dropGoal(state: Slices, action: GoalNamed): Decision {
  const found = goalOf(state, action);
  if (found === undefined) return goalNotFound({ field: 'goal' });
  if (found.dropped) return accept();
  const { participant, ...forAll } = action;
  const more = { restsOn: [found.fact] };
  return accept(
    participant === undefined ? JointGoalDropped(forAll, more) : GoalDropped({ ...forAll, participant }, more),
  );
}
