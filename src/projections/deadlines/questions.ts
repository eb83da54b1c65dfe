import { questionFacts } from '../../domain/case/questions.js';
import { put, set } from '../view.js';
import { deadlinePart } from './part.js';

const key = ({ question }: { readonly question: string }) => `answer-question ${question}`;
type Opened = {
  readonly id: string;
  readonly happenedAt: string;
  readonly open: { readonly question: string; readonly participant: string; readonly answerBy: string };
};
const runs = ({ id, open, happenedAt }: Opened) => [
  put(key(open), {
    kind: 'answer-question',
    due: open.answerBy,
    from: happenedAt,
    state: 'open',
    participant: open.participant,
    thing: open.question,
    fact: id,
  }),
];

type Settled = { readonly happenedAt: string; readonly open: { readonly question: string; readonly late: boolean } };
const settled = ({ open, happenedAt }: Settled) => [
  set(key(open), { state: open.late ? 'missed' : 'met', settledAt: happenedAt }),
];

/** Questions to be answered: the agency’s own days, running again when a question is opened again. */
export const questionDeadlines = deadlinePart({
  follows: questionFacts,
  on: {
    QuestionAsked: runs,
    QuestionReopened: runs,
    QuestionAnswered: settled,
    QuestionLeftUnanswered: settled,
    QuestionOverdue: ({ open, happenedAt }) => [set(key(open), { state: 'missed', settledAt: happenedAt })],
  },
});
