import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { measureActions } from './actions.js';
import { measureAppends, measureGrowth } from './append.js';
import { measureDecisions } from './decisions.js';
import { measureHttp } from './http.js';
import { measureLooks } from './looks.js';
import { measureReading } from './reading.js';
import { benchRebuild } from './rebuild.js';
import { measureSealing } from './sealing.js';
import { measureSearch } from './search.js';

/** One measured claim: what was asked for, what was seen. */
interface Line {
  readonly what: string;
  readonly seen: string;
  readonly aim: string;
  readonly met: boolean;
}

const whole = (n: number): string => Math.round(n).toLocaleString('en-CA');
const to = (digits: number, n: number): string => n.toFixed(digits);

/** Median milliseconds of writing 4 KiB and waiting for the disk. */
function fdatasyncMilliseconds(): number {
  const directory = mkdtempSync(join(process.env['ALLIANCE_BENCH_DIRECTORY'] ?? tmpdir(), 'alliance-fsync-'));
  const file = openSync(join(directory, 'file'), 'w');
  const block = Buffer.alloc(4_096);
  const times = Array.from({ length: 200 }, () => {
    const since = performance.now();
    writeSync(file, block, 0, block.length, 0);
    fdatasyncSync(file);
    return performance.now() - since;
  }).sort((a, b) => a - b);
  closeSync(file);
  rmSync(directory, { recursive: true });
  return times[100] ?? 0;
}

const quick = process.argv.includes('--quick');
const only = process.argv.find((one) => one.startsWith('--only='))?.slice('--only='.length);
const wanted = (name: string): boolean => only === undefined || only.split(',').includes(name);
const note = (text: string): void => void process.stderr.write(`${text}\n`);
const lines: Line[] = [];
const seconds = quick ? 3 : 15;

