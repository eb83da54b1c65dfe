import { describe, expect, it } from '@jest/globals';
import { staffFold } from '../../../src/domain/agency/agency.js';
import {
  clearedForAccess,
  recordTraining,
  recordUndertaking,
  signUndertaking,
} from '../../../src/domain/agency/clearance.js';
import { clearanceFacts } from '../../../src/domain/agency/clearance-facts.js';
import { FOLDS } from '../../../src/domain/world.js';
import { clearedOn } from '../../../src/projections/staff-clearance.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const { TrainingCompleted, UndertakingSigned } = clearanceFacts;
const theo = idOf('Theo');
const known = (person: string) => ({
  ...FOLDS.person.initial().person,
  ...(person !== idOf('nobody') && { person }),
});
const c = circumstances({ actor: { person: theo, role: 'therapist' }, world: { person: known } });
const trained = (validUntil: string, on = '2026-01-05', topic: 'privacy' | 'information-security' = 'privacy') =>
  TrainingCompleted({ person: theo, topic, on, validUntil, endsAt: `${validUntil}T23:59:59.999Z`, longest: true });
const signed = (on = '2026-01-05') => UndertakingSigned({ person: theo, version: '2026-1', on });
const none = given(staffFold, []);

describe('Training and undertaking, before access is given', () => {
  it('R7: a person is cleared only with a training in privacy that counts and a signed undertaking', () => {
    const cleared = (...facts: Parameters<typeof given>[1]) =>
      clearedForAccess(given(staffFold, facts).clearance, theo, '2026-03-01');
    expect(cleared(trained('2027-01-05'), signed())).toBe(true);
    expect(cleared(trained('2027-01-05'))).toBe(false);
    expect(cleared(signed())).toBe(false);
    expect(cleared(trained('2026-02-28'), signed())).toBe(false);
    expect(cleared(trained('2026-03-01'), signed('2026-03-01'))).toBe(true);
    expect(cleared(trained('2027-01-05'), signed('2026-03-02'))).toBe(false);
    expect(cleared(trained('2027-01-05', '2026-03-02'), signed())).toBe(false);
    expect(cleared(trained('2027-01-05', '2026-01-05', 'information-security'), signed())).toBe(false);
    expect(clearedForAccess(none.clearance, theo, '2026-03-01')).toBe(false);
  });

  it('R7: how long a training counts is the parameter of the day it was completed', () => {
    const decided = recordTraining(none, { person: theo, topic: 'privacy', on: '2026-01-05' }, c);
    expect(decided).toMatchObject({
      facts: [{ data: { validUntil: '2027-01-05', endsAt: '2027-01-06T04:59:59.999Z', longest: true } }],
    });
    const again = given(staffFold, [trained('2027-01-05')]);
    expect(outcome(recordTraining(again, { person: theo, topic: 'privacy', on: '2026-01-05' }, c))).toEqual([]);
    expect(recordTraining(again, { person: theo, topic: 'privacy', on: '2025-11-05' }, c)).toMatchObject({
      facts: [{ data: { validUntil: '2026-11-05', longest: false } }],
    });
  });

  it('R7: a parameter of any length, and a day of any age, end on a day that exists', () => {
    const parameters = {
      ...FOLDS.parameters.initial().parameters,
      values: new Map([['training-months', [{ value: 1_000_000, effectiveFrom: '1900-01-01' }]]]),
    };
    const far = circumstances({ world: { person: known, parameters } });
    const decided = recordTraining(none, { person: theo, topic: 'privacy', on: '0001-01-01' }, far);
    expect(decided).toMatchObject({ facts: [{ data: { on: '0001-01-01', validUntil: '2100-01-01' } }] });
  });

  it('R7: nothing is recorded of nobody, before it happened, or twice; and everybody signs their own', () => {
    const nobody = { person: idOf('nobody'), version: '2026-1', on: '2026-01-05' };
    expect(outcome(recordUndertaking(none, nobody, c))).toBe('person-not-registered');
    expect(outcome(recordTraining(none, { ...nobody, topic: 'privacy' }, c))).toBe('person-not-registered');
    const tomorrow = { person: theo, version: '2026-1', on: '2026-01-06' };
    expect(outcome(recordUndertaking(none, tomorrow, c))).toBe('training-in-the-future');
    expect(outcome(recordTraining(none, { ...tomorrow, topic: 'privacy' }, c))).toBe('training-in-the-future');
    expect(outcome(signUndertaking(none, { person: idOf('Thea'), version: '2026-1' }, c))).toBe(
      'undertaking-of-another',
    );
    expect(outcome(signUndertaking(none, { person: theo, version: '2026-1' }, c))).toEqual(['UndertakingSigned']);
    expect(outcome(signUndertaking(given(staffFold, [signed()]), { person: theo, version: '2026-1' }, c))).toEqual([]);
  });

  it('R7: who is cleared is one row a person, with what is missing', () => {
    const row = (what: string, which: string, from: string, until?: string) => ({
      ...{ what, which, from, person: theo },
      ...(until && { until }),
    });
    const rows = [row('role', 'therapist', '2026-01-01'), row('training', 'privacy', '2026-01-05', '2027-01-05')];
    expect(clearedOn(rows, '2026-02-01')).toMatchObject([
      { person: theo, roles: ['therapist'], trainedUntil: '2027-01-05', cleared: 'no', missing: ['undertaking'] },
    ]);
    const whole = [...rows, row('undertaking', '2026-1', '2026-01-06')];
    expect(clearedOn(whole, '2026-02-01')).toMatchObject([{ cleared: 'yes', missing: [], undertaking: '2026-1' }]);
    expect(clearedOn(whole, '2027-01-06')).toMatchObject([{ cleared: 'no', missing: ['training'] }]);
  });
});
