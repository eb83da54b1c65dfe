import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

describe('How people are reached', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let ana: string;
  let ben: string;
  let theCase: string;
  let notice: string;

  const did = async (name: string, body: object, person: string) => accepted(await at.act(name, body, person));
  const rows = async (view: string, person: string, scope: object) => shown(await at.see(view, person, scope));
  const stands = async (clause: string, person: string, scope: object) =>
    (await rows('standing', person, scope)).find((row) => row['clause'] === clause)?.['standing'];
  const email = { reachedBy: 'e-mail', mayUse: true, revealAgency: false } as const;

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    const opening = { kind: 'couple', participants: [ana, ben], therapist: people.therapist };
    theCase = (await did('OpenCase', opening, people.frontDesk)).id as string;
    const booking = {
      case: theCase,
      therapist: people.therapist,
      startLocal: '2026-02-19T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [ana],
    };
    const { id: session } = await did('BookSession', booking, people.frontDesk);
    await did('CancelByAgency', { case: theCase, session, because: 'therapist-away' }, people.frontDesk);
    await at.ledger.settle();
    notice = String((await rows('notices', people.frontDesk, { case: theCase }))[0]?.['notice']);
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('C2: a change holds from its day, the earlier value stays visible, and a partner never sees either (rule 48)', async () => {
    await did('ChangeContact', { person: ana, ...email, value: 'new@example.org', from: '2026-02-16' }, ana);
    const before = await rows('contacts', people.frontDesk, { client: ana });
    expect(before).toMatchObject([
      { channel: 'e-mail', state: 'current', contact: { value: 'ana.client@example.org' }, until: '2026-02-16' },
      { channel: 'e-mail', state: 'coming', contact: { value: 'new@example.org' } },
    ]);
    await at.ledger.moveClock?.('2026-02-17T14:00:00.000Z');
    const now = await rows('contacts', ana, { client: ana });
    expect(now.map((row) => row['state'])).toEqual(['former', 'current']);
    const [known] = await rows('people', people.frontDesk, { client: ana });
    expect(known).toMatchObject({ contact: { contacts: [{ channel: 'e-mail', value: 'new@example.org' }] } });
    for (const view of ['contacts', 'people', 'names', 'timeline', 'standing']) {
      const seen = await at.see(view, ben, { client: ana });
      const text = JSON.stringify(seen, (_k, v) => (typeof v === 'bigint' ? '' : v));
      expect(text).not.toMatch(/@example\.org|e-mail|ContactChanged|Ana Client/);
    }
    expect(await at.see('contacts', people.otherTherapist, { client: ana })).toEqual({ kind: 'denied' });
    expect((await at.act('ChangeContact', { person: ana, ...email, value: 'x' }, ben)).kind).toBe('denied');
    expect(await stands('C2', people.frontDesk, { client: ana })).toBe('kept');
    const auditor = await rows('contacts', people.auditor, { client: ana });
    expect(JSON.stringify(auditor, (_k, v) => (typeof v === 'bigint' ? '' : v))).not.toContain('@example.org');
  });

  it('R7: sending in a way that is not permitted is refused, and that it happened is recorded and breaches (rules 36 and 48)', async () => {
    const sending = { case: theCase, notice, how: 'voicemail' };
    expect(await at.act('SendNotice', sending, people.frontDesk)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'contact-not-permitted', clause: 'R7' },
    });
    await did('SendNotice', { ...sending, how: 'e-mail' }, people.frontDesk);
    await did('RecordNotice', { ...sending, how: 'e-mail', outcome: 'returned' }, people.frontDesk);
    const reported = await did('RecordNotice', { ...sending, outcome: 'sent' }, people.frontDesk);
    expect(reported.facts.map((fact) => fact.type)).toEqual(['NoticeSent', 'ContactedAgainstPermission']);
    expect(await rows('notices', people.frontDesk, { case: theCase })).toContainEqual(
      expect.objectContaining({ notice, against: 'voicemail' }),
    );
    expect(await stands('R7', ana, { case: theCase })).toBe('breached');
    expect(await stands('R7', ben, { case: theCase })).not.toBe('breached');
  });

  it('C2: what came back puts the contact in doubt until it is confirmed (rule 41)', async () => {
    const [doubted] = (await rows('contacts', people.frontDesk, { client: ana })).filter(
      (r) => r['state'] === 'current',
    );
    expect(doubted).toMatchObject({ because: 'returned' });
    expect(await stands('C2', people.frontDesk, { client: ana })).toBe('open');
    await did('ConfirmContact', { person: ana, reachedBy: 'e-mail' }, ana);
    expect(await stands('C2', ana, { client: ana })).toBe('kept');
  });

  it('C2: the name in use is shown, and a former one only where names are looked up (rule 47)', async () => {
    await did('ChangeLegalName', { person: ana, name: 'Ana Sample' }, ana);
    await did('TellNameInUse', { person: ana, name: 'Annie Sample' }, ana);
    await did('ChangePronouns', { person: ana, pronouns: 'they/them' }, ana);
    const [known] = await rows('people', people.therapist, { client: ana });
    expect(known?.['identity']).toEqual({ name: 'Annie Sample', legalName: 'Ana Sample', pronouns: 'they/them' });
    const names = await rows('names', people.frontDesk, { client: ana });
    expect(names.map((row) => row['what'])).toEqual(['registered', 'legal-change', 'in-use', 'pronouns']);
    expect(JSON.stringify(names, (_k, v) => (typeof v === 'bigint' ? '' : v))).toContain('Ana Client');
  });

  it('C2: staff report their own changes too, and are shown by the name they use', async () => {
    await did('TellNameInUse', { person: people.therapist, name: 'Teddy Therapist' }, people.therapist);
    shown(await at.see('consents', people.therapist, { case: theCase }));
    const looks = await rows('looks', ana, { client: ana });
    expect(looks.find((row) => row['actor'] === people.therapist)).toMatchObject({ actorName: 'Teddy Therapist' });
    expect(at.failures).toEqual([]);
  });
});
