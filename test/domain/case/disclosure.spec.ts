import { describe, expect, it } from '@jest/globals';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  disclose as discloseUnder,
  disclosureFacts,
  giveDisclosureConsent,
  liveDisclosureConsent,
  reportDisclosure as reportUnder,
  withdrawDisclosureConsent,
} from '../../../src/domain/case/disclosure.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { FOLDS } from '../../../src/domain/world.js';
import { circumstances, given, idOf, outcome } from '../../support/given.js';

const [theCase, ana, insurer, consent] = ['case', 'ana', 'insurer', 'consent'].map(idOf) as [
  string,
  string,
  string,
  string,
];
const opened = rosterFacts.CaseOpened({ case: theCase, kind: 'individual', participants: [ana], therapist: idOf('t') });
const consented = {
  case: theCase,
  consent,
  participant: ana,
  recipient: insurer,
  recipientKind: 'insurer',
  content: ['attendance', 'fees'],
  purpose: 'insurance',
  form: 'express',
  how: 'written',
  givenBy: ana,
} as const;
const given1 = disclosureFacts.DisclosureConsentGiven(
  { ...consented, until: '2026-06-01T04:00:00.000Z' },
  {
    happenedAt: '2026-03-01T15:00:00.000Z',
  },
);
const { instructions: none } = FOLDS.file.initial();
const disclose = (...[s, action, c]: Parameters<typeof discloseUnder> extends [...infer F, unknown] ? F : never) =>
  discloseUnder(s, action, c, none);
const reportDisclosure = (
  ...[s, action, c]: Parameters<typeof reportUnder> extends [...infer F, unknown] ? F : never
) => reportUnder(s, action, c, none);
const stateAfter = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);
const at = (now: string) => circumstances({ now });
const march8 = at('2026-03-08T15:00:00.000Z');
const toDisclose = {
  case: theCase,
  disclosure: idOf('disclosure'),
  participant: ana,
  recipient: insurer,
  content: ['attendance'],
  entries: [],
  purpose: 'insurance',
  what: 'Dates of four sessions.',
} as const;
const withdrawal = { case: theCase, consent, participant: ana, givenBy: ana };

