import { BREACH_KINDS, type BreachKind, breachFacts } from '../../domain/agency/breach-facts.js';
import {
  ENTRIES_NAMED,
  QUESTIONED_OF,
  questionAccess,
  questionedAccessFacts,
} from '../../domain/agency/questioned-access.js';
import { personNotRegistered } from '../../domain/person/person.js';
import { ActionBody, action, IsCode, IsCount, IsId, IsIds, IsInstant, IsRecords, leg } from './action.js';

/** Most readers and persons that are questioned at once; more follow in the same breach. */
export const QUESTIONED_AT_ONCE = 200;

export class QuestionedBy {
  @IsId('person') person: string;
  @IsId('person') reader: string;
  @IsCode(...QUESTIONED_OF) of: (typeof QUESTIONED_OF)[number];
  @IsIds(1, ENTRIES_NAMED) entries: string[];
  @IsCount(1) count: number;
  @IsInstant() first: string;
  @IsInstant() last: string;
}

export class QuestionAccess extends ActionBody {
  /** The fact that was known late, or by which a link was undone. */
  @IsId('fact') fact: string;
  @IsCode(...BREACH_KINDS) kind: BreachKind;
  /** Whom it concerns even if nobody looked. */
  @IsIds(0, QUESTIONED_AT_ONCE) persons: string[];
  @IsRecords(QuestionedBy, 0, QUESTIONED_AT_ONCE) questioned: QuestionedBy[];
}

const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';

export const questionedAccessActions = {
  QuestionAccess: action<QuestionAccess>({
    body: QuestionAccess,
    kind: 'report',
    clauses: ['R7'],
    says: 'Open a breach because somebody saw what they would not have been shown, had a late-entered withdrawal, lock, complaint or end of access been known, or across a link that was wrong (rules 11 and 46).',
    who: ['system'],
    makes: (_body, id) => id('breach'),
    legs: [
      leg('breaches', {
        stream: () => 'breaches',
        also: ({ persons, questioned }: QuestionAccess) => [
          ...new Set([...persons, ...questioned.map(({ person }) => person)].map((person) => `person-${person}`)),
        ],
        decide: (s, { fact, kind, persons, questioned }: QuestionAccess, c) =>
          questionAccess(
            s,
            {
              fact,
              kind,
              persons,
              questioned: questioned.map(({ person, reader, of, entries, count, first, last }) => ({
                ...{ person, reader, of, entries, count, first, last },
              })),
            },
            c,
          ),
      }),
    ],
    states: [breachFacts.BreachFound, breachFacts.BreachExtended, questionedAccessFacts.AccessQuestioned],
    refuses: [personNotRegistered],
    example: {
      fact: '0190c7a0-0000-8000-8000-0000000000e3',
      kind: 'used',
      persons: [],
      questioned: [
        {
          person: aPerson,
          reader: '0190c7a0-0000-7000-8000-00000000007a',
          of: 'look',
          entries: ['0190c7a0-0000-7000-8000-00000000100c'],
          count: 1,
          first: '2026-03-12T15:00:00.000Z',
          last: '2026-03-12T15:00:00.000Z',
        },
      ],
    },
  }),
} as const;
