import { FACTS } from '../domain/catalogue.js';
import type { StoredFact } from '../domain/language/fact.js';
import { put, type RowOf, type ViewDefinition } from './view.js';

const columns = {
  fact: { kind: 'text', says: 'Id of the fact.' },
  type: { kind: 'text', says: 'What kind of fact it is.' },
  version: { kind: 'integer', says: 'Version of its kind, as read today.', ofFact: ({ version }) => version },
  clauses: {
    kind: 'json',
    says: 'Clauses of the charter that it evidences.',
    ofFact: ({ type }) => FACTS[type as keyof typeof FACTS].clauses,
  },
  happenedAt: { kind: 'text', says: 'When it happened.' },
  recordedAt: { kind: 'text', says: 'When the service recorded it.' },
  actor: { kind: 'text', says: 'Who acted.' },
  role: { kind: 'text', says: 'In which role.' },
  subjects: { kind: 'json', says: 'Whom it concerns, and how.', ofFact: ({ subjects }) => subjects },
  causation: { kind: 'text', says: 'Id of what caused it.', ofFact: ({ causationId }) => causationId },
  correlation: {
    kind: 'text',
    says: 'Id shared by all that followed from one beginning.',
    ofFact: ({ correlationId }) => correlationId,
  },
  restsOn: { kind: 'json', says: 'Ids of the facts that it rests on.', ofFact: ({ restsOn }) => restsOn ?? null },
  open: { kind: 'json', says: 'Its open half.', ofFact: ({ open }) => open },
  sealed: {
    kind: 'box',
    says: 'Its sealed compartments, one box each, by name.',
    ofFact: ({ sealed }) => sealed,
  },
  struckBy: { kind: 'text', says: 'Id of the fact that struck it as entered in error or superseded it.' },
} as const satisfies ViewDefinition['columns'];

const recount = (fact: StoredFact) => [
  put<RowOf<typeof columns>>(String(fact.revision).padStart(8, '0'), {
    fact: fact.id,
    type: fact.type,
    happenedAt: fact.happenedAt,
    recordedAt: fact.recordedAt,
    actor: fact.actor.person,
    role: fact.actor.role,
  }),
];

/** Everything that was done, fact by fact, struck ones kept and marked: an index into the log. */
export const timeline: ViewDefinition = {
  name: 'timeline',
  title: 'Timeline',
  says: 'Every fact in the order in which it was recorded: when it happened, who did it, what caused it and what it says.',
  column: 'by-stream',
  scopes: ['case', 'client', 'complaint', 'therapist'],
  columns,
  order: ['position'],
  keepsStruck: true,
  persons: ['subjects'],
  staff: ['actor'],
  on: Object.fromEntries(Object.keys(FACTS).map((type) => [type, recount])),
};
