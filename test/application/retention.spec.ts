import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayHistory } from '../../src/application/replay-history.js';
import { holdsOnCase } from '../../src/domain/case/holds-on-case.js';
import { FOLDS } from '../../src/domain/world.js';
import { accepted, agency } from '../support/application.js';
import { given } from '../support/given.js';
import { shown, temporaryLedger } from '../support/ledger.js';

const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));
const CANARY = 'Summons of the Superior Court about what the uncle did.';

describe('R9: how long each case is kept', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [kit, parent, unknown, theCase, unknownCase, hold, recording]: string[] = [];
  const officer = (name: string, body: object) => at.act(name, body, people.privacyOfficer);
  const row = async (caseId = theCase) =>
    shown(await at.see('retention', people.privacyOfficer)).find((r) => r['case'] === caseId);
  const because = async () => ((await row()) as { holds: { because: string }[] }).holds.map((h) => h.because).sort();

  /** What the decisions find, from the streams as committed: the view must say the same. */
  const decided = async () => {
    const { store } = at.ledger.performing;
    const of = async <K extends keyof typeof FOLDS>(kind: K, stream: string) =>
      given(FOLDS[kind] as never, await store.readStream('facts', stream)) as ReturnType<(typeof FOLDS)[K]['initial']>;
    const { register } = await of('complaint-register', 'complaint-register');
    const complaints = new Map<string, ReturnType<typeof FOLDS.complaint.initial>>();
    for (const id of register.open.keys()) complaints.set(id, await of('complaint', `complaint-${id}`));
    const files = new Map<string, ReturnType<typeof FOLDS.file.initial>>();
    for (const person of [kit, parent]) files.set(person as string, await of('file', `file-${person}`));
    const breaches = await of('breaches', 'breaches');
    const world = {
      register,
      complaint: (id: string) => complaints.get(id) ?? FOLDS.complaint.initial(),
      file: (id: string) => files.get(id) ?? FOLDS.file.initial(),
      breaches: () => breaches,
      ...FOLDS['linked-persons'].initial(),
    };
    const state = await of('case', `case-${theCase}`);
    return holdsOnCase(theCase as string, state, world, at.clock.now())
      .map((h) => h.because)
      .sort();
  };

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    const register = async (name: string, birthDate?: string) =>
      accepted(
        await at.act(
          'RegisterPerson',
          {
            name,
            contacts: [],
            permittedChannels: [],
            revealAgency: false,
            ...(birthDate && { birthDate }),
          },
          people.frontDesk,
        ),
      ).id as string;
    kit = await register('Kit Child', '2012-05-01');
    parent = await register('Pia Parent', '1980-03-09');
    unknown = await register('Una Known');
    const open = async (kind: string, participants: unknown[]) =>
      accepted(await at.act('OpenCase', { kind, participants, therapist: people.therapist }, people.frontDesk))
        .id as string;
    theCase = await open('family', [kit, parent]);
    unknownCase = await open('individual', [unknown]);
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R9: of who never attended by the agency’s number; where a birth is not known it says so and keeps', async () => {
    expect(await row()).toMatchObject({ rule: 'majority', until: '2032-05-31', years: 2, state: 'kept', holds: [] });
    expect(await row(unknownCase)).toMatchObject({ rule: 'birth-unknown', until: 'birth date unknown: keep' });
  });

  it('R9: a session held makes it the rule of the profession: ten years from the 18th birthday of the youngest (rule 23)', async () => {
    at.clock.moveTo('2026-02-17T15:00:00.000Z');
    const [body] = [{ case: theCase, participants: [kit, parent], therapist: people.therapist }];
    const booked = await at.act(
      'BookSession',
      { ...body, startLocal: '2026-02-17T13:00', modality: 'in-person', service: 'individual' },
      people.frontDesk,
    );
    const session = accepted(booked).id as string;
    at.clock.moveTo('2026-02-17T20:00:00.000Z');
    accepted(await at.act('ReportSessionHeld', { case: theCase, session, attended: [kit, parent] }, people.therapist));
    expect(await row()).toMatchObject({ rule: 'majority', until: '2040-05-31', years: 10, lastInteraction: '2026-02' });
    const made = { case: theCase, session, medium: 'audio', reference: 'shelf 1', sha256: 'a'.repeat(64) };
    accepted(await at.act('ReportRecording', made, people.therapist));
    recording = shown(await at.see('recordings', people.therapist, { case: theCase as string }))[0]?.[
      'recording'
    ] as string;
  });

  it('R9: recording it without consent opened a breach, which holds the case until it is closed (rule 19)', async () => {
    expect(await because()).toEqual(['breach']);
    expect(await because()).toEqual(await decided());
    const destroy = { case: theCase, recording, method: 'overwritten' };
    expect(await at.act('DestroyRecording', destroy, people.therapist)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'recording-held' },
    });
  });

  it('R9: a summons, a complaint and a request each hold it too, and the view says what a decision would find', async () => {
    const summons = { case: theCase, because: 'summons', document: 'b'.repeat(64), reason: CANARY };
    for (const person of [people.therapist, people.frontDesk, people.manager, parent as string])
      expect((await at.act('PlaceCaseHold', summons, person)).kind).toBe('denied');
    hold = accepted(await officer('PlaceCaseHold', summons)).id as string;
    const lodged = {
      ...{ kind: 'complaint', tracks: ['agency'], standing: 'client', respondents: [people.otherTherapist] },
      ...{ allegations: [{ clause: 'T1', text: 'Rude.' }], notInvolved: false, cases: [theCase] },
    };
    const complaint = accepted(await at.act('LodgeComplaint', lodged, parent)).id as string;
    const asked = { person: parent, how: 'written', scope: 'cases', cases: [theCase], format: 'electronic' };
    accepted(await at.act('RequestRecord', asked, parent));
    expect(await because()).toEqual(['breach', 'complaint', 'request', 'summons']);
    expect(await because()).toEqual(await decided());
    expect(await row()).toMatchObject({ state: 'held', until: '2040-05-31' });
    // The schedule tells that a complaint holds a case, never which.
    expect(textOf(await at.see('retention', people.privacyOfficer))).not.toContain(complaint);
  });

  it('R9: while a hold is live a second person strikes what was entered in error, though it is new (rule 37)', async () => {
    const { therapist, frontDesk } = people;
    const alone = accepted(
      await at.act('OpenCase', { kind: 'family', participants: [parent, unknown], therapist }, frontDesk),
    ).id as string;
    const join = async () => {
      accepted(await at.act('AddParticipant', { case: alone, participant: kit }, frontDesk));
      const facts = await at.ledger.performing.store.readStream('facts', `case-${alone}`);
      return { case: alone, facts: [facts.at(-1)?.id], kind: 'wrong-person', reason: 'Another family.' };
    };
    accepted(await at.act('EnterCaseFactsInError', await join(), frontDesk));
    const summons = { case: alone, because: 'litigation', reason: 'A letter before action.' };
    accepted(await officer('PlaceCaseHold', summons));
    const held = await join();
    expect(await at.act('EnterCaseFactsInError', held, frontDesk)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'second-person-needed' },
    });
    accepted(await at.act('EnterCaseFactsInError', held, therapist));
  });

  it('R9: only the privacy officer sees the schedule, and an auditor; no reason of a hold is in it', async () => {
    expect(textOf(await at.see('retention', people.privacyOfficer))).not.toContain(CANARY);
    expect(shown(await at.see('retention', people.auditor)).length).toBeGreaterThan(0);
    for (const person of [
      people.frontDesk,
      people.therapist,
      people.complaintsOfficer,
      people.manager,
      parent as string,
    ])
      expect(await at.see('retention', person)).toEqual({ kind: 'denied' });
  });

  it('R9: a therapist keeps a record longer, only the privacy officer ends that; no client and no front desk is told of it, nor of a hold', async () => {
    const flag = { case: theCase, flag: 'no-limitation-period', reason: CANARY };
    expect((await at.act('FlagRetention', flag, people.frontDesk)).kind).toBe('denied');
    accepted(await at.act('FlagRetention', flag, people.therapist));
    expect(await row()).toMatchObject({ rule: 'no-limitation-period', until: '2125-02-28', years: 99 });
    expect((await at.act('LiftRetentionFlag', flag, people.therapist)).kind).toBe('denied');
    accepted(await officer('LiftRetentionFlag', flag));
    expect(await row()).toMatchObject({ rule: 'majority', until: '2040-05-31' });
    const all = await at.see('timeline', people.privacyOfficer, { case: theCase as string });
    expect(textOf(all)).toMatch(/CaseHoldPlaced.*RetentionFlagged/);
    for (const person of [people.frontDesk, parent as string, kit as string]) {
      const told = textOf(await at.see('timeline', person, { case: theCase as string }));
      expect(told).not.toContain(CANARY);
      expect(told).not.toMatch(/RetentionFlag|CaseHold/);
    }
  });

  it('R9: a released hold holds no more; a later contact restarts the years', async () => {
    const released = { case: theCase, hold, because: 'proceeding-ended' };
    accepted(await officer('ReleaseCaseHold', released));
    expect(await officer('ReleaseCaseHold', released)).toMatchObject({ refusal: { code: 'case-hold-not-found' } });
    expect(await because()).not.toContain('summons');
    expect(await because()).toEqual(await decided());
    at.clock.moveTo('2031-06-03T15:00:00.000Z');
    accepted(await at.act('WriteEntry', { case: theCase, kind: 'note', content: 'She telephoned.' }, people.therapist));
    expect(await row()).toMatchObject({ rule: 'last-interaction', until: '2041-06-30', lastInteraction: '2031-06' });
  });

  it('R9: the years are a parameter: the newest published for the day counts, and as of a day before the old ones', async () => {
    const publish = async (value: number) =>
      accepted(
        await at.act(
          'PublishLegalParameter',
          {
            parameter: 'retention-years-crpo',
            value,
            citation: 'A standard to come',
            effectiveFrom: '2031-01-01',
            confirmedByCounsel: true,
          },
          people.privacyOfficer,
        ),
      );
    for (let value = 11; value <= 22; value++) await publish(value);
    expect(await row()).toMatchObject({ years: 22 });
    const replayed = await at.ledger.replay(new ReplayHistory(people.privacyOfficer, { case: theCase as string }));
    expect(replayed.kind).toBe('replayed');
    const before = await at.see('retention', people.privacyOfficer, {}, { asOf: '2026-02-18T12:00:00.000Z' });
    expect(shown(before).find((r) => r['case'] === theCase)).toMatchObject({
      rule: 'majority',
      years: 10,
      until: '2040-05-31',
    });
  });
});
