import type Database from 'better-sqlite3';
import type { ViewCheckpoint, ViewPage, ViewQuery, ViewStore, ViewWrites } from '../../application/ports.js';
import type { ViewDefinition } from '../../projections/view.js';
import { StreamNumbers } from './stream-numbers.js';
import { createIndexes, ViewTable } from './view-table.js';
import { openViewsFile, openViewsFileForReading, startView, type ViewsFileOptions } from './views-file.js';

/** Opens a views file for its one writer, making it when it is not there. */
export function openSqliteViewStore(options: ViewsFileOptions & { readonly factsPerCommit?: number }): SqliteViewStore {
  return new SqliteViewStore(openViewsFile(options), options.views, options.factsPerCommit);
}

/** Opens a views file for reading, beside its writer. */
export function openSqliteViewReader(file: string, views: readonly ViewDefinition[]): ViewStore {
  return new SqliteViewStore(openViewsFileForReading(file), views);
}

type CheckpointRow = readonly [string, number, string, number, number | null, string | null, string | null];

/** Views in one SQLite file. With `factsPerCommit`, batches share transactions until that many facts are in one. */
export class SqliteViewStore implements ViewStore {
  readonly #streams: StreamNumbers;
  readonly #tables: Map<string, ViewTable>;
  readonly #move: Database.Statement;
  /** Facts of the furthest view at the last commit. */
  #committed = 0;

  constructor(
    private readonly db: Database.Database,
    private readonly views: readonly ViewDefinition[],
    private readonly factsPerCommit = 0,
  ) {
    this.#streams = new StreamNumbers(db);
    this.#tables = new Map(views.map((view) => [view.name, new ViewTable(db, view, this.#streams)]));
    this.#move = db.prepare(
      `UPDATE checkpoints SET position = ?, chain = ?, facts = ?, stopped_position = ?, stopped_type = ?, stopped_reason = ?
       WHERE view = ?`,
    );
  }

  async apply(batch: readonly ViewWrites[]): Promise<void> {
    try {
      if (!this.db.inTransaction) this.db.exec('BEGIN IMMEDIATE');
      let facts = 0;
      for (const { view, dropped, writes, checkpoint } of batch) {
        const table = this.#table(view);
        for (const stream of dropped) table.dropStream(stream);
        for (const write of writes) table.write(write);
        facts = Math.max(facts, checkpoint.facts);
        this.#moveTo(checkpoint);
      }
      if (facts - this.#committed >= this.factsPerCommit || facts < this.#committed) {
        this.#committed = facts;
        this.flush();
      }
    } catch (error) {
      // Some errors have rolled back by themselves.
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      this.#streams.forget();
      for (const table of this.#tables.values()) table.forget();
      throw error;
    }
  }

  /** Commits what was applied. */
  flush(): void {
    if (this.db.inTransaction) this.db.exec('COMMIT');
  }

  /** Makes the indexes that a rebuild left out. */
  createIndexes(): void {
    this.flush();
    for (const view of this.views) createIndexes(this.db, view);
  }

  async checkpoints(): Promise<readonly ViewCheckpoint[]> {
    const rows = this.db
      .prepare<[], CheckpointRow>(
        'SELECT view, position, chain, facts, stopped_position, stopped_type, stopped_reason FROM checkpoints',
      )
      .raw()
      .all() as CheckpointRow[];
    return rows.flatMap((row) => (this.#tables.has(row[0]) ? [checkpointOf(row)] : []));
  }

  async reset(name: string): Promise<void> {
    const view = this.views.find((one) => one.name === name);
    if (view === undefined) throw new RangeError(`no view ${name}`);
    this.flush();
    this.db
      .transaction(() => {
        startView(this.db, view);
        createIndexes(this.db, view);
      })
      .immediate();
    this.#tables.set(name, new ViewTable(this.db, view, this.#streams));
  }

  async read(view: string, query: ViewQuery = {}): Promise<ViewPage> {
    return this.#table(view).read(query);
  }

  async close(): Promise<void> {
    if (!this.db.open) return;
    if (!this.db.readonly) this.flush();
    this.db.close();
  }

  #table(name: string): ViewTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`no view ${name}`);
    return table;
  }

  #moveTo({ view, position, chain, facts, stopped }: ViewCheckpoint): void {
    const at = stopped ? [Number(stopped.position), stopped.type, stopped.reason] : [null, null, null];
    this.#move.run(Number(position), chain, facts, ...at, view);
  }
}

const checkpointOf = ([view, position, chain, facts, at, type, reason]: CheckpointRow): ViewCheckpoint => ({
  view,
  position: BigInt(position),
  chain,
  facts,
  ...(at !== null && { stopped: { position: BigInt(at), type: type ?? '', reason: reason ?? '' } }),
});
