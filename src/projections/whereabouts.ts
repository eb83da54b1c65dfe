import { FACTS } from '../domain/catalogue.js';
import type { StoredFact } from '../domain/language/fact.js';
import { once, put, type RowOf, type ViewDefinition } from './view.js';

const columns = {
  person: { kind: 'text', says: 'Whom the stream concerns.', indexed: true },
  as: { kind: 'text', says: 'How: a subject of its facts, or the therapist of record.' },
} as const satisfies ViewDefinition['columns'];

type Row = RowOf<typeof columns>;

/** One row a stream: the therapist of record, whoever it is now. */
const THERAPIST_OF_RECORD = 'therapist-of-record';

function place(fact: StoredFact) {
  const changes = fact.subjects.map(({ person, as }) => once<Row>(`${as} ${person}`, { person, as }));
  if (fact.type === 'CaseOpened' || fact.type === 'TherapistAssigned') {
    changes.push(put<Row>(THERAPIST_OF_RECORD, { person: fact.open['therapist'] as string, as: THERAPIST_OF_RECORD }));
  }
  return changes;
}

/** Which streams concern a person: where to look, never that one may. No reader is shown it. */
export const whereabouts: ViewDefinition = {
  name: 'whereabouts',
  title: 'Whereabouts',
  says: 'Which streams concern which person, and how; used to find facts, shown to nobody.',
  column: 'by-stream',
  scopes: [],
  columns,
  order: ['person'],
  keepsStruck: false,
  on: Object.fromEntries(Object.keys(FACTS).map((type) => [type, place])),
};
