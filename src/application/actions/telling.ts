import { personNotRegistered } from '../../domain/person/person.js';
import {
  answerTopic,
  askTopic,
  declineTopic,
  liftDecline,
  reportPressing,
  TOPICS,
  type Topic,
  type TopicSaid,
  tellingFacts,
  topicDeclined,
  topicNotFound,
  topicNotNamed,
} from '../../domain/person/telling.js';
import { ActionBody, action, IsCode, IsId, IsText, leg, Optional } from './action.js';

export class TopicNamedIn extends ActionBody {
  @IsId('person') person: string;
  /** A topic of the intake list, or `own`. */
  @IsCode(...TOPICS) topic: Topic;
  /** Which of the person's own topics. */
  @Optional() @IsId('topic') own?: string;
  /** What a new topic of the person's own is. */
  @Optional() @IsText(500) label?: string;
}

export class TellTopic extends TopicNamedIn {
  @IsText() words: string;
}

export class ReportPressing extends ActionBody {
  @IsId('person') person: string;
  @IsCode(...TOPICS) topic: Topic;
  @Optional() @IsId('topic') own?: string;
  @IsText() what: string;
}

const onFile = (body: { person: string }): string => `file-${body.person}`;
const theirPerson = (body: { person: string }): readonly string[] => [`person-${body.person}`];
const someone = '0190c7a0-0000-7000-8000-0000000000c1';
const impossible = [personNotRegistered, topicNotNamed, topicNotFound];
const said = ({ person, topic, own, label }: TopicNamedIn): TopicSaid => ({
  person,
  topic,
  ...(own && { own }),
  ...(label && { label }),
});

export const tellingActions = {
  AskTopic: action<TopicNamedIn>({
    body: TopicNamedIn,
    kind: 'request',
    clauses: ['R6'],
    says: 'Ask a client about a topic; what they declined to tell is not asked again.',
    who: ['therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('topic'),
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, body: TopicNamedIn, c) => askTopic(s, said(body), c.id('topic'), c.world.person(body.person)),
      }),
    ],
    states: [tellingFacts.TopicAsked],
    refuses: [...impossible, topicDeclined],
    example: { person: someone, topic: 'household' },
  }),
  TellTopic: action<TellTopic>({
    body: TellTopic,
    kind: 'report',
    clauses: ['R6'],
    says: 'Record what a client decided to tell about a topic.',
    who: ['client', 'therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('topic'),
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, body: TellTopic, c) =>
          answerTopic(s, { ...said(body), words: body.words }, c.id('topic'), c.world.person(body.person)),
      }),
    ],
    states: [tellingFacts.TopicAnswered, tellingFacts.DeclineLifted],
    refuses: impossible,
    example: { person: someone, topic: 'household', words: 'I live with my sister.' },
  }),
  DeclineToTell: action<TopicNamedIn>({
    body: TopicNamedIn,
    kind: 'request',
    clauses: ['R6'],
    says: 'Decide not to tell about a topic; no reason is asked and nothing depends on it.',
    who: ['client', 'therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('topic'),
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, body: TopicNamedIn, c) => declineTopic(s, said(body), c.id('topic'), c.world.person(body.person)),
      }),
    ],
    states: [tellingFacts.TopicDeclined],
    refuses: impossible,
    example: { person: someone, topic: 'own', label: 'My brother' },
  }),
  LiftDecline: action<TopicNamedIn>({
    body: TopicNamedIn,
    kind: 'request',
    clauses: ['R6'],
    says: 'Let a topic be asked about again.',
    who: ['client', 'therapist', 'front-desk', 'privacy-officer'],
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, body: TopicNamedIn, c) => liftDecline(s, said(body), c.id('topic'), c.world.person(body.person)),
      }),
    ],
    states: [tellingFacts.DeclineLifted],
    refuses: impossible,
    example: { person: someone, topic: 'household' },
  }),
  ReportPressing: action<ReportPressing>({
    body: ReportPressing,
    kind: 'report',
    clauses: ['R6'],
    says: 'Report that a client was pressed about a topic they would not tell.',
    who: ['client', 'therapist', 'supervisor', 'front-desk', 'privacy-officer'],
    makes: (_body, id) => id('report'),
    legs: [
      leg('file', {
        stream: onFile,
        also: theirPerson,
        decide: (s, { person, topic, own, what }: ReportPressing, c) =>
          reportPressing(
            s,
            { person, topic, report: c.id('report'), what, ...(own && { own }) },
            c.world.person(person),
          ),
      }),
    ],
    states: [tellingFacts.TopicPressed],
    refuses: impossible,
    example: { person: someone, topic: 'household', what: 'I was asked three times.' },
  }),
} as const;
