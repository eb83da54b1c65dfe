import { signInFacts } from '../domain/person/person.js';
import { put, set, view } from './view.js';

/** Which sign-ins are whose, and what proved it. */
export const signInsView = view({
  name: 'sign-ins',
  title: 'Sign-ins',
  says: 'Sign-ins tied to persons: since when, on what proof, and when and why each ended.',
  column: 'booking',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Whose.', indexed: true },
    state: { kind: 'text', says: 'linked or ended.' },
    proof: { kind: 'text', says: 'What proved that it is theirs.' },
    since: { kind: 'text', says: 'Since when.' },
    until: { kind: 'text', says: 'When it ended.' },
    because: { kind: 'text', says: 'Why it ended.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['since'],
  follows: signInFacts,
  on: {
    SignInLinked: ({ id, open, happenedAt }) => [
      put('sign-in', { person: open.person, state: 'linked', proof: open.evidence, since: happenedAt, fact: id }),
    ],
    SignInEnded: ({ open, happenedAt }) => [
      set('sign-in', { state: 'ended', until: happenedAt, because: open.reason }),
    ],
  },
});
