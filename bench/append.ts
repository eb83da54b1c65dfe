import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { EventStore } from '../src/application/ports.js';
import { openLogFile } from '../src/infrastructure/event-store/log-file.js';
import { LogTable } from '../src/infrastructure/event-store/log-table.js';
import { openSqliteEventStore } from '../src/infrastructure/event-store/sqlite-event-store.js';
import { factAt } from '../test/support/facts.js';

const WRITERS = 64;
const ACTIVE_STREAMS = 200;
/** About 900 bytes as JSON. */
const FACT = factAt('case-1', 0, { sealed: {}, open: { text: 'x'.repeat(120) } });
/** As often as the store does. */
const PAGES_PER_CHECKPOINT = 3_072;

/** Durable appends a second through the store, against the same rows written without it. */
export interface AppendFigures {
  readonly bytesPerFact: number;
  readonly storePerSecond: number;
  readonly rawPerSecond: number;
  /** Store over raw; the aim is at least 0.6. */
  readonly share: number;
}

/** Measures durable appends of one fact by 64 concurrent writers against raw inserts in transactions of 64. */
export async function measureAppends(facts = 60_000, rounds = 3): Promise<AppendFigures> {
  let [storePerSecond, rawPerSecond] = [0, 0];
  // In turns, and the best of each: the disk of a shared machine has moods.
  for (let round = 0; round < rounds; round++) {
    rawPerSecond = Math.max(
      rawPerSecond,
      inDirectory((directory) => rawRate(directory, facts)),
    );
    storePerSecond = Math.max(storePerSecond, await storeRate(facts));
  }
  return {
    bytesPerFact: JSON.stringify(FACT).length,
    storePerSecond: Math.round(storePerSecond),
    rawPerSecond: Math.round(rawPerSecond),
    share: storePerSecond / rawPerSecond,
  };
}

/** Durable appends a second over 200 active streams, at a small and at a large log. */
export interface GrowthFigures {
  readonly small: { readonly facts: number; readonly perSecond: number };
  readonly large: { readonly facts: number; readonly perSecond: number };
  /** Small over large; the aim is at most 1.5. */
  readonly ratio: number;
}

/** Measures whether appends get dearer as the log grows from `small` to `large` facts: the best of three samples at each. */
export async function measureGrowth(small = 10_000, large = 1_000_000, sample = 20_000): Promise<GrowthFigures> {
  return withStore(async (store) => {
    const streams = Array.from({ length: ACTIVE_STREAMS }, (_, index) => `case-${index}`);
    const best = async (): Promise<number> => {
      let rate = 0;
      for (let round = 0; round < 3; round++) rate = Math.max(rate, await appendRate(store, streams, sample));
      return rate;
    };
    await appendRate(store, streams, small);
    const atSmall = await best();
    await appendRate(store, streams, large - Number(await store.head('facts')));
    const atLarge = await best();
    return {
      small: { facts: small, perSecond: Math.round(atSmall) },
      large: { facts: large, perSecond: Math.round(atLarge) },
      ratio: atSmall / atLarge,
    };
  });
}

/** Facts a second read in order and parsed. */
export async function measureReadAll(facts = 100_000): Promise<number> {
  return withStore(async (store) => {
    await appendRate(store, writerStreams(), facts);
    const started = performance.now();
    let read = 0;
    for (let after = 0n; ; ) {
      const page = await store.readAll('facts', after, 1_000);
      const last = page.at(-1);
      if (last === undefined) return Math.round(perSecond(read, started));
      read += page.length;
      after = last.position;
    }
  });
}

const writerStreams = (): readonly string[] => Array.from({ length: WRITERS }, (_, index) => `case-${index}`);

const perSecond = (count: number, started: number): number => (count * 1_000) / (performance.now() - started);

const storeRate = (facts: number): Promise<number> => withStore((store) => appendRate(store, writerStreams(), facts));

/** 64 writers, each going round its share of the streams, one fact an append. */
async function appendRate(store: EventStore, streams: readonly string[], facts: number): Promise<number> {
  const write = async (writer: number): Promise<void> => {
    const own = streams.filter((_, index) => index % WRITERS === writer);
    const heads = await Promise.all(own.map((stream) => store.revisionOf('facts', stream)));
    for (let count = 0; count < facts / WRITERS; count++) {
      const turn = count % own.length;
      const [stream, at] = [own[turn]!, heads[turn]!];
      await store.append('facts', stream, at, [{ ...FACT, stream, revision: at + 1 }]);
      heads[turn] = at + 1;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  return perSecond(facts, started);
}

function rawRate(directory: string, facts: number): number {
  const { db } = openLogFile({ directory });
  db.pragma(`wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}`);
  const table = new LogTable(db, 'facts');
  const streams = writerStreams().map((stream) => table.addStream(stream));
  const json = JSON.stringify(FACT);
  const started = performance.now();
  const insert = db.transaction((revision: number) => {
    streams.forEach((stream, index) => {
      table.add(revision * WRITERS + index + 1, stream, revision, json);
    });
  });
  for (let revision = 0; revision < facts / WRITERS; revision++) insert(revision);
  const rate = perSecond(facts, started);
  db.close();
  return rate;
}

async function withStore<T>(work: (store: EventStore) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const store = openSqliteEventStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(directory, { recursive: true });
  }
}

function inDirectory<T>(work: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
