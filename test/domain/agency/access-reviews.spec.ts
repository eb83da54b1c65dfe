import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accessReviewFacts as kinds } from '../../../src/domain/agency/access-review-facts.js';
import { accessReviewsFold } from '../../../src/domain/agency/access-reviews.js';
import {
  accessReviewOverdue,
  clearAccess,
  drawAudit,
  explainAccess,
  findUnauthorised,
  flagAccess,
  queryAccess,
} from '../../../src/domain/agency/reviewing-access.js';
import type { Circumstances } from '../../../src/domain/language/decision.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { FOLDS, type World } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [review, entry, reader, officer, client] = ['review', 'entry', 'reader', 'officer', 'client'].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
];
const look = { entry, lookedAt: '2026-03-05T23:10:00.000Z', view: 'timeline' };
const flagged = kinds.AccessFlagged({
  ...look,
  review,
  rule: 'same-surname',
  reader,
  person: client,
  decideBy: '2026-03-24T03:59:59.999Z',
});
const queried = kinds.AccessQueried({ review, explainBy: '2026-03-16T03:59:59.999Z' });
const explained = kinds.AccessExplained({ review, reader, explanation: 'I covered.' });
const cleared = kinds.AccessCleared({ review, unexplained: false, reasons: 'Cover.' });
const unauthorised = kinds.AccessFoundUnauthorised({
  review,
  consequence: 'warning',
  breach: idOf('breach'),
  persons: [client],
  unexplained: false,
  reasons: 'No reason.',
});
const overdue = kinds.AccessReviewOverdue({ review, limit: 'explain', due: '2026-03-16T03:59:59.999Z' });

const state = (...facts: readonly NewFact[]) => given(accessReviewsFold, facts, { stream: 'access-reviews' });
const by = (person: string, role = 'privacy-officer', at = '2026-03-06T15:00:00.000Z'): Circumstances<World> =>
  circumstances({
    now: at,
    actor: { person, role },
    world: { person: () => ({ ...FOLDS.person.initial().person, person: client }) },
  });
const said = { review, reasons: 'Looked into.' };
const finding = { ...said, consequence: 'warning', persons: [client] } as const;

