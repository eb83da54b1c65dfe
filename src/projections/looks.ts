import { accessFacts } from '../domain/agency/access.js';
import { put, view } from './view.js';

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
    what: { kind: 'text', says: 'looked or denied.' },
    view: { kind: 'text', says: 'Which view or action.' },
    information: { kind: 'text', says: 'What kind of information.' },
    compartments: { kind: 'json', says: 'Sealed compartments that were opened.' },
    count: { kind: 'integer', says: 'How many rows.' },
    session: { kind: 'text', says: 'In which session.' },
  },
  order: ['-at'],
  follows: accessFacts,
  on: {
    Looked: ({ revision, open, actor, happenedAt, purpose }) =>
      (open.persons.length === 0 ? [null] : open.persons).map((person) =>
        put(`${String(revision).padStart(9, '0')} ${person ?? ''}`, {
          person,
          actor: actor.person,
          role: actor.role,
          at: happenedAt,
          purpose,
          what: 'looked',
          view: open.view,
          information: open.information,
          compartments: open.compartments,
          count: open.rows,
          session: open.session ?? null,
        }),
      ),
    Denied: ({ revision, open, actor, happenedAt, purpose }) =>
      (open.persons.length === 0 ? [null] : open.persons).map((person) =>
        put(`${String(revision).padStart(9, '0')} ${person ?? ''}`, {
          person,
          actor: actor.person,
          role: actor.role,
          at: happenedAt,
          purpose,
          what: 'denied',
          view: open.name,
          session: open.session ?? null,
        }),
      ),
  },
});
