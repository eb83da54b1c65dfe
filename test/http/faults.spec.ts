import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger, prepareLedger } from '../../src/compose.js';
import { configurationFrom } from '../../src/configuration.js';
import { DEVELOPMENT_ISSUER, openDevelopmentIssuer } from '../../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../../src/infrastructure/auth/doorkeeper.js';
import { createKeyFile } from '../../src/infrastructure/keys/key-file.js';
import { SystemClock } from '../../src/infrastructure/time/clocks.js';
import { agency } from '../support/application.js';
import { doors } from '../support/ledger.js';
import { running } from './service.js';

const MAIN = join(process.cwd(), 'dist/main.js');
const someone = (name: string) => ({ name, contacts: [], permittedChannels: [], revealAgency: true });

describe('A full disk', () => {
  it('is told as 507, loses nothing acknowledged, shows nothing unlogged, and ends when there is room', async () => {
    const at = await running('2026-01-05T15:00:00.000Z', { maxLogBytes: 480 * 1_024 });
    const token = await at.tokenFor(at.people.frontDesk);
    const kept: string[] = [];
    let full = 0;
    for (let n = 0; full < 3 && n < 2_000; n++) {
      const answer = await at.ask('POST', '/actions/register-person', { token, body: someone(`Full ${n}`) });
      if (answer.status === 201) kept.push(answer.json.stream);
      else {
        expect(answer.status).toBe(507);
        expect(answer.text).not.toContain('Full');
        full++;
      }
    }
    expect(full).toBe(3);
    const looks: number[] = [];
    for (let n = 0; n < 60; n++) looks.push((await at.ask('GET', '/views/people', { token })).status);
    expect(looks.at(-1)).toBe(507);
    expect(new Set(looks)).toEqual(new Set(looks.includes(200) ? [200, 507] : [507]));
    expect((await at.ask('GET', '/health/ready')).status).toBe(503);
    await at.stop();
    const configuration = configurationFrom({ ALLIANCE_DATA: at.directory });
    const roomy = await openLedger(configuration, { projecting: 'here' });
    const streams = await roomy.performing.store.streams('facts', 'person-');
    expect(kept.filter((stream) => !streams.includes(stream))).toEqual([]);
    const again = await doors(roomy).act('RegisterPerson', someone('Room again'), at.people.frontDesk);
    expect(again.kind).toBe('accepted');
    await roomy.close();
    rmSync(at.directory, { recursive: true });
  });
});

describe('A killed process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alliance-killed-'));
  const environment = { ALLIANCE_DATA: directory, ALLIANCE_PORT: '0', ALLIANCE_LOG_LEVEL: 'silent' };
  let token: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    const configuration = configurationFrom(environment);
    prepareLedger(configuration);
    const ledger = await openLedger(configuration, { projecting: 'here' });
    const { act } = doors(ledger);
    const { frontDesk } = await agency({ act });
    const signIn = signInId(ledger.performing.ids, DEVELOPMENT_ISSUER, 'desk');
    await act('LinkSignIn', { signIn, person: frontDesk, proof: 'development' });
    await ledger.close();
    const { issuer } = configuration;
    if (issuer.kind !== 'development') throw new Error('the development issuer is expected');
    token = await (await openDevelopmentIssuer(issuer.file, 'development', new SystemClock())).sign('desk');
  });
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  async function started(): Promise<string> {
    child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], ...environment } });
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url) return url;
    }
    throw new Error('the service did not start');
  }
  const register = (url: string, key: string) =>
    fetch(`${url}/actions/register-person`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(someone(key)),
    });

  it('loses nothing acknowledged, doubles nothing that is sent again, and brings every view up to the facts', async () => {
    const acknowledged = new Map<string, string>();
    const unknown: string[] = [];
    for (let round = 0; round < 2; round++) {
      const url = await started();
      const serving = child as ChildProcess;
      const gone = once(serving, 'exit');
      const writers = Array.from({ length: 16 }, async (_unused, w) => {
        for (let n = 0; ; n++) {
          const key = `round-${round}-writer-${w}-number-${n}`;
          const answer = await register(url, key)
            .then(async (got) => ({ status: got.status, said: (await got.json()) as { digest: string } }))
            .catch(() => undefined);
          if (answer === undefined) return void unknown.push(key);
          if (answer.status !== 201) {
            serving.kill('SIGKILL');
            throw new Error(`not acknowledged: ${JSON.stringify(answer)}`);
          }
          acknowledged.set(key, answer.said.digest);
          if (acknowledged.size > 150 * (round + 1)) serving.kill('SIGKILL');
        }
      });
      await Promise.all([gone, ...writers]);
    }
    const url = await started();
    for (const [key, digest] of acknowledged) {
      const again = await register(url, key);
      const said = await again.json();
      expect({ said, key, replayed: again.headers.get('idempotency-replayed') }).toMatchObject({
        said: { digest },
        replayed: 'true',
      });
    }
    for (const key of unknown) expect((await register(url, key)).status).toBe(201);
    const serving = child as ChildProcess;
    serving.kill('SIGTERM');
    await once(serving, 'exit');
    const ledger = await openLedger(configurationFrom(environment), { projecting: 'here' });
    await ledger.settle();
    const names = new Set(await ledger.performing.store.streams('facts', 'person-'));
    // Seven of the agency's own were registered first.
    expect(names.size).toBe(acknowledged.size + unknown.length + 7);
    const people = await ledger.reading.viewStore.read('people');
    expect(people.rows).toHaveLength(names.size);
    await ledger.close();
  });

  it('refuses to start with a wrong or a missing key file, saying why', () => {
    const key = join(directory, 'keys', 'key-encryption-key');
    const aside = `${key}.aside`;
    renameSync(key, aside);
    const start = () =>
      spawnSync(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], ...environment }, encoding: 'utf8' });
    const missing = start();
    createKeyFile(key);
    const wrong = start();
    rmSync(key);
    writeFileSync(key, 'not a key', { mode: 0o600 });
    const malformed = start();
    rmSync(key);
    renameSync(aside, key);
    for (const { status, stderr, stdout } of [missing, wrong, malformed]) {
      expect(status).not.toBe(0);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/key/);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    expect(new Set([missing.stderr, wrong.stderr, malformed.stderr]).size).toBe(3);
  });
});
