import { describe, expect, it } from '@jest/globals';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { kindOf } from '../../../src/domain/catalogue.js';
import { decideEnteredInError, mistakeFacts, needsSecondPerson } from '../../../src/domain/language/mistakes.js';
import { circumstances, idOf, outcome, stored } from '../../support/given.js';

const AT = '2026-01-05T14:00:00.000Z';
const A_DAY_LATER = '2026-01-06T14:00:00.000Z';
const LATER_STILL = '2026-01-06T14:00:00.001Z';
const opened = rosterFacts.CaseOpened({
  case: idOf('case'),
  kind: 'individual',
  participants: [idOf('client')],
  therapist: idOf('therapist'),
});
const [first] = stored([opened], { at: AT });
const facts = [first?.id ?? ''];
const strike = (now: string, complaintOpen: boolean, history = stored([opened], { at: AT })) =>
  decideEnteredInError(
    { facts, kind: 'other', reason: 'sealed' },
    circumstances({ now, history }),
    complaintOpen,
    kindOf,
  );

describe('R9: who may strike what was entered in error', () => {
  it('R9: one person strikes what was recorded no more than a day ago', () => {
    expect(needsSecondPerson([{ recordedAt: AT }], A_DAY_LATER, false)).toBe(false);
    expect(outcome(strike(A_DAY_LATER, false))).toEqual(['EnteredInError']);
  });

  it('R9: what was recorded more than a day ago a second person strikes, complaint or none', () => {
    expect(needsSecondPerson([{ recordedAt: LATER_STILL }, { recordedAt: AT }], LATER_STILL, false)).toBe(true);
    const alone = strike(LATER_STILL, false);
    expect(outcome(alone)).toBe('second-person-needed');
    expect(alone.facts?.map((f) => f.type)).toEqual(['StrikeProposed']);
  });

  it('R9: while a complaint is open a second person strikes what is new too (rule 37)', () => {
    expect(needsSecondPerson([{ recordedAt: AT }], AT, true)).toBe(true);
  });

  it('R9: being asked for a second person is said in the same words whether or not there is a complaint', () => {
    expect(strike(LATER_STILL, true)).toEqual(strike(LATER_STILL, false));
    expect(strike(LATER_STILL, false)).toMatchObject({ refusal: { clause: 'R9' } });
    expect(JSON.stringify(strike(LATER_STILL, true))).not.toMatch(/complaint/i);
  });

  it('R9: what another person proposed is struck; what one proposed oneself is not', () => {
    const history = (actor: string) => [
      ...stored([opened], { at: AT }),
      ...stored([mistakeFacts.StrikeProposed({ facts })], { at: LATER_STILL, from: 1, actor }),
    ];
    expect(outcome(strike(LATER_STILL, false, history(idOf('privacy officer'))))).toEqual(['EnteredInError']);
    expect(outcome(strike(LATER_STILL, false, history(idOf('front desk'))))).toBe('second-person-needed');
  });
});
