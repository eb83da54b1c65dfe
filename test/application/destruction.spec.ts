import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted } from '../support/application.js';
import { askedAndConfirmed, longAgo, WORDS } from '../support/destruction.js';
import { shown } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));

describe('R9, R7: a record is destroyed when it is due, by two people, and what remains is a skeleton', () => {
  let at: Awaited<ReturnType<typeof longAgo>>;
  let destruction = '';
  const see = async (view: string, person: string, scope = {}) => at.doors().see(view, person, scope);
  const destructions = async () => shown(await see('destructions', at.people.privacyOfficer));

  beforeAll(async () => {
    at = await longAgo();
  });
  afterAll(() => at.end());

  it('R9: before its retention is over nobody can ask for it, and nobody but the privacy officer at all', async () => {
    const { act } = at.doors();
    expect(await act('RequestDestruction', { case: at.theCase }, at.people.privacyOfficer)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'destruction-not-due', clause: 'R9' },
    });
    for (const who of [at.client, at.people.therapist, at.people.frontDesk, at.people.manager, at.people.auditor])
      expect(await act('RequestDestruction', { case: at.theCase }, who)).toEqual({ kind: 'denied' });
  });

  it('R9: when it is over the clock says so, with a day by which the agency destroys it', async () => {
    await at.later('2028-06-01T15:00:00.000Z');
    expect(await destructions()).toMatchObject([
      { what: 'due', case: at.theCase, state: 'due', rule: 'never-attended', keptUntil: '2028-02-28', years: 2 },
    ]);
    const deadlines = shown(await see('deadlines', at.people.privacyOfficer, { case: at.theCase }));
    expect(deadlines.filter((row) => row['kind'] === 'destroy')).toMatchObject([{ state: 'open' }]);
  });

  it('R9: a summons, or a request about the record, holds it (rule 19)', async () => {
    const { act } = at.doors();
    const hold = accepted(
      await act(
        'PlaceCaseHold',
        { case: at.theCase, because: 'summons', reason: 'Superior Court' },
        at.people.privacyOfficer,
      ),
    ).id;
    expect(await act('RequestDestruction', { case: at.theCase }, at.people.privacyOfficer)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'destruction-held', values: { holds: 1 } },
    });
    accepted(
      await act('ReleaseCaseHold', { case: at.theCase, hold, because: 'proceeding-ended' }, at.people.privacyOfficer),
    );
  });

  it('R9: who asked does not confirm; somebody else does, and then it is done', async () => {
    const { act } = at.doors();
    const first = accepted(await act('RequestDestruction', { case: at.theCase }, at.people.privacyOfficer))
      .id as string;
    expect(
      await act('ConfirmDestruction', { case: at.theCase, destruction: first }, at.people.privacyOfficer),
    ).toMatchObject({ kind: 'refused', refusal: { code: 'destruction-needs-another' } });
    accepted(await act('WithdrawDestruction', { case: at.theCase, destruction: first }, at.people.manager));
    destruction = await askedAndConfirmed(at);
    await at.ledger().settle();
    const row = (await destructions()).find((each) => each['destruction'] === destruction);
    expect(row).toMatchObject({
      state: 'certified',
      requestedBy: at.people.privacyOfficer,
      confirmedBy: at.people.manager,
      rule: 'never-attended',
      keptUntil: '2028-02-28',
    });
    expect(((row?.['parts'] ?? []) as { of: string }[]).map(({ of }) => of).sort()).toEqual([
      'case',
      'file',
      'registration',
    ]);
    expect(textOf(row)).not.toContain(WORDS.name);
  });

  it('R7: whoever looks sees that it was there, never what it said (rule 24)', async () => {
    const timeline = shown(await see('timeline', at.people.privacyOfficer, { case: at.theCase }));
    expect(timeline.map((row) => row['type'])).toContain('QuestionAsked');
    expect(textOf(timeline)).toContain('destroyed');
    for (const view of ['timeline', 'questions', 'people', 'needs', 'contacts']) {
      const outcome = await see(view, at.people.privacyOfficer, { client: at.client });
      const rows = shown(outcome).filter((row) => !String(row['stream']).startsWith('destroyed-'));
      for (const word of Object.values(WORDS)) expect(textOf(rows)).not.toContain(word);
    }
  });

  it('R9: nothing is added to a record that is destroyed', async () => {
    const { act } = at.doors();
    expect(
      await act('AskQuestion', { case: at.theCase, participant: at.client, words: 'Are you there?' }, at.client),
    ).toMatchObject({ kind: 'refused', refusal: { code: 'record-destroyed' } });
    expect(await act('StateNeed', { person: at.client, kind: 'access', words: 'None.' }, at.client)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'record-destroyed' },
    });
  });

  it('R9: nobody is a client again under a registration that is gone; they are registered anew', async () => {
    const opening = { kind: 'individual', participants: [at.client], therapist: at.people.therapist };
    expect(await at.doors().act('OpenCase', opening, at.people.frontDesk)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'record-destroyed' },
    });
  });

  it('R10: a complaint is lodged although the record is destroyed (rule 61)', async () => {
    const lodged = await at.doors().act(
      'LodgeComplaint',
      {
        ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', respondents: [at.people.otherTherapist] },
        ...{ cases: [at.theCase], allegations: [{ clause: 'R1', text: 'It was not heard.' }], notInvolved: true },
      },
      at.client,
    );
    expect(lodged.kind).toBe('accepted');
  });

  it('R9: who asks whether they were a client is answered, by the privacy officer or to themselves, by nobody else (rule 75)', async () => {
    for (const who of [at.people.privacyOfficer, at.client])
      expect(shown(await see('destroyed-records', who, { client: at.client }))).toMatchObject([
        { kind: 'individual', destroyedOn: '2028-06-01', rule: 'never-attended', name: { name: WORDS.name } },
      ]);
    for (const who of [at.people.frontDesk, at.people.manager, at.people.therapist, at.stays])
      expect((await see('destroyed-records', who, { client: at.client })).kind).toBe('denied');
    const skeleton = shown(await see('destroyed-records', at.people.auditor, { client: at.client }));
    expect(textOf(skeleton)).not.toContain(WORDS.name);
  });

  it('R7: only who answers for privacy, and the auditor, see what was destroyed and by whom', async () => {
    for (const who of [at.client, at.people.frontDesk, at.people.therapist])
      expect((await see('destructions', who)).kind).toBe('denied');
    expect((await see('destructions', at.people.auditor)).kind).toBe('shown');
  });
});
