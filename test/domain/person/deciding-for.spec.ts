import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { decidersFor, decidingFacts, isUnder16, RANKS, type Rank } from '../../../src/domain/person/deciding-for.js';
import { fileFold } from '../../../src/domain/person/file.js';
import {
  decideOwnCounselling,
  endSubstitute,
  findCapacity,
  nameSubstitute,
  object,
  reportDeath,
  withdrawObjection,
} from '../../../src/domain/person/naming-substitutes.js';
import { given, idOf, outcome } from '../../support/given.js';

const [kim, mother, father, spouse] = ['kim', 'mother', 'father', 'spouse'].map(idOf) as [
  string,
  string,
  string,
  string,
];
const DAY = '2026-03-14';
/** Who enters it. */
const by = { actor: { person: idOf('fran'), role: 'front-desk' } };
const CHILD = '2014-05';
const ADULT = '1980-05';
const named = (substitute: string, rank: Rank, more: object = {}) =>
  decidingFacts.SubstituteNamed({
    authority: idOf(`${substitute} ${rank}`),
    person: kim,
    substitute,
    rank,
    scope: ['treatment', 'information'],
    evidence: 'court-order',
    from: '2026-01-01',
    ...more,
  });
const found = (what: 'capable' | 'incapable', on: string, matter: 'treatment' | 'information' = 'treatment') =>
  decidingFacts.CapacityFound({ person: kim, matter, found: what, by: idOf('theo'), on, basis: 'Talked with Kim.' });
const fileAfter = (...facts: readonly NewFact[]) => given(fileFold, facts, { stream: 'file-kim' });
const deciders = (bornIn: string | undefined, day: string, ...facts: readonly NewFact[]) =>
  decidersFor(fileAfter(...facts).deciding, bornIn, 'treatment', day);

