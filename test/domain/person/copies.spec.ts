import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disclosureFacts } from '../../../src/domain/case/disclosure.js';
import { addDaysToInstant } from '../../../src/domain/language/business-time.js';
import { standing } from '../../../src/domain/language/mistakes.js';
import { fileFold } from '../../../src/domain/person/file.js';
import { requestsHolding } from '../../../src/domain/person/requests.js';
import {
  abandonRequest,
  clarifyRequest,
  extendRequest,
  requestRecord,
  verifyRequester,
  withdrawRequest,
} from '../../../src/domain/person/requests-asking.js';
import { type Release, refuseRecord, releaseRecord } from '../../../src/domain/person/requests-copies.js';
import { estimateCopyFee, waiveCopyFee } from '../../../src/domain/person/requests-fees.js';
import {
  endCommissionerComplaint,
  markDeemedRefused,
  markRecourseLapsed,
  reportCommissionerComplaint,
} from '../../../src/domain/person/requests-recourse.js';
import { given, idOf, outcome } from '../../support/given.js';
import {
  type Askings,
  ana,
  anas,
  anasAlone,
  askings,
  ben,
  bens,
  clinic,
  communal,
  DUE,
  entry,
  joint,
  RECEIVED,
  registered,
  request,
  solo,
  theirs,
  WINDOW,
} from './asking.js';

type Asked = Parameters<typeof requestRecord>[0];
const asking: Asked = {
  ...theirs,
  ...{ requester: ana, how: 'written', scope: 'cases', cases: [solo], entries: [], format: 'electronic' },
} as Asked;
const ask = (it: Askings, more: Partial<Asked> = {}, at = RECEIVED) =>
  it.did((_s, c) => requestRecord({ ...asking, ...more }, registered, c), at);
const verify = (it: Askings, requester = ana) =>
  it.did((s) => verifyRequester(s, { ...theirs, requester, as: 'themselves', by: 'sign-in' }), RECEIVED);
const copy: Release = {
  ...{ ...theirs, recipient: ana, entries: [entry(anasAlone)], withheld: [], severanceConsidered: false },
  ...{ format: 'electronic', how: 'portal', sha256: 'a'.repeat(64), last: true },
  ...{ complaintRightTold: false, electronicImpossible: false, agreement: { consents: [], jointWith: [] } },
};
const release = (it: Askings, more: Partial<Release> = {}, at = '2026-01-20T15:00:00.000Z', now = at) =>
  it.did((s, c) => releaseRecord(s, { ...copy, ...more }, c), at, now);
const clock = (it: Askings, now: string) => it.did((s, c) => markDeemedRefused(s, theirs, c), now);
const refusing = {
  ...theirs,
  ground: 'proceeding',
  severanceConsidered: false,
  noticeBy: 'mail',
  reasons: 'A hearing.',
  complaintRightTold: true,
} as const;
const extension = { ...theirs, days: 20, because: 'consultation-needed', noticeBy: 'mail', reasons: 'r' } as const;
const extend = (it: Askings, at: string, now = at, days = 20) =>
  it.did((s, c) => extendRequest(s, { ...extension, days }, c), at, now);
const requested = (more: Partial<Asked> = {}): Askings => {
  const it = askings();
  ask(it, more);
  verify(it);
  return it;
};

