import { describe, expect, it } from '@jest/globals';
import { GROUND_CODES } from '../../../src/domain/agency/breach-facts.js';
import { assessBreach, findBreach } from '../../../src/domain/agency/breach-handling.js';
import { breachesFold } from '../../../src/domain/agency/breaches.js';
import { ENTRIES_NAMED, type Questioned, questionAccess } from '../../../src/domain/agency/questioned-access.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [ana, ben, therapist, stranger] = ['ana', 'ben', 'therapist', 'stranger'].map(idOf) as [
  string,
  string,
  string,
  string,
];
const because = idOf('late withdrawal');
const theCase = idOf('case');
const someone = (person: string) => ({
  person,
  bornIn: undefined,
  permittedChannels: [],
  registeredBy: undefined,
});
const ofCouple = () => {
  const state = FOLDS.case.initial();
  state.roster.case = theCase;
  for (const participant of [ana, ben])
    state.roster.members.push({ participant, joinedAt: '', leftAt: undefined, fact: '' });
  return state;
};
const c = circumstances({
  actor: { person: idOf('system'), role: 'system' },
  world: { person: someone, case: ofCouple, staff: { roles: new Map(), ever: new Set([therapist]) } },
});
const look = (person: string, reader: string, more: Partial<Questioned> = {}): Questioned => ({
  ...{ person, reader, of: 'look', entries: [idOf(`${person} by ${reader}`)], count: 1 },
  ...{ first: '2026-03-12T15:00:00.000Z', last: '2026-03-12T15:00:00.000Z' },
  ...more,
});
const stateAfter = (facts: readonly NewFact[] = []) => given(breachesFold, facts, { stream: 'breaches' });
const question = (questioned: readonly Questioned[], before: readonly NewFact[] = [], persons: string[] = []) =>
  questionAccess(stateAfter(before), { fact: because, kind: 'used', persons, questioned }, c);

describe('R7: access that late knowledge makes questionable (rule 11)', () => {
  it('R7: it opens a breach for assessment, names who looked, and each person concerned is to be told', () => {
    const decision = question([look(ana, therapist), look(ben, therapist), look(ben, stranger)]);
    expect(outcome(decision)).toEqual(['BreachFound', 'AccessQuestioned', 'AccessQuestioned', 'AccessQuestioned']);
    const [found, first] = decision.facts ?? [];
    expect(found?.data).toMatchObject({
      kind: 'used',
      persons: [ana, ben],
      staff: [therapist],
      raisedBy: because,
      occurredAt: '2026-03-12T15:00:00.000Z',
    });
    const begins = found?.data['begins'] as readonly { limit: string; person?: string }[];
    expect(begins.filter(({ limit }) => limit === 'notify').map(({ person }) => person)).toEqual([ana, ben]);
    expect(first?.data).toMatchObject({ because, person: ana, reader: therapist, of: 'look', count: 1 });
  });

  it('R7: gone through again it says nothing; what is found later extends the same breach', () => {
    const facts = question([look(ana, therapist)]).facts ?? [];
    expect(outcome(question([look(ana, therapist)], facts))).toEqual([]);
    const more = question([look(ana, therapist), look(ben, stranger)], facts);
    expect(outcome(more)).toEqual(['BreachExtended', 'AccessQuestioned']);
    expect(more.facts?.[0]?.data).toMatchObject({ persons: [ben] });
  });

  it('R7: nobody looked, nothing is opened; but a wrong link is assessed for both even so (rule 46)', () => {
    expect(outcome(question([]))).toEqual([]);
    const decision = question([], [], [ana, ben]);
    expect(outcome(decision)).toEqual(['BreachFound']);
    expect(decision.facts?.[0]?.data).toMatchObject({ persons: [ana, ben] });
    expect(outcome(question([], decision.facts ?? [], [ana, ben]))).toEqual([]);
  });

  it('R7: a fact names a bounded number of entries and how many there were', () => {
    const entries = Array.from({ length: 250 }, (_, i) => idOf(`entry ${i}`));
    const [, said] = question([look(ana, therapist, { entries, count: 250 })]).facts ?? [];
    expect(said?.data['entries']).toHaveLength(ENTRIES_NAMED);
    expect(said?.data['count']).toBe(250);
  });

  it('R7: whoever looked does not assess it, found with the breach or after it', () => {
    const facts = question([look(ana, stranger)]).facts ?? [];
    const breach = String(facts[0]?.data['breach']);
    const assessment = {
      ...{ breach, finding: 'breach' as const, realRisk: false, reasons: 'Considered.' },
      grounds: GROUND_CODES.map((ground) => ({ ground, applies: false })),
    };
    const by = (person: string) => ({ ...c, actor: { person, role: 'privacy-officer' } });
    expect(outcome(assessBreach(stateAfter(facts), assessment, by(stranger)))).toBe('own-breach');
    expect(outcome(assessBreach(stateAfter(facts), assessment, by(idOf('officer'))))).toEqual(['BreachAssessed']);
  });
});

describe('R7: a breach fans out to everybody it concerns (rule 28)', () => {
  it('R7: where only a case is named, to each who takes or took part in it: what is communal is each one’s', () => {
    const { register } = stateAfter();
    const found = findBreach({ register }, { kind: 'lost', persons: [], cases: [theCase], staff: [] }, c);
    expect(found.facts?.[0]?.data).toMatchObject({ persons: [ana, ben] });
    const begins = found.facts?.[0]?.data['begins'] as readonly { limit: string; person?: string }[];
    expect(begins.filter(({ limit }) => limit === 'notify')).toHaveLength(2);
  });

  it('R7: where persons are named, to these', () => {
    const { register } = stateAfter();
    const found = findBreach({ register }, { kind: 'lost', persons: [ben], cases: [theCase], staff: [] }, c);
    expect(found.facts?.[0]?.data).toMatchObject({ persons: [ben] });
  });
});
