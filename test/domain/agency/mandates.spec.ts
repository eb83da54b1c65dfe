import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { staffFacts } from '../../../src/domain/agency/agency.js';
import { MANDATE_KINDS, type MandateKind } from '../../../src/domain/agency/mandate-facts.js';
import {
  beyond,
  demandUnderMandate,
  endMandate,
  grantMandate,
  lapseMandate,
  type MandatesState,
  mandatesFold,
  mandatesOf,
  narrowMandate,
  type ScopeSaid,
} from '../../../src/domain/agency/mandates.js';
import type { Decision } from '../../../src/domain/language/decision.js';
import type { StoredFact } from '../../../src/domain/language/fact.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [ivan, pat, ana, ben, theCase, otherCase] = ['Ivan', 'Pat', 'Ana', 'Ben', 'case', 'other case'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const nobody = idOf('nobody');
const staff = given(FOLDS.staff, [
  staffFacts.RoleGranted({ person: pat, role: 'privacy-officer', from: '2026-01-01' }),
]).staff;
const emptyCase = FOLDS.case.initial();
const at = (now: string, person = pat) =>
  circumstances({
    now,
    actor: { person, role: 'person' },
    world: {
      staff,
      person: (one) => ({ ...FOLDS.person.initial().person, ...(one !== nobody && { person: one }) }),
      case: (one) => (one === nobody ? emptyCase : { ...emptyCase, roster: { ...emptyCase.roster, case: one } }),
    },
  });
const morning = '2026-03-02T15:00:00.000Z';
const said: ScopeSaid = { cases: [theCase], persons: [ana], kinds: ['clinical', 'booking'], until: '2026-06-30' };
const document = 'b'.repeat(64);
const grant = (more: Partial<ScopeSaid> & { readonly person?: string; readonly from?: string } = {}) =>
  grantMandate(
    given(mandatesFold, []),
    { ...said, person: ivan, body: 'college', authority: 'rhpa-code-s75', document, from: '2026-03-02', ...more },
    at(morning),
  );

/** What is stored of decisions taken one after the other, from one granted mandate on. */
function history(...decide: readonly ((state: { readonly mandates: MandatesState }) => Decision)[]): StoredFact[] {
  const facts = [...stored(grant().facts ?? [], { stream: 'mandates', at: morning })];
  for (const one of decide)
    facts.push(
      ...stored(one(given(mandatesFold, facts)).facts ?? [], { stream: 'mandates', at: morning, from: facts.length }),
    );
  return facts;
}
const mandate = idOf('mandate');
const narrowed = (more: Partial<ScopeSaid>) => (state: { readonly mandates: MandatesState }) =>
  narrowMandate(state, { ...said, ...more, mandate }, at(morning));
const liveOn = (facts: readonly StoredFact[], day: string) =>
  mandatesOf(given(mandatesFold, facts).mandates, ivan, day).map((one) => one.mandate);

