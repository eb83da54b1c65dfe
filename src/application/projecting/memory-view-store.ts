import type { ViewDefinition } from '../../projections/view.js';
import type { ViewCheckpoint, ViewPage, ViewQuery, ViewStore, ViewWrites } from '../ports.js';
import { RowTable } from './row-table.js';
import { pageOf } from './rows.js';

/** Keeps views in memory, for time travel and tests: as the durable stores do. */
export function openMemoryViewStore(views: readonly ViewDefinition[]): ViewStore {
  return new MemoryViewStore(views);
}

class MemoryView {
  checkpoint: ViewCheckpoint;
  table: RowTable;

  constructor(readonly definition: ViewDefinition) {
    this.table = new RowTable(definition);
    this.checkpoint = { view: definition.name, position: 0n, chain: '', facts: 0 };
  }
}

class MemoryViewStore implements ViewStore {
  readonly #views: Map<string, MemoryView>;

  constructor(views: readonly ViewDefinition[]) {
    this.#views = new Map(views.map((definition) => [definition.name, new MemoryView(definition)]));
  }

  async apply(batch: readonly ViewWrites[]): Promise<void> {
    for (const { view, dropped, writes, checkpoint } of batch) {
      const kept = this.#view(view);
      for (const stream of dropped) kept.table.dropStream(stream);
      for (const write of writes) kept.table.write(write);
      kept.checkpoint = checkpoint;
    }
  }

  async checkpoints(): Promise<readonly ViewCheckpoint[]> {
    return [...this.#views.values()].map(({ checkpoint }) => checkpoint);
  }

  async reset(view: string): Promise<void> {
    this.#views.set(view, new MemoryView(this.#view(view).definition));
  }

  async read(view: string, query: ViewQuery = {}): Promise<ViewPage> {
    const { definition, table } = this.#view(view);
    // Copied, so that no reader shares a value with another.
    return structuredClone(pageOf(definition, table.rows(), query));
  }

  async close(): Promise<void> {}

  #view(name: string): MemoryView {
    const view = this.#views.get(name);
    if (view === undefined) throw new RangeError(`no view ${name}`);
    return view;
  }
}
