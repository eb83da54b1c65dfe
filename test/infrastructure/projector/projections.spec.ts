import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore, ViewCheckpoint } from '../../../src/application/ports.js';
import { verifyViews } from '../../../src/application/projecting/verify-views.js';
import type { RecordedFact, StoredFact } from '../../../src/domain/language/fact.js';
import { openMemoryEventStore } from '../../../src/infrastructure/event-store/memory-event-store.js';
import { Sha256Digests } from '../../../src/infrastructure/integrity/digests.js';
import { chainLink } from '../../../src/infrastructure/projector/chain.js';
import { liveHere } from '../../../src/infrastructure/projector/live.js';
import { Projections } from '../../../src/infrastructure/projector/projections.js';
import { rebuild } from '../../../src/infrastructure/projector/rebuild.js';
import { rebuildHere } from '../../../src/infrastructure/projector/rebuild-shelves.js';
import { openSqliteViewReader, openSqliteViewStore } from '../../../src/infrastructure/view-store/sqlite-view-store.js';
import { timeline } from '../../../src/projections/timeline.js';
import { factAt } from '../../support/facts.js';
import { allRows, ledger, names, notes } from '../../support/views.js';

const VIEWS = [notes, ledger, names, timeline];
const digests = new Sha256Digests();

/** Facts that put rows, strike some and would stop nothing, digests and all. */
async function append(store: EventStore, stream: string, count: number): Promise<bigint> {
  let position = 0n;
  for (let index = 0; index < count; index++) {
    const revision = await store.revisionOf('facts', stream);
    const strikes = revision > 2 && revision % 5 === 0;
    const target = factAt(stream, revision - 1).id;
    const open = strikes
      ? { facts: [target], kind: 'doubled' }
      : { key: `k${revision % 7}`, name: 'x', cents: revision };
    const {
      digest: _,
      payloadDigest: __,
      ...fact
    } = factAt(stream, revision + 1, {
      type: strikes ? 'EnteredInError' : 'Noted',
      open,
    });
    ({ position } = await store.append('facts', stream, revision, [digests.complete(fact)]));
  }
  return position;
}

