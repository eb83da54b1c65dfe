import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

describe('A client’s first month on the embedded store', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let client: string;
  let caseId: string;

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    client = await people.register('Robin Client', people.frontDesk);
    const { act } = at;
    caseId = accepted(
      await act(
        'OpenCase',
        { kind: 'individual', participants: [client], therapist: people.therapist },
        people.frontDesk,
      ),
    ).id as string;
    const theirs = { case: caseId, participant: client };
    for (const policy of Object.values(people.policies)) {
      accepted(await act('GivePolicy', { ...theirs, policy, how: 'in-person' }, people.frontDesk));
    }
    accepted(
      await act(
        'ExplainCounselling',
        {
          ...theirs,
          covered: ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'],
          questionsAnswered: true,
          notes: 'none',
        },
        people.therapist,
      ),
    );
    accepted(await act('ConsentToCounselling', { ...theirs, how: 'written' }, client));
    accepted(await act('TellFee', { ...theirs, service: 'individual', how: 'in-person' }, people.frontDesk));
  });

  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('C3: cancelling on Family Day for the Tuesday after is late, by the promised noon of the Friday before', async () => {
    const { act, see } = at;
    const session = accepted(
      await act(
        'BookSession',
        {
          case: caseId,
          therapist: people.therapist,
          startLocal: '2026-02-17T09:00',
          modality: 'in-person',
          service: 'individual',
          participants: [client],
        },
        people.frontDesk,
      ),
    ).id as string;
    const [row] = shown(await see('sessions', people.frontDesk, { case: caseId }));
    expect(row).toMatchObject({ participant: client, deadline: '2026-02-13T17:00:00.000Z' });
    await at.ledger.moveClock?.('2026-02-16T16:00:00.000Z');
    accepted(await act('CancelSeat', { case: caseId, session, participant: client }, client));
    const facts = await at.ledger.performing.store.readStream('facts', `case-${caseId}`);
    expect(facts.slice(-3).map((f) => f.type)).toEqual(expect.arrayContaining(['SeatUnconfirmed', 'SeatCancelled']));
    expect(facts.findLast((f) => f.type === 'SeatCancelled')?.open['late']).toBe(true);
  });

  it('C3: nobody else may have the time while it is held, and a cancellation gives it back', async () => {
    const { act, ledger } = at;
    await ledger.settle();
    const booking = {
      case: caseId,
      therapist: people.therapist,
      startLocal: '2026-02-17T09:00',
      modality: 'in-person',
      service: 'individual',
      participants: [client],
    };
    const first = await act('BookSession', booking, people.frontDesk);
    expect(first.kind).toBe('accepted');
    expect(await act('BookSession', { ...booking, startLocal: '2026-02-17T09:20' }, people.frontDesk)).toMatchObject({
      kind: 'refused',
    });
  });

  it('R7: who looked shows every look with its purpose, to the client with staff names', async () => {
    const { see } = at;
    shown(await see('consents', people.therapist, { case: caseId }));
    const rows = shown(await see('looks', client, { client }));
    expect(rows.find((r) => r['view'] === 'consents')).toMatchObject({
      actor: people.therapist,
      actorName: 'Theo Therapist',
      purpose: 'TREAT',
      role: 'therapist',
    });
    expect((await see('looks', people.otherTherapist, { client })).kind).toBe('denied');
  });

  it('twenty clauses stand in five words, those without facts not evidenced', async () => {
    const rows = shown(await at.see('standing', people.therapist, { case: caseId }));
    expect(rows).toHaveLength(20);
    const words = Object.fromEntries(rows.map((r) => [r['clause'], r['standing']]));
    expect(words).toMatchObject({ R3: 'open', T2: 'kept', C3: 'breached', R9: 'not evidenced', R1: 'not evidenced' });
  });

  it('R10: a complaint denies its respondent the case at once, and leaves the complainant’s own', async () => {
    const { act, see } = at;
    expect((await see('timeline', people.therapist, { case: caseId })).kind).toBe('shown');
    const lodged = accepted(
      await act(
        'LodgeComplaint',
        {
          kind: 'complaint',
          tracks: ['agency', 'CRPO'],
          standing: 'client',
          respondents: [people.therapist],
          cases: [caseId],
          allegations: [{ clause: 'T1', text: 'I was spoken to with contempt.' }],
          notInvolved: true,
        },
        client,
      ),
    );
    expect((await see('timeline', people.therapist, { case: caseId })).kind).toBe('denied');
    expect((await see('timeline', client, { case: caseId })).kind).toBe('shown');
    expect((await see('complaint-file', client, { complaint: lodged.id as string })).kind).toBe('shown');
    expect((await see('complaint-file', people.otherTherapist, { complaint: lodged.id as string })).kind).toBe(
      'denied',
    );
  });

  it('a history replays step by step, and as of an earlier moment', async () => {
    const { ledger } = at;
    const { ReplayHistory } = await import('../../src/application/replay-history.js');
    const replayed = await ledger.replay(new ReplayHistory(client, { case: caseId }, { limit: 1000 }));
    expect(replayed.kind).toBe('replayed');
    if (replayed.kind !== 'replayed') return;
    expect(replayed.steps[0]).toMatchObject({ clauses: ['R3'] });
    expect(replayed.steps[0]?.changes).toContainEqual({ path: 'roster.kind', after: 'individual' });
    const byOfficer = await ledger.replay(
      new ReplayHistory(people.privacyOfficer, { case: caseId }, { limit: 1000, asOf: '2026-02-10T00:00:00.000Z' }),
    );
    expect(byOfficer).toMatchObject({
      kind: 'replayed',
      states: { [`case-${caseId}`]: { 'roster.kind': 'individual', 'roster.closed': false } },
    });
    // Nobody else ever took part: the client sees the whole of it.
    expect(replayed.states).toHaveProperty([`case-${caseId}`]);
    const past = shown(
      await at.see('sessions', people.frontDesk, { case: caseId }, { asOf: '2026-02-10T00:00:00.000Z' }),
    );
    expect(past.map((r) => r['state'])).toEqual(['booked']);
  });

  it('every view equals its facts', async () => {
    expect(at.failures).toEqual([]);
    const positions = await at.ledger.viewPositions();
    expect(positions.filter((p) => p.stopped)).toEqual([]);
  });
});
