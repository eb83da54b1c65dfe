import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alliance, directory, serving } from './alliance.js';
import { begun } from './beginning.js';

const SHIPPED = resolve('policies');

describe('alliance access', () => {
  const data = directory();
  const own = directory();
  const here = ['--data', data.path];
  let officer: string;
  const access = (...more: string[]) => alliance(['access', ...more, ...here, '--person', officer, '--json']);
  const today = new Date().toISOString().slice(0, 10);
  const period = ['--from', '2020-01-01', '--until', '2100-01-01'];

  beforeAll(async () => {
    officer = await begun(data.path);
    mkdirSync(own.path, { recursive: true });
    for (const name of readdirSync(SHIPPED).filter((one) => one.endsWith('.cedar')))
      writeFileSync(join(own.path, name), readFileSync(join(SHIPPED, name)));
  });
  afterAll(() => {
    data.remove();
    own.remove();
  });

  it('R7: runs what was decided again, and says who could see a stream on a day and why', async () => {
    const replayed = await access('replay');
    expect([replayed.code, replayed.json.differing]).toEqual([0, []]);
    expect(replayed.json.decisions).toBeGreaterThan(0);
    const seen = await access('who-could-see', `person-${officer}`, today);
    expect(seen.code).toBe(0);
    expect(seen.json.couldSee[0]).toMatchObject({ person: officer, role: 'client', policies: ['client-sees-own'] });
    const line = await alliance(['access', 'who-could-see', `person-${officer}`, today, ...here, '--person', officer]);
    expect(line.out).toContain('client-sees-own');
  });

  it('R7: says what other policies would have decided otherwise, also through a service that runs', async () => {
    expect((await access('dry-run', own.path, ...period)).json.changes).toEqual([]);
    const file = join(own.path, '30-agency.cedar');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('action in Action::"by-system"', 'action == Action::"GrantRole"'),
    );
    const service = await serving(data.path);
    try {
      const { code, json } = await access('dry-run', own.path, ...period);
      expect(code).toBe(0);
      expect(json.changes.length).toBeGreaterThan(0);
      for (const { change, was } of json.changes) expect([change, was.as]).toEqual(['allowed-to-denied', 'system']);
    } finally {
      await service.stop();
    }
  });

  it('R7: denies whoever does not see every look', async () => {
    const stranger = '0190c7a0-0000-7000-8000-0000000000c1';
    expect((await alliance(['access', 'replay', ...here, '--person', stranger])).code).toBe(3);
  });

  it('starts on no policies that are not right, and says where', async () => {
    writeFileSync(join(own.path, '99-wrong.cedar'), '\npermit(principal, action, resource);\n');
    const env = { ALLIANCE_POLICIES: own.path };
    const { code, err } = await alliance(['show', 'agency', ...here, '--person', officer], { env });
    expect([code, err]).toEqual([2, expect.stringContaining('99-wrong.cedar:2: a policy needs @id and @says')]);
  });
});
