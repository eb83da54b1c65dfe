import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GROUND_CODES } from '../../src/domain/agency/breach-facts.js';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const NOON_10 = '2026-03-10T16:00:00.000Z';
const NOON_12 = '2026-03-12T16:00:00.000Z';
const NOON_14 = '2026-03-14T16:00:00.000Z';

/** What had reached the agency earlier, as staff enter it. */
const earlier = (happenedAt: string) => ({ happenedAt, channel: 'mail', evidence: 'letter 7' });

/** A client alone, and one in a couple; staff look on 12 March at noon, and it is 14 March when anything late is entered. */
async function lookedAt() {
  const at = await temporaryLedger('2026-03-02T15:00:00.000Z');
  const people = await agency(at);
  const { frontDesk, therapist, otherTherapist, privacyOfficer } = people;
  const register = (name: string) => people.register(name, frontDesk);
  const [ana, ben, cleo] = [await register('Ana Client'), await register('Ben Client'), await register('Cleo Client')];
  const opened = async (participants: readonly string[]) => {
    const kind = participants.length === 1 ? 'individual' : 'couple';
    return accepted(await at.act('OpenCase', { kind, participants, therapist }, frontDesk)).id as string;
  };
  const [alone, couple] = [await opened([ana]), await opened([ben, cleo])];
  at.clock.moveTo(NOON_12);
  const look = (view: string, person: string, scope: object) => at.see(view, person, scope).then(shown);
  await look('timeline', therapist, { case: alone });
  await look('timeline', therapist, { case: couple });
  await look('people', frontDesk, { client: ana });
  await look('timeline', privacyOfficer, { case: alone });
  at.clock.moveTo(NOON_14);
  await look('timeline', therapist, { case: alone });
  const questioned = async () => shown(await at.see('questioned-access', privacyOfficer));
  const entries = async () => (await at.ledger.performing.store.readAll('access', 0n, 10_000)).map((one) => one.digest);
  const close = async () => {
    await at.ledger.close();
    at.remove();
  };
  return { at, people, ana, ben, cleo, alone, couple, questioned, entries, otherTherapist, close };
}

describe('R7: an instruction that is entered late (rule 11)', () => {
  let on: Awaited<ReturnType<typeof lookedAt>>;
  let breach: string;
  beforeAll(async () => {
    on = await lookedAt();
  });
  afterAll(() => on.close());

  it('R7: flags the look in between, by whom it shuts out, and leaves the access log as it was', async () => {
    const { at, people, ana, alone, questioned, entries } = on;
    const before = await entries();
    const instruction = { person: ana, covers: 'case', case: alone, against: 'person', whom: people.therapist };
    accepted(await at.act('GiveInstruction', { ...instruction, ...earlier(NOON_10) }, people.privacyOfficer));
    const found = await questioned();
    expect(found).toMatchObject([
      { person: ana, reader: people.therapist, readerName: 'Theo Therapist', of: 'look', first: NOON_12, count: 1 },
    ]);
    breach = String(found[0]?.['breach']);
    const report = shown(await at.see('looks', ana, { client: ana }));
    expect(report.filter((row) => row['actor'] === people.therapist && row['at'] === NOON_12)).not.toEqual([]);
    expect((await entries()).slice(0, before.length)).toEqual(before);
  });

  it('R7: is assessed, and the person is told of it with the right to complain to the Commissioner', async () => {
    const { at, people, ana } = on;
    const assessment = {
      ...{ breach, finding: 'breach', realRisk: false, reasons: 'The letter lay unopened.' },
      grounds: GROUND_CODES.map((ground) => ({ ground, applies: false })),
    };
    accepted(await at.act('AssessBreach', assessment, people.privacyOfficer));
    const due = shown(await at.see('deadlines', people.privacyOfficer)).filter((row) => row['thing'] === breach);
    expect(due.filter((row) => row['kind'] === 'breach-notify').map((row) => row['person'])).toEqual([ana]);
    const notice = { breach, person: ana, how: 'mail', toldOfRightToComplain: true };
    accepted(await at.act('NotifyPersonOfBreach', notice, people.privacyOfficer));
    expect(shown(await at.see('breaches-told', ana, { client: ana }))).toMatchObject([
      { breach, complain: 'Information and Privacy Commissioner of Ontario' },
    ]);
  });

  it('R7: found unauthorised by the review too, opens no second breach', async () => {
    const { at, people, ana } = on;
    const [instruction] = shown(await at.see('privacy-instructions', people.privacyOfficer, { client: ana }));
    const outcome = {
      person: ana,
      instruction: instruction?.['instruction'],
      outcome: 'unauthorised',
      reason: 'None.',
    };
    accepted(await at.act('ReviewLooks', outcome, people.privacyOfficer));
    const breaches = shown(await at.see('breaches', people.privacyOfficer)).filter((row) => row['row'] === 'breach');
    expect(breaches).toHaveLength(1);
  });

  it('R7: nobody but the privacy officer, and an auditor bare, sees what was questioned', async () => {
    const { at, people, ana } = on;
    for (const person of [people.frontDesk, people.therapist, people.manager, people.complaintsOfficer, ana])
      expect(await at.see('questioned-access', person)).toEqual({ kind: 'denied' });
    expect((await at.see('questioned-access', people.auditor)).kind).toBe('shown');
  });
});