if (wanted('append')) {
  note('appending …');
  const appends = await measureAppends(quick ? 20_000 : 60_000);
  lines.push({
    what: 'durable appends of one sealed fact, 64 writers, of raw inserts in transactions of 64',
    seen: `${whole(appends.storePerSecond)}/s of ${whole(appends.rawPerSecond)}/s, ${to(0, appends.share * 100)} %`,
    aim: 'at least 60 %',
    met: appends.share >= 0.6,
  });
}
if (wanted('growth') && !quick) {
  note('growing to 1,000,000 facts …');
  const growth = await measureGrowth();
  lines.push({
    what: 'time of an append at 1,000,000 facts to that at 10,000, 200 active streams',
    seen: `${to(2, growth.ratio)} times`,
    aim: 'at most 1.5 times',
    met: growth.ratio <= 1.5,
  });
}
if (wanted('sealing')) {
  note('sealing …');
  const sealing = await measureSealing(quick ? 12_000 : 30_000);
  lines.push({
    what: 'the facts of a week completed and appended with sealing to the same without, 64 writers, in one run',
    seen: `${to(2, sealing.ratioOfWeek)} times the time; ${to(2, sealing.ratio)} with a box in each fact, ${whole(sealing.sealedPerSecond)}/s of ${whole(sealing.unsealedPerSecond)}/s, ${sealing.bytesSealed} bytes a box of ${sealing.bytesUnsealed}`,
    aim: 'under 1.5 times',
    met: sealing.ratioOfWeek < 1.5,
  });
}
if (wanted('decisions')) {
  note('deciding …');
  const decisions = await measureDecisions();
  lines.push({
    what: 'a decision on an act, with relations read as committed',
    seen: `${to(0, decisions.memoisedMicroseconds)} µs remembered, ${to(1, decisions.coldMilliseconds)} ms decided anew; ${to(0, decisions.startMilliseconds)} ms to read and validate the policies at start`,
    aim: 'remembered under 100 µs, anew under 5 ms',
    met: decisions.memoisedMicroseconds < 100 && decisions.coldMilliseconds < 5,
  });
}
if (wanted('actions')) {
  note('acting …');
  const actions = await measureActions(seconds);
  lines.push(
    {
      what: 'durable actions through the whole application, 64 at once, all views live',
      seen: `${whole(actions.perSecond)}/s, ${whole(actions.facts)} facts`,
      aim: 'at least 5,000/s',
      met: actions.perSecond >= 5_000,
    },
    {
      what: 'their slowest hundredth',
      seen: `p50 ${to(1, actions.p50Milliseconds)} ms, p99 ${to(1, actions.p99Milliseconds)} ms`,
      aim: 'p99 under 50 ms',
      met: actions.p99Milliseconds < 50,
    },
    {
      what: 'views behind the log meanwhile',
      seen: `${to(0, actions.longestLagMilliseconds)} ms at most`,
      aim: 'never over 2 s',
      met: actions.longestLagMilliseconds <= 2_000,
    },
  );
}
if (wanted('http')) {
  note('acting over HTTP …');
  const http = await measureHttp(seconds);
  lines.push({
    what: 'the same over HTTP, 64 connections, client on the same machine',
    seen: `${whole(http.perSecond)}/s, p99 ${to(0, http.p99Milliseconds)} ms, ${http.failed} failed`,
    aim: 'at least 2,000/s',
    met: http.perSecond >= 2_000 && http.failed === 0,
  });
}
if (wanted('looks')) {
  note('reading over HTTP, with looks on record and without …');
  const looks = await measureLooks(quick ? 1 : 3);
  lines.push({
    what: 'pages of a timeline over HTTP, 64 connections, with the access log to the same without, in turns of one run',
    seen: `${to(2, looks.ratio)} times the time; ${whole(looks.withLog)}/s of ${whole(looks.without)}/s, ${looks.failed} failed`,
    aim: 'at most 1.3 times',
    met: looks.ratio <= 1.3 && looks.failed === 0,
  });
}
if (wanted('rebuild')) {
  note('rebuilding …');
  const rebuilt = await benchRebuild(quick ? 100_000 : 1_000_000);
  lines.push({
    what: `rebuild of all views from ${whole(rebuilt.facts)} facts`,
    seen: `${whole(rebuilt.factsPerSecond)} facts/s, ${whole(rebuilt.peakMegabytes)} MB`,
    aim: 'at least 60,000 facts/s, under 400 MB',
    met: rebuilt.factsPerSecond >= 60_000 && rebuilt.peakMegabytes < 400,
  });
}
if (wanted('reading')) {
  note('reading …');
  const reading = await measureReading();
  lines.push(
    {
      what: 'fold a case of 1,000 facts',
      seen: `${to(2, reading.foldThousandMilliseconds)} ms`,
      aim: 'under 10 ms',
      met: reading.foldThousandMilliseconds < 10,
    },
    {
      what: 'a page of 50 timeline rows, allowed, logged, unsealed',
      seen: `${to(2, reading.timelinePageMilliseconds)} ms`,
      aim: 'under 5 ms',
      met: reading.timelinePageMilliseconds < 5,
    },
    {
      what: 'a timeline of 1,000 rows, allowed, logged, unsealed',
      seen: `${to(1, reading.timelineThousandMilliseconds)} ms`,
      aim: 'under 30 ms',
      met: reading.timelineThousandMilliseconds < 30,
    },
  );
}

if (wanted('search')) {
  note('searching …');
  const search = await measureSearch(quick ? 10_000 : 100_000);
  lines.push({
    what: `the search index of ${whole(search.persons)} persons made from the facts`,
    seen: `${whole(search.feedPerSecond)} persons/s; loaded in ${to(1, search.loadSeconds)} s, ${whole(search.fileMegabytes)} MB on disk, ${whole(search.memoryMegabytes)} MB in memory`,
    aim: 'at least 2,000 persons/s',
    met: search.feedPerSecond >= 2_000,
  });
  for (const [what, { p50, p95, found }] of Object.entries(search.searches))
    lines.push({
      what: `a search for ${what} among them, allowed, logged, unsealed`,
      seen: `p50 ${to(1, p50)} ms, p95 ${to(1, p95)} ms, ${to(1, found)} found`,
      aim: 'p95 under 20 ms',
      met: p95 < 20,
    });
}

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  fdatasyncMilliseconds: Number(to(3, fdatasyncMilliseconds())),
};
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ machine, lines }, null, 2)}\n`);
else {
  process.stdout.write(
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}, fdatasync ${machine.fdatasyncMilliseconds} ms\n\n`,
  );
  for (const { what, seen, aim, met } of lines)
    process.stdout.write(`${met ? 'met   ' : 'missed'}  ${what}\n        ${seen} (aim: ${aim})\n`);
}
process.exit(lines.every((line) => line.met) ? 0 : 1);
