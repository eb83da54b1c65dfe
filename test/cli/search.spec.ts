import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alliance, directory, serving } from './alliance.js';

describe('alliance search', () => {
  const data = directory();
  const here = ['--data', data.path];
  let officer: string;
  let client: string;

  const search = (input: string, ...more: string[]) =>
    alliance(['search', ...here, '--person', officer, ...more], { input });

  beforeAll(async () => {
    const begun = await alliance([
      ...['init', ...here, '--name', 'Example Counselling', '--zone', 'America/Toronto'],
      ...['--officer-name', 'Pat Example', '--officer-email', 'pat@example.org', '--json'],
    ]);
    expect([begun.code, begun.err]).toEqual([0, '']);
    officer = begun.json.privacyOfficer;
    const registered = await alliance(['act', 'register-person', ...here, '--as', officer, '--body', '-', '--json'], {
      input: JSON.stringify({
        name: 'Robin Wrenfield',
        birthDate: '1988-04-12',
        contacts: [{ channel: 'telephone', value: '416 555 0166' }],
        permittedChannels: [],
        revealAgency: true,
      }),
    });
    expect([registered.code, registered.err]).toEqual([0, '']);
    client = registered.json.id;
  });
  afterAll(data.remove);

  it('C2: finds by what comes on standard input, so that no list of processes keeps it', async () => {
    for (const input of ['wrenfeild\n', '+1 (416) 555-0166', '{"name": "robin", "birthDate": "1988-04-12"}']) {
      const { code, out, err } = await search(input);
      expect([code, out]).toEqual([0, expect.stringContaining(client)]);
      expect(out).toContain('Robin Wrenfield');
      expect(err).toContain('1 found, seen as privacy-officer');
    }
    const none = await search('nobodyatall', '--json');
    expect([none.code, none.json.persons, none.json.more]).toEqual([0, [], false]);
  });

  it('says what is wrong with code 2 and never repeats it, and denies with code 3', async () => {
    for (const [input, line] of [
      ['', /^standard input: say whom/],
      ['wrenfield\nand more', /^standard input: must be one line/],
      ['{"name": "wrenfield", "name": "b"}', /^standard input: must be one line/],
      ['{"telephone": "wrenfield"}', /^telephone: /],
    ] as const) {
      const { code, err } = await search(input);
      expect([code, err]).toEqual([2, expect.stringMatching(line)]);
      expect(err).not.toContain('wrenfield');
    }
    const denied = await alliance(['search', ...here, '--person', client], { input: 'wrenfield' });
    expect(denied.code).toBe(3);
    expect(denied.err).not.toContain('renfield');
  });

  it('asks a service that runs in the same way', async () => {
    const service = await serving(data.path);
    try {
      const found = await search('wrenfield', '--json');
      expect([found.code, found.json.persons[0].person]).toEqual([0, client]);
    } finally {
      await service.stop();
    }
  });
});
