import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ViewDefinition } from '../../projections/view.js';

/** Views kept in one file and made by one thread. */
export interface Shelf {
  readonly name: string;
  readonly views: readonly ViewDefinition[];
}

/** Views that together cost about as much to make as all others together, by measurement: see `bench/rebuild.ts`. */
const FIRST = new Set(['timeline', 'figures', 'whereabouts', 'fee-ledger', 'consents']);

/** Which views are kept together: two files, so that two threads can make them. */
export function shelvesOf(views: readonly ViewDefinition[]): readonly Shelf[] {
  return [
    { name: 'first', views: views.filter(({ name }) => FIRST.has(name)) },
    { name: 'second', views: views.filter(({ name }) => !FIRST.has(name)) },
  ].filter((shelf) => shelf.views.length > 0);
}

const CURRENT = 'current';

/**
 * Where views are kept: a directory of generations, each with a file a shelf, and the file `current` that names the one in
 * use. A rebuild makes the next generation; renaming `current` swaps them, whole or not at all.
 */
export class ViewsDirectory {
  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true });
  }

  /** The generation in use; the first when there is none yet. */
  current(): number {
    const file = join(this.path, CURRENT);
    return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 1;
  }

  /** File of a shelf in a generation, whose directory is made. */
  fileOf(generation: number, shelf: Shelf): string {
    const directory = join(this.path, String(generation));
    mkdirSync(directory, { recursive: true });
    return join(directory, `${shelf.name}.db`);
  }

  /** Makes a generation the one in use: durable when it returns. */
  publish(generation: number): void {
    const file = join(this.path, CURRENT);
    writeFileSync(`${file}.new`, `${generation}\n`);
    sync(`${file}.new`);
    sync(join(this.path, String(generation)));
    renameSync(`${file}.new`, file);
    sync(this.path);
  }

  /** Removes generations before the one in use. A later one is a rebuild that may go on. */
  removeOlder(): void {
    const current = this.current();
    for (const name of readdirSync(this.path)) {
      if (/^\d+$/.test(name) && Number(name) < current) rmSync(join(this.path, name), { recursive: true, force: true });
    }
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
