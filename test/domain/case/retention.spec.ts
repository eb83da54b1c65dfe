import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parameterFacts } from '../../../src/domain/agency/agency.js';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  flagRetention,
  liftRetentionFlag,
  mayBeDestroyed,
  type Retention,
  type RetentionOf,
  type RetentionYears,
  retentionFacts,
  retentionOf,
  retentionYearsOn,
} from '../../../src/domain/case/retention.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { addDays } from '../../../src/domain/language/business-time.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { FOLDS } from '../../../src/domain/world.js';
import { given, idOf, outcome } from '../../support/given.js';

const builtIn = retentionYearsOn(FOLDS.parameters.initial(), '2026-01-05');
const seen = (more: Partial<RetentionOf> = {}): RetentionOf => ({
  lastInteraction: '2024-09-01',
  attended: true,
  bornIn: ['1980-03'],
  colleges: ['CRPO'],
  flags: [],
  ...more,
});

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1950-01-01', days));
const month = day.map((one) => one.slice(0, 7));
const born = fc.option(month, { nil: undefined });
const college = fc.constantFrom('CRPO', 'OCSWSSW', undefined);
const someYears: fc.Arbitrary<RetentionYears> = fc.record({
  CRPO: fc.nat(120),
  OCSWSSW: fc.nat(120),
  neverAttended: fc.nat(120),
  noLimitation: fc.nat(9_000),
  majority: fc.nat(30),
});
const someCase: fc.Arbitrary<RetentionOf> = fc.record({
  lastInteraction: day,
  attended: fc.boolean(),
  bornIn: fc.array(born, { maxLength: 4 }),
  colleges: fc.array(college, { minLength: 1, maxLength: 3 }),
  flags: fc.constantFrom([], ['no-limitation-period'] as const),
});
/** A day far beyond every other for what is kept until more is known. */
const until = (kept: Retention): string => kept.until ?? 'for now';
const law = (change: fc.Arbitrary<(of: RetentionOf) => RetentionOf>) =>
  fc.assert(
    fc.property(someCase, someYears, change, (of, years, changed) => {
      expect(until(retentionOf(changed(of), years)) >= until(retentionOf(of, years))).toBe(true);
    }),
    { numRuns: 500 },
  );

describe('R9: how long a record is kept (rule 23)', () => {
  it('R9: of somebody born in May 2012 and last seen in 2024 until after May 2040: ten years from the 18th birthday', () => {
    const kept = retentionOf(seen({ bornIn: ['2012-05'] }), builtIn);
    expect(kept).toEqual({ until: '2040-05-31', rule: 'majority', years: 10 });
    expect(mayBeDestroyed(kept, [], '2040-05-31')).toBe(false);
    expect(mayBeDestroyed(kept, [], '2040-06-01')).toBe(true);
  });

  it('R9: of an adult ten years from the last interaction, and a later contact restarts it', () => {
    expect(retentionOf(seen(), builtIn)).toEqual({ until: '2034-09-01', rule: 'last-interaction', years: 10 });
    expect(retentionOf(seen({ lastInteraction: '2031-02-28' }), builtIn).until).toBe('2041-02-28');
  });

  it('R9: with a social worker alone by their College’s own number; with both, or nobody known, by the strictest', () => {
    expect(retentionOf(seen({ colleges: ['OCSWSSW'] }), builtIn)).toMatchObject({ until: '2031-09-01', years: 7 });
    for (const colleges of [['OCSWSSW', 'CRPO'], ['OCSWSSW', undefined], []] as const)
      expect(retentionOf(seen({ colleges }), builtIn)).toMatchObject({ until: '2034-09-01', years: 10 });
  });

  it('R9: of who never attended by a number of its own (rule 59), never longer than of who did', () => {
    expect(retentionOf(seen({ attended: false }), builtIn)).toMatchObject({
      until: '2026-09-01',
      rule: 'never-attended',
    });
    law(fc.constant((of) => ({ ...of, attended: true })));
  });

  it('R9: what may be evidence of something without limitation period is kept for its own, much longer time', () => {
    expect(retentionOf(seen({ flags: ['no-limitation-period'] }), builtIn)).toEqual({
      until: '2123-09-01',
      rule: 'no-limitation-period',
      years: 99,
    });
    law(fc.constant((of) => ({ ...of, flags: ['no-limitation-period'] as const })));
  });

  it('R9: while the birth of somebody who took part is not known it is kept', () => {
    const kept = retentionOf(seen({ bornIn: ['1980-03', undefined] }), builtIn);
    expect(kept).toEqual({ until: undefined, rule: 'birth-unknown', years: undefined });
    expect(mayBeDestroyed(kept, [], '9999-12-31')).toBe(false);
  });

  it('R9: a later interaction never shortens it', () => {
    law(fc.nat(20_000).map((days) => (of) => ({ ...of, lastInteraction: addDays(of.lastInteraction, days) })));
  });

  it('R9: another participant never shortens it, nor another profession', () => {
    law(born.map((one) => (of) => ({ ...of, bornIn: [...of.bornIn, one] })));
    law(college.map((one) => (of) => ({ ...of, colleges: [...of.colleges, one] })));
  });

  it('R9: a hold never shortens it: what is held may not be destroyed on any day', () => {
    fc.assert(
      fc.property(someCase, someYears, day, fc.array(fc.constant('hold'), { minLength: 1 }), (of, years, on, holds) => {
        const kept = retentionOf(of, years);
        expect(mayBeDestroyed(kept, holds, on)).toBe(false);
        expect(mayBeDestroyed(kept, [], on)).toBe(kept.until !== undefined && kept.until < on);
      }),
    );
  });

  it('R9: the numbers are parameters: as published for the day, with the built-in ones before', () => {
    const published = given(FOLDS.parameters, [
      parameterFacts.LegalParameterPublished({
        parameter: 'retention-years-crpo',
        value: 15,
        citation: 'By a later standard',
        effectiveFrom: '2027-01-01',
        confirmedByCounsel: true,
      }),
    ]);
    expect(retentionYearsOn(published, '2026-12-31').CRPO).toBe(10);
    expect(retentionYearsOn(published, '2027-01-01').CRPO).toBe(15);
  });
});

describe('R9: a record kept for longer', () => {
  const named = { case: idOf('case'), flag: 'no-limitation-period', reason: 'sealed' } as const;
  const opened = rosterFacts.CaseOpened({
    case: idOf('case'),
    kind: 'individual',
    participants: [idOf('Ana')],
    therapist: idOf('Thea'),
  });
  const state = (...facts: readonly NewFact[]) => given(caseFold, facts);
  const flagged = retentionFacts.RetentionFlagged(named);

  it('R9: it is flagged once, and the flag lifted only where there is one', () => {
    expect(outcome(flagRetention(state(opened), named))).toEqual(['RetentionFlagged']);
    expect(outcome(flagRetention(state(opened, flagged), named))).toEqual([]);
    expect(outcome(liftRetentionFlag(state(opened, flagged), named))).toEqual(['RetentionFlagLifted']);
    expect(outcome(liftRetentionFlag(state(opened), named))).toBe('retention-flag-not-set');
    expect(outcome(flagRetention(state(), named))).toBe('case-not-found');
    expect(outcome(liftRetentionFlag(state(), named))).toBe('case-not-found');
  });
});
