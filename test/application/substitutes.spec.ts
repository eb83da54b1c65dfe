import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const textOf = (outcome: unknown): string =>
  JSON.stringify(outcome, (_key, value) => (typeof value === 'bigint' ? String(value) : value));

describe('R7: who decides for a client sees and acts as that client, while the law says so', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [kim, other, mother, father, own, family]: string[] = [];
  const custodial = { rank: 'child-or-custodial-parent', scope: ['treatment', 'information'] };
  const name = async (substitute: string, more: object = {}) =>
    accepted(
      await at.act(
        'NameSubstitute',
        {
          person: kim,
          substitute,
          ...custodial,
          proof: 'birth-or-custody-document',
          from: '2026-01-05',
          ...more,
        },
        people.frontDesk,
      ),
    ).id as string;
  const end = async (authority: string) =>
    accepted(await at.act('EndSubstitute', { person: kim, authority, because: 'revoked' }, people.frontDesk));
  const sees = async (person: string, view = 'consents') => (await at.see(view, person, { case: own as string })).kind;

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    const born = async (called: string, birthDate: string) =>
      accepted(
        await at.act(
          'RegisterPerson',
          { name: called, birthDate, contacts: [], permittedChannels: [], revealAgency: false },
          people.frontDesk,
        ),
      ).id as string;
    kim = await born('Kim Child', '2014-05-20');
    other = await born('Olli Other', '1988-04-12');
    mother = await people.register('Mia Mother', people.frontDesk);
    father = await people.register('Finn Father', people.frontDesk);
    const open = async (kind: string, participants: readonly unknown[]) =>
      accepted(await at.act('OpenCase', { kind, participants, therapist: people.therapist }, people.frontDesk))
        .id as string;
    own = await open('individual', [kim]);
    family = await open('family', [kim, other]);
    for (const [caseId, participant] of [
      [own, kim],
      [family, kim],
      [family, other],
    ]) {
      for (const policy of Object.values(people.policies))
        accepted(await at.act('GivePolicy', { case: caseId, participant, policy, how: 'in-person' }, people.frontDesk));
      const refusal = { case: caseId, participant, how: 'verbal' };
      accepted(await at.act('RefuseCounselling', refusal, participant));
    }
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R7: a parent of a child under 16 sees and acts as the child, on record as the one for the other', async () => {
    expect(await sees(mother as string)).toBe('denied');
    const authority = await name(mother as string);
    for (const view of ['consents', 'timeline', 'standing', 'sessions', 'fee-ledger', 'record', 'cases'])
      expect([view, await sees(mother as string, view)]).toEqual([view, 'shown']);
    expect(await sees(mother as string, 'recordings')).toBe('denied');
    expect(shown(await at.see('looks', mother as string, { client: kim as string })).length).toBeGreaterThan(0);
    const written = { case: own, participant: kim, policy: people.policies.limits };
    const done = accepted(await at.act('AcknowledgePolicy', written, mother as string));
    const [fact] = await at.ledger.performing.store.readStream('facts', `case-${own}`, {
      from: done.revision,
      limit: 1,
    });
    expect(fact).toMatchObject({ actor: { person: mother, role: 'representative' }, onBehalfOf: kim });
    await end(authority);
    expect(await sees(mother as string)).toBe('denied');
    expect(await at.act('AcknowledgePolicy', { ...written, policy: people.policies.fees }, mother)).toEqual({
      kind: 'denied',
    });
  });

  it('R7: of a joint case a representative sees what the child would see, never another’s part', async () => {
    const authority = await name(mother as string);
    const rows = shown(await at.see('timeline', mother as string, { case: family as string }, { limit: 500 }));
    const theirs = rows.map((row) => textOf(row['subjects']));
    expect(theirs.some((s) => s.includes(kim as string) && !s.includes(other as string))).toBe(true);
    expect(theirs.filter((s) => s.includes(other as string) && !s.includes(kim as string))).toEqual([]);
    const refusal = { case: family, participant: other, how: 'verbal' };
    expect(await at.act('RefuseCounselling', refusal, mother)).toEqual({ kind: 'denied' });
    await end(authority);
  });

  it('R7: a child’s instruction against a parent shuts that parent out, and no other (rule 72)', async () => {
    const authorities = [await name(mother as string), await name(father as string)];
    const body = { person: kim, covers: 'file', against: 'person', whom: mother };
    const instruction = accepted(await at.act('GiveInstruction', body, kim)).id as string;
    for (const view of ['consents', 'timeline', 'cases']) expect(await sees(mother as string, view)).toBe('denied');
    expect(await at.see('looks', mother as string, { client: kim as string })).toEqual({ kind: 'denied' });
    expect(await sees(father as string)).toBe('shown');
    expect(await at.act('LiftInstruction', { person: kim, instruction }, mother)).toEqual({ kind: 'denied' });
    const everyone = { person: kim, covers: 'file', against: 'everyone' };
    accepted(await at.act('LiftInstruction', { person: kim, instruction }, kim));
    const all = accepted(await at.act('GiveInstruction', everyone, kim)).id as string;
    expect(await sees(mother as string)).toBe('shown');
    expect(await sees(people.therapist)).toBe('denied');
    accepted(await at.act('LiftInstruction', { person: kim, instruction: all }, kim));
    for (const authority of authorities) await end(authority);
  });

  it('R7: with joint custody one parent’s objection stops the other (rule 49)', async () => {
    const authorities = [await name(mother as string), await name(father as string)];
    const objection = accepted(await at.act('ObjectToSubstitute', { person: kim, words: 'Together.' }, father))
      .id as string;
    expect([await sees(mother as string), await sees(father as string)]).toEqual(['denied', 'denied']);
    const withdrawing = { person: kim, objection };
    expect(await at.act('WithdrawObjection', withdrawing, mother)).toMatchObject({
      refusal: { code: 'objection-not-found' },
    });
    accepted(await at.act('WithdrawObjection', withdrawing, father));
    expect(await sees(mother as string)).toBe('shown');
    for (const authority of authorities) await end(authority);
  });

  it('R10: a complaint by who decides for the client closes the client’s case to its respondent; by anybody else it waits', async () => {
    const lodging = {
      kind: 'complaint',
      tracks: ['agency'],
      standing: 'representative',
      clients: [kim],
      respondents: [people.therapist],
      cases: [own],
      allegations: [{ clause: 'T1', text: 'Kim came home in tears.' }],
      notInvolved: true,
    };
    accepted(await at.act('LodgeComplaint', lodging, father));
    expect(await sees(people.therapist)).toBe('shown');
    const authority = await name(mother as string);
    const complaint = accepted(await at.act('LodgeComplaint', lodging, mother)).id as string;
    expect(await sees(people.therapist)).toBe('denied');
    expect((await at.see('complaint-file', mother as string, { complaint })).kind).toBe('shown');
    const listed = shown(await at.see('privacy-instructions', mother as string, { client: kim as string }));
    expect(listed.some((row) => row['against'] === 'respondents')).toBe(true);
    const officers = await at.see('privacy-instructions', people.privacyOfficer, { client: kim as string });
    expect(textOf(officers)).not.toContain('respondents');
    await end(authority);
  });

  it('R7: what a parent saw and decided ends when the child decides alone, and with the month of the sixteenth birthday', async () => {
    await name(mother as string);
    expect(await sees(mother as string)).toBe('shown');
    at.clock.moveTo('2030-05-01T03:59:00.000Z');
    expect(await sees(mother as string)).toBe('shown');
    at.clock.moveTo('2030-05-01T04:01:00.000Z');
    expect(await sees(mother as string)).toBe('denied');
    expect(await sees(kim as string)).toBe('shown');
  });

  it('R7: death releases what is booked and ends every authority; then an estate trustee sees (rule 50)', async () => {
    const report = { person: other, on: '2030-04-28', proof: 'family' };
    accepted(await at.act('ReportDeath', report, people.frontDesk));
    await at.ledger.settle();
    const roster = (await at.ledger.performing.states.load('case', `case-${family}`)).state.roster;
    expect(roster.members.find((m) => m.participant === other)?.leftAt).toBeDefined();
    expect(roster.members.find((m) => m.participant === kim)?.leftAt).toBeUndefined();
    const trustee = { person: other, substitute: father, rank: 'estate-trustee', scope: ['information'] };
    const from = { from: '2030-04-29' };
    expect(
      await at.act('NameSubstitute', { ...trustee, ...from, proof: 'own-statement' }, people.frontDesk),
    ).toMatchObject({
      refusal: { code: 'authority-needs-evidence' },
    });
    accepted(await at.act('NameSubstitute', { ...trustee, ...from, proof: 'will-or-certificate' }, people.frontDesk));
    expect((await at.see('timeline', father as string, { case: family as string })).kind).toBe('shown');
    expect(shown(await at.see('deaths', people.frontDesk, {}))).toHaveLength(1);
    expect(shown(await at.see('substitutes', people.frontDesk, {}))).toEqual([]);
    expect(shown(await at.see('substitutes', people.privacyOfficer, {})).length).toBeGreaterThan(3);
  });
});
