import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));

/** A practice in which one person was registered twice, with a case under each registration, and a namesake. */
async function registeredTwice() {
  const at = await temporaryLedger('2026-03-02T15:00:00.000Z');
  const people = await agency(at);
  const { frontDesk, privacyOfficer, therapist, otherTherapist } = people;
  const registered = async (name: string) =>
    accepted(
      await at.act(
        'RegisterPerson',
        {
          name,
          birthDate: '1988-04-12',
          contacts: [{ channel: 'e-mail', value: 'robin@example.org' }],
          permittedChannels: ['e-mail'],
          revealAgency: true,
        },
        frontDesk,
      ),
    ).id as string;
  const opened = async (participants: readonly string[], of: string) => {
    const kind = participants.length === 1 ? 'individual' : 'couple';
    return accepted(await at.act('OpenCase', { kind, participants, therapist: of }, frontDesk)).id as string;
  };
  const [robin, roberta, other] = [await registered('Robin'), await registered('Roberta'), await registered('Robyn')];
  const cases = {
    robin: await opened([robin], therapist),
    roberta: await opened([roberta], otherTherapist),
    other: await opened([other], otherTherapist),
  };
  const officer = (name: string, body: object) => at.act(name, body, privacyOfficer);
  const link = { person: robin, other: roberta, shownBy: 'identity-document', reason: 'The same passport.' };
  const rows = async (view: string, person: string, scope: object = {}) => shown(await at.see(view, person, scope));
  const close = async () => {
    await at.ledger.close();
    at.remove();
  };
  return { at, people, robin, roberta, other, cases, officer, link, rows, close };
}

