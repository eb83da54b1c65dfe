import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ViewStore } from '../../src/application/ports.js';
import { projectAsOf } from '../../src/application/projecting/as-of.js';
import { openMemoryViewStore } from '../../src/application/projecting/memory-view-store.js';
import { Projector } from '../../src/application/projecting/projector.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { standing } from '../../src/domain/language/mistakes.js';
import { chainLink } from '../../src/infrastructure/projector/chain.js';
import { openSqliteViewStore } from '../../src/infrastructure/view-store/sqlite-view-store.js';
import type { ViewDefinition } from '../../src/projections/view.js';
import { allRows, historyOf, ledger, logOf, names, notes, type Step } from '../support/views.js';

const VIEWS = [notes, ledger, names];

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    stream: fc.constantFrom('case-1', 'case-2', 'therapist-1'),
    type: fc.constantFrom('Noted', 'Noted', 'Renamed', 'Charged', 'Removed', 'EnteredInError', 'Superseded'),
    key: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('x', 'y', 'z'),
    cents: fc.nat(5),
    strikes: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 30 },
);

const open = (store: ViewStore, log: readonly RecordedFact[], views: readonly ViewDefinition[] = VIEWS) =>
  Projector.open({ views, store, history: historyOf(log), link: chainLink });

/** Applies a log in batches of the sizes given, over and over; a new projector for each batch, as after a restart. */
async function project(log: readonly RecordedFact[], sizes: readonly number[], store: ViewStore): Promise<ViewStore> {
  let [at, after, turn] = [0, 0n, 0];
  while (at < log.length) {
    const batch = log.slice(at, at + (sizes[turn++ % sizes.length] ?? 1));
    await (await open(store, log)).apply(after, batch);
    at += batch.length;
    after = batch.at(-1)?.position ?? after;
  }
  return store;
}

const memory = () => openMemoryViewStore(VIEWS);
const sqlite = () => openSqliteViewStore({ file: ':memory:', views: VIEWS, logId: 'test' });
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

