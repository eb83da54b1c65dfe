import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EventStore } from '../src/application/ports.js';
import { changesOf } from '../src/application/projecting/apply-fact.js';
import { openSqliteEventStore } from '../src/infrastructure/event-store/sqlite-event-store.js';
import { openSqliteLogReader } from '../src/infrastructure/event-store/sqlite-log-reader.js';
import { VIEWS } from '../src/projections/all.js';
import { GeneratedCase } from './generated-facts.js';

const ACTIVE_CASES = 200;
const FACTS_PER_CASE = 400;
const APPENDS_AT_ONCE = 200;
const SAMPLE = 20_000;
const CHILD = fileURLToPath(new URL('./rebuilding-child.js', import.meta.url));

/** What a rebuild of all views reaches. */
export interface RebuildFigures {
  readonly facts: number;
  readonly views: number;
  /** Row changes before those of one row in a batch are folded into one write. */
  readonly changesPerFact: number;
  readonly factsPerSecond: number;
  /** Of both threads together: what a rebuild costs when others use the machine too. */
  readonly cpuMicrosecondsPerFact: number;
  readonly peakMegabytes: number;
}

/** Rebuilds all views from a log of generated facts, in a process of its own. */
export async function benchRebuild(facts = 1_000_000, directory?: string): Promise<RebuildFigures> {
  const at = directory ?? mkdtempSync(join(tmpdir(), 'rebuild-'));
  try {
    await generate(at, facts);
    return await measure(at);
  } finally {
    if (directory === undefined) rmSync(at, { recursive: true });
  }
}

/** Fills a store with cases that come and go, 200 of them active at any time. */
async function generate(directory: string, facts: number): Promise<void> {
  const store: EventStore = openSqliteEventStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  let opened = 0;
  const open = (): GeneratedCase => new GeneratedCase(opened++, store.logId);
  const active = Array.from({ length: ACTIVE_CASES }, open);
  let minute = Date.UTC(2020, 0, 1);
  for (let made = Math.max(0, Number(await store.head('facts'))); made < facts; ) {
    const appends: Promise<unknown>[] = [];
    for (let index = 0; index < APPENDS_AT_ONCE; index++) {
      const count = 1 + (index % 3);
      let one = active[index] as GeneratedCase;
      if (one.revision > FACTS_PER_CASE) {
        one = open();
        active[index] = one;
      }
      minute += 60_000;
      const expected = one.revision;
      appends.push(store.append('facts', one.stream, expected, one.next(count, new Date(minute).toISOString())));
      made += count;
    }
    await Promise.all(appends);
  }
  await store.close();
}

/** In a process of its own, so that the memory measured is that of the rebuild. */
async function measure(directory: string): Promise<RebuildFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, directory, join(directory, 'views')]);
  const { facts, seconds, cpuSeconds, peakKibibytes } = JSON.parse(stdout) as Record<
    'facts' | 'seconds' | 'cpuSeconds' | 'peakKibibytes',
    number
  >;
  return {
    facts,
    views: VIEWS.length,
    changesPerFact: await changesPerFact(directory),
    factsPerSecond: Math.round(facts / seconds),
    cpuMicrosecondsPerFact: Math.round((cpuSeconds / facts) * 1e7) / 10,
    peakMegabytes: Math.round(peakKibibytes / 1024),
  };
}

/** Row changes that all views together make of a fact, on average over a sample. */
async function changesPerFact(directory: string): Promise<number> {
  const log = openSqliteLogReader(directory);
  const sample = await log.readAll('facts', 0n, SAMPLE);
  await log.close();
  const changes = sample.flatMap((fact) => VIEWS.flatMap((view) => changesOf(view, fact)));
  return Math.round((changes.length / sample.length) * 100) / 100;
}
