import { mistakeFacts } from '../domain/language/mistakes.js';
import { put, view } from './view.js';

/** What was struck as entered in error, what waits for a second person, and what is due because the world cannot be struck. */
export const correctionsView = view({
  name: 'corrections',
  title: 'Corrections',
  says: 'Facts struck as entered in error, strikes proposed and waiting for a second person, and the refunds, voided receipts and notices that follow.',
  column: 'by-stream',
  scopes: ['case', 'client', 'complaint', 'therapist'],
  keepsStruck: true,
  staff: ['actor'],
  columns: {
    what: { kind: 'text', says: 'struck, proposed, or due: refund, void or notice.' },
    facts: { kind: 'json', says: 'Ids of the facts it is about.' },
    because: { kind: 'text', says: 'What kind of error.' },
    at: { kind: 'text', says: 'When.' },
    actor: { kind: 'text', says: 'Who.' },
    participant: {
      kind: 'text',
      says: 'Whose alone the row is, towards clients: a proposal is its proposer’s, and no client sees one.',
    },
    subjects: { kind: 'json', says: 'Whom the facts it is about concern, and how.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
    struckBy: { kind: 'text', says: 'Fact that struck it, if any: what it had struck stands again.' },
  },
  order: ['at', 'position'],
  follows: mistakeFacts,
  on: {
    EnteredInError: ({ id, open, actor, subjects, happenedAt }) => [
      put(id, {
        what: 'struck',
        facts: open.facts,
        because: open.kind,
        at: happenedAt,
        actor: actor.person,
        subjects,
        fact: id,
      }),
    ],
    StrikeProposed: ({ id, open, actor, happenedAt }) => [
      put(id, {
        what: 'proposed',
        facts: open.facts,
        at: happenedAt,
        actor: actor.person,
        participant: actor.person,
        fact: id,
      }),
    ],
    FollowUpOpened: ({ id, open, actor, subjects, happenedAt }) => [
      put(id, {
        what: `due: ${open.about}`,
        facts: [open.fact],
        at: happenedAt,
        actor: actor.person,
        subjects,
        fact: id,
      }),
    ],
  },
});
