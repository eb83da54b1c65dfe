import { questionFacts } from '../../domain/case/questions.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { standingPart, stands } from './part.js';

type Open = { readonly question: string; readonly participant: string };
const matter = ({ question }: Open) => `question ${question}`;
const tooLate = (f: StoredFact, open: Open) => stands(f, 'R5', `${matter(open)} in time`, 'breached', open.participant);
const settled = (f: StoredFact, open: Open & { readonly late: boolean }) => [
  stands(f, 'R5', matter(open), 'kept', open.participant),
  ...(open.late ? [tooLate(f, open)] : []),
];

/** R5: a question is open until it is answered or the participant was told why not; a missed day breaches by itself. */
export const questionsStanding = standingPart({
  follows: questionFacts,
  on: {
    QuestionAsked: (f) => [stands(f, 'R5', matter(f.open), 'open', f.open.participant)],
    QuestionAnswered: (f) => settled(f, f.open),
    QuestionLeftUnanswered: (f) => settled(f, f.open),
    QuestionReopened: (f) => [stands(f, 'R5', matter(f.open), 'open', f.open.participant)],
    // An answer that comes late settles the question and leaves this.
    QuestionOverdue: (f) => [tooLate(f, f.open)],
  },
});