describe('Mandates of outsiders (rule 66)', () => {
  it('R7: one is granted to somebody registered, from outside, over what is there, for a period that is one', () => {
    expect(outcome(grant())).toEqual(['MandateGranted']);
    expect(outcome(grant({ person: nobody }))).toBe('person-not-registered');
    expect(outcome(grant({ person: pat }))).toBe('mandate-for-staff');
    expect(outcome(grant({ persons: [nobody] }))).toBe('person-not-registered');
    expect(outcome(grant({ cases: [nobody] }))).toBe('case-not-found');
    expect(outcome(grant({ cases: [], persons: [] }))).toBe('mandate-without-scope');
    expect(outcome(grant({ cases: [], persons: [], everybody: true }))).toEqual(['MandateGranted']);
    expect(outcome(grant({ until: '2026-03-01' }))).toBe('mandate-ends-before-it-begins');
    expect(outcome(grant({ from: '0001-01-01', until: '9999-12-31' }))).toEqual(['MandateGranted']);
    expect(outcome(grant({ from: '0001-01-01', until: '0001-01-01' }))).toEqual(['MandateGranted']);
  });

  it('R7: free text and names are withheld unless the mandate says so', () => {
    expect(grant()).toMatchObject({ facts: [{ data: { freeText: false, pseudonyms: true, everybody: false } }] });
    expect(grant({ freeText: true, pseudonyms: false })).toMatchObject({
      facts: [{ data: { freeText: true, pseudonyms: false } }],
    });
  });

  it('R7: it is live from its first day to its last, until it is ended', () => {
    const facts = history();
    expect(liveOn(facts, '2026-03-01')).toEqual([]);
    expect(liveOn(facts, '2026-03-02')).toEqual([mandate]);
    expect(liveOn(facts, '2026-06-30')).toEqual([mandate]);
    expect(liveOn(facts, '2026-07-01')).toEqual([]);
    const ended = history((s) => endMandate(s, { mandate, because: 'withdrawn' }));
    expect(liveOn(ended, '2026-03-02')).toEqual([]);
    expect(outcome(endMandate(given(mandatesFold, ended), { mandate, because: 'done' }))).toEqual([]);
    expect(outcome(endMandate(given(mandatesFold, facts), { mandate: nobody, because: 'done' }))).toBe(
      'mandate-not-found',
    );
  });

  it('R7: it is narrowed and never widened', () => {
    const state = given(mandatesFold, history());
    expect(outcome(narrowed({ cases: [] })(state))).toEqual(['MandateNarrowed']);
    expect(outcome(narrowed({ kinds: ['clinical'], until: '2026-05-31' })(state))).toEqual(['MandateNarrowed']);
    expect(outcome(narrowed({})(state))).toEqual([]);
    for (const wider of [
      { cases: [theCase, otherCase] },
      { persons: [ana, ben] },
      { kinds: ['clinical', 'booking', 'money'] as MandateKind[] },
      { until: '2026-07-01' },
      { freeText: true },
      { pseudonyms: false },
      { everybody: true },
    ])
      expect(outcome(narrowed(wider)(state))).toBe('mandate-widened');
    const ended = given(
      mandatesFold,
      history((s) => endMandate(s, { mandate, because: 'done' })),
    );
    expect(outcome(narrowed({ cases: [] })(ended))).toBe('mandate-is-over');
    expect(outcome(narrowMandate(state, { ...said, mandate: nobody }, at(morning)))).toBe('mandate-not-found');
  });

  it('R7: the clock ends it at its last instant, once', () => {
    const facts = history();
    const lapse = (all: readonly StoredFact[], now: string) =>
      lapseMandate(given(mandatesFold, all), { mandate }, at(now));
    expect(outcome(lapse(facts, '2026-07-01T03:59:59.999Z'))).toBe('mandate-not-over');
    expect(lapse(facts, '2026-07-01T04:00:00.000Z')).toMatchObject({
      facts: [{ type: 'MandateEnded', data: { because: 'lapsed' }, happenedAt: '2026-07-01T03:59:59.999Z' }],
    });
    const ended = history((s) => endMandate(s, { mandate, because: 'done' }));
    expect(outcome(lapse(ended, '2026-08-01T04:00:00.000Z'))).toEqual([]);
  });

  it('R7: a demand beyond the mandate is refused and recorded, with in what it went beyond', () => {
    const state = given(mandatesFold, history());
    const demand = {
      ...{ mandate, cases: [theCase], persons: [], kinds: ['clinical'] as MandateKind[] },
      ...{ freeText: false, names: false, words: 'Dates of all sessions.' },
    };
    const made = (more: Partial<typeof demand>, now = morning, by = ivan) =>
      demandUnderMandate(state, { ...demand, ...more }, at(now, by));
    expect(outcome(made({}))).toEqual(['DemandMade']);
    expect(outcome(made({}, morning, pat))).toEqual(['DemandMade']);
    for (const [more, over] of [
      [{ cases: [otherCase] }, ['case']],
      [{ persons: [ben] }, ['person']],
      [{ kinds: ['money'] as MandateKind[] }, ['kind']],
      [{ freeText: true }, ['free-text']],
      [{ names: true }, ['names']],
      [{ freeText: true, names: true, cases: [theCase, otherCase] }, ['case', 'free-text', 'names']],
    ] as const) {
      const refused = made(more as Partial<typeof demand>);
      expect(outcome(refused)).toBe('demand-beyond-mandate');
      expect(refused.facts).toMatchObject([{ type: 'DemandRefused', data: { beyond: over, by: ivan } }]);
    }
    expect(made({}, '2026-07-01T15:00:00.000Z').facts).toMatchObject([{ data: { beyond: ['period'] } }]);
  });

  it('R7: to anybody else there is no mandate', () => {
    const state = given(mandatesFold, history());
    const demand = { cases: [], persons: [], kinds: ['clinical'] as MandateKind[], freeText: false, names: false };
    expect(outcome(demandUnderMandate(state, { ...demand, mandate, words: 'x' }, at(morning, ana)))).toBe(
      'mandate-not-found',
    );
    expect(outcome(demandUnderMandate(state, { ...demand, mandate: nobody, words: 'x' }, at(morning, ivan)))).toBe(
      'mandate-not-found',
    );
  });

  it('R7: law: however often it is narrowed, a mandate never covers what it did not cover before', () => {
    const some = <T>(...all: readonly T[]) => fc.subarray([...all]);
    const scope = fc.record({
      everybody: fc.boolean(),
      cases: some(theCase, otherCase),
      persons: some(ana, ben),
      kinds: some(...MANDATE_KINDS).filter((kinds) => kinds.length > 0),
      until: fc.constantFrom('2026-03-31', '2026-06-30', '2026-12-31'),
      freeText: fc.boolean(),
      pseudonyms: fc.boolean(),
    });
    const demand = fc.record({
      cases: some(theCase, otherCase),
      persons: some(ana, ben),
      kinds: some(...MANDATE_KINDS),
      freeText: fc.boolean(),
      names: fc.boolean(),
    });
    fc.assert(
      fc.property(scope, fc.array(scope, { maxLength: 6 }), demand, (first, later, wanted) => {
        const granted = grant(first);
        if ('refusal' in granted) return;
        const facts = [...stored(granted.facts, { stream: 'mandates' })];
        const covered = (): boolean => {
          const one = given(mandatesFold, facts).mandates.granted.get(mandate);
          return one !== undefined && beyond(one, wanted, '2026-03-15').length === 0;
        };
        let before = covered();
        for (const next of later) {
          const decided = narrowMandate(given(mandatesFold, facts), { ...next, mandate }, at(morning));
          facts.push(...stored(decided.facts ?? [], { stream: 'mandates', from: facts.length }));
          const now = covered();
          expect(now && !before).toBe(false);
          before = now;
        }
      }),
      { numRuns: 200 },
    );
  });
});
