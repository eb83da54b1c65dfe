import { goalFacts } from '../domain/case/goals.js';
import { participationFacts } from '../domain/case/participation.js';
import { put, set, view } from './view.js';

const letGo = (at: string, fact: string) => ({ state: 'dropped', endedAt: at, fact });

/** What clients and therapists work towards together. */
export const goalsView = view({
  name: 'goals',
  title: 'Goals',
  says: 'Goals agreed on, each participant’s own and joint ones, how far each has come, and those let go.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant'],
  columns: {
    participant: { kind: 'text', says: 'Whose goal; nobody alone when it is joint.', indexed: true },
    goal: { kind: 'text', says: 'Which goal.' },
    state: { kind: 'text', says: 'agreed or dropped.' },
    progress: { kind: 'text', says: 'How far it has come, when last looked at.' },
    since: { kind: 'text', says: 'When it was agreed.' },
    reviewedAt: { kind: 'text', says: 'When it was last looked at.' },
    endedAt: { kind: 'text', says: 'When it was let go.' },
    words: { kind: 'box', says: 'The goal.' },
    review: { kind: 'box', says: 'What was said when it was last looked at.' },
    fact: { kind: 'text', says: 'Fact that shows how it stands.' },
  },
  order: ['since'],
  follows: goalFacts,
  on: {
    GoalAgreed: ({ id, open, sealed, happenedAt }) => [
      put(open.goal, {
        participant: open.participant,
        goal: open.goal,
        state: 'agreed',
        since: happenedAt,
        words: sealed['goal'] ?? null,
        fact: id,
      }),
    ],
    JointGoalAgreed: ({ id, open, sealed, happenedAt }) => [
      put(open.goal, {
        goal: open.goal,
        state: 'agreed',
        since: happenedAt,
        words: sealed['goal'] ?? null,
        fact: id,
      }),
    ],
    GoalReviewed: ({ id, open, sealed, happenedAt }) => [
      set(open.goal, {
        progress: open.progress,
        reviewedAt: happenedAt,
        review: sealed['goal'] ?? null,
        fact: id,
      }),
    ],
    JointGoalReviewed: ({ id, open, sealed, happenedAt }) => [
      set(open.goal, {
        progress: open.progress,
        reviewedAt: happenedAt,
        review: sealed['goal'] ?? null,
        fact: id,
      }),
    ],
    GoalDropped: ({ id, open, happenedAt }) => [set(open.goal, letGo(happenedAt, id))],
    JointGoalDropped: ({ id, open, happenedAt }) => [set(open.goal, letGo(happenedAt, id))],
  },
});

/** How clients took part, in their therapist’s words and their own. */
export const participationView = view({
  name: 'participation',
  title: 'Taking part',
  says: 'How participants took part, noted by the therapist and by themselves; what was marked as a concern shows the participant’s answer beside it.',
  column: 'clinical',
  scopes: ['case', 'client'],
  persons: ['participant'],
  columns: {
    participant: { kind: 'text', says: 'Who took part.', indexed: true },
    note: { kind: 'text', says: 'Which note.' },
    session: { kind: 'text', says: 'In which session.' },
    by: { kind: 'text', says: 'Noted by the participant or by the therapist.' },
    how: { kind: 'text', says: 'How they took part.' },
    concern: { kind: 'text', says: 'open or settled, when it was marked as a concern.' },
    at: { kind: 'text', says: 'When it was noted.' },
    answeredAt: { kind: 'text', says: 'When the participant last answered.' },
    words: { kind: 'box', says: 'What was noted.' },
    answer: { kind: 'box', says: 'What the participant answered last.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at'],
  follows: participationFacts,
  on: {
    ParticipationNoted: ({ id, open, sealed, happenedAt }) => [
      put(open.note, {
        participant: open.participant,
        note: open.note,
        session: open.session ?? null,
        by: open.by,
        how: open.how,
        concern: open.concern ? 'open' : null,
        at: happenedAt,
        words: sealed['participation'] ?? null,
        fact: id,
      }),
    ],
    ParticipationAnswered: ({ open, sealed, happenedAt }) => [
      set(open.note, { answeredAt: happenedAt, answer: sealed['participation'] ?? null }),
    ],
    ConcernSettled: ({ open }) => [set(open.note, { concern: 'settled' })],
  },
});
