import { describe, expect, it } from '@jest/globals';
import { accepted, agency, application } from '../support/application.js';

describe('Performing an action', () => {
  it('R3: a case is opened by the front desk and its facts are stated in order with digests that agree', async () => {
    const app = await application();
    const { frontDesk, therapist, register } = await agency(app);
    const client = await register('Robin Client', frontDesk);
    const receipt = accepted(
      await app.act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk),
    );
    const facts = await app.store.readStream('facts', receipt.stream);
    expect(facts.map((f) => f.type)).toEqual(['CaseOpened']);
    expect(facts.every((f) => app.digests.agree(f))).toBe(true);
    expect(facts[0]?.subjects).toEqual([
      { person: client, as: 'participant' },
      { person: therapist, as: 'staff' },
    ]);
  });

  it('C2: nothing personal stands in clear in a registered person’s facts', async () => {
    const app = await application();
    const { frontDesk, register } = await agency(app);
    const client = await register('Canary Nightingale', frontDesk);
    const facts = await app.store.readStream('facts', `person-${client}`);
    expect(JSON.stringify(facts, (_k, v) => (typeof v === 'bigint' ? String(v) : v))).not.toContain('Nightingale');
    expect(app.keys.open(facts[0]?.sealed['identity'] as never)).toMatchObject({ name: 'Canary Nightingale' });
  });

  it('R7: denies by default, writes the denial, and tells nothing apart', async () => {
    const app = await application();
    const { frontDesk, therapist, otherTherapist, register, policies } = await agency(app);
    const client = await register('Robin Client', frontDesk);
    const { id } = accepted(
      await app.act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk),
    );
    const body = { case: id as string, participant: client, policy: policies.limits, how: 'in-person' };
    expect(await app.act('GivePolicy', body, otherTherapist)).toEqual({ kind: 'denied' });
    expect(await app.act('GivePolicy', { ...body, case: client }, otherTherapist)).toEqual({ kind: 'denied' });
    const entries = await app.store.readAll('access', 0n, 10);
    expect(entries.map((e) => [e.type, e.actor.person])).toEqual([
      ['Denied', otherTherapist],
      ['Denied', otherTherapist],
    ]);
  });

  it('gives the first outcome again to the same key and body, and 409 to another body', async () => {
    const app = await application();
    const { frontDesk, therapist, register } = await agency(app);
    const client = await register('Robin Client', frontDesk);
    const other = await register('Alex Client', frontDesk);
    const body = { kind: 'individual', participants: [client], therapist };
    const first = accepted(await app.act('OpenCase', body, frontDesk, { idempotencyKey: 'k1' }));
    const second = await app.act('OpenCase', body, frontDesk, { idempotencyKey: 'k1' });
    expect(second).toMatchObject({
      kind: 'accepted',
      repeated: true,
      receipt: { stream: first.stream, digest: first.digest, id: first.id },
    });
    expect(await app.act('OpenCase', { ...body, participants: [other] }, frontDesk, { idempotencyKey: 'k1' })).toEqual({
      kind: 'key-reused',
    });
    expect(
      await app.act('GivePolicy', { case: first.id, participant: client, policy: other, how: 'in-person' }, frontDesk),
    ).toMatchObject({
      kind: 'refused',
      refusal: { code: 'unknown-policy', clause: 'R3', field: 'policy' },
    });
  });

  it('T2: consent needs an explanation in full; R11: withdrawing it holds at once', async () => {
    const app = await application();
    const { frontDesk, therapist, register } = await agency(app);
    const client = await register('Robin Client', frontDesk);
    const { id } = accepted(
      await app.act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk),
    );
    const consent = { case: id, participant: client, how: 'verbal' };
    expect(await app.act('ConsentToCounselling', consent, client)).toMatchObject({
      refusal: { code: 'counselling-not-explained' },
    });
    accepted(
      await app.act(
        'ExplainCounselling',
        {
          case: id,
          participant: client,
          covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
          questionsAnswered: true,
          notes: 'none',
        },
        therapist,
      ),
    );
    accepted(await app.act('ConsentToCounselling', consent, client));
    accepted(await app.act('WithdrawCounsellingConsent', consent, client));
    expect(await app.act('WithdrawCounsellingConsent', consent, client)).toMatchObject({
      refusal: { code: 'no-counselling-consent' },
    });
  });

  it('rule 3: a client may not backdate, staff may with channel and evidence, nobody into the future', async () => {
    const app = await application();
    const { frontDesk, therapist, register } = await agency(app);
    const client = await register('Robin Client', frontDesk);
    const { id } = accepted(
      await app.act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk),
    );
    const choice = { case: id, participant: client, medium: 'audio', how: 'verbal' };
    const yesterday = '2026-01-04T15:00:00.000Z';
    expect(await app.act('DisallowRecording', { ...choice, happenedAt: yesterday }, client)).toMatchObject({
      refusal: { code: 'only-staff-may-say-when', field: 'happenedAt' },
    });
    expect(await app.act('DisallowRecording', { ...choice, happenedAt: yesterday }, frontDesk)).toMatchObject({
      refusal: { code: 'earlier-needs-evidence' },
    });
    expect(
      await app.act('DisallowRecording', { ...choice, happenedAt: '2027-01-01T00:00:00Z' }, frontDesk),
    ).toMatchObject({
      refusal: { code: 'happened-in-the-future' },
    });
    accepted(
      await app.act(
        'DisallowRecording',
        { ...choice, happenedAt: yesterday, channel: 'voicemail', evidence: 'voicemail 17' },
        frontDesk,
      ),
    );
  });

  it('R9: a fact entered in error is struck, and striking the strike brings it back', async () => {
    const app = await application();
    const { frontDesk, therapist, register } = await agency(app);
    const client = await register('Robin Client', frontDesk);
    const { id, stream } = accepted(
      await app.act('OpenCase', { kind: 'individual', participants: [client], therapist }, frontDesk),
    );
    const allowed = accepted(
      await app.act('AllowRecording', { case: id, participant: client, medium: 'audio', how: 'written' }, client),
    );
    const strike = accepted(
      await app.act(
        'EnterCaseFactsInError',
        { case: id, facts: [allowed.facts[0]?.id], kind: 'wrong-person', reason: 'Somebody else’s form.' },
        frontDesk,
      ),
    );
    const consents = async () => (await app.states.load('case', stream)).state.recordings.consents.size;
    expect(await consents()).toBe(0);
    accepted(
      await app.act(
        'EnterCaseFactsInError',
        { case: id, facts: [strike.facts[0]?.id], kind: 'restored', reason: 'It was theirs after all.' },
        frontDesk,
      ),
    );
    expect(await consents()).toBe(1);
  });

  it('refuses what is not well-formed, naming the field and never its value', async () => {
    const app = await application();
    const { frontDesk } = await agency(app);
    const outcome = await app.act('RegisterPerson', { name: 'x\u0000secret', contacts: 'no', extra: 1 }, frontDesk);
    expect(outcome.kind).toBe('malformed');
    expect(JSON.stringify(outcome)).not.toContain('secret');
    expect(outcome.kind === 'malformed' && [...new Set(outcome.problems.map((p) => p.field))].sort()).toEqual([
      'contacts',
      'extra',
      'name',
      'permittedChannels',
      'revealAgency',
    ]);
  });
});

