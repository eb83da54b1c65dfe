import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Running, running } from './service.js';

describe('Who looks, from where, by which door', () => {
  let service: Running;
  let frontDesk: string;
  let officer: string;
  let client: string;

  beforeAll(async () => {
    service = await running();
    frontDesk = await service.tokenFor(service.people.frontDesk);
    officer = await service.tokenFor(service.people.privacyOfficer);
    const registered = await service.act(
      'register-person',
      {
        name: 'Robin Client',
        contacts: [{ channel: 'e-mail', value: 'robin@example.org' }],
        permittedChannels: ['e-mail'],
        revealAgency: true,
      },
      frontDesk,
      { prefer: 'wait=20' },
    );
    client = registered.id as string;
  });
  afterAll(() => service.close());

  const latest = async (view: string) =>
    (await service.ledger.performing.store.readAll('access', 0n, 10_000)).findLast(
      ({ open }) => (open['view'] ?? open['name']) === view,
    );

  it('R7: the workstation that a request names stands in the entry, with whose sign-in it was', async () => {
    const headers = { 'x-workstation': 'front-desk-2' };
    expect((await service.ask('GET', `/views/people?client=${client}`, { token: frontDesk, headers })).status).toBe(
      200,
    );
    const entry = await latest('people');
    expect(entry?.open).toMatchObject({ how: 'view', workstation: 'front-desk-2', persons: [client] });
    expect(entry?.open['session']).toEqual(expect.any(String));
  });

  it('R7: what is exported, printed, listed and replayed is on record as that', async () => {
    const asked = [
      ['?limit=3', 'list'],
      ['?export=true', 'export'],
      ['?format=csv', 'export'],
      ['?print=true', 'print'],
      ['?export=true&print=true&format=csv', 'print'],
    ] as const;
    for (const [query, how] of asked) {
      expect((await service.ask('GET', `/views/people${query}`, { token: frontDesk })).status).toBe(200);
      expect((await latest('people'))?.open['how']).toBe(how);
    }
    expect((await service.ask('GET', `/replay?client=${client}`, { token: officer })).status).toBe(200);
    expect((await latest('timeline'))?.open['how']).toBe('replay');
    expect((await service.ask('GET', '/views/people?print=maybe', { token: frontDesk })).status).toBe(400);
  });

  it('R7: a denial says from where it was asked', async () => {
    const headers = { 'x-workstation': 'kiosk' };
    const asked = { token: frontDesk, headers };
    expect((await service.ask('GET', `/views/needs?client=${client}`, asked)).status).toBe(404);
    expect((await latest('needs'))?.open).toMatchObject({ what: 'view', workstation: 'kiosk', persons: [client] });
    const act = { ...asked, body: { review: client, reasons: 'I may not.' } };
    expect([403, 404]).toContain((await service.ask('POST', '/actions/clear-access', act)).status);
    expect((await latest('ClearAccess'))?.open).toMatchObject({ what: 'action', workstation: 'kiosk' });
  });

  it('refuses a workstation that is no short plain name, and never repeats it', async () => {
    for (const said of ['two words', '-x', 'a'.repeat(65), '<script>']) {
      const asked = { token: frontDesk, headers: { 'x-workstation': said } };
      const answer = await service.ask('GET', '/views/people', asked);
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain(said);
    }
  });

  it('R7: a client’s own report says how many lines are withheld, as JSON and as a table', async () => {
    const token = await service.tokenFor(client);
    const answer = await service.ask('GET', `/views/looks?client=${client}`, { token });
    expect(answer.status).toBe(200);
    expect(answer.json.withheld).toEqual([]);
    expect(answer.json.rows.some((row: { actorName?: string }) => row.actorName === 'Fran Desk')).toBe(true);
    const table = await service.ask('GET', `/views/looks?client=${client}&export=true&format=csv`, { token });
    expect(table.status).toBe(200);
    expect(table.text).toContain('Fran Desk');
  });
});