describe('looks under review', () => {
  it('R7: a rule flags the same look at the same person once', () => {
    const action = { ...look, rule: 'same-surname', reader, person: client } as const;
    expect(outcome(flagAccess(state(), action, by(reader, 'system')))).toEqual(['AccessFlagged']);
    expect(outcome(flagAccess(state(flagged), action, by(reader, 'system')))).toEqual([]);
    expect(outcome(flagAccess(state(flagged), { ...action, rule: 'volume' }, by(reader, 'system')))).toEqual([
      'AccessFlagged',
    ]);
  });

  it('R7: a period of a reader is drawn from once', () => {
    const draw = { reader, from: '2026-02-02', until: '2026-03-03', seed: 'a'.repeat(64), head: '9', of: 1 };
    const drawn = kinds.RandomAuditDrawn({ ...draw, audit: idOf('audit'), drawn: [], decideBy: look.lookedAt });
    expect(outcome(drawAudit(state(), { ...draw, drawn: [look] }, by(reader)))).toEqual(['RandomAuditDrawn']);
    expect(outcome(drawAudit(state(drawn), { ...draw, drawn: [look] }, by(reader)))).toEqual([]);
  });

  it('R7: a reader is asked, and asked again until it is judged', () => {
    expect(outcome(queryAccess(state(flagged), { review }, by(officer)))).toEqual(['AccessQueried']);
    expect(outcome(queryAccess(state(flagged, queried), { review }, by(officer)))).toEqual(['AccessQueried']);
    expect(outcome(queryAccess(state(flagged, cleared), { review }, by(officer)))).toBe('access-already-decided');
    expect(outcome(queryAccess(state(), { review }, by(officer)))).toBe('access-review-not-found');
  });

  it('R7: of their own look nobody judges, and before they are asked it is as if it were not there', () => {
    for (const judge of [clearAccess, findUnauthorised, queryAccess] as const) {
      expect(outcome(judge(state(flagged), finding, by(reader)))).toBe('access-review-not-found');
      expect(outcome(judge(state(flagged, queried), finding, by(reader)))).toBe('own-look');
    }
  });

  it('R7: only whoever looked explains, once they were asked; an explanation is never refused for being late', () => {
    const action = { review, explanation: 'I covered.' };
    expect(outcome(explainAccess(state(flagged), action, by(reader, 'therapist')))).toBe('access-review-not-found');
    expect(outcome(explainAccess(state(flagged, queried), action, by(officer)))).toBe('access-review-not-found');
    const late = explainAccess(state(flagged, queried), action, by(reader, 'therapist', '2026-05-01T15:00:00.000Z'));
    expect(late).toMatchObject({ facts: [{ type: 'AccessExplained', data: { meets: 'late' } }] });
    expect(outcome(explainAccess(state(flagged, queried, cleared), action, by(reader)))).toEqual(['AccessExplained']);
  });

  it('R7: an explanation known late that was given in time undoes what the clock said (rule 38)', () => {
    const known = { ...by(reader, 'therapist', '2026-03-20T15:00:00.000Z'), happenedAt: '2026-03-12T15:00:00.000Z' };
    const decision = explainAccess(state(flagged, queried, overdue), { review, explanation: 'I covered.' }, known);
    expect(decision).toMatchObject({
      facts: [{ data: { meets: 'in-time' }, supersedes: [idOf('access-reviews 2')] }],
    });
  });

  it('R7: what was cleared may be found unauthorised when more is known, not the other way round', () => {
    expect(outcome(clearAccess(state(flagged, cleared), said, by(officer)))).toEqual([]);
    expect(outcome(findUnauthorised(state(flagged, cleared), finding, by(officer)))).toEqual([
      'AccessFoundUnauthorised',
    ]);
    expect(outcome(clearAccess(state(flagged, unauthorised), said, by(officer)))).toBe('access-already-decided');
    expect(outcome(findUnauthorised(state(flagged, unauthorised), finding, by(officer)))).toBe(
      'access-already-decided',
    );
  });

  it('R7: whose information it was is named, and a breach named must be in the register', () => {
    const nobody = { ...finding, persons: [officer] };
    expect(outcome(findUnauthorised(state(flagged), nobody, by(officer)))).toBe('flagged-person-missing');
    const elsewhere = { ...finding, breach: idOf('no such breach') };
    expect(outcome(findUnauthorised(state(flagged), elsewhere, by(officer)))).toBe('breach-not-found');
    const unknown = { ...by(officer), world: circumstances().world };
    expect(outcome(findUnauthorised(state(flagged), finding, unknown))).toBe('person-not-registered');
  });

  it('R7: the clock speaks once of what was not explained or judged, and not before', () => {
    const missed = (limit: 'explain' | 'decide', now: string, ...facts: readonly NewFact[]) =>
      outcome(accessReviewOverdue(state(flagged, ...facts), { review, limit }, { now }));
    expect(missed('explain', '2026-03-16T05:00:00.000Z', queried)).toEqual(['AccessReviewOverdue']);
    expect(missed('explain', '2026-03-16T05:00:00.000Z', queried, overdue)).toEqual([]);
    expect(missed('explain', '2026-03-16T05:00:00.000Z', queried, explained)).toEqual([]);
    expect(missed('explain', '2026-03-16T05:00:00.000Z')).toBe('access-review-not-due');
    expect(missed('decide', '2026-03-16T05:00:00.000Z')).toBe('access-review-not-due');
    expect(missed('decide', '2026-03-25T05:00:00.000Z')).toEqual(['AccessReviewOverdue']);
    expect(missed('decide', '2026-03-25T05:00:00.000Z', cleared)).toEqual([]);
  });

  it('R7: no decision about a look throws, whatever was recorded before', () => {
    const any = fc.array(fc.constantFrom(flagged, queried, explained, cleared, unauthorised, overdue), {
      maxLength: 8,
    });
    const who = fc.constantFrom(reader, officer, client);
    fc.assert(
      fc.property(any, who, (facts, person) => {
        const s = state(...facts);
        const c = by(person);
        for (const judge of [clearAccess, findUnauthorised, queryAccess] as const) outcome(judge(s, finding, c));
        outcome(explainAccess(s, { review, explanation: 'So.' }, c));
        for (const limit of ['explain', 'decide'] as const) outcome(accessReviewOverdue(s, { review, limit }, c));
      }),
    );
  });
});
