import { accept, type Circumstances, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, flag, id, instant, optional, sealed, text } from '../language/field.js';
import { type RosterState, requireParticipant } from './roster.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aQuestion = '0190c7a0-0000-7000-8000-0000000003a1';
const due = '2026-01-20T04:59:59.999Z';

/** How a question was answered. */
export const ANSWERED_HOW = ['in-person', 'telephone', 'video', 'e-mail', 'text', 'mail', 'portal'] as const;

const named = { case: id(), participant: id(), question: id() };
const ofParticipant = { participant: 'participant' } as const;
const example = { case: aCase, participant: aPerson, question: aQuestion };

export const questionFacts = {
  QuestionAsked: fact({
    type: 'QuestionAsked',
    stream: 'case',
    clauses: ['R5'],
    says: 'A participant asked a question, or staff raised it for them; by when the agency means to answer.',
    fields: {
      ...named,
      by: code('participant', 'staff'),
      answerBy: instant(),
      words: sealed('question', 'N', text()),
    },
    subjects: ofParticipant,
    compartments: { question: 'participant' },
    example: { ...example, by: 'participant', answerBy: due, words: 'How long does this usually take?' },
  }),
  QuestionAnswered: fact({
    type: 'QuestionAnswered',
    stream: 'case',
    clauses: ['R5'],
    says: 'A question was answered: by whom, how, and what was said.',
    fields: {
      ...named,
      answeredBy: id(),
      how: code(...ANSWERED_HOW),
      late: flag(),
      answer: sealed('question', 'N', text()),
    },
    subjects: { participant: 'participant', answeredBy: 'staff' },
    compartments: { question: 'participant' },
    inTheWorld: true,
    example: {
      ...example,
      answeredBy: aTherapist,
      how: 'in-person',
      late: false,
      answer: 'Often eight to twelve sessions.',
    },
  }),
  QuestionLeftUnanswered: fact({
    type: 'QuestionLeftUnanswered',
    stream: 'case',
    clauses: ['R5'],
    says: 'The agency said that it will not answer a question, and why; the participant may open it again.',
    fields: { ...named, leftBy: id(), late: flag(), reason: sealed('question', 'N', text()) },
    subjects: { participant: 'participant', leftBy: 'staff' },
    compartments: { question: 'participant' },
    example: { ...example, leftBy: aTherapist, late: false, reason: 'It is about another client.' },
  }),
  QuestionReopened: fact({
    type: 'QuestionReopened',
    stream: 'case',
    clauses: ['R5'],
    says: 'A participant was not content with what they were told: the question is open again.',
    fields: { ...named, answerBy: instant(), words: optional(sealed('question', 'N', text())) },
    subjects: ofParticipant,
    compartments: { question: 'participant' },
    example: { ...example, answerBy: due, words: 'And for somebody like me?' },
  }),
  QuestionOverdue: fact({
    type: 'QuestionOverdue',
    stream: 'case',
    clauses: ['R5'],
    says: 'By the day the agency means to answer, no answer was known.',
    fields: { ...named, answerBy: instant() },
    subjects: ofParticipant,
    example: { ...example, answerBy: due },
  }),
} as const;

const { QuestionAsked, QuestionAnswered, QuestionLeftUnanswered, QuestionReopened, QuestionOverdue } = questionFacts;

export interface Question {
  readonly participant: string;
  state: 'open' | 'answered' | 'left-unanswered';
  answerBy: string;
  /** Since when it has been open, this time. */
  since: string;
  /** Fact that opened it, this time. */
  openedBy: string;
  /** True when it was settled after its day, this time. */
  late: boolean;
  /** What the clock said of it, this time. */
  overdue: string | undefined;
}

export interface QuestionsState {
  /** By question: each is answered on its own. */
  readonly questions: Map<string, Question>;
}

const change = (s: QuestionsState, question: string, changes: Partial<Question>): void => {
  const found = s.questions.get(question);
  if (found) Object.assign(found, changes);
};

