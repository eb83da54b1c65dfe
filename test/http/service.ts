import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { SYSTEM } from '../../src/application/access/relations.js';
import type { Receipt } from '../../src/application/kernel/outcome.js';
import { PerformAction } from '../../src/application/perform-action.js';
import type { EventStore } from '../../src/application/ports.js';
import { prepareLedger } from '../../src/compose.js';
import { configurationFrom } from '../../src/configuration.js';
import {
  DEVELOPMENT_ISSUER,
  type DevelopmentIssuer,
  openDevelopmentIssuer,
} from '../../src/infrastructure/auth/development-issuer.js';
import { signInId } from '../../src/infrastructure/auth/doorkeeper.js';
import { openKurrentEventStore } from '../../src/infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { openLog } from '../../src/infrastructure/http/log.js';
import { MovableClock } from '../../src/infrastructure/time/clocks.js';
import type { Ledger } from '../../src/ledger.js';
import { type Service, serve } from '../../src/main.js';
import { agency } from '../support/application.js';

export type Agency = Awaited<ReturnType<typeof agency>>;

/** What an answer holds, its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at piece by piece
  readonly json: any;
}

/** A service on a store and a port of its own, with an agency in it and a way to ask as somebody. */
export interface Running {
  readonly url: string;
  readonly directory: string;
  readonly ledger: Ledger;
  readonly clock: MovableClock;
  readonly issuer: DevelopmentIssuer;
  readonly people: Agency;
  /** Everything that was logged. */
  readonly logged: () => string;
  /** Links a sign-in to a person and returns a token for it. */
  readonly tokenFor: (person: string, subject?: string) => Promise<string>;
  readonly ask: (method: string, path: string, asked?: Asked) => Promise<Answer>;
  /** Performs an action that must be accepted. */
  readonly act: (name: string, body: object, token: string, headers?: Record<string, string>) => Promise<Receipt>;
  /** Stops the service and leaves its files. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
}

/** With `ALLIANCE_KURRENTDB_URL` set, facts are kept on that server, by every service in a ledger of its own. */
export function storeOnServer(): { readonly openStore?: () => Promise<EventStore> } {
  const { ALLIANCE_KURRENTDB_URL: connectionString } = process.env;
  if (!connectionString) return {};
  return { openStore: () => openKurrentEventStore({ connectionString, ledger: freshLedger() }) };
}

/** Name of a ledger that no server has yet. */
const freshLedger = (): string => `http_${randomUUID().replaceAll('-', '')}`;

/** Starts the service on an empty data directory. */
export async function running(
  at = '2026-01-05T15:00:00.000Z',
  opening: { readonly maxLogBytes?: number } = {},
): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'alliance-http-'));
  const configuration = configurationFrom({ ALLIANCE_DATA: directory, ALLIANCE_PORT: '0' });
  prepareLedger(configuration);
  const clock = new MovableClock(at, false);
  const lines: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const service: Service = await serve(configuration, {
    projecting: 'here',
    clock,
    // A log that may grow only so far is the embedded one.
    ...(opening.maxLogBytes === undefined && storeOnServer()),
    ...opening,
    log: openLog('debug', to),
    say: () => {},
  });
  const { ledger, url } = service;
  const act: Parameters<typeof agency>[0]['act'] = (name, body, person = SYSTEM, more = {}) =>
    ledger.perform(new PerformAction(name, body, person, more));
  const people = await agency({ act } as never);
  await ledger.settle();
  const { issuer } = configuration;
  if (issuer.kind !== 'development') throw new Error('the development issuer is expected');
  const signer = await openDevelopmentIssuer(issuer.file, 'development', clock);
  const ask = async (method: string, path: string, asked: Asked = {}): Promise<Answer> => {
    const { token, body, raw, headers } = asked;
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...((body !== undefined || raw !== undefined) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw !== undefined ? { body: raw as never } : body !== undefined ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  return {
    url,
    directory,
    ledger,
    clock,
    issuer: signer,
    people,
    logged: () => lines.join(''),
    tokenFor: async (person, subject = `subject of ${person}`) => {
      const signIn = signInId(ledger.performing.ids, DEVELOPMENT_ISSUER, subject);
      const linked = await act('LinkSignIn', { signIn, person, proof: 'development' });
      if (linked.kind !== 'accepted') throw new Error(`not linked: ${linked.kind}`);
      return signer.sign(subject, 86_400);
    },
    ask,
    act: async (name, body, token, headers = {}) => {
      const answer = await ask('POST', `/actions/${name}`, { body, token, headers });
      if (answer.status !== 201) throw new Error(`not done: ${answer.text}`);
      return answer.json;
    },
    stop: () => service.close(),
    close: async () => {
      await service.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
