import { attachedFacts } from '../domain/case/attached.js';
import { clientNoteFacts } from '../domain/person/client-notes.js';
import { copyFacts } from '../domain/person/requests-copies-facts.js';
import { type PresentedRow, put, view } from './view.js';

const { NotesCarried } = attachedFacts;
const { RecordReleased } = copyFacts;

/** The person’s own notes: to what each is attached, its words, and with what it went. */
export const clientNotesView = view({
  name: 'client-notes',
  title: 'The client’s own notes',
  says: 'Every note that a person attached to their record, in their words: to the whole or to which entries, and with which copies and disclosures it went since.',
  column: 'clinical',
  scopes: ['client'],
  persons: ['person', 'participant', 'by'],
  combines: true,
  columns: {
    person: { kind: 'text', says: 'Whose note.', indexed: true },
    participant: { kind: 'text', says: 'Whose note went with a disclosure from a case.' },
    note: { kind: 'text', says: 'Which note.' },
    part: { kind: 'text', says: 'note; or copy or disclosure for what it went with, before they are put together.' },
    kind: { kind: 'text', says: 'note or statement-of-disagreement.' },
    by: { kind: 'text', says: 'Who wrote it: the person, or who decides for them.' },
    to: { kind: 'text', says: 'whole-record or entries.' },
    entries: { kind: 'json', says: 'To which entries it is attached.' },
    request: { kind: 'text', says: 'The request whose refusal it disagrees with.' },
    at: { kind: 'text', says: 'When it was attached, or went along.' },
    thing: { kind: 'text', says: 'The request or the disclosure that it went with.' },
    wentWith: { kind: 'json', says: 'Copies and disclosures that it went with, and when.' },
    words: { kind: 'box', says: 'The note.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at', 'position'],
  present: (rows) => wholeNotes(rows),
  follows: { ...clientNoteFacts, NotesCarried, RecordReleased },
  on: {
    ClientNoteAttached: ({ id, open, sealed, happenedAt }) => [
      put(open.note, {
        ...{ person: open.person, note: open.note, part: 'note', kind: open.kind, by: open.by, to: open.to },
        entries: open.entries,
        request: open.request ?? null,
        at: happenedAt,
        words: sealed['note'] ?? null,
        fact: id,
      }),
    ],
    NotesCarried: ({ id, open, happenedAt }) =>
      open.notes.map((note) =>
        put(`${note} ${id}`, {
          participant: open.participant,
          note,
          part: 'disclosure',
          thing: open.disclosure,
          at: happenedAt,
          fact: id,
        }),
      ),
    RecordReleased: ({ id, open, happenedAt }) =>
      open.notes.map((note) =>
        put(`${note} ${id}`, {
          person: open.person,
          note,
          part: 'copy',
          thing: open.request,
          at: happenedAt,
          fact: id,
        }),
      ),
  },
});

/** One row a note, with everything that it went with. */
export function wholeNotes(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const went = rows.filter((row) => row['part'] !== 'note');
  return rows.flatMap(({ part, participant: _participant, thing: _thing, ...row }) =>
    part === 'note'
      ? [
          {
            ...row,
            wentWith: went
              .filter((one) => one['note'] === row['note'])
              .map(({ part: how, thing, at }) => ({ [String(how)]: thing, at })),
          },
        ]
      : [],
  );
}
