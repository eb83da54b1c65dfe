import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, optional, sealed, text } from '../language/field.js';
import { type PersonState, personNotRegistered } from './person.js';

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTopic = '0190c7a0-0000-7000-8000-0000000002f1';
const aReport = '0190c7a0-0000-7000-8000-0000000002f2';

/** What is asked at intake, in words that tell nothing about an answer; each may be declined. */
export const INTAKE_TOPICS = [
  'birth-date',
  'pronouns',
  'emergency-contact',
  'household',
  'relationships',
  'occupation',
  'background',
  'beliefs',
  'health',
  'earlier-counselling',
  'circumstances',
  'what-brings-you-here',
] as const;
/** A topic of the intake list, or one of the person's own. */
export const TOPICS = [...INTAKE_TOPICS, 'own'] as const;
export type Topic = (typeof TOPICS)[number];

/** Names one topic: of the list, or the person's own by its id. */
export interface TopicNamed {
  readonly topic: Topic;
  readonly own?: string;
}

/** How one topic is named in state and views. */
export const topicKey = ({ topic, own }: TopicNamed): string => (own === undefined ? topic : `own ${own}`);

const topicFields = { person: id(), topic: code(...TOPICS), own: optional(id()) };
const label = optional(sealed('topic', 'R', text()));
const ofPerson = { person: 'person' } as const;

export const tellingFacts = {
  TopicAsked: fact({
    type: 'TopicAsked',
    stream: 'file',
    clauses: ['R6'],
    says: 'A person was asked about a topic; they decide what to tell.',
    fields: { ...topicFields, label },
    subjects: ofPerson,
    compartments: { topic: 'person' },
    example: { person: aPerson, topic: 'own', own: aTopic, label: 'My brother' },
  }),
  TopicAnswered: fact({
    type: 'TopicAnswered',
    stream: 'file',
    clauses: ['R6'],
    says: 'A person told something about a topic, in their own words.',
    fields: { ...topicFields, label, words: sealed('topic', 'R', text()) },
    subjects: ofPerson,
    compartments: { topic: 'person' },
    example: { person: aPerson, topic: 'household', words: 'I live with my sister.' },
  }),
  TopicDeclined: fact({
    type: 'TopicDeclined',
    stream: 'file',
    clauses: ['R6'],
    says: 'A person decided not to tell about a topic; no reason is asked and nothing depends on it.',
    fields: { ...topicFields, label },
    subjects: ofPerson,
    compartments: { topic: 'person' },
    example: { person: aPerson, topic: 'own', own: aTopic, label: 'My brother' },
  }),
  DeclineLifted: fact({
    type: 'DeclineLifted',
    stream: 'file',
    clauses: ['R6'],
    says: 'A person may be asked about a topic again.',
    fields: topicFields,
    subjects: ofPerson,
    example: { person: aPerson, topic: 'household' },
  }),
  TopicPressed: fact({
    type: 'TopicPressed',
    stream: 'file',
    clauses: ['R6'],
    says: 'It was reported that a person was pressed about a topic they would not tell.',
    fields: { ...topicFields, report: id(), what: sealed('topic', 'R', text()) },
    subjects: ofPerson,
    compartments: { topic: 'person' },
    inTheWorld: true,
    example: { person: aPerson, topic: 'household', report: aReport, what: 'I was asked three times.' },
  }),
} as const;

const { TopicAsked, TopicAnswered, TopicDeclined, DeclineLifted, TopicPressed } = tellingFacts;

/** What is known of one topic; a topic without an entry was never asked. */
export interface TopicState {
  asked: boolean;
  told: boolean;
  /** Fact by which it is declined now. */
  declinedBy: string | undefined;
}

export interface TellingState {
  /** By topic: a topic of one's own is one more entry. */
  readonly topics: Map<string, TopicState>;
}

const known = (s: TellingState, topic: TopicNamed): TopicState => {
  const key = topicKey(topic);
  const found = s.topics.get(key) ?? { asked: false, told: false, declinedBy: undefined };
  s.topics.set(key, found);
  return found;
};

export const telling = evolution<TellingState, typeof tellingFacts>(() => ({ topics: new Map() }), tellingFacts, {
  TopicAsked: (s, { open }) => {
    known(s, open).asked = true;
  },
  TopicAnswered: (s, { open }) => {
    known(s, open).told = true;
  },
  TopicDeclined: (s, { id: factId, open }) => {
    known(s, open).declinedBy = factId;
  },
  DeclineLifted: (s, { open }) => {
    known(s, open).declinedBy = undefined;
  },
  TopicPressed: () => {},
});

