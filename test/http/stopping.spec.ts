import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger, prepareLedger } from '../../src/compose.js';
import { configurationFrom } from '../../src/configuration.js';
import { DEVELOPMENT_ISSUER, openDevelopmentIssuer } from '../../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../../src/infrastructure/auth/doorkeeper.js';
import { SystemClock } from '../../src/infrastructure/time/clocks.js';
import { agency } from '../support/application.js';
import { doors } from '../support/ledger.js';

const MAIN = join(process.cwd(), 'dist/main.js');

describe('The service as a process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alliance-process-'));
  const environment = { ALLIANCE_DATA: directory, ALLIANCE_PORT: '0' };
  const serviceFile = join(directory, 'service.json');
  let token: string;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    const configuration = configurationFrom(environment);
    prepareLedger(configuration);
    const ledger = await openLedger(configuration, { projecting: 'here' });
    const { act } = doors(ledger);
    const { frontDesk } = await agency({ act } as never);
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

  const start = (more: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], ...environment, ...more } });
  const heard = async (stream: NodeJS.ReadableStream | null | undefined, what: RegExp): Promise<string> => {
    let text = '';
    for await (const chunk of stream ?? []) {
      text += String(chunk);
      if (what.test(text)) return text;
    }
    return text;
  };

  it('serves, and when told to stop lets who is in finish, then ends with nothing left behind', async () => {
    child = start();
    const url = /http:\/\/\S+/.exec(await heard(child.stdout, /http/))?.[0] as string;
    expect(JSON.parse(readFileSync(serviceFile, 'utf8'))).toEqual({ pid: child.pid, url });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const events = await fetch(`${url}/events`, { headers: { authorization: `Bearer ${token}` } });
    expect(events.status).toBe(200);
    const body = JSON.stringify({ name: 'Robin', contacts: [], permittedChannels: [], revealAgency: true });
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let got = '';
    const until = (what: RegExp): Promise<string> =>
      new Promise((resolve) => {
        const look = (): void => void (what.test(got) && resolve(got));
        socket.on('data', look);
        look();
      });
    socket.on('data', (chunk) => {
      got += String(chunk);
    });
    socket.write(
      `POST /actions/register-person HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
        `content-type: application/json\r\nexpect: 100-continue\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
    );
    // Told to go on, the request is in.
    await until(/100 Continue/);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await events.text();
    socket.write(body.slice(10));
    expect(await until(/HTTP\/1\.1 (?!100)[\s\S]*\r\n\r\n\{/)).toContain('HTTP/1.1 201 ');
    expect(await ended).toEqual([0, null]);
    expect(existsSync(serviceFile)).toBe(false);
  });

  it('does not start as it must not be, and says every reason', async () => {
    child = start({ ALLIANCE_ENVIRONMENT: 'production', ALLIANCE_CLOCK_FILE: '/tmp/clock.json' });
    const [said, [code]] = await Promise.all([heard(child.stderr, /never/), once(child, 'exit')]);
    expect(code).toBe(78);
    expect(said).toContain('the development issuer is refused');
    expect(said).toContain('time is the machine’s');
  });
});
