import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GROUND_CODES } from '../../src/domain/agency/breach-facts.js';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));
const CANARY = 'The bag with the files was left on a train.';
const NOTICE = 'A bag with a letter about you was lost and found again.';

/** A ledger with an agency, two clients in a case of their own each, and ways to act and look. */
async function started() {
  const at = await temporaryLedger('2026-03-02T15:00:00.000Z');
  const people = await agency(at);
  const open = async (name: string) => {
    const client = await people.register(name, people.frontDesk);
    const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
    return { client, case: accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string };
  };
  const ana = await open('Ana Client');
  const ben = await open('Ben Client');
  const officer = (name: string, body: object) => at.act(name, body, people.privacyOfficer);
  const rows = async (view: string, person = people.privacyOfficer, scope: object = {}) =>
    shown(await at.see(view, person, scope));
  const assessed = (breach: string, applying: readonly string[] = []) => ({
    breach,
    finding: 'breach',
    grounds: GROUND_CODES.map((ground) => ({ ground, applies: applying.includes(ground) })),
    realRisk: false,
    reasons: 'Considered one by one.',
  });
  const close = async () => {
    await at.ledger.close();
    at.remove();
  };
  return { at, people, ana, ben, officer, rows, assessed, close };
}

describe('R7: a breach from its finding to its closing', () => {
  let on: Awaited<ReturnType<typeof started>>;
  let breach: string;
  const mine = async (view: string, row?: string) =>
    (await on.rows(view)).filter((r) => r['breach'] === breach && (row === undefined || r['row'] === row));
  const standing = async (client: string) =>
    (await on.rows('standing', client, { client })).find((r) => r['clause'] === 'R7');

  beforeAll(async () => {
    on = await started();
    const { at, people, ana, ben } = on;
    const report = {
      kind: 'lost',
      occurredAt: '2026-03-01T20:00:00.000Z',
      persons: [ana.client, ben.client],
      cases: [ana.case, ben.case],
      staff: [people.therapist],
      details: CANARY,
    };
    expect((await at.act('ReportBreach', report, ana.client)).kind).toBe('denied');
    breach = accepted(await at.act('ReportBreach', report, people.frontDesk)).id as string;
  });
  afterAll(() => on.close());

  it('R7: anyone on staff reports it; only the privacy officer reads the register, an auditor its skeleton', async () => {
    const { at, people, ana, ben } = on;
    expect(textOf(await at.see('breaches', people.privacyOfficer))).toContain(CANARY);
    const bare = textOf(await at.see('breaches', people.auditor));
    expect(bare).toContain(breach);
    expect(bare).not.toContain(CANARY);
    for (const person of [people.frontDesk, people.therapist, people.complaintsOfficer, people.manager, ana.client])
      for (const view of ['breaches', 'breach-statistics'])
        expect(await at.see(view, person)).toEqual({ kind: 'denied' });
    for (const [person, one] of [
      [ana.client, ana],
      [ben.client, ben],
      [people.therapist, ana],
      [people.frontDesk, ana],
    ] as const)
      for (const scope of [{ client: one.client }, { case: one.case }])
        for (const view of ['timeline', 'standing', 'deadlines'])
          expect(textOf(await at.see(view, person, scope))).not.toContain(breach);
  });

  it('R7: nobody else assesses, notifies, reports or closes it', async () => {
    const { at, people, ana } = on;
    const told = { breach, person: ana.client, how: 'mail', toldOfRightToComplain: true };
    for (const person of [people.frontDesk, people.therapist, people.manager, people.complaintsOfficer, ana.client]) {
      for (const [name, body] of [
        ['AssessBreach', on.assessed(breach)],
        ['NotifyPersonOfBreach', told],
        ['ReportBreachToCommissioner', { breach }],
        ['CloseBreach', { breach }],
      ] as const)
        expect([name, (await at.act(name, body, person)).kind]).toEqual([name, 'denied']);
    }
  });

  it('R7: the notice says that one may complain, and stands in the person’s own file: in their timeline and standing', async () => {
    const { at, people, ana, ben, officer } = on;
    accepted(await officer('AssessBreach', on.assessed(breach, ['significant'])));
    const notice = { breach, person: ana.client, how: 'mail', notice: NOTICE };
    expect(await officer('NotifyPersonOfBreach', { ...notice, toldOfRightToComplain: false })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'complaint-right-not-told', clause: 'R7' },
    });
    expect(textOf(await at.see('timeline', ana.client, { client: ana.client }))).not.toContain(breach);
    accepted(await officer('NotifyPersonOfBreach', { ...notice, toldOfRightToComplain: true }));
    const own = await on.rows('timeline', ana.client, { client: ana.client });
    expect(own.filter((r) => r['type'] === 'BreachTold')).toHaveLength(1);
    const [told] = await on.rows('breaches-told', ana.client, { client: ana.client });
    expect(told).toMatchObject({
      breach,
      kind: 'lost',
      complain: 'Information and Privacy Commissioner of Ontario',
      notice: { notice: NOTICE },
    });
    expect((await standing(ana.client))?.['standing']).toBe('breached');
    expect((await standing(ben.client))?.['standing']).not.toBe('breached');
    for (const person of [ben.client, people.frontDesk, people.otherTherapist])
      expect(await at.see('breaches-told', person, { client: ana.client })).toEqual({ kind: 'denied' });
    // What the agency wrote down for itself is not what it told.
    expect(textOf(own)).not.toContain(CANARY);
  });

  it('R7: it is not closed before everybody was told and every notice given; the refusal names what is missing', async () => {
    expect(await on.officer('CloseBreach', { breach })).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'breach-not-ready',
        clause: 'R7',
        values: { missing: 'notice to 1 person, notice to the Commissioner' },
      },
    });
  });

  it('R7: at a deadline the clock says that nothing is known, and what was done in time and entered late undoes it', async () => {
    const { at, ben, officer } = on;
    at.clock.moveTo('2026-03-20T15:00:00.000Z');
    await at.ledger.settle();
    const deadline = async (kind: string, person: unknown = null) =>
      (await on.rows('deadlines')).find(
        (r) => r['kind'] === kind && r['thing'] === breach && (r['person'] ?? null) === person,
      );
    expect(await deadline('breach-notify', ben.client)).toMatchObject({ state: 'missed' });
    expect(await deadline('breach-commissioner')).toMatchObject({ state: 'missed' });
    expect(await deadline('breach-assess')).toMatchObject({ state: 'met' });
    const ofBen = async () => (await mine('breaches', 'person')).find((r) => r['person'] === ben.client);
    expect(await ofBen()).toMatchObject({ state: 'to tell', missedAt: (await ofBen())?.['due'] });
    accepted(
      await officer('NotifyPersonOfBreach', {
        breach,
        person: ben.client,
        how: 'mail',
        toldOfRightToComplain: true,
        happenedAt: '2026-03-05T15:00:00.000Z',
        channel: 'mail',
        evidence: 'registered letter 7',
      }),
    );
    expect(await deadline('breach-notify', ben.client)).toMatchObject({ state: 'met' });
    expect(await ofBen()).toMatchObject({ state: 'told', missedAt: null });
    accepted(await officer('ReportBreachToCommissioner', { breach, reference: 'File HR26-00017' }));
    expect(await deadline('breach-commissioner')).toMatchObject({ state: 'missed' });
  });

  it('R7: closed, it opens again when it turns out to concern more', async () => {
    const { people, officer } = on;
    accepted(await officer('ContainBreach', { breach, measures: 'Bags are locked now.' }));
    accepted(await officer('CloseBreach', { breach }));
    expect((await mine('breaches', 'breach'))[0]).toMatchObject({ state: 'closed' });
    const cara = await people.register('Cara Client', people.frontDesk);
    accepted(await officer('ExtendBreach', { breach, persons: [cara] }));
    expect((await mine('breaches', 'breach'))[0]).toMatchObject({ state: 'extended' });
    const ofCara = async () => (await mine('breaches', 'person')).find((r) => r['person'] === cara);
    expect(await ofCara()).toMatchObject({ state: 'to tell' });
    const tried = { breach, person: cara, tried: ['mail', 'telephone'], reasons: 'Both came back.' };
    accepted(await officer('ReportPersonNotReached', tried));
    expect(await ofCara()).toMatchObject({ state: 'not-reached', how: 'mail, telephone' });
    accepted(await officer('CloseBreach', { breach }));
  });

  it('R7: the figures of the year count it, are due on 1 March, and say when they changed since', async () => {
    const { at, people, officer } = on;
    const small = accepted(
      await at.act('ReportBreach', { kind: 'used', details: 'A screen was left open.' }, people.therapist),
    ).id as string;
    const year = async () => (await on.rows('breach-statistics')).find((r) => r['year'] === 2026);
    const counted = { stolen: 0, lost: 1, used: 1, disclosed: 0, persons: 3, due: '2027-03-01' };
    expect(await year()).toMatchObject({ ...counted, standing: 'to submit', missed: 'no' });
    expect((await year())?.['sizes']).toMatchObject({ 'none known': 1, '2 to 10': 1 });
    expect(await officer('SubmitBreachStatistics', { year: 2026 })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'year-not-over' },
    });
    at.clock.moveTo('2027-03-03T15:00:00.000Z');
    expect(await year()).toMatchObject({ missed: 'yes' });
    const late = { happenedAt: '2027-02-26T15:00:00.000Z', channel: 'e-mail', evidence: 'receipt of the Commissioner' };
    accepted(await officer('SubmitBreachStatistics', { year: 2026, ...late }));
    expect(await year()).toMatchObject({ ...counted, standing: 'submitted', submittedOn: '2027-02-26', missed: 'no' });
    accepted(await officer('AssessBreach', { ...on.assessed(small), finding: 'no-breach' }));
    expect(await year()).toMatchObject({ used: 0, standing: 'changed since' });
  });

  it('R9: what was entered in error in the register is struck there, and what the person was told stays told', async () => {
    const { ana, ben, at, people, officer } = on;
    const wrong = accepted(
      await at.act('ReportBreach', { kind: 'lost', persons: [ana.client], details: 'A pen.' }, people.frontDesk),
    ).id as string;
    const told = { breach: wrong, person: ana.client, how: 'telephone', toldOfRightToComplain: true };
    accepted(await officer('NotifyPersonOfBreach', told));
    const facts = (await on.rows('breaches')).flatMap((r) =>
      r['breach'] === wrong && r['row'] === 'breach' ? [String(r['fact'])] : [],
    );
    const strike = { facts, kind: 'other', reason: 'Nothing was in it.' };
    for (const person of [people.frontDesk, people.therapist, people.manager, ben.client])
      expect((await at.act('EnterBreachFactsInError', strike, person)).kind).toBe('denied');
    accepted(await officer('EnterBreachFactsInError', strike));
    expect((await on.rows('breaches')).some((r) => r['breach'] === wrong && r['row'] === 'breach')).toBe(false);
    const shownTo = await on.rows('breaches-told', ana.client, { client: ana.client });
    expect(shownTo.map((r) => r['breach'])).toContain(wrong);
    const inFile = shownTo.flatMap((r) => (r['breach'] === wrong ? [String(r['fact'])] : []));
    const mistaken = { person: ana.client, facts: inFile, kind: 'other', reason: 'There was no breach.' };
    accepted(await officer('EnterFileFactsInError', mistaken));
    expect(textOf(await on.rows('breaches-told', ana.client, { client: ana.client }))).not.toContain(wrong);
  });
});

