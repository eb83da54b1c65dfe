import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { StoreClosed } from '../../../../src/application/ports.js';
import { ServerUnreachable } from '../../../../src/infrastructure/event-store/kurrentdb/server-fault.js';
import { ids, readWhole } from '../../../contract/reading.js';
import { factAt, factsFrom } from '../../../support/facts.js';
import { StreamsServer } from '../../../support/streams-server.js';
import { ANSWER_MILLISECONDS, beforeEachTest, decided, never, open } from './before.js';

const before = beforeEachTest();

describe('What the client would do wrong', () => {
  it('a server that dies takes no append to another server of the process with it', async () => {
    const dying = await StreamsServer.start();
    before.opened.push(dying);
    const lost = await open(before, dying.port, { outcomeMilliseconds: 500 });
    let answer: () => void = () => {};
    before.server.faults.afterCommit = () => new Promise((resolve) => (answer = () => resolve(false)));
    dying.faults.beforeCommit = never;
    const healthy = before.store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    const dead = lost.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    await wait(50);
    dying.kill();
    answer();
    before.server.faults = {};
    expect(await healthy).toMatchObject({ revision: 0 });
    await expect(dead).rejects.toBeInstanceOf(ServerUnreachable);
    expect(await before.store.append('facts', 'case-1', 0, [factAt('case-1', 1)])).toMatchObject({ revision: 1 });
  });

  it('an id that is no UUID is kept, an empty type is refused here, and a second answer is let go', async () => {
    before.server.faults.answers = 2;
    const odd = factAt('case-1', 0, { id: 'writer-1' });
    await before.store.append('facts', 'case-1', -1, [odd]);
    const nameless = before.store.append('facts', 'case-1', 0, [factAt('case-1', 1, { type: '' })]);
    await expect(nameless).rejects.toThrow('without a type');
    await before.store.append('facts', 'case-1', 0, [factAt('case-1', 1)]);
    expect(ids(await before.store.readStream('facts', 'case-1'))).toEqual(['writer-1', factAt('case-1', 1).id]);
    expect(decided(before)).toBe(2);
  });

  it.each([
    ['nothing at all', undefined],
    ['a bigint', { cents: 1n }],
  ])('what JSON cannot carry (%s) is refused at once, and the next append goes through', async (_what, open) => {
    const unfit = factAt('case-1', 0, { open: open as unknown as Readonly<Record<string, unknown>> });
    await expect(before.store.append('facts', 'case-1', -1, [unfit])).rejects.toBeInstanceOf(TypeError);
    expect(await before.store.append('facts', 'case-1', -1, [factAt('case-1', 0)])).toMatchObject({ revision: 0 });
  });

  it('an append to a frozen server ends in time, over a new connection', async () => {
    await before.store.append('facts', 'case-0', -1, [factAt('case-0', 0)]);
    const connections = before.proxy.connections;
    before.proxy.freeze();
    const began = performance.now();
    const appending = before.store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    while (before.proxy.connections === connections) await wait(20);
    expect(performance.now() - began).toBeLessThan(20 * ANSWER_MILLISECONDS);
    expect(before.store.condition).toMatchObject({ ready: false });
    before.proxy.thaw();
    expect(await appending).toMatchObject({ revision: 0 });
    expect(before.store.condition).toEqual({ ready: true });
  });

  it('a read from a frozen server ends in time', async () => {
    const hasty = await open(before, before.proxy.port, { outcomeMilliseconds: 500 });
    before.proxy.freeze();
    await expect(hasty.readStream('facts', 'case-1')).rejects.toBeInstanceOf(ServerUnreachable);
    await expect(hasty.head('facts')).rejects.toBeInstanceOf(ServerUnreachable);
    before.proxy.thaw();
  });

  it('closing ends, although somebody left off following and a read was under way', async () => {
    await before.store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 3));
    for await (const batch of before.store.follow('facts', 0n, new AbortController().signal)) {
      expect(batch).toHaveLength(3);
      break;
    }
    before.server.faults.beforeRead = never;
    const reading = before.store.readStream('facts', 'case-1');
    await before.store.close();
    await expect(reading).rejects.toBeInstanceOf(StoreClosed);
  });

  it('a position at which nothing begins, and one of another log, are read on from', async () => {
    await before.store.append('facts', 'case-1', -1, factsFrom('case-1', 0, 2));
    await before.store.append('access', 'access-1', -1, [factAt('access-1', 0)]);
    await before.store.append('facts', 'case-1', 1, factsFrom('case-1', 2, 2));
    const [first, second, third] = await readWhole(before.store, 'facts', 9);
    const look = await before.store.head('access');
    const revisionsAfter = async (position: bigint) =>
      (await before.store.readAll('facts', position, 9)).map(({ revision }) => revision);
    expect(await revisionsAfter(first!.position + 1n)).toEqual([1, 2, 3]);
    expect(await revisionsAfter(second!.position - 1n)).toEqual([1, 2, 3]);
    expect(await revisionsAfter(1n)).toEqual([0, 1, 2, 3]);
    expect(await revisionsAfter(look)).toEqual([2, 3]);
    expect(await revisionsAfter(third!.position + 10n ** 9n)).toEqual([]);
  });
});
