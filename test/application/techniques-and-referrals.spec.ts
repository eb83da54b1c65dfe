import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TECHNIQUE_PARTS } from '../../src/domain/case/techniques-facts.js';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const text = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? '' : value));

describe('A new technique, and then somebody better suited', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [client, clinic, caseId, session, technique, referral] = ['', '', '', '', '', ''];
  const standing = async (clause: string) =>
    shown(await at.see('standing', people.therapist, { case: caseId })).find((row) => row['clause'] === clause)?.[
      'standing'
    ];

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-10T13:00:00.000Z');
    people = await agency(at);
    const { act } = at;
    const { therapist, frontDesk } = people;
    client = await people.register('Robin Client', frontDesk);
    clinic = await people.register('Trauma Clinic', frontDesk);
    caseId = accepted(await act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk))
      .id as string;
    const theirs = { case: caseId, participant: client };
    for (const policy of Object.values(people.policies))
      accepted(await act('GivePolicy', { ...theirs, policy, how: 'in-person' }, frontDesk));
    const covered = ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'];
    accepted(await act('ExplainCounselling', { ...theirs, covered, questionsAnswered: true, notes: '-' }, therapist));
    accepted(await act('ConsentToCounselling', { ...theirs, how: 'written' }, client));
    accepted(await act('TellFee', { ...theirs, service: 'individual', how: 'in-person' }, frontDesk));
    const booking = {
      case: caseId,
      therapist,
      startLocal: '2026-02-10T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [client],
    };
    session = accepted(await act('BookSession', booking, frontDesk)).id as string;
    accepted(await act('RecordPayment', { ...theirs, cents: 12_000, method: 'card' }, frontDesk));
    accepted(await act('StartSession', { case: caseId, session, present: [client] }, therapist));
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R4: a session that started leaves open that nobody has shown the therapist’s qualifications', async () => {
    expect(await standing('R4')).toBe('open');
  });

  it('T2: a technique is proposed, explained, consented to by the client, used; withdrawn, it is refused at once', async () => {
    const { act } = at;
    const proposal = { case: caseId, kind: 'EMDR', why: 'The nightmares go on.' };
    technique = accepted(await act('ProposeTechnique', proposal, people.therapist)).id as string;
    const said = { case: caseId, technique, participant: client, how: 'verbal' };
    const using = { case: caseId, technique, session };
    expect(await act('ConsentToTechnique', said, client)).toMatchObject({
      refusal: { code: 'technique-not-explained' },
    });
    const explanation = { covered: [...TECHNIQUE_PARTS], questionsAnswered: true, notes: 'Can it be stopped halfway?' };
    const explaining = { case: caseId, technique, participant: client, ...explanation };
    accepted(await act('ExplainTechnique', explaining, people.therapist));
    expect(await act('UseTechnique', using, people.therapist)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'technique-not-consented', clause: 'T2', recorded: true },
    });
    accepted(await act('ConsentToTechnique', said, client));
    accepted(await act('UseTechnique', using, people.therapist));
    await at.ledger.moveClock?.('2026-02-10T14:20:00.000Z');
    accepted(await act('WithdrawTechniqueConsent', said, client));
    expect((await act('UseTechnique', using, people.therapist)).kind).toBe('refused');
    expect(await standing('T2')).toBe('kept');
  });

  it('T2: touch without a consent of its own is recorded when reported, and the clause shows as breached (36)', async () => {
    const touched = { case: caseId, session, kind: 'touch', words: 'A hand on the shoulder when leaving.' };
    accepted(await at.act('ReportTechniqueUsed', touched, people.therapist));
    expect(await standing('T2')).toBe('breached');
  });

  it('T2: the client and the therapist see what was said of it, in clear; nobody else of the agency does', async () => {
    const { see, act } = at;
    const rows = shown(await see('techniques', client, { case: caseId }));
    expect(rows.map((row) => [row['kind'], row['state']])).toEqual(
      expect.arrayContaining([
        ['proposed', 'proposed'],
        ['said', 'withdrawn'],
        ['used', 'with-consent'],
        ['refused', 'without-consent'],
        ['reported', 'without-consent'],
      ]),
    );
    expect(text(rows)).toContain('Can it be stopped halfway?');
    expect((await see('techniques', people.frontDesk, { case: caseId })).kind).toBe('denied');
    expect((await see('techniques', people.manager, { case: caseId })).kind).toBe('denied');
    const said = { case: caseId, technique, participant: client, how: 'verbal' };
    expect((await act('ConsentToTechnique', said, people.frontDesk)).kind).toBe('denied');
  });

  it('T4: a limit acknowledged is open until a referral is offered; the own practice needs its safeguards', async () => {
    const { act } = at;
    const theirs = { case: caseId, participant: client };
    const limit = { ...theirs, kind: 'training', words: 'Needs somebody trained for childhood trauma.' };
    accepted(await act('AcknowledgeLimit', limit, people.therapist));
    expect(await standing('T4')).toBe('open');
    const own = { ...theirs, to: 'My own practice in the evening.', ownPractice: true, safeguards: ['agency-told'] };
    expect(await act('OfferReferral', own, people.therapist)).toMatchObject({
      refusal: { code: 'self-referral-unsafeguarded', clause: 'T4' },
    });
    await at.ledger.moveClock?.('2026-02-10T14:40:00.000Z');
    const offer = { ...theirs, to: 'The trauma clinic, by its intake line.', ownPractice: false };
    referral = accepted(await act('OfferReferral', offer, people.therapist)).id as string;
    expect(await standing('T4')).toBe('kept');
  });

  it('R7: what the clinic needs is handed over only with the client’s express consent, as one disclosure', async () => {
    const { act, see } = at;
    const theirs = { case: caseId, participant: client };
    const handing = {
      ...theirs,
      referral,
      recipient: clinic,
      content: ['goals-and-progress'],
      what: 'A letter of one page.',
    };
    accepted(await act('AcceptReferral', { ...theirs, referral }, client));
    expect(await act('HandOverReferral', handing, people.therapist)).toMatchObject({
      refusal: { code: 'disclosure-not-allowed', clause: 'R7' },
    });
    const consent = {
      ...theirs,
      recipient: clinic,
      recipientKind: 'custodian',
      content: ['goals-and-progress'],
      purpose: 'care',
      form: 'express',
      how: 'written',
    };
    accepted(await act('ConsentToDisclosure', consent, client));
    const handed = accepted(await act('HandOverReferral', handing, people.therapist));
    expect(handed.facts.map((f) => f.type)).toEqual(['DisclosureMade', 'ReferralHandedOver']);
    accepted(await act('ReportReferralFollowed', { ...theirs, referral, outcome: 'seen' }, client));
    const rows = shown(await see('referrals', client, { case: caseId }));
    expect(rows).toMatchObject([
      { kind: 'limit', state: 'acknowledged', because: 'training' },
      { kind: 'referral', state: 'followed', because: 'seen', recipient: clinic, disclosure: handed.id },
    ]);
    expect(text(rows)).toContain('The trauma clinic, by its intake line.');
    expect((await see('referrals', people.frontDesk, { case: caseId })).kind).toBe('denied');
    expect((await see('referrals', people.otherTherapist, { case: caseId })).kind).toBe('denied');
  });

  it('T4: a referral that came to nothing, not by the client’s choice, is open again', async () => {
    const { act } = at;
    const theirs = { case: caseId, participant: client };
    const offer = { ...theirs, to: 'A group for survivors.', ownPractice: false };
    const second = accepted(await act('OfferReferral', offer, people.therapist)).id as string;
    accepted(await act('ReportReferralLapsed', { ...theirs, referral: second, because: 'no-place' }, people.frontDesk));
    expect(await standing('T4')).toBe('open');
    expect((await act('DeclineReferral', { ...theirs, referral: second }, people.otherTherapist)).kind).toBe('denied');
  });

  it('T4: every view equals its facts', async () => {
    await at.ledger.settle();
    expect(at.failures).toEqual([]);
    expect((await at.ledger.viewPositions()).filter((p) => p.stopped)).toEqual([]);
  });
});
