import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const KINDS = [
  'client',
  'payer',
  'staff',
  'respondent',
  'substitute',
  'emergency contact',
  'complainant who is no client',
] as const;
type Kind = (typeof KINDS)[number];

/** An agency that knows a person of each kind, all with one and the same e-mail address. */
async function withEveryKind() {
  const at = await temporaryLedger('2026-03-02T15:00:00.000Z');
  const people = await agency(at);
  const { frontDesk, therapist, manager } = people;
  const contacts = [{ channel: 'e-mail', value: 'family@example.org' }];
  const of = {} as Record<Kind, string>;
  for (const kind of KINDS) {
    const registration = { name: `Known ${kind}`, contacts, permittedChannels: ['e-mail'], revealAgency: true };
    of[kind] = accepted(await at.act('RegisterPerson', registration, frontDesk)).id as string;
  }
  accepted(await at.act('GrantRole', { person: of.staff, role: 'auditor', from: '2026-01-05' }));
  accepted(await at.act('GrantRole', { person: of.respondent, role: 'therapist', from: '2026-01-05' }));
  await cleared(at, of.staff);
  await cleared(at, of.respondent);
  const opening = { kind: 'individual', participants: [of.client], therapist };
  const theCase = accepted(await at.act('OpenCase', opening, frontDesk)).id as string;
  const substitute = { person: of.client, substitute: of.substitute, rank: 'sibling', scope: ['information'] };
  accepted(
    await at.act('NameSubstitute', { ...substitute, proof: 'identity-document', from: '2026-01-05' }, frontDesk),
  );
  const payment = { case: theCase, participant: of.client, payer: of.payer, cents: 12_000, method: 'card' };
  accepted(await at.act('RecordPayment', { ...payment, allocations: [] }, frontDesk));
  const complaint = {
    ...{
      kind: 'complaint',
      tracks: ['agency'],
      standing: 'third-party',
      respondents: [of.respondent],
      notInvolved: false,
    },
    allegations: [{ clause: 'R2', text: 'The stairs cannot be climbed.' }],
  };
  const lodged = await at.act('LodgeComplaint', complaint, of['complainant who is no client']);
  return { at, people, of, theCase, lodged, manager };
}

describe('R7: any person can be a subject (rule 45)', () => {
  let on: Awaited<ReturnType<typeof withEveryKind>>;
  beforeAll(async () => {
    on = await withEveryKind();
  });
  afterAll(async () => {
    await on.at.ledger.close();
    on.at.remove();
  });

  it('R7: name and contact of each are sealed under a key of their own', async () => {
    const { at, of } = on;
    const keys = new Set<string>();
    for (const kind of KINDS) {
      const [registered] = await at.ledger.performing.store.readStream('facts', `person-${of[kind]}`);
      const [identity, contact] = [registered?.sealed['identity'], registered?.sealed['contact']];
      expect([kind, typeof identity?.key, identity?.key]).toEqual([kind, 'string', contact?.key]);
      keys.add(String(identity?.key));
    }
    expect(keys.size).toBe(KINDS.length);
  });

  it.each(KINDS)('R7: %s has an access report of their own, with the looks at them and who looked', async (kind) => {
    const { at, people, of } = on;
    shown(await at.see('people', people.frontDesk, { client: of[kind] }));
    const report = shown(await at.see('looks', of[kind], { client: of[kind] }));
    expect(report.some((row) => row['actor'] === people.frontDesk && row['actorName'] === 'Fran Desk')).toBe(true);
    expect(report.every((row) => row['person'] === of[kind])).toBe(true);
    for (const other of KINDS)
      if (other !== kind)
        expect([other, (await at.see('looks', of[other], { client: of[kind] })).kind]).toEqual([
          other,
          // A brother who may decide about information for nobody yet sees nothing of theirs; an auditor sees all looks.
          other === 'staff' ? 'shown' : 'denied',
        ]);
  });

  it('R7: whoever is shown beside a client is in the entry too: a payer in the ledger, a substitute in the file', async () => {
    const { at, people, of, theCase } = on;
    shown(await at.see('fee-ledger', people.frontDesk, { case: theCase }));
    shown(await at.see('substitutes', people.privacyOfficer, { client: of.client }));
    const seen = async (kind: Kind, view: string) =>
      shown(await at.see('looks', of[kind], { client: of[kind] })).filter((row) => row['view'] === view);
    expect(await seen('payer', 'fee-ledger')).not.toEqual([]);
    expect(await seen('substitute', 'substitutes')).not.toEqual([]);
  });

  it('R10: a complainant who is no client sees who looked at what they complained of', async () => {
    const { at, people, of, lodged } = on;
    const complaint = accepted(lodged).id as string;
    shown(await at.see('complaint-file', people.complaintsOfficer, { complaint }));
    const whom = of['complainant who is no client'];
    const report = shown(await at.see('looks', whom, { client: whom }));
    expect(report.some((row) => row['view'] === 'complaint-file')).toBe(true);
  });

  it('R7: a breach can concern each of them, and each is to be told for themselves (rule 28)', async () => {
    const { at, people, of } = on;
    const persons = KINDS.map((kind) => of[kind]);
    const breach = accepted(
      await at.act('ReportBreach', { kind: 'lost', persons, details: 'A list.' }, people.frontDesk),
    ).id as string;
    const due = shown(await at.see('deadlines', people.privacyOfficer)).filter(
      (row) => row['kind'] === 'breach-notify' && row['thing'] === breach,
    );
    expect(due.map((row) => row['person']).sort()).toEqual([...persons].sort());
    for (const kind of KINDS) {
      const notice = { breach, person: of[kind], how: 'mail', toldOfRightToComplain: true };
      accepted(await at.act('NotifyPersonOfBreach', notice, people.privacyOfficer));
      expect(shown(await at.see('breaches-told', of[kind], { client: of[kind] }))).toMatchObject([{ breach }]);
    }
  });

  it('R7: two persons with one e-mail address never share a sign-in (rule 51)', async () => {
    const { at, people, of } = on;
    const [one, another] = [at.ledger.performing.ids.fresh(), at.ledger.performing.ids.fresh()];
    const link = (signIn: string, person: string) =>
      at.act('LinkSignIn', { signIn, person, proof: 'identity-document' }, people.frontDesk);
    accepted(await link(one, of.client));
    expect(await link(one, of.payer)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'sign-in-taken', clause: 'R7' },
    });
    accepted(await link(another, of.payer));
    const whose = async (signIn: string) =>
      (await at.ledger.performing.states.load('sign-in', `sign-in-${signIn}`)).state.signIn.person;
    expect([await whose(one), await whose(another)]).toEqual([of.client, of.payer]);
    // Linked as one person's, each registration still comes in by its own sign-in alone.
    const linked = { person: of.client, other: of.payer, shownBy: 'earlier-record', reason: 'The same handwriting.' };
    accepted(await at.act('LinkClients', linked, people.privacyOfficer));
    expect([await whose(one), await whose(another)]).toEqual([of.client, of.payer]);
    expect((await link(one, of.payer)).kind).toBe('refused');
  });
});
