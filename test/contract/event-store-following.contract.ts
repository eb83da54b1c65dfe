import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore } from '../../src/application/ports.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { factAt, factsFrom } from '../support/facts.js';
import { expectIncreasing, ids } from './reading.js';

/** What following a log promises, over the store that the surrounding suite opens for each test. */
export function followingContract(opened: () => EventStore): void {
  describe('following', () => {
    let store: EventStore;
    beforeEach(() => {
      store = opened();
    });

    it('gives every fact after a position once and in order, whoever appends meanwhile', async () => {
      let run = 0;
      const appends = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 5 })), {
        minLength: 1,
        maxLength: 12,
      });
      const property = fc.asyncProperty(appends, appends, fc.nat(), async (before, meanwhile, middle) => {
        const prefix = `case-${run++}`;
        const startOfRun = await store.head('facts');
        await appendAll(store, prefix, before);
        const present = await store.readAll('facts', startOfRun, 100);
        const after = present[middle % present.length]!.position;
        const expected = before.concat(meanwhile).reduce((sum, [, count]) => sum + count, 0) - 1;

        const following = take(store, after, expected - (middle % present.length));
        await appendAll(store, prefix, meanwhile);
        const followed = await following;
        expect(ids(followed)).toEqual(ids(await store.readAll('facts', after, 1000)));
        expectIncreasing(followed);
      });
      await fc.assert(property, { numRuns: 40 });
    });

    it('gives a log longer than one batch', async () => {
      for (let at = 0; at < 1500; at += 100) {
        await store.append('facts', 'case-1', at - 1, factsFrom('case-1', at, 100));
      }
      const followed = await take(store, 0n, 1500);
      expect(followed.map(({ revision }) => revision)).toEqual(Array.from({ length: 1500 }, (_, index) => index));
    });

    it('hears only the log it follows', async () => {
      const following = take(store, 0n, 1);
      await store.append('access', 'access-1', -1, [factAt('access-1', 0)]);
      await store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
      expect((await following).map(({ stream }) => stream)).toEqual(['case-1']);
    });

    it('ends when it is aborted while it waits, and at once when it was aborted before', async () => {
      await store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
      const abort = new AbortController();
      const iterator = store.follow('facts', 0n, abort.signal)[Symbol.asyncIterator]();
      expect((await iterator.next()).value).toHaveLength(1);
      const next = iterator.next();
      abort.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      for await (const batch of store.follow('facts', 0n, abort.signal)) throw new Error(`${batch.length} facts came`);
    });

    it('ends when the store closes', async () => {
      const iterator = store.follow('facts', 0n, new AbortController().signal)[Symbol.asyncIterator]();
      const next = iterator.next();
      await store.close();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });
}

async function appendAll(
  store: EventStore,
  prefix: string,
  appends: readonly (readonly [stream: number, count: number])[],
): Promise<void> {
  for (const [number, count] of appends) {
    const stream = `${prefix}-${number}`;
    const at = await store.revisionOf('facts', stream);
    await store.append('facts', stream, at, factsFrom(stream, at + 1, count));
  }
}

async function take(store: EventStore, after: bigint, count: number): Promise<readonly RecordedFact[]> {
  const taken: RecordedFact[] = [];
  if (count === 0) return taken;
  const abort = new AbortController();
  for await (const batch of store.follow('facts', after, abort.signal)) {
    taken.push(...batch);
    if (taken.length >= count) abort.abort();
  }
  return taken;
}
