import { questionedAccessFacts } from '../domain/agency/questioned-access.js';
import { put, view } from './view.js';

/** Looks that late knowledge, or a wrong link, made questionable: one row a reader and person, as they stand on record. */
export const questionedAccessView = view({
  name: 'questioned-access',
  title: 'Questioned access',
  says: 'Who saw whose information although, had it been known then, they would not have been shown it: because of what, in which breach, when, and which entries of the access log say so.',
  column: 'breach',
  scopes: ['agency'],
  persons: ['person'],
  staff: ['reader'],
  columns: {
    breach: { kind: 'text', says: 'Breach in which it is assessed.', indexed: true },
    because: { kind: 'text', says: 'The fact that was known late, or by which a link was undone.' },
    person: { kind: 'text', says: 'Whose information was seen.', indexed: true },
    reader: { kind: 'text', says: 'Who saw it.', indexed: true },
    of: { kind: 'text', says: 'look, recording (played) or copy (given).' },
    first: { kind: 'text', says: 'When first.' },
    last: { kind: 'text', says: 'When last.' },
    count: { kind: 'integer', says: 'How often.' },
    entries: {
      kind: 'json',
      says: 'Entries of the access log, or facts of what was played or given; the first hundred.',
    },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['breach', 'first'],
  follows: questionedAccessFacts,
  on: {
    AccessQuestioned: ({ id, open }) => [
      put(`${open.because} ${open.person} ${open.reader} ${open.of}`, { ...open, fact: id }),
    ],
  },
});
