import { describe, expect, it } from '@jest/globals';
import { FACTS } from '../../src/domain/catalogue.js';
import { Play } from './playing.js';

/** Kinds that no history of actions states, each with its reason. */
const NOT_BY_ACTIONS: ReadonlySet<string> = new Set([
  // Of the access log, which looking writes.
  'Looked',
  'Denied',
  'UnsealingCounted',
  // Of the access log too: deciding writes them.
  'PolicySetAdopted',
  'AccessDecided',
]);

/** How many histories are played at most; mostly about twenty are enough. */
const HISTORIES = 60;
const STEPS = 300;

describe('Random histories', () => {
  it('reach every kind of fact but those of the access log', async () => {
    const missing = new Set(Object.keys(FACTS).filter((type) => !NOT_BY_ACTIONS.has(type)));
    for (let history = 1; history <= HISTORIES && missing.size > 0; history++) {
      const play = await Play.begin();
      for (let step = 0; step < STEPS; step++) await play.step((history * 104_729 + step * 7_919) | 0);
      await play.settle(64);
      for (const { type } of await play.facts()) missing.delete(type);
    }
    expect([...missing]).toEqual([]);
  }, 300_000);
});
