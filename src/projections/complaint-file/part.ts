import type { StoredFact } from '../../domain/language/fact.js';
import { type Change, part, put, type RowOf } from '../view.js';

/** Columns of the complaint file. */
export const columns = {
  row: {
    kind: 'text',
    says: 'What the row is: complaint, conduct report, track, allegation, finding, hold, measure, deadline or step.',
  },
  what: { kind: 'text', says: 'Which one, or the kind of fact for a step.' },
  track: { kind: 'text', says: 'agency or CRPO, where it belongs to one.' },
  state: { kind: 'text', says: 'How it stands.' },
  at: { kind: 'text', says: 'When it happened.' },
  due: { kind: 'text', says: 'When it is due at the latest, or until when a right lasts.', indexed: true },
  duty: { kind: 'text', says: 'Whose duty a deadline is; none: a right that lapses.' },
  person: { kind: 'text', says: 'Whom it concerns.', indexed: true },
  clause: { kind: 'text', says: 'Clause of the charter.' },
  source: { kind: 'text', says: 'Who told, for what is only reported.' },
  details: { kind: 'json', says: 'What else the fact says in the open.' },
  complainant: { kind: 'text', says: 'Who complains.' },
  clients: { kind: 'json', says: 'Whose care a complaint concerns.' },
  respondents: { kind: 'json', says: 'Whom a complaint is about.' },
  remedy: { kind: 'text', says: 'What is to be done about a founded allegation.' },
  remedyDoneAt: { kind: 'text', says: 'When it was done.' },
  words: { kind: 'box', says: 'What was said, sealed.' },
  reasons: { kind: 'box', says: 'Why an appeal out of time was accepted, sealed.' },
  fact: { kind: 'text', says: 'Latest fact that shows it: a respondent sees the row only when it was served.' },
} as const;
export type Row = RowOf<typeof columns>;

/** One step: the fact itself, with what it says in the open and its sealed words. */
export const step = (f: StoredFact, more: Row = {}): Change<Row> =>
  put(`step ${f.id}`, {
    row: 'step',
    what: f.type,
    at: f.happenedAt,
    details: f.open,
    words: Object.values(f.sealed)[0] ?? null,
    fact: f.id,
    ...more,
  });

/** Declares what one group of topics gives to the complaint file. */
export const complaintFilePart = part<typeof columns>();
