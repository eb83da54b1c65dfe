import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { syncDirectory } from '../keys/key-file.js';

/** Writes a file of its owner's only, durably. */
export function durably(path: string, content: string | Buffer): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const bytes = Buffer.from(content);
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the content of every file under a directory durable, and their names. */
export function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) {
      const file = openSync(path, 'r');
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  }
  syncDirectory(directory);
}

/** True when a path is there and holds anything. */
export function isTaken(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return readdirSync(path).length > 0;
  } catch {
    return true;
  }
}

/** A path as the disk knows it: links followed as far as it is there. */
export function realPath(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const parent = dirname(whole);
  return parent === whole ? whole : join(realPath(parent), basename(whole));
}

/** True when a path is a directory itself or lies in it, links followed. */
export function isWithin(path: string, directory: string): boolean {
  const way = relative(realPath(directory), realPath(path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

/** A directory that is filled under a temporary name and only then gets its own. */
export interface Staged {
  readonly path: string;
  /** Gives it its name, durably; everything in it is durable before. */
  readonly keep: () => void;
  readonly discard: () => void;
}

/** Begins a directory beside its place, which must be free or an empty directory. */
export function stage(place: string): Staged {
  const goal = resolve(place);
  mkdirSync(dirname(goal), { recursive: true });
  discardAbandoned(goal);
  const path = `${goal}${UNFINISHED}${process.pid}`;
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  return {
    path,
    keep: () => {
      syncTree(path);
      if (existsSync(goal)) rmdirSync(goal);
      renameSync(path, goal);
      syncDirectory(dirname(goal));
    },
    discard: () => rmSync(path, { recursive: true, force: true }),
  };
}

const UNFINISHED = '.unfinished-';

/** What a killed process left beside the place is of no use to anybody. */
function discardAbandoned(goal: string): void {
  const prefix = `${basename(goal)}${UNFINISHED}`;
  for (const name of readdirSync(dirname(goal))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(dirname(goal), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
