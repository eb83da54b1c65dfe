import { closeSync, fsyncSync, openSync, readFileSync, rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import type { EventStore, Log } from '../../application/ports.js';
import { Projector } from '../../application/projecting/projector.js';
import type { ViewDefinition } from '../../projections/view.js';
import { openSqliteViewStore } from '../view-store/sqlite-view-store.js';
import { chainLink } from './chain.js';

/** Facts read and folded together: more of them fold better, fewer die younger; measured best on the memory they take. */
const FACTS_PER_BATCH = 500;
/** Facts between two commits: what a killed rebuild loses at most, about a second of work. Fewer commits write a page less often. */
const FACTS_PER_COMMIT = 50_000;

/** How far a rebuild is. */
export interface RebuildProgress {
  readonly facts: number;
  readonly position: bigint;
  /** Facts a second since it began or resumed. */
  readonly rate: number;
}

/** What a rebuild is made of. */
export interface RebuildOptions {
  readonly log: Pick<EventStore, 'logId' | 'positionsId' | 'readAll' | 'readStream'>;
  /** Which log; default the facts. */
  readonly of?: Log;
  readonly views: readonly ViewDefinition[];
  readonly file: string;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly signal?: AbortSignal;
  /** Identifies the time since the machine started; default what the kernel says. */
  readonly bootId?: string;
}

/**
 * Makes all views again in a file of their own, from where a killed rebuild of the same boot left it. True when every fact
 * of the log is in it and it is safely on the disk; false when it was aborted.
 */
export async function rebuild(options: RebuildOptions): Promise<boolean> {
  const { log, of = 'facts', views, file, onProgress, signal, bootId = bootIdOfKernel() } = options;
  if (!begunSinceBoot(file, bootId)) removeViewsFile(file);
  const store = openSqliteViewStore({
    file,
    views,
    logId: log.positionsId ?? log.logId,
    mode: 'rebuild',
    factsPerCommit: FACTS_PER_COMMIT,
  });
  try {
    markBoot(file, bootId);
    const projector = await Projector.open({
      views,
      store,
      history: (stream, through) => log.readStream(of, stream, { limit: through + 1 }),
      link: chainLink,
    });
    const started = performance.now();
    let taken = 0;
    const tell = (): void => {
      const least = projector.checkpoints().reduce((a, b) => (b.facts < a.facts ? b : a));
      onProgress?.({
        facts: least.facts,
        position: least.position,
        rate: (taken / (performance.now() - started)) * 1000,
      });
    };
    tell();
    for (let moved = true; moved; ) {
      moved = false;
      for (const after of projector.fronts()) {
        if (signal?.aborted) return false;
        const facts = await log.readAll(of, after, FACTS_PER_BATCH);
        if (facts.length === 0) continue;
        moved = true;
        await projector.apply(after, facts);
        taken += facts.length;
        tell();
      }
    }
    store.createIndexes();
    return true;
  } finally {
    await store.close();
    sync(file);
  }
}

/** Removes a views file and what SQLite keeps beside it. */
export function removeViewsFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

const bootIdOfKernel = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** Without synchronous writes a file survives a killed process, not a machine that stopped. */
function begunSinceBoot(file: string, bootId: string): boolean {
  try {
    const db = new Database(file, { fileMustExist: true });
    try {
      return db.prepare('SELECT boot FROM made_from').pluck().get() === bootId;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

function markBoot(file: string, bootId: string): void {
  const db = new Database(file);
  db.prepare('UPDATE made_from SET boot = ?').run(bootId);
  db.close();
}

function sync(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
