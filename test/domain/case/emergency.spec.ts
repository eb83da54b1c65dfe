import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { staffFacts } from '../../../src/domain/agency/agency.js';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  announceEmergency,
  closeEmergencyAccess,
  emergencyOf,
  markEmergencyReviewOverdue,
  openEmergencyAccess,
  reviewEmergencyAccess,
} from '../../../src/domain/case/emergency.js';
import { EMERGENCY_GROUNDS, type EmergencyGround } from '../../../src/domain/case/emergency-facts.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { Decision } from '../../../src/domain/language/decision.js';
import type { StoredFact } from '../../../src/domain/language/fact.js';
import { decideEnteredInError, standing } from '../../../src/domain/language/mistakes.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome, stored } from '../../support/given.js';

const [theCase, ana, ben, theo, desk, pat, quinn] = ['case', 'Ana', 'Ben', 'Theo', 'Dana', 'Pat', 'Quinn'].map(
  idOf,
) as [string, string, string, string, string, string, string];
const staff = given(FOLDS.staff, [
  staffFacts.RoleGranted({ person: theo, role: 'therapist', from: '2026-01-01' }),
  staffFacts.RoleGranted({ person: desk, role: 'front-desk', from: '2026-01-01' }),
  staffFacts.RoleGranted({ person: pat, role: 'privacy-officer', from: '2026-01-01' }),
  staffFacts.RoleGranted({ person: quinn, role: 'privacy-officer', from: '2026-01-01' }),
]).staff;
const opening = rosterFacts.CaseOpened({ case: theCase, kind: 'couple', participants: [ana, ben], therapist: quinn });
const emptyCase = given(caseFold, []);
const opened = '2026-03-02T15:00:00.000Z';
const reviewBy = '2026-03-05T15:00:00.000Z';
const by = (person: string, now = opened, happenedAt = now) =>
  circumstances({ now, happenedAt, actor: { person, role: 'staff' }, world: { staff } });
const wanted = (ground: EmergencyGround = 'risk-of-serious-harm') => ({ case: theCase, ground, reason: 'A call.' });

/** What happened so far; each decision is stored with what it was decided at. */
function told(...steps: readonly (readonly [at: string, decision: Decision])[]): StoredFact[] {
  const facts = [...stored([opening], { stream: 'case', at: '2026-01-05T14:00:00.000Z' })];
  for (const [at, decision] of steps)
    facts.push(...stored(decision.facts ?? [], { stream: 'case', at, from: facts.length }));
  return facts;
}
const stateOf = (facts: readonly StoredFact[]) => given(caseFold, standing(facts));
const emergency = idOf('emergency');
const named = { case: theCase, emergency };
const openedByTheo = (ground?: EmergencyGround) =>
  told([opened, openEmergencyAccess(stateOf(told()), wanted(ground), by(theo))]);