describe('The time to answer', () => {
  it('R9: a written request received on 10 January is due at the end of 9 February; an oral one sets no clock running (rule 18)', () => {
    expect(requested().asked()).toMatchObject({ dueBy: DUE, standing: 'open' });
    const oral = requested({ how: 'oral' });
    expect(oral.asked()?.dueBy).toBeUndefined();
    expect(outcome(clock(oral, '2027-01-01T15:00:00.000Z'))).toBe('record-request-not-due');
    expect(outcome(extend(oral, RECEIVED))).toBe('no-clock-to-extend');
    expect(outcome(release(oral))).toEqual(['RecordReleased']);
  });

  it('R9: an end on a Sunday or a legal holiday is carried to the next day that is none (rule 77)', () => {
    // 30 days after 6 March 2026 is Sunday 5 April, then Easter Monday is closed too.
    const it = askings();
    ask(it, {}, '2026-03-06T15:00:00.000Z');
    expect(it.asked()?.dueBy).toBe('2026-04-08T03:59:59.999Z');
  });

  it('R9: on day 31 the clock says that silence is a refusal, and six months to complain begin (rule 18)', () => {
    const it = requested();
    expect(outcome(clock(it, DUE))).toBe('record-request-not-due');
    const said = clock(it, '2026-02-10T05:00:00.000Z').facts?.[0];
    expect(said).toMatchObject({
      type: 'DeemedRefused',
      happenedAt: DUE,
      data: { complainUntil: WINDOW, receivedAt: RECEIVED },
    });
    expect(it.asked()).toMatchObject({ standing: 'deemed-refused', recourseUntil: WINDOW });
    expect(outcome(clock(it, '2026-02-11T15:00:00.000Z'))).toEqual([]);
  });

  it('R9: verifying who asks and asking back stop no clock (rule 51)', () => {
    const it = requested();
    it.did((s) => clarifyRequest(s, { ...theirs, step: 'asked-back', words: 'Which?' }), RECEIVED);
    expect(it.asked()?.dueBy).toBe(DUE);
    expect(outcome(verify(it))).toEqual([]);
    expect(outcome(verify(it, clinic))).toEqual(['RequesterVerified']);
  });

  it('R9: an extension holds when its notice went before the time was over, once, and not too long (rule 18)', () => {
    const it = requested();
    expect(outcome(extend(it, '2026-02-01T15:00:00.000Z', undefined, 31))).toBe('extension-too-long');
    expect(outcome(extend(it, '2026-02-10T05:00:00.000Z'))).toBe('extension-too-late');
    expect(outcome(extend(it, '2026-02-09T15:00:00.000Z'))).toEqual(['RequestExtended']);
    // Fifty days on is Sunday 1 March.
    expect(it.asked()?.dueBy).toBe('2026-03-03T04:59:59.999Z');
    expect(outcome(extend(it, '2026-02-09T16:00:00.000Z'))).toBe('already-extended');
    expect(outcome(clock(it, '2026-02-11T15:00:00.000Z'))).toBe('record-request-not-due');
    const done = requested();
    release(done);
    expect(outcome(extend(done, '2026-01-21T15:00:00.000Z'))).toBe('record-request-over');
  });
});

