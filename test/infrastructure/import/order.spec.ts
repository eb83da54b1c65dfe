import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLine } from '../../../src/infrastructure/import/line.js';
import { Ordering, type Touches, touchesOf } from '../../../src/infrastructure/import/order.js';

const things = fc.subarray(['a', 'b', 'c', 'd']).map((some) => new Set(some));
const touches: fc.Arbitrary<Touches> = fc.record({
  looksAt: things,
  changes: things,
  alone: fc.boolean(),
});

const depends = (later: Touches, earlier: Touches): boolean =>
  later.alone ||
  earlier.alone ||
  [...later.changes].some((thing) => earlier.changes.has(thing) || earlier.looksAt.has(thing)) ||
  [...later.looksAt].some((thing) => earlier.changes.has(thing));

describe('The order in which imported lines are done', () => {
  it('a line begins only when every earlier line that it depends on is done, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(touches, fc.nat(3)), { maxLength: 25 }), async (tasks) => {
        const ordering = new Ordering();
        const done = new Set<number>();
        const early: string[] = [];
        await Promise.all(
          tasks.map(([touched, turns], i) =>
            ordering.run(touched, async () => {
              for (let before = 0; before < i; before++) {
                if (!done.has(before) && depends(touched, (tasks[before] as (typeof tasks)[0])[0]))
                  early.push(`${i} before ${before}`);
              }
              for (let turn = 0; turn < turns; turn++) await new Promise((next) => setImmediate(next));
              done.add(i);
            }),
          ),
        );
        expect(early).toEqual([]);
        expect(done.size).toBe(tasks.length);
      }),
    );
  });

  it('lines that share nothing are done at once', async () => {
    const ordering = new Ordering();
    let [running, most] = [0, 0];
    const task = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((next) => setImmediate(next));
      running--;
    };
    const touched = (thing: string): Touches => ({
      looksAt: new Set(['officer']),
      changes: new Set([thing]),
      alone: false,
    });
    await Promise.all(['a', 'b', 'c'].map((thing) => ordering.run(touched(thing), task)));
    expect(most).toBe(3);
  });

  it('what the whole agency depends on is done alone; an id or a name in the body holds back lines with the same', () => {
    const id = '0190c7a0-0000-7000-8000-000000000001';
    const touchesBy = (value: object): Touches => {
      const read = readLine({ bytes: Buffer.from(JSON.stringify(value)) });
      if (read === undefined || 'reason' in read) throw new Error(read?.reason);
      return touchesOf(read);
    };
    const granting = {
      action: 'GrantRole',
      as: id,
      body: { person: { $ref: 'x' }, role: 'front-desk', from: '2026-01-05' },
    };
    expect(touchesBy(granting)).toEqual({ looksAt: new Set([id]), changes: new Set(['$x']), alone: true });
    const person = { name: 'A', contacts: [], permittedChannels: [], revealAgency: true };
    const registering = { action: 'register-person', as: { $ref: 'desk' }, name: 'new', body: person };
    expect(touchesBy(registering)).toEqual({ looksAt: new Set(['$desk']), changes: new Set(['$new']), alone: false });
  });
});
