import { beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/application/access/relations.js';
import { type Application, accepted, agency, application } from '../support/application.js';

describe('one therapist’s time, asked for by several at once', () => {
  let app: Application;
  let people: Awaited<ReturnType<typeof agency>>;
  const clients: { readonly client: string; readonly case: string }[] = [];

  beforeAll(async () => {
    app = await application({ at: '2026-02-02T15:00:00.000Z' });
    people = await agency(app);
    for (const name of ['Ana', 'Ben', 'Cal']) {
      const client = await people.register(name, people.frontDesk);
      const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
      clients.push({ client, case: accepted(await app.act('OpenCase', opening, people.frontDesk)).id as string });
    }
  });

  const booking = (of: (typeof clients)[number] | undefined, startLocal: string) => ({
    case: of?.case as string,
    therapist: people.therapist,
    startLocal,
    modality: 'in-person',
    service: 'individual',
    participants: [of?.client as string],
  });
  const slots = async () => (await app.states.load('therapist', `therapist-${people.therapist}`)).state.slots;

  it('C3: of three who book overlapping times at the same moment exactly one has it', async () => {
    const outcomes = await Promise.all(
      ['2026-02-17T09:00', '2026-02-17T09:20', '2026-02-17T09:40'].map((start, i) =>
        app.act('BookSession', booking(clients[i], start), people.frontDesk),
      ),
    );
    const refused = outcomes.flatMap((o) => (o.kind === 'refused' ? [o.refusal.code] : []));
    expect(refused).toEqual(['slot-taken', 'slot-taken']);
    expect((await slots()).held.size).toBe(1);
  });

  it('C3: the same booking sent twice under one key is one booking', async () => {
    const once = booking(clients[0], '2026-02-19T09:00');
    const key = { idempotencyKey: 'a-booking' };
    const first = accepted(await app.act('BookSession', once, people.frontDesk, key));
    const again = await app.act('BookSession', once, people.frontDesk, key);
    expect(again).toMatchObject({ kind: 'accepted', repeated: true, receipt: { id: first.id } });
    expect((await slots()).held.size).toBe(2);
  });

  it('C3: a hold is settled once its case has the session', async () => {
    const { held } = await slots();
    const [slot] = held.values();
    const settle = { therapist: people.therapist, case: slot?.case, session: slot?.session };
    accepted(await app.act('SettleHold', settle, SYSTEM));
    expect((await slots()).held.get(slot?.session as string)?.settled).toBe(true);
  });

  it('T3: a client books only within what the therapist published; the front desk may go beyond', async () => {
    const own = booking(clients[1], '2026-02-24T09:00');
    const client = clients[1]?.client as string;
    expect(await app.act('BookSession', own, client)).toMatchObject({ refusal: { code: 'outside-availability' } });
    const windows = [{ weekday: 'tuesday', fromMinute: 540, toMinute: 1020 }];
    const availability = { therapist: people.therapist, version: 'v1', effectiveFrom: '2026-01-01', windows, away: [] };
    accepted(await app.act('PublishAvailability', availability, people.therapist));
    accepted(await app.act('BookSession', own, client));
    accepted(await app.act('BookSession', booking(clients[1], '2026-02-28T09:00'), people.frontDesk));
  });

  it('C4: a client records no payment, and no payment is -1 or 1.5 cents', async () => {
    const payment = { case: clients[1]?.case, participant: clients[1]?.client, cents: 12_000, method: 'card' };
    expect((await app.act('RecordPayment', payment, clients[1]?.client as string)).kind).toBe('denied');
    for (const cents of [-1, 1.5, 0]) {
      expect((await app.act('RecordPayment', { ...payment, cents }, people.frontDesk)).kind).toBe('malformed');
    }
    expect((await app.act('RecordPayment', payment, people.frontDesk)).kind).toBe('accepted');
  });

  it('C3: a session moved by its client keeps one time held after the reaction has freed the old one', async () => {
    const state = await app.states.load('case', `case-${clients[1]?.case}`);
    const session = [...state.state.sessions.sessions.keys()][0] as string;
    const participant = clients[1]?.client as string;
    const move = { case: clients[1]?.case, session, participant, therapist: people.therapist };
    const before = (await slots()).held.size;
    accepted(await app.act('RescheduleSession', { ...move, startLocal: '2026-02-24T09:30' }, participant));
    const free = { therapist: people.therapist, case: clients[1]?.case, session };
    accepted(await app.act('ReleaseSlot', free, SYSTEM));
    expect((await slots()).held.size).toBe(before);
  });

  it('C3: a booking that its case refuses at the last moment gives the time back, and is refused again when it is sent again', async () => {
    let refusedLate = 0;
    for (let n = 0; n < 12; n++) {
      const client = await people.register(`Dee ${n}`, people.frontDesk);
      const opening = { kind: 'individual', participants: [client], therapist: people.therapist };
      const { id: caseId } = accepted(await app.act('OpenCase', opening, people.frontDesk));
      const one = { client, case: caseId as string };
      const key = { idempotencyKey: `racing ${n}` };
      const start = `2026-03-${String(10 + n).padStart(2, '0')}T10:00`;
      const [first] = await Promise.all([
        app.act('BookSession', booking(one, start), people.frontDesk, key),
        app.act('CloseCase', { case: caseId, because: 'never-began' }, people.frontDesk),
      ]);
      const therapist = await app.store.readStream('facts', `therapist-${people.therapist}`);
      const undone = therapist.some((f) => f.type === 'SlotReleased' && f.action.refused === 'case-closed');
      const again = await app.act('BookSession', booking(one, start), people.frontDesk, key);
      expect(again.kind).toBe(first.kind);
      if (first.kind === 'refused' && undone) {
        refusedLate++;
        expect(again).toMatchObject({ refusal: { code: first.refusal.code } });
      }
      const held = [...(await slots()).held.values()].filter((slot) => slot.case === caseId);
      const { sessions } = (await app.states.load('case', `case-${caseId}`)).state.sessions;
      expect(held.filter((slot) => !sessions.has(slot.session))).toEqual([]);
    }
    expect(refusedLate).toBeGreaterThan(0);
  });
});
