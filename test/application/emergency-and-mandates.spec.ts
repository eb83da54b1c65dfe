import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Mailer } from '../../src/application/ports.js';
import { EmergencyAnnouncer } from '../../src/application/reactions/announcing.js';
import type { ReadView, Scope } from '../../src/application/read-view.js';
import { accepted, agency, cleared } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

type Row = Readonly<Record<string, unknown>>;

/** A case of one therapist, with a need and a question, another case, and staff who have nothing to do with it. */
async function play() {
  const at = await temporaryLedger('2026-02-09T14:00:00.000Z');
  const people = await agency(at);
  const { frontDesk, therapist, otherTherapist, privacyOfficer } = people;
  const client = await people.register('Robin Client', frontDesk);
  const partner = await people.register('Ray Partner', frontDesk);
  const outsider = await people.register('Ivan Investigator', frontDesk);
  const secondOfficer = await people.register('Quinn Officer');
  accepted(await at.act('GrantRole', { person: secondOfficer, role: 'privacy-officer', from: '2020-01-01' }));
  await cleared(at, secondOfficer);
  const open = async (participants: readonly string[], kind: string) =>
    accepted(await at.act('OpenCase', { kind, participants, therapist }, frontDesk)).id as string;
  const theCase = await open([client], 'individual');
  const couple = await open([client, partner], 'couple');
  const asking = { case: theCase, participant: client, words: 'Will you tell my employer?' };
  accepted(await at.act('AskQuestion', asking, client));
  const rows = async (view: string, person: string, scope: Scope = {}, more: ReadView['options'] = {}) =>
    shown(await at.see(view, person, scope, more)) as readonly Row[];
  const kind = async (view: string, person: string, scope: Scope = {}, more: ReadView['options'] = {}) =>
    (await at.see(view, person, scope, more)).kind;
  return {
    ...{ at, people, client, partner, outsider, secondOfficer, theCase, couple, rows, kind },
    ...{ frontDesk, therapist, otherTherapist, privacyOfficer },
  };
}
type Play = Awaited<ReturnType<typeof play>>;

