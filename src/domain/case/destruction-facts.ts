import { fact } from '../language/fact.js';
import { code, count, date, id, instant } from '../language/field.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aDestruction = '0190c7a0-0000-7000-8000-0000000000d5';

/** Rules that make the day until which a record is kept, as far as one ever ends. */
export const ENDING_RULES = ['last-interaction', 'majority', 'never-attended', 'no-limitation-period'] as const;

/** The way of a case to its destruction, said in the case itself; each step by somebody, the last by the service. */
export const destructionFacts = {
  DestructionDue: fact({
    type: 'DestructionDue',
    stream: 'case',
    clauses: ['R9', 'R7'],
    says: 'The retention of the case is over and nothing holds it: it is due to be destroyed (rule 23).',
    fields: { case: id(), keptUntil: date(), rule: code(...ENDING_RULES), years: count(), by: instant() },
    example: {
      case: aCase,
      keptUntil: '2036-01-31',
      rule: 'last-interaction',
      years: 10,
      by: '2036-05-01T04:00:00.000Z',
    },
  }),
  DestructionNotDue: fact({
    type: 'DestructionNotDue',
    stream: 'case',
    clauses: ['R9'],
    says: 'The case is not due to be destroyed any more: something holds it, or its retention runs anew.',
    fields: { case: id() },
    example: { case: aCase },
  }),
  DestructionRequested: fact({
    type: 'DestructionRequested',
    stream: 'case',
    clauses: ['R9', 'R7'],
    says: 'It was asked that the case be destroyed: its retention is over under the strictest rule and nothing holds it.',
    fields: { case: id(), destruction: id(), keptUntil: date(), rule: code(...ENDING_RULES), years: count() },
    example: { case: aCase, destruction: aDestruction, keptUntil: '2036-01-31', rule: 'last-interaction', years: 10 },
  }),
  DestructionConfirmed: fact({
    type: 'DestructionConfirmed',
    stream: 'case',
    clauses: ['R9', 'R7'],
    says: 'A second person confirmed that the case be destroyed.',
    fields: { case: id(), destruction: id() },
    example: { case: aCase, destruction: aDestruction },
  }),
  DestructionWithdrawn: fact({
    type: 'DestructionWithdrawn',
    stream: 'case',
    clauses: ['R9'],
    says: 'The case is not destroyed: who may ask for it took it back, before anything was destroyed.',
    fields: { case: id(), destruction: id() },
    example: { case: aCase, destruction: aDestruction },
  }),
  DestructionStopped: fact({
    type: 'DestructionStopped',
    stream: 'case',
    clauses: ['R9'],
    says: 'The case is not destroyed: when it was to begin, its retention was not over any more or something held it.',
    fields: { case: id(), destruction: id(), because: code('not-due', 'held') },
    example: { case: aCase, destruction: aDestruction, because: 'held' },
  }),
} as const;