describe('R7: whatever else ends access and is entered late (rule 11)', () => {
  let on: Awaited<ReturnType<typeof lookedAt>>;
  beforeEach(async () => {
    on = await lookedAt();
  });
  afterEach(() => on.close());

  it('R7: one partner’s instruction makes their own part questionable, never the other’s', async () => {
    const { at, people, ben, questioned } = on;
    const instruction = { person: ben, covers: 'file', against: 'role', role: 'therapist' };
    accepted(await at.act('GiveInstruction', { ...instruction, ...earlier(NOON_10) }, people.privacyOfficer));
    expect(await questioned()).toMatchObject([{ person: ben, reader: people.therapist }]);
  });

  it('R7: a change of therapist makes the former one’s looks questionable, at each participant', async () => {
    const { at, people, ben, cleo, couple, otherTherapist, questioned } = on;
    const change = { case: couple, therapist: otherTherapist, ...earlier(NOON_10) };
    accepted(await at.act('AssignTherapist', change, people.manager));
    const found = await questioned();
    expect(found.map((row) => row['person']).sort()).toEqual([ben, cleo].sort());
    expect(new Set(found.map((row) => row['reader']))).toEqual(new Set([people.therapist]));
  });

  it('R7: a role that had ended makes the looks in it questionable, and nobody else’s', async () => {
    const { at, people, ana, questioned } = on;
    const ending = { person: people.frontDesk, role: 'front-desk', ...earlier(NOON_10) };
    accepted(await at.act('EndRole', ending, people.privacyOfficer));
    expect(await questioned()).toMatchObject([{ person: ana, reader: people.frontDesk, of: 'look' }]);
  });

  it('R10: a complaint that had come in makes its respondent’s looks questionable (rule 12)', async () => {
    const { at, people, ana, alone, questioned } = on;
    const complaint = {
      ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', complainant: ana, clients: [ana] },
      ...{ respondents: [people.therapist], cases: [alone], notInvolved: true },
      allegations: [{ clause: 'R1', text: 'I was laughed at.' }],
    };
    accepted(await at.act('LodgeComplaint', { ...complaint, ...earlier(NOON_10) }, people.complaintsOfficer));
    expect(await questioned()).toMatchObject([{ person: ana, reader: people.therapist }]);
  });

  it('R7: what came in after the look, or is entered when it comes, questions nothing', async () => {
    const { at, people, ana, alone, couple, questioned } = on;
    const instruction = { person: ana, covers: 'case', case: alone, against: 'person', whom: people.therapist };
    const after = earlier('2026-03-13T16:00:00.000Z');
    accepted(await at.act('GiveInstruction', { ...instruction, ...after }, people.privacyOfficer));
    accepted(await at.act('AssignTherapist', { case: couple, therapist: on.otherTherapist }, people.manager));
    accepted(await at.act('EndRole', { person: people.frontDesk, role: 'front-desk' }, people.privacyOfficer));
    expect(await questioned()).toEqual([]);
  });
});
