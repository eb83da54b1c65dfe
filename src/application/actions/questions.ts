import { parameterOn } from '../../domain/agency/agency.js';
import { endOfPeriod } from '../../domain/agency/legal-periods.js';
import {
  ANSWERED_HOW,
  answerNotYetDue,
  answerQuestion,
  askQuestion,
  leaveUnanswered,
  markQuestionOverdue,
  questionFacts,
  questionNotFound,
  reopenQuestion,
} from '../../domain/case/questions.js';
import { caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { localDateOf } from '../../domain/language/business-time.js';
import type { Circumstances } from '../../domain/language/decision.js';
import type { World } from '../../domain/world.js';
import { ActionBody, action, IsCode, IsId, IsText, leg, Optional } from './action.js';

export class AskQuestion extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsText() words: string;
}

export class QuestionNamed extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('question') question: string;
}

export class AnswerQuestion extends QuestionNamed {
  @IsCode(...ANSWERED_HOW) how: (typeof ANSWERED_HOW)[number];
  @IsText() answer: string;
}

export class LeaveQuestionUnanswered extends QuestionNamed {
  @IsText() reason: string;
}

export class ReopenQuestion extends QuestionNamed {
  @Optional() @IsText() words?: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const named = ({ case: caseId, participant, question }: QuestionNamed) => ({ case: caseId, participant, question });
const example = {
  case: '0190c7a0-0000-7000-8000-00000000ca5e',
  participant: '0190c7a0-0000-7000-8000-0000000000c1',
  question: '0190c7a0-0000-7000-8000-0000000003a1',
};
const { question: _question, ...inCase } = example;

/** The last instant by which the agency means to answer: so many days, carried past those on which it is closed. */
function answerBy({ happenedAt, world }: Circumstances<World>): string {
  const day = localDateOf(happenedAt, world.zone);
  return endOfPeriod('business', day, parameterOn(world.parameters, 'question-answer-days', day), world);
}

export const questionActions = {
  AskQuestion: action<AskQuestion>({
    body: AskQuestion,
    kind: 'request',
    clauses: ['R5'],
    says: 'Ask a question, or raise it for a participant.',
    who: ['client', 'therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('question'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, words }: AskQuestion, c) =>
          askQuestion(s, {
            case: caseId,
            participant,
            question: c.id('question'),
            by: c.actor.person === participant ? 'participant' : 'staff',
            answerBy: answerBy(c),
            words,
          }),
      }),
    ],
    states: [questionFacts.QuestionAsked],
    refuses: [caseNotFound, notAParticipant],
    example: { ...inCase, words: 'How long does this usually take?' },
  }),
  AnswerQuestion: action<AnswerQuestion>({
    body: AnswerQuestion,
    kind: 'report',
    clauses: ['R5'],
    says: 'Record that a question was answered, how, and what was said.',
    who: ['therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: AnswerQuestion, c) =>
          answerQuestion(s, { ...named(body), answeredBy: c.actor.person, how: body.how, answer: body.answer }, c),
      }),
    ],
    states: [questionFacts.QuestionAnswered],
    refuses: [questionNotFound],
    example: { ...example, how: 'in-person', answer: 'Often eight to twelve sessions.' },
  }),
  LeaveQuestionUnanswered: action<LeaveQuestionUnanswered>({
    body: LeaveQuestionUnanswered,
    kind: 'report',
    clauses: ['R5'],
    says: 'Record that a question will not be answered, and why.',
    who: ['therapist', 'supervisor', 'privacy-officer'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: LeaveQuestionUnanswered, c) =>
          leaveUnanswered(s, { ...named(body), leftBy: c.actor.person, reason: body.reason }, c),
      }),
    ],
    states: [questionFacts.QuestionLeftUnanswered],
    refuses: [questionNotFound],
    example: { ...example, reason: 'It is about another client.' },
  }),
  ReopenQuestion: action<ReopenQuestion>({
    body: ReopenQuestion,
    kind: 'request',
    clauses: ['R5'],
    says: 'Open a question again, when the answer or the reason for none does not satisfy.',
    who: ['client', 'therapist', 'front-desk'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ReopenQuestion, c) =>
          reopenQuestion(s, {
            ...named(body),
            answerBy: answerBy(c),
            ...(body.words && { words: body.words }),
          }),
      }),
    ],
    states: [questionFacts.QuestionReopened],
    refuses: [questionNotFound],
    example: { ...example, words: 'And for somebody like me?' },
  }),
  MarkQuestionOverdue: action<QuestionNamed>({
    body: QuestionNamed,
    kind: 'report',
    clauses: ['R5'],
    says: 'Say that no answer was known by its day; only the clock does.',
    who: ['system'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: QuestionNamed, c) => markQuestionOverdue(s, named(body), c),
      }),
    ],
    states: [questionFacts.QuestionOverdue],
    refuses: [questionNotFound, answerNotYetDue],
    example,
  }),
} as const;
