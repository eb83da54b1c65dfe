import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Running, running } from './service.js';

const SOUGHT = 'Nightjarsong';

describe('Searching through the door', () => {
  let service: Running;
  let frontDesk: string;
  let client: string;
  let clientToken: string;
  let therapist: string;

  const search = (body: unknown, token = frontDesk, path = '/search/persons') =>
    service.ask('POST', path, { token, body });

  beforeAll(async () => {
    service = await running('2026-02-09T14:00:00.000Z');
    const { people, act, tokenFor, ledger } = service;
    frontDesk = await tokenFor(people.frontDesk);
    therapist = await tokenFor(people.therapist);
    const registered = await act(
      'register-person',
      {
        name: `Alex ${SOUGHT}`,
        birthDate: '1988-04-12',
        contacts: [{ channel: 'telephone', value: '416 555 0177' }],
        permittedChannels: [],
        revealAgency: true,
      },
      frontDesk,
    );
    expect(registered.possibleMatches).toEqual([]);
    client = registered.id as string;
    clientToken = await tokenFor(client);
    await ledger.settle();
  });
  afterAll(() => service.close());

  it('C2: answers whom it found, with the entry of the access log', async () => {
    const answer = await search({ name: 'nightjar' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.json).toEqual({
      role: 'front-desk',
      accessEntry: expect.stringMatching(/^\d+$/),
      persons: [{ person: client, name: `Alex ${SOUGHT}`, birthDate: '1988-04-12' }],
      more: false,
    });
  });

  it('R7: who is not there, and who is not yours, are answered by the same bytes but for the entry', async () => {
    const bytes = async (name: string) => (await search({ name }, therapist)).text.replace(/"accessEntry":"\d+"/, '');
    expect(await bytes(SOUGHT)).toBe(await bytes('nobodyatall'));
  });

  it('R7: whoever may not search is answered as if there were no search', async () => {
    const denied = await search({ name: SOUGHT }, clientToken);
    const nowhere = await search({ name: SOUGHT }, clientToken, '/search/nothing');
    const same = (text: string) => text.replace(/urn:uuid:[0-9a-f-]{36}/, '');
    expect([denied.status, same(denied.text)]).toEqual([404, same(nowhere.text)]);
    expect((await service.ask('POST', '/search/persons', { body: { name: SOUGHT } })).status).toBe(401);
    expect((await service.ask('GET', '/search/persons', { token: frontDesk })).status).toBe(404);
  });

  it('answers what is not well-formed with a problem that repeats nothing, and takes nobody’s name in an address', async () => {
    for (const [body, field] of [
      [{}, undefined],
      [{ telephone: SOUGHT }, 'telephone'],
      [{ name: 'a', [SOUGHT]: 1 }, SOUGHT],
      [[SOUGHT], undefined],
      [SOUGHT, undefined],
    ] as const) {
      const answer = await search(body);
      expect([answer.status, answer.json.code, answer.json.field]).toEqual([400, 'malformed', field]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    const inAddress = await search({ name: 'a' }, frontDesk, `/search/persons?name=${SOUGHT}`);
    expect([inAddress.status, inAddress.json.code]).toEqual([400, 'malformed-parameter']);
    expect(inAddress.text).not.toContain(SOUGHT);
    expect((await search({ name: 'alex' }, frontDesk, '/search/persons?as=nobody')).status).toBe(400);
    expect((await search({ name: 'alex' }, frontDesk, '/search/persons?as=therapist')).status).toBe(404);
    const raw = await service.ask('POST', '/search/persons', { token: frontDesk, raw: '{"name":"a","name":"b"}' });
    expect(raw.json.code).toBe('unreadable-body');
  });

  it('R7: whom a registration may double is told by its receipt', async () => {
    const registering = (name: string) => ({
      name,
      contacts: [{ channel: 'telephone', value: '+14165550177' }],
      permittedChannels: [],
      revealAgency: true,
    });
    const again = await service.act('register-person', registering('Lex Another'), frontDesk);
    expect(again.possibleMatches).toEqual([client]);
  });

  it('R7: what was asked for is in no log', () => {
    expect(service.logged()).toContain('"route":"/search/persons"');
    for (const never of [SOUGHT, 'nightjar', '0177']) expect(service.logged()).not.toContain(`${never}`);
  });

  it('the document describes it', async () => {
    const document = (await service.ask('GET', '/openapi.json')).json;
    const { post } = document.paths['/search/persons'];
    expect(Object.keys(post.requestBody.content['application/json'].schema.properties)).toEqual([
      'name',
      'telephone',
      'email',
      'birthDate',
    ]);
    expect(post.responses['200'].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Found' });
    expect(document.components.schemas.Found.required).toContain('accessEntry');
  });
});
