import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventStore, RevisionConflict, StoreClosed, StoreFull } from '../../../src/application/ports.js';
import type { RecordedFact, StoredFact } from '../../../src/domain/language/fact.js';
import {
  type KurrentEventStore,
  openKurrentEventStore,
} from '../../../src/infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { ServerUnreachable } from '../../../src/infrastructure/event-store/kurrentdb/server-fault.js';
import { Sha256Digests } from '../../../src/infrastructure/integrity/digests.js';
import { ids, readWhole, withoutPosition } from '../../contract/reading.js';
import { BreakableProxy } from '../../support/breakable-proxy.js';
import { factAt, factsFrom } from '../../support/facts.js';
import { notLeader, StreamsServer, tooSlow } from '../../support/streams-server.js';

const ANSWER_MILLISECONDS = 300;

let server: StreamsServer;
let proxy: BreakableProxy;
let store: KurrentEventStore;
let opened: (EventStore | StreamsServer | BreakableProxy)[];
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

const connectionTo = (port: number): string => `esdb://127.0.0.1:${port}?tls=false`;

async function open(port: number, more: { readonly outcomeMilliseconds?: number } = {}): Promise<KurrentEventStore> {
  const one = await openKurrentEventStore({
    connectionString: connectionTo(port),
    answerMilliseconds: ANSWER_MILLISECONDS,
    outcomeMilliseconds: 10_000,
    ...more,
  });
  opened.push(one);
  return one;
}

beforeEach(async () => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
  server = await StreamsServer.start();
  proxy = await BreakableProxy.to(server.port);
  opened = [server, proxy];
  store = await open(proxy.port);
});

