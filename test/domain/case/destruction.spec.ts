import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { caseFold } from '../../../src/domain/case/case.js';
import { caseHoldFacts } from '../../../src/domain/case/case-holds.js';
import {
  beginDestruction,
  confirmDestruction,
  requestDestruction,
  retentionNow,
  reviewDestructionDue,
  withdrawDestruction,
} from '../../../src/domain/case/destruction.js';
import { destructionFacts } from '../../../src/domain/case/destruction-facts.js';
import { retentionFacts } from '../../../src/domain/case/retention.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { registerFacts } from '../../../src/domain/complaint/register.js';
import { closingFacts } from '../../../src/domain/destruction/closing.js';
import type { NewFact, StoredFact } from '../../../src/domain/language/fact.js';
import { personFacts } from '../../../src/domain/person/person.js';
import { FOLDS, type World } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [theCase, ana, ben, thea] = [idOf('case'), idOf('Ana'), idOf('Ben'), idOf('Thea')];
const [officer, manager] = [idOf('officer'), idOf('manager')];
const opened = rosterFacts.CaseOpened({ case: theCase, kind: 'couple', participants: [ana, ben], therapist: thea });
const destruction = idOf('destruction');
const requested = destructionFacts.DestructionRequested({
  ...{ case: theCase, destruction, keptUntil: '2028-01-31', rule: 'never-attended', years: 2 },
});

/** A case as it is after these facts, said by the officer, and what is committed around it. */
function at(
  facts: readonly NewFact[],
  {
    now = '2028-03-01T15:00:00.000Z',
    person = manager,
    bornIn = { [ana]: '1980-01', [ben]: '1980-01' } as Readonly<Record<string, string | undefined>>,
    world = {} as Partial<World>,
  } = {},
) {
  const history: readonly StoredFact[] = facts.flatMap((one, from) => [
    ...stored([one], { actor: officer, role: 'privacy-officer', from, at: '2026-01-05T14:00:00.000Z' }),
  ]);
  const state = given(caseFold, history);
  const c = circumstances({
    ...{ now, history, actor: { person, role: 'privacy-officer' } },
    world: {
      person: (id) =>
        given(FOLDS.person, [
          personFacts.PersonRegistered({
            ...{ person: id, permittedChannels: [], revealAgency: false, name: 'n', contacts: [] },
            ...(bornIn[id] && { bornIn: bornIn[id] }),
          }),
        ]).person,
      ...world,
    },
  });
  return { state, c };
}
const asked = (facts: readonly NewFact[], more?: Parameters<typeof at>[1]) => {
  const { state, c } = at(facts, more);
  return requestDestruction(state, theCase, c);
};
const hold = caseHoldFacts.CaseHoldPlaced({
  ...{ case: theCase, hold: idOf('hold'), because: 'summons', reason: 'Court' },
});