describe('R7: a case opened because of an emergency', () => {
  let it_: Play;
  let emergency: string;
  beforeAll(async () => {
    it_ = await play();
  });
  afterAll(async () => {
    await it_.at.ledger.close();
    it_.at.remove();
  });
  const wanted = (ground = 'urgent-care-no-one-else') => ({
    case: it_.theCase,
    ground,
    reason: 'The hospital called; the therapist is away.',
  });

  it('R7: is closed to a therapist who has nothing to do with it, until they open it; never its money or recordings', async () => {
    const { at, otherTherapist, theCase, rows, kind } = it_;
    expect(await kind('questions', otherTherapist, { case: theCase })).toBe('denied');
    emergency = accepted(await at.act('OpenEmergencyAccess', wanted(), otherTherapist)).id as string;
    expect((await rows('questions', otherTherapist, { case: theCase })).map((row) => row['words'])).toEqual([
      { words: 'Will you tell my employer?' },
    ]);
    expect(await kind('recordings', otherTherapist, { case: theCase })).toBe('denied');
    expect(await kind('fee-ledger', otherTherapist, { case: theCase })).toBe('denied');
    expect(await kind('questions', otherTherapist, { case: it_.couple })).toBe('denied');
  });

  it('R7: is not opened by the front desk, nor said to be there', async () => {
    const { at, frontDesk } = it_;
    for (const one of [wanted(), { ...wanted(), case: it_.client }])
      expect(await at.act('OpenEmergencyAccess', one, frontDesk)).toMatchObject({
        refusal: { code: 'emergency-not-for-role' },
      });
    expect(await at.act('OpenEmergencyAccess', wanted(), it_.client)).toMatchObject({ kind: 'denied' });
  });

  it('R7: the client sees who opened it, when and on which ground, and not the words; the privacy officer all of it', async () => {
    const { client, privacyOfficer, otherTherapist, rows, theCase, kind } = it_;
    const said = { emergency, by: otherTherapist, ground: 'urgent-care-no-one-else', access: 'live', review: 'due' };
    const [own] = await rows('emergency-accesses', client, { client });
    expect(own).toMatchObject({ ...said, byName: 'Thea Therapist', reason: { withheld: 'by-role' } });
    const [all] = await rows('emergency-accesses', privacyOfficer);
    expect(all).toMatchObject({ ...said, reason: { reason: 'The hospital called; the therapist is away.' } });
    expect(await kind('emergency-accesses', it_.frontDesk, { case: theCase })).toBe('denied');
    const told = await rows('timeline', client, { case: theCase });
    expect(JSON.stringify(told, (_name, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'hospital',
    );
    const looks = await rows('looks', client, { client });
    expect(
      looks.filter((row) => row['actor'] === otherTherapist && row['purpose'] === 'ETREAT').length,
    ).toBeGreaterThan(0);
  });

  it('R7: an instruction goes before every ground but a risk of serious harm', async () => {
    const { at, client, otherTherapist, theCase, kind } = it_;
    const instruction = { person: client, against: 'person', whom: otherTherapist, covers: 'file' };
    const given = await at.act('GiveInstruction', { ...instruction, words: 'Not Thea.' }, client);
    expect(given.kind).toBe('accepted');
    expect(await kind('questions', otherTherapist, { case: theCase })).toBe('denied');
    const harm = accepted(await at.act('OpenEmergencyAccess', wanted('risk-of-serious-harm'), otherTherapist)).id;
    expect(await kind('questions', otherTherapist, { case: theCase })).toBe('shown');
    accepted(await at.act('CloseEmergencyAccess', { case: theCase, emergency: harm }, otherTherapist));
    expect(await kind('questions', otherTherapist, { case: theCase })).toBe('denied');
  });

  it('R7: it ends by itself, its review is due of a second person, and what nobody reviewed in time is said to be', async () => {
    const { at, otherTherapist, privacyOfficer, theCase, rows, client } = it_;
    const own = accepted(await at.act('OpenEmergencyAccess', wanted(), privacyOfficer)).id as string;
    const review = { case: theCase, emergency: own, outcome: 'justified', findings: 'As told.' };
    expect(await at.act('ReviewEmergencyAccess', review, privacyOfficer)).toMatchObject({
      refusal: { code: 'emergency-second-person' },
    });
    accepted(await at.act('ReviewEmergencyAccess', review, it_.secondOfficer));
    const clocks = async () =>
      (await rows('deadlines', privacyOfficer, { case: theCase })).filter((row) => row['kind'] === 'emergency-review');
    expect((await clocks()).map((row) => [row['thing'], row['state']])).toContainEqual([own, 'met']);
    at.clock.moveTo('2026-02-12T14:30:00.000Z');
    await at.ledger.settle();
    expect((await clocks()).map((row) => [row['thing'], row['state']])).toContainEqual([emergency, 'missed']);
    const unjustified = { ...review, emergency, outcome: 'not-justified' };
    accepted(await at.act('ReviewEmergencyAccess', unjustified, privacyOfficer));
    await at.ledger.settle();
    const [breach] = (await rows('breaches', privacyOfficer)).filter((row) => row['row'] === 'breach');
    expect(breach).toMatchObject({ kind: 'used', cases: [theCase], concerns: [otherTherapist], persons: [client] });
    const [standing] = (await rows('standing', client, { client })).filter((row) => row['clause'] === 'R7');
    expect(standing).toMatchObject({ standing: 'breached' });
  });

  it('R7: a respondent to an open complaint stays out, whatever the emergency', async () => {
    const { at, client, otherTherapist, theCase } = it_;
    const complaint = {
      ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', respondents: [otherTherapist] },
      ...{ cases: [theCase], allegations: [{ clause: 'R7', text: 'She read my file.' }], notInvolved: true },
    };
    accepted(await at.act('LodgeComplaint', complaint, client));
    const asked = await at.act('OpenEmergencyAccess', wanted('risk-of-serious-harm'), otherTherapist);
    expect(asked.kind).toBe('denied');
  });

  it('R7: whoever leaves loses what they opened, and everything else, at once', async () => {
    const { at, people, privacyOfficer, frontDesk, kind, client } = it_;
    const leaving = await people.register('Lee Leaving');
    accepted(await at.act('GrantRole', { person: leaving, role: 'front-desk', from: '2026-02-01' }, privacyOfficer));
    await cleared(at, leaving, '2026-02-01');
    expect(await kind('people', leaving, { client })).toBe('shown');
    accepted(await at.act('EndRole', { person: leaving, role: 'front-desk' }, privacyOfficer));
    expect(await kind('people', leaving, { client })).toBe('denied');
    expect((await at.act('OpenEmergencyAccess', wanted(), leaving)).kind).toBe('denied');
    expect(await kind('people', frontDesk, { client })).toBe('shown');
  });
});

describe('R7: somebody from outside with a mandate (rule 66)', () => {
  let it_: Play;
  let mandate: string;
  const grant = {
    ...{ body: 'college', authority: 'rhpa-code-s75', document: 'b'.repeat(64), from: '2026-02-09' },
    ...{ until: '2026-03-31', kinds: ['clinical', 'booking'] },
  };
  beforeAll(async () => {
    it_ = await play();
    const { at, outsider, theCase, client, privacyOfficer } = it_;
    const body = { ...grant, outsider, cases: [theCase], persons: [client] };
    mandate = accepted(await at.act('GrantMandate', body, privacyOfficer)).id as string;
  });
  afterAll(async () => {
    await it_.at.ledger.close();
    it_.at.remove();
  });
  const said = (value: unknown): string =>
    JSON.stringify(value, (_name, inner) => (typeof inner === 'bigint' ? String(inner) : inner));

  it('R7: sees what the mandate covers under pseudonyms, without free text, and nothing else', async () => {
    const { outsider, client, couple, theCase, rows, kind, therapist } = it_;
    const questions = await rows('questions', outsider, {}, { as: 'mandate' });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ state: 'open', words: { withheld: 'by-role' } });
    const pseudonym = String(questions[0]?.['participant']);
    expect(pseudonym).toMatch(/^P-/);
    const timeline = await rows('timeline', outsider, { case: String(questions[0]?.['stream']).slice('case-'.length) });
    expect(timeline.length).toBeGreaterThan(1);
    for (const id of [client, theCase, therapist]) expect(said([questions, timeline])).not.toContain(id);
    expect(said([questions, timeline])).not.toContain('Robin');
    expect(said(await rows('people', outsider, { client: pseudonym }))).not.toContain('Robin');
    expect(await kind('questions', outsider, { case: couple })).toBe('denied');
    expect(await kind('fee-ledger', outsider, { case: theCase })).toBe('denied');
    expect(await kind('complaint-file', outsider, { complaint: couple })).toBe('denied');
    expect(await kind('mandates', outsider)).toBe('denied');
  });

  it('R7: pages go on without naming anybody, and the client is told who looked', async () => {
    const { outsider, theCase, client, rows, at } = it_;
    const first = await at.see('timeline', outsider, { case: theCase }, { limit: 1 });
    if (first.kind !== 'shown' || first.next === undefined) throw new Error('no next page');
    expect(first.next).toMatch(/^[0-9a-f]{32}$/);
    const second = await rows('timeline', outsider, { case: theCase }, { limit: 1, after: first.next });
    expect(second).toHaveLength(1);
    expect(second[0]?.['fact']).not.toBe(first.rows[0]?.['fact']);
    const looks = await rows('looks', client, { client });
    expect(looks.filter((row) => row['actor'] === outsider && row['role'] === 'mandate').length).toBeGreaterThan(0);
  });

  it('R7: a demand beyond the mandate is refused, and the refusal is on record', async () => {
    const { at, outsider, couple, privacyOfficer, rows } = it_;
    const demand = { mandate, cases: [couple], kinds: ['clinical'], freeText: true, words: 'Everything, in full.' };
    expect(await at.act('DemandUnderMandate', demand, outsider)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'demand-beyond-mandate' },
    });
    const demands = (await rows('mandates', privacyOfficer)).filter((row) => row['row'] === 'demand');
    expect(demands).toMatchObject([
      { state: 'refused', beyond: ['case', 'free-text'], words: { words: 'Everything, in full.' } },
    ]);
    expect(await at.act('DemandUnderMandate', demand, it_.client)).toMatchObject({
      refusal: { code: 'mandate-not-found' },
    });
  });

  it('R7: another mandate has other pseudonyms, and names and free text where it says so', async () => {
    const { at, people, theCase, client, privacyOfficer, rows, frontDesk } = it_;
    const before = String((await rows('questions', it_.outsider, {}, { as: 'mandate' }))[0]?.['participant']);
    const [court, other] = [
      await people.register('Carla Court', frontDesk),
      await people.register('Otto Other', frontDesk),
    ];
    const open = { ...grant, body: 'court', authority: 'court-order', cases: [theCase] };
    accepted(await at.act('GrantMandate', { ...open, outsider: other }, privacyOfficer));
    expect(String((await rows('questions', other, {}, { as: 'mandate' }))[0]?.['participant'])).not.toBe(before);
    const whole = { ...open, outsider: court, freeText: true, pseudonyms: false };
    accepted(await at.act('GrantMandate', whole, privacyOfficer));
    expect((await rows('questions', court, {}, { as: 'mandate' }))[0]).toMatchObject({
      participant: client,
      words: { words: 'Will you tell my employer?' },
    });
  });

  it('R7: it is nothing from the moment it is narrowed, ended or over', async () => {
    const { at, outsider, theCase, client, privacyOfficer, kind, rows } = it_;
    const narrowed = { mandate, persons: [client], kinds: ['booking'], until: '2026-03-31' };
    accepted(await at.act('NarrowMandate', narrowed, privacyOfficer));
    expect(await kind('questions', outsider, { case: theCase })).toBe('denied');
    accepted(await at.act('EndMandate', { mandate, because: 'withdrawn' }, privacyOfficer));
    expect(await kind('people', outsider, { client })).toBe('denied');
    at.clock.moveTo('2026-04-01T12:00:00.000Z');
    await at.ledger.settle();
    const states = (await rows('mandates', privacyOfficer)).filter((row) => row['row'] === 'mandate');
    expect(states.map((row) => [row['state'], row['because']]).sort()).toEqual([
      ['ended', 'lapsed'],
      ['ended', 'lapsed'],
      ['ended', 'withdrawn'],
    ]);
  });
});

