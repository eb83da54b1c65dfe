import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../src/application/ports.js';
import { openSqliteEventStore } from '../../../src/infrastructure/event-store/sqlite-event-store.js';
import type { StartLive } from '../../../src/infrastructure/projector/live.js';
import { Projections } from '../../../src/infrastructure/projector/projections.js';
import type { RebuildShelf } from '../../../src/infrastructure/projector/rebuild-shelves.js';
import type { WorkerData } from '../../../src/infrastructure/projector/worker-data.js';
import { VIEWS } from '../../../src/projections/all.js';
import { factAt } from '../../support/facts.js';

const CHILD = fileURLToPath(new URL('../../support/rebuilding-child.js', import.meta.url));
const built = (module: string): string => new URL(`../../../dist/${module}`, import.meta.url).href;

/** Threads run what was built, as in production. */
async function threads(logDirectory: string, viewsDirectory: string) {
  const viewsFrom = { module: built('projections/all.js'), name: 'VIEWS' };
  const data: WorkerData = { logDirectory, viewsDirectory, of: 'facts', viewsFrom };
  const live = (await import(built('infrastructure/projector/live-in-thread.js'))) as {
    liveInThread: (data: WorkerData) => StartLive;
  };
  const shelves = (await import(built('infrastructure/projector/rebuild-shelves.js'))) as {
    rebuildInThread: (data: WorkerData) => RebuildShelf;
  };
  return { startLive: live.liveInThread(data), rebuildShelf: shelves.rebuildInThread(data) };
}

describe('Projecting in threads', () => {
  let directory: string;
  let store: EventStore;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'threads-'));
    store = openSqliteEventStore({
      directory: join(directory, 'log'),
      onFatal: (error) => {
        throw error;
      },
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const append = async (count: number, perAppend: number): Promise<bigint> => {
    let position = 0n;
    for (let done = 0; done < count; done += perAppend) {
      const stream = `case-${(done / perAppend) % 10}`;
      const at = await store.revisionOf('facts', stream);
      const facts = Array.from({ length: perAppend }, (_, index) =>
        factAt(stream, at + 1 + index, { type: 'CaseClosed', open: { case: stream, because: 'completed' } }),
      );
      ({ position } = await store.append('facts', stream, at, facts));
    }
    return position;
  };

  it('keeps views up beside the writer, makes them again beside those, and goes on where it was stopped', async () => {
    const viewsDirectory = join(directory, 'views');
    const run = async (work: (projections: Projections) => Promise<void>): Promise<void> => {
      const failures: Error[] = [];
      const parts = await threads(join(directory, 'log'), viewsDirectory);
      const onFailed = (error: Error): void => void failures.push(error);
      const projections = await Projections.start({ viewsDirectory, views: VIEWS, onFailed, ...parts });
      await work(projections);
      await projections.stop();
      expect(failures).toEqual([]);
    };
    const shows = async (projections: Projections, position: bigint, count: number): Promise<void> => {
      projections.committed(position);
      expect(await projections.waitFor(position, 20_000)).toBe(true);
      expect((await projections.store.read('timeline')).rows).toHaveLength(count);
    };
    await run(async (projections) => {
      await shows(projections, await append(300, 3), 300);
      expect(await projections.rebuild()).toBe(true);
      await shows(projections, await append(30, 3), 330);
    });
    const position = await append(30, 3);
    await run((projections) => shows(projections, position, 360));
  });

  it('goes on with a rebuild whose process was killed', async () => {
    await append(60_000, 500);
    const viewsDirectory = join(directory, 'views');
    const rebuildUntil = (enough: number): Promise<readonly number[]> =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [CHILD, join(directory, 'log'), viewsDirectory]);
        const taken: number[] = [];
        createInterface(child.stdout).on('line', (line) => {
          const facts = /^taken (\d+)$/.exec(line)?.[1];
          if (facts !== undefined) taken.push(Number(facts));
          if (Number(facts) >= enough) child.kill('SIGKILL');
        });
        child.stderr.on('data', (text) => reject(new Error(String(text))));
        child.on('close', () => resolve(taken));
      });
    const first = await rebuildUntil(55_000);
    expect(first[0]).toBe(0);
    const second = await rebuildUntil(Number.POSITIVE_INFINITY);
    expect(second[0]).toBeGreaterThan(45_000);
    expect(second.at(-1)).toBe(60_000);

    const parts = await threads(join(directory, 'log'), viewsDirectory);
    const onFailed = (): void => {};
    const projections = await Projections.start({ viewsDirectory, views: VIEWS, onFailed, ...parts });
    expect(await projections.waitFor(await store.head('facts'), 20_000)).toBe(true);
    const positions = projections.positions();
    expect(new Set(positions.map(({ facts, chain }) => `${facts} ${chain}`)).size).toBe(1);
    expect((await projections.store.read('timeline')).rows).toHaveLength(60_000);
    await projections.stop();
  });
});
