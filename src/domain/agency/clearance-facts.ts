import { evolution } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, flag, id, instant, name } from '../language/field.js';

const aPerson = '0190c7a0-0000-7000-8000-00000000000a';

/** What staff are trained in; who has none that is live in `privacy` is given no access to anybody's information (rule 71). */
export const TRAINING_TOPICS = ['privacy', 'information-security', 'emergency-access'] as const;
export type TrainingTopic = (typeof TRAINING_TOPICS)[number];

export const clearanceFacts = {
  TrainingCompleted: fact({
    type: 'TrainingCompleted',
    stream: 'staff',
    clauses: ['R7'],
    says: 'A person completed a training that access to personal information asks for, and until which day it counts.',
    fields: {
      person: id(),
      topic: code(...TRAINING_TOPICS),
      on: date(),
      validUntil: date(),
      /** The last instant of that day, and whether no earlier training of the person in the topic counts as long. */
      endsAt: instant(),
      longest: flag(),
    },
    subjects: { person: 'staff' },
    inTheWorld: true,
    example: {
      person: aPerson,
      topic: 'privacy',
      on: '2026-01-05',
      validUntil: '2027-01-05',
      endsAt: '2027-01-06T04:59:59.999Z',
      longest: true,
    },
  }),
  UndertakingSigned: fact({
    type: 'UndertakingSigned',
    stream: 'staff',
    clauses: ['R7'],
    says: 'A person signed a version of the undertaking to keep confidential what they see at the agency.',
    fields: { person: id(), version: name(), on: date() },
    subjects: { person: 'staff' },
    inTheWorld: true,
    example: { person: aPerson, version: '2026-1', on: '2026-01-05' },
  }),
} as const;

/** One training a person completed. */
export interface Trained {
  readonly topic: TrainingTopic;
  readonly on: string;
  readonly validUntil: string;
}

/** Who was trained and who signed. */
export interface ClearanceState {
  /** Every training, as what counted on an earlier day is asked too; bounded by staff and years. */
  readonly trained: Map<string, Trained[]>;
  /** Versions of the undertaking that each person signed, with the day; one each version. */
  readonly signed: Map<string, Map<string, string>>;
}

/** How who is cleared follows from the facts; a slice of the stream of staff. */
export const clearance = evolution<ClearanceState, typeof clearanceFacts>(
  () => ({ trained: new Map(), signed: new Map() }),
  clearanceFacts,
  {
    TrainingCompleted: (s, { open: { person, topic, on, validUntil } }) =>
      void s.trained.set(person, [...(s.trained.get(person) ?? []), { topic, on, validUntil }]),
    UndertakingSigned: (s, { open: { person, version, on } }) =>
      void s.signed.set(person, (s.signed.get(person) ?? new Map()).set(version, on)),
  },
);
