import { describe, expect, it } from '@jest/globals';
import { requestCorrection, requestRecord, withdrawRequest } from '../../../src/domain/person/requests-asking.js';
import {
  reportCorrectionRefused,
  reportExtensionNotice,
  reportRecordRefused,
} from '../../../src/domain/person/requests-reported.js';
import { idOf, outcome } from '../../support/given.js';
import { type Askings, ana, anas, anasAlone, askings, entry, RECEIVED, registered, solo, theirs } from './asking.js';

const JANUARY = '2026-01-20T15:00:00.000Z';
const LATE = '2026-02-16T15:00:00.000Z';

const copyAsked = (how: 'written' | 'oral' = 'written'): Askings => {
  const it = askings();
  const what = { scope: 'cases', cases: [solo], entries: [], format: 'electronic' } as const;
  it.did((_s, c) => requestRecord({ ...theirs, requester: ana, how, ...what, words: 'w' }, registered, c), RECEIVED);
  return it;
};
const correctionAsked = (): Askings => {
  const it = askings();
  const what = { entries: [entry(anas), entry(anasAlone)], tellRecipients: false, words: 'w' };
  it.did((_s, c) => requestCorrection({ ...theirs, requester: ana, how: 'written', ...what }, registered, c), RECEIVED);
  return it;
};
const refusedCopy = (
  it: Askings,
  more: { readonly complaintRightTold: boolean; readonly ground?: 'proceeding' | '52-1-e-harm' },
  at = JANUARY,
) => {
  const letter = {
    ...theirs,
    ground: 'proceeding',
    severanceConsidered: false,
    noticeBy: 'mail',
    reasons: 'r',
  } as const;
  return it.did((s, c) => reportRecordRefused(s, { ...letter, ...more }, c), at);
};
const refusedCorrection = (it: Askings, entries: readonly string[], complaintRightTold: boolean, at = JANUARY) => {
  const letter = { ...theirs, because: 'professional-opinion', noticeBy: 'mail', reasons: 'r' } as const;
  const named = { ...letter, entries: entries.map(entry), complaintRightTold };
  return it.did((s, c) => reportCorrectionRefused(s, named, c), at);
};
const notice = (it: Askings, days: number, at: string, now = at) => {
  const said = { ...theirs, days, because: 'consultation-needed', noticeBy: 'mail', reasons: 'r' } as const;
  return it.did((s, c) => reportExtensionNotice(s, said, c), at, now);
};
const withdraw = (it: Askings) => it.did((s, c) => withdrawRequest(s, theirs, c), RECEIVED);

describe('R9: letters that went out already', () => {
  it('R9: a refusal that told nobody where to complain is recorded with that, and the way to the Commissioner is open (rule 36)', () => {
    const it = copyAsked();
    const said = refusedCopy(it, { complaintRightTold: false, ground: '52-1-e-harm' });
    expect(outcome(said)).toEqual(['RecordRefused']);
    expect(said.facts?.[0]?.data['against']).toEqual(['severance-not-considered', 'complaint-right-not-told']);
    expect(it.asked()).toMatchObject({ standing: 'refused', recourseUntil: '2026-07-21T03:59:59.999Z' });
    const lawful = refusedCopy(copyAsked(), { complaintRightTold: true });
    expect(lawful.facts?.[0]?.data['against']).toEqual([]);
  });

  it('R9: a refusal of what was withdrawn is recorded and changes nothing of how the request stands', () => {
    const it = copyAsked();
    withdraw(it);
    expect(refusedCopy(it, { complaintRightTold: true }).facts?.[0]?.data['against']).toEqual(['request-over']);
    expect(it.asked()).toMatchObject({ standing: 'withdrawn', answeredAt: undefined });
  });

  it('R9: a refusal that came late says too that silence had refused before (rules 18 and 36)', () => {
    expect(outcome(refusedCopy(copyAsked(), { complaintRightTold: false }, LATE))).toEqual([
      'DeemedRefused',
      'RecordRefused',
    ]);
  });

  it('R9: a refused correction is recorded for the entries it names; what was never asked is not to be refused', () => {
    const it = correctionAsked();
    const first = refusedCorrection(it, [anas], false);
    expect(first.facts?.[0]?.data).toMatchObject({ last: false, against: ['complaint-right-not-told'] });
    expect(it.asked()?.standing).toBe('open');
    expect(refusedCorrection(it, [], true).facts?.[0]?.data).toMatchObject({ last: true, against: [] });
    expect(it.asked()?.standing).toBe('refused');
    const again = refusedCorrection(it, [anas], true).facts?.[0]?.data;
    expect(again).toMatchObject({ last: false, against: ['request-over'] });
    expect(outcome(refusedCorrection(it, [idOf('another entry')], true))).toBe('not-asked-to-correct');
  });

  it('R9: each letter is about a request of its kind that is there', () => {
    expect(outcome(refusedCopy(askings(), { complaintRightTold: true }))).toBe('record-request-not-found');
    expect(outcome(refusedCopy(correctionAsked(), { complaintRightTold: true }))).toBe('not-a-copy-request');
    expect(outcome(refusedCorrection(copyAsked(), [], true))).toBe('not-a-correction-request');
    expect(outcome(notice(askings(), 20, JANUARY))).toBe('record-request-not-found');
  });

  it('R9: a notice of an extension sent in time extends, also when it is entered late (rule 38)', () => {
    const it = copyAsked();
    expect(outcome(notice(it, 20, JANUARY, LATE))).toEqual(['RequestExtended']);
    expect(it.asked()?.extendedBy).toBeDefined();
  });

  it.each([
    ['too-late', copyAsked, 20, LATE],
    ['too-long', copyAsked, 90, JANUARY],
    ['no-clock', () => copyAsked('oral'), 20, JANUARY],
  ] as const)(
    'R9: a notice that is %s extends nothing, and is recorded as that (rule 36)',
    (against, asked, days, at) => {
      const it = asked();
      const { dueBy } = it.asked() ?? {};
      const said = notice(it, days, at);
      expect(outcome(said)).toEqual(['ExtensionWithoutEffect']);
      expect(said.facts?.[0]?.data).toMatchObject({ days, against });
      expect(it.asked()?.dueBy).toBe(dueBy);
    },
  );

  it('R9: a second notice and one about a withdrawn request extend nothing either', () => {
    const twice = copyAsked();
    notice(twice, 10, JANUARY);
    expect(notice(twice, 10, JANUARY).facts?.[0]?.data['against']).toBe('extended-already');
    const over = copyAsked();
    withdraw(over);
    expect(notice(over, 10, JANUARY).facts?.[0]?.data['against']).toBe('request-over');
  });
});
