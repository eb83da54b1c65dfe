import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayHistory } from '../../src/application/replay-history.js';
import { accepted, agency } from '../support/application.js';
import { shown, temporaryLedger } from '../support/ledger.js';

/** Everything an outcome holds, as text. */
const textOf = (value: unknown): string => JSON.stringify(value, (_k, v) => (typeof v === 'bigint' ? String(v) : v));

describe('R7: what one may see of a joint case, a complaint and a therapist', () => {
  let at: Awaited<ReturnType<typeof temporaryLedger>>;
  let people: Awaited<ReturnType<typeof agency>>;
  let ana: string;
  let ben: string;
  let couple: string;
  let complaint: string;

  const book = async (participants: readonly string[], startLocal: string): Promise<string> =>
    accepted(
      await at.act(
        'BookSession',
        {
          case: couple,
          therapist: people.therapist,
          startLocal,
          modality: 'in-person',
          service: 'individual',
          participants,
        },
        people.frontDesk,
      ),
    ).id as string;

  beforeAll(async () => {
    at = await temporaryLedger('2026-02-09T14:00:00.000Z');
    people = await agency(at);
    ana = await people.register('Ana Partner', people.frontDesk);
    ben = await people.register('Ben Partner', people.frontDesk);
    couple = accepted(
      await at.act(
        'OpenCase',
        { kind: 'couple', participants: [ana, ben], therapist: people.therapist },
        people.frontDesk,
      ),
    ).id as string;
    await book([ana, ben], '2026-02-19T09:00');
    await book([ben], '2026-02-20T09:00');
    await book([ana], '2026-02-23T09:00');
  });
  afterAll(async () => {
    await at.ledger.close();
    at.remove();
  });

  it('R7: pages are cut after what is hidden is left out, and no cursor tells of a partner’s rows', async () => {
    const outcome = await at.see(
      'sessions',
      ana,
      { case: couple },
      { where: { participant: { equals: ben } }, limit: 1 },
    );
    expect(shown(outcome)).toEqual([]);
    expect(outcome).not.toHaveProperty('next');
    const first = await at.see('sessions', ana, { case: couple }, { limit: 1 });
    expect(shown(first)).toHaveLength(1);
    const after = first.kind === 'shown' ? first.next : undefined;
    const second = await at.see('sessions', ana, { case: couple }, { limit: 1, ...(after && { after }) });
    expect(shown(second).map((r) => r['participant'])).toEqual([ana]);
    expect(second).not.toHaveProperty('next');
  });

  it('R7: a partner sees of a joint booking their own seat, and of the other’s mistakes nothing', async () => {
    const rows = shown(await at.see('timeline', ana, { case: couple }, { limit: 100 }));
    const joint = rows.find((r) => r['type'] === 'SessionBooked');
    expect((joint as { open: { seats: { participant: string }[] } }).open.seats.map((s) => s.participant)).toEqual([
      ana,
    ]);
    const facts = await at.ledger.performing.store.readStream('facts', `case-${couple}`);
    const bens = facts.find((f) => f.type === 'SessionBooked' && f.subjects.every((s) => s.person !== ana));
    const strike = { case: couple, facts: [bens?.id], kind: 'wrong-date', reason: 'Ben had asked for another day.' };
    accepted(await at.act('EnterCaseFactsInError', strike, people.frontDesk));
    const seen = textOf(shown(await at.see('timeline', ana, { case: couple }, { limit: 100 })));
    expect(seen).not.toContain('another day');
    expect(textOf(shown(await at.see('timeline', ben, { case: couple }, { limit: 100 })))).toContain('another day');
  });

  it('R7: a replay tells what changed only to who sees the whole stream', async () => {
    const byAna = await at.ledger.replay(new ReplayHistory(ana, { case: couple }, { limit: 100 }));
    expect(byAna.kind === 'replayed' && byAna.steps.length > 0).toBe(true);
    expect(byAna).toMatchObject({ states: {} });
    expect(byAna.kind === 'replayed' && byAna.steps.every((step) => step.changes.length === 0)).toBe(true);
    const byTherapist = await at.ledger.replay(new ReplayHistory(people.therapist, { case: couple }, { limit: 100 }));
    expect(byTherapist.kind === 'replayed' && Object.keys(byTherapist.states)).toEqual([`case-${couple}`]);
  });

  it('T3: whose time a therapist holds is seen by the therapist and the desk, not by a client', async () => {
    expect((await at.see('timeline', people.therapist, { therapist: people.therapist })).kind).toBe('shown');
    expect((await at.see('timeline', ana, { therapist: people.therapist })).kind).toBe('denied');
    expect((await at.see('timeline', people.otherTherapist, { therapist: people.therapist })).kind).toBe('denied');
  });

  it('R10: before anything is served on them, a respondent finds nothing: not a row, not a cursor, not the complaint', async () => {
    complaint = accepted(
      await at.act(
        'LodgeComplaint',
        {
          kind: 'complaint',
          tracks: ['agency'],
          standing: 'client',
          respondents: [people.therapist],
          cases: [couple],
          allegations: [{ clause: 'T1', text: 'I was spoken to with contempt.' }],
          notInvolved: true,
        },
        ana,
      ),
    ).id as string;
    expect(await at.see('complaint-file', people.therapist, { complaint }, { limit: 1 })).toEqual({ kind: 'denied' });
    for (const view of ['deadlines', 'timeline'] as const) {
      const scope = view === 'timeline' ? { client: people.therapist } : {};
      const outcome = await at.see(view, people.therapist, scope, { limit: 1 });
      expect(textOf(outcome)).not.toContain(complaint);
    }
  });

  it('R7: a denied look is on record for the person it was about', async () => {
    expect((await at.see('timeline', people.otherTherapist, { case: couple })).kind).toBe('denied');
    const looks = shown(await at.see('looks', ana, { client: ana }));
    expect(looks.some((look) => look['what'] === 'denied' && look['actor'] === people.otherTherapist)).toBe(true);
  });

  it('figures are fixed tables: nobody filters them or looks back by instant', async () => {
    await expect(at.see('figures', people.manager, {}, { where: { at: { before: '2026-02-10' } } })).rejects.toThrow(
      'filter',
    );
    await expect(at.see('figures', people.manager, {}, { asOf: '2026-02-10T00:00:00.000Z' })).rejects.toThrow('as-of');
    await expect(at.see('looks', ana, { client: ana }, { asOf: '2026-02-10T00:00:00.000Z' })).rejects.toThrow('as-of');
  });

  it('R11: who has left sees nothing communal from after', async () => {
    accepted(await at.act('EndCounselling', { case: couple, participant: ben }, ben));
    at.clock.moveTo('2026-02-09T15:00:00.000Z');
    accepted(await at.act('CloseCase', { case: couple, because: 'completed' }, people.frontDesk));
    const types = shown(await at.see('timeline', ben, { case: couple }, { limit: 100 })).map((r) => r['type']);
    expect(types).toContain('ClientEnded');
    expect(types).not.toContain('CaseClosed');
  });
});
