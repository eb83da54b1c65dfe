import { mandateFacts } from '../domain/agency/mandate-facts.js';
import { put, set, view } from './view.js';

type Scope = {
  readonly everybody: boolean;
  readonly cases: readonly string[];
  readonly persons: readonly string[];
  readonly kinds: readonly string[];
  readonly until: string;
  readonly freeText: boolean;
  readonly pseudonyms: boolean;
};
const covers = ({ everybody, cases, persons, kinds, until, freeText, pseudonyms }: Scope) => ({
  everybody: everybody ? 1 : 0,
  cases,
  persons,
  kinds,
  until,
  freeText: freeText ? 1 : 0,
  pseudonyms: pseudonyms ? 1 : 0,
});

type Demanded = {
  readonly mandate: string;
  readonly by: string;
  readonly cases: readonly string[];
  readonly persons: readonly string[];
  readonly kinds: readonly string[];
  readonly freeText: boolean;
  readonly names: boolean;
};
const demanded = ({ mandate, by, cases, persons, kinds, freeText, names }: Demanded) => ({
  row: 'demand',
  mandate,
  person: by,
  cases,
  persons,
  kinds,
  freeText: freeText ? 1 : 0,
  pseudonyms: names ? 0 : 1,
});

/** Who from outside was let in under which document, to what, and what they demanded. */
export const mandatesView = view({
  name: 'mandates',
  title: 'Mandates',
  says: 'Investigators, auditors, courts, successors and the Commissioner’s people: under which document each was let in, to which cases, persons and kinds of information, until when, and each demand, with what went beyond the mandate.',
  column: 'breach',
  scopes: ['agency'],
  persons: ['person', 'persons'],
  columns: {
    row: { kind: 'text', says: 'mandate or demand.', indexed: true },
    mandate: { kind: 'text', says: 'Which mandate.', indexed: true },
    person: { kind: 'text', says: 'Who was let in; who demanded.' },
    body: { kind: 'text', says: 'For which body.' },
    authority: { kind: 'text', says: 'On what authority.' },
    document: { kind: 'text', says: 'SHA-256 of the document.' },
    state: {
      kind: 'text',
      says: 'A mandate: granted, narrowed or ended. A demand: covered or refused.',
      indexed: true,
    },
    at: { kind: 'text', says: 'When it was granted or demanded.' },
    from: { kind: 'text', says: 'First day.' },
    until: { kind: 'text', says: 'Last day.' },
    endedAt: { kind: 'text', says: 'When it ended.' },
    because: { kind: 'text', says: 'Why it ended.' },
    everybody: { kind: 'integer', says: '1 when it covers every case and everybody.' },
    cases: { kind: 'json', says: 'Cases covered or demanded.' },
    persons: { kind: 'json', says: 'Persons covered or demanded.' },
    kinds: { kind: 'json', says: 'Kinds of information.' },
    freeText: { kind: 'integer', says: '1 with free text, 0 without.' },
    pseudonyms: { kind: 'integer', says: '1 under pseudonyms, 0 with names.' },
    beyond: { kind: 'json', says: 'In what a demand went beyond the mandate.' },
    words: { kind: 'box', says: 'What was demanded, in its words.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['mandate', 'position'],
  follows: mandateFacts,
  on: {
    MandateGranted: ({ id, open, happenedAt }) => [
      put(open.mandate, {
        row: 'mandate',
        mandate: open.mandate,
        person: open.person,
        body: open.body,
        authority: open.authority,
        document: open.document,
        state: 'granted',
        at: happenedAt,
        from: open.from,
        ...covers(open),
        fact: id,
      }),
    ],
    MandateNarrowed: ({ id, open }) => [set(open.mandate, { state: 'narrowed', ...covers(open), fact: id })],
    MandateEnded: ({ id, open, happenedAt }) => [
      set(open.mandate, { state: 'ended', endedAt: happenedAt, because: open.because, fact: id }),
    ],
    DemandMade: ({ id, open, sealed, happenedAt }) => [
      put(`${open.mandate} ${open.demand}`, {
        ...demanded(open),
        state: 'covered',
        at: happenedAt,
        words: sealed['demand'] ?? null,
        fact: id,
      }),
    ],
    DemandRefused: ({ id, open, sealed, happenedAt }) => [
      put(`${open.mandate} ${open.demand}`, {
        ...demanded(open),
        state: 'refused',
        at: happenedAt,
        beyond: open.beyond,
        words: sealed['demand'] ?? null,
        fact: id,
      }),
    ],
  },
});
