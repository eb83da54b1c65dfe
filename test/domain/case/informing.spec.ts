import { describe, expect, it } from '@jest/globals';
import type { PublishedPolicy } from '../../../src/domain/agency/agency.js';
import { caseFold } from '../../../src/domain/case/case.js';
import {
  consentToCounselling,
  counsellingFacts,
  EXPLANATION_PARTS,
  liveConsent,
  refuseCounselling,
  withdrawCounsellingConsent,
} from '../../../src/domain/case/counselling.js';
import {
  acknowledgePolicy,
  givePolicy,
  informingFacts,
  missingBeforeFirstSession,
} from '../../../src/domain/case/informing.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import type { NewFact } from '../../../src/domain/language/fact.js';
import { given, idOf, outcome } from '../../support/given.js';

const [theCase, ana] = ['case', 'ana'].map(idOf) as [string, string];
const opened = rosterFacts.CaseOpened({ case: theCase, kind: 'individual', participants: [ana], therapist: idOf('t') });
const policy = (version: string, effectiveFrom: string): PublishedPolicy => ({
  policy: idOf(`limits ${version}`),
  version,
  kind: 'limits-of-confidentiality',
  title: 'Limits',
  effectiveFrom,
  requiredBefore: 'first-session',
  digest: 'a'.repeat(64),
});
const first = policy('1', '2026-01-01');
const second = policy('2', '2026-03-01');
const handed = ({ policy: id, kind, version, digest }: PublishedPolicy) =>
  informingFacts.PolicyGiven({ case: theCase, participant: ana, policy: id, kind, version, digest, how: 'in-person' });
const explained = (covered: readonly (typeof EXPLANATION_PARTS)[number][], questionsAnswered = true) =>
  counsellingFacts.CounsellingExplained({ case: theCase, participant: ana, covered, questionsAnswered, notes: '-' });
const stateAfter = (...facts: readonly NewFact[]) => given(caseFold, [opened, ...facts]);
const theirs = { case: theCase, participant: ana };
const said = { ...theirs, how: 'written' } as const;
const consented = counsellingFacts.CounsellingConsentGiven(said);

describe('Informing', () => {
  it('R3: what is given is a published version, also ahead of its first day; another is refused', () => {
    const give = (id: string) => givePolicy(stateAfter(), { ...theirs, policy: id, how: 'mail' }, [first, second]);
    expect(outcome(give(first.policy))).toEqual(['PolicyGiven']);
    expect(outcome(give(second.policy))).toEqual(['PolicyGiven']);
    expect(outcome(give(idOf('no policy')))).toBe('unknown-policy');
  });

  it('R3: only what was given is acknowledged, and once', () => {
    const acknowledge = { ...theirs, policy: first.policy };
    expect(outcome(acknowledgePolicy(stateAfter(), acknowledge))).toBe('policy-not-given');
    expect(outcome(acknowledgePolicy(stateAfter(handed(first)), acknowledge))).toEqual(['PolicyAcknowledged']);
    const acknowledged = informingFacts.PolicyAcknowledged({ ...acknowledge, kind: first.kind, version: '1' });
    expect(outcome(acknowledgePolicy(stateAfter(handed(first), acknowledged), acknowledge))).toEqual([]);
  });

  it('R7: before a first session the limits of confidentiality, the explanation and consent must be there, and a new version reopens the duty', () => {
    expect(missingBeforeFirstSession(stateAfter(), ana, [first])).toEqual(['policy', 'explanation', 'consent']);
    const ready = stateAfter(handed(first), explained(EXPLANATION_PARTS), consented);
    expect(missingBeforeFirstSession(ready, ana, [first])).toEqual([]);
    expect(missingBeforeFirstSession(ready, ana, [second])).toEqual(['policy']);
  });

  it('T2: consent is informed only after everything was explained and questions were answered', () => {
    expect(outcome(consentToCounselling(stateAfter(), said))).toBe('counselling-not-explained');
    const noRisks = EXPLANATION_PARTS.filter((part) => part !== 'risks');
    expect(outcome(consentToCounselling(stateAfter(explained(noRisks)), said))).toBe('counselling-not-explained');
    expect(outcome(consentToCounselling(stateAfter(explained(EXPLANATION_PARTS, false)), said))).toBe(
      'counselling-not-explained',
    );
    expect(outcome(consentToCounselling(stateAfter(explained(EXPLANATION_PARTS)), said))).toEqual([
      'CounsellingConsentGiven',
    ]);
  });

  it('R5: an explanation with questions left open is not complete', () => {
    expect(missingBeforeFirstSession(stateAfter(explained(EXPLANATION_PARTS, false)), ana, [])).toContain(
      'explanation',
    );
  });

  it('R6: a client may refuse counselling, which ends what they had consented to', () => {
    const refused = refuseCounselling(stateAfter(explained(EXPLANATION_PARTS), consented), said);
    expect(outcome(refused)).toEqual(['CounsellingConsentRefused']);
    const state = stateAfter(explained(EXPLANATION_PARTS), consented, ...(refused.facts ?? []));
    expect(liveConsent(state.counselling, ana)).toBeUndefined();
  });

  it('T2: consent is withdrawn at once, and given again is a new consent', () => {
    expect(outcome(withdrawCounsellingConsent(stateAfter(), said))).toBe('no-counselling-consent');
    const before = stateAfter(explained(EXPLANATION_PARTS), consented);
    const withdrawn = withdrawCounsellingConsent(before, said);
    expect(outcome(withdrawn)).toEqual(['CounsellingConsentWithdrawn']);
    const state = stateAfter(explained(EXPLANATION_PARTS), consented, ...(withdrawn.facts ?? []));
    expect(missingBeforeFirstSession(state, ana, [])).toEqual(['consent']);
    expect(outcome(consentToCounselling(state, said))).toEqual(['CounsellingConsentGiven']);
  });
});
