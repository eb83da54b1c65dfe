import {
  agreeGoal,
  dropGoal,
  type GoalNamed,
  goalFacts,
  goalNotFound,
  PROGRESS,
  type Progress,
  reviewGoal,
} from '../../domain/case/goals.js';
import {
  answerParticipation,
  concernIsTheTherapists,
  noteParticipation,
  PARTICIPATION,
  participationFacts,
  participationNotFound,
  settleConcern,
} from '../../domain/case/participation.js';
import { caseIsClosed, caseNotFound, notAParticipant } from '../../domain/case/roster.js';
import { ActionBody, action, IsCode, IsFlag, IsId, IsText, leg, Optional } from './action.js';

export class AgreeGoal extends ActionBody {
  @IsId('case') case: string;
  /** Whose goal it is; left out when it is all of theirs. */
  @Optional() @IsId('person') participant?: string;
  @IsText() words: string;
}

export class DropGoal extends ActionBody {
  @IsId('case') case: string;
  @Optional() @IsId('person') participant?: string;
  @IsId('goal') goal: string;
}

export class ReviewGoal extends DropGoal {
  @IsCode(...PROGRESS) progress: Progress;
  @Optional() @IsText() words?: string;
}

export class NoteParticipation extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @Optional() @IsId('session') session?: string;
  @IsCode(...PARTICIPATION) how: (typeof PARTICIPATION)[number];
  /** True when the therapist is concerned about it. */
  @Optional() @IsFlag() concern?: boolean;
  @Optional() @IsText() words?: string;
}

export class SettleConcern extends ActionBody {
  @IsId('case') case: string;
  @IsId('person') participant: string;
  @IsId('note') note: string;
}

export class AnswerParticipation extends SettleConcern {
  @IsText() words: string;
}

const onCase = (body: { case: string }): string => `case-${body.case}`;
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const aGoal = '0190c7a0-0000-7000-8000-0000000005a1';
const aNote = '0190c7a0-0000-7000-8000-0000000005a2';
const goalOf = ({ case: caseId, participant, goal }: DropGoal): GoalNamed => ({
  case: caseId,
  goal,
  ...(participant && { participant }),
});
const noteOf = ({ case: caseId, participant, note }: SettleConcern) => ({ case: caseId, participant, note });

const { GoalAgreed, GoalReviewed, GoalDropped, JointGoalAgreed, JointGoalReviewed, JointGoalDropped } = goalFacts;
const { ParticipationNoted, ParticipationAnswered, ConcernSettled } = participationFacts;

export const participationActions = {
  AgreeGoal: action<AgreeGoal>({
    body: AgreeGoal,
    kind: 'request',
    clauses: ['C5'],
    says: 'Agree on a goal: a participant’s own, or one that is all of theirs.',
    who: ['client', 'therapist'],
    makes: (_body, id) => id('goal'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, words }: AgreeGoal, c) =>
          agreeGoal(s, { case: caseId, goal: c.id('goal'), words, ...(participant && { participant }) }),
      }),
    ],
    states: [GoalAgreed, JointGoalAgreed],
    refuses: [caseNotFound, caseIsClosed, notAParticipant],
    example: { case: aCase, participant: someone, words: 'To sleep through the night.' },
  }),
  ReviewGoal: action<ReviewGoal>({
    body: ReviewGoal,
    kind: 'report',
    clauses: ['C5'],
    says: 'Record how far a goal has come.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: ReviewGoal) =>
          reviewGoal(s, { ...goalOf(body), progress: body.progress, ...(body.words && { words: body.words }) }),
      }),
    ],
    states: [GoalReviewed, JointGoalReviewed],
    refuses: [goalNotFound],
    example: { case: aCase, participant: someone, goal: aGoal, progress: 'closer', words: 'Four nights of seven.' },
  }),
  DropGoal: action<DropGoal>({
    body: DropGoal,
    kind: 'request',
    clauses: ['C5'],
    says: 'Let a goal go; no reason is asked.',
    who: ['client', 'therapist'],
    legs: [leg('case', { stream: onCase, decide: (s, body: DropGoal) => dropGoal(s, goalOf(body)) })],
    states: [GoalDropped, JointGoalDropped],
    refuses: [goalNotFound],
    example: { case: aCase, participant: someone, goal: aGoal },
  }),
  NoteParticipation: action<NoteParticipation>({
    body: NoteParticipation,
    kind: 'report',
    clauses: ['C5'],
    says: 'Note how a participant took part; participants may note it themselves.',
    who: ['client', 'therapist'],
    makes: (_body, id) => id('note'),
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, { case: caseId, participant, session, how, concern, words }: NoteParticipation, c) =>
          noteParticipation(s, {
            case: caseId,
            participant,
            note: c.id('note'),
            by: c.actor.person === participant ? 'participant' : 'therapist',
            how,
            concern: concern === true,
            ...(session && { session }),
            ...(words && { words }),
          }),
      }),
    ],
    states: [ParticipationNoted],
    refuses: [caseNotFound, notAParticipant, concernIsTheTherapists],
    example: { case: aCase, participant: someone, how: 'worked-between-sessions', words: 'I kept the diary.' },
  }),
  AnswerParticipation: action<AnswerParticipation>({
    body: AnswerParticipation,
    kind: 'request',
    clauses: ['C5'],
    says: 'Answer what was noted about how one took part: the answer stands beside it.',
    who: ['client', 'therapist'],
    legs: [
      leg('case', {
        stream: onCase,
        decide: (s, body: AnswerParticipation) => answerParticipation(s, { ...noteOf(body), words: body.words }),
      }),
    ],
    states: [ParticipationAnswered],
    refuses: [participationNotFound],
    example: { case: aCase, participant: someone, note: aNote, words: 'My mother had died that week.' },
  }),
  SettleConcern: action<SettleConcern>({
    body: SettleConcern,
    kind: 'report',
    clauses: ['C5'],
    says: 'Record that a concern about how a participant takes part was talked over.',
    who: ['therapist'],
    legs: [leg('case', { stream: onCase, decide: (s, body: SettleConcern) => settleConcern(s, noteOf(body)) })],
    states: [ConcernSettled],
    refuses: [participationNotFound],
    example: { case: aCase, participant: someone, note: aNote },
  }),
} as const;