describe('Projecting', () => {
  it('gives the same rows and checkpoints fact by fact, in any batches, and in any store', async () => {
    await fc.assert(
      fc.asyncProperty(steps, sizes, async (said, cut) => {
        const log = logOf(said);
        const one = await project(log, [1], memory());
        for (const other of [await project(log, cut, memory()), await project(log, cut, sqlite())]) {
          expect(await allRows(other, VIEWS)).toEqual(await allRows(one, VIEWS));
          expect(new Set(await other.checkpoints())).toEqual(new Set(await one.checkpoints()));
          await other.close();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives for any prefix what a fresh projection of that prefix gives, and time travel to it the same', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(30), sizes, async (said, length, cut) => {
        const log = logOf(said);
        const prefix = log.slice(0, length);
        const store = await project(prefix, cut, memory());
        const fresh = await project(prefix, [prefix.length + 1], memory());
        expect(await allRows(store, VIEWS)).toEqual(await allRows(fresh, VIEWS));
        const knownAt = prefix.at(-1)?.position ?? 0n;
        for (const view of VIEWS) {
          const then = await projectAsOf(log, view, { knownAt });
          expect(await allRows(then, [view])).toEqual(await allRows(store, [view]));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('R9: entering facts in error gives what the history without them gives', async () => {
    await fc.assert(
      fc.asyncProperty(steps, sizes, async (said, cut) => {
        const log = logOf(said);
        const streams = [...new Set(log.map(({ stream }) => stream))];
        const stands = new Set(streams.flatMap((s) => standing(log.filter((f) => f.stream === s))).map(({ id }) => id));
        // Without strikes there is nothing to strike, so the fact of striking goes too; it puts no row.
        const without = log
          .filter((f) => stands.has(f.id) && f.type !== 'EnteredInError')
          .map(({ supersedes: _, ...fact }) => fact as RecordedFact);
        const struck = await project(log, cut, memory());
        const plain = await project(without, [1], memory());
        expect(await allRows(struck, [notes, names])).toEqual(await allRows(plain, [notes, names]));
      }),
      { numRuns: 150 },
    );
  });

  it('R9: a view that keeps struck facts marks them with what struck them, and a strike struck restores', async () => {
    const log = logOf([
      { stream: 'case-1', type: 'Noted', key: 'a' },
      { stream: 'case-1', type: 'Charged', key: 'a', cents: 900 },
      { stream: 'case-1', type: 'EnteredInError', strikes: 1 },
      { stream: 'case-1', type: 'EnteredInError', strikes: 3 },
      { stream: 'case-1', type: 'EnteredInError', strikes: 1 },
    ]);
    const rowsAfter = async (count: number) =>
      (await (await project(log.slice(0, count), [2], memory())).read(ledger.name)).rows.map((r) => [
        r['cents'],
        r['struckBy'],
      ]);
    expect(await rowsAfter(2)).toEqual([[900, null]]);
    expect(await rowsAfter(3)).toEqual([[1, null]]);
    expect(await rowsAfter(4)).toEqual([[1, log[3]?.id]]);
    expect(await rowsAfter(5)).toEqual([[1, null]]);
  });

  it('stops a view at the fact that it cannot take, visibly, while the others go on', async () => {
    const log = logOf([
      { stream: 'case-1', type: 'Noted', key: 'a' },
      { stream: 'case-1', type: 'Unfit' },
      { stream: 'case-1', type: 'Noted', key: 'b' },
      { stream: 'case-1', type: 'EnteredInError', strikes: 2 },
    ]);
    const stopped = { position: log[1]?.position, type: 'Unfit', reason: 'Error: it does not fit' };
    for (const cut of [[1], [4], [3, 1]]) {
      const store = memory();
      const projector = await open(store, log);
      let after = 0n;
      for (let at = 0; at < log.length; ) {
        const batch = log.slice(at, at + (cut.shift() ?? 1));
        await projector.apply(after, batch);
        at += batch.length;
        after = batch.at(-1)?.position ?? after;
      }
      const checkpoints = new Map((await store.checkpoints()).map((c) => [c.view, c]));
      expect(checkpoints.get('notes')).toMatchObject({ position: log[0]?.position, facts: 1, stopped });
      expect(checkpoints.get('names')).toMatchObject({ position: log[3]?.position, facts: 4 });
      expect((await store.read('notes')).rows.map(({ key }) => key)).toEqual(['a']);
      expect((await store.read('names')).rows.map(({ key }) => key)).toEqual(['a', 'b']);
    }
  });

  it('tries a stopped view again after a restart and lets it meet the others', async () => {
    const log = logOf([
      { stream: 'case-1', type: 'Noted', key: 'a' },
      { stream: 'case-1', type: 'Unfit' },
      { stream: 'case-1', type: 'Noted', key: 'b' },
    ]);
    const store = memory();
    await (await open(store, log)).apply(0n, log);
    const mended = VIEWS.map((view) => ({ ...view, on: { ...view.on, Unfit: () => [] } }));
    const projector = await open(store, log, mended);
    expect(projector.fronts()).toEqual([log[2]?.position, log[0]?.position]);
    await projector.apply(log[0]?.position ?? 0n, log.slice(1));
    expect(projector.fronts()).toEqual([log[2]?.position]);
    const chains = new Set((await store.checkpoints()).map(({ chain, stopped }) => [chain, stopped].join()));
    expect(chains.size).toBe(1);
    expect((await store.read('notes')).rows.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('shows what had happened by an instant, less what was struck by the position, whenever the strike says it happened', async () => {
    const log = logOf([
      { stream: 'case-1', type: 'Noted', key: 'a', happenedAt: '2026-01-01T00:00:00.000Z' },
      { stream: 'case-1', type: 'Noted', key: 'b', happenedAt: '2026-01-03T00:00:00.000Z' },
      { stream: 'case-1', type: 'EnteredInError', strikes: 2, happenedAt: '2026-01-09T00:00:00.000Z' },
    ]);
    const keys = async (moment: Parameters<typeof projectAsOf>[2]) =>
      (await (await projectAsOf(log, notes, moment)).read('notes')).rows.map(({ key }) => key);
    expect(await keys({ asOf: '2026-01-02T00:00:00.000Z' })).toEqual([]);
    expect(await keys({ asOf: '2026-01-02T00:00:00.000Z', knownAt: log[1]?.position ?? 0n })).toEqual(['a']);
    expect(await keys({ asOf: '2026-01-03T00:00:00.000Z' })).toEqual(['b']);
  });
});
