import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

type Rows = readonly Readonly<Record<string, unknown>>[];
const text = (rows: Rows): string => JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? '' : value));
/** How the matters of one clause stand for one participant. */
const mattersOf = (rows: Rows, clause: string, participant: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    ((rows.find((row) => row['clause'] === clause)?.['matters'] ?? []) as Rows)
      .filter((matter) => matter['participant'] === participant)
      .map((matter) => [String(matter['matter']).replace(participant, 'them'), matter['standing']]),
  );

describe('A couple meets its therapist, and the therapist is suspended', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let [ana, ben, caseId] = ['', '', ''];
  let to: (participant: string) => object;

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    const { act } = at;
    ana = await people.register('Ana Client', people.frontDesk);
    ben = await people.register('Ben Client', people.frontDesk);
    const { therapist } = people;
    const degree = { therapist, kind: 'degree', from: '2014-06-01', title: 'Master of counselling psychology' };
    accepted(await act('RecordQualification', degree, people.manager));
    const text = 'We look together at what keeps going wrong between you.';
    const published = { therapist, version: '2026-1', effectiveFrom: '2026-01-05' };
    accepted(await act('PublishApproach', { ...published, text }, therapist));
    const windows = [{ weekday: 'tuesday', fromMinute: 540, toMinute: 1020 }];
    accepted(await act('PublishAvailability', { ...published, windows, away: [] }, therapist));
    const opening = { kind: 'couple', participants: [ana, ben], therapist };
    caseId = accepted(await act('OpenCase', opening, people.frontDesk)).id as string;
    to = (participant) => ({ case: caseId, participant, how: 'in-person', questionsInvited: true });
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R4: what was shown to one of a couple is not shown to the other: each stands alone', async () => {
    const { act, see } = at;
    accepted(await act('ShowQualifications', to(ana), people.frontDesk));
    accepted(await act('ExplainApproach', to(ana), people.therapist));
    const rows = shown(await see('standing', people.therapist, { case: caseId }));
    expect(mattersOf(rows, 'R4', ana)).toEqual({ 'qualifications for them': 'kept', 'approach for them': 'kept' });
    expect(mattersOf(rows, 'R4', ben)).toEqual({ 'qualifications for them': 'open', 'approach for them': 'open' });
    expect(mattersOf(rows, 'T3', ana)).toEqual({ 'approach for them': 'kept', 'availability for them': 'open' });
    expect(rows.find((row) => row['clause'] === 'R4')).toMatchObject({ standing: 'open' });
  });

  it('T3: availability is explained with its waiting time, and the clause is kept once both know both', async () => {
    const { act, see } = at;
    for (const one of [ana, ben]) {
      const hours = { ...to(one), waitingDays: 14, bookedBy: ['portal', 'telephone'] };
      accepted(await act('ExplainAvailability', hours, people.frontDesk));
    }
    accepted(await act('ShowQualifications', to(ben), people.therapist));
    accepted(await act('ExplainApproach', to(ben), people.therapist));
    const rows = shown(await see('standing', people.therapist, { case: caseId }));
    const words = Object.fromEntries(rows.map((row) => [row['clause'], row['standing']]));
    expect(words).toMatchObject({ R4: 'kept', T3: 'kept', R5: 'kept' });
  });

  it('R4: each sees their own introductions, the therapist both, the front desk none', async () => {
    const { see } = at;
    const mine = shown(await see('introductions', ana, { case: caseId }));
    expect(new Set(mine.map((row) => row['participant']))).toEqual(new Set([ana]));
    expect(mine.map((row) => row['about']).sort()).toEqual(['approach', 'availability', 'qualifications']);
    expect(mine.find((row) => row['about'] === 'qualifications')).toMatchObject({
      state: 'shown',
      details: { title: 'RP', college: 'CRPO', status: 'in-good-standing', day: '2026-02-09' },
    });
    expect(shown(await see('introductions', people.therapist, { case: caseId }))).toHaveLength(6);
    expect((await see('introductions', people.frontDesk, { case: caseId })).kind).toBe('denied');
    expect((await see('introductions', people.otherTherapist, { case: caseId })).kind).toBe('denied');
    expect((await at.act('ShowQualifications', to(ana), people.otherTherapist)).kind).toBe('denied');
    expect((await at.act('ExplainApproach', to(ana), people.frontDesk)).kind).toBe('denied');
  });

  it('R4: what is public of a therapist is there for every client to read in clear', async () => {
    const rows = shown(await at.see('qualifications', ana, { therapist: people.therapist }));
    expect(rows.map((row) => row['kind'])).toEqual(['approach', 'degree']);
    expect(text(rows)).toContain('Master of counselling psychology');
    expect(text(rows)).toContain('keeps going wrong between you');
  });

  it('R4: a suspension puts every booking it makes impossible on the work list; one action cancels each, with notice and offer (34, 56)', async () => {
    const { act, see } = at;
    const book = (startLocal: string) =>
      act(
        'BookSession',
        {
          case: caseId,
          therapist: people.therapist,
          startLocal,
          modality: 'in-person',
          service: 'individual',
          participants: [ana, ben],
        },
        people.frontDesk,
      );
    accepted(await book('2026-02-10T09:00'));
    const late = accepted(await book('2026-02-24T09:00')).id as string;
    const suspension = {
      therapist: people.therapist,
      status: 'suspended',
      from: '2026-02-20',
      source: 'Public Register',
    };
    accepted(await act('ChangeRegistrationStatus', suspension, people.privacyOfficer));
    expect(await book('2026-03-03T09:00')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'therapist-not-in-good-standing', clause: 'R4' },
    });
    const list = shown(await see('affected-bookings', people.frontDesk));
    expect(list).toMatchObject([
      { kind: 'impossible', session: late, because: 'therapist-not-in-good-standing', therapist: people.therapist },
    ]);
    // A client finds there nothing but what is offered to them.
    expect(shown(await see('affected-bookings', ana))).toEqual([]);

    accepted(await act('CancelBarredBookings', { therapist: people.therapist }, people.manager));
    await at.ledger.settle();
    const states = shown(await see('sessions', people.frontDesk, { case: caseId }));
    expect(states.filter((row) => row['session'] === late).map((row) => row['state'])).toEqual([
      'cancelled-by-agency',
      'cancelled-by-agency',
    ]);
    const notices = shown(await see('notices', ben, { case: caseId }));
    expect(notices.map((row) => row['about'])).toContain('session-cancelled-by-agency');
    const after = shown(await see('affected-bookings', people.frontDesk));
    expect(after.filter((row) => row['kind'] === 'impossible')).toEqual([]);
    expect(after.filter((row) => row['kind'] === 'offered').map((row) => row['because'])).toEqual([
      'another-therapist',
      'another-therapist',
    ]);
  });

  it('T3: one action cancels a whole day of a therapist, and only the therapist, the front desk or a manager may (58)', async () => {
    const { act, see } = at;
    const day = { therapist: people.therapist, day: '2026-02-10' };
    expect((await act('CancelTherapistDay', day, people.otherTherapist)).kind).toBe('denied');
    expect((await act('CancelTherapistDay', day, ana)).kind).toBe('denied');
    accepted(await act('CancelTherapistDay', day, people.therapist));
    await at.ledger.settle();
    const rows = shown(await see('sessions', people.frontDesk, { case: caseId }));
    expect(new Set(rows.map((row) => row['state']))).toEqual(new Set(['cancelled-by-agency']));
    const free = shown(await see('calendar', people.frontDesk, { therapist: people.therapist }));
    expect(free.filter((row) => row['kind'] === 'slot')).toEqual([]);
  });

  it('R4: with another therapist everything about them is due again, to each (55)', async () => {
    const { act, see } = at;
    accepted(await act('AssignTherapist', { case: caseId, therapist: people.otherTherapist }, people.manager));
    const rows = shown(await see('standing', people.otherTherapist, { case: caseId }));
    for (const one of [ana, ben]) {
      expect(mattersOf(rows, 'R4', one)).toEqual({ 'qualifications for them': 'open', 'approach for them': 'open' });
      expect(mattersOf(rows, 'T2', one)).toMatchObject({ 'explanation for them': 'open' });
    }
    const mine = shown(await see('introductions', ana, { case: caseId }));
    expect(new Set(mine.map((row) => row['state']))).toEqual(new Set(['due-again']));
    expect((await see('introductions', people.therapist, { case: caseId })).kind).toBe('denied');
    // Told without a published text it is recorded and stays due: nothing shows later what was told.
    accepted(await act('ExplainApproach', to(ana), people.otherTherapist));
    const after = shown(await see('standing', people.otherTherapist, { case: caseId }));
    expect(mattersOf(after, 'T3', ana)).toMatchObject({ 'approach for them': 'open' });
  });

  it('R4: every view equals its facts', async () => {
    await at.ledger.settle();
    expect(at.failures).toEqual([]);
    expect((await at.ledger.viewPositions()).filter((p) => p.stopped)).toEqual([]);
  });
});
