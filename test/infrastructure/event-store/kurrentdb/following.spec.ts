import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { RecordedFact } from '../../../../src/domain/language/fact.js';
import { openKurrentEventStore } from '../../../../src/infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { ids } from '../../../contract/reading.js';
import { factAt, factsFrom } from '../../../support/facts.js';
import { tooSlow } from '../../../support/streams-messages.js';
import { ANSWER_MILLISECONDS, beforeEachTest, connectionTo, open } from './before.js';

const before = beforeEachTest();

describe('Following', () => {
  it('a subscriber that is dropped as too slow misses nothing and is told nothing twice', async () => {
    await expectFollowed(async (number) => {
      if (number % 3 === 0) before.server.dropSubscriptions(tooSlow());
    });
  });

  it('goes on over cut connections', async () => {
    await expectFollowed(async (number) => {
      if (number % 4 === 1) before.proxy.cut();
    });
  });

  it('goes on when the server was killed and comes back', async () => {
    await expectFollowed(async (number) => {
      if (number % 8 !== 3) return;
      before.server.kill();
      setTimeout(() => void before.server.listen(), 100);
    });
  });

  it('goes on when the server said nothing for a while', async () => {
    await expectFollowed(async (number) => {
      if (number !== 5) return;
      before.proxy.freeze();
      setTimeout(() => before.proxy.thaw(), 3 * ANSWER_MILLISECONDS);
    });
  });

  it('waits for a reader who takes his time, and goes on where a cut left him', async () => {
    for (let at = 0; at < 6_000; at += 500) {
      await before.store.append('facts', 'case-1', at - 1, factsFrom('case-1', at, 500));
    }
    const abort = new AbortController();
    const followed: number[] = [];
    for await (const batch of before.store.follow('facts', 0n, abort.signal)) {
      followed.push(...batch.map(({ revision }) => revision));
      if (followed.length === 2_048) before.proxy.cut();
      if (followed.length >= 6_000) abort.abort();
      await wait(5);
    }
    expect(followed).toEqual(Array.from({ length: 6_000 }, (_, revision) => revision));
  });

  it('takes what others append, and ends its waits with bounds while nobody answers', async () => {
    const other = await open(before, before.server.port);
    const abort = new AbortController();
    const iterator = before.store.follow('facts', 0n, abort.signal)[Symbol.asyncIterator]();
    const first = iterator.next();
    await other.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    expect((await first).value).toHaveLength(1);
    before.proxy.refuse(true);
    const second = iterator.next();
    await other.append('facts', 'case-1', 0, [factAt('case-1', 1)]);
    await wait(500);
    expect(before.store.condition).toMatchObject({ ready: false });
    before.proxy.refuse(false);
    expect((await second).value).toHaveLength(1);
    abort.abort();
  });

  it('begins when the server comes, which need not be there at the start', async () => {
    before.proxy.refuse(true);
    const waits: string[] = [];
    const opening = openKurrentEventStore({
      connectionString: connectionTo(before.proxy.port),
      answerMilliseconds: 100,
      outcomeMilliseconds: 100,
      onWaiting: (reason) => waits.push(reason),
    });
    while (waits.length < 2) await wait(20);
    before.proxy.refuse(false);
    const late = await opening;
    before.opened.push(late);
    expect(late.logId).toBe(before.store.logId);
    expect(waits[0]).toContain('UNAVAILABLE');
  });
});

/** Appends twenty facts one by one to a follower, with something happening before each, and expects each once and in order. */
async function expectFollowed(meanwhile: (number: number) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  const followed: RecordedFact[] = [];
  const following = (async () => {
    for await (const batch of before.store.follow('facts', 0n, abort.signal)) {
      followed.push(...batch);
      if (followed.length >= 20) abort.abort();
    }
  })();
  while (before.server.subscribers === 0) await wait(10);
  for (let number = 0; number < 20; number++) {
    await meanwhile(number);
    await before.store.append('facts', 'case-1', number - 1, [factAt('case-1', number)]);
  }
  await following;
  expect(ids(followed)).toEqual(ids(factsFrom('case-1', 0, 20)));
}
