import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const SHA = 'a'.repeat(64);

describe('Requests about the record of a couple, through the whole application', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [ana, ben, clinic, theCase, about, note, communal, bens, request]: string[] = [];

  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? String(one) : one));
  const did = async (name: string, body: object, person: string | undefined) =>
    accepted(await at.act(name, body, person as string));
  const refused = async (name: string, body: object, person: string) => {
    const outcome = await at.act(name, body, person);
    return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
  };
  const rows = async (view: string, person: string | undefined, scope: object = { client: ana }) =>
    shown(await at.see(view, person as string, scope));
  const one = async (view: string, person: string | undefined, where: object) =>
    (await rows(view, person)).find((row) => Object.entries(where).every(([name, value]) => row[name] === value));
  const stands = async (person: string | undefined = ana) =>
    (await rows('standing', person)).find((row) => row['clause'] === 'R9');
  const hers = () => ({ person: ana, request });
  const paper = (happenedAt: string) => ({ happenedAt, channel: 'mail', evidence: 'letter book 12' });

  beforeAll(async () => {
    at = await temporaryLedger('2026-01-12T15:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    clinic = await people.register('The Clinic', people.frontDesk);
    const opening = { kind: 'couple', participants: [ana, ben], therapist: people.therapist };
    theCase = (await did('OpenCase', opening, people.frontDesk)).id as string;
    const write = async (content: string, participant?: string) => {
      const body = { case: theCase, kind: 'note', content, ...(participant && { participant }) };
      const { id: entry } = await did('WriteEntry', body, people.therapist);
      await did('SignEntry', { case: theCase, entry }, people.therapist);
      return entry as string;
    };
    [about, communal, bens] = [await write('ABOUT-ANA', ana), await write('OF-BOTH'), await write('ABOUT-BEN', ben)];
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R9: a letter received on 10 January and entered on the 12th is due on 9 February; the desk enters it and sees nothing of it (rule 18)', async () => {
    const asking = { person: ana, how: 'written', scope: 'cases', cases: [theCase], format: 'electronic' };
    const letter = { ...asking, words: 'Everything about me.', ...paper('2026-01-10T15:00:00.000Z') };
    request = (await did('RequestRecord', letter, people.frontDesk)).id as string;
    for (const reader of [ana, people.therapist, people.privacyOfficer])
      expect(await one('record-requests', reader, { request })).toMatchObject({
        ...{ state: 'open', due: '2026-02-10T04:59:59.999Z', daysLeft: 28, recourse: null, withheld: {} },
        words: { words: 'Everything about me.' },
      });
    expect(await rows('record-requests', people.privacyOfficer, {})).toHaveLength(1);
    expect(text(await rows('record-requests', people.auditor, {}))).not.toContain('Everything about me.');
    for (const reader of [people.frontDesk, people.otherTherapist, people.manager])
      expect(await at.see('record-requests', reader as string, { client: ana as string })).toEqual({ kind: 'denied' });
    expect(await rows('record-requests', ben)).toEqual([]);
    expect((await at.act('RequestRecord', asking, ben)).kind).toBe('denied');
    expect((await stands())?.['standing']).toBe('open');
    expect(await one('deadlines', ana, { kind: 'copy-due' })).toMatchObject({ state: 'open', thing: request });
    expect(text(await rows('deadlines', people.frontDesk, {}))).not.toContain(String(request));
  });

  it('R9: asked back, verified, priced and waived, the clock runs on (rules 18 and 51)', async () => {
    await did('ClarifyRequest', { ...hers(), step: 'asked-back', words: 'The letters too?' }, people.privacyOfficer);
    await did('ClarifyRequest', { ...hers(), step: 'answered', words: 'Yes.' }, ana);
    const price = { ...hers(), format: 'electronic', pages: 2_345, cents: 4_000 };
    expect(await refused('EstimateCopyFee', { ...price, cents: 70_201 }, people.frontDesk)).toBe('fee-above-tariff');
    await did('EstimateCopyFee', price, people.frontDesk);
    await did('WaiveCopyFee', hers(), people.privacyOfficer);
    const copy = { ...hers(), entries: [], format: 'electronic', deliveredBy: 'portal', sha256: SHA };
    expect(await refused('ReleaseRecord', copy, people.privacyOfficer)).toBe('requester-not-verified');
    await did('VerifyRequester', { ...hers(), requester: ana, by: 'identity-document' }, people.frontDesk);
    expect(await one('record-requests', ana, { request })).toMatchObject({
      ...{ due: '2026-02-10T04:59:59.999Z', feeCents: 4_000, tariffCents: 4_000, fee: 'waived' },
      ...{ verifiedAs: 'themselves', clarified: { words: 'Yes.' } },
    });
    expect((await at.act('WaiveCopyFee', hers(), people.frontDesk)).kind).toBe('denied');
  });

  it('R9: at day 31 the clock says that silence is a refusal: breached, with six months to complain (rule 18)', async () => {
    await at.ledger.moveClock?.('2026-02-10T04:59:59.000Z');
    await at.ledger.settle();
    expect(await one('record-requests', ana, { request })).toMatchObject({ state: 'open', daysLeft: 0 });
    await at.ledger.moveClock?.('2026-02-10T14:00:00.000Z');
    await at.ledger.settle();
    expect(await one('record-requests', ana, { request })).toMatchObject({
      ...{ state: 'deemed-refused', deemedRefusedAt: '2026-02-10T04:59:59.999Z' },
      ...{ complainUntil: '2026-08-11T03:59:59.999Z', recourse: 'open', daysLeft: null },
    });
    expect((await stands())?.['standing']).toBe('breached');
    expect(await one('deadlines', ana, { kind: 'copy-due' })).toMatchObject({
      ...{ state: 'missed', from: '2026-01-10T15:00:00.000Z' },
    });
    expect(await one('deadlines', ana, { kind: 'commissioner-window' })).toMatchObject({ state: 'open' });
  });

  it('R9: an extension sent in time and entered late undoes it; as then known, it still shows (rule 38)', async () => {
    const known = at.ledger.performing.store;
    const before = await known.head('facts');
    const more = { days: 20, because: 'consultation-needed', noticeBy: 'mail', reasons: 'Letters of another clinic.' };
    expect(await refused('ExtendRequest', { ...hers(), ...more }, people.privacyOfficer)).toBe('extension-too-late');
    await did('ExtendRequest', { ...hers(), ...more, ...paper('2026-02-06T15:00:00.000Z') }, people.privacyOfficer);
    expect(await one('record-requests', ana, { request })).toMatchObject({
      ...{ state: 'open', due: '2026-03-03T04:59:59.999Z', extendedDays: 20, recourse: null, complainUntil: null },
      extension: { reasons: 'Letters of another clinic.' },
    });
    expect((await stands())?.['standing']).toBe('open');
    const deadlines = (await rows('deadlines', ana)).filter((row) => row['thing'] === request);
    expect(deadlines).toMatchObject([{ kind: 'copy-due', state: 'open', due: '2026-03-03T04:59:59.999Z' }]);
    const then = shown(await at.see('record-requests', ana as string, { client: ana as string }, { knownAt: before }));
    expect(then).toMatchObject([{ state: 'deemed-refused' }]);
  });

  it('R9: what is given opens to the client, what is withheld is counted on its ground, and the other’s stays the other’s (rule 22)', async () => {
    note = (
      await did(
        'AttachNote',
        { person: ana, kind: 'note', to: 'entries', entries: [{ case: theCase, entry: about }], words: 'I was tired.' },
        ana,
      )
    ).id as string;
    const copy = {
      ...{ ...hers(), format: 'electronic', deliveredBy: 'portal', sha256: SHA },
      entries: [{ case: theCase, entry: about }],
      withheld: [{ case: theCase, entry: communal, ground: '52-1-e-harm' }],
      ...{ severanceConsidered: true, complaintRightTold: true, reasons: 'It could set her back.' },
    };
    const his = { ...copy, entries: [...copy.entries, { case: theCase, entry: bens }] };
    expect(await refused('ReleaseRecord', his, people.privacyOfficer)).toBe('another-persons-entry');
    expect((await at.act('ReleaseRecord', copy, people.frontDesk)).kind).toBe('denied');
    expect((await at.act('ReleaseRecord', copy, ana as string)).kind).toBe('denied');
    expect(text(await rows('record', ana, { case: theCase }))).not.toContain('ABOUT-ANA');
    await did('ReleaseRecord', copy, people.privacyOfficer);
    const opened = text(await rows('record', ana, { case: theCase }));
    expect(opened).toContain('ABOUT-ANA');
    expect(opened).not.toMatch(/OF-BOTH|ABOUT-BEN/);
    expect(text(await rows('record', ben, { case: theCase }))).not.toMatch(/ABOUT-|OF-BOTH/);
    expect(await one('record-requests', ana, { request })).toMatchObject({
      ...{ state: 'answered', released: 1, withheld: { '52-1-e-harm': 1 }, notes: 1, answeredByName: 'Pat Privacy' },
      ...{ recourse: 'open', answers: [{ outcome: 'released', answer: { reasons: 'It could set her back.' } }] },
    });
    expect(await one('deadlines', ana, { kind: 'copy-due' })).toMatchObject({ state: 'met' });
    expect((await stands())?.['standing']).toBe('kept');
  });

  it('R9: what was written after the copy was not in it, and opens to nobody by it', async () => {
    const amended = { case: theCase, entry: about, content: 'AFTER-THE-COPY', change: 'A slip.' };
    await at.ledger.moveClock?.(new Date(Date.parse(at.ledger.performing.clock.now()) + 60_000).toISOString());
    await did('AmendEntry', amended, people.therapist);
    const hers = text(await rows('record', ana, { case: theCase }));
    expect(hers).toContain('ABOUT-ANA');
    expect(hers).not.toContain('AFTER-THE-COPY');
    expect(text(await rows('timeline', ana, { case: theCase }))).not.toContain('AFTER-THE-COPY');
    expect(text(await rows('record', people.therapist, { case: theCase }))).toContain('AFTER-THE-COPY');
  });

  it('R9: a refused correction has its reason, and the note goes with every later disclosure all the same (rules 20 and 42)', async () => {
    const entries = [{ case: theCase, entry: about }];
    const asking = { person: ana, how: 'written', entries, tellRecipients: true, words: 'I have two sisters.' };
    const { id: correction } = await did('RequestCorrection', asking, ana);
    const refusal = { person: ana, request: correction, because: 'professional-opinion', noticeBy: 'mail' };
    const reasons = { reasons: 'Observed in good faith.' };
    const answer = { ...refusal, ...reasons, complaintRightTold: true };
    expect(await refused('RefuseCorrection', { ...answer, complaintRightTold: false }, people.therapist)).toBe(
      'complaint-right-not-told',
    );
    await did('RefuseCorrection', answer, people.therapist);
    expect(await one('record-requests', ana, { request: correction })).toMatchObject({
      ...{ kind: 'correction', state: 'refused', recourse: 'open' },
      answers: [{ outcome: 'refused', because: 'professional-opinion', answer: reasons }],
    });
    const disagreeing = { person: ana, kind: 'statement-of-disagreement', to: 'entries', entries, request: correction };
    const { id: statement } = await did('AttachNote', { ...disagreeing, words: 'It is not an opinion.' }, ana);
    const consent = { case: theCase, participant: ana, recipient: clinic, recipientKind: 'custodian' };
    const allowing = { ...consent, content: ['clinical-notes'], purpose: 'care', form: 'express', how: 'written' };
    await did('ConsentToDisclosure', allowing, ana);
    const disclosing = { case: theCase, participant: ana, recipient: clinic, content: ['clinical-notes'] };
    const { id: disclosure } = await did(
      'Disclose',
      { ...disclosing, entries: [about], purpose: 'care', what: 'One note.' },
      people.therapist,
    );
    const notes = await rows('client-notes', ana);
    expect(notes.map((row) => [row['note'], row['wentWith']])).toEqual([
      [note, [expect.objectContaining({ copy: request }), expect.objectContaining({ disclosure })]],
      [statement, [expect.objectContaining({ disclosure })]],
    ]);
    expect(notes[1]).toMatchObject({ words: { words: 'It is not an opinion.' }, request: correction });
    expect(await rows('client-notes', people.therapist)).toHaveLength(2);
    for (const reader of [people.frontDesk, people.otherTherapist, people.manager])
      expect(await at.see('client-notes', reader, { client: ana as string })).toEqual({ kind: 'denied' });
    expect(text(await rows('timeline', ben, { case: theCase }))).not.toContain('NotesCarried');
    const dates = { ...disclosing, content: ['attendance'], authority: 'PHIPA-43-1-h', purpose: 'legal' };
    await did('Disclose', { ...dates, what: 'Dates.' }, people.privacyOfficer);
    expect((await rows('client-notes', ana))[0]?.['wentWith']).toHaveLength(2);
  });

  it('R9: a granted correction stands beside its entry, which stays, and who had it is told (rule 21)', async () => {
    const entries = [{ case: theCase, entry: about }];
    const asking = { person: ana, how: 'oral', entries, tellRecipients: true, words: 'Tuesday, not Monday.' };
    const { id: correction } = await did('RequestCorrection', asking, ana);
    const granting = { person: ana, request: correction, case: theCase, entry: about, how: 'struck-out' };
    await did('CorrectEntry', { ...granting, corrected: 'ON-TUESDAY' }, people.therapist);
    await did('CorrectEntry', { ...granting, corrected: 'ON-TUESDAY' }, people.therapist);
    const entry = (await rows('record', ana, { case: theCase })).find((row) => row['entry'] === about);
    expect(entry).toMatchObject({
      content: { content: 'ABOUT-ANA' },
      corrections: [{ how: 'struck-out', content: { corrected: 'ON-TUESDAY' } }],
    });
    expect(await one('record-requests', ana, { request: correction })).toMatchObject({
      ...{ state: 'answered', tellings: [{ recipient: clinic, outcome: 'to-tell' }] },
    });
    expect((await stands())?.['standing']).toBe('open');
    const telling = { person: ana, request: correction, recipient: clinic, outcome: 'told', how: 'mail' };
    expect(await refused('ReportRecipientTold', { ...telling, recipient: ben }, people.frontDesk)).toBe(
      'not-a-recipient-to-tell',
    );
    await did('ReportRecipientTold', telling, people.frontDesk);
    expect((await stands())?.['standing']).toBe('kept');
    expect(text(await rows('record', ben, { case: theCase }))).not.toContain('ON-TUESDAY');
  });

  it('R9: while a request is open or may be complained of, its case is kept; the clock says when nobody complained (rule 19)', async () => {
    const heldBy = async () =>
      text((await rows('retention', people.privacyOfficer, {})).filter((row) => row['case'] === theCase));
    expect(await heldBy()).toContain(String(request));
    await did('ReportCommissionerComplaint', { ...hers(), reference: 'HA26-00123' }, ana);
    expect(await one('record-requests', ana, { request })).toMatchObject({
      ...{ commissioner: 'before', recourse: 'before-commissioner', reference: { reference: 'HA26-00123' } },
    });
    expect((await stands())?.['standing']).toBe('alleged');
    expect((await at.act('EndCommissionerComplaint', { ...hers(), outcome: 'dismissed' }, ana as string)).kind).toBe(
      'denied',
    );
    await did('EndCommissionerComplaint', { ...hers(), outcome: 'dismissed' }, people.privacyOfficer);
    await at.ledger.moveClock?.('2026-12-01T15:00:00.000Z');
    await at.ledger.settle();
    const over = (await rows('record-requests', ana)).filter((row) => row['recourse'] === 'over');
    expect(over.map((row) => row['state']).sort()).toEqual(['answered', 'refused']);
    const windows = (await rows('deadlines', ana)).filter((row) => row['kind'] === 'commissioner-window');
    expect(windows.map((row) => row['state']).sort()).toEqual(['ended', 'met']);
    expect(await heldBy()).not.toContain(String(request));
    expect((await stands())?.['standing']).toBe('kept');
    expect(at.failures).toEqual([]);
  });

  it('R9: a copy handed over against the rules can be reported, and shows as what it is (rule 36)', async () => {
    const asking = { person: ben, how: 'oral', scope: 'cases', cases: [theCase], format: 'paper' };
    const { id } = await did('RequestRecord', asking, ben);
    const given = {
      ...{ person: ben, request: id, entries: [{ case: theCase, entry: about }] },
      ...{ format: 'paper', deliveredBy: 'in-person', sha256: SHA, moreToCome: true },
    };
    expect(await refused('ReleaseRecord', given, people.therapist)).toBe('requester-not-verified');
    await did('ReportRecordReleased', given, people.therapist);
    const [row] = await rows('record-requests', ben, { client: ben });
    expect(row).toMatchObject({ answers: [{ against: ['requester-not-verified', 'another-persons-entry'] }] });
    const his = await rows('standing', people.privacyOfficer, { client: ben });
    expect(his.find((each) => each['clause'] === 'R7')).toMatchObject({ standing: 'breached' });
    await did('WithdrawRequest', { person: ben, request: id }, ben);
    expect(await rows('record-requests', ben, { client: ben })).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('R7: whoever no longer treats somebody sees no file of theirs, though the record they wrote stays theirs to read', async () => {
    expect(await rows('client-notes', people.therapist)).not.toEqual([]);
    await did('CloseCase', { case: theCase, because: 'completed' }, people.therapist);
    for (const view of ['record-requests', 'client-notes', 'needs'])
      expect(await rows(view, people.therapist)).toEqual([]);
    expect((await at.see('record', people.therapist, { case: theCase as string })).kind).toBe('shown');
  });
});
