import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Receipt } from '../../src/application/kernel/outcome.js';
import { openLedger, prepareLedger } from '../../src/compose.js';
import { configurationFrom } from '../../src/configuration.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { DEVELOPMENT_ISSUER, openDevelopmentIssuer } from '../../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../../src/infrastructure/auth/doorkeeper.js';
import { SystemClock } from '../../src/infrastructure/time/clocks.js';
import type { Ledger } from '../../src/ledger.js';
import { agency } from '../support/application.js';
import { doors } from '../support/ledger.js';
import { PostgresServer } from '../support/postgres-server.js';
import { proven } from '../support/proven.js';
import { StreamsServer } from '../support/streams-server.js';

const MAIN = join(process.cwd(), 'dist/main.js');
const AT_ONCE = 6;
/** An instance that is frozen for longer loses what it led. */
const FROZEN_MILLISECONDS = 8_000;

/** One of several processes that serve the same ledger, each with a directory of its own. */
class Instance {
  url = '';
  #process: ChildProcess | undefined;

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    for await (const chunk of child.stdout) {
      this.url = /http:\/\/\S+/.exec(String(chunk))?.[0] ?? '';
      if (this.url) return;
    }
    throw new Error(`the instance did not start: ${said}`);
  }

  /** Without a word, as a machine that stops. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    child.stdout?.resume();
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** Where the facts of all processes are. */
const EVENT_STORES = {
  PostgreSQL: async () => ({ eventStore: 'postgres', release: async () => {} }),
  'a server that speaks KurrentDB’s protocol': async () => {
    const server = await StreamsServer.start();
    return { eventStore: `esdb://127.0.0.1:${server.port}?tls=false`, release: () => server.kill() };
  },
} as const;