export const questions = evolution<QuestionsState, typeof questionFacts>(
  () => ({ questions: new Map() }),
  questionFacts,
  {
    QuestionAsked: (s, { id: factId, open, happenedAt }) =>
      void s.questions.set(open.question, {
        participant: open.participant,
        state: 'open',
        answerBy: open.answerBy,
        since: happenedAt,
        openedBy: factId,
        late: false,
        overdue: undefined,
      }),
    QuestionAnswered: (s, { open }) => change(s, open.question, { state: 'answered', late: open.late }),
    QuestionLeftUnanswered: (s, { open }) => change(s, open.question, { state: 'left-unanswered', late: open.late }),
    QuestionReopened: (s, { id: factId, open, happenedAt }) =>
      change(s, open.question, {
        state: 'open',
        answerBy: open.answerBy,
        since: happenedAt,
        openedBy: factId,
        late: false,
        overdue: undefined,
      }),
    QuestionOverdue: (s, { id: factId, open }) => change(s, open.question, { overdue: factId }),
  },
);

export const questionNotFound = refusal(
  'question-not-found',
  'There is no such question of this participant in this case.',
  { clause: 'R5' },
);
export const answerNotYetDue = refusal('answer-not-yet-due', 'The day by which to answer has not passed.', {
  clause: 'R5',
});

type Slices = { readonly roster: RosterState; readonly questions: QuestionsState };
type Data<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type Named = { readonly case: string; readonly participant: string; readonly question: string };

/** The question of this very participant, or undefined: one participant's question is nothing to another. */
const questionOf = ({ questions: s }: Slices, { participant, question }: Named): Question | undefined => {
  const found = s.questions.get(question);
  return found?.participant === participant ? found : undefined;
};

/** Asks a question, after leaving too. */
export function askQuestion(state: Slices, action: Data<typeof QuestionAsked>): Decision {
  return requireParticipant(state, action.participant, false) ?? accept(QuestionAsked(action));
}

/** Whether a question is settled after its day: what is known later to have been in time is in time. */
const isLate = (found: Question, { happenedAt }: Pick<Circumstances, 'happenedAt'>): boolean =>
  happenedAt > found.answerBy && (found.state === 'open' || found.late);

/** What settles an open question in time takes back what the clock said of it (rule 38). */
const settling = (found: Question, { happenedAt }: Pick<Circumstances, 'happenedAt'>) => ({
  restsOn: [found.openedBy],
  ...(found.overdue !== undefined && happenedAt <= found.answerBy && { supersedes: [found.overdue] }),
});

/** Records an answer; a later one is kept beside the first. */
export function answerQuestion(
  state: Slices,
  action: Omit<Data<typeof QuestionAnswered>, 'late'>,
  c: Pick<Circumstances, 'happenedAt'>,
): Decision {
  const found = questionOf(state, action);
  if (found === undefined) return questionNotFound({ field: 'question' });
  return accept(QuestionAnswered({ ...action, late: isLate(found, c) }, settling(found, c)));
}

/** Says that a question will not be answered, and why; one that was answered stays answered. */
export function leaveUnanswered(
  state: Slices,
  action: Omit<Data<typeof QuestionLeftUnanswered>, 'late'>,
  c: Pick<Circumstances, 'happenedAt'>,
): Decision {
  const found = questionOf(state, action);
  if (found === undefined) return questionNotFound({ field: 'question' });
  if (found.state !== 'open') return accept();
  return accept(QuestionLeftUnanswered({ ...action, late: isLate(found, c) }, settling(found, c)));
}

/** Opens a question again; nothing when it is open. */
export function reopenQuestion(state: Slices, action: Data<typeof QuestionReopened>): Decision {
  const found = questionOf(state, action);
  if (found === undefined) return questionNotFound({ field: 'question' });
  if (found.state === 'open') return accept();
  return accept(QuestionReopened(action, { restsOn: [found.openedBy] }));
}

/** The clock says that no answer was known by its day; nothing when one was, or it was said. */
export function markQuestionOverdue(state: Slices, action: Named, { now }: Pick<Circumstances, 'now'>): Decision {
  const found = questionOf(state, action);
  if (found === undefined) return questionNotFound({ field: 'question' });
  if (found.state !== 'open' || found.overdue !== undefined) return accept();
  const { answerBy } = found;
  if (now <= answerBy) return answerNotYetDue({ field: 'question' });
  return accept(QuestionOverdue({ ...action, answerBy }, { happenedAt: answerBy, restsOn: [found.openedBy] }));
}
