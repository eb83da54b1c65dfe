import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alliance, directory, serving } from './alliance.js';

describe('alliance on a data directory', () => {
  const data = directory();
  const here = ['--data', data.path];
  let officer: string;
  let desk: string;

  beforeAll(async () => {
    const begun = await alliance([
      ...['init', ...here, '--name', 'Example Counselling', '--zone', 'America/Toronto'],
      ...['--officer-name', 'Pat Example', '--officer-email', 'pat@example.org', '--json'],
    ]);
    expect([begun.code, begun.err]).toEqual([0, '']);
    officer = begun.json.privacyOfficer;
    const person = await alliance(['act', 'register-person', ...here, '--as', officer, '--body', '-', '--json'], {
      input: JSON.stringify({
        name: 'Fran Example',
        contacts: [],
        permittedChannels: [],
        revealAgency: true,
      }),
    });
    expect([person.code, person.err]).toEqual([0, '']);
    desk = person.json.id;
  });
  afterAll(data.remove);

  it('begins a ledger once: a second beginning is refused', async () => {
    const again = await alliance(['init', ...here, '--name', 'Another', '--officer-name', 'Somebody']);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('began in')]);
    const zone = await alliance(['init', ...here, '--name', 'X', '--zone', 'Nowhere', '--officer-name', 'Y']);
    expect([zone.code, zone.err]).toEqual([2, expect.stringMatching(/^--zone: /)]);
  });

  it('R7: acts by fields, repeats a key with its first receipt, and refuses in a sentence with code 1', async () => {
    const grant = [
      'act',
      'GrantRole',
      ...here,
      '--as',
      officer,
      '--field',
      `person=${desk}`,
      '--field',
      'role=front-desk',
    ];
    const first = await alliance([...grant, '--field', 'from=2026-01-05', '--key', 'grant-1', '--json']);
    const again = await alliance([...grant, '--field', 'from=2026-01-05', '--key', 'grant-1']);
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(again.out).toContain('the first receipt again');
    expect(again.out).toContain(first.json.facts[0].id);
    const refused = await alliance([...grant, '--field', 'from=2026-01-05']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('role-already-held: The person holds')]);
    // A role opens nothing about anybody before its holder is trained and has signed.
    const on = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    for (const [action, what] of [
      ['record-training', 'topic=privacy'],
      ['record-undertaking', 'version=2026-1'],
    ] as const) {
      const cleared = ['--field', `person=${desk}`, '--field', what, '--field', `on=${on}`];
      expect((await alliance(['act', action, ...here, '--as', officer, ...cleared])).code).toBe(0);
    }
  });

  it('says in one line which field is wrong and why, with code 2, and never repeats the value', async () => {
    const acting = (...more: string[]) => alliance(['act', 'grant-role', ...here, '--as', officer, ...more]);
    const full = ['--field', 'role=front-desk', '--field', 'from=2026-01-05'];
    for (const [more, line] of [
      [['--field', 'person=secret-value', ...full], /^person: .*UUID/],
      [['--field', 'colour=red'], /^colour: is not a property/],
      [['--field', 'nothing'], /^--field: /],
      [['--body', '/no/such/file'], /^--body: /],
    ] as const) {
      const { code, err } = await acting(...more);
      expect([code, err]).toEqual([2, expect.stringMatching(line)]);
      expect(err).not.toContain('secret-value');
    }
    const near = await alliance(['act', 'cancel-set', ...here, '--as', officer]);
    expect([near.code, near.err]).toEqual([2, expect.stringContaining('cancel-seat')]);
    expect((await alliance(['act', 'grant-role', ...here, '--as', 'me'])).err).toMatch(/^--person: /);
    expect((await alliance(['no-such-command'])).code).toBe(2);
  });

  it('teaches what an action takes, with an example', async () => {
    const { code, out } = await alliance(['act', 'book-session', '--help-body']);
    expect(code).toBe(0);
    expect(out).toContain('startLocal');
    expect(out).toContain('slot-taken');
    expect(out).toContain('"startLocal": "2026-02-17T09:00"');
    expect((await alliance(['help', 'act'])).out).toContain('Exit codes:');
    expect((await alliance(['act'])).out).toContain('lodge-complaint');
  });

  it('R7: shows a view as a table, as JSON and as CSV, and denies what is not there or not theirs alike', async () => {
    const show = (...more: string[]) => alliance(['show', ...more, ...here]);
    const table = await show('agency', '--person', officer);
    expect([table.code, table.out]).toEqual([0, expect.stringContaining('Fran Example')]);
    expect((await show('agency', '--person', officer, '--json')).json.rows.length).toBeGreaterThan(2);
    const csv = await show('agency', '--person', officer, '--format', 'csv');
    expect(csv.out.split('\r\n')[0]).toContain('kind,what,person');
    const absent = '0190c7a0-0000-7000-8000-00000000dead';
    expect((await show('timeline', '--case', absent, '--person', officer)).code).toBe(3);
    expect((await show('people', '--person', absent)).code).toBe(3);
    expect((await show('timeline', '--person', officer)).code).toBe(2);
    expect((await show('agency')).err).toMatch(/^--person: /);
    const listed = await alliance(['show']);
    expect(listed.out).toContain('fee-ledger');
  });

  it('R9: replays a history step by step with what changed', async () => {
    const { code, out } = await alliance(['replay', '--client', desk, '--person', officer, ...here]);
    expect(code).toBe(0);
    expect(out).toMatch(/1 {2}\w{3} .* PersonRegistered {2}\[C2\]/);
    expect(out).toContain('→');
    expect(out).toContain('Fran Example');
    const some = await alliance(['replay', '--client', desk, '--person', officer, '--from', '2', '--json', ...here]);
    expect(some.json.steps.every((s: { step: number }) => s.step >= 2)).toBe(true);
    expect((await alliance(['replay', '--client', desk, '--from', 'x', '--person', officer, ...here])).code).toBe(2);
  });

  it('proves that each view equals its facts, makes them again, and proves it once more', async () => {
    const before = await alliance(['verify', ...here]);
    expect([before.code, before.out]).toEqual([0, expect.stringContaining('Every view equals its facts.')]);
    const rebuilt = await alliance(['rebuild', '--json', ...here]);
    expect([rebuilt.code, rebuilt.err]).toEqual([0, expect.stringContaining('%')]);
    const after = await alliance(['verify', '--json', ...here]);
    expect([after.code, after.json.good]).toEqual([0, true]);
    const doctor = await alliance(['doctor', '--json', ...here]);
    expect([doctor.code, doctor.json.good]).toEqual([0, true]);
  });

  it('tells a second process that the store is in use, unless it can ask the running service', async () => {
    const service = await serving(data.path);
    try {
      const verified = await alliance(['verify', ...here]);
      expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('Every view equals its facts.')]);
      const rebuilt = await alliance(['rebuild', '--person', officer, ...here]);
      expect([rebuilt.code, rebuilt.out]).toEqual([0, expect.stringContaining('The service made every view again')]);
      expect((await alliance(['verify', ...here])).code).toBe(0);
      expect((await alliance(['rebuild', ...here])).code).toBe(2);
      expect((await alliance(['serve', ...here, '--port', '0'])).code).toBe(75);
      const shown = await alliance(['show', 'agency', '--person', officer, ...here]);
      expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('Fran Example')]);
      // Her sign-in is linked by an officer, since the service has the store.
      const token = await alliance(['token', '--person', desk, ...here]);
      expect([token.code, token.err]).toEqual([0, expect.stringContaining('front-desk')]);
      const acted = await alliance(['act', 'register-person', ...here, '--token', token.out.trim(), '--body', '-'], {
        input: '{"name":"Robin Example","contacts":[],"permittedChannels":[],"revealAgency":true}',
      });
      expect([acted.code, acted.out]).toEqual([0, expect.stringContaining('PersonRegistered')]);
      const denied = await alliance([
        'act',
        'end-role',
        ...here,
        '--token',
        token.out.trim(),
        '--field',
        `person=${desk}`,
        '--field',
        'role=front-desk',
      ]);
      expect(denied.code).toBe(3);
      expect((await alliance(['doctor', ...here])).out).toContain('ready at http://');
    } finally {
      expect(await service.stop()).toBe(0);
    }
  });

  it('R7: signs no token for a stranger, and none at all in production', async () => {
    const stranger = await alliance(['token', '--person', '0190c7a0-0000-7000-8000-00000000dead', ...here]);
    expect([stranger.code, stranger.out]).toEqual([3, '']);
    const env = {
      ALLIANCE_ENVIRONMENT: 'production',
      ALLIANCE_ISSUER: 'https://id.example.org',
      ALLIANCE_AUDIENCE: 'alliance',
    };
    const production = await alliance(['token', '--person', officer, ...here], { env });
    expect([production.code, production.out]).toEqual([1, '']);
    const acting = await alliance(['act', 'end-role', '--as', officer, ...here], { env });
    expect([acting.code, acting.err]).toEqual([1, expect.stringContaining('--token')]);
  });

  it('says what is missing where there is no ledger and no service', async () => {
    const empty = directory();
    const shown = await alliance(['show', 'agency', '--person', officer, '--data', empty.path]);
    expect([shown.code, shown.err]).toEqual([69, expect.stringContaining('alliance init')]);
    const far = await alliance(['show', 'agency', '--token', 'x', '--url', 'http://127.0.0.1:1', '--data', empty.path]);
    expect([far.code, far.err]).toEqual([69, expect.stringContaining('No service answers')]);
    const wrong = await alliance(['show', 'agency'], { env: { ALLIANCE_PORT: 'abc' } });
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('ALLIANCE_PORT')]);
    empty.remove();
  });

  it('lists the twenty clauses, and for one of them everything that keeps it', async () => {
    const all = await alliance(['charter']);
    expect(all.out.split('\n').filter((line) => /^[RCT]\d/.test(line))).toHaveLength(20);
    const one = await alliance(['charter', 'c3', '--json']);
    expect(one.json.actions).toContainEqual(expect.objectContaining({ name: 'cancel-seat', kind: 'request' }));
    expect(one.json.facts).toContainEqual(expect.objectContaining({ type: 'SeatUnconfirmed' }));
    expect(one.json.standing.breached).toContain('not confirmed by its deadline');
    expect(one.json.refusals.map((r: { code: string }) => r.code)).toContain('slot-taken');
    expect(one.json.tests.length).toBeGreaterThan(5);
    expect((await alliance(['charter', 'X9'])).code).toBe(2);
  });
});
