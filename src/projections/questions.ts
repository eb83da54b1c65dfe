import { questionFacts } from '../domain/case/questions.js';
import { daysBetween } from './ages.js';
import { type PresentedRow, put, set, view } from './view.js';

/** Questions of participants, answered or not: what is open gets older before everybody’s eyes. */
export const questionsView = view({
  name: 'questions',
  title: 'Questions',
  says: 'What participants asked, by when the agency means to answer, what was answered by whom, and how many days open ones have waited.',
  column: 'clinical',
  scopes: ['case', 'client', 'agency'],
  persons: ['participant'],
  staff: ['answeredBy'],
  columns: {
    participant: { kind: 'text', says: 'Whose question.', indexed: true },
    question: { kind: 'text', says: 'Which question.' },
    by: { kind: 'text', says: 'participant, or staff for them.' },
    state: { kind: 'text', says: 'open, answered or left-unanswered.', indexed: true },
    since: { kind: 'text', says: 'When it was asked.' },
    openSince: { kind: 'text', says: 'Since when it has been open, this time.' },
    daysOpen: { kind: 'integer', says: 'Days it has been open, while it is.' },
    due: { kind: 'text', says: 'By when the agency means to answer.', indexed: true },
    overdueAt: { kind: 'text', says: 'When it was said that no answer was known by then.' },
    answeredAt: { kind: 'text', says: 'When it was answered, or said that it will not be.' },
    answeredBy: { kind: 'text', says: 'By whom.' },
    how: { kind: 'text', says: 'How.' },
    words: { kind: 'box', says: 'The question.' },
    more: { kind: 'box', says: 'What was said when it was opened again.' },
    answer: { kind: 'box', says: 'The answer, or why there is none.' },
    fact: { kind: 'text', says: 'Fact that shows how it stands.' },
  },
  order: ['since'],
  present: (rows, { now }) =>
    rows.map(
      (row): PresentedRow => ({
        ...row,
        daysOpen: row['state'] === 'open' ? daysBetween(String(row['openSince']), now) : null,
      }),
    ),
  follows: questionFacts,
  on: {
    QuestionAsked: ({ id, open, sealed, happenedAt }) => [
      put(open.question, {
        participant: open.participant,
        question: open.question,
        by: open.by,
        state: 'open',
        since: happenedAt,
        openSince: happenedAt,
        due: open.answerBy,
        words: sealed['question'] ?? null,
        fact: id,
      }),
    ],
    QuestionAnswered: ({ id, open, sealed, happenedAt }) => [
      set(open.question, {
        state: 'answered',
        answeredAt: happenedAt,
        answeredBy: open.answeredBy,
        how: open.how,
        answer: sealed['question'] ?? null,
        fact: id,
      }),
    ],
    QuestionLeftUnanswered: ({ id, open, sealed, happenedAt }) => [
      set(open.question, {
        state: 'left-unanswered',
        answeredAt: happenedAt,
        answeredBy: open.leftBy,
        how: null,
        answer: sealed['question'] ?? null,
        fact: id,
      }),
    ],
    QuestionReopened: ({ id, open, sealed, happenedAt }) => [
      set(open.question, {
        state: 'open',
        openSince: happenedAt,
        due: open.answerBy,
        overdueAt: null,
        more: sealed['question'] ?? null,
        fact: id,
      }),
    ],
    QuestionOverdue: ({ open, happenedAt }) => [set(open.question, { overdueAt: happenedAt })],
  },
});
