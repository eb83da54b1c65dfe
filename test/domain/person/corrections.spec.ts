import { describe, expect, it } from '@jest/globals';
import { correctEntry } from '../../../src/domain/case/attached.js';
import { caseFold } from '../../../src/domain/case/case.js';
import { disclosureFacts } from '../../../src/domain/case/disclosure.js';
import { rosterFacts } from '../../../src/domain/case/roster.js';
import { requestCorrection } from '../../../src/domain/person/requests-asking.js';
import { refuseRecord } from '../../../src/domain/person/requests-copies.js';
import { grantCorrection, recipientTold, refuseCorrection } from '../../../src/domain/person/requests-corrections.js';
import { estimateCopyFee } from '../../../src/domain/person/requests-fees.js';
import { markDeemedRefused } from '../../../src/domain/person/requests-recourse.js';
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
  theirs,
  therapist,
  WINDOW,
} from './asking.js';

type Asked = Parameters<typeof requestCorrection>[0];
const asking: Asked = {
  ...theirs,
  ...{ requester: ana, how: 'written', entries: [entry(anas), entry(communal)], tellRecipients: true, words: 'w' },
} as Asked;
const ask = (it: Askings, more: Partial<Asked> = {}) =>
  it.did((_s, c) => requestCorrection({ ...asking, ...more }, registered, c), RECEIVED);
const requested = (more: Partial<Asked> = {}, before: Parameters<typeof askings>[0] = []): Askings => {
  const it = askings(before);
  ask(it, more);
  return it;
};
const IN_TIME = '2026-01-20T15:00:00.000Z';
const grant = (it: Askings, one?: string, at = IN_TIME, now = at) =>
  it.did(
    (s, c) =>
      grantCorrection(
        s,
        { ...theirs, how: 'struck-out', recipients: [], ...(one ? { corrects: entry(one) } : { corrected: 'Two.' }) },
        c,
      ),
    at,
    now,
  );
const refuse = (it: Askings, entries: readonly string[] = [], more: object = {}, at = IN_TIME, now = at) =>
  it.did(
    (s, c) =>
      refuseCorrection(
        s,
        {
          ...{ ...theirs, entries: entries.map(entry), because: 'professional-opinion', noticeBy: 'mail' },
          ...{ reasons: 'Observed in good faith.', complaintRightTold: true, ...more },
        } as Parameters<typeof refuseCorrection>[1],
        c,
      ),
    at,
    now,
  );
const clock = (it: Askings, now: string) => it.did((s, c) => markDeemedRefused(s, theirs, c), now);

