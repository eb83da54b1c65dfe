import { accessFacts } from '../domain/agency/access.js';
import { nothing, put, view } from './view.js';

/** Who looked at whom: one row for each person an access entry shows; a projection of the access log. */
export const looks = view({
  name: 'looks',
  title: 'Who looked',
  says: 'Every look at a person’s information: who, in which role, when, for what purpose, at what; and every denial.',
  column: 'access-log',
  scopes: ['client', 'agency'],
  persons: ['person'],
  staff: ['actor'],
  columns: {
    person: { kind: 'text', says: 'Whose information was shown.', indexed: true },
    actor: { kind: 'text', says: 'Who looked.', indexed: true },
    role: { kind: 'text', says: 'In which role.' },
    at: { kind: 'text', says: 'When.', indexed: true },
    purpose: { kind: 'text', says: 'For what purpose (HL7 ActReason).' },
    what: {
      kind: 'text',
      says: 'looked or denied; in a table, withheld: lines that are kept from the reader, counted.',
    },
    how: { kind: 'text', says: 'view, list, search, export, print, replay, follow or emergency.', indexed: true },
    view: { kind: 'text', says: 'Which view or action.' },
    information: { kind: 'text', says: 'What kind of information.' },
    compartments: { kind: 'json', says: 'Sealed compartments that were opened.' },
    count: { kind: 'integer', says: 'How many rows.' },
    session: { kind: 'text', says: 'In which session.' },
    workstation: { kind: 'text', says: 'From which workstation.' },
    streams: { kind: 'json', says: 'Streams that it came from.' },
    decisions: { kind: 'json', says: 'Digests of the decisions that allowed it.' },
    searched: { kind: 'box', says: 'Terms of a search.' },
    entry: { kind: 'text', says: 'Entry of the access log.', indexed: true },
  },
  order: ['-at'],
  follows: accessFacts,
  on: {
    Looked: ({ id, revision, open, sealed, actor, happenedAt, purpose }) =>
      (open.persons.length === 0 ? [null] : open.persons).map((person) =>
        put(`${String(revision).padStart(9, '0')} ${person ?? ''}`, {
          person,
          actor: actor.person,
          role: actor.role,
          at: happenedAt,
          purpose,
          what: 'looked',
          how: open.how,
          view: open.view,
          information: open.information,
          compartments: open.compartments,
          count: open.rows,
          session: open.session ?? null,
          workstation: open.workstation ?? null,
          streams: open.streams,
          decisions: open.decisions,
          searched: sealed['search'] ?? null,
          entry: id,
        }),
      ),
    Denied: ({ id, revision, open, sealed, actor, happenedAt, purpose }) =>
      (open.persons.length === 0 ? [null] : open.persons).map((person) =>
        put(`${String(revision).padStart(9, '0')} ${person ?? ''}`, {
          person,
          actor: actor.person,
          role: actor.role,
          at: happenedAt,
          purpose,
          what: 'denied',
          how: open.how ?? null,
          information: open.information ?? null,
          view: open.name,
          session: open.session ?? null,
          workstation: open.workstation ?? null,
          streams: open.streams,
          decisions: open.decisions,
          searched: sealed['search'] ?? null,
          entry: id,
        }),
      ),
    // What an instance counted is no look: a view of its own shows it.
    UnsealingCounted: nothing,
  },
});

/** What each instance said that it put on record and opened. */
export const unsealingView = view({
  name: 'unsealing',
  title: 'Put on record and opened',
  says: 'What an instance counted: entries of the access log, boxes they said were to be opened, and boxes opened, never more.',
  column: 'access-log',
  scopes: ['agency'],
  columns: {
    actor: { kind: 'text', says: 'The service itself.' },
    at: { kind: 'text', says: 'When it was counted.', indexed: true },
    entries: { kind: 'integer', says: 'Looks and denials put on record.' },
    logged: { kind: 'integer', says: 'Boxes that were to be opened.' },
    opened: { kind: 'integer', says: 'Boxes that were opened.' },
  },
  order: ['-at'],
  follows: accessFacts,
  on: {
    Looked: nothing,
    Denied: nothing,
    UnsealingCounted: ({ revision, open, actor, happenedAt }) => [
      put(String(revision).padStart(9, '0'), { actor: actor.person, at: happenedAt, ...open }),
    ],
  },
});