describe('R7: an emergency access is announced', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let theCase: string;
  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    const client = await people.register('Robin Client', people.frontDesk);
    const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
    theCase = accepted(await at.act('OpenCase', opening, people.frontDesk)).id as string;
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  /** An announcer whose mail is kept, or does not go out. */
  const announcer = (taken: Parameters<Mailer['send']>[0][], unsent: Error[] = [], working = true) =>
    new EmergencyAnnouncer({
      viewStore: at.ledger.reading.viewStore,
      perform: (action) => at.ledger.perform(action),
      read: (query) => at.ledger.read(query),
      states: at.ledger.performing.states,
      today: async () => '2026-02-09',
      mailer: {
        send: async (message) => {
          if (!working) throw new Error('mailbox full');
          taken.push(message);
        },
        close: async () => {},
      },
      onUnsent: (error) => unsent.push(error),
    });
  const announced = async (): Promise<unknown> =>
    shown(await at.see('emergency-accesses', people.privacyOfficer))[0]?.['announced'];

  it('R7: to the privacy officers, saying neither whose case it is nor why; what could not be sent stays due', async () => {
    const wanted = { case: theCase, ground: 'risk-of-serious-harm', reason: 'The hospital called about Robin.' };
    accepted(await at.act('OpenEmergencyAccess', wanted, people.otherTherapist));
    await at.ledger.settle();
    const unsent: Error[] = [];
    expect(await announcer([], unsent, false).look()).toBe(0);
    expect([unsent.length, await announced()]).toEqual([1, 'to announce']);
    const taken: Parameters<Mailer['send']>[0][] = [];
    expect(await announcer(taken).look()).toBe(1);
    expect(taken.map(({ to }) => to)).toEqual(['pat.privacy@example.org']);
    expect(JSON.stringify(taken)).not.toMatch(/Robin|hospital|Thea/);
    expect(await announced()).toBe('announced');
    expect(await announcer(taken).look()).toBe(0);
  });

  it('R7: whoever opened it is not told of it themself: another officer is', async () => {
    const second = await people.register('Quinn Officer');
    accepted(await at.act('GrantRole', { person: second, role: 'privacy-officer', from: '2020-01-01' }));
    await cleared(at, second);
    const wanted = { case: theCase, ground: 'therapist-unreachable', reason: 'A call.' };
    accepted(await at.act('OpenEmergencyAccess', wanted, people.privacyOfficer));
    await at.ledger.settle();
    const taken: Parameters<Mailer['send']>[0][] = [];
    expect(await announcer(taken).look()).toBe(1);
    expect(taken.map(({ to }) => to)).toEqual(['quinn.officer@example.org']);
  });
});