describe('R7: one person registered twice (rule 46)', () => {
  let on: Awaited<ReturnType<typeof registeredTwice>>;
  let entry: string;
  let sister: string;

  beforeAll(async () => {
    on = await registeredTwice();
    const { at, people, cases } = on;
    const note = { case: cases.roberta, kind: 'note', content: 'What Roberta told.' };
    entry = accepted(await at.act('WriteEntry', note, people.otherTherapist)).id as string;
  });
  afterAll(() => on.close());

  it('C2: the front desk is warned of a possible match; only the privacy officer settles it', async () => {
    const { at, people, robin, roberta, other, officer, rows } = on;
    accepted(await at.act('NoticePossibleMatch', { person: robin, other: roberta, on: ['birth-date'] }));
    accepted(await at.act('NoticePossibleMatch', { person: robin, other, on: ['birth-date', 'e-mail'] }));
    const matches = await rows('possible-matches', people.frontDesk);
    const between = (one: string) => matches.find((row) => [row['person'], row['other']].includes(one));
    expect(between(roberta)).toMatchObject({ state: 'possible' });
    for (const person of [people.therapist, people.manager, robin])
      expect(await rows('possible-matches', person)).toEqual([]);
    const two = { person: robin, other };
    for (const person of [people.frontDesk, people.therapist, people.manager, people.complaintsOfficer, robin]) {
      for (const [name, body] of [
        ['LinkClients', { ...two, shownBy: 'known-in-person', reason: 'I know them.' }],
        ['UnlinkClients', { ...two, because: 'wrong-link', reason: 'They are two.' }],
        ['DismissMatch', { ...two, reason: 'They are two.' }],
      ] as const)
        expect([name, (await at.act(name, body, person)).kind]).toEqual([name, 'denied']);
    }
    accepted(await officer('DismissMatch', { ...two, reason: 'A namesake with a shared mailbox.' }));
    expect(
      (await rows('possible-matches', people.frontDesk)).find((row) => row['state'] === 'dismissed'),
    ).toMatchObject(two);
  });

  it('R7: linked, no stream is joined: neither therapist sees the other’s case, and nobody else sees the link', async () => {
    const { at, people, robin, cases, officer, link, rows } = on;
    const before = await at.ledger.performing.store.streams('facts', 'case-');
    accepted(await officer('LinkClients', link));
    expect(await at.ledger.performing.store.streams('facts', 'case-')).toEqual(before);
    expect(await rows('linked-persons', people.privacyOfficer)).toMatchObject([
      { person: robin, state: 'linked', evidence: 'identity-document', reason: { reason: 'The same passport.' } },
    ]);
    expect(textOf(await at.see('linked-persons', people.auditor))).not.toContain('passport');
    for (const person of [people.frontDesk, people.therapist, people.manager, robin])
      expect(await at.see('linked-persons', person)).toEqual({ kind: 'denied' });
    expect((await at.see('timeline', people.therapist, { case: cases.roberta })).kind).toBe('denied');
    expect((await at.see('timeline', robin, { case: cases.roberta })).kind).toBe('denied');
    const matches = await rows('possible-matches', people.frontDesk);
    const ofTwo = matches.filter(
      (row) => [row['person'], row['other']].sort().join() === [robin, on.roberta].sort().join(),
    );
    expect(ofTwo).toEqual([]);
  });

  it('R7: the access report of one registration shows the looks at every registration', async () => {
    const { people, robin, roberta, cases, rows } = on;
    await rows('timeline', people.otherTherapist, { case: cases.roberta });
    const report = await rows('looks', robin, { client: robin });
    expect(report.some((row) => row['person'] === roberta && row['actor'] === people.otherTherapist)).toBe(true);
  });

  it('R7: who decides for them under one registration is told of no look at the case under the other (rule 72)', async () => {
    const { at, people, robin, roberta, cases, rows } = on;
    sister = await people.register('Sis', people.frontDesk);
    const authority = { person: robin, substitute: sister, rank: 'sibling', scope: ['treatment', 'information'] };
    const named = { ...authority, proof: 'identity-document', from: '2026-01-05' };
    accepted(await at.act('NameSubstitute', named, people.frontDesk));
    const finding = { person: robin, matter: 'information', found: 'incapable', on: '2026-03-02', basis: 'In crisis.' };
    accepted(await at.act('FindCapacity', finding, people.therapist));
    await rows('timeline', people.therapist, { case: cases.robin });
    const report = await rows('looks', sister, { client: robin });
    expect(report.some((row) => row['actor'] === people.therapist)).toBe(true);
    expect(report.some((row) => row['person'] === roberta && row['view'] === 'timeline')).toBe(false);
    at.clock.moveTo('2026-03-03T15:00:00.000Z');
    const capable = { ...finding, found: 'capable', on: '2026-03-03', basis: 'Rested.' };
    accepted(await at.act('FindCapacity', capable, people.therapist));
  });

  it('R9: a copy asked for under one registration may hold entries kept under the other', async () => {
    const { at, robin, people, cases, officer } = on;
    const asked = { person: robin, how: 'written', scope: 'cases', cases: [cases.robin, cases.roberta] };
    accepted(await at.act('RequestRecord', { ...asked, format: 'electronic' }, robin));
    const foreign = { ...asked, cases: [cases.other], format: 'electronic' };
    expect(await at.act('RequestRecord', foreign, robin)).toMatchObject({ refusal: { code: 'case-not-theirs' } });
    const entries = [{ case: cases.roberta, entry }];
    const ofEntry = { person: robin, how: 'oral', scope: 'entries', entries, format: 'paper' };
    const request = accepted(await at.act('RequestRecord', ofEntry, people.frontDesk)).id as string;
    const verified = { person: robin, request, requester: robin, by: 'identity-document' };
    accepted(await at.act('VerifyRequester', verified, people.frontDesk));
    const given = {
      person: robin,
      request,
      entries,
      format: 'paper',
      deliveredBy: 'in-person',
      sha256: 'a'.repeat(64),
    };
    const ofAnother = { ...given, entries: [{ case: cases.other, entry }] };
    expect(await officer('ReleaseRecord', ofAnother)).toMatchObject({ refusal: { code: 'record-entry-not-found' } });
    accepted(await officer('ReleaseRecord', given));
  });

  it('R7: what is instructed under one registration shuts out of what is kept under the other', async () => {
    const { at, people, robin, cases } = on;
    const seesCase = async () => (await at.see('timeline', people.otherTherapist, { case: cases.roberta })).kind;
    expect(await seesCase()).toBe('shown');
    const instruction = { person: robin, covers: 'file', against: 'person', whom: people.otherTherapist };
    const given = accepted(await at.act('GiveInstruction', instruction, robin)).id as string;
    expect(await seesCase()).toBe('denied');
    accepted(await at.act('LiftInstruction', { person: robin, instruction: given }, robin));
    expect(await seesCase()).toBe('shown');
  });

  it('R9: a request under one registration holds the case of the other, and births known under either count', async () => {
    const { people, cases, rows } = on;
    const schedule = await rows('retention', people.privacyOfficer);
    const of = (one: string) => schedule.find((row) => row['case'] === one);
    expect(textOf(of(cases.roberta)?.['holds'])).toContain('request');
    expect(textOf(of(cases.other)?.['holds'])).not.toContain('request');
  });

  it('R10: a complaint of a person bars its respondent from every case of theirs', async () => {
    const { at, people, robin, cases } = on;
    const complaint = {
      ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', respondents: [people.otherTherapist] },
      ...{ cases: [], allegations: [{ clause: 'R1', text: 'I was shouted at.' }], notInvolved: true },
    };
    accepted(await at.act('LodgeComplaint', complaint, robin));
    expect((await at.see('timeline', people.otherTherapist, { case: cases.roberta })).kind).toBe('denied');
    expect((await at.see('timeline', people.otherTherapist, { case: cases.other })).kind).toBe('shown');
  });

  it('R7: a wrong link is undone, spans nothing any more, and opens a breach with who saw what across it', async () => {
    const { at, people, robin, roberta, officer, rows } = on;
    await rows('looks', robin, { client: robin });
    at.clock.moveTo('2026-03-05T15:00:00.000Z');
    const wrong = { person: robin, other: roberta, because: 'wrong-link', reason: 'Two passports.' };
    accepted(await officer('UnlinkClients', wrong));
    const report = await rows('looks', robin, { client: robin });
    expect(report.some((row) => row['person'] === roberta)).toBe(false);
    const questioned = await rows('questioned-access', people.privacyOfficer);
    expect(questioned.map((row) => [row['person'], row['reader'], row['of']]).sort()).toEqual([
      ...[
        [roberta, robin, 'copy'],
        [roberta, robin, 'look'],
        [roberta, sister, 'look'],
      ].sort(),
    ]);
    const { breach } = questioned[0] as { breach: string };
    const register = (await rows('breaches', people.privacyOfficer)).filter((row) => row['breach'] === breach);
    expect(register.find((row) => row['row'] === 'breach')).toMatchObject({ kind: 'disclosed', state: 'found' });
    const toTell = register.filter((row) => row['row'] === 'person');
    expect(toTell.map((row) => row['person']).sort()).toEqual([robin, roberta].sort());
    expect(toTell.every((row) => row['state'] === 'to tell' && typeof row['due'] === 'string')).toBe(true);
    for (const person of [people.frontDesk, people.therapist, robin, roberta])
      expect(await at.see('questioned-access', person)).toEqual({ kind: 'denied' });
  });
});
