import { pairOf } from '../domain/agency/linked-persons.js';
import { linkedPersonsFacts } from '../domain/agency/linked-persons-facts.js';
import { drop, nothing, put, set, view } from './view.js';

const { PossibleMatchNoticed, PossibleMatchDismissed, ClientsLinked, ClientsUnlinked } = linkedPersonsFacts;

/** Registrations that may be one person's: a warning for whoever registers, settled by whoever answers for privacy. */
export const possibleMatches = view({
  name: 'possible-matches',
  title: 'Possible matches',
  says: 'Registrations that may be one person’s, with what they have in common, until they are linked or said to be two persons’.',
  column: 'booking',
  scopes: ['agency'],
  persons: ['person', 'other'],
  columns: {
    person: { kind: 'text', says: 'One registration.', indexed: true },
    other: { kind: 'text', says: 'The other.', indexed: true },
    on: {
      kind: 'json',
      says: 'What they have in common: name, former name, birth date, telephone, e-mail or address.',
    },
    state: { kind: 'text', says: 'possible or dismissed.', indexed: true },
    since: { kind: 'text', says: 'Since when.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['-since'],
  follows: { PossibleMatchNoticed, PossibleMatchDismissed, ClientsLinked, ClientsUnlinked },
  on: {
    PossibleMatchNoticed: ({ id, open, happenedAt }) => [
      put(pairOf(open), {
        person: open.person,
        other: open.other,
        on: open.on,
        state: 'possible',
        since: happenedAt,
        fact: id,
      }),
    ],
    PossibleMatchDismissed: ({ open, happenedAt }) => [set(pairOf(open), { state: 'dismissed', since: happenedAt })],
    // Which registrations are one person's is not for whoever registers.
    ClientsLinked: ({ open }) => [drop(pairOf(open))],
    ClientsUnlinked: nothing,
  },
});

/** Registrations that are, or were held to be, one person's. */
export const linkedPersons = view({
  name: 'linked-persons',
  title: 'Linked registrations',
  says: 'Registrations that are one person’s, how that was shown, and links that were undone with why.',
  column: 'breach',
  scopes: ['agency'],
  persons: ['person', 'other'],
  columns: {
    link: { kind: 'text', says: 'Which link.' },
    person: { kind: 'text', says: 'One registration.', indexed: true },
    other: { kind: 'text', says: 'The other.', indexed: true },
    state: { kind: 'text', says: 'linked or unlinked.', indexed: true },
    since: { kind: 'text', says: 'Since when they are linked.' },
    until: { kind: 'text', says: 'When the link was undone.' },
    evidence: { kind: 'text', says: 'What showed that they are one person’s.' },
    because: { kind: 'text', says: 'Why it was undone: wrong-link or not-shown.' },
    reason: { kind: 'box', says: 'Why they were linked.' },
    unlinkReason: { kind: 'box', says: 'Why the link was undone.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['since'],
  follows: { ClientsLinked, ClientsUnlinked },
  on: {
    ClientsLinked: ({ id, open, sealed, happenedAt }) => [
      put(open.link, {
        link: open.link,
        person: open.person,
        other: open.other,
        state: 'linked',
        since: happenedAt,
        evidence: open.evidence,
        reason: sealed['reason'] ?? null,
        fact: id,
      }),
    ],
    ClientsUnlinked: ({ id, open, sealed, happenedAt }) => [
      set(open.link, {
        state: 'unlinked',
        until: happenedAt,
        because: open.because,
        unlinkReason: sealed['reason'] ?? null,
        fact: id,
      }),
    ],
  },
});