describe('R7: what nothing allowed opens a breach by itself (rule 11)', () => {
  let on: Awaited<ReturnType<typeof started>>;
  beforeAll(async () => {
    on = await started();
  });
  afterAll(() => on.close());

  const raised = async () => (await on.rows('breaches')).filter((r) => r['row'] === 'breach' && r['raisedBy'] !== null);
  const typeOf = async (stream: string, id: unknown) =>
    (await on.at.ledger.performing.store.readStream('facts', stream)).find((f) => f.id === id)?.type;

  it('R7: a disclosure without consent or authority does, found when it was told and once', async () => {
    const { at, people, ana } = on;
    const body = {
      case: ana.case,
      participant: ana.client,
      recipient: people.manager,
      content: ['attendance'],
      purpose: 'insurance',
      what: 'The days of her sessions.',
      happenedAt: '2026-02-27T15:00:00.000Z',
      channel: 'telephone',
      evidence: 'call log 3',
    };
    accepted(await at.act('ReportDisclosure', body, people.therapist));
    const all = await raised();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      kind: 'disclosed',
      state: 'found',
      occurredAt: '2026-02-27T15:00:00.000Z',
      since: '2026-03-02T15:00:00.000Z',
      persons: [ana.client],
      cases: [ana.case],
    });
    expect(await typeOf(`case-${ana.case}`, all[0]?.['raisedBy'])).toBe('DisclosureReported');
    // The disclosure itself keeps its name: it is flagged, not relabelled.
    const own = await on.rows('timeline', people.privacyOfficer, { case: ana.case });
    expect(own.some((r) => r['type'] === 'DisclosureReported')).toBe(true);
  });

  it('R7: a disclosure made after a withdrawal that was entered later does: questioned, not called a breach yet', async () => {
    const { at, people, ben } = on;
    const theirs = { case: ben.case, participant: ben.client };
    const before = (await raised()).map((r) => r['breach']);
    const agreed = {
      recipient: people.manager,
      recipientKind: 'insurer',
      content: ['attendance'],
      purpose: 'insurance',
    };
    const form = { form: 'express', how: 'written', happenedAt: '2026-02-20T15:00:00.000Z' };
    const late = { channel: 'mail', evidence: 'letter 9' };
    const given = accepted(
      await at.act('ConsentToDisclosure', { ...theirs, ...agreed, ...form, ...late }, people.therapist),
    ).id as string;
    const { recipientKind: _kind, ...disclosed } = agreed;
    const made = { what: 'The days of his sessions.', happenedAt: '2026-02-26T15:00:00.000Z', ...late };
    accepted(await at.act('Disclose', { ...theirs, ...disclosed, ...made }, people.therapist));
    expect((await raised()).map((r) => r['breach'])).toEqual(before);
    const withdrawn = { ...theirs, consent: given, happenedAt: '2026-02-25T15:00:00.000Z', ...late };
    accepted(await at.act('WithdrawDisclosureConsent', withdrawn, people.therapist));
    const one = (await raised()).find((r) => !before.includes(r['breach']));
    expect(one).toMatchObject({ kind: 'disclosed', state: 'found', cases: [ben.case], persons: [ben.client] });
    expect(await typeOf(`case-${ben.case}`, one?.['raisedBy'])).toBe('DisclosureQuestioned');
  });

  it('R7: a look that an instruction shut out does when its review finds it unauthorised, and not when it is explained', async () => {
    const { at, people, ben, officer } = on;
    const instruct = async (role: string) =>
      accepted(
        await at.act(
          'GiveInstruction',
          {
            person: ben.client,
            covers: 'file',
            against: 'role',
            role,
            happenedAt: '2026-02-27T15:00:00.000Z',
            channel: 'mail',
            evidence: 'letter 4',
          },
          people.privacyOfficer,
        ),
      ).id as string;
    const review = async (instruction: string, outcome: string) =>
      accepted(
        await officer('ReviewLooks', { person: ben.client, instruction, outcome, reason: 'By the access log.' }),
      );
    const before = (await raised()).length;
    await review(await instruct('supervisor'), 'explained');
    expect(await raised()).toHaveLength(before);
    await review(await instruct('manager'), 'unauthorised');
    const all = await raised();
    expect(all).toHaveLength(before + 1);
    const one = all.find((r) => r['kind'] === 'used');
    expect(one).toMatchObject({ kind: 'used', cases: [], persons: [ben.client] });
    expect(await typeOf(`file-${ben.client}`, one?.['raisedBy'])).toBe('LooksReviewed');
  });

  it('R7: and may be found to be none: its clocks stop, nobody is told of it', async () => {
    const { ana, officer } = on;
    const first = (await raised()).find((r) => textOf(r['persons']).includes(ana.client));
    accepted(await officer('AssessBreach', { ...on.assessed(String(first?.['breach'])), finding: 'no-breach' }));
    const open = (await on.rows('deadlines')).filter(
      (r) => r['thing'] === first?.['breach'] && ['open', 'missed'].includes(String(r['state'])),
    );
    expect(open).toEqual([]);
    const told = { breach: first?.['breach'], person: ana.client, how: 'mail', toldOfRightToComplain: true };
    expect(await officer('NotifyPersonOfBreach', told)).toMatchObject({ refusal: { code: 'not-a-breach' } });
  });

  it('R8: a recording destroyed while something held it is on record, breached, and raises one as lost (rules 19 and 36)', async () => {
    const { at, people } = on;
    const client = await people.register('Dora Client', people.frontDesk);
    const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
    const theirs = accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string;
    const made = { case: theirs, session: theirs, medium: 'audio', reference: 'telephone' };
    const recording = accepted(await at.act('ReportRecording', made, people.therapist)).id as string;
    const destroyed = { case: theirs, recording, method: 'device wiped' };
    // The breach that it was made without consent holds it (rule 19).
    expect((await raised()).some((r) => (r['persons'] as readonly unknown[]).includes(client))).toBe(true);
    expect(await at.act('DestroyRecording', destroyed, people.therapist)).toMatchObject({
      refusal: { code: 'recording-held' },
    });
    const report = { ...destroyed, reason: CANARY };
    accepted(await at.act('ReportRecordingDestroyed', report, people.therapist));
    accepted(await at.act('ReportRecordingDestroyed', report, people.therapist));
    const all = (await raised()).filter((r) => (r['cases'] as readonly unknown[]).includes(theirs));
    expect(all.map((r) => r['kind']).sort()).toEqual(['lost', 'used']);
    const loss = all.find((r) => r['kind'] === 'lost');
    expect(loss).toMatchObject({ persons: [client], cases: [theirs] });
    expect(await typeOf(`case-${theirs}`, loss?.['raisedBy'])).toBe('RecordingDestroyedWhileHeld');
    const rows = await on.rows('recordings', people.therapist, { case: theirs });
    expect(rows.find((r) => r['state'] === 'destroyed-while-held')).toMatchObject({
      recording,
      reason: { reason: CANARY },
    });
    const standing = await on.rows('standing', client, { client });
    const lost = standing.filter((r) => r['clause'] === 'R8' && r['standing'] === 'breached');
    expect(textOf(lost)).toContain('RecordingDestroyedWhileHeld');
  });
});
