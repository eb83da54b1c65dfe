import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  answerQuestion,
  askQuestion,
  leaveUnanswered,
  markQuestionOverdue,
  questionFacts,
  reopenQuestion,
} from '../../../src/domain/case/questions.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { addDaysToInstant } from '../../../src/domain/language/business-time.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { standing } from '../../../src/domain/language/mistakes.js';
import { questionsView } from '../../../src/projections/questions.js';
import { given, idOf, outcome, stored } from '../../support/given.js';

const [theCase, ana, ben, question] = ['case', 'ana', 'ben', 'question'].map(idOf) as [string, string, string, string];
const opened = rosterFacts.CaseOpened({
  case: theCase,
  kind: 'couple',
  participants: [ana, ben],
  therapist: idOf('t'),
});
const answerBy = '2026-01-20T04:59:59.999Z';
const named = { case: theCase, participant: ana, question };
const asked = questionFacts.QuestionAsked({ ...named, by: 'participant', answerBy, words: 'Why?' });
const overdue = questionFacts.QuestionOverdue({ ...named, answerBy }, { happenedAt: answerBy });
const told = { ...named, answeredBy: idOf('t'), how: 'in-person', answer: 'Because.' } as const;
const answered = questionFacts.QuestionAnswered({ ...told, late: false });
const left = { ...named, leftBy: idOf('t'), reason: 'It is another client’s.' };
const stateAfter = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);
const inTime = { happenedAt: '2026-01-19T15:00:00.000Z' };
const late = { happenedAt: '2026-01-21T15:00:00.000Z' };

describe('Questions', () => {
  it('R5: any participant asks, one who left too; nobody else does', () => {
    const ask = { ...named, by: 'participant', answerBy, words: 'Why?' } as const;
    expect(outcome(askQuestion(stateAfter(), ask))).toEqual(['QuestionAsked']);
    const gone = rosterFacts.ParticipantRemoved({ case: theCase, participant: ana, reason: 'asked' });
    expect(outcome(askQuestion(stateAfter(gone), ask))).toEqual(['QuestionAsked']);
    expect(outcome(askQuestion(stateAfter(), { ...ask, participant: idOf('eve') }))).toBe('not-a-participant');
    expect(outcome(askQuestion(given(caseFold, []), ask))).toBe('case-not-found');
  });

  it('R5: a question that nobody answered stays open and ages', () => {
    const rows = [
      { state: 'open', openSince: '2026-01-05T14:00:00.000Z' },
      { state: 'answered', openSince: '2026-01-05T14:00:00.000Z' },
    ];
    const at = { now: '2026-02-04T14:00:00.000Z', past: false, smallCell: 5, monthOf: String, dayOf: String };
    expect(questionsView.present?.(rows, at).map((r) => r['daysOpen'])).toEqual([30, null]);
  });

  it('R5: an answer settles a question; one participant’s question is nothing to another', () => {
    expect(outcome(answerQuestion(stateAfter(asked), told, inTime))).toEqual(['QuestionAnswered']);
    expect(outcome(answerQuestion(stateAfter(asked), { ...told, participant: ben }, inTime))).toBe(
      'question-not-found',
    );
    expect(outcome(reopenQuestion(stateAfter(asked), { ...named, participant: ben, answerBy }))).toBe(
      'question-not-found',
    );
  });

  it('R5: a question left unanswered has its reason, and the participant opens it again', () => {
    expect(outcome(leaveUnanswered(stateAfter(asked), left, inTime))).toEqual(['QuestionLeftUnanswered']);
    expect(outcome(leaveUnanswered(stateAfter(asked, answered), left, inTime))).toEqual([]);
    const unanswered = questionFacts.QuestionLeftUnanswered({ ...left, late: false });
    const again = reopenQuestion(stateAfter(asked, unanswered), { ...named, answerBy });
    expect(outcome(again)).toEqual(['QuestionReopened']);
    expect(outcome(reopenQuestion(stateAfter(asked), { ...named, answerBy }))).toEqual([]);
  });

  it('R5: the clock says at the deadline that no answer was known, and once', () => {
    expect(outcome(markQuestionOverdue(stateAfter(asked), named, { now: answerBy }))).toBe('answer-not-yet-due');
    const said = markQuestionOverdue(stateAfter(asked), named, { now: late.happenedAt });
    expect(said.facts?.[0]).toMatchObject({ type: 'QuestionOverdue', happenedAt: answerBy });
    expect(outcome(markQuestionOverdue(stateAfter(asked, overdue), named, { now: late.happenedAt }))).toEqual([]);
    expect(outcome(markQuestionOverdue(stateAfter(asked, answered), named, { now: late.happenedAt }))).toEqual([]);
    expect(outcome(markQuestionOverdue(stateAfter(), named, { now: late.happenedAt }))).toBe('question-not-found');
  });

  it('R5: an answer given in time and entered late takes back what the clock said; a late one does not (rule 38)', () => {
    const state = stateAfter(asked, overdue);
    const known = answerQuestion(state, told, inTime).facts?.[0];
    expect(known).toMatchObject({ data: { late: false }, supersedes: [idOf('case-x 2')] });
    const tooLate = answerQuestion(state, told, late).facts?.[0];
    expect(tooLate?.supersedes).toBeUndefined();
    expect(tooLate?.data['late']).toBe(true);
  });

  it('R5: whatever happens in whatever order, what stands as overdue was not settled in time', () => {
    const step = fc.tuple(fc.constantFrom('answer', 'leave', 'reopen', 'clock'), fc.integer({ min: -3, max: 20 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const facts: StoredFact[] = [...stored([opened, asked])];
        let now = answerBy;
        for (const [what, days] of steps) {
          if (days > 0) now = addDaysToInstant(now, days);
          const at = { happenedAt: days < 0 ? addDaysToInstant(answerBy, days) : now };
          const state = given(caseFold, facts);
          const decided =
            what === 'answer'
              ? answerQuestion(state, told, at)
              : what === 'leave'
                ? leaveUnanswered(state, left, at)
                : what === 'reopen'
                  ? reopenQuestion(state, { ...named, answerBy: addDaysToInstant(now, 14) })
                  : markQuestionOverdue(state, named, { now });
          facts.push(...stored(decided.facts ?? [], { at: at.happenedAt, from: facts.length }));
          const found = given(caseFold, facts).questions.questions.get(question);
          const overdueNow = standing(facts).find((f) => f.id === found?.overdue);
          if (overdueNow !== undefined) {
            const settled = standing(facts).some(
              (f) => f.revision > overdueNow.revision && f.open['late'] === false && f.happenedAt <= found!.answerBy,
            );
            expect(settled).toBe(false);
          }
        }
      }),
    );
  });
});
