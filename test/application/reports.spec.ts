import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

describe('What happened against the rules is recorded, through the whole application (rule 36)', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [ana, ben, theCase]: string[] = [];

  const did = async (name: string, body: object, person: string | undefined) =>
    accepted(await at.act(name, body, person as string));
  const refused = async (name: string, body: object, person: string | undefined) => {
    const outcome = await at.act(name, body, person as string);
    return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
  };
  const rows = async (view: string, person: string | undefined, scope: object = { client: ana }): Promise<Rows> =>
    shown(await at.see(view, person as string, scope));
  const matters = async (clause: string, scope: object = { client: ana }) => {
    const row = (await rows('standing', ana, scope)).find((one) => one['clause'] === clause);
    return ((row?.['matters'] ?? []) as Rows).map((one) => `${one['type']} ${one['standing']}`);
  };
  const paper = (happenedAt: string) => ({ happenedAt, channel: 'mail', evidence: 'letter book 12' });
  const asked = async (how: string, words: string): Promise<object> => {
    const body = { person: ana, how, scope: 'cases', cases: [theCase], format: 'paper', words };
    return { person: ana, request: (await did('RequestRecord', body, ana)).id };
  };

  beforeAll(async () => {
    at = await temporaryLedger('2026-01-12T15:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    const opening = { kind: 'individual', participants: [ana], therapist: people.therapist };
    theCase = (await did('OpenCase', opening, people.frontDesk)).id as string;
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R9: a refusal letter without the right to complain is refused as a request and recorded as a report, and breaches', async () => {
    const request = await asked('written', 'All of it.');
    const letter = { ...request, ground: 'proceeding', complaintRightTold: false, noticeBy: 'mail', reasons: 'SECRET' };
    expect(await refused('RefuseRecord', letter, people.privacyOfficer)).toBe('complaint-right-not-told');
    expect(await refused('ReportRecordRefused', letter, people.frontDesk)).toBe('denied');
    await did('ReportRecordRefused', letter, people.privacyOfficer);
    const [row] = await rows('record-requests', ana);
    expect(row).toMatchObject({ state: 'refused', recourse: 'open' });
    expect(row?.['answers']).toMatchObject([{ against: ['complaint-right-not-told'], answer: { reasons: 'SECRET' } }]);
    expect(await matters('R9')).toEqual(['RecordRefused breached']);
  });

  it('R9: a notice that came too late extends nothing; whoever reads the request sees it, and the clause is breached', async () => {
    const request = await asked('written', 'The plan.');
    await at.ledger.moveClock?.('2026-02-16T15:00:00.000Z');
    await at.ledger.settle();
    const notice = { ...request, days: 20, because: 'consultation-needed', noticeBy: 'mail', reasons: 'WHY' };
    expect(await refused('ExtendRequest', notice, people.privacyOfficer)).toBe('extension-too-late');
    await did('ReportExtensionNotice', { ...notice, ...paper('2026-02-13T15:00:00.000Z') }, people.privacyOfficer);
    const row = (await rows('record-requests', ana)).find((one) => one['notExtended']);
    expect(row).toMatchObject({
      ...{ state: 'deemed-refused', notExtended: { against: 'too-late', days: 20 } },
      notExtendedReasons: { reasons: 'WHY' },
    });
    expect(await matters('R9')).toContain('ExtensionWithoutEffect breached');
  });

  it('R2: what was done about a need without an agreement counts, and the front desk is told no more by it', async () => {
    const need = (await did('StateNeed', { person: ana, kind: 'religion', words: 'No Fridays.' }, ana)).id;
    await did('ProvideAccommodation', { person: ana, need, note: 'Moved.' }, people.therapist);
    expect(await rows('needs', ana)).toMatchObject([{ state: 'provided', note: { note: 'Moved.' } }]);
    expect(await rows('accommodations', people.frontDesk)).toEqual([]);
    expect(await matters('R2')).toEqual(['NeedProvidedFor kept']);
  });

  it('R9: a clinical note that the front desk wrote is kept, marked, and breaches', async () => {
    const note = { case: theCase, kind: 'note', participant: ana, content: 'She wept.' };
    expect(await refused('DraftEntry', note, people.frontDesk)).toBe('clinical-entry-by-therapist');
    await did('WriteEntry', note, people.frontDesk);
    expect(await rows('record', people.therapist, { case: theCase })).toMatchObject([
      { byOther: 1, state: 'unsigned' },
    ]);
    expect(await matters('R9', { case: theCase })).toContain('EntryWritten breached');
  });

  it('C4, R3: a session of a kind without a published fee is reported with its length, asks nothing, and shows that no fee was told', async () => {
    const { therapist } = people;
    const held = {
      case: theCase,
      therapist,
      startLocal: '2026-02-12T10:00',
      modality: 'in-person',
      service: 'outdoors',
    };
    const report = { ...held, participants: [ana] };
    expect(await refused('ReportUnbookedSession', report, therapist)).toBe('length-not-said');
    await did('ReportUnbookedSession', { ...report, minutes: 90 }, therapist);
    const [entry, ...more] = await rows('fee-ledger', ana, { case: theCase });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ cents: 0, service: 'outdoors' });
    expect(await matters('R3', { case: theCase })).toContain('SessionHeldUninformed breached');
    expect((await rows('sessions', ana, { case: theCase })).map((one) => one['minutes'])).toEqual([90]);
  });

  it('C4: more paid back than was left is in the ledger with by how much, and breaches nothing of the client’s', async () => {
    const theirs = { case: theCase, participant: ana };
    const payment = (await did('RecordPayment', { ...theirs, cents: 5_000, method: 'card' }, people.frontDesk)).id;
    const back = { ...theirs, cents: 7_000, method: 'card' };
    const source = payment ?? (await rows('fee-ledger', people.frontDesk, { case: theCase })).at(-1)?.['source'];
    await did('RecordRefund', { ...back, payment: source }, people.frontDesk);
    expect((await rows('fee-ledger', ana, { case: theCase })).at(-1)).toMatchObject({
      ...{ entry: 'refund', cents: 7_000, because: 'more-than-was-left', amount: 2_000 },
    });
    expect((await matters('C4', { case: theCase })).filter((one) => one.endsWith('breached'))).toEqual([]);
  });

  it('R7: an instruction is lifted by whose it is, or by an officer on their word with what shows it; by nobody else', async () => {
    const give = { person: ana, covers: 'file', against: 'role', role: 'front-desk' };
    const { id: instruction } = await did('GiveInstruction', give, people.frontDesk);
    const lift = { person: ana, instruction };
    expect(await refused('LiftInstruction', lift, people.frontDesk)).toBe('denied');
    expect(await refused('LiftInstruction', lift, people.therapist)).toBe('denied');
    expect(await refused('LiftInstruction', lift, people.privacyOfficer)).toBe('lift-needs-their-word');
    const word = { ...lift, channel: 'telephone', evidence: 'call 7' };
    expect(await refused('LiftInstruction', { ...word, informant: ben }, people.privacyOfficer)).toBe(
      'lift-needs-their-word',
    );
    await did('LiftInstruction', { ...word, informant: ana }, people.privacyOfficer);
    expect((await rows('privacy-instructions', ana)).map((one) => one['state'])).toEqual(['lifted']);
  });

  it('R8, R9: a recording destroyed before anything held it is no breach, one destroyed while something did is', async () => {
    const { therapist, privacyOfficer } = people;
    const report = async (reference: string) => {
      const body = { case: theCase, session: '0190c7a0-0000-7000-8000-00000000aaaa', medium: 'audio', reference };
      return (await did('ReportRecording', body, therapist)).id;
    };
    const [first, second] = [await report('one'), await report('two')];
    await at.ledger.moveClock?.('2026-03-02T15:00:00.000Z');
    const hold = {
      case: theCase,
      because: 'summons',
      reason: 'Summons of 2 March.',
      ...paper('2026-02-27T15:00:00.000Z'),
    };
    await did('PlaceCaseHold', hold, privacyOfficer);
    const wiped = (recording: unknown, day: string) => ({
      ...{ case: theCase, recording, method: 'wiped' },
      ...paper(`${day}T15:00:00.000Z`),
    });
    const destroyed = async () => (await matters('R8', { case: theCase })).filter((one) => one.includes('WhileHeld'));
    // Requests of January hold until their recourse lapses, and they were there before both.
    await did('ReportRecordingDestroyed', wiped(first, '2026-01-10'), therapist);
    expect(await destroyed()).toEqual([]);
    await did('ReportRecordingDestroyed', wiped(second, '2026-02-28'), therapist);
    expect(await destroyed()).toEqual(['RecordingDestroyedWhileHeld breached']);
  });

  it('R9: every view equals its facts', async () => {
    await at.ledger.settle();
    expect(at.failures).toEqual([]);
    expect((await at.ledger.viewPositions()).filter((p) => p.stopped)).toEqual([]);
  });
});
