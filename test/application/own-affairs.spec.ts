import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayHistory } from '../../src/application/replay-history.js';
import { GROUND_CODES } from '../../src/domain/agency/breach-facts.js';
import { TECHNIQUE_PARTS } from '../../src/domain/case/techniques-facts.js';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

/** Everything an outcome holds, as text. */
const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));

describe('Staff in their own affairs, and a couple of whom each has theirs', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [ana, ben, child, couple, alone]: string[] = [];
  const open = async (kind: string, participants: readonly unknown[], therapist: string): Promise<string> =>
    accepted(await at.act('OpenCase', { kind, participants, therapist }, people.frontDesk)).id as string;
  const factOf = async (type: string, of: string | undefined): Promise<string> => {
    const rows = shown(await at.see('timeline', people.privacyOfficer, { case: of as string }));
    return String(rows.findLast((row) => row['type'] === type)?.['fact']);
  };

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-10T13:00:00.000Z');
    people = await agency(at);
    const { frontDesk, therapist, otherTherapist, privacyOfficer } = people;
    ana = await people.register('Ana Client', frontDesk);
    ben = await people.register('Ben Client', frontDesk);
    const registration = {
      name: 'Kim Child',
      birthDate: '2016-03-05',
      contacts: [{ channel: 'e-mail', value: 'kim@example.org' }],
      permittedChannels: ['e-mail'],
      revealAgency: true,
    };
    child = accepted(await at.act('RegisterPerson', registration, frontDesk)).id as string;
    couple = await open('couple', [ana, ben], therapist);
    alone = await open('individual', [privacyOfficer], otherTherapist);
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R7: nobody of the staff enters themselves as the one who decides for a client, and so opens a record to themselves', async () => {
    const { frontDesk, privacyOfficer } = people;
    const naming = {
      person: child,
      rank: 'child-or-custodial-parent',
      scope: ['treatment', 'information'],
      proof: 'birth-or-custody-document',
      from: '2026-01-01',
    };
    for (const clerk of [frontDesk, privacyOfficer])
      expect(await at.act('NameSubstitute', { ...naming, substitute: clerk }, clerk)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'substitute-names-oneself', clause: 'R7' },
      });
    expect((await at.see('timeline', frontDesk, { client: child as string }, { as: 'representative' })).kind).toBe(
      'denied',
    );
    expect((await at.act('NameSubstitute', { ...naming, substitute: ana }, frontDesk)).kind).toBe('accepted');
  });

  it('R9: a privacy officer who is a client sees and does in their own case and file what a client may, and no more', async () => {
    const { privacyOfficer, otherTherapist } = people;
    const about = { case: alone, kind: 'note', participant: privacyOfficer };
    const entry = accepted(await at.act('WriteEntry', { ...about, content: 'THEIR-NOTE' }, otherTherapist)).id;
    accepted(await at.act('DraftEntry', { ...about, content: 'THEIR-DRAFT' }, otherTherapist));
    for (const scope of [{ case: alone as string }, { client: privacyOfficer }]) {
      const atWork = await at.see('record', privacyOfficer, scope, { as: 'privacy-officer' });
      expect(atWork.kind === 'shown' ? atWork.rows : []).toEqual([]);
      const own = await at.see('record', privacyOfficer, scope);
      expect(own).toMatchObject({ kind: 'shown', role: 'client' });
      expect(textOf(own)).not.toMatch(/THEIR-|"draft"/);
    }
    const asking = { person: privacyOfficer, how: 'written', scope: 'whole-record', format: 'paper' };
    const request = accepted(await at.act('RequestRecord', asking, privacyOfficer)).id;
    const verifying = { person: privacyOfficer, request, requester: privacyOfficer, by: 'identity-document' };
    const releasing = {
      ...{ person: privacyOfficer, request, entries: [{ case: alone, entry }] },
      ...{ format: 'paper', deliveredBy: 'in-person', sha256: 'a'.repeat(64) },
    };
    const finding = { person: privacyOfficer, matter: 'treatment', found: 'capable', on: '2026-02-10', basis: 'I am.' };
    const flagging = { case: alone, because: 'other', reason: 'Mine.' };
    for (const [name, body] of [
      ['VerifyRequester', verifying],
      ['ReleaseRecord', releasing],
      ['FindCapacity', finding],
      ['PlaceCaseHold', flagging],
    ] as const)
      expect([name, await at.act(name, body, privacyOfficer)]).toEqual([name, { kind: 'denied' }]);
    accepted(await at.act('VerifyRequester', verifying, otherTherapist));
    accepted(await at.act('ReleaseRecord', releasing, otherTherapist));
  });

  it('R9: a copy goes to who decides for the person on that day, not to anybody verified, nor once that has ended', async () => {
    const { frontDesk, privacyOfficer, therapist } = people;
    const theirs = { person: child };
    const kims = await open('individual', [child], therapist);
    const about = { case: kims, kind: 'note', participant: child, content: 'KIMS-NOTE' };
    const entry = accepted(await at.act('WriteEntry', about, therapist)).id;
    const asking = { ...theirs, how: 'written', scope: 'whole-record', format: 'paper' };
    const request = accepted(await at.act('RequestRecord', asking, ana)).id;
    const giving = (recipient: unknown) =>
      at.act(
        'ReleaseRecord',
        {
          ...{ ...theirs, request, recipient, entries: [{ case: kims, entry }], format: 'paper' },
          ...{ deliveredBy: 'in-person', sha256: 'a'.repeat(64), moreToCome: true },
        },
        privacyOfficer,
      );
    const verify = async (requester: unknown) =>
      accepted(await at.act('VerifyRequester', { ...theirs, request, requester, by: 'identity-document' }, frontDesk));
    const notTheirs = { kind: 'refused', refusal: { code: 'not-theirs-to-have', clause: 'R7' } };
    await verify(frontDesk);
    expect(await giving(frontDesk)).toMatchObject(notTheirs);
    await verify(ana);
    expect((await giving(ana)).kind).toBe('accepted');
    const instruction = { ...theirs, covers: 'case', case: kims, against: 'person', whom: ana };
    const locked = accepted(await at.act('GiveInstruction', instruction, child)).id;
    expect(await giving(ana)).toMatchObject(notTheirs);
    accepted(await at.act('LiftInstruction', { ...theirs, instruction: locked }, child));
    accepted(await at.act('DecideOwnCounselling', { ...theirs, on: '2026-02-10' }, child));
    expect(await giving(ana)).toMatchObject(notTheirs);
    expect((await at.see('timeline', ana as string, { client: child as string })).kind).toBe('denied');
  });

  it('R7: a duty to report is to a privacy officer whom it is about as if it were not there, for striking too', async () => {
    const { privacyOfficer, therapist } = people;
    const body = {
      ...{ duty: 'RHPA-85.1', concerns: [ana], alleged: privacyOfficer },
      ...{ abuserNamed: true, mayContinue: true, known: 'Told in a session.' },
    };
    const outcome = accepted(await at.act('ConsiderMandatoryReport', body, therapist));
    const striking = { facts: [outcome.facts[0]?.id], kind: 'other', reason: 'Never.' };
    for (const report of [outcome.id, couple])
      expect(
        await at.act('EnterMandatoryReportFactsInError', { ...striking, report }, privacyOfficer),
      ).not.toMatchObject({ kind: 'accepted' });
    expect(
      await at.act('EnterMandatoryReportFactsInError', { ...striking, report: outcome.id }, privacyOfficer),
    ).toEqual({ kind: 'denied' });
  });

  it('R7: whoever is named as having part in a breach does not assess it', async () => {
    const { privacyOfficer, manager } = people;
    const report = { kind: 'used', persons: [ana], staff: [privacyOfficer], details: 'A look without a reason.' };
    const breach = accepted(await at.act('ReportBreach', report, manager)).id;
    const grounds = GROUND_CODES.map((ground) => ({ ground, applies: false }));
    const assessing = { breach, finding: 'no-breach', grounds, realRisk: false, reasons: 'I had one.' };
    expect(await at.act('AssessBreach', assessing, privacyOfficer)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'own-breach', clause: 'R7' },
    });
  });

  it('R9: why a case is held or kept longer is told neither partner, nor by the replay to a client who sees a case whole', async () => {
    const { therapist, privacyOfficer, otherTherapist } = people;
    for (const [of, by] of [
      [couple, therapist],
      [alone, otherTherapist],
    ] as const) {
      const flag = { case: of, flag: 'no-limitation-period', reason: 'WHAT-ANA-TOLD' };
      accepted(await at.act('FlagRetention', flag, by));
    }
    const hold = { case: couple, because: 'investigation', reason: 'WHAT-THE-POLICE-ASKED' };
    accepted(await at.act('PlaceCaseHold', hold, privacyOfficer));
    expect(textOf(await at.see('timeline', privacyOfficer, { case: couple as string }))).toContain('WHAT-ANA-TOLD');
    for (const person of [ana, ben] as string[]) {
      const text = textOf(await at.see('timeline', person, { case: couple as string }));
      expect(text).toContain('CaseOpened');
      expect(text).not.toMatch(/WHAT-|RetentionFlagged|CaseHoldPlaced|investigation/);
    }
    await at.ledger.settle();
    const replayed = await at.ledger.replay(new ReplayHistory(privacyOfficer, { case: alone as string }));
    expect(replayed).toMatchObject({ kind: 'replayed', role: 'client' });
    expect(textOf(replayed)).toContain('record.entries.');
    expect(textOf(replayed)).not.toMatch(/no-limitation-period|record\.drafts/);
  });

  it('R9: what was struck of one partner is nothing to the other, and a struck draft nothing to either', async () => {
    const { therapist, frontDesk, privacyOfficer } = people;
    const theirs = { case: couple, participant: ana };
    accepted(await at.act('AskQuestion', { ...theirs, words: 'How long?' }, ana));
    accepted(await at.act('DraftEntry', { ...theirs, kind: 'note', content: 'A draft.' }, therapist));
    const struck: Record<string, string> = {};
    for (const type of ['QuestionAsked', 'EntryDrafted']) {
      struck[type] = await factOf(type, couple);
      const body = { case: couple, facts: [struck[type]], kind: 'other', reason: `WHY-${type}` };
      await at.act('EnterCaseFactsInError', body, frontDesk);
      accepted(await at.act('EnterCaseFactsInError', body, privacyOfficer));
    }
    for (const view of ['timeline', 'corrections']) {
      const seen = async (person: string | undefined) =>
        textOf(await at.see(view, person as string, { case: couple as string }));
      const [question, draft] = [struck['QuestionAsked'] as string, struck['EntryDrafted'] as string];
      expect(await seen(privacyOfficer)).toContain(draft);
      expect(await seen(ana)).toContain(question);
      expect(await seen(ana)).not.toContain(draft);
      expect(await seen(ben)).not.toContain(question);
      expect(await seen(ben)).not.toContain(draft);
    }
  });

  it('T2: that one partner had not consented to a technique is told that partner and the therapist, not the other', async () => {
    const { therapist, otherTherapist, frontDesk } = people;
    const pair = await open('couple', [ana, ben], therapist);
    expect(otherTherapist).not.toBe(therapist);
    for (const participant of [ana, ben]) {
      const theirs = { case: pair, participant };
      for (const policy of Object.values(people.policies))
        accepted(await at.act('GivePolicy', { ...theirs, policy, how: 'in-person' }, frontDesk));
      const covered = ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'];
      const explaining = { ...theirs, covered, questionsAnswered: true, notes: '-' };
      accepted(await at.act('ExplainCounselling', explaining, therapist));
      accepted(await at.act('ConsentToCounselling', { ...theirs, how: 'written' }, participant));
      accepted(await at.act('TellFee', { ...theirs, service: 'individual', how: 'in-person' }, frontDesk));
    }
    const booking = {
      ...{ case: pair, therapist, startLocal: '2026-02-10T09:00', modality: 'in-person' },
      ...{ service: 'individual', participants: [ana, ben] },
    };
    const session = accepted(await at.act('BookSession', booking, frontDesk)).id;
    for (const participant of [ana, ben])
      await at.act('RecordPayment', { case: pair, participant, cents: 12_000, method: 'card' }, frontDesk);
    accepted(await at.act('StartSession', { case: pair, session, present: [ana, ben] }, therapist));
    const proposal = { case: pair, kind: 'EMDR', why: 'The nightmares go on.' };
    const technique = accepted(await at.act('ProposeTechnique', proposal, therapist)).id;
    for (const participant of [ana, ben]) {
      const theirs = { case: pair, technique, participant };
      const explaining = { ...theirs, covered: [...TECHNIQUE_PARTS], questionsAnswered: true };
      accepted(await at.act('ExplainTechnique', explaining, therapist));
    }
    accepted(await at.act('RefuseTechnique', { case: pair, technique, participant: ana, how: 'verbal' }, ana));
    accepted(await at.act('ConsentToTechnique', { case: pair, technique, participant: ben, how: 'verbal' }, ben));
    expect((await at.act('UseTechnique', { case: pair, technique, session }, therapist)).kind).toBe('refused');
    const used = { case: pair, session, kind: 'EMDR', technique, words: 'Ten minutes.' };
    accepted(await at.act('ReportTechniqueUsed', used, therapist));
    const states = async (person: string | undefined) =>
      shown(await at.see('techniques', person as string, { case: pair }))
        .filter((row) => row['kind'] === 'reported' || row['kind'] === 'refused')
        .map((row) => [row['participant'], row['kind'], row['state']]);
    expect(await states(ben)).toEqual([[ben, 'reported', 'with-consent']]);
    expect((await states(ana)).sort()).toEqual([
      [ana, 'refused', 'without-consent'],
      [ana, 'reported', 'without-consent'],
    ]);
    expect(await states(therapist)).toHaveLength(3);
    const told = shown(await at.see('timeline', ben as string, { case: pair }));
    expect(told.find((row) => row['type'] === 'TechniqueUseReported')?.['open']).toMatchObject({
      withoutConsentOf: [],
    });
    expect(told.some((row) => row['type'] === 'TechniqueUseRefused')).toBe(false);
    await at.ledger.settle();
    expect(at.failures).toEqual([]);
  });
});
