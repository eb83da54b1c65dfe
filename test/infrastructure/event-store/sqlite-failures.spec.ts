import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { type EventStore, StoreClosed, StoreFull } from '../../../src/application/ports.js';
import type { StoredFact } from '../../../src/domain/language/fact.js';
import { logFileIn } from '../../../src/infrastructure/event-store/log-file.js';
import { openSqliteEventStore } from '../../../src/infrastructure/event-store/sqlite-event-store.js';
import { factAt } from '../../support/facts.js';

const CHILD = fileURLToPath(new URL('../../support/appending-child.js', import.meta.url));
const MEBIBYTE = 1_048_576;

interface Outcome {
  /** What the child said that was not an acknowledgement. */
  readonly said: readonly string[];
  /** Last acknowledged revision of each stream. */
  readonly kept: ReadonlyMap<string, number>;
  readonly code: number | null;
}

/** Runs a child to its end, or until `enough` acknowledgements came and it is killed. */
async function run(command: string, args: readonly string[], enough: number): Promise<Outcome> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const said: string[] = [];
  const kept = new Map<string, number>();
  let count = 0;
  for await (const line of createInterface({ input: child.stdout! })) {
    const [word, stream, revision] = line.split(' ');
    if (word !== 'kept') said.push(line);
    else kept.set(stream!, Number(revision));
    if (word === 'kept' && ++count === enough) child.kill('SIGKILL');
  }
  const [code] = await closed;
  return { said, kept, code };
}

async function expectKept(store: EventStore, kept: ReadonlyMap<string, number>): Promise<void> {
  for (const [stream, revision] of kept) {
    const facts = await store.readStream('facts', stream);
    expect(facts.map((fact) => fact.revision)).toEqual(facts.map((_, index) => index));
    expect(facts.length).toBeGreaterThan(revision);
  }
}

describe('The embedded event store, when things go wrong', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sqlite-failures-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const open = (onFatal: (error: Error) => void, maxBytes?: number): EventStore =>
    openSqliteEventStore({ directory, onFatal, ...(maxBytes && { maxBytes }) });
  const unexpected = (error: Error): never => {
    throw error;
  };

  it('loses nothing it acknowledged when its process is killed again and again, and leaves no lock', async () => {
    let kept: ReadonlyMap<string, number> = new Map();
    for (const enough of [300, 1000, 2500]) {
      const outcome = await run(process.execPath, [CHILD, directory], enough);
      expect(outcome).toMatchObject({ said: ['open'], code: null });
      kept = new Map([...kept, ...outcome.kept]);
      const store = open(unexpected);
      await expectKept(store, kept);
      await store.close();
    }
    expect(kept.size).toBe(8);
  });

  it('refuses a second process with a sentence that names the directory', async () => {
    const store = open(unexpected);
    const { said, code } = await run(process.execPath, [CHILD, directory], 1);
    expect(said).toEqual([`refused the store in ${directory} is in use by another process`]);
    expect(code).toBe(2);
    await store.close();
  });

  it('stops the process on an I/O error instead of trying again, and has everything acknowledged after a restart', async () => {
    // A write beyond the file size limit fails with EFBIG, which SQLite reports as SQLITE_IOERR_WRITE.
    const limited = ['-c', 'ulimit -f 1024 && exec "$0" "$@"', process.execPath, CHILD, directory];
    const { said, kept, code } = await run('bash', limited, Number.POSITIVE_INFINITY);
    expect(said).toEqual(['open', 'fatal SQLITE_IOERR_WRITE']);
    expect(code).toBe(3);
    expect(kept.size).toBe(8);
    const store = open(unexpected);
    await expectKept(store, kept);
    await store.close();
  });

  it('takes nothing after an error that leaves the content of the disk in doubt, and says so once', async () => {
    const errors: Error[] = [];
    const store = open((error) => errors.push(error));
    await store.append('facts', 'case-1', -1, [factAt('case-1', 0)]);
    const following = store.follow('facts', 1n, new AbortController().signal)[Symbol.asyncIterator]().next();
    // Somebody else writes to the file of which this store is the only writer.
    const intruder = new Database(logFileIn(directory));
    intruder.exec("INSERT INTO facts VALUES (2, 1, 1, '{}')");
    intruder.close();

    const appending = [0, 1].map((number) => store.append('facts', `new-${number}`, -1, [factAt(`new-${number}`, 0)]));
    for (const { status } of await Promise.allSettled(appending)) expect(status).toBe('rejected');
    await expect(store.append('facts', 'case-1', 0, [factAt('case-1', 1)])).rejects.toBeInstanceOf(StoreClosed);
    expect(errors).toMatchObject([{ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }]);
    expect(await following).toMatchObject({ done: true });
    expect(await store.streams('facts')).toEqual(['case-1']);
    await store.close();
  });

  it('refuses what exceeds its allowance, writes nothing of it, and loses nothing that stood beside it', async () => {
    const store = open(unexpected, MEBIBYTE);
    const at = await fill(store);
    const outcomes = await Promise.allSettled([
      store.append('facts', 'case-1', at, [large('case-1', at + 1), large('case-1', at + 2)]),
      store.append('access', 'access-1', -1, [factAt('access-1', 0)]),
    ]);
    expect(outcomes).toMatchObject([{ status: 'rejected', reason: expect.any(StoreFull) }, { status: 'fulfilled' }]);
    expect(await store.revisionOf('facts', 'case-1')).toBe(at);
    expect(await store.revisionOf('access', 'access-1')).toBe(0);
    await store.close();
  });

  (canMount() ? it : it.skip)('writes nothing on a full disk and goes on when there is room again', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', directory]);
    const ballast = join(directory, 'ballast');
    writeFileSync(ballast, Buffer.alloc(4 * MEBIBYTE));
    const store = open(unexpected);
    try {
      const at = await fill(store);
      expect(await store.revisionOf('facts', 'case-1')).toBe(at);
      expect(await store.head('facts')).toBe(BigInt(at + 1));
      const kept = await store.readAll('facts', 0n, 10_000);
      expect(kept.map(({ revision }) => revision)).toEqual(kept.map((_, index) => index));
      expect(kept).toHaveLength(at + 1);

      rmSync(ballast);
      await store.append('facts', 'case-1', at, [large('case-1', at + 1), large('case-1', at + 2)]);
      await store.close();
      const again = open(unexpected);
      expect(await again.readStream('facts', 'case-1')).toHaveLength(at + 3);
      await again.close();
    } finally {
      await store.close();
      execFileSync('umount', [directory]);
    }
  });
});

const large = (stream: string, revision: number): StoredFact =>
  factAt(stream, revision, { open: { text: 'x'.repeat(30_000) } });

/** Appends until there is no room; the revision of the last fact that had some. */
async function fill(store: EventStore): Promise<number> {
  for (let at = -1; ; at++) {
    try {
      await store.append('facts', 'case-1', at, [large('case-1', at + 1)]);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreFull);
      return at;
    }
  }
}

function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    execFileSync('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
