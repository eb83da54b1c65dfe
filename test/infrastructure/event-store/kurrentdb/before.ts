import { afterEach, beforeEach, expect } from '@jest/globals';
import type { EventStore } from '../../../../src/application/ports.js';
import {
  type KurrentEventStore,
  openKurrentEventStore,
} from '../../../../src/infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { BreakableProxy } from '../../../support/breakable-proxy.js';
import { StreamsServer } from '../../../support/streams-server.js';

/** How long a store of these tests waits for one answer. */
export const ANSWER_MILLISECONDS = 300;

/** How a server of this machine is named. */
export const connectionTo = (port: number): string => `esdb://127.0.0.1:${port}?tls=false`;

/** What a test of this adapter has before it: a server, a way to it that breaks, and a store at the end of that way. */
export interface Before {
  server: StreamsServer;
  proxy: BreakableProxy;
  store: KurrentEventStore;
  /** Everything to be closed after the test, in order of opening. */
  opened: (EventStore | StreamsServer | BreakableProxy)[];
}

/** Opens another store, closed after the test. */
export async function open(
  before: Before,
  port: number,
  more: { readonly outcomeMilliseconds?: number } = {},
): Promise<KurrentEventStore> {
  const store = await openKurrentEventStore({
    connectionString: connectionTo(port),
    answerMilliseconds: ANSWER_MILLISECONDS,
    outcomeMilliseconds: 10_000,
    ...more,
  });
  before.opened.push(store);
  return store;
}

/** Makes all that before each test, and after it closes everything and expects that no promise failed unheard. */
export function beforeEachTest(): Before {
  const before = {} as Before;
  const unheard: unknown[] = [];
  const note = (reason: unknown): void => void unheard.push(reason);
  beforeEach(async () => {
    unheard.length = 0;
    process.on('unhandledRejection', note);
    before.server = await StreamsServer.start();
    before.proxy = await BreakableProxy.to(before.server.port);
    before.opened = [before.server, before.proxy];
    before.store = await open(before, before.proxy.port);
  });
  afterEach(async () => {
    for (const one of before.opened.reverse()) {
      if (one instanceof StreamsServer) one.kill();
      else await one.close();
    }
    process.off('unhandledRejection', note);
    expect(unheard).toEqual([]);
  });
  return before;
}

/** Facts of the log on the server, without its own and other events. */
export const kept = ({ server }: Before): readonly string[] =>
  server.kept
    .filter(({ stream }) => stream.startsWith('alliance:'))
    .map(({ stream, revision }) => `${stream} ${revision}`);

/** Appends that the server has decided, but for the one that made the ledger. */
export const decided = ({ server }: Before): number =>
  server.received.filter(({ stream }) => stream !== 'alliance.about').length;

/** Does something the first time it is asked to. */
export function once<T>(work: () => T): () => T | undefined {
  let done = false;
  return () => {
    if (done) return undefined;
    done = true;
    return work();
  };
}

/** What never comes. */
export const never = (): Promise<never> => new Promise(() => {});