describe('Corrections', () => {
  it('R9: a correction is asked for of one’s own and communal entries, or in words; it is due like a copy and costs nothing', () => {
    expect(requested().asked()).toMatchObject({ kind: 'correction', dueBy: DUE });
    expect(outcome(ask(askings(), { entries: [entry(bens)] }))).toBe('record-entry-not-found');
    const it = requested({ entries: [] });
    expect([...(it.asked()?.corrects ?? [])]).toEqual([[request, 'open']]);
    const fee = it.did((s, c) => estimateCopyFee(s, { ...theirs, format: 'paper', pages: 1, cents: 1 }, c), IN_TIME);
    expect(outcome(fee)).toBe('no-fee-for-corrections');
  });

  it('R9: what was asked is granted entry by entry, and answered once nothing is open (rule 21)', () => {
    const it = requested();
    expect(grant(it, anas).facts?.[0]?.data['last']).toBe(false);
    expect(it.asked()?.standing).toBe('open');
    expect(outcome(grant(it, anas))).toEqual([]);
    expect(grant(it, communal).facts?.[0]?.data['last']).toBe(true);
    expect(it.asked()?.standing).toBe('answered');
    expect(outcome(grant(requested(), anasAlone))).toBe('not-asked-to-correct');
    expect(outcome(grant(requested({ entries: [] })))).toEqual(['CorrectionGranted']);
  });

  it('R9: the corrected text stands beside its entry once; the entry and its versions stay as they were written (rule 21)', () => {
    const opened = rosterFacts.CaseOpened({ case: joint, kind: 'couple', participants: [ana, ben], therapist });
    const correcting = {
      case: joint,
      participant: ana,
      entry: anas,
      request,
      how: 'struck-out',
      corrected: 'Two.',
    } as const;
    const first = correctEntry(given(caseFold, [opened]), correcting);
    expect(outcome(first)).toEqual(['EntryCorrected']);
    expect(outcome(correctEntry(given(caseFold, [opened, ...(first.facts ?? [])]), correcting))).toEqual([]);
    expect(outcome(correctEntry(given(caseFold, []), correcting))).toBe('case-not-found');
  });

  it('R9: a refusal has its reason and tells where to complain; refused in part, the request is answered', () => {
    const it = requested();
    expect(outcome(refuse(it, [anas], { complaintRightTold: false }))).toBe('complaint-right-not-told');
    expect(outcome(refuse(it, [anasAlone]))).toBe('not-asked-to-correct');
    expect(outcome(refuse(it, [anas]))).toEqual(['CorrectionRefused']);
    expect(outcome(refuse(it, [anas]))).toBe('record-request-over');
    grant(it, communal);
    expect(it.asked()).toMatchObject({ standing: 'answered', recourseUntil: '2026-07-21T03:59:59.999Z' });
    const whole = requested();
    refuse(whole);
    expect(whole.asked()?.standing).toBe('refused');
    expect(outcome(grant(whole, anas))).toEqual(['CorrectionGranted']);
    expect(whole.asked()?.standing).toBe('answered');
  });

  it('R9: silence is a refusal after thirty days here too; an answer known to be in time undoes it (rules 18 and 38)', () => {
    const it = requested({ entries: [entry(anas)] });
    const said = clock(it, '2026-02-16T15:00:00.000Z').facts?.[0];
    expect(said).toMatchObject({ happenedAt: DUE, data: { kind: 'correction', complainUntil: WINDOW } });
    grant(it, anas, '2026-02-09T15:00:00.000Z', '2026-02-17T15:00:00.000Z');
    expect(it.asked()).toMatchObject({ standing: 'answered', deemedBy: undefined, recourseUntil: undefined });
    const late = requested({ entries: [entry(anas)] });
    expect(outcome(refuse(late, [], {}, '2026-02-16T15:00:00.000Z'))).toEqual(['DeemedRefused', 'CorrectionRefused']);
    const partly = requested();
    grant(partly, anas);
    expect(outcome(clock(partly, '2026-02-16T15:00:00.000Z'))).toEqual(['DeemedRefused']);
  });

  it('R9: who had the uncorrected entry, or the record of its case, is told when the client asked so (rule 21)', () => {
    const had = (
      disclosure: string,
      recipient: string,
      content: 'clinical-notes' | 'attendance',
      entries: readonly string[],
    ) =>
      disclosureFacts.DisclosureMade({
        ...{ ...disclosureFacts.DisclosureMade.example, case: joint, disclosure: idOf(disclosure), participant: ana },
        ...{ recipient: idOf(recipient), content: [content], entries },
      });
    const disclosed = [
      had('one', 'clinic', 'clinical-notes', [anas]),
      had('two', 'other clinic', 'clinical-notes', [communal]),
      had('three', 'insurer', 'attendance', []),
      had('four', 'hospital', 'clinical-notes', []),
    ];
    const it = requested({}, disclosed);
    const toTell = (decision: ReturnType<typeof grant>) =>
      ((decision.facts?.[0]?.data['toTell'] ?? []) as readonly { readonly recipient: string }[]).map(
        (one) => one.recipient,
      );
    expect(toTell(grant(it, anas))).toEqual([clinic, idOf('hospital')]);
    expect(toTell(grant(requested({ tellRecipients: false }, disclosed), anas))).toEqual([]);
    const tell = (recipient: string, how: 'told' | 'not-reached') =>
      it.did((s) => recipientTold(s, { ...theirs, recipient, outcome: how, how: 'mail' }), IN_TIME);
    expect(outcome(tell(idOf('insurer'), 'told'))).toBe('not-a-recipient-to-tell');
    expect(outcome(tell(clinic, 'not-reached'))).toEqual(['RecipientToldOfCorrection']);
    expect(outcome(tell(clinic, 'told'))).toEqual(['RecipientToldOfCorrection']);
    expect(outcome(tell(clinic, 'told'))).toEqual([]);
    grant(it, communal);
    expect(it.asked()?.toTell.get(idOf('hospital'))).toBe('to-tell');
  });

  it('R9: a copy and a correction are not answered as each other', () => {
    const it = requested();
    const refusal = {
      ...theirs,
      ground: 'proceeding',
      severanceConsidered: true,
      noticeBy: 'mail',
      reasons: 'r',
    } as const;
    const asCopy = it.did((s, c) => refuseRecord(s, { ...refusal, complaintRightTold: true }, c), IN_TIME);
    expect(outcome(asCopy)).toBe('not-a-copy-request');
    expect(outcome(grant(askings(), anas))).toBe('record-request-not-found');
    expect(outcome(refuse(askings()))).toBe('record-request-not-found');
  });
});
