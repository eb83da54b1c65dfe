import { describe, expect, it } from '@jest/globals';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { fileFold } from '../../../src/domain/person/file.js';
import {
  agreeAccommodation,
  changeNeed,
  declineAccommodation,
  NEED_KINDS,
  type NeedKind,
  needFacts,
  provideAccommodation,
  reportNeedNotMet,
  stateNeed,
  withdrawNeed,
} from '../../../src/domain/person/needs.js';
import type { PersonState } from '../../../src/domain/person/person.js';
import { needsView } from '../../../src/projections/needs.js';
import { needsStanding } from '../../../src/projections/standing/needs.js';
import { given, idOf, outcome, stored } from '../../support/given.js';

const [ana, need, accommodation] = ['ana', 'need', 'accommodation'].map(idOf) as [string, string, string];
const registered: PersonState = { person: ana, bornIn: undefined, permittedChannels: [], registeredBy: 'fact' };
const nobody: PersonState = { ...registered, person: undefined };
const stateAfter = (...facts: readonly NewFact[]) => given(fileFold, facts, { stream: `file-${ana}` });
const theirs = { person: ana, need };
const stated = (kind: NeedKind = 'access') => needFacts.NeedStated({ ...theirs, kind, words: 'No stairs.' });
const agreed = needFacts.AccommodationAgreed({ ...theirs, accommodation, what: 'Room 1' });
const provided = needFacts.AccommodationProvided({ ...theirs, accommodation });
const declined = needFacts.AccommodationDeclined({ ...theirs, reason: 'No room.' });
const withdrawn = needFacts.NeedWithdrawn(theirs);
const agree = (kind: NeedKind, mayTellKind = false) =>
  agreeAccommodation(stateAfter(stated(kind)), { ...theirs, accommodation, what: 'w', deskDoes: 'd' }, mayTellKind);

/** How R2 stands after facts about one need. */
const standingAfter = (...facts: readonly NewFact[]): string | undefined => {
  let stands: string | undefined;
  for (const fact of stored(facts)) {
    for (const change of needsStanding.on[fact.type as keyof typeof needFacts](fact as never)) {
      stands = 'drop' in change ? undefined : (change.row.standing ?? undefined);
    }
  }
  return stands;
};

describe('Needs', () => {
  it('R2: a need is stated by a person who is known, of every kind the charter names', () => {
    for (const kind of NEED_KINDS) {
      expect(outcome(stateNeed(stateAfter(), { ...theirs, kind, words: 'w' }, registered))).toEqual(['NeedStated']);
    }
    expect(outcome(stateNeed(stateAfter(), { ...theirs, kind: 'age', words: 'w' }, nobody))).toBe(
      'person-not-registered',
    );
  });

  it('R2: a need may be changed at any time and then waits for an answer again', () => {
    const change = changeNeed(stateAfter(stated(), agreed, provided), {
      ...theirs,
      kind: 'access',
      words: 'Near the door.',
    });
    expect(outcome(change)).toEqual(['NeedChanged']);
    const state = stateAfter(stated(), agreed, ...(change.facts ?? []));
    expect(state.needs.needs.get(need)?.state).toBe('unanswered');
    expect(outcome(provideAccommodation(state, theirs))).toEqual(['NeedProvidedFor']);
    expect(outcome(changeNeed(stateAfter(), { ...theirs, kind: 'age', words: 'w' }))).toBe('need-not-found');
  });

  it('R2: a need is taken back without a reason, once', () => {
    expect(outcome(withdrawNeed(stateAfter(stated()), theirs))).toEqual(['NeedWithdrawn']);
    expect(outcome(withdrawNeed(stateAfter(stated(), withdrawn), theirs))).toEqual([]);
    expect(outcome(withdrawNeed(stateAfter(), theirs))).toBe('need-not-found');
    const answer = declineAccommodation(stateAfter(stated(), withdrawn), { ...theirs, reason: 'r' });
    expect(outcome(answer)).toBe('need-withdrawn');
  });

  it('R2: the front desk learns the kind of a need only for language and access, or when the client lets it', () => {
    const kindTold = (kind: NeedKind, may: boolean) => agree(kind, may).facts?.[0]?.data['deskKind'];
    expect(kindTold('access', false)).toBe('access');
    expect(kindTold('language', false)).toBe('language');
    expect(kindTold('religion', false)).toBeUndefined();
    expect(kindTold('religion', true)).toBe('religion');
  });

  it('R2: what was done without an agreement is recorded as that, and what was taken back stays taken back (rule 36)', () => {
    const done = provideAccommodation(stateAfter(stated()), theirs);
    expect(done.facts?.[0]).toMatchObject({ data: { was: 'unanswered' }, restsOn: [idOf(`file-${ana} 0`)] });
    const state = (...facts: readonly NewFact[]) => stateAfter(...facts).needs.needs.get(need)?.state;
    expect(state(stated(), ...(done.facts ?? []))).toBe('provided');
    const late = provideAccommodation(stateAfter(stated(), withdrawn), theirs);
    expect(late.facts?.[0]?.data).toMatchObject({ was: 'withdrawn' });
    expect(state(stated(), withdrawn, ...(late.facts ?? []))).toBe('withdrawn');
    expect(outcome(provideAccommodation(stateAfter(), theirs))).toBe('need-not-found');
  });

  it('R2: what was agreed is provided as often as it is, resting on what was agreed', () => {
    const first = provideAccommodation(stateAfter(stated(), agreed), theirs);
    expect(first.facts?.[0]).toMatchObject({ data: { accommodation }, restsOn: [idOf(`file-${ana} 1`)] });
    expect(outcome(provideAccommodation(stateAfter(stated(), agreed, provided), theirs))).toEqual([
      'AccommodationProvided',
    ]);
  });

  it('R2: that a need was not met is recorded whether it had been stated or not (rule 36)', () => {
    const report = { person: ana, report: idOf('report'), what: 'Upstairs again.' };
    expect(outcome(reportNeedNotMet(stateAfter(), report, registered))).toEqual(['NeedNotMet']);
    for (const facts of [[stated()], [stated(), declined], [stated(), withdrawn], [stated(), agreed]]) {
      expect(outcome(reportNeedNotMet(stateAfter(...facts), { ...report, need }, registered))).toEqual(['NeedNotMet']);
    }
    expect(outcome(reportNeedNotMet(stateAfter(), { ...report, need }, registered))).toBe('need-not-found');
    expect(outcome(reportNeedNotMet(stateAfter(), report, nobody))).toBe('person-not-registered');
  });

  it('R2: open while unanswered or not yet provided, kept when provided, alleged when declined, gone when taken back', () => {
    expect(standingAfter(stated())).toBe('open');
    expect(standingAfter(stated(), agreed)).toBe('open');
    expect(standingAfter(stated(), agreed, provided)).toBe('kept');
    expect(standingAfter(stated(), declined)).toBe('alleged');
    expect(standingAfter(stated(), declined, agreed, provided)).toBe('kept');
    expect(standingAfter(stated(), withdrawn)).toBeUndefined();
  });

  it('R2: a need without an answer stays visible, with the days it has waited', () => {
    const row = { state: 'unanswered', since: '2026-01-05T14:00:00.000Z' };
    const at = { now: '2026-01-15T15:00:00.000Z', past: false, smallCell: 5, monthOf: String, dayOf: String };
    expect(needsView.present?.([row, { ...row, state: 'agreed' }], at).map((r) => r['daysWaiting'])).toEqual([
      10,
      null,
    ]);
  });
});
