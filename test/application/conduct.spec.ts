import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

/** Everything an outcome holds, as text. */
const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));

const CANARY = 'He laughed at me in the waiting room.';
const ANSWER = 'I laughed at something else and am sorry.';

describe('R1, C1, T1: conduct reports from reporting to their end', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let reporter: string;
  let reported: string;
  let theCase: string;
  let ofClient: string;
  let ofTherapist: string;

  const factIn = async (report: string, type: string): Promise<string> => {
    const rows = shown(await at.see('timeline', people.complaintsOfficer, { complaint: report }));
    return String(rows.find((r) => r['type'] === type)?.['fact']);
  };
  const rowOf = async (view: string, person: string, report: string) =>
    shown(await at.see(view, person, { complaint: report })).find((r) => r['report'] === report);
  const standing = async (person: string, scope: object, clause: string) =>
    shown(await at.see('standing', person, scope)).find((r) => r['clause'] === clause);

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    reporter = await people.register('Rita Reporter', people.frontDesk);
    reported = await people.register('Olli Other', people.frontDesk);
    theCase = accepted(
      await at.act(
        'OpenCase',
        { kind: 'individual', participants: [reported], therapist: people.therapist },
        people.frontDesk,
      ),
    ).id as string;
    ofClient = accepted(
      await at.act('ReportConduct', { about: 'client', standing: 'client', reported, statement: CANARY }, reporter),
    ).id as string;
    ofTherapist = accepted(
      await at.act(
        'ReportConduct',
        { about: 'therapist', standing: 'client', reporter, reported: people.therapist, statement: CANARY },
        people.frontDesk,
      ),
    ).id as string;
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('C1: the reporter and the complaints officer see the report, an auditor its skeleton, nobody else anything', async () => {
    for (const person of [reporter, people.complaintsOfficer])
      expect(textOf(await at.see('complaint-file', person, { complaint: ofClient }))).toContain(CANARY);
    const bare = await at.see('complaint-file', people.auditor, { complaint: ofClient });
    expect(bare.kind).toBe('shown');
    expect(textOf(bare)).not.toContain(CANARY);
    for (const person of [reported, people.therapist, people.frontDesk, people.privacyOfficer, people.manager]) {
      for (const view of ['complaint-file', 'conduct-reports', 'timeline', 'standing', 'deadlines'])
        expect(await at.see(view, person, { complaint: ofClient })).toEqual({ kind: 'denied' });
    }
  });

  it('C1: before anything is served, nothing of what the person reported may see or do tells of it', async () => {
    const nothingThere = '0190c7a0-0000-7000-8000-0000000000aa';
    for (const complaint of [ofClient, nothingThere])
      expect(await at.act('AnswerConductReport', { complaint, answer: ANSWER }, reported)).toEqual({ kind: 'denied' });
    for (const view of ['timeline', 'standing', 'deadlines', 'looks', 'cases']) {
      const text = textOf(await at.see(view, reported, { client: reported }));
      expect(text).not.toContain(ofClient);
      expect(text).not.toContain(reporter);
      expect(text).not.toContain('Conduct');
      expect(text).not.toContain('conduct');
    }
    expect((await standing(reported, { client: reported }, 'C1'))?.['standing']).toBe('not evidenced');
    expect(textOf(await at.see('timeline', people.therapist, { case: theCase }))).not.toContain('Conduct');
  });

  it('C1: who is looked at because of a report about them does not read of it among the looks', async () => {
    await at.see('timeline', people.complaintsOfficer, { client: reported });
    await at.see('standing', people.complaintsOfficer, { client: reported });
    await at.see('conduct-reports', people.complaintsOfficer);
    const text = textOf(await at.see('looks', reported, { client: reported }));
    expect(text).not.toContain(people.complaintsOfficer);
    expect(textOf(await at.see('looks', reporter, { client: reporter }))).toContain(people.complaintsOfficer);
  });

  it('T1: a therapist is not shut out of a case because somebody reported them, and treats on', async () => {
    expect((await at.see('timeline', people.therapist, { case: theCase })).kind).toBe('shown');
    expect(await at.see('complaint-file', people.therapist, { complaint: ofTherapist })).toEqual({ kind: 'denied' });
  });

  it('R1: a report sets nothing of a complaint running', async () => {
    expect(shown(await at.see('deadlines', people.complaintsOfficer, { complaint: ofTherapist }))).toEqual([]);
    expect((await standing(reporter, { complaint: ofTherapist }, 'R10'))?.['standing']).toBe('not evidenced');
    for (const clause of ['R1', 'T1'])
      expect((await standing(reporter, { complaint: ofTherapist }, clause))?.['standing']).toBe('alleged');
  });

  it('R1: the work list shows each report with its state and how old it is', async () => {
    at.clock.moveTo('2026-02-19T14:00:00.000Z');
    const rows = shown(await at.see('conduct-reports', people.complaintsOfficer));
    expect(rows.map((r) => [r['report'], r['state'], r['ageDays'], r['C1'], r['R1']])).toEqual(
      expect.arrayContaining([
        [ofClient, 'reported', 10, 'alleged', null],
        [ofTherapist, 'reported', 10, null, 'alleged'],
      ]),
    );
    expect(shown(await at.see('conduct-reports', reporter))).toHaveLength(2);
  });

  it('R1: a complaints officer who is reported reads and does nothing about it; another one does', async () => {
    const officer = await people.register('Odo Officer');
    accepted(await at.act('GrantRole', { person: officer, role: 'complaints-officer', from: '2020-01-01' }));
    await cleared(at, officer);
    const ofOfficer = accepted(
      await at.act(
        'ReportConduct',
        { about: 'staff', standing: 'client', reported: officer, statement: CANARY },
        reporter,
      ),
    ).id as string;
    for (const view of ['complaint-file', 'conduct-reports', 'timeline', 'standing', 'deadlines'])
      expect(await at.see(view, officer, { complaint: ofOfficer })).toEqual({ kind: 'denied' });
    const list = textOf(await at.see('conduct-reports', officer));
    expect(list).not.toContain(ofOfficer);
    expect(list).toContain(ofClient);
    expect(await at.act('TakeUpConductReport', { complaint: ofOfficer }, officer)).toEqual({ kind: 'denied' });
    expect(await rowOf('conduct-reports', people.complaintsOfficer, ofOfficer)).toMatchObject({ state: 'reported' });
    const close = { complaint: ofOfficer, because: 'cannot-be-reviewed' };
    expect(await at.act('CloseConductReport', close, officer)).toEqual({ kind: 'denied' });
  });

  it('C1: what is served may be seen and answered; the clause shows the answer, and its words are not the reporter’s', async () => {
    const statement = await factIn(ofClient, 'ConductReported');
    const officer = people.complaintsOfficer;
    accepted(await at.act('TakeUpConductReport', { complaint: ofClient }, officer));
    accepted(await at.act('ServeConductReport', { complaint: ofClient, served: [statement] }, officer));
    expect(textOf(await at.see('timeline', reported, { complaint: ofClient }))).toContain(CANARY);
    expect((await standing(reporter, { complaint: ofClient }, 'C1'))?.['matters']).toEqual([
      expect.objectContaining({ matter: 'conduct report, not answered', standing: 'alleged' }),
    ]);
    accepted(await at.act('AnswerConductReport', { complaint: ofClient, answer: ANSWER }, reported));
    for (const person of [reporter, reported])
      expect((await standing(person, { complaint: ofClient }, 'C1'))?.['matters']).toEqual([
        expect.objectContaining({ matter: 'conduct report, answered', standing: 'alleged' }),
      ]);
    expect(textOf(await at.see('complaint-file', officer, { complaint: ofClient }))).toContain(ANSWER);
    expect(textOf(await at.see('timeline', reported, { complaint: ofClient }))).toContain(ANSWER);
    for (const view of ['complaint-file', 'timeline'])
      expect(textOf(await at.see(view, reporter, { complaint: ofClient }))).not.toContain(ANSWER);
    expect(textOf(await at.see('timeline', reported, { complaint: ofClient }))).not.toContain('ConductReviewBegun');
  });

  it('C1: breached only by a finding, which the reporter is told, and what was agreed with the client is not', async () => {
    const officer = people.complaintsOfficer;
    const rows = shown(await at.see('complaint-file', officer, { complaint: ofClient }));
    const matter = rows.find((r) => r['row'] === 'allegation')?.['what'];
    accepted(
      await at.act(
        'RecordConductFinding',
        {
          complaint: ofClient,
          matter,
          finding: 'founded',
          reasons: 'Both agree.',
          measures: ['talk'],
          details: 'Calmly.',
        },
        officer,
      ),
    );
    accepted(await at.act('CloseConductReport', { complaint: ofClient, because: 'findings-made' }, officer));
    expect((await standing(reporter, { complaint: ofClient }, 'C1'))?.['standing']).toBe('breached');
    expect((await standing(officer, { complaint: ofClient }, 'C1'))?.['matters']).toEqual([
      expect.objectContaining({ matter: 'conduct report, answered', standing: 'breached' }),
    ]);
    // The finding was not served: to the person reported there is nothing of it.
    expect(textOf(await at.see('timeline', reported, { complaint: ofClient }))).not.toContain('ConductFound');
    const seen = textOf(await at.see('complaint-file', reporter, { complaint: ofClient }));
    expect(seen).toContain('Both agree.');
    expect(seen).not.toContain('Calmly.');
    expect(await rowOf('conduct-reports', reporter, ofClient)).toMatchObject({ state: 'findings-made', C1: 'founded' });
  });

  it('R10: with the reporter’s consent the report becomes a complaint: two streams, linked, the cases closed to the therapist', async () => {
    const receipt = accepted(
      await at.act(
        'TurnReportIntoComplaint',
        { complaint: ofTherapist, tracks: ['agency'], statement: CANARY, notInvolved: true },
        reporter,
        { idempotencyKey: 'turn' },
      ),
    );
    const complaint = receipt.id as string;
    expect(receipt.facts.map((f) => f.type)).toEqual([
      'ComplaintRegistered',
      'ComplaintLodged',
      'ComplaintBeganAsReport',
      'ConductReportClosed',
    ]);
    expect(await rowOf('conduct-reports', reporter, ofTherapist)).toMatchObject({
      state: 'became-complaint',
      became: complaint,
    });
    expect((await standing(reporter, { complaint: ofTherapist }, 'T1'))?.['standing']).toBe('not evidenced');
    expect((await standing(reporter, { complaint }, 'T1'))?.['standing']).toBe('alleged');
    expect((await standing(reporter, { complaint }, 'R10'))?.['standing']).toBe('open');
    const again = await at.act(
      'TurnReportIntoComplaint',
      { complaint: ofTherapist, consent: 'oral', tracks: ['agency'], statement: CANARY, notInvolved: true },
      people.complaintsOfficer,
    );
    expect(again).toMatchObject({ kind: 'refused', refusal: { code: 'report-became-complaint' } });
    expect(await at.see('complaint-file', people.therapist, { complaint })).toEqual({ kind: 'denied' });
  });
});