afterEach(async () => {
  for (const one of opened.reverse()) {
    if (one instanceof StreamsServer) one.kill();
    else await one.close();
  }
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** Facts of the log on the server, without its own and other events. */
const kept = (): readonly string[] =>
  server.kept
    .filter(({ stream }) => stream.startsWith('alliance:'))
    .map(({ stream, revision }) => `${stream} ${revision}`);

/** Appends that the server has decided, but for the one that made the ledger. */
const decided = (): number => server.received.filter(({ stream }) => stream !== 'alliance.about').length;

/** Does something once, at the first append that reaches the server. */
function once<T>(work: () => T): () => T | undefined {
  let done = false;
  return () => {
    if (done) return undefined;
    done = true;
    return work();
  };
}

const never = (): Promise<never> => new Promise(() => {});

describe('An append whose outcome is unknown', () => {
  const expectWritten = async (appending: Promise<unknown>, facts: readonly StoredFact[]): Promise<void> => {
    expect(await appending).toMatchObject({ revision: facts.length - 1 });
    const read = await store.readStream('facts', 'case-1');
    expect(read.map(withoutPosition)).toEqual(facts);
    expect(await appending).toMatchObject({ position: read.at(-1)?.position });
    expect(kept()).toEqual(facts.map(({ revision }) => `alliance:case-1 ${revision}`));
  };
  const facts = factsFrom('case-1', 0, 4);

  it('is done when the connection was cut before it was written', async () => {
    server.faults.beforeCommit = once(() => {
      proxy.cut();
      return 0;
    });
    server.faults.insteadOfCommit = once(() => ({ error: 'the connection is gone' }));
    await expectWritten(store.append('facts', 'case-1', -1, facts), facts);
  });

  it('is found done, and not done twice, when the connection was cut after it was written', async () => {
    server.faults.afterCommit = () => {
      proxy.cut();
      return true;
    };
    await expectWritten(store.append('facts', 'case-1', -1, facts), facts);
    expect(decided()).toBe(1);
  });

  it('is found done when the answer comes too late', async () => {
    server.faults.afterCommit = async () => {
      await wait(2 * ANSWER_MILLISECONDS);
      return false;
    };
    await expectWritten(store.append('facts', 'case-1', -1, facts), facts);
  });

  it('is done once when the server was frozen, and did it later all the same', async () => {
    await store.append('facts', 'case-0', -1, [factAt('case-0', 0)]);
    proxy.freeze();
    const appending = store.append('facts', 'case-1', -1, facts);
    await wait(2 * ANSWER_MILLISECONDS);
    proxy.thaw();
    await appending;
    expect(kept()).toEqual(['alliance:case-0 0', ...facts.map(({ revision }) => `alliance:case-1 ${revision}`)]);
  });

  it('is finished where a server kept half of it', async () => {
    server.faults.beforeCommit = once(() => 2);
    server.faults.afterCommit = () => decided() === 1;
    await expectWritten(store.append('facts', 'case-1', -1, facts), facts);
  });

  it('is a conflict when somebody else was there meanwhile', async () => {
    const rival = await open(server.port);
    const theirs = factAt('case-1', 0, { id: 'b0c3a1c8-4a0b-4c59-8b9e-0a4f4f4d2a11', digest: 'f'.repeat(64) });
    server.faults.beforeCommit = once(async () => {
      proxy.cut();
      await rival.append('facts', 'case-1', -1, [theirs]);
      return undefined;
    }) as NonNullable<StreamsServer['faults']['beforeCommit']>;
    const appending = store.append('facts', 'case-1', -1, facts);
    await expect(appending).rejects.toMatchObject({ constructor: RevisionConflict, actual: 0 });
    expect((await store.readStream('facts', 'case-1')).map(withoutPosition)).toEqual([theirs]);
  });

  it('stays unknown when the server stays away, and the store says that it is not ready; later it is as it then is', async () => {
    const hasty = await open(proxy.port, { outcomeMilliseconds: 500 });
    expect(hasty.condition).toEqual({ ready: true });
    proxy.refuse(true);
    await expect(hasty.append('facts', 'case-1', -1, facts)).rejects.toBeInstanceOf(ServerUnreachable);
    expect(hasty.condition).toMatchObject({ ready: false });
    proxy.refuse(false);
    expect(await hasty.append('facts', 'case-1', -1, facts)).toMatchObject({ revision: 3 });
    expect(hasty.condition).toEqual({ ready: true });
    expect(kept()).toHaveLength(4);
  });

  it('neither loses nor doubles a fact, whatever goes wrong', async () => {
    const wrong = fc.constantFrom('nothing', 'cut before', 'cut after', 'late', 'half', 'no answer', 'double answer');
    let run = 0;
    const property = fc.asyncProperty(fc.array(wrong, { minLength: 1, maxLength: 6 }), async (faults) => {
      const stream = `case-r${run++}`;
      for (const [index, fault] of faults.entries()) {
        server.faults = faultsFor(fault);
        const own = factsFrom(stream, index * 3, 3);
        expect(await store.append('facts', stream, index * 3 - 1, own)).toMatchObject({ revision: index * 3 + 2 });
      }
      server.faults = {};
      expect((await store.readStream('facts', stream)).map(withoutPosition)).toEqual(
        factsFrom(stream, 0, faults.length * 3),
      );
    });
    await fc.assert(property, { numRuns: 15 });
  });

  function faultsFor(fault: string): StreamsServer['faults'] {
    const first = once(() => true);
    switch (fault) {
      case 'cut before':
        return {
          insteadOfCommit: once(() => {
            proxy.cut();
            return { error: 'gone' };
          }),
        };
      case 'cut after':
        return {
          afterCommit: () => {
            if (first() !== true) return false;
            proxy.cut();
            return true;
          },
        };
      case 'late':
        return {
          afterCommit: async () => {
            if (first() === true) await wait(1.5 * ANSWER_MILLISECONDS);
            return false;
          },
        };
      case 'half':
        return { beforeCommit: once(() => 1), afterCommit: () => first() === true };
      case 'no answer':
        return { afterCommit: () => first() === true };
      case 'double answer':
        return { answers: 2 };
      default:
        return {};
    }
  }
});

describe('An append', () => {
  it('is a conflict when facts of the same ids are there, with the same data or other, in this process or after a restart', async () => {
    const fact = factAt('case-1', 0);
    const other = { ...fact, open: { changed: true }, digest: 'e'.repeat(64) };
    await store.append('facts', 'case-1', -1, [fact]);
    const restarted = await open(server.port);
    for (const [writer, again] of [
      [store, fact],
      [store, other],
      [restarted, fact],
      [restarted, other],
    ] as const) {
      const refused = writer.append('facts', 'case-1', -1, [again]);
      await expect(refused).rejects.toMatchObject({ constructor: RevisionConflict, actual: 0 });
    }
    expect((await store.readStream('facts', 'case-1')).map(withoutPosition)).toEqual([fact]);
  });

  it('tells a conflict by its type: an error of another kind with the same words is none', async () => {
    server.faults.insteadOfCommit = once(() => ({ error: 'WrongExpectedVersion: expected -1, is 7' }));
    expect(await store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
    const refused = store.append('facts', 'case-1', 6, [factAt('case-1', 7)]);
    await expect(refused).rejects.toMatchObject({ constructor: RevisionConflict, actual: 0, expected: 6 });
  });

  it('that is larger than the server takes is refused for want of room, and nothing of it is there', async () => {
    server.faults.maxAppendSize = 10_000;
    const large = factAt('case-1', 1, { open: { text: 'x'.repeat(10_000) } });
    await expect(store.append('facts', 'case-1', -1, [factAt('case-1', 0), large])).rejects.toBeInstanceOf(StoreFull);
    expect(await store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
  });

  it('of more than one message arrives whole', async () => {
    server.faults.maxAppendSize = 17_000_000;
    const facts = factsFrom('case-1', 0, 8).map((fact) => ({ ...fact, open: { text: 'x'.repeat(300_000) } }));
    await store.append('facts', 'case-1', -1, facts);
    expect((await store.readStream('facts', 'case-1')).map(withoutPosition)).toEqual(facts);
    expect(decided()).toBe(1);
  });

  it('goes to the leader that the server names', async () => {
    const leader = await StreamsServer.start();
    opened.push(leader);
    server.faults.beforeCommit = () => {
      throw notLeader('127.0.0.1', leader.port);
    };
    expect(await store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
    expect(leader.received).toHaveLength(1);
    expect(ids(await store.readStream('facts', 'case-1'))).toEqual([factAt('case-1', 0).id]);
  });

  it('keeps digests bit for bit', async () => {
    const digests = new Sha256Digests();
    const open = {
      text: 'Zoë \u0000 \ud83d\ude00 "\\ \u2028',
      cents: -1,
      ['__proto__']: { nested: [null, true, 2 ** 53 - 1] },
    };
    const {
      payloadDigest: _payload,
      digest: _digest,
      ...fact
    } = factAt('case-1', 0, {
      open,
      restsOn: [],
      local: { wall: '2025-03-10T10:00', zone: 'America/Toronto' },
    });
    const complete = digests.complete(fact);
    await store.append('facts', 'case-1', -1, [complete]);
    const [read] = await store.readStream('facts', 'case-1');
    expect(digests.agree(withoutPosition(read!))).toBe(true);
    expect(read?.digest).toBe(complete.digest);
  });

  it('shows in the server’s own pages what is open, with correlation and causation as its tools know them', async () => {
    const fact = factAt('case-1', 0);
    await store.append('facts', 'case-1', -1, [fact]);
    await store.append('access', 'access-1', -1, [factAt('access-1', 0, { type: 'Looked' })]);
    const [seen, look] = server.kept.filter(({ stream }) => /^alliance[.:]/.test(stream) && !stream.endsWith('about'));
    expect(seen).toMatchObject({ stream: 'alliance:case-1', type: 'SessionBooked', contentType: 'application/json' });
    expect(JSON.parse(Buffer.from(seen!.data).toString())).toEqual(fact.open);
    expect(JSON.parse(Buffer.from(seen!.metadata).toString())).toMatchObject({
      $correlationId: fact.correlationId,
      $causationId: fact.causationId,
      id: fact.id,
      digest: fact.digest,
      actor: fact.actor,
    });
    expect(look).toMatchObject({ stream: 'alliance.access:access-1', type: 'Looked' });
  });
});

describe('What the client would do wrong', () => {
  it('a server that dies takes no append to another server of the process with it', async () => {
    const dying = await StreamsServer.start();
    opened.push(dying);
    const lost = await open(dying.port, { outcomeMilliseconds: 500 });
    let answer: () => void = () => {};
    server.faults.afterCommit = () => new Promise((resolve) => (answer = () => resolve(false)));
    dying.faults.beforeCommit = never;
    const healthy = store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    const dead = lost.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    await wait(50);
    dying.kill();
    answer();
    server.faults = {};
    expect(await healthy).toMatchObject({ revision: 0 });
    await expect(dead).rejects.toBeInstanceOf(ServerUnreachable);
    expect(await store.append('facts', 'case-1', 0, [factAt('case-1', 1)])).toMatchObject({ revision: 1 });
  });

  it('an id that is no UUID is kept, an empty type is refused here, and a second answer is let go', async () => {
    server.faults.answers = 2;
    const odd = factAt('case-1', 0, { id: 'writer-1' });
    await store.append('facts', 'case-1', -1, [odd]);
    const nameless = store.append('facts', 'case-1', 0, [factAt('case-1', 1, { type: '' })]);
    await expect(nameless).rejects.toThrow('without a type');
    await store.append('facts', 'case-1', 0, [factAt('case-1', 1)]);
    expect(ids(await store.readStream('facts', 'case-1'))).toEqual(['writer-1', factAt('case-1', 1).id]);
    expect(decided()).toBe(2);
  });

  it.each([
    ['nothing at all', undefined],
    ['a bigint', { cents: 1n }],
  ])('what JSON cannot carry (%s) is refused at once, and the next append goes through', async (_what, open) => {
    const unfit = factAt('case-1', 0, { open: open as unknown as Readonly<Record<string, unknown>> });
    await expect(store.append('facts', 'case-1', -1, [unfit])).rejects.toBeInstanceOf(TypeError);
    expect(await store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
  });

  it('an append to a frozen server ends in time, over a new connection', async () => {
    await store.append('facts', 'case-0', -1, [factAt('case-0', 0)]);
    const connections = proxy.connections;
    proxy.freeze();
    const began = performance.now();
    const appending = store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    while (proxy.connections === connections) await wait(20);
    expect(performance.now() - began).toBeLessThan(20 * ANSWER_MILLISECONDS);
    expect(store.condition).toMatchObject({ ready: false });
    proxy.thaw();
    expect(await appending).toMatchObject({ revision: 0 });
    expect(store.condition).toEqual({ ready: true });
  });

  it('a read from a frozen server ends in time', async () => {
    const hasty = await open(proxy.port, { outcomeMilliseconds: 500 });
    proxy.freeze();
    await expect(hasty.readStream('facts', 'case-1')).rejects.toBeInstanceOf(ServerUnreachable);
    await expect(hasty.head('facts')).rejects.toBeInstanceOf(ServerUnreachable);
    proxy.thaw();
  });

  it('closing ends, although somebody left off following and a read was under way', async () => {
    await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 3));
    for await (const batch of store.follow('facts', 0n, new AbortController().signal)) {
      expect(batch).toHaveLength(3);
      break;
    }
    server.faults.beforeRead = never;
    const reading = store.readStream('facts', 'case-1');
    await store.close();
    await expect(reading).rejects.toBeInstanceOf(StoreClosed);
  });

  it('a position at which nothing begins, and one of another log, are read on from', async () => {
    await store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
    await store.append('access', 'access-1', -1, [factAt('access-1', 0)]);
    await store.append('facts', 'case-1', 1, factsFrom('case-1', 2, 2));
    const [first, second, third] = await readWhole(store, 'facts', 9);
    const look = await store.head('access');
    const revisionsAfter = async (position: bigint) =>
      (await store.readAll('facts', position, 9)).map(({ revision }) => revision);
    expect(await revisionsAfter(first!.position + 1n)).toEqual([1, 2, 3]);
    expect(await revisionsAfter(second!.position - 1n)).toEqual([1, 2, 3]);
    expect(await revisionsAfter(1n)).toEqual([0, 1, 2, 3]);
    expect(await revisionsAfter(look)).toEqual([2, 3]);
    expect(await revisionsAfter(third!.position + 10n ** 9n)).toEqual([]);
  });

  it('a subscriber that is dropped as too slow misses nothing and is told nothing twice', async () => {
    await expectFollowed(async (number) => {
      if (number % 3 === 0) server.dropSubscriptions(tooSlow());
    });
  });
});

describe('Following', () => {
  it('goes on over cut connections', async () => {
    await expectFollowed(async (number) => {
      if (number % 4 === 1) proxy.cut();
    });
  });

  it('goes on when the server was killed and comes back', async () => {
    await expectFollowed(async (number) => {
      if (number % 8 !== 3) return;
      server.kill();
      setTimeout(() => void server.listen(), 100);
    });
  });

  it('goes on when the server said nothing for a while', async () => {
    await expectFollowed(async (number) => {
      if (number !== 5) return;
      proxy.freeze();
      setTimeout(() => proxy.thaw(), 3 * ANSWER_MILLISECONDS);
    });
  });

  it('waits for a reader who takes his time, and goes on where a cut left him', async () => {
    for (let at = 0; at < 6_000; at += 500) {
      await store.append('facts', 'case-1', at - 1, factsFrom('case-1', at, 500));
    }
    const abort = new AbortController();
    const followed: number[] = [];
    for await (const batch of store.follow('facts', 0n, abort.signal)) {
      followed.push(...batch.map(({ revision }) => revision));
      if (followed.length === 2_048) proxy.cut();
      if (followed.length >= 6_000) abort.abort();
      await wait(5);
    }
    expect(followed).toEqual(Array.from({ length: 6_000 }, (_, revision) => revision));
  });

  it('takes what others append, and ends its waits with bounds while nobody answers', async () => {
    const other = await open(server.port);
    const abort = new AbortController();
    const iterator = store.follow('facts', 0n, abort.signal)[Symbol.asyncIterator]();
    const first = iterator.next();
    await other.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    expect((await first).value).toHaveLength(1);
    proxy.refuse(true);
    const second = iterator.next();
    await other.append('facts', 'case-1', 0, [factAt('case-1', 1)]);
    await wait(500);
    expect(store.condition).toMatchObject({ ready: false });
    proxy.refuse(false);
    expect((await second).value).toHaveLength(1);
    abort.abort();
  });

  it('begins when the server comes, which need not be there at the start', async () => {
    proxy.refuse(true);
    const waits: string[] = [];
    const opening = openKurrentEventStore({
      connectionString: connectionTo(proxy.port),
      answerMilliseconds: 100,
      outcomeMilliseconds: 100,
      onWaiting: (reason) => waits.push(reason),
    });
    while (waits.length < 2) await wait(20);
    proxy.refuse(false);
    const late = await opening;
    opened.push(late);
    expect(late.logId).toBe(store.logId);
    expect(waits[0]).toContain('UNAVAILABLE');
  });
});

describe('Opening', () => {
  it('gives one log id to all who open a ledger, and another to another ledger of the server', async () => {
    const ledger = { connectionString: connectionTo(server.port), ledger: 'fresh' };
    const stores = await Promise.all([1, 2, 3].map(() => openKurrentEventStore(ledger)));
    opened.push(...stores);
    expect(new Set(stores.map(({ logId }) => logId)).size).toBe(1);
    expect(stores[0]?.logId).not.toBe(store.logId);
    await stores[0]?.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    expect(await store.readAll('facts', 0n, 9)).toEqual([]);
    expect(await stores[1]?.readAll('facts', 0n, 9)).toHaveLength(1);
  });

  it('fails at once for another log, a name that is none, or a connection string that is none', async () => {
    const connectionString = connectionTo(server.port);
    await expect(openKurrentEventStore({ connectionString, logId: 'other' })).rejects.toThrow('keeps log');
    await expect(openKurrentEventStore({ connectionString, ledger: 'a-b' })).rejects.toBeInstanceOf(RangeError);
    await expect(openKurrentEventStore({ connectionString: 'postgres://x' })).rejects.toThrow('expected esdb');
  });

  it('stops waiting for a server when it is told to', async () => {
    const abort = new AbortController();
    const opening = openKurrentEventStore({
      connectionString: connectionTo(1),
      outcomeMilliseconds: 100,
      signal: abort.signal,
      onWaiting: () => abort.abort(),
    });
    await expect(opening).rejects.toThrow();
  });
});

/** Appends twenty facts one by one to a follower, with something done before each, and expects each once and in order. */
async function expectFollowed(before: (number: number) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  const followed: RecordedFact[] = [];
  const following = (async () => {
    for await (const batch of store.follow('facts', 0n, abort.signal)) {
      followed.push(...batch);
      if (followed.length >= 20) abort.abort();
    }
  })();
  while (server.subscribers === 0) await wait(10);
  for (let number = 0; number < 20; number++) {
    await before(number);
    await store.append('facts', 'case-1', number - 1, [factAt('case-1', number)]);
  }
  await following;
  expect(ids(followed)).toEqual(ids(factsFrom('case-1', 0, 20)));
}
