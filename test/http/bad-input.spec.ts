import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_ISSUER } from '../../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../../src/infrastructure/auth/doorkeeper.js';
import { type Answer, type Running, running } from './service.js';

const SECRET = 'swordfish';

describe('Bad input at the HTTP door', () => {
  let service: Running;
  let frontDesk: string;
  let manager: string;
  let client: string;
  let clientToken: string;
  let caseId: string;
  let session: string;

  beforeAll(async () => {
    service = await running('2026-02-09T14:00:00.000Z');
    const { people } = service;
    frontDesk = await service.tokenFor(people.frontDesk);
    manager = await service.tokenFor(people.manager);
    client = await people.register('Robin Client', people.frontDesk);
    clientToken = await service.tokenFor(client);
    const opened = await service.act(
      'open-case',
      { kind: 'individual', participants: [client], therapist: people.therapist },
      frontDesk,
    );
    caseId = opened.id as string;
    const theirs = { case: caseId, participant: client };
    await service.act('tell-fee', { ...theirs, service: 'individual', how: 'in-person' }, frontDesk);
    const booked = await service.act('book-session', booking('2026-02-17T09:00'), frontDesk);
    session = booked.id as string;
  });
  afterAll(() => service.close());

  const booking = (startLocal: string) => ({
    case: caseId,
    therapist: service.people.therapist,
    startLocal,
    modality: 'in-person',
    service: 'individual',
    participants: [client],
  });
  const post = (name: string, body: unknown, token = frontDesk, headers: Record<string, string> = {}) =>
    service.ask('POST', `/actions/${name}`, { body, token, headers });
  const raw = (bytes: string | Buffer, headers: Record<string, string> = {}) =>
    service.ask('POST', '/actions/register-person', { raw: bytes, token: frontDesk, headers });
  const problem = (answer: Answer) => {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.text).not.toContain(SECRET);
    return [answer.status, answer.json.code, answer.json.field];
  };
  const person = {
    name: 'Alex Client',
    contacts: [{ channel: 'e-mail', value: 'alex@example.org' }],
    permittedChannels: ['e-mail'],
    revealAgency: true,
  };

  it('names what is unknown or of the wrong type, and never its value', async () => {
    expect(problem(await post('register-person', { ...person, colour: SECRET }))).toEqual([400, 'malformed', 'colour']);
    expect(problem(await post('register-person', { ...person, [`${SECRET} <script>`]: 1 }))).toEqual([
      400,
      'malformed',
      'a property',
    ]);
    const nested = await post('register-person', {
      ...person,
      contacts: [{ channel: SECRET, value: 1, more: SECRET }],
    });
    expect(problem(nested)).toEqual([400, 'malformed', 'contacts.0.more']);
    expect(nested.json.errors.map((e: { field: string }) => e.field)).toEqual(
      expect.arrayContaining(['contacts.0.channel', 'contacts.0.value']),
    );
    for (const [property, value] of [
      ['name', 1],
      ['name', { toString: SECRET }],
      ['name', ['a']],
      ['contacts', { length: 1 }],
      ['permittedChannels', 'e-mail'],
      ['revealAgency', 'true'],
      ['revealAgency', null],
      ['name', ''],
      ['name', 'a\u0000b'],
      ['name', 'a\u001bb'],
      ['name', `${SECRET}\u2028`],
      ['name', 'a'.repeat(301)],
    ] as const)
      expect([property, ...problem(await post('register-person', { ...person, [property]: value }))]).toEqual([
        property,
        400,
        'malformed',
        property,
      ]);
    for (const body of [[], [person], 'text', 7, null, true])
      expect(problem(await post('register-person', body))[1]).toBe('malformed');
  });

  it('C3: dates and local times that do not exist are not taken, nor those that exist twice without saying which', async () => {
    for (const date of ['2026-02-30', '2026-13-01', '2026-2-3', '2026-02-17T00:00', '1988-00-10'])
      expect(problem(await post('register-person', { ...person, birthDate: date }))).toEqual([
        400,
        'malformed',
        'birthDate',
      ]);
    for (const local of ['2026-02-30T09:00', '2026-02-17T24:00', '2026-02-17T09:60', '2026-02-17T09:00Z', '09:00'])
      expect(problem(await post('book-session', booking(local)))).toEqual([400, 'malformed', 'startLocal']);
    const skipped = await post('book-session', booking('2026-03-08T02:30'));
    expect([skipped.status, skipped.json.clause]).toEqual([422, 'C3']);
    expect(skipped.json.code).toContain('local-time');
    for (const happenedAt of ['2026-02-30T10:00:00Z', '2026-02-09T10:00:00', '2026-02-09', 'yesterday', 5])
      expect(problem(await post('confirm-seat', { ...seat(), happenedAt }))).toEqual([400, 'malformed', 'happenedAt']);
  });

  const seat = () => ({ case: caseId, session, participant: client });

  it('C3: a client may not say that a cancellation happened before it reached the door', async () => {
    const backdated = { ...seat(), happenedAt: '2026-02-08T12:00:00-05:00' };
    expect(problem(await post('cancel-seat', backdated, clientToken))).toEqual([
      422,
      'only-staff-may-say-when',
      'happenedAt',
    ]);
    const future = { ...seat(), happenedAt: '2026-02-10T12:00:00Z', channel: 'voicemail', evidence: 'voicemail 3' };
    expect(problem(await post('cancel-seat', future, frontDesk))).toEqual([
      422,
      'happened-in-the-future',
      'happenedAt',
    ]);
  });

  it('C4: cents are whole and not below nothing', async () => {
    for (const cents of [-1, 1.5, '100', 1e12, null, 2 ** 53]) {
      const schedule = {
        version: '2026-9',
        effectiveFrom: '2026-09-01',
        fees: [{ service: 'individual', cents, minutes: 50 }],
        lateCancellationBasisPoints: 0,
        missedBasisPoints: 0,
      };
      expect(problem(await post('publish-fee-schedule', schedule, manager))).toEqual([
        400,
        'malformed',
        'fees.0.cents',
      ]);
    }
  });

  it('takes no body that is too large, of another type, or not JSON as RFC 7493 wants it', async () => {
    const huge = JSON.stringify({ ...person, name: SECRET.repeat(120_000) });
    expect(huge.length).toBeGreaterThan(1_000_000);
    expect(problem(await raw(huge))).toEqual([413, 'too-large', undefined]);
    expect(problem(await raw(`{"name":"${SECRET}`))).toEqual([400, 'unreadable-body', undefined]);
    expect(problem(await raw(''))).toEqual([400, 'unreadable-body', undefined]);
    const twice = await raw(`{"name":"${SECRET}","name":"b"}`);
    expect(problem(twice)).toEqual([400, 'unreadable-body', undefined]);
    expect(twice.json.detail).toBe('The body holds a name twice.');
    for (const body of [
      `{"__proto__":{"name":"${SECRET}"}}`,
      `{"constructor":{"prototype":{"${SECRET}":1}}}`,
      '{"name":"\\ud800"}',
    ])
      expect(problem(await raw(body))[1]).toBe('unreadable-body');
    expect(problem(await raw(Buffer.from([0x7b, 0xff, 0x7d])))[1]).toBe('unreadable-body');
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ])
      expect(problem(await raw(JSON.stringify(person), { 'content-type': type }))).toEqual([
        415,
        'unsupported-media-type',
        undefined,
      ]);
    const zipped = await raw(JSON.stringify(person), { 'content-encoding': 'gzip' });
    expect(problem(zipped)).toEqual([415, 'unsupported-media-type', undefined]);
  });

  it('takes no header that is not well-formed', async () => {
    for (const key of ['', 'a b', 'é', 'x'.repeat(201)])
      expect(problem(await post('confirm-seat', seat(), clientToken, { 'idempotency-key': key }))).toEqual([
        400,
        'malformed-header',
        'Idempotency-Key',
      ]);
    for (const match of ['3', 'W/"3"', '"a"', '"-1"', '*', '"1", "2"', ''])
      expect(problem(await post('confirm-seat', seat(), clientToken, { 'if-match': match }))).toEqual([
        400,
        'malformed-header',
        'If-Match',
      ]);
    expect(problem(await post('confirm-seat', seat(), clientToken, { prefer: 'wait=soon' }))[2]).toBe('Prefer');
    for (const [headers, field] of [
      [{ 'alliance-position': '-1', prefer: 'wait=1' }, 'Alliance-Position'],
      [{ 'alliance-position': '7' }, 'Alliance-Position'],
      [{ 'alliance-position': '7', prefer: 'wait=soon' }, 'Prefer'],
    ] as const) {
      const answer = await service.ask('GET', '/views/timeline', { token: clientToken, headers });
      expect(problem(answer)).toEqual([400, 'malformed-header', field]);
    }
  });

  it('refuses a stale revision with 412 and says where the stream stands', async () => {
    const stale = await post(
      'allow-recording',
      { case: caseId, participant: client, medium: 'audio', how: 'written' },
      clientToken,
      {
        'if-match': '"0"',
      },
    );
    expect(problem(stale)).toEqual([412, 'stale-revision', 'If-Match']);
    const now = await service.ledger.performing.store.revisionOf('facts', `case-${caseId}`);
    expect(stale.json.revision).toBe(now);
    const fresh = await post(
      'allow-recording',
      { case: caseId, participant: client, medium: 'audio', how: 'written' },
      clientToken,
      {
        'if-match': `"${now}"`,
      },
    );
    expect([fresh.status, fresh.headers.get('etag')]).toEqual([201, `"${now + 1}"`]);
  });

  it('refuses an idempotency key with another body, also for an action that makes a stream', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await post('register-person', person, frontDesk, headers);
    const again = await post('register-person', person, frontDesk, headers);
    expect([first.status, again.status, again.json.id]).toEqual([201, 201, first.json.id]);
    const other = await post('register-person', { ...person, name: SECRET }, frontDesk, headers);
    expect(problem(other)).toEqual([409, 'idempotency-key-reused', 'Idempotency-Key']);
  });

  it('C3: of two who book one slot at once, one gets it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => post('book-session', booking('2026-02-18T09:00'))),
    );
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
    for (const answer of answers.filter((a) => a.status !== 201)) expect(answer.status).toBe(409);
  });

  it('R10: a request out of order is refused with what is missing', async () => {
    const answer = await post(
      'consent-to-counselling',
      { case: caseId, participant: client, how: 'verbal' },
      clientToken,
    );
    expect([answer.status, answer.json.clause]).toEqual([409, 'T2']);
  });

  it('R7: lets nobody in by a token that is not believed, and says no more than that', async () => {
    const now = Math.floor(Date.parse(service.clock.now()) / 1_000);
    const claims = {
      iss: DEVELOPMENT_ISSUER,
      aud: DEVELOPMENT_AUDIENCE,
      sub: `subject of ${client}`,
      iat: now,
      exp: now + 600,
    };
    const other = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const kid = JSON.parse(Buffer.from(clientToken.split('.')[0] as string, 'base64url').toString()).kid as string;
    const signed = (payload: object, header: object = {}) =>
      new SignJWT({ ...payload })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header })
        .sign(other.privateKey);
    const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${base64({ alg: 'none', typ: 'at+jwt', kid })}.${base64(claims)}.`;
    const hs256 = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
      .sign(Buffer.from(JSON.stringify(await exportJWK(other.publicKey))));
    const ended = `subject of somebody who left`;
    const endedToken = await service.tokenFor(client, ended);
    const before = await service.ask('GET', `/views/timeline?case=${caseId}`, { token: endedToken });
    expect(before.status).toBe(200);
    const signIn = signInId(service.ledger.performing.ids, DEVELOPMENT_ISSUER, ended);
    await service.act('end-sign-in', { signIn, person: client, reason: 'left' }, frontDesk);
    const tokens = {
      nothing: undefined,
      none,
      hs256,
      anotherKey: await signed(claims),
      anotherAudience: await signed({ ...claims, aud: 'payroll' }),
      noKeyNamed: await signed(claims, { kid: undefined }),
      expired: await service.issuer.sign(`subject of ${client}`, -600),
      notLinked: await service.issuer.sign('nobody'),
      ended: endedToken,
      garbage: 'a.b.c',
    };
    const bodies = new Set<string>();
    for (const [what, token] of Object.entries(tokens)) {
      const answer = await service.ask('GET', `/views/timeline?case=${caseId}`, token ? { token } : {});
      expect([what, ...problem(answer)]).toEqual([what, 401, 'unauthenticated', undefined]);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      bodies.add(answer.text.replace(/urn:uuid:[0-9a-f-]{36}/, ''));
    }
    expect(bodies.size).toBe(1);
    const basic = await service.ask('GET', '/views/people', { headers: { authorization: 'Basic YTpi' } });
    expect(basic.status).toBe(401);
  });

  it('answers no route but the open ones without a token', async () => {
    for (const [method, path] of [
      ['POST', '/actions/open-case'],
      ['POST', '/actions/no-such-action'],
      ['GET', '/views/people'],
      ['GET', '/views/no-such-view'],
      ['GET', '/replay'],
      ['GET', '/events'],
      ['POST', '/development/clock'],
    ] as const)
      expect([path, (await service.ask(method, path)).status]).toEqual([path, 401]);
    for (const path of ['/', '/openapi.json', '/docs', '/health/live', '/health/ready', '/metrics'])
      expect([path, (await service.ask('GET', path)).status]).toEqual([path, 200]);
  });

  it('answers with a problem what is hardly HTTP', async () => {
    const speak = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(service.url);
        const socket = connect(Number(port), hostname, () => socket.end(text));
        let heard = '';
        socket.on('data', (chunk) => {
          heard += String(chunk);
        });
        socket.on('close', () => resolve(heard));
        socket.on('error', reject);
      });
    for (const [request, status] of [
      [`GET /${SECRET} HTTP/9.9\r\n\r\n`, 400],
      [`${SECRET}\r\n\r\n`, 400],
      [`GET / HTTP/1.1\r\nhost: x\r\nx: ${SECRET.repeat(3_000)}\r\n\r\n`, 431],
      [`GET /views/%E0%A4%A HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`, 400],
      [`GET /views/${SECRET.repeat(100)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`, 400],
      [`DELETE /views/timeline HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`, 404],
    ] as const) {
      const heard = await speak(request);
      expect(heard).toContain(`HTTP/1.1 ${status} `);
      expect(heard).toContain('application/problem+json');
      expect(heard).not.toContain(SECRET);
    }
  });

  it('moves the clock on only, and only when told an instant', async () => {
    const to = (value: unknown) => service.ask('POST', '/development/clock', { token: frontDesk, body: { to: value } });
    expect((await to('2026-02-09T09:30:00-05:00')).json).toEqual({ now: '2026-02-09T14:30:00.000Z' });
    expect((await to('2026-02-09T14:00:00Z')).json).toMatchObject({ status: 422, code: 'time-goes-on' });
    expect((await to('tomorrow')).status).toBe(400);
    expect((await to(5)).status).toBe(400);
  });

  it('sends with every answer what keeps it from being stored or framed', async () => {
    const answer = await service.ask('GET', '/no/such/route');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(answer.headers.get('x-powered-by')).toBeNull();
    const id = '0190c7a0-0000-7000-8000-0000000000aa';
    const named = await service.ask('GET', '/no/such/route', { headers: { 'x-request-id': id } });
    expect(named.json.instance).toBe(`urn:uuid:${id}`);
    const unnamed = await service.ask('GET', '/no/such/route', { headers: { 'x-request-id': SECRET } });
    expect(unnamed.text + [...unnamed.headers].join()).not.toContain(SECRET);
  });

  it('logs requests by route, never a token, an id of the path or a word of the body', () => {
    const logged = service.logged();
    expect(logged).toContain('"route":"/actions/:name"');
    for (const never of [SECRET, clientToken, 'Alex Client', client, caseId, 'subject of'])
      expect(logged).not.toContain(never);
    expect(logged).not.toContain('"level":50');
  });
});