describe('Late knowledge about a request', () => {
  const LATER = '2026-02-16T15:00:00.000Z';

  it('R9: a copy given in time and entered late takes back what the clock said; one given late does not (rule 38)', () => {
    const it = requested();
    clock(it, LATER);
    const inTime = release(it, {}, '2026-02-09T20:00:00.000Z', LATER).facts;
    expect(inTime?.map((f) => f.supersedes)).toEqual([[idOf(`file-${ana} 2`)]]);
    expect(it.asked()).toMatchObject({ standing: 'answered', deemedBy: undefined, recourseUntil: undefined });
    const late = requested();
    clock(late, LATER);
    expect(release(late, {}, LATER).facts?.[0]?.supersedes).toBeUndefined();
    expect(late.asked()).toMatchObject({ standing: 'answered', recourseUntil: WINDOW });
  });

  it('R9: what is answered late before the clock spoke is deemed refused first, at its due date', () => {
    const it = requested();
    expect(outcome(release(it, {}, LATER))).toEqual(['DeemedRefused', 'RecordReleased']);
    expect(it.asked()).toMatchObject({ standing: 'answered', recourseUntil: WINDOW });
    expect(it.facts.at(-2)?.happenedAt).toBe(DUE);
  });

  it('R9: a notice of extension, a refusal or a withdrawal known late undoes the silence too (rule 38)', () => {
    const extended = requested();
    clock(extended, LATER);
    extend(extended, '2026-02-09T15:00:00.000Z', LATER);
    expect(extended.asked()).toMatchObject({ standing: 'open', deemedBy: undefined });
    const refused = requested();
    clock(refused, LATER);
    refused.did((s, c) => refuseRecord(s, refusing, c), '2026-02-09T15:00:00.000Z', LATER);
    expect(refused.asked()).toMatchObject({ standing: 'refused', deemedBy: undefined });
    const withdrawn = requested();
    clock(withdrawn, LATER);
    withdrawn.did((s, c) => withdrawRequest(s, theirs, c), '2026-01-30T15:00:00.000Z', LATER);
    expect(withdrawn.asked()).toMatchObject({ standing: 'withdrawn', deemedBy: undefined, recourseUntil: undefined });
  });

  it('R9: an extension known after a late answer undoes the silence only when that answer was within it', () => {
    for (const [answered, deemed] of [
      ['2026-02-20T15:00:00.000Z', false],
      ['2026-03-20T15:00:00.000Z', true],
    ] as const) {
      const it = requested();
      clock(it, LATER);
      release(it, {}, answered);
      extend(it, '2026-02-09T15:00:00.000Z', '2026-03-21T15:00:00.000Z');
      expect(it.asked()).toMatchObject({ standing: 'answered' });
      expect(it.asked()?.deemedBy !== undefined).toBe(deemed);
    }
  });

  it('R9: in whatever order things become known, a request stands as refused by silence only when nothing came in time', () => {
    const step = fc.tuple(
      fc.constantFrom('release', 'refuse', 'extend', 'clock', 'withdraw'),
      fc.integer({ min: -20, max: 45 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const it = requested();
        let now = DUE;
        for (const [what, days] of steps) {
          if (days > 0 && addDaysToInstant(DUE, days) > now) now = addDaysToInstant(DUE, days);
          const at = addDaysToInstant(DUE, days) < now ? addDaysToInstant(DUE, days) : now;
          if (what === 'release') release(it, {}, at, now);
          else if (what === 'refuse') it.did((s, c) => refuseRecord(s, refusing, c), at, now);
          else if (what === 'extend') extend(it, at, now);
          else if (what === 'withdraw') it.did((s, c) => withdrawRequest(s, theirs, c), at, now);
          else clock(it, now);
        }
        const stand = standing(it.facts);
        const { dueBy = '', deemedBy } = it.asked() ?? {};
        const answers = ['RecordReleased', 'RecordRefused', 'RequestWithdrawn'];
        const inTime = stand.some((f) => answers.includes(f.type) && f.happenedAt <= dueBy);
        if (deemedBy !== undefined) expect(inTime).toBe(false);
        const late = stand.some((f) => answers.includes(f.type) && f.happenedAt > dueBy);
        if (late && !inTime) expect(deemedBy).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('Copies', () => {
  it('R9: nothing is given before who asks was verified; a copy handed over all the same is on record, with what it did (rules 36 and 51)', () => {
    const it = askings();
    ask(it);
    expect(outcome(release(it))).toBe('requester-not-verified');
    const told = it.did((s, c) => releaseRecord(s, copy, c, true), '2026-01-20T15:00:00.000Z');
    expect(told.facts?.[0]?.data['against']).toEqual(['requester-not-verified']);
    expect(outcome(release(requested(), { request: idOf('unknown') }))).toBe('record-request-not-found');
  });

  it('R9: what is released is known entry by entry, and nothing that was asked for is passed over in silence', () => {
    const it = requested();
    release(it);
    expect([...it.state().requests.released]).toEqual([
      [anasAlone, { request, case: solo, to: new Map([[ana, '2026-01-20T15:00:00.000Z']]) }],
    ]);
    const both = requested({ cases: [solo, joint] });
    expect(outcome(release(both))).toBe('entries-left-out');
    expect(outcome(release(both, { last: false }))).toEqual(['RecordReleased']);
    expect(both.asked()?.standing).toBe('open');
    expect(outcome(release(both, { entries: [entry(anas), entry(communal)] }))).toEqual(['RecordReleased']);
    const november = requested({ scope: 'period', cases: [], from: '2025-11-01', until: '2025-11-30' });
    expect(outcome(release(november, { entries: [entry(communal)] }))).toBe('entries-left-out');
    expect(outcome(release(november, { entries: [entry(anas)] }))).toEqual(['RecordReleased']);
  });

  it('R9: something is withheld on a ground, after thinking of severance, and with the way to the Commissioner told', () => {
    const it = requested({ cases: [joint] });
    const withheld = [{ ...entry(communal), ground: '52-1-e-harm' }] as const;
    const some = { entries: [entry(anas)], withheld } as const;
    expect(outcome(release(it, some))).toBe('severance-not-considered');
    expect(outcome(release(it, { ...some, severanceConsidered: true }))).toBe('complaint-right-not-told');
    const given = release(it, { ...some, severanceConsidered: true, complaintRightTold: true });
    expect(given.facts?.[0]?.data['complainUntil']).toBe('2026-07-21T03:59:59.999Z');
    expect(outcome(release(requested(), { withheld: [{ case: idOf('elsewhere'), ground: 'privilege' }] }))).toBe(
      'case-not-theirs',
    );
  });

  it('R9: a copy asked for electronically is given so, unless it cannot be', () => {
    const it = requested();
    expect(outcome(release(it, { format: 'paper' }))).toBe('electronic-was-asked');
    expect(outcome(release(it, { format: 'paper', electronicImpossible: true }))).toEqual(['RecordReleased']);
  });

  it('R9: a refusal as a whole has its ground, and tells where to complain; it may still be changed for a copy', () => {
    const it = requested();
    const refuse = (more: object) => it.did((s, c) => refuseRecord(s, { ...refusing, ...more }, c), RECEIVED);
    expect(outcome(refuse({ complaintRightTold: false }))).toBe('complaint-right-not-told');
    expect(outcome(refuse({ ground: '52-1-e-harm' }))).toBe('severance-not-considered');
    expect(outcome(refuse({}))).toEqual(['RecordRefused']);
    expect(outcome(refuse({}))).toBe('record-request-over');
    expect(outcome(release(it))).toEqual(['RecordReleased']);
    expect(it.asked()?.standing).toBe('answered');
  });

  it('R9: a request names what it asks for, of the person’s own cases and entries only', () => {
    expect(outcome(ask(askings(), { cases: [] }))).toBe('scope-unclear');
    expect(outcome(ask(askings(), { scope: 'entries' }))).toBe('scope-unclear');
    expect(outcome(ask(askings(), { scope: 'period', from: '2026-02-01', until: '2026-01-01' }))).toBe('scope-unclear');
    expect(outcome(ask(askings(), { cases: [idOf('elsewhere')] }))).toBe('case-not-theirs');
    expect(outcome(ask(askings(), { scope: 'entries', entries: [entry(bens)] }))).toBe('record-entry-not-found');
    const nobody = { ...registered, person: undefined };
    const unknown = askings().did((_s, c) => requestRecord(asking, nobody, c), RECEIVED);
    expect(outcome(unknown)).toBe('person-not-registered');
  });
});

describe('Joint files', () => {
  const all = { entries: [entry(anas), entry(communal), entry(bens)] };

  it('R9: whoever asks is given what is theirs and of both; what is about another stays theirs (rule 22)', () => {
    const it = requested({ cases: [joint] });
    expect(outcome(release(it, all))).toBe('another-persons-entry');
    expect(outcome(release(it, { entries: [entry(anas), entry(communal)] }))).toEqual(['RecordReleased']);
    const told = it.did((s, c) => releaseRecord(s, { ...copy, ...all }, c, true), '2026-01-21T15:00:00.000Z');
    expect(told.facts?.[0]?.data['against']).toEqual(['another-persons-entry']);
  });

  it('R7: another’s part is given with their consent, to whom and of what it says, while it is live (rule 22)', () => {
    const consent = idOf('consent');
    const allows = (content: 'clinical-notes' | 'attendance', recipient: string) =>
      disclosureFacts.DisclosureConsentGiven({
        ...disclosureFacts.DisclosureConsentGiven.example,
        ...{ case: joint, consent, participant: ben, recipient, content: [content], givenBy: ben },
      });
    for (const [given, expected] of [
      [allows('clinical-notes', ana), ['RecordReleased']],
      [allows('attendance', ana), 'another-persons-entry'],
      [allows('clinical-notes', clinic), 'another-persons-entry'],
    ] as const) {
      const it = askings([given]);
      ask(it, { cases: [joint] });
      verify(it);
      const agreement = { consents: [{ case: joint, consent }], jointWith: [] };
      expect(outcome(release(it, { ...all, agreement }))).toEqual(expected);
    }
  });

  it('R9: another’s part is not given on a consent that was withdrawn or had lapsed by then (rule 22)', () => {
    const consent = idOf('consent');
    const { DisclosureConsentGiven, DisclosureConsentWithdrawn } = disclosureFacts;
    const allows = (until?: string) =>
      DisclosureConsentGiven({
        ...DisclosureConsentGiven.example,
        ...{ case: joint, consent, participant: ben, recipient: ana, content: ['clinical-notes'], givenBy: ben },
        ...(until && { until }),
      });
    const withdrawn = DisclosureConsentWithdrawn({ case: joint, consent, participant: ben, givenBy: ben });
    for (const [consented, expected] of [
      [[allows()], ['RecordReleased']],
      [[allows('2026-01-20T15:00:00.001Z')], ['RecordReleased']],
      [[allows('2026-01-20T15:00:00.000Z')], 'another-persons-entry'],
      [[allows(), withdrawn], 'another-persons-entry'],
    ] as const) {
      const it = askings(consented);
      ask(it, { cases: [joint] });
      verify(it);
      const agreement = { consents: [{ case: joint, consent }], jointWith: [] };
      expect(outcome(release(it, { ...all, agreement }))).toEqual(expected);
    }
  });

  it('R7: another’s part is given when they ask jointly for it and were verified; a letter in their name opens nothing (rules 22 and 51)', () => {
    const hisOwn = idOf('request of ben');
    const his = (more: Partial<Asked>, verified: boolean) => {
      const it = askings();
      const named = { person: ben, request: hisOwn, requester: ben };
      it.did((_s, c) => requestRecord({ ...asking, ...named, cases: [joint], ...more }, registered, c), RECEIVED);
      if (verified) it.did((s) => verifyRequester(s, { ...named, as: 'themselves', by: 'sign-in' }), RECEIVED);
      return given(fileFold, it.facts);
    };
    for (const [file, expected] of [
      [his({}, true), ['RecordReleased']],
      [his({}, false), 'another-persons-entry'],
      [his({ scope: 'entries', cases: [], entries: [entry(communal)] }, true), 'another-persons-entry'],
      [his({ scope: 'period', cases: [], from: '2025-11-03', until: '2025-11-03' }, true), ['RecordReleased']],
      [his({ scope: 'period', cases: [], from: '2025-12-03', until: '2025-12-31' }, true), 'another-persons-entry'],
    ] as const) {
      const it = askings([], { [ben]: file });
      ask(it, { cases: [joint] });
      verify(it);
      const agreement = { consents: [], jointWith: [{ person: ben, request: hisOwn }] };
      expect(outcome(release(it, { ...all, agreement }))).toEqual(expected);
    }
  });
});

describe('The fee for a copy', () => {
  const price = (it: Askings, pages: number, cents: number, format: 'paper' | 'electronic' = 'paper') =>
    it.did((s, c) => estimateCopyFee(s, { ...theirs, format, pages, cents }, c), RECEIVED);

  it('R9: thirty dollars for twenty pages and a quarter for each more, forty at most electronically (HO-009, Decision 259)', () => {
    for (const [pages, format, most] of [
      [1, 'paper', 3_000],
      [20, 'paper', 3_000],
      [21, 'paper', 3_025],
      [42, 'paper', 3_550],
      [10, 'electronic', 3_000],
      [2_345, 'electronic', 4_000],
    ] as const) {
      expect(price(requested(), pages, most, format).facts?.[0]?.data['tariffCents']).toBe(most);
      expect(price(requested(), pages, most + 1, format)).toMatchObject({
        refusal: { code: 'fee-above-tariff', values: { most } },
      });
    }
  });

  it('R9: a fee may be waived, once estimated; none of it keeps the copy back', () => {
    const it = requested();
    const waive = () => it.did((s) => waiveCopyFee(s, theirs), RECEIVED);
    expect(outcome(waive())).toBe('no-fee-estimated');
    price(it, 5, 3_000);
    expect(outcome(waive())).toEqual(['CopyFeeWaived']);
    expect(outcome(waive())).toEqual([]);
    const unpaid = requested();
    price(unpaid, 5, 3_000);
    expect(outcome(release(unpaid))).toEqual(['RecordReleased']);
  });
});

describe('What a request keeps', () => {
  const holds = (it: Askings, at: string) => requestsHolding(it.state().requests, at);

  it('R9: while a request is open, and until all recourse is over, what it covers is kept (rule 19)', () => {
    const it = requested();
    expect(holds(it, '2030-01-01T15:00:00.000Z')).toEqual([{ request, until: undefined }]);
    clock(it, '2026-02-11T15:00:00.000Z');
    expect(holds(it, WINDOW)).toEqual([{ request, until: WINDOW }]);
    expect(holds(it, '2026-08-11T04:00:00.000Z')).toEqual([]);
    const given = requested();
    release(given);
    expect(holds(given, '2026-01-21T15:00:00.000Z')).toEqual([]);
  });

  it('R9: a complaint to the Commissioner keeps it until that ends; the clock says when nobody complained', () => {
    const it = requested();
    clock(it, '2026-02-11T15:00:00.000Z');
    const lapse = () => it.did((s, c) => markRecourseLapsed(s, theirs, c), '2026-08-12T15:00:00.000Z');
    expect(outcome(it.did((s, c) => markRecourseLapsed(s, theirs, c), WINDOW))).toBe('recourse-open');
    expect(lapse().facts?.[0]).toMatchObject({ type: 'RecourseLapsed', happenedAt: WINDOW });
    expect(outcome(lapse())).toEqual([]);
    const complained = it.did(
      (s, c) => reportCommissionerComplaint(s, theirs, c),
      '2026-08-10T15:00:00.000Z',
      '2026-08-13T15:00:00.000Z',
    );
    expect(complained.facts?.[0]?.supersedes).toEqual([idOf(`file-${ana} 3`)]);
    expect(holds(it, '2030-01-01T15:00:00.000Z')).toEqual([{ request, until: undefined }]);
    const ended = () =>
      it.did((s) => endCommissionerComplaint(s, { ...theirs, outcome: 'settled' }), '2026-10-01T15:00:00.000Z');
    expect(outcome(ended())).toEqual(['CommissionerComplaintEnded']);
    expect(outcome(ended())).toBe('no-commissioner-complaint');
    expect(holds(it, '2026-10-02T15:00:00.000Z')).toEqual([]);
  });

  it('R9: a refusal after the window of the silence is over opens one of its own', () => {
    const it = requested();
    clock(it, '2026-02-11T15:00:00.000Z');
    it.did((s, c) => markRecourseLapsed(s, theirs, c), '2026-08-12T15:00:00.000Z');
    it.did((s, c) => refuseRecord(s, refusing, c), '2026-09-01T15:00:00.000Z');
    expect(holds(it, '2026-09-02T15:00:00.000Z')).toEqual([{ request, until: '2027-03-02T04:59:59.999Z' }]);
    expect(outcome(it.did((s, c) => markRecourseLapsed(s, theirs, c), '2027-03-03T15:00:00.000Z'))).toEqual([
      'RecourseLapsed',
    ]);
  });

  it('R9: a request is closed as abandoned only long after asking back in vain, and may be complained of', () => {
    const it = requested({ how: 'oral' });
    const abandon = (at: string) => it.did((s, c) => abandonRequest(s, { ...theirs, reasons: 'r' }, c), at);
    expect(outcome(abandon('2026-06-01T15:00:00.000Z'))).toBe('not-yet-abandoned');
    it.did((s) => clarifyRequest(s, { ...theirs, step: 'asked-back', words: '?' }), '2026-06-01T15:00:00.000Z');
    expect(outcome(abandon('2026-06-20T15:00:00.000Z'))).toBe('not-yet-abandoned');
    expect(outcome(abandon('2026-07-02T15:00:00.000Z'))).toEqual(['RequestAbandoned']);
    expect(it.asked()).toMatchObject({ standing: 'abandoned', recourseUntil: '2027-01-03T04:59:59.999Z' });
  });

  it('R9: nothing throws for a request that is not there', () => {
    const it = askings();
    for (const one of [
      () => release(it),
      () => extend(it, RECEIVED),
      () => clock(it, RECEIVED),
      () => it.did((s, c) => withdrawRequest(s, theirs, c), RECEIVED),
      () => it.did((s, c) => reportCommissionerComplaint(s, theirs, c), RECEIVED),
    ])
      expect(outcome(one())).toBe('record-request-not-found');
  });
});
