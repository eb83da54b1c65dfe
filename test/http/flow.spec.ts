import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Running, running } from './service.js';

describe('The HTTP door', () => {
  let service: Running;
  let frontDesk: string;
  let client: string;
  let clientToken: string;
  let caseId: string;

  beforeAll(async () => {
    service = await running();
    frontDesk = await service.tokenFor(service.people.frontDesk);
    const registered = await service.act(
      'register-person',
      {
        name: 'Robin Client',
        contacts: [{ channel: 'e-mail', value: 'robin@example.org' }],
        permittedChannels: ['e-mail'],
        revealAgency: true,
      },
      frontDesk,
    );
    client = registered.id as string;
    clientToken = await service.tokenFor(client);
    const opened = await service.act(
      'open-case',
      { kind: 'individual', participants: [client], therapist: service.people.therapist },
      frontDesk,
      { prefer: 'wait=20' },
    );
    caseId = opened.id as string;
  });
  afterAll(() => service.close());

  it('R8: what a client allows stands in the view as soon as the door answers, when it is asked to wait', async () => {
    const answer = await service.ask('POST', '/actions/allow-recording', {
      token: clientToken,
      body: { case: caseId, participant: client, medium: 'audio', how: 'written' },
      headers: { prefer: 'respond-async, wait=20', 'idempotency-key': 'allow-1' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
    expect(answer.headers.get('alliance-view-lag')).toBeNull();
    expect(answer.headers.get('etag')).toBe(`"${answer.json.revision}"`);
    const shown = await service.ask('GET', `/views/timeline?case=${caseId}&limit=1`, { token: clientToken });
    expect(shown.status).toBe(200);
    expect(shown.json).toMatchObject({ view: 'timeline', role: 'client' });
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.json.rows[0].type).toBe('CaseOpened');
    const next = /<([^>]+)>; rel="next"/.exec(shown.headers.get('link') ?? '')?.[1] as string;
    const second = await service.ask('GET', next, { token: clientToken });
    expect(second.json.rows.map((r: { type: string }) => r.type)).toEqual(['RecordingAllowed']);
  });

  it('says how far the views are behind the position that a look was to wait for', async () => {
    const ahead = String(10n ** 15n);
    const answer = await service.ask('GET', `/views/timeline?case=${caseId}&limit=1`, {
      token: clientToken,
      headers: { prefer: 'wait=0', 'alliance-position': ahead },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('preference-applied')).toBe('wait=0');
    expect(Number(answer.headers.get('alliance-view-lag'))).toBeGreaterThanOrEqual(0);
  });

  it('gives the first receipt again to the same key and body, says so, and refuses the key to another body', async () => {
    const body = { case: caseId, participant: client, medium: 'video', how: 'written' };
    const headers = { 'idempotency-key': 'allow-2' };
    const first = await service.ask('POST', '/actions/allow-recording', { token: clientToken, body, headers });
    const again = await service.ask('POST', '/actions/allow-recording', { token: clientToken, body, headers });
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.json).toEqual(first.json);
    const other = await service.ask('POST', '/actions/allow-recording', {
      token: clientToken,
      body: { ...body, how: 'verbal' },
      headers,
    });
    expect(other.status).toBe(409);
    expect(other.json).toMatchObject({ code: 'idempotency-key-reused', field: 'Idempotency-Key' });
  });

  it('T2: a refusal is a problem with its code, its clause and a sentence for the person', async () => {
    const answer = await service.ask('POST', '/actions/consent-to-counselling', {
      token: clientToken,
      body: { case: caseId, participant: client, how: 'verbal' },
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json).toMatchObject({
      type: 'urn:alliance-ledger:problem:counselling-not-explained',
      status: answer.status,
      code: 'counselling-not-explained',
      clause: 'T2',
    });
    expect(answer.json.instance).toBe(`urn:uuid:${answer.headers.get('x-request-id')}`);
  });

  it('R9: a history is replayed step by step with what each fact changed', async () => {
    const { status, json } = await service.ask('GET', `/replay?case=${caseId}`, { token: clientToken });
    expect(status).toBe(200);
    expect(json.steps[0].fact.type).toBe('CaseOpened');
    expect(json.steps.every((s: { clauses: unknown[] }) => s.clauses.length > 0)).toBe(true);
    expect(json.steps.at(-1).changes.length).toBeGreaterThan(0);
  });

  it('R9: a view can be had as CSV, by header and by parameter', async () => {
    const byHeader = await service.ask('GET', `/views/timeline?case=${caseId}`, {
      token: clientToken,
      headers: { accept: 'text/csv' },
    });
    const byParameter = await service.ask('GET', `/views/timeline?case=${caseId}&format=csv`, { token: clientToken });
    expect(byHeader.headers.get('content-type')).toContain('text/csv');
    expect(byParameter.text).toBe(byHeader.text);
    expect(byHeader.text.split('\r\n')[0]).toContain('happenedAt');
    expect(byHeader.text).toContain('CaseOpened');
  });

  it('a view is filtered by its open columns and by time, and says which parameter it does not know', async () => {
    const path = `/views/timeline?case=${caseId}`;
    const ask = (more: string) => service.ask('GET', `${path}&${more}`, { token: clientToken });
    const only = await ask('type=CaseOpened');
    expect(only.json.rows).toHaveLength(1);
    expect((await ask('before=2026-01-01')).json.rows).toHaveLength(0);
    expect((await ask('from=2026-01-01T00:00:00-05:00')).json.rows.length).toBeGreaterThan(1);
    for (const [more, field] of [
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['known-at=-1', 'known-at'],
      ['as-of=2026-02-30T00:00:00Z', 'as-of'],
      ['from=2026-02-30', 'from'],
      ['cursor=nonsense', 'cursor'],
      ['case=x', 'case'],
      ['as=god', 'as'],
      ['colour=red', undefined],
      ['__proto__=1', undefined],
    ] as const) {
      const { status, json } = await ask(more);
      expect([more, status, json.field]).toEqual([more, 400, field]);
    }
    expect((await ask('known-at=999999999')).json).toMatchObject({ status: 400, code: 'no-such-position' });
    expect((await ask('known-at=1')).json.rows).toEqual([]);
  });

  it('R7: what is denied and what does not exist are answered alike, byte for byte', async () => {
    const other = await service.tokenFor(service.people.otherTherapist);
    const absent = '0190c7a0-0000-7000-8000-00000000dead';
    const bytes = async (method: string, path: string, body?: object) => {
      const answer = await service.ask(method, path, { token: other, ...(body && { body }) });
      const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
      return JSON.stringify([answer.status, headers, answer.text.replaceAll(/urn:uuid:[0-9a-f-]{36}/g, '')]);
    };
    const denied = await bytes('GET', `/views/timeline?case=${caseId}`);
    expect(denied).toContain('not-found');
    expect(await bytes('GET', `/views/timeline?case=${absent}`)).toBe(denied);
    expect(await bytes('GET', '/views/no-such-view')).toBe(denied);
    expect(await bytes('GET', `/replay?case=${caseId}`)).toBe(denied);
    expect(await bytes('GET', '/no/such/route')).toBe(denied);
    const body = { case: caseId, participant: client, policy: service.people.policies.limits, how: 'in-person' };
    expect(await bytes('POST', '/actions/give-policy', body)).toBe(denied);
    expect(await bytes('POST', '/actions/give-policy', { ...body, case: absent })).toBe(denied);
    expect(await bytes('POST', '/actions/no-such-action', body)).toBe(denied);
  });

  it('documents every action and view it serves, with examples that are well-formed names of the catalogue', async () => {
    const { json } = await service.ask('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(json.paths['/actions/open-case'].post.requestBody.content['application/json'].example).toBeDefined();
    expect(json.paths['/actions/open-case'].post.requestBody.content['application/json'].schema).toMatchObject({
      additionalProperties: false,
      required: expect.arrayContaining(['kind', 'participants', 'therapist']),
    });
    expect(json.paths['/views/timeline'].get).toBeDefined();
    expect(json.paths['/views/whereabouts']).toBeUndefined();
    const page = await service.ask('GET', '/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('POST /actions/open-case');
    expect(page.text).not.toMatch(/(src|href)="https?:/);
  });

  it('says that it lives, that it is ready with every view’s lag, and counts without naming anybody', async () => {
    expect((await service.ask('GET', '/health/live')).json).toEqual({ live: true });
    await service.ledger.settle();
    const ready = await service.ask('GET', '/health/ready');
    expect([ready.status, ready.json.store]).toEqual([200, 'open']);
    expect(ready.json.views.map((v: { view: string }) => v.view)).toContain('timeline');
    const metrics = await service.ask('GET', '/metrics');
    expect(metrics.text).toContain('alliance_actions_total{action="OpenCase",outcome="accepted"} 1');
    expect(metrics.text).toContain('route="/actions/:name"');
    expect(metrics.text).not.toMatch(/action="(?!confidential)[^"]*(Complaint|College|Error)/);
    expect(metrics.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('tells the command line where it answers', () => {
    const file = join(service.directory, 'service.json');
    expect(existsSync(file)).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ pid: process.pid, url: service.url });
  });
});
