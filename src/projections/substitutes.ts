import { decidingFacts } from '../domain/person/deciding-for.js';
import { put, set, view } from './view.js';

const { PersonDied } = decidingFacts;

/** Who decides for whom, and what that rests on. Whether an authority decides today follows from capacity and age as well. */
export const substitutesView = view({
  name: 'substitutes',
  title: 'Substitute decision makers',
  says: 'Who may decide for a person, with rank, matters and evidence; findings of capacity; objections; what a child decided alone; death.',
  column: 'clinical',
  scopes: ['client', 'agency'],
  persons: ['person', 'substitute'],
  columns: {
    person: { kind: 'text', says: 'For whom.', indexed: true },
    kind: { kind: 'text', says: 'authority, capacity, objection, own-counselling or death.', indexed: true },
    substitute: { kind: 'text', says: 'Who may decide, or who objects.' },
    authority: { kind: 'text', says: 'Id of the authority.' },
    objection: { kind: 'text', says: 'Id of the objection.' },
    rank: { kind: 'text', says: 'Rank by the Health Care Consent Act, s. 20.' },
    scope: { kind: 'json', says: 'For which matters.' },
    evidence: { kind: 'text', says: 'What proved it.' },
    state: { kind: 'text', says: 'named or ended; capable or incapable; in-force or withdrawn.' },
    from: { kind: 'text', says: 'From which day.' },
    until: { kind: 'text', says: 'Until which day, or when it ended.' },
    because: { kind: 'text', says: 'Why it ended.' },
    by: { kind: 'text', says: 'Who found it.' },
    basis: { kind: 'box', says: 'What a finding rests on.' },
    words: { kind: 'box', says: 'What was said.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['from'],
  follows: decidingFacts,
  on: {
    SubstituteNamed: ({ id, open }) => [
      put(`authority ${open.authority}`, {
        person: open.person,
        kind: 'authority',
        substitute: open.substitute,
        authority: open.authority,
        rank: open.rank,
        scope: open.scope,
        evidence: open.evidence,
        state: 'named',
        from: open.from,
        until: open.until ?? null,
        fact: id,
      }),
    ],
    SubstituteEnded: ({ open, happenedAt }) => [
      set(`authority ${open.authority}`, { state: 'ended', until: happenedAt, because: open.because }),
    ],
    ObjectionMade: ({ id, open, sealed, happenedAt }) => [
      put(`objection ${open.objection}`, {
        person: open.person,
        kind: 'objection',
        substitute: open.by,
        objection: open.objection,
        state: 'in-force',
        from: happenedAt,
        words: sealed['objection'] ?? null,
        fact: id,
      }),
    ],
    ObjectionWithdrawn: ({ open, happenedAt }) => [
      set(`objection ${open.objection}`, { state: 'withdrawn', until: happenedAt }),
    ],
    CapacityFound: ({ id, open, sealed }) => [
      put(`capacity ${id}`, {
        person: open.person,
        kind: 'capacity',
        scope: [open.matter],
        state: open.found,
        from: open.on,
        by: open.by,
        basis: sealed['capacity'] ?? null,
        fact: id,
      }),
    ],
    OwnCounsellingDecided: ({ id, open }) => [
      put('own-counselling', { person: open.person, kind: 'own-counselling', from: open.on, fact: id }),
    ],
    PersonDied: ({ id, open }) => [
      put('death', { person: open.person, kind: 'death', from: open.on, evidence: open.evidence, fact: id }),
    ],
  },
});

/** Who has died: the front desk must know, and needs no more of the file than that. */
export const deathsView = view({
  name: 'deaths',
  title: 'Deaths',
  says: 'Persons who have died: nobody writes to them or reminds them any more.',
  column: 'booking',
  scopes: ['client', 'agency'],
  persons: ['person'],
  columns: {
    person: { kind: 'text', says: 'Who.', indexed: true },
    on: { kind: 'text', says: 'On which day.' },
    evidence: { kind: 'text', says: 'What it is known by.' },
    fact: { kind: 'text', says: 'Fact that shows it.' },
  },
  order: ['on'],
  follows: { PersonDied },
  on: {
    PersonDied: ({ id, open }) => [
      put('death', { person: open.person, on: open.on, evidence: open.evidence, fact: id }),
    ],
  },
});