describe('Who decides for whom', () => {
  it('R7: an adult is presumed capable: an authority decides nothing until incapacity is found (HCCA s. 4)', () => {
    const wife = named(spouse, 'spouse-partner');
    expect(deciders(ADULT, DAY, wife)).toEqual([]);
    expect(deciders(ADULT, DAY, wife, found('incapable', '2026-02-01'))).toEqual([spouse]);
    expect(deciders(ADULT, '2026-01-31', wife, found('incapable', '2026-02-01'))).toEqual([]);
    expect(deciders(undefined, DAY, wife)).toEqual([]);
  });

  it('R7: capacity that has returned ends the authority at once, and an older finding entered later does not bring it back', () => {
    const facts = [named(spouse, 'spouse-partner'), found('incapable', '2026-02-01')];
    const action = {
      person: kim,
      matter: 'treatment',
      found: 'capable',
      by: idOf('theo'),
      on: DAY,
      basis: 'x',
    } as const;
    const decision = findCapacity(fileAfter(...facts), action, ADULT, DAY);
    expect(outcome(decision)).toEqual(['CapacityFound', 'SubstituteEnded']);
    expect(decision.facts?.[1]?.data['because']).toBe('capacity-returned');
    const returned = [...facts, ...(decision.facts ?? [])];
    expect(deciders(ADULT, DAY, ...returned)).toEqual([]);
    expect(deciders(ADULT, DAY, ...returned, found('incapable', '2026-01-15'), named(spouse, 'sibling'))).toEqual([]);
    expect(outcome(findCapacity(fileAfter(), { ...action, on: '2026-03-15' }, ADULT, DAY))).toBe('day-in-the-future');
  });

  it('R7: capacity is found matter by matter; an authority about treatment carries the information (PHIPA s. 5(2))', () => {
    const facts = [named(spouse, 'spouse-partner'), found('incapable', '2026-02-01', 'information')];
    expect(deciders(ADULT, DAY, ...facts)).toEqual([]);
    expect(decidersFor(fileAfter(...facts).deciding, ADULT, 'information', DAY)).toEqual([spouse]);
    const treated = fileAfter(
      named(spouse, 'spouse-partner', { scope: ['treatment'] }),
      found('incapable', '2026-02-01'),
    );
    expect(decidersFor(treated.deciding, ADULT, 'information', DAY)).toEqual([spouse]);
  });

  it('R7: the highest rank decides, and the next one when it ends (HCCA s. 20)', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...RANKS.slice(0, -1)), { minLength: 1 }), (ranks) => {
        const facts = ranks.map((rank) => named(idOf(`holder of ${rank}`), rank));
        const highest = [...ranks].sort((a, b) => RANKS.indexOf(a) - RANKS.indexOf(b))[0];
        expect(deciders(ADULT, DAY, ...facts, found('incapable', DAY))).toEqual([idOf(`holder of ${highest}`)]);
      }),
    );
    const both = [named(spouse, 'spouse-partner'), named(mother, 'guardian', { until: '2026-03-13' })];
    expect(deciders(ADULT, '2026-03-13', ...both, found('incapable', '2026-02-01'))).toEqual([mother]);
    expect(deciders(ADULT, DAY, ...both, found('incapable', '2026-02-01'))).toEqual([spouse]);
  });

  it('R7: what a parent decides for a child ends with the first day of the month of the sixteenth birthday (rule 49)', () => {
    const parent = named(mother, 'child-or-custodial-parent');
    expect(deciders(CHILD, '2030-04-30', parent)).toEqual([mother]);
    expect(deciders(CHILD, '2030-05-01', parent)).toEqual([]);
    expect(deciders(CHILD, DAY, named(father, 'access-parent'))).toEqual([]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 30 }), (month, years) => {
        const mm = String(month).padStart(2, '0');
        expect(isUnder16(`2000-${mm}`, `${2000 + years}-${mm}-01`)).toBe(years < 16);
      }),
    );
  });

  it('R7: a child who decided on counselling alone, or was found capable, decides (PHIPA s. 23(1)2)', () => {
    const parent = named(mother, 'child-or-custodial-parent');
    const alone = decidingFacts.OwnCounsellingDecided({ person: kim, on: '2026-02-01' });
    expect(deciders(CHILD, DAY, parent, alone)).toEqual([]);
    expect(deciders(CHILD, DAY, parent, found('capable', '2026-02-01'))).toEqual([]);
    const own = { person: kim, on: DAY };
    const byMother = { person: mother, role: 'representative' };
    expect(outcome(decideOwnCounselling(fileAfter(parent), own, byMother, DAY))).toBe('only-the-child-decides');
    expect(outcome(decideOwnCounselling(fileAfter(parent), own, { person: kim, role: 'client' }, DAY))).toEqual([
      'OwnCounsellingDecided',
    ]);
    expect(outcome(decideOwnCounselling(fileAfter(parent, alone), own, { person: kim, role: 'client' }, DAY))).toEqual(
      [],
    );
  });

  it('R7: with joint custody one parent’s objection stops the other until it is withdrawn (rule 49)', () => {
    const both = [named(mother, 'child-or-custodial-parent'), named(father, 'child-or-custodial-parent')];
    expect([...deciders(CHILD, DAY, ...both)].sort()).toEqual([mother, father].sort());
    const objecting = { objection: idOf('objection'), person: kim, by: father };
    const objection = object(fileAfter(...both), objecting);
    expect(outcome(objection)).toEqual(['ObjectionMade']);
    const objected = [...both, ...(objection.facts ?? [])];
    expect(deciders(CHILD, DAY, ...objected)).toEqual([]);
    expect(outcome(object(fileAfter(...both), { ...objecting, by: spouse }))).toBe('not-a-substitute');
    expect(outcome(withdrawObjection(fileAfter(...objected), { ...objecting, by: mother }))).toBe(
      'objection-not-found',
    );
    const withdrawn = withdrawObjection(fileAfter(...objected), objecting);
    expect(deciders(CHILD, DAY, ...objected, ...(withdrawn.facts ?? []))).toHaveLength(2);
  });

  it('R7: death ends every authority; then an estate trustee decides, on a document (rule 50)', () => {
    const facts = [named(spouse, 'spouse-partner'), found('incapable', '2026-02-01')];
    const death = reportDeath(
      fileAfter(...facts),
      { person: kim, on: '2026-03-01', evidence: 'family' },
      undefined,
      DAY,
    );
    expect(outcome(death)).toEqual(['PersonDied', 'SubstituteEnded']);
    const dead = [...facts, ...(death.facts ?? [])];
    expect(deciders(ADULT, DAY, ...dead)).toEqual([]);
    const trustee = {
      authority: idOf('trustee'),
      person: kim,
      substitute: father,
      rank: 'estate-trustee',
      scope: ['information'],
      evidence: 'will-or-certificate',
      from: '2026-03-05',
    } as const;
    expect(outcome(nameSubstitute(fileAfter(...facts), trustee, undefined, by))).toBe(
      'estate-trustee-after-death-only',
    );
    expect(outcome(nameSubstitute(fileAfter(...dead), { ...trustee, evidence: 'own-statement' }, undefined, by))).toBe(
      'authority-needs-evidence',
    );
    const authority = nameSubstitute(fileAfter(...dead), trustee, undefined, by);
    expect(decidersFor(fileAfter(...dead, ...(authority.facts ?? [])).deciding, ADULT, 'information', DAY)).toEqual([
      father,
    ]);
    expect(
      outcome(reportDeath(fileAfter(...dead), { person: kim, on: DAY, evidence: 'family' }, undefined, DAY)),
    ).toEqual([]);
  });

  it('R7: an authority is named once and ended once, and nobody is their own substitute', () => {
    const state = fileAfter(named(mother, 'guardian'));
    const { data } = named(mother, 'guardian');
    const again = { ...(data as Parameters<typeof nameSubstitute>[1]), authority: idOf('again') };
    expect(outcome(nameSubstitute(state, again, undefined, by))).toEqual([]);
    expect(outcome(nameSubstitute(state, { ...again, substitute: kim }, undefined, by))).toBe('own-substitute');
    expect(outcome(nameSubstitute(state, { ...again, substitute: by.actor.person }, undefined, by))).toBe(
      'substitute-names-oneself',
    );
    expect(outcome(nameSubstitute(state, { ...again, until: '2025-01-01' }, undefined, by))).toBe(
      'authority-over-before-it-begins',
    );
    const end = { person: kim, authority: idOf(`${mother} guardian`), because: 'revoked' } as const;
    const ended = endSubstitute(state, end);
    expect(outcome(ended)).toEqual(['SubstituteEnded']);
    expect(outcome(endSubstitute(fileAfter(named(mother, 'guardian'), ...(ended.facts ?? [])), end))).toEqual([]);
    expect(outcome(endSubstitute(fileAfter(), end))).toBe('authority-not-found');
  });
});