describe('Projections', () => {
  let directory: string;
  let store: EventStore;
  const started: Projections[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'projections-'));
    store = openMemoryEventStore();
  });
  afterEach(async () => {
    for (const projections of started.splice(0)) await projections.stop();
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const start = async (log: Pick<EventStore, 'logId' | 'readAll' | 'readStream'> = store): Promise<Projections> => {
    const projections = await Projections.start({
      viewsDirectory: directory,
      views: VIEWS,
      startLive: liveHere({ log, views: VIEWS, viewsDirectory: directory }),
      rebuildShelf: rebuildHere(log),
      onFailed: (error) => failures.push(error),
    });
    started.push(projections);
    return projections;
  };
  const failures: Error[] = [];
  const verify = (projections: Projections, log: Pick<EventStore, 'readAll' | 'readStream' | 'streams'> = store) =>
    verifyViews({ log, viewStore: projections.store, views: VIEWS, digests, link: chainLink });

  it('show a commit once it was waited for, and say when it is not there in time', async () => {
    const projections = await start();
    const position = await append(store, 'case-1', 3);
    projections.committed(position);
    expect(await projections.waitFor(position, 5_000)).toBe(true);
    expect((await projections.store.read('names')).rows).toHaveLength(3);
    expect(projections.lag()).toBe(0);
    expect(await projections.waitFor(position + 100n, 10)).toBe(false);
    expect(await projections.waitFor(position, 10, 'names')).toBe(true);
  });

  it('go on after a restart where they were, missing and repeating nothing', async () => {
    let last: readonly ViewCheckpoint[] = [];
    for (let round = 0; round < 4; round++) {
      const projections = await start();
      const position = await append(store, `case-${round % 2}`, 11);
      projections.committed(position);
      // Stopped at any moment: now before it applied anything, now after.
      if (round % 2 === 1) expect(await projections.waitFor(position, 5_000)).toBe(true);
      await projections.stop();
      last = projections.positions();
    }
    expect(new Set(last.map(({ facts, chain }) => `${facts} ${chain}`)).size).toBe(1);
    expect(last[0]?.facts).toBe(44);
    expect(await verify(await start())).toMatchObject({ good: true, facts: 44 });
  });

  it('are made again beside those in use and swapped, showing the same and keeping up', async () => {
    const projections = await start();
    const before = await append(store, 'case-1', 40);
    projections.committed(before);
    await projections.waitFor(before, 5_000);
    const shown = await allRows(projections.store, VIEWS);
    const progress: number[] = [];
    expect(await projections.rebuild(({ facts }) => progress.push(facts))).toBe(true);
    expect(progress.at(-1)).toBe(40);
    expect(await allRows(projections.store, VIEWS)).toEqual(shown);
    const after = await append(store, 'case-2', 4);
    projections.committed(after);
    expect(await projections.waitFor(after, 5_000)).toBe(true);
    expect(await verify(projections)).toMatchObject({ good: true, facts: 44 });
    expect(readdirSync(directory).sort()).toEqual(['2', 'current']);
    expect(failures).toEqual([]);
  });

  it('never show less than they did while a rebuild is swapped in and facts keep coming', async () => {
    const projections = await start();
    let position = await append(store, 'case-1', 200);
    projections.committed(position);
    const rebuilding = projections.rebuild();
    let done = false;
    void rebuilding.then(() => {
      done = true;
    });
    while (!done) {
      position = await append(store, 'case-2', 1);
      projections.committed(position);
      expect(await projections.waitFor(position, 5_000)).toBe(true);
      const readable = await projections.store.checkpoints();
      expect(readable.map((one) => one.position)).toEqual(VIEWS.map(() => position));
    }
    expect(await verify(projections)).toMatchObject({ good: true });
  });

  it('go on with a rebuild that was cut off, and begin it again after another start of the machine', async () => {
    await append(store, 'case-1', 30);
    const file = join(directory, 'rebuilt.db');
    const abort = new AbortController();
    const positions: bigint[] = [];
    const log: Pick<EventStore, 'logId' | 'readAll' | 'readStream'> = {
      logId: store.logId,
      readStream: (...read) => store.readStream(...read),
      readAll: (of, after) => {
        positions.push(after);
        return store.readAll(of, after, 10);
      },
    };
    const run = (bootId: string, signal?: AbortSignal) =>
      rebuild({
        log,
        views: VIEWS,
        file,
        bootId,
        onProgress: ({ facts }) => facts > 0 && abort.abort(),
        ...(signal && { signal }),
      });
    expect(await run('boot-1', abort.signal)).toBe(false);
    expect(await run('boot-1')).toBe(true);
    const resumed = positions[1];
    expect(resumed).toBe((await store.readAll('facts', 0n, 10)).at(-1)?.position);
    expect(positions.filter((after) => after === 0n)).toHaveLength(1);
    expect(await run('boot-2')).toBe(true);
    expect(positions.filter((after) => after === 0n)).toHaveLength(2);
  });

  it('are committed in a rebuild after so many facts, so that a killed one loses no more', async () => {
    const file = join(directory, 'killed.db');
    const views = [names];
    const writer = openSqliteViewStore({ file, views, logId: store.logId, mode: 'rebuild', factsPerCommit: 6 });
    const seen: number[] = [];
    for (let facts = 4; facts <= 20; facts += 4) {
      const checkpoint = { view: 'names', position: BigInt(facts), chain: '', facts };
      await writer.apply([{ view: 'names', dropped: [], writes: [], checkpoint }]);
      // What another connection sees is what a killed process leaves.
      const reader = openSqliteViewReader(file, views);
      seen.push((await reader.checkpoints())[0]?.facts ?? -1);
      await reader.close();
    }
    await writer.close();
    expect(seen).toEqual([0, 8, 8, 16, 16]);
  });

  it('R9: are found out when a row, a fact or the order of the log was changed', async () => {
    const projections = await start();
    const position = await append(store, 'case-1', 12);
    projections.committed(position);
    await projections.waitFor(position, 5_000);
    expect(await verify(projections)).toMatchObject({ good: true });

    const altered = (change: (fact: RecordedFact) => StoredFact | undefined) => ({
      streams: (...read: Parameters<EventStore['streams']>) => store.streams(...read),
      readAll: async (...read: Parameters<EventStore['readAll']>) =>
        (await store.readAll(...read)).flatMap((fact) => (change(fact) as RecordedFact | undefined) ?? []),
      readStream: async (...read: Parameters<EventStore['readStream']>) =>
        (await store.readStream(...read)).flatMap((fact) => (change(fact) as RecordedFact | undefined) ?? []),
    });
    const another = altered((fact) => (fact.revision === 7 ? { ...fact, open: { ...fact.open, name: 'y' } } : fact));
    const found = await verify(projections, another);
    expect(found).toMatchObject({ good: false, brokenStreams: [] });
    expect(found.alteredFacts).toHaveLength(1);
    expect(found.views[0]).toMatchObject({ view: 'notes', different: 1, missing: 0, unexpected: 0, chainAgrees: true });

    const shorter = altered((fact) => (fact.revision === 7 ? undefined : fact));
    const gone = await verify(projections, shorter);
    expect(gone).toMatchObject({ good: false, brokenStreams: ['case-1'], alteredFacts: [] });
    expect(gone.views.every(({ chainAgrees }) => !chainAgrees)).toBe(true);
    expect(gone.views[0]).toMatchObject({ view: 'notes', unexpected: 1, missing: 0, different: 0 });

    const none = { ...another, readAll: async () => [], readStream: async () => [], streams: async () => [] };
    const { rows } = await projections.store.read('notes');
    expect((await verify(projections, none)).views[0]).toMatchObject({ unexpected: rows.length });
  });
});