describe('Disclosing', () => {
  it('R7: a disclosure rests on a live consent that covers recipient, purpose and every kind of content', () => {
    const state = stateAfter(given1);
    const decision = disclose(state, toDisclose, march8);
    expect(outcome(decision)).toEqual(['DisclosureMade']);
    expect(decision.facts?.[0]).toMatchObject({
      data: { consent },
      restsOn: [liveDisclosureConsent(state.disclosures, ana, insurer, march8.now)?.fact],
    });
    for (const beyond of [
      { content: ['clinical-notes'] as const },
      { purpose: 'employment' as const },
      { recipient: idOf('employer') },
    ]) {
      expect(outcome(disclose(state, { ...toDisclose, ...beyond }, march8))).toBe('disclosure-not-allowed');
    }
  });

  it('R7: what nothing allows is refused, and the refusal is on record with why', () => {
    const beyond = disclose(stateAfter(given1), { ...toDisclose, content: ['clinical-notes'] }, march8);
    expect(beyond.facts?.map((f) => [f.type, f.data['because']])).toEqual([['DisclosureRefused', 'beyond-consent']]);
    const lawyer = disclose(stateAfter(), { ...toDisclose, purpose: 'legal', recipient: idOf('lawyer') }, march8);
    expect(lawyer.facts?.map((f) => f.data['because'])).toEqual(['no-authority']);
  });

  it('R7: a typed authority needs no consent (rule 13)', () => {
    const decision = disclose(stateAfter(), { ...toDisclose, purpose: 'legal', authority: 'PHIPA-41-summons' }, march8);
    expect(outcome(decision)).toEqual(['DisclosureMade']);
    expect(decision.facts?.[0]?.data).not.toHaveProperty('consent');
  });

  it('R7: consent to disclose to somebody who is no custodian must be express (PHIPA s. 18(3))', () => {
    const implied = { ...consented, form: 'implied' } as const;
    expect(outcome(giveDisclosureConsent(stateAfter(), implied, march8.now))).toBe('express-consent-needed');
    const custodian = { ...implied, recipientKind: 'custodian' } as const;
    expect(outcome(giveDisclosureConsent(stateAfter(), custodian, march8.now))).toEqual(['DisclosureConsentGiven']);
    const over = { ...consented, until: '2026-03-01T00:00:00.000Z' };
    expect(outcome(giveDisclosureConsent(stateAfter(), over, march8.now))).toBe('consent-already-over');
  });

  it('R7: a consent ends by itself at its end', () => {
    expect(outcome(disclose(stateAfter(given1), toDisclose, at('2026-05-31T15:00:00.000Z')))).toEqual([
      'DisclosureMade',
    ]);
    expect(outcome(disclose(stateAfter(given1), toDisclose, at('2026-06-01T04:00:00.000Z')))).toBe(
      'disclosure-not-allowed',
    );
  });

  it('R7: withdrawal is not retroactive: what was disclosed before stays lawful, what comes after is refused (rule 9)', () => {
    const made = disclosureFacts.DisclosureMade({ ...toDisclose, consent }, { happenedAt: '2026-03-08T15:00:00.000Z' });
    const decision = withdrawDisclosureConsent(stateAfter(given1, made), withdrawal, at('2026-03-10T15:00:00.000Z'));
    expect(outcome(decision)).toEqual(['DisclosureConsentWithdrawn']);
    const withdrawn = { ...(decision.facts?.[0] as NewFact), happenedAt: '2026-03-10T15:00:00.000Z' };
    expect(outcome(disclose(stateAfter(given1, made, withdrawn), toDisclose, at('2026-03-11T15:00:00.000Z')))).toBe(
      'disclosure-not-allowed',
    );
  });

  it('R7: a withdrawal entered late questions what was disclosed since it reached the agency, and relabels nothing (rule 11)', () => {
    const made = disclosureFacts.DisclosureMade({ ...toDisclose, consent }, { happenedAt: '2026-03-12T15:00:00.000Z' });
    const entered = circumstances({ now: '2026-03-14T15:00:00.000Z', happenedAt: '2026-03-10T15:00:00.000Z' });
    const decision = withdrawDisclosureConsent(stateAfter(given1, made), withdrawal, entered);
    expect(outcome(decision)).toEqual(['DisclosureConsentWithdrawn', 'DisclosureQuestioned']);
    expect(decision.facts?.[1]?.data).toMatchObject({
      disclosure: toDisclose.disclosure,
      withdrawnAt: '2026-03-10T15:00:00.000Z',
    });
  });

  it('R7: a withdrawal entered late questions what was only reported too, when the consent was all it had (rule 11)', () => {
    const at = { happenedAt: '2026-03-12T15:00:00.000Z' };
    const [reported] = reportDisclosure(stateAfter(given1), toDisclose, circumstances(at)).facts ?? [];
    const entered = circumstances({ now: '2026-03-14T15:00:00.000Z', happenedAt: '2026-03-10T15:00:00.000Z' });
    const known = { ...(reported as NewFact), ...at };
    expect(outcome(withdrawDisclosureConsent(stateAfter(given1, known), withdrawal, entered))).toEqual([
      'DisclosureConsentWithdrawn',
      'DisclosureQuestioned',
    ]);
  });

  it('R7: what is disclosed names entries of this record that are the participant’s own, with an authority too (rule 54)', () => {
    const [theirs, anothers] = [idOf('their entry'), idOf('another’s entry')];
    const state = stateAfter(given1);
    for (const [entry, about] of [
      [theirs, toDisclose.participant],
      [anothers, idOf('ben')],
    ] as const)
      state.record.entries.set(entry, { entry, about } as never);
    const naming = (...entries: string[]) => outcome(disclose(state, { ...toDisclose, entries }, march8));
    expect(naming(theirs)).toEqual(['DisclosureMade']);
    expect(naming(anothers)).toBe('entry-not-theirs');
    expect(naming(theirs, idOf('a fact of something else'))).toBe('entry-not-theirs');
    const ordered = { ...toDisclose, entries: [anothers], authority: 'PHIPA-41-summons' as never };
    expect(outcome(disclose(state, ordered, march8))).toBe('entry-not-theirs');
  });

  it('R7: a disclosure that already happened is recorded whatever allowed it (rule 36)', () => {
    const happened = toDisclose;
    const allowedBy = (decision: ReturnType<typeof reportDisclosure>) => decision.facts?.[0]?.data['allowed'];
    expect(allowedBy(reportDisclosure(stateAfter(), happened, march8))).toBe('not-allowed');
    expect(allowedBy(reportDisclosure(stateAfter(given1), happened, march8))).toBe('by-consent');
    expect(allowedBy(reportDisclosure(stateAfter(), { ...happened, authority: 'CYFSA-125' }, march8))).toBe(
      'by-authority',
    );
  });
});
