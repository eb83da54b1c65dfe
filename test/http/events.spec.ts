import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streamKey } from '../../src/infrastructure/http/events.js';
import { type Running, running } from './service.js';

interface Told {
  readonly id: string;
  readonly data: { readonly position: string; readonly views: readonly string[]; readonly key: string };
}

/** Follows events until `enough` of them came about one stream, or at all. */
async function follow(
  url: string,
  token: string,
  enough: number,
  lastEventId?: string,
  about?: string,
): Promise<readonly Told[]> {
  const controller = new AbortController();
  const answer = await fetch(`${url}/events`, {
    headers: { authorization: `Bearer ${token}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: controller.signal,
  });
  if (answer.status !== 200 || answer.body === null) throw new Error(`not followed: ${answer.status}`);
  const told: Told[] = [];
  let text = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const id = /^id: (.*)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (id === undefined || data === undefined) continue;
      const one: Told = { id, data: JSON.parse(data) };
      if (about === undefined || one.data.key === streamKey(about)) told.push(one);
    }
    if (told.length >= enough) break;
  }
  controller.abort();
  return told;
}

describe('Following events', () => {
  let service: Running;
  let frontDesk: string;
  let token: string;
  let client: string;
  let caseId: string;

  beforeAll(async () => {
    service = await running();
    const { people } = service;
    frontDesk = await service.tokenFor(people.frontDesk);
    client = await people.register('Robin Client', people.frontDesk);
    token = await service.tokenFor(client);
    const opened = await service.act(
      'open-case',
      { kind: 'individual', participants: [client], therapist: people.therapist },
      frontDesk,
    );
    caseId = opened.id as string;
  });
  afterAll(() => service.close());

  const choose = (medium: 'audio' | 'video', allow: boolean) =>
    service.act(
      allow ? 'allow-recording' : 'disallow-recording',
      { case: caseId, participant: client, medium, how: 'written' },
      token,
    );

  it('R9: a follower hears of what they may see, by position, view and a hash of the stream’s name, and nothing else', async () => {
    const [opened] = await follow(service.url, token, 1, '0', `case-${caseId}`);
    expect(Object.keys(opened?.data ?? {})).toEqual(['position', 'views', 'key']);
    expect(opened?.data.views).toEqual(expect.arrayContaining(['timeline', 'cases']));
    expect(JSON.stringify(opened)).not.toContain(caseId);
    const [registered] = await follow(service.url, token, 1, '0', `person-${client}`);
    expect(registered?.data.position).toBe(registered?.id);
  });

  it('none is missed or told twice when a follower comes back with the last one they heard of', async () => {
    const [first] = await follow(service.url, token, 1, '0', `case-${caseId}`);
    await choose('audio', true);
    const live = follow(service.url, token, 3, first?.id);
    await choose('video', true);
    await choose('audio', false);
    const later = await live;
    const again = await follow(service.url, token, 3, first?.id);
    expect(again.map((t) => t.id)).toEqual(later.map((t) => t.id));
    const facts = await service.ledger.performing.store.readStream('facts', `case-${caseId}`);
    expect(later.map((t) => t.id)).toEqual(facts.slice(1).map((f) => String(f.position)));
  });

  it('R7: somebody else hears nothing of it, and the look that following is stands in the access log', async () => {
    const other = await service.tokenFor(service.people.otherTherapist);
    // Their own registration comes before the case; a policy published after it is told to everybody.
    const manager = await service.tokenFor(service.people.manager);
    const policy = { version: '2026-2', kind: 'fee-policy', title: 'Fees', effectiveFrom: '2026-03-01' };
    const published = await service.act(
      'publish-policy',
      { ...policy, requiredBefore: 'nothing', text: 'Fees.' },
      manager,
    );
    const opened = await service.ledger.performing.store.readStream('facts', `case-${caseId}`);
    const theirs = await follow(service.url, other, 1, String((opened[0]?.position ?? 1n) - 1n));
    expect(theirs.map((t) => t.id)).toEqual([published.position]);
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.map((t) => t.data.key)).not.toContain(streamKey(`case-${caseId}`));
    const looks = await service.ledger.performing.store.readAll('access', 0n, 1_000);
    expect(looks.filter((l) => l.open['view'] === 'events').map((l) => l.actor.person)).toContain(
      service.people.otherTherapist,
    );
  });

  it('takes no Last-Event-ID that was never given', async () => {
    const beyond = (await service.ledger.performing.store.head('facts')) + 10n ** 12n;
    for (const [id, code] of [
      ['x', 'malformed-header'],
      ['-1', 'malformed-header'],
      [String(beyond), 'no-such-position'],
    ] as const) {
      const answer = await service.ask('GET', '/events', { token, headers: { 'last-event-id': id } });
      expect([id, answer.status, answer.json.code]).toEqual([id, 400, code]);
    }
  });

  it('ends when the sign-in ends, and lets one person follow only so often', async () => {
    const controllers = Array.from({ length: 4 }, () => new AbortController());
    const open = await Promise.all(
      controllers.map(({ signal }) =>
        fetch(`${service.url}/events`, { headers: { authorization: `Bearer ${frontDesk}` }, signal }),
      ),
    );
    expect(open.map((o) => o.status)).toEqual([200, 200, 200, 200]);
    expect((await service.ask('GET', '/events', { token: frontDesk })).status).toBe(429);
    for (const controller of controllers) controller.abort();
    const subject = 'subject of a client who leaves';
    const leaving = await service.tokenFor(client, subject);
    const followed = follow(service.url, leaving, 1_000, '0');
    const { signInId } = await import('../../src/infrastructure/auth/doorkeeper.js');
    const { DEVELOPMENT_ISSUER } = await import('../../src/infrastructure/auth/development-issuer.js');
    const signIn = signInId(service.ledger.performing.ids, DEVELOPMENT_ISSUER, subject);
    const officer = await service.tokenFor(service.people.privacyOfficer);
    await service.act('end-sign-in', { signIn, person: client, reason: 'left' }, officer);
    expect((await followed).length).toBeLessThan(1_000);
  });
});