describe('R9: a case is destroyed only when it is due and nothing holds it (rules 19 and 23)', () => {
  it('R9: not before the last day of its retention has passed', () => {
    expect(outcome(asked([opened], { now: '2028-01-31T15:00:00.000Z' }))).toBe('destruction-not-due');
    expect(outcome(asked([opened], { now: '2028-02-01T15:00:00.000Z' }))).toEqual(['DestructionRequested']);
  });

  it('R9: the strictest of all who take part counts: the youngest keeps it, and a birth nobody knows', () => {
    const young = { [ana]: '1980-01', [ben]: '2015-06' };
    expect(outcome(asked([opened], { bornIn: young }))).toBe('destruction-not-due');
    expect(outcome(asked([opened], { bornIn: young, now: '2035-07-01T15:00:00.000Z' }))).toEqual([
      'DestructionRequested',
    ]);
    expect(asked([opened], { bornIn: { [ana]: '1980-01' } })).toMatchObject({
      refusal: { code: 'destruction-not-due', values: { rule: 'birth-unknown' } },
    });
  });

  it('R9: what has no limitation period is kept ninety-nine years', () => {
    const flagged = retentionFacts.RetentionFlagged({ case: theCase, flag: 'no-limitation-period', reason: 'r' });
    expect(asked([opened, flagged], { now: '2090-01-01T15:00:00.000Z' })).toMatchObject({
      refusal: { code: 'destruction-not-due', values: { rule: 'no-limitation-period', until: '2125-01-31' } },
    });
  });

  it('R9: a summons holds it; so does a complaint about any who takes part', () => {
    expect(outcome(asked([opened, hold]))).toBe('destruction-held');
    const register = given(FOLDS['complaint-register'], [
      registerFacts.ComplaintRegistered({
        ...{ complaint: idOf('complaint'), complainant: ben, respondents: [thea], persons: [ben], cases: [] },
      }),
    ]).register;
    const world = { register, complaint: () => FOLDS.complaint.initial() };
    expect(outcome(asked([opened], { world }))).toBe('destruction-held');
  });

  it('R9: who asked does not confirm, who confirms decides again, and twice is once', () => {
    const confirm = (facts: readonly NewFact[], more?: Parameters<typeof at>[1]) => {
      const { state, c } = at(facts, more);
      return outcome(confirmDestruction(state, { case: theCase, destruction }, c));
    };
    expect(confirm([opened])).toBe('destruction-not-asked');
    expect(confirm([opened, requested], { person: officer })).toBe('destruction-needs-another');
    expect(confirm([opened, requested, hold])).toBe('destruction-held');
    expect(confirm([opened, requested])).toEqual(['DestructionConfirmed']);
  });

  it('R9: it may be taken back until it has begun; asking twice waits for the first', () => {
    const { state } = at([opened, requested]);
    expect(outcome(withdrawDestruction(state, { case: theCase, destruction }))).toEqual(['DestructionWithdrawn']);
    expect(outcome(asked([opened, requested]))).toBe('destruction-asked-already');
    const back = destructionFacts.DestructionWithdrawn({ case: theCase, destruction });
    expect(outcome(asked([opened, requested, back]))).toEqual(['DestructionRequested']);
  });

  it('R9: it begins only when it is still due at that moment; else it is stopped, and that is on record', () => {
    const confirmed = destructionFacts.DestructionConfirmed({ case: theCase, destruction });
    const begin = (facts: readonly NewFact[]) => {
      const { state, c } = at(facts);
      return beginDestruction(state, { case: theCase, destruction }, c);
    };
    expect(outcome(begin([opened, requested]))).toBe('destruction-not-asked');
    expect(outcome(begin([opened, requested, confirmed]))).toEqual(['DestructionBegun']);
    expect(begin([opened, requested, confirmed, hold])).toMatchObject({
      refusal: { code: 'destruction-held' },
      facts: [{ type: 'DestructionStopped', data: { because: 'held' } }],
    });
  });

  it('R9: the clock says once that it is due, and once that it is not any more', () => {
    const review = (facts: readonly NewFact[]) => {
      const { state, c } = at(facts);
      return reviewDestructionDue(state, theCase, c);
    };
    expect(review([opened])).toMatchObject({
      facts: [{ type: 'DestructionDue', data: { keptUntil: '2028-01-31', by: '2028-05-31T03:59:59.999Z' } }],
    });
    const due = destructionFacts.DestructionDue({
      ...{ case: theCase, keptUntil: '2028-01-31', rule: 'never-attended', years: 2, by: '2028-05-31T03:59:59.999Z' },
    });
    expect(outcome(review([opened, due]))).toEqual([]);
    expect(outcome(review([opened, due, hold]))).toEqual(['DestructionNotDue']);
    expect(outcome(review([opened, hold]))).toEqual([]);
  });

  it('R9: asking, confirming and the clock restart no retention; whatever the client does, does', () => {
    const late = stored([requested], {
      from: 1,
      at: '2027-12-01T14:00:00.000Z',
      role: 'privacy-officer',
    })[0] as StoredFact;
    const { state, c } = at([opened]);
    const kept = retentionNow(state, c).kept.until;
    expect(retentionNow(state, { ...c, history: [...c.history, late] }).kept.until).toBe(kept);
    const joined = { ...late, type: 'ParticipantJoined' };
    expect(retentionNow(state, { ...c, history: [...c.history, joined] }).kept.until).toBe('2029-12-31');
  });

  it('R9: whatever happened in whatever order, nothing begins that is held or not due (law)', () => {
    const some = fc.array(
      fc.constantFrom<NewFact>(
        requested,
        hold,
        caseHoldFacts.CaseHoldReleased({ case: theCase, hold: idOf('hold'), because: 'not-needed' }),
        destructionFacts.DestructionConfirmed({ case: theCase, destruction }),
        destructionFacts.DestructionWithdrawn({ case: theCase, destruction }),
        rosterFacts.CaseClosed({ case: theCase, because: 'completed' }),
      ),
      { maxLength: 8 },
    );
    const when = fc.constantFrom('2027-06-01', '2028-01-31', '2028-02-01', '2030-01-01');
    fc.assert(
      fc.property(some, when, (facts, day) => {
        const { state, c } = at([opened, ...facts], { now: `${day}T15:00:00.000Z` });
        const begun = beginDestruction(state, { case: theCase, destruction }, c);
        if ('refusal' in begun) return;
        const { holds, over } = retentionNow(state, c);
        expect([holds.length, over, state.destruction.asked?.requestedBy === manager]).toEqual([0, true, false]);
        expect(begun.facts.map(({ type }) => type)).toEqual([closingFacts.DestructionBegun.type]);
      }),
      { numRuns: 300 },
    );
  });
});
