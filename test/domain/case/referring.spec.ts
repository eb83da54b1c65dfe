import { describe, expect, it } from '@jest/globals';
import { disclosureFacts } from '../../../src/domain/case/disclosure.js';
import {
  acceptReferral,
  acknowledgeLimit,
  declineReferral,
  followReferral,
  handOver,
  lapseReferral,
  offerReferral,
} from '../../../src/domain/case/referring.js';
import { SELF_REFERRAL_SAFEGUARDS } from '../../../src/domain/case/referring-facts.js';
import { ana, ben, opened, said, theCase } from '../../support/case-play.js';
import { idOf } from '../../support/given.js';

const BEFORE = '2026-02-02T15:00:00.000Z';
const LATER = '2026-02-03T15:00:00.000Z';
const referral = idOf('referral');
const clinic = idOf('clinic');
const theirs = { case: theCase, participant: ana };
const named = { ...theirs, referral };
const offer = { ...named, to: 'The clinic.', ownPractice: false, safeguards: [] } as const;

const offered = () => {
  const play = opened('couple');
  play.do(BEFORE, (s) => offerReferral(s, offer));
  return play;
};
const accepting = () => {
  const play = offered();
  play.do(BEFORE, (s) => acceptReferral(s, named));
  return play;
};
const consented = (form: 'express' | 'implied', more: { until?: string; purpose?: 'care' | 'insurance' } = {}) =>
  accepting().facts(
    BEFORE,
    disclosureFacts.DisclosureConsentGiven({
      ...theirs,
      consent: idOf(`consent ${form}`),
      recipient: clinic,
      recipientKind: 'custodian',
      content: ['goals-and-progress'],
      purpose: 'care',
      form,
      how: 'written',
      givenBy: ana,
      ...more,
    }),
  );
const handing = (
  play: ReturnType<typeof offered>,
  content: 'goals-and-progress' | 'clinical-notes' = 'goals-and-progress',
) =>
  play.do(LATER, (s, c) =>
    handOver(
      s,
      {
        ...named,
        disclosure: c.id('disclosure'),
        recipient: clinic,
        content: [content],
        entries: [],
        purpose: 'care',
        what: 'One page.',
      },
      c,
    ),
  );

describe('Referring', () => {
  it('T4: a limit is acknowledged for whom it concerns, and a referral offered for it rests on it', () => {
    const play = opened('couple');
    const limit = { ...theirs, limit: idOf('limit'), kind: 'training', words: 'Beyond me.' } as const;
    expect(said(play.do(BEFORE, (s) => acknowledgeLimit(s, limit)))).toBe('LimitAcknowledged');
    const decided = play.do(BEFORE, (s) => offerReferral(s, offer));
    expect(said(decided)).toBe('ReferralOffered');
    expect(decided.facts?.[0]?.restsOn).toHaveLength(1);
    expect(said(play.do(BEFORE, (s) => acknowledgeLimit(s, { ...limit, participant: idOf('stranger') })))).toMatch(
      /^not-a-participant/,
    );
  });

  it('T4: a therapist refers to their own practice only with informed choice and every safeguard (CRPO 1.9)', () => {
    const play = opened();
    const own = { ...offer, ownPractice: true };
    const some = SELF_REFERRAL_SAFEGUARDS.filter((one) => one !== 'informed-choice');
    expect(said(play.do(BEFORE, (s) => offerReferral(s, own)))).toBe('self-referral-unsafeguarded (T4)');
    expect(said(play.do(BEFORE, (s) => offerReferral(s, { ...own, safeguards: some })))).toBe(
      'self-referral-unsafeguarded (T4)',
    );
    expect(said(play.do(BEFORE, (s) => offerReferral(s, { ...own, safeguards: SELF_REFERRAL_SAFEGUARDS })))).toBe(
      'ReferralOffered,SelfReferralSafeguarded',
    );
  });

  it('T4: a referral is accepted or declined freely, and a declined one may still be accepted', () => {
    const play = offered();
    expect(said(play.do(BEFORE, (s) => declineReferral(s, { ...named, words: 'Too far.' })))).toBe('ReferralDeclined');
    expect(said(play.do(BEFORE, (s) => declineReferral(s, named)))).toBe('');
    expect(said(play.do(BEFORE, (s) => acceptReferral(s, named)))).toBe('ReferralAccepted');
    expect(said(play.do(BEFORE, (s) => acceptReferral(s, named)))).toBe('');
  });

  it('T4: a referral is its participant’s alone', () => {
    const play = offered();
    const his = { ...named, participant: ben };
    expect(said(play.do(BEFORE, (s) => acceptReferral(s, his)))).toBe('referral-not-found (T4)');
    expect(said(play.do(BEFORE, (s) => declineReferral(s, { ...named, referral: idOf('no') })))).toBe(
      'referral-not-found (T4)',
    );
  });

  it('R7: nothing is handed over before the referral is accepted', () => {
    expect(said(handing(offered()))).toBe('referral-not-accepted (T4)');
  });

  it('R7: handing over needs a live express consent to that recipient for care; what is refused is on record', () => {
    for (const play of [
      accepting(),
      consented('implied'),
      consented('express', { until: '2026-02-03T00:00:00.000Z' }),
      consented('express', { purpose: 'insurance' }),
    ]) {
      const refused = handing(play);
      expect(said(refused)).toBe('disclosure-not-allowed (R7)');
      expect(refused.facts?.map((f) => f.type)).toEqual(['DisclosureRefused']);
    }
    expect(said(handing(consented('express'), 'clinical-notes'))).toBe('disclosure-not-allowed (R7)');
  });

  it('T4: with consent the disclosure and the handing over are stated together, once', () => {
    const play = consented('express');
    const handed = handing(play);
    expect(said(handed)).toBe('DisclosureMade,ReferralHandedOver');
    expect(handed.facts?.[0]?.data['disclosure']).toBe(handed.facts?.[1]?.data['disclosure']);
    expect(said(handing(play))).toBe('');
  });

  it('T4: a referral is followed, or lapses with why, and is over then', () => {
    const play = accepting();
    const follow = (outcome: 'seen' | 'on-waiting-list') =>
      said(play.do(LATER, (s) => followReferral(s, { ...named, outcome })));
    expect(follow('on-waiting-list')).toBe('ReferralFollowed');
    expect(follow('on-waiting-list')).toBe('');
    const lapse = () => said(play.do(LATER, (s) => lapseReferral(s, { ...named, because: 'no-place' })));
    expect(lapse()).toBe('ReferralLapsed');
    expect(lapse()).toBe('');
    expect(said(play.do(LATER, (s) => acceptReferral(s, named)))).toBe('referral-over (T4)');
    expect(said(play.do(LATER, (s) => declineReferral(s, named)))).toBe('referral-over (T4)');
    expect(said(handing(play))).toBe('referral-over (T4)');
  });
});