export const topicDeclined = refusal(
  'topic-declined',
  'The person decided not to tell about this: it is not asked again until they say so.',
  { clause: 'R6' },
);
export const topicNotNamed = refusal(
  'topic-not-named',
  'A topic of the person’s own needs a name when it is new, and its id after that.',
  { status: 422 },
);
export const topicNotFound = refusal('topic-not-found', 'There is no such topic in this person’s file.', {
  clause: 'R6',
});

type Slices = { readonly telling: TellingState };

/** What an action names: an own topic by its id, or by its name when it is new. */
export interface TopicSaid {
  readonly person: string;
  readonly topic: Topic;
  readonly own?: string;
  readonly label?: string;
}

/** The topic that is meant, or why there is none; `fresh` is the id of a new one. */
function meant(s: TellingState, said: TopicSaid, fresh: string): (TopicSaid & TopicNamed) | Decision {
  const { person, topic, own, label: named } = said;
  if (topic !== 'own') return own || named ? topicNotNamed({ field: own ? 'own' : 'label' }) : { person, topic };
  if (own !== undefined) {
    return s.topics.has(topicKey({ topic, own })) ? { person, topic, own } : topicNotFound({ field: 'own' });
  }
  return named === undefined ? topicNotNamed({ field: 'label' }) : { person, topic, own: fresh, label: named };
}

/** Refuses somebody unknown, or goes on with the topic that is meant. */
function about(
  { telling: s }: Slices,
  said: TopicSaid,
  fresh: string,
  person: PersonState,
  decide: (topic: TopicSaid & TopicNamed, state: TopicState | undefined) => Decision,
): Decision {
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  const topic = meant(s, said, fresh);
  return 'person' in topic ? decide(topic, s.topics.get(topicKey(topic))) : topic;
}

/** Asks about a topic: once is enough, and what was declined is not asked again. */
export const askTopic = (state: Slices, said: TopicSaid, fresh: string, person: PersonState): Decision =>
  about(state, said, fresh, person, (topic, known) => {
    if (known?.declinedBy !== undefined) return topicDeclined({ field: 'topic' });
    return known?.asked ? accept() : accept(TopicAsked(topic));
  });

/** Records what a person told; whoever tells, lifts their own decline. */
export const answerTopic = (
  state: Slices,
  { words, ...said }: TopicSaid & { readonly words: string },
  fresh: string,
  person: PersonState,
): Decision =>
  about(state, said, fresh, person, (topic, known) => {
    const { label: _label, ...named } = topic;
    return accept(
      ...(known?.declinedBy === undefined ? [] : [DeclineLifted(named, { restsOn: [known.declinedBy] })]),
      TopicAnswered({ ...topic, words }),
    );
  });

/** Declines to tell: always accepted, asked or not, told before or not. */
export const declineTopic = (state: Slices, said: TopicSaid, fresh: string, person: PersonState): Decision =>
  about(state, said, fresh, person, (topic, known) =>
    known?.declinedBy === undefined ? accept(TopicDeclined(topic)) : accept(),
  );

/** Lets a topic be asked about again. */
export const liftDecline = (state: Slices, said: TopicSaid, fresh: string, person: PersonState): Decision =>
  about(state, said, fresh, person, ({ label: _label, ...named }, known) =>
    known?.declinedBy === undefined ? accept() : accept(DeclineLifted(named, { restsOn: [known.declinedBy] })),
  );

/** Reports that a person was pressed about a topic: recorded whatever they had said about it (rule 36). */
export function reportPressing(
  { telling: s }: Slices,
  action: TopicNamed & { readonly person: string; readonly report: string; readonly what: string },
  person: PersonState,
): Decision {
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  if (action.topic !== 'own' && action.own !== undefined) return topicNotNamed({ field: 'own' });
  if (action.own !== undefined && !s.topics.has(topicKey(action))) return topicNotFound({ field: 'own' });
  const declinedBy = s.topics.get(topicKey(action))?.declinedBy;
  return accept(TopicPressed(action, declinedBy ? { restsOn: [declinedBy] } : {}));
}
