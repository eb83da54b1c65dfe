import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { syncDirectory } from '../keys/key-file.js';

/** How many lines ended in which way. */
export interface Counts {
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: number;
  readonly denied: number;
  readonly malformed: number;
  readonly blank: number;
}

/** Nothing done yet. */
export const NO_COUNTS: Counts = { accepted: 0, repeated: 0, refused: 0, denied: 0, malformed: 0, blank: 0 };

/** How far an import is: every line up to here was answered. */
export interface Progress {
  readonly lines: number;
  /** SHA-256 chained over those lines. */
  readonly chain: string;
  /** The ledger or service they went to. */
  readonly to: string;
  readonly counts: Counts;
  /** Ids of what named lines made; null when a line was not accepted. */
  readonly names: ReadonlyMap<string, string | null>;
  /** Bytes of the file of refused lines that are about those lines. */
  readonly refusedBytes: number;
}

/** Keeps how far an import is, durably. */
export interface ProgressKeeper {
  readonly before: Progress | undefined;
  /** Adds a line about a refusal to the report; durable with the next `save`. */
  readonly refused: (entry: object) => void;
  readonly save: (now: Omit<Progress, 'refusedBytes' | 'to'>) => void;
  /** Every line was answered: the next import of the file begins anew. */
  readonly finish: () => void;
  readonly close: () => void;
}

/** An import kept nowhere, of lines that come from another program. */
export const keptNowhere: ProgressKeeper = {
  before: undefined,
  refused: () => {},
  save: () => {},
  finish: () => {},
  close: () => {},
};

/**
 * Progress and refused lines in two files beside the imported one, only their owner's. Each save adds a line, so that it costs
 * the same whatever the number of names; a line cut short by a kill is as if it had not been begun.
 */
export function keptIn(progressFile: string, refusedFile: string, to: string): ProgressKeeper {
  const before = progressIn(progressFile);
  const progress = new Added(progressFile, before === undefined ? 0 : before.bytes);
  const refused = new Added(refusedFile, before?.refusedBytes ?? 0);
  const known = new Map(before?.names);
  return {
    before,
    refused: (entry) => refused.add(entry),
    save: ({ lines, chain, counts, names }) => {
      refused.sync();
      const fresh = [...names].filter(([name, id]) => known.get(name) !== id || !known.has(name));
      for (const [name, id] of fresh) known.set(name, id);
      progress.add({ lines, chain, to, counts, names: Object.fromEntries(fresh), refusedBytes: refused.bytes });
      progress.sync();
    },
    finish: () => progress.remove(),
    close: () => {
      progress.close();
      refused.close();
    },
  };
}

function progressIn(file: string): (Progress & { readonly bytes: number }) | undefined {
  if (!existsSync(file)) return undefined;
  const names = new Map<string, string | null>();
  let last: (Progress & { readonly bytes: number }) | undefined;
  let bytes = 0;
  const text = readFileSync(file, 'utf8');
  for (const line of text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)) {
    try {
      const said = JSON.parse(line) as Omit<Progress, 'names'> & { readonly names: Record<string, string | null> };
      bytes += Buffer.byteLength(line) + 1;
      for (const [name, id] of Object.entries(said.names)) names.set(name, id);
      last = { ...said, names, bytes };
    } catch {
      // Whatever comes after a line that cannot be read is done again: a repeat changes nothing.
      break;
    }
  }
  return last;
}

/** A file of JSON lines that grows at its end from a known length on. */
class Added {
  bytes: number;
  private file: number | undefined;
  private unsynced = false;

  constructor(
    private readonly path: string,
    from: number,
  ) {
    this.bytes = existsSync(path) ? from : 0;
    if (!existsSync(path)) return;
    if (from === 0) rmSync(path);
    else ftruncateSync(this.open(), from);
  }

  add(value: object): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    const file = this.open();
    for (let done = 0; done < line.length; ) done += writeSync(file, line, done, line.length - done, this.bytes + done);
    this.bytes += line.length;
    this.unsynced = true;
  }

  sync(): void {
    if (this.unsynced && this.file !== undefined) fsyncSync(this.file);
    this.unsynced = false;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  private open(): number {
    if (this.file === undefined) {
      this.file = openSync(this.path, existsSync(this.path) ? 'r+' : 'w', 0o600);
      syncDirectory(dirname(resolve(this.path)));
    }
    return this.file;
  }
}