describe('Emergency access', () => {
  it('R7: only clinical roles open one, and whoever may not learns nothing of whether the case is there', () => {
    expect(outcome(openEmergencyAccess(stateOf(told()), wanted(), by(desk)))).toBe('emergency-not-for-role');
    expect(outcome(openEmergencyAccess(emptyCase, wanted(), by(desk)))).toBe('emergency-not-for-role');
    expect(outcome(openEmergencyAccess(emptyCase, wanted(), by(theo)))).toBe('case-not-found');
    expect(openEmergencyAccess(stateOf(told()), wanted(), by(theo))).toMatchObject({
      facts: [
        {
          type: 'EmergencyAccessOpened',
          data: { by: theo, participants: [ana, ben], until: '2026-03-02T19:00:00.000Z', reviewBy },
        },
      ],
    });
  });

  it('R7: it is live for its opener alone, from its opening to its end, and only harm overrides an instruction', () => {
    for (const ground of EMERGENCY_GROUNDS) {
      const state = stateOf(openedByTheo(ground));
      expect(emergencyOf(state, theo, opened)).toMatchObject({
        ground,
        overridesInstructions: ground === 'risk-of-serious-harm',
      });
      expect(emergencyOf(state, theo, '2026-03-02T18:59:59.999Z')).toBeDefined();
      expect(emergencyOf(state, theo, '2026-03-02T19:00:00.000Z')).toBeUndefined();
      expect(emergencyOf(state, theo, '2026-03-02T14:59:59.999Z')).toBeUndefined();
      expect(emergencyOf(state, pat, opened)).toBeUndefined();
    }
  });

  it('R7: opening again on the same ground adds nothing; another ground, or a later time, is an access of its own', () => {
    const state = stateOf(openedByTheo('urgent-care-no-one-else'));
    const again = (ground: EmergencyGround, at = '2026-03-02T16:00:00.000Z') =>
      outcome(openEmergencyAccess(state, wanted(ground), by(theo, at)));
    expect(again('urgent-care-no-one-else')).toEqual([]);
    expect(again('risk-of-serious-harm')).toEqual(['EmergencyAccessOpened']);
    expect(again('urgent-care-no-one-else', '2026-03-02T19:00:00.000Z')).toEqual(['EmergencyAccessOpened']);
  });

  it('R7: whoever opened it, or a privacy officer, closes it; then it opens nothing', () => {
    const facts = openedByTheo();
    const at = '2026-03-02T16:00:00.000Z';
    expect(outcome(closeEmergencyAccess(stateOf(facts), named, by(desk, at)))).toBe('emergency-of-another');
    expect(outcome(closeEmergencyAccess(stateOf(facts), { ...named, emergency: ana }, by(theo, at)))).toBe(
      'emergency-not-found',
    );
    const closed = closeEmergencyAccess(stateOf(facts), named, by(pat, at));
    const then = stateOf([...facts, ...stored(closed.facts ?? [], { stream: 'case', at, from: facts.length })]);
    expect(emergencyOf(then, theo, at)).toBeUndefined();
    expect(outcome(closeEmergencyAccess(then, named, by(theo, at)))).toEqual([]);
    expect(outcome(closeEmergencyAccess(stateOf(facts), named, by(theo, '2026-03-02T20:00:00.000Z')))).toEqual([]);
  });

  it('R7: a second person reviews it, never whoever opened it; the review ends the access', () => {
    const facts = told([opened, openEmergencyAccess(stateOf(told()), wanted(), by(pat))]);
    const review = { ...named, outcome: 'justified' as const, findings: 'As told.' };
    expect(outcome(reviewEmergencyAccess(stateOf(facts), review, by(pat, '2026-03-02T16:00:00.000Z')))).toBe(
      'emergency-second-person',
    );
    const at = '2026-03-02T16:30:00.000Z';
    const reviewed = reviewEmergencyAccess(stateOf(facts), review, by(quinn, at));
    expect(reviewed).toMatchObject({
      facts: [{ data: { by: quinn, opener: pat, outcome: 'justified', late: false } }],
    });
    const then = stateOf([...facts, ...stored(reviewed.facts ?? [], { stream: 'case', at, from: facts.length })]);
    expect(emergencyOf(then, pat, at)).toBeUndefined();
    expect(outcome(reviewEmergencyAccess(then, review, by(quinn, at)))).toEqual([]);
    expect(outcome(reviewEmergencyAccess(then, { ...review, outcome: 'not-justified' }, by(quinn, at)))).toEqual([
      'EmergencyAccessReviewed',
    ]);
  });

  it('R7: the clock says at the deadline that no review was known, once; one in time, entered late, takes that back', () => {
    const facts = openedByTheo();
    const mark = (all: readonly StoredFact[], now: string) => markEmergencyReviewOverdue(stateOf(all), named, { now });
    expect(outcome(mark(facts, reviewBy))).toBe('emergency-review-not-due');
    const overdue = mark(facts, '2026-03-05T15:00:01.000Z');
    expect(overdue).toMatchObject({ facts: [{ type: 'EmergencyReviewOverdue', happenedAt: reviewBy }] });
    const marked = [...facts, ...stored(overdue.facts ?? [], { stream: 'case', at: reviewBy, from: facts.length })];
    expect(outcome(mark(marked, '2026-03-09T15:00:00.000Z'))).toEqual([]);
    const review = { ...named, outcome: 'justified' as const, findings: 'As told.' };
    const inTime = by(pat, '2026-03-09T15:00:00.000Z', '2026-03-04T15:00:00.000Z');
    expect(reviewEmergencyAccess(stateOf(marked), review, inTime)).toMatchObject({
      facts: [{ data: { late: false }, supersedes: [marked.at(-1)?.id] }],
    });
    const late = reviewEmergencyAccess(stateOf(marked), review, by(pat, '2026-03-09T15:00:00.000Z'));
    expect(late).toMatchObject({ facts: [{ data: { late: true } }] });
    expect(late.facts?.flatMap((one) => one.supersedes ?? [])).toEqual([]);
  });

  it('R7: a privacy officer is told once each', () => {
    const facts = openedByTheo();
    const announced = announceEmergency(stateOf(facts), { ...named, to: pat });
    expect(outcome(announced)).toEqual(['EmergencyAccessAnnounced']);
    const then = stateOf([...facts, ...stored(announced.facts ?? [], { stream: 'case', from: facts.length })]);
    expect(outcome(announceEmergency(then, { ...named, to: pat }))).toEqual([]);
    expect(outcome(announceEmergency(then, { ...named, to: quinn }))).toEqual(['EmergencyAccessAnnounced']);
    expect(outcome(announceEmergency(then, { ...named, emergency: ana, to: pat }))).toBe('emergency-not-found');
  });

  it('R7: that a case was opened cannot be struck from its record', () => {
    const facts = openedByTheo();
    const strike = { facts: [String(facts.at(-1)?.id)], kind: 'other' as const, reason: 'Never mind.' };
    const c = { history: facts, actor: { person: theo, role: 'therapist' }, now: opened };
    expect(outcome(decideEnteredInError(strike, c, false, () => undefined))).toBe('fact-not-strikable');
  });

  it('R7: law: nobody but whoever opened one that has neither ended nor been closed or reviewed is let in', () => {
    const minutes = fc.integer({ min: 0, max: 600 });
    const step = fc.record({
      what: fc.constantFrom('open', 'close', 'review'),
      who: fc.constantFrom(theo, pat, quinn),
      ground: fc.constantFrom(...EMERGENCY_GROUNDS),
      wait: minutes,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), minutes, (steps, wait) => {
        let facts = told();
        let at = Date.parse(opened);
        const open = new Map<string, { by: string; until: number }>();
        for (const [i, { what, who, ground, wait: waited }] of steps.entries()) {
          at += waited * 60_000;
          const now = new Date(at).toISOString();
          const one = [...open.keys()].at(-1) ?? emergency;
          const c = { ...by(who, now), id: (name: string) => idOf(`${name} ${i}`) };
          const decided =
            what === 'open'
              ? openEmergencyAccess(stateOf(facts), wanted(ground), c)
              : what === 'close'
                ? closeEmergencyAccess(stateOf(facts), { case: theCase, emergency: one }, c)
                : reviewEmergencyAccess(
                    stateOf(facts),
                    { case: theCase, emergency: one, outcome: 'justified', findings: 'x' },
                    c,
                  );
          for (const fact of decided.facts ?? []) {
            const which = String(fact.data['emergency']);
            if (fact.type === 'EmergencyAccessOpened') open.set(which, { by: who, until: at + 240 * 60_000 });
            else open.delete(which);
          }
          facts = [...facts, ...stored(decided.facts ?? [], { stream: 'case', at: now, from: facts.length })];
        }
        at += wait * 60_000;
        for (const person of [theo, pat, quinn, desk]) {
          const mayBe = [...open.values()].some((one) => one.by === person && at < one.until);
          expect(emergencyOf(stateOf(facts), person, new Date(at).toISOString()) !== undefined).toBe(mayBe);
        }
      }),
      { numRuns: 60 },
    );
  });
});
