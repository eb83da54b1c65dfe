import { describe, expect, it } from '@jest/globals';
import { caseFold } from '../../../src/domain/case/case.js';
import { agreeGoal, dropGoal, goalFacts, reviewGoal } from '../../../src/domain/case/goals.js';
import {
  answerParticipation,
  noteParticipation,
  PARTICIPATION,
  participationFacts,
  settleConcern,
  TOOK_PART,
} from '../../../src/domain/case/participation.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { participationStanding } from '../../../src/projections/standing/participation.js';
import { given, idOf, outcome, stored } from '../../support/given.js';

const [theCase, ana, ben, goal, note] = ['case', 'ana', 'ben', 'goal', 'note'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];
const opened = rosterFacts.CaseOpened({
  case: theCase,
  kind: 'couple',
  participants: [ana, ben],
  therapist: idOf('t'),
});
const stateAfter = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);
const anas = { case: theCase, participant: ana, goal };
const joint = { case: theCase, goal };
const agreed = goalFacts.GoalAgreed({ ...anas, words: 'Sleep.' });
const jointly = goalFacts.JointGoalAgreed({ ...joint, words: 'Talk.' });
const noting = { case: theCase, participant: ana, note, by: 'therapist', how: 'came-late', concern: true } as const;
const noted = participationFacts.ParticipationNoted(noting);
const named = { case: theCase, participant: ana, note };

describe('Taking part', () => {
  it('C5: a goal is agreed on for one participant or for all, in an open case', () => {
    expect(outcome(agreeGoal(stateAfter(), { ...anas, words: 'Sleep.' }))).toEqual(['GoalAgreed']);
    expect(outcome(agreeGoal(stateAfter(), { ...joint, words: 'Talk.' }))).toEqual(['JointGoalAgreed']);
    expect(outcome(agreeGoal(stateAfter(), { ...anas, participant: idOf('eve'), words: 'w' }))).toBe(
      'not-a-participant',
    );
    const closed = rosterFacts.CaseClosed({ case: theCase, because: 'completed' });
    expect(outcome(agreeGoal(stateAfter(closed), { ...joint, words: 'w' }))).toBe('case-closed');
  });

  it('C5: a goal is looked at, also one that was let go, and one participant’s goal is nothing to another', () => {
    expect(outcome(reviewGoal(stateAfter(agreed), { ...anas, progress: 'closer' }))).toEqual(['GoalReviewed']);
    expect(outcome(reviewGoal(stateAfter(jointly), { ...joint, progress: 'begun' }))).toEqual(['JointGoalReviewed']);
    expect(outcome(reviewGoal(stateAfter(agreed), { ...anas, participant: ben, progress: 'begun' }))).toBe(
      'goal-not-found',
    );
    expect(outcome(reviewGoal(stateAfter(agreed), { ...joint, progress: 'begun' }))).toBe('goal-not-found');
    expect(outcome(dropGoal(stateAfter(agreed), anas))).toEqual(['GoalDropped']);
    expect(outcome(dropGoal(stateAfter(jointly), joint))).toEqual(['JointGoalDropped']);
    const dropped = goalFacts.GoalDropped(anas);
    expect(outcome(dropGoal(stateAfter(agreed, dropped), anas))).toEqual([]);
    expect(outcome(reviewGoal(stateAfter(agreed, dropped), { ...anas, progress: 'begun' }))).toEqual(['GoalReviewed']);
  });

  it('C5: participants note how they took part themselves, and nothing they note is held against them', () => {
    for (const how of PARTICIPATION) {
      const own = { ...noting, by: 'participant', how, concern: false } as const;
      expect(outcome(noteParticipation(stateAfter(), own))).toEqual(['ParticipationNoted']);
      expect(outcome(noteParticipation(stateAfter(), { ...own, concern: true }))).toBe('concern-by-therapist');
    }
  });

  it('C5: what is marked against a client takes their answer, and a concern is settled once', () => {
    expect(outcome(answerParticipation(stateAfter(noted), { ...named, words: 'My mother died.' }))).toEqual([
      'ParticipationAnswered',
    ]);
    expect(outcome(answerParticipation(stateAfter(noted), { ...named, participant: ben, words: 'w' }))).toBe(
      'participation-not-found',
    );
    expect(outcome(settleConcern(stateAfter(noted), named))).toEqual(['ConcernSettled']);
    expect(outcome(settleConcern(stateAfter(noted, participationFacts.ConcernSettled(named)), named))).toEqual([]);
  });

  it('C5: never breached without a finding: taking part keeps it, that it was hard says nothing, a concern is alleged', () => {
    const stands = (how: (typeof PARTICIPATION)[number], concern: boolean) => {
      const [fact] = stored([participationFacts.ParticipationNoted({ ...noting, how, concern })]) as [StoredFact];
      const [change] = participationStanding.on.ParticipationNoted(fact as never);
      return change && 'row' in change ? change.row.standing : undefined;
    };
    for (const how of PARTICIPATION) {
      expect(stands(how, true)).toBe('alleged');
      expect(stands(how, false)).toBe((TOOK_PART as readonly string[]).includes(how) ? 'kept' : undefined);
    }
  });
});
