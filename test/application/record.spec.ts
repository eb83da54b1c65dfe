import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayHistory } from '../../src/application/replay-history.js';
import { heardBy } from '../../src/infrastructure/http/events.js';
import { accepted, agency, application, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

it('R9: what an entry says is under the key of whom it is about, or, when communal, under the case’s own', async () => {
  const { act, keys, store } = await application({ at: '2026-02-09T14:00:00.000Z' });
  const people = await agency({ act });
  const client = await people.register('Ana Client');
  const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
  const theCase = accepted(await act('OpenCase', opening, people.frontDesk)).id;
  const write = (body: object) => act('WriteEntry', { case: theCase, kind: 'note', ...body }, people.therapist);
  accepted(await write({ participant: client, content: 'Hers.' }));
  accepted(await write({ content: 'Everybody’s.' }));
  const stream = `case-${theCase}`;
  const facts = await store.readStream('facts', stream);
  const boxes = facts.flatMap((f) => f.sealed['entry'] ?? []);
  expect(boxes.map((box) => box.key)).toEqual([client, stream].map((owner) => keys.atHand(owner, stream)?.reference));
});

describe('The record of a couple, as each may see it', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [ana, ben, supervisor, caseId, note, draft]: string[] = [];
  const rowsOf = async (person: string | undefined, view = 'record', more: object = {}) =>
    shown(await at.see(view, person as string, { case: caseId as string }, more));
  const text = (value: unknown) => JSON.stringify(value, (_key, v) => (typeof v === 'bigint' ? String(v) : v));
  const make = async (name: string, body: object, person: string | undefined) =>
    accepted(await at.act(name, { case: caseId, ...body }, person));

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    supervisor = await people.register('Sue Supervisor');
    accepted(await at.act('GrantRole', { person: supervisor, role: 'supervisor', from: '2020-01-01' }));
    await cleared(at, supervisor);
    const { therapist, manager } = people;
    accepted(await at.act('StartSupervision', { therapist, supervisor, from: '2026-01-01' }, manager));
    caseId = accepted(
      await at.act('OpenCase', { kind: 'couple', participants: [ana, ben], therapist }, people.frontDesk),
    ).id as string;
    const about = { kind: 'note', participant: ana };
    note = (await make('WriteEntry', { ...about, content: 'ANA-ORIGINAL' }, therapist)).id as string;
    await make('WriteEntry', { kind: 'plan', content: 'COMMUNAL-PLAN' }, therapist);
    await make('WriteEntry', { kind: 'note', participant: ben, content: 'BEN-NOTE' }, therapist);
    draft = (await make('DraftEntry', { ...about, content: 'ANA-DRAFT' }, therapist)).id as string;
    await make('WriteEntry', { kind: 'incident', content: 'HALLWAY-INCIDENT' }, people.frontDesk);
    await make('SignEntry', { entry: note }, therapist);
    await make('AmendEntry', { entry: note, content: 'ANA-AMENDED', change: 'ANA-WHY' }, therapist);
    await make('SignEntry', { entry: note }, therapist);
    await make('CoSignEntry', { entry: note, remarks: 'SUE-REMARKS' }, supervisor);
    await make('NoteSupervision', { content: 'SUE-SUPERVISION' }, supervisor);
  });

  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R9: the therapist reads the original and the amendment beside it, with who signed', async () => {
    const [row] = (await rowsOf(people.therapist)).filter((r) => r['entry'] === note);
    expect(row).toMatchObject({
      state: 'signed',
      signedVersion: 2,
      signedDaysLate: 0,
      coSignedByName: 'Sue Supervisor',
      authorName: 'Theo Therapist',
      content: { content: 'ANA-ORIGINAL' },
      newest: { content: 'ANA-AMENDED', change: 'ANA-WHY' },
    });
  });

  it('R9: a client sees that an entry exists, whose, when and signed by whom, and not what it says until it is released', async () => {
    const rows = await rowsOf(ana);
    expect(rows.map((r) => r['kind']).sort()).toEqual(['incident', 'note', 'plan', 'supervision']);
    expect(rows.find((r) => r['entry'] === note)).toMatchObject({
      state: 'signed',
      version: 2,
      authorName: 'Theo Therapist',
      coSignedByName: 'Sue Supervisor',
      content: { withheld: 'until-released' },
      newest: { withheld: 'until-released' },
    });
    for (const view of ['record', 'timeline']) {
      expect(text(await rowsOf(ana, view))).not.toMatch(/ANA-|BEN-|SUE-R|SUE-S|COMMUNAL-|HALLWAY-/);
    }
    const exported = await rowsOf(ana, 'record', { how: 'export' });
    expect(text(exported)).not.toMatch(/ANA-|COMMUNAL-/);
  });

  it('R7: in a joint case nobody sees the other’s entries, and a draft is its author’s and the supervisor’s alone', async () => {
    expect((await rowsOf(ben)).map((r) => r['kind']).sort()).toEqual(['incident', 'note', 'plan', 'supervision']);
    expect((await rowsOf(ben)).some((r) => r['entry'] === note)).toBe(false);
    const ofDraft = async (person: string | undefined) => (await rowsOf(person)).find((r) => r['entry'] === draft);
    expect(await ofDraft(people.therapist)).toMatchObject({ state: 'draft', content: { content: 'ANA-DRAFT' } });
    expect(await ofDraft(supervisor)).toMatchObject({ content: { content: 'ANA-DRAFT' } });
    expect(await ofDraft(people.privacyOfficer)).toMatchObject({ content: { withheld: 'draft' } });
    expect(await ofDraft(ana)).toBeUndefined();
    for (const view of ['timeline', 'deadlines', 'standing']) {
      expect(text(await rowsOf(ana, view))).not.toContain(String(draft));
    }
  });

  it('R7: a client who sees a case whole is not told of a draft by the replay, nor by what is heard of new facts', async () => {
    const { therapist, frontDesk } = people;
    const opening = { kind: 'individual', participants: [ben], therapist };
    const own = accepted(await at.act('OpenCase', opening, frontDesk)).id as string;
    const body = { case: own, kind: 'note', participant: ben, content: 'BEN-DRAFT' };
    const hidden = accepted(await at.act('DraftEntry', body, therapist)).id as string;
    await at.ledger.settle();
    const replay = await at.ledger.replay(new ReplayHistory(ben as string, { case: own }));
    expect(replay.kind).toBe('replayed');
    expect(text(replay)).not.toContain(hidden);
    const facts = await at.ledger.performing.store.readStream('facts', `case-${own}`);
    const drafted = facts.find((f) => f.type === 'EntryDrafted');
    expect(drafted && (await heardBy(ben as string, drafted, at.ledger))).toBeUndefined();
    expect(drafted && (await heardBy(therapist, drafted, at.ledger))).toBeDefined();
  });

  it('R7: the front desk, another therapist and the manager see nothing of it, the auditor that it is there', async () => {
    const scope = { case: caseId as string };
    for (const person of [people.frontDesk, people.otherTherapist, people.manager])
      expect(await at.see('record', person, scope)).toEqual({ kind: 'denied' });
    expect(await at.act('AmendEntry', { ...scope, entry: note, content: 'x', change: 'y' }, ana)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'entry-not-found' },
    });
    expect(text(await rowsOf(people.auditor))).not.toMatch(/ANA-|BEN-|SUE-|COMMUNAL-/);
  });

  it('R9: what an entry says opens to the client once a copy of it was released to them, and of that entry alone', async () => {
    const asked = { person: ana, how: 'written', scope: 'cases', cases: [caseId], format: 'electronic' };
    const request = accepted(await at.act('RequestRecord', asked, ana)).id;
    const theirs = { person: ana, request };
    const verified = { ...theirs, requester: ana, by: 'identity-document' };
    accepted(await at.act('VerifyRequester', verified, people.privacyOfficer));
    const copy = {
      ...theirs,
      entries: [{ case: caseId, entry: note }],
      format: 'electronic',
      deliveredBy: 'portal',
      sha256: 'a'.repeat(64),
      moreToCome: true,
    };
    accepted(await at.act('ReleaseRecord', copy, people.privacyOfficer));
    const rows = await rowsOf(ana);
    expect(rows.find((r) => r['entry'] === note)).toMatchObject({
      content: { content: 'ANA-ORIGINAL' },
      newest: { content: 'ANA-AMENDED' },
    });
    expect(text(await rowsOf(ana, 'timeline'))).toContain('ANA-ORIGINAL');
    expect(text([rows, await rowsOf(ana, 'timeline')])).not.toMatch(/ANA-DRAFT|COMMUNAL-|BEN-|SUE-SUPERVISION/);
  });

  it('R9: what was written after a complaint was known is marked, only for those who may know of it', async () => {
    await at.ledger.moveClock?.('2026-02-10T14:00:00.000Z');
    const complaint = {
      kind: 'complaint',
      tracks: ['agency'],
      standing: 'client',
      respondents: [people.otherTherapist],
      cases: [caseId],
      allegations: [{ clause: 'R1', text: 'I was laughed at.' }],
      notInvolved: true,
    };
    accepted(await at.act('LodgeComplaint', complaint, ana));
    await at.ledger.moveClock?.('2026-02-11T14:00:00.000Z');
    const later = (await make('WriteEntry', { kind: 'note', participant: ana, content: 'LATER' }, people.therapist)).id;
    for (const officer of [people.complaintsOfficer, people.privacyOfficer, people.auditor]) {
      const rows = await rowsOf(officer);
      expect(rows.find((r) => r['entry'] === later)).toMatchObject({ writtenAfterComplaint: true });
      expect(rows.find((r) => r['entry'] === note)).toMatchObject({ writtenAfterComplaint: false });
    }
    for (const other of [ana, people.therapist, supervisor])
      expect(text(await rowsOf(other))).not.toMatch(/[cC]omplaint/);
  });

  it('R9: the clock says that an entry is not signed, and a signature given in time and entered later supersedes it', async () => {
    await at.ledger.moveClock?.('2026-02-18T14:00:00.000Z');
    const unsigned = (await rowsOf(people.therapist)).find((r) => r['kind'] === 'plan');
    expect(unsigned).toMatchObject({ state: 'unsigned', signatureMissedOn: '2026-02-18T04:59:59.999Z' });
    const standing = await rowsOf(people.therapist, 'standing');
    expect(text(standing.find((r) => r['clause'] === 'R9'))).toContain(`signature of entry ${unsigned?.['entry']}`);
    const paper = { happenedAt: '2026-02-12T15:00:00.000Z', channel: 'paper', evidence: 'binder 3, page 4' };
    await make('SignEntry', { entry: unsigned?.['entry'], ...paper }, people.therapist);
    expect((await rowsOf(people.therapist)).find((r) => r['kind'] === 'plan')).toMatchObject({
      state: 'signed',
      signatureMissedOn: null,
      signedDaysLate: 0,
    });
    const clocks = await rowsOf(people.therapist, 'deadlines');
    expect(clocks.find((r) => r['kind'] === 'sign-entry' && r['thing'] === unsigned?.['entry'])).toMatchObject({
      state: 'met',
    });
  });

  it('R7: who else was in a session is on record, and without consent it breaches; R4: a supervisor who did not sign leaves it open', async () => {
    const { manager, frontDesk } = people;
    const quinn = await people.register('Quinn Qualifying');
    accepted(await at.act('GrantRole', { person: quinn, role: 'therapist', from: '2020-01-01' }));
    await cleared(at, quinn);
    const registered = { therapist: quinn, title: 'RP-Qualifying', college: 'CRPO', from: '2024-01-01' };
    accepted(await at.act('RegisterTherapist', { ...registered, nameOnRegister: 'Quinn', number: '9' }, manager));
    accepted(await at.act('StartSupervision', { therapist: quinn, supervisor, from: '2026-01-01' }, manager));
    const opening = { kind: 'individual', participants: [ana], therapist: quinn };
    const own = accepted(await at.act('OpenCase', opening, frontDesk)).id as string;
    const held = {
      case: own,
      therapist: quinn,
      startLocal: '2026-02-05T09:00',
      modality: 'video',
      participants: [ana],
    };
    const session = accepted(await at.act('ReportUnbookedSession', { ...held, service: 'individual' }, quinn)).id;
    const noted = {
      case: own,
      session,
      participant: ana,
      modality: 'video',
      technologyConsented: true,
      jurisdiction: 'ontario',
      lawAndInsuranceChecked: true,
      others: 'somebody-without-consent',
      place: 'In the kitchen.',
    };
    accepted(await at.act('NoteSessionCircumstances', noted, quinn));
    const entry = accepted(await at.act('WriteEntry', { case: own, kind: 'note', session, content: '-' }, quinn)).id;
    accepted(await at.act('SignEntry', { case: own, entry }, quinn));
    const see = async (view: string) => shown(await at.see(view, quinn, { case: own }));
    expect((await see('record')).find((r) => r['kind'] === 'session-circumstances')).toMatchObject({
      content: { place: 'In the kitchen.' },
      circumstances: { others: 'somebody-without-consent' },
    });
    expect((await see('standing')).find((r) => r['clause'] === 'R7')).toMatchObject({ standing: 'breached' });
    const due = (await see('deadlines')).find((r) => r['kind'] === 'co-sign-entry');
    expect(due).toMatchObject({ thing: entry, state: 'open' });
    await at.ledger.moveClock?.('2026-03-06T14:00:00.000Z');
    expect((await see('deadlines')).find((r) => r['kind'] === 'co-sign-entry')).toMatchObject({ state: 'missed' });
    const r4 = async () => text((await see('standing')).find((r) => r['clause'] === 'R4'));
    expect(await r4()).toContain(`"co-signature of entry ${entry}","standing":"open"`);
    accepted(await at.act('CoSignEntry', { case: own, entry }, supervisor));
    expect(await r4()).toContain(`"co-signature of entry ${entry}","standing":"kept"`);
  });
});
