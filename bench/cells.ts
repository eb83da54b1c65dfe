import { createHash } from 'node:crypto';

/** How ledgers of very different size come to lie on cells. */
export interface CellFigures {
  readonly ledgers: number;
  readonly cells: number;
  readonly facts: number;
  /** Facts of the largest ledger, and of the fullest cell against the mean, placed by name alone. */
  readonly largestLedger: number;
  readonly fullestByName: number;
  /** The same when the largest hundredth is placed by hand, each where least is. */
  readonly fullestByHand: number;
  /** Part of the facts that move when one cell is added, by name alone. */
  readonly movedByOneMore: number;
}

/** Half of the ledgers are smaller than the median; a few are a hundred times larger. */
const SPREAD = 1.2;
const LARGEST_PART = 100;

/** Places ledgers on cells, for docs/scaling.md: a simulation of where they lie, not of servers. */
export function simulateCells(ledgers = 10_000, facts = 1_000_000_000, cells = 50): CellFigures {
  const weights = Array.from({ length: ledgers }, (_, index) => Math.exp(SPREAD * normal(`size ${index}`)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => (weight / total) * facts);
  const home = sizes.map((_, index) => highest(index, cells));
  const later = sizes.map((_, index) => highest(index, cells + 1));
  const largest = new Set(
    [...sizes.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0)).slice(0, Math.floor(ledgers / LARGEST_PART)),
  );
  const byHand = fill(cells, sizes, home, (index) => !largest.has(index));
  for (const index of largest) {
    const least = byHand.indexOf(Math.min(...byHand));
    byHand[least] = (byHand[least] ?? 0) + (sizes[index] ?? 0);
  }
  const mean = facts / cells;
  const moved = sizes.reduce((sum, size, index) => (home[index] === later[index] ? sum : sum + size), 0);
  return {
    ledgers,
    cells,
    facts,
    largestLedger: Math.round(Math.max(...sizes)),
    fullestByName: Math.max(...fill(cells, sizes, home)) / mean,
    fullestByHand: Math.max(...byHand) / mean,
    movedByOneMore: moved / facts,
  };
}

function fill(
  cells: number,
  sizes: readonly number[],
  home: readonly number[],
  counts: (index: number) => boolean = () => true,
): number[] {
  const filled = new Array<number>(cells).fill(0);
  for (const [index, size] of sizes.entries()) {
    const cell = home[index] ?? 0;
    if (counts(index)) filled[cell] = (filled[cell] ?? 0) + size;
  }
  return filled;
}

/** The cell whose name with the ledger's hashes highest: another cell takes only what is to be its own. */
function highest(ledger: number, cells: number): number {
  let best = 0;
  let most = -1;
  for (let cell = 0; cell < cells; cell += 1) {
    const hash = uniform(`ledger ${ledger} on cell ${cell}`);
    if (hash > most) [best, most] = [cell, hash];
  }
  return best;
}

const uniform = (of: string): number => createHash('sha256').update(of).digest().readUIntBE(0, 6) / 2 ** 48;

/** The same at every run. */
const normal = (of: string): number =>
  Math.sqrt(-2 * Math.log(1 - uniform(`${of} a`))) * Math.cos(2 * Math.PI * uniform(`${of} b`));

if (process.argv[1]?.endsWith('cells.js')) console.log(JSON.stringify(simulateCells(), undefined, 2));
