import {
  recordTraining,
  recordUndertaking,
  signUndertaking,
  trainingInTheFuture,
  undertakingOfAnother,
} from '../../domain/agency/clearance.js';
import { clearanceFacts, TRAINING_TOPICS, type TrainingTopic } from '../../domain/agency/clearance-facts.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { ActionBody, action, IsCode, IsDate, IsId, IsName, leg } from './action.js';

export class RecordTraining extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...TRAINING_TOPICS) topic: TrainingTopic;
  @IsDate() on: string;
}

export class RecordUndertaking extends ActionBody {
  @IsId('person') person: string;
  @IsName() version: string;
  @IsDate() on: string;
}

export class SignUndertaking extends ActionBody {
  @IsId('person') person: string;
  @IsName() version: string;
}

const { TrainingCompleted, UndertakingSigned } = clearanceFacts;
const someone = '0190c7a0-0000-7000-8000-00000000000a';
const theirs = ({ person }: { readonly person: string }): readonly string[] => [`person-${person}`];

export const clearanceActions = {
  RecordTraining: action<RecordTraining>({
    body: RecordTraining,
    kind: 'report',
    clauses: ['R7'],
    says: 'Record a training that a member of staff completed; how long it counts is a published parameter.',
    who: ['privacy-officer', 'system'],
    legs: [
      leg('staff', {
        stream: () => 'staff',
        also: theirs,
        decide: (s, { person, topic, on }: RecordTraining, c) => recordTraining(s, { person, topic, on }, c),
      }),
    ],
    states: [TrainingCompleted],
    refuses: [personNotRegistered, trainingInTheFuture],
    example: { person: someone, topic: 'privacy', on: '2026-01-05' },
  }),
  RecordUndertaking: action<RecordUndertaking>({
    body: RecordUndertaking,
    kind: 'report',
    clauses: ['R7'],
    says: 'Record that a member of staff signed a version of the undertaking on paper.',
    who: ['privacy-officer', 'system'],
    legs: [
      leg('staff', {
        stream: () => 'staff',
        also: theirs,
        decide: (s, { person, version, on }: RecordUndertaking, c) => recordUndertaking(s, { person, version, on }, c),
      }),
    ],
    states: [UndertakingSigned],
    refuses: [personNotRegistered, trainingInTheFuture],
    example: { person: someone, version: '2026-1', on: '2026-01-05' },
  }),
  SignUndertaking: action<SignUndertaking>({
    body: SignUndertaking,
    kind: 'request',
    clauses: ['R7'],
    says: 'Sign a version of the undertaking yourself, today.',
    who: ['anyone'],
    legs: [
      leg('staff', {
        stream: () => 'staff',
        also: theirs,
        decide: (s, { person, version }: SignUndertaking, c) => signUndertaking(s, { person, version }, c),
      }),
    ],
    states: [UndertakingSigned],
    refuses: [personNotRegistered, undertakingOfAnother, trainingInTheFuture],
    example: { person: someone, version: '2026-1' },
  }),
} as const;
