import { performance } from 'node:perf_hooks';
import type { EventStore, Log, ViewStore } from '../../../application/ports.js';
import { Projector } from '../../../application/projecting/projector.js';
import { chainLink } from '../../projector/chain.js';
import type { RebuildProgress } from '../../projector/rebuild.js';
import { openPostgresViewStore, type PostgresViewOptions } from './postgres-view-store.js';

/** Facts read, folded together and committed, by measurement: more of them fold better, fewer die younger. */
const FACTS_PER_BATCH = 1_000;

/** What a rebuild is made of. */
export interface PostgresRebuild extends Pick<PostgresViewOptions, 'connection' | 'views' | 'logId' | 'set'> {
  readonly log: Pick<EventStore, 'readAll' | 'readStream'>;
  /** Which log; default the facts. */
  readonly of?: Log;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes the next generation of all views beside the one in use, from where a killed rebuild left it. True when every fact of the
 * log is in it: then it may be published. False when it was aborted.
 */
export async function rebuildPostgresViews(options: PostgresRebuild): Promise<boolean> {
  const { connection, set = 'views', views, logId, log, of = 'facts', onProgress, signal } = options;
  const store = await openPostgresViewStore({ connection, views, logId, set, generation: 'next', readers: 1 });
  try {
    const behind = writingBehind(store);
    const projector = await Projector.open({
      views,
      store: behind,
      history: (stream, through) => log.readStream(of, stream, { limit: through + 1 }),
      link: chainLink,
    });
    const started = performance.now();
    let taken = 0;
    for (let moved = true; moved; ) {
      moved = false;
      for (const after of projector.fronts()) {
        if (signal?.aborted) return false;
        const facts = await log.readAll(of, after, FACTS_PER_BATCH);
        if (facts.length === 0) continue;
        moved = true;
        await projector.apply(after, facts);
        taken += facts.length;
        const least = projector.checkpoints().reduce((a, b) => (b.facts < a.facts ? b : a));
        const rate = (taken / (performance.now() - started)) * 1000;
        onProgress?.({ facts: least.facts, position: least.position, rate });
      }
    }
    await behind.settled();
    await store.finish();
    return true;
  } finally {
    await store.close();
  }
}

/** The server writes a batch while the next is being made. A failure is told by the next call. */
function writingBehind(store: ViewStore): ViewStore & { settled(): Promise<void> } {
  let writing: Promise<void> = Promise.resolve();
  return {
    apply: async (batch) => {
      await writing;
      writing = store.apply(batch);
      writing.catch(() => {});
    },
    settled: () => writing,
    checkpoints: () => store.checkpoints(),
    reset: (view) => store.reset(view),
    read: (view, query) => store.read(view, query),
    close: () => store.close(),
  };
}
