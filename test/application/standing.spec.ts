import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

describe('A couple of whom one came once and one never', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [ana, ben, caseId, session] = ['', '', '', ''];
  const did = async (name: string, body: object, by: string) => accepted(await at.act(name, body, by));
  /** How one clause stands for somebody, as a reader is shown it: by each matter of theirs. */
  const standsFor = async (clause: string, participant: string, reader: string) => {
    const row = shown(await at.see('standing', reader, { case: caseId })).find((one) => one['clause'] === clause);
    const matters = ((row?.['matters'] ?? []) as Rows).filter((matter) => matter['participant'] === participant);
    return [...new Set(matters.map(({ standing }) => standing))].sort();
  };
  const both = async (clause: string) => [
    await standsFor(clause, ana, people.therapist),
    await standsFor(clause, ben, people.therapist),
  ];

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    const opening = { kind: 'couple', participants: [ana, ben], therapist: people.therapist };
    caseId = (await did('OpenCase', opening, people.frontDesk)).id as string;
    const held = { case: caseId, therapist: people.therapist, startLocal: '2026-02-06T09:00', modality: 'in-person' };
    const alone = { ...held, service: 'individual', participants: [ana] };
    session = (await did('ReportUnbookedSession', alone, people.therapist)).id as string;
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R8: a recording that one allowed is kept for them, reported without the other it is a breach, destroyed or not', async () => {
    const { therapist, privacyOfficer, frontDesk } = people;
    const choice = { case: caseId, participant: ana, medium: 'audio', how: 'verbal' };
    await did('AllowRecording', choice, ana);
    const made = { case: caseId, session, medium: 'audio', sha256: 'b'.repeat(64), reference: 'shelf 4' };
    const { id: recording } = await did('RecordSession', { ...made, participants: [ana] }, therapist);
    expect(await standsFor('R8', ana, therapist)).toEqual(['kept']);
    const playing = { case: caseId, recording, purpose: 'training' };
    expect(await at.act('PlayRecording', playing, therapist)).toMatchObject({ kind: 'refused' });
    await did('DisallowRecording', choice, frontDesk);
    const waits = shown(await at.see('standing', therapist, { case: caseId })).find((row) => row['clause'] === 'R8');
    expect(waits).toMatchObject({ standing: 'open' });
    await did('DestroyRecording', { case: caseId, recording, method: 'overwritten' }, therapist);
    const reported = { case: caseId, session, medium: 'video', reference: 'telephone of the therapist' };
    const { id: other } = await did('ReportRecording', reported, privacyOfficer);
    await did('DestroyRecording', { case: caseId, recording: other, method: 'overwritten' }, therapist);
    expect(await standsFor('R8', ana, therapist)).toEqual(['breached', 'kept']);
    expect(shown(await at.see('recordings', therapist, { case: caseId })).map(({ state }) => state)).toContain(
      'destroyed',
    );
    expect(await at.see('recordings', frontDesk, { case: caseId })).toEqual({ kind: 'denied' });
  });

  it('C4: what was left unpaid at a session is no breach once the charge was taken back', async () => {
    expect(await standsFor('C4', ana, people.therapist)).toEqual(['breached']);
    const account = shown(await at.see('fee-ledger', people.frontDesk, { case: caseId }));
    const charge = account.map((row) => row['charge']).find((one) => typeof one === 'string');
    await did('DisputeCharge', { case: caseId, participant: ana, charge, reason: 'Nobody told me.' }, ana);
    expect(await standsFor('C4', ana, people.therapist)).toEqual(['breached', 'open']);
    const decision = { case: caseId, participant: ana, charge, outcome: 'taken-back', reason: 'Nobody told her.' };
    await did('DecideDispute', decision, people.manager);
    expect(await standsFor('C4', ana, people.therapist)).toEqual([]);
  });

  it('R3, R4, T2 and T3: all is open for both while they are there', async () => {
    for (const clause of ['R4', 'T3']) expect(await both(clause)).toEqual([['open'], ['open']]);
    for (const clause of ['R3', 'T2']) expect(await both(clause)).toEqual([['breached', 'open'], ['open']]);
  });

  it('R4 and T3: who sat in a session and left untold shows as a breach, who never came is owed no more', async () => {
    await did('EndCounselling', { case: caseId, participant: ben }, ben);
    expect(await both('R4')).toEqual([['open'], []]);
    await did('EndCounselling', { case: caseId, participant: ana }, ana);
    for (const clause of ['R4', 'T3']) expect(await both(clause)).toEqual([['breached'], []]);
    for (const clause of ['R3', 'T2']) expect(await both(clause)).toEqual([['breached'], []]);
    expect(await both('R11')).toEqual([['kept'], ['kept']]);
    expect(await standsFor('R4', ana, ana)).toEqual(['breached']);
    expect(await standsFor('R4', ana, ben)).toEqual([]);
  });

  it('R4 and T3: what is shown late to somebody who left is kept all the same', async () => {
    const late = { case: caseId, participant: ana, how: 'mail', questionsInvited: true };
    await did('ShowQualifications', late, people.frontDesk);
    expect(await standsFor('R4', ana, people.therapist)).toEqual(['breached', 'kept']);
  });

  it('T3: who comes back is owed again what was not explained', async () => {
    await did('ReopenCase', { case: caseId, participants: [ana, ben] }, people.frontDesk);
    expect(await both('T3')).toEqual([['open'], ['open']]);
  });
});
