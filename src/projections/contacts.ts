import type { StoredFact } from '../domain/language/fact.js';
import { contactFacts } from '../domain/person/contact.js';
import { nameFacts } from '../domain/person/names.js';
import { personFacts } from '../domain/person/person.js';
import { contactHistory } from './contacts/history.js';
import { put, view } from './view.js';

const { PersonRegistered } = personFacts;

/** How a person is, was and will be reached, channel by channel, with what they permit on each. */
export const contactsView = view({
  name: 'contacts',
  title: 'Contacts',
  says: 'How a person is reached: every value with its first and last day, what they permit there, and whether it is in doubt.',
  column: 'booking',
  scopes: ['client'],
  persons: ['person'],
  combines: true,
  columns: {
    person: { kind: 'text', says: 'Whose.', indexed: true },
    said: {
      kind: 'text',
      says: 'registered, changed, permitted, ended, doubted or confirmed: before they are put together.',
    },
    channel: { kind: 'text', says: 'telephone, voicemail, text, e-mail or mail.' },
    state: { kind: 'text', says: 'current, coming or former.' },
    from: { kind: 'text', says: 'First day.' },
    until: { kind: 'text', says: 'First day on which it holds no more.' },
    mayUse: { kind: 'integer', says: '1 when it may be used.' },
    mayLeaveVoicemail: { kind: 'integer', says: '1 when a message may be left there.' },
    revealAgency: { kind: 'integer', says: '1 when a message there may reveal the agency.' },
    permittedChannels: { kind: 'json', says: 'What was permitted at registration.' },
    because: { kind: 'text', says: 'Why it is in doubt.' },
    at: { kind: 'text', says: 'When it was said.' },
    contact: { kind: 'box', says: 'The value, and the name to use there.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at'],
  present: (rows, { now, dayOf }) => contactHistory(rows, dayOf(now), dayOf),
  follows: { ...contactFacts, PersonRegistered },
  on: {
    PersonRegistered: ({ id, open, sealed, happenedAt }) => [
      put('registered', {
        person: open.person,
        said: 'registered',
        permittedChannels: open.permittedChannels,
        revealAgency: open.revealAgency ? 1 : 0,
        at: happenedAt,
        contact: sealed['contact'] ?? null,
        fact: id,
      }),
    ],
    ContactChanged: ({ id, open, sealed, happenedAt }) => [
      put(id, {
        person: open.person,
        said: 'changed',
        channel: open.channel,
        from: open.from,
        mayUse: open.mayUse ? 1 : 0,
        mayLeaveVoicemail: open.mayLeaveVoicemail ? 1 : 0,
        revealAgency: open.revealAgency ? 1 : 0,
        at: happenedAt,
        contact: sealed['contact'] ?? null,
        fact: id,
      }),
    ],
    ContactPermitted: ({ id, open, happenedAt }) => [
      put(id, {
        person: open.person,
        said: 'permitted',
        channel: open.channel,
        from: open.from,
        mayUse: open.mayUse ? 1 : 0,
        mayLeaveVoicemail: open.mayLeaveVoicemail ? 1 : 0,
        revealAgency: open.revealAgency ? 1 : 0,
        at: happenedAt,
        fact: id,
      }),
    ],
    ContactEnded: ({ id, open, happenedAt }) => [
      put(id, { person: open.person, said: 'ended', channel: open.channel, from: open.from, at: happenedAt, fact: id }),
    ],
    ContactDoubted: ({ id, open, happenedAt }) => [
      put(id, {
        person: open.person,
        said: 'doubted',
        channel: open.channel,
        because: open.because,
        at: happenedAt,
        fact: id,
      }),
    ],
    ContactConfirmed: ({ id, open, happenedAt }) => [
      put(id, { person: open.person, said: 'confirmed', channel: open.channel, at: happenedAt, fact: id }),
    ],
  },
});

/** Keys in the order said, for what was said at the same moment. */
const inOrder = (revision: number): string => String(revision).padStart(8, '0');

/** One row for each thing said of a name, with the box in which it was said. */
const said = (
  { id, open, sealed, happenedAt, revision }: StoredFact<{ person: string }>,
  what: string,
  from?: string,
) =>
  put(inOrder(revision), {
    person: open.person,
    what,
    ...(from !== undefined && { from }),
    at: happenedAt,
    name: sealed['identity'] ?? null,
    fact: id,
  });

/** What a person was called and is called: the one place where a former name can be found. */
export const namesView = view({
  name: 'names',
  title: 'Names',
  says: 'Every name a person was registered or known by, a writing mistake, a legal change and a name in use told apart; former names are shown here and nowhere else.',
  column: 'booking',
  scopes: ['client'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Whose.', indexed: true },
    what: { kind: 'text', says: 'registered, corrected, legal-change, in-use or pronouns.' },
    from: { kind: 'text', says: 'First day of a legal change.' },
    at: { kind: 'text', says: 'When it was said.' },
    name: { kind: 'box', says: 'The name, or the pronouns.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['at'],
  follows: { ...nameFacts, PersonRegistered },
  on: {
    PersonRegistered: (f) => [said(f, 'registered')],
    NameCorrected: (f) => [said(f, 'corrected')],
    LegalNameChanged: (f) => [said(f, 'legal-change', f.open.from)],
    NameInUseTold: (f) => [said(f, 'in-use')],
    PronounsChanged: (f) => [said(f, 'pronouns')],
  },
});