describe('What was entered in error about staff and sign-ins', () => {
  it('R7: a role granted in error is struck, but never the last privacy officer', async () => {
    const app = await application();
    const { privacyOfficer, register } = await agency(app);
    const wrong = await register('Wrong Person');
    const granted = accepted(
      await app.act('GrantRole', { person: wrong, role: 'auditor', from: '2026-01-01' }, privacyOfficer),
    );
    const struck = { facts: [granted.facts[0]?.id], kind: 'wrong-person', reason: 'Another of the same name.' };
    accepted(await app.act('EnterStaffFactsInError', struck, privacyOfficer));
    expect((await app.relations.standingOf(wrong)).roles.size).toBe(0);
    const [first] = (await app.store.readStream('facts', 'staff')).filter((f) => f.open['role'] === 'privacy-officer');
    expect(
      await app.act('EnterStaffFactsInError', { ...struck, facts: [first?.id as string] }, privacyOfficer),
    ).toMatchObject({ kind: 'refused', refusal: { code: 'last-privacy-officer' } });
  });

  it('R7: a sign-in linked to the wrong person is struck and opens nothing any more', async () => {
    const app = await application();
    const { privacyOfficer, register } = await agency(app);
    const person = await register('Robin Client');
    const signIn = app.ids.derived('sign-in', 'issuer', 'subject');
    const linked = accepted(
      await app.act('LinkSignIn', { signIn, person, proof: 'identity-document' }, privacyOfficer),
    );
    const strike = { signIn, facts: [linked.facts[0]?.id], kind: 'wrong-person', reason: 'Two of the same name.' };
    accepted(await app.act('EnterSignInFactsInError', strike, privacyOfficer));
    expect((await app.states.load('sign-in', `sign-in-${signIn}`)).state.signIn.person).toBeUndefined();
  });
});