describe.each(Object.entries(EVENT_STORES))(
  'Three processes on one PostgreSQL, facts in %s, killed in turn while they are written to',
  (_, startEventStore) => {
    const root = mkdtempSync(join(tmpdir(), 'alliance-several-'));
    const instances: Instance[] = [];
    const receipts: Receipt[] = [];
    let server: PostgresServer;
    let releaseEvents = async (): Promise<void> => {};
    let environment: Readonly<Record<string, string>>;
    let token: string;
    let people: Awaited<ReturnType<typeof agency>>;
    let ledger: Ledger;

    const environmentOf = (name: string) => ({ ...environment, ALLIANCE_DATA: join(root, name) });

    /** A directory with what all instances must have: the key-encryption key, and here the issuer. */
    function joining(name: string): Readonly<Record<string, string>> {
      const [from, to] = [configurationFrom(environmentOf('first')), configurationFrom(environmentOf(name))];
      if (from.issuer.kind !== 'development') throw new Error('the development issuer is expected');
      for (const file of [from.data.keyFile, from.issuer.file]) {
        const copy = join(to.data.directory, relative(from.data.directory, file));
        mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
        cpSync(file, copy);
      }
      return environmentOf(name);
    }

    beforeAll(async () => {
      server = await PostgresServer.start();
      const { host, database } = await server.database();
      const { eventStore, release } = await startEventStore();
      releaseEvents = async () => release();
      environment = {
        ...{ ALLIANCE_EVENT_STORE: eventStore, ALLIANCE_VIEW_STORE: 'postgres', ALLIANCE_KEY_STORE: 'postgres' },
        ALLIANCE_DATABASE_URL: `postgres://ledger@localhost/${database}?host=${encodeURIComponent(String(host))}`,
        ALLIANCE_PORT: '0',
        ALLIANCE_LOG_LEVEL: 'error',
      };
      const configuration = configurationFrom(environmentOf('first'));
      prepareLedger(configuration);
      const first = await openLedger(configuration, { projecting: 'here' });
      const { act } = doors(first);
      people = await agency({ act } as never);
      const signIn = signInId(first.performing.ids, DEVELOPMENT_ISSUER, 'desk');
      await act('LinkSignIn', { signIn, person: people.frontDesk, proof: 'development' });
      await first.close();
      if (configuration.issuer.kind !== 'development') throw new Error('the development issuer is expected');
      const issuer = await openDevelopmentIssuer(configuration.issuer.file, 'development', new SystemClock());
      token = await issuer.sign('desk', 86_400);
      for (const name of ['one', 'two', 'three']) instances.push(new Instance(joining(name)));
      for (const instance of instances) await instance.start();
    }, 60_000);
    afterAll(async () => {
      for (const instance of instances) await instance.kill();
      await ledger?.close();
      await releaseEvents();
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    });

    /** Asks one instance after the other until one answers, always with the same key. */
    async function act(name: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Receipt> {
      const key = randomUUID();
      for (let turn = Math.floor(Math.random() * 3); ; turn++) {
        const { url } = instances[turn % 3] as Instance;
        const answer = await fetch(`${url}/actions/${name}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: {
            ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
            ...headers,
          },
          signal: AbortSignal.timeout(2_000),
        }).catch(() => undefined);
        if (answer?.status === 200 || answer?.status === 201) {
          const receipt = (await answer.json()) as Receipt;
          receipts.push(receipt);
          return receipt;
        }
        if (answer !== undefined && answer.status < 500) throw new Error(`${name}: ${await answer.text()}`);
        await passed(50);
      }
    }

    /** A client comes, a case is opened, the therapist changes: of that the client is to be told, once. */
    async function story(): Promise<void> {
      const { id: client } = await act('register-person', {
        name: 'Robin Client',
        contacts: [{ channel: 'e-mail', value: `${randomUUID()}@example.org` }],
        permittedChannels: ['e-mail'],
        revealAgency: true,
      });
      const { id: caseId } = await act('open-case', {
        kind: 'individual',
        participants: [client],
        therapist: people.therapist,
      });
      await act('assign-therapist', { case: caseId, therapist: people.otherTherapist });
    }

    it('lose nothing that was acknowledged, and go on', async () => {
      let over = false;
      const writers = Array.from({ length: AT_ONCE }, async () => {
        while (!over) await story();
      });
      for (const instance of instances) {
        const before = receipts.length;
        await instance.kill();
        while (receipts.length < before + 20) await passed(20);
        await instance.start();
      }
      // The one that leads is frozen for longer than it is waited for; when it goes on, others lead.
      const [frozen] = instances as [Instance];
      frozen.freeze();
      await passed(FROZEN_MILLISECONDS);
      frozen.thaw();
      const before = receipts.length;
      while (receipts.length < before + 20) await passed(20);
      over = true;
      await Promise.all(writers);
      expect(receipts.length).toBeGreaterThan(100);
    }, 60_000);

    it('show what was just done through one of them to who asks another, when asked to wait for it', async () => {
      const receipt = await act('register-person', {
        name: 'Alex Client',
        contacts: [],
        permittedChannels: [],
        revealAgency: false,
      });
      for (const { url } of instances) {
        const answer = await fetch(`${url}/views/people?limit=1000`, {
          headers: {
            authorization: `Bearer ${token}`,
            prefer: 'wait=10',
            'alliance-position': String(receipt.position),
          },
        });
        expect(answer.headers.get('alliance-view-lag')).toBeNull();
        expect(await answer.text()).toContain(receipt.id as string);
      }
    });

    it('leave every acknowledged fact in the log, each effect once, and views that are what the facts give', async () => {
      for (const instance of instances) await instance.stop();
      ledger = await openLedger(configurationFrom(environmentOf('first')), { projecting: 'here' });
      await ledger.settle();
      const facts: RecordedFact[] = [];
      for (let page = -1; page !== 0; ) {
        const next = await ledger.performing.store.readAll('facts', facts.at(-1)?.position ?? 0n, 1_000);
        page = next.length;
        facts.push(...next);
      }
      const ids = new Set(facts.map(({ id }) => id));
      expect(ids.size).toBe(facts.length);
      const lost = receipts.flatMap((receipt) => receipt.facts.filter(({ id }) => !ids.has(id)));
      expect(lost).toEqual([]);
      const changes = facts.filter(({ type }) => type === 'TherapistAssigned').map(({ id }) => id);
      const notices = facts.filter(({ type }) => type === 'NoticeDue').map(({ causationId }) => causationId);
      expect(notices.filter((id) => changes.includes(id)).sort()).toEqual(changes.sort());
      expect(await proven(ledger)).toEqual([true, true]);
    }, 60_000);
  },
);
