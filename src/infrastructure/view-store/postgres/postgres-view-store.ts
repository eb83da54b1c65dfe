import type { Pool } from 'pg';
import type { ViewCheckpoint, ViewPage, ViewQuery, ViewStore, ViewWrites } from '../../../application/ports.js';
import { pageFrom, sortingOf } from '../../../application/projecting/rows.js';
import type { ViewDefinition } from '../../../projections/view.js';
import {
  AS_TEXT,
  inTransaction,
  openPool,
  type PostgresConnection,
  postgresCode,
  told,
} from '../../postgres/connection.js';
import { migrate } from '../../postgres/migrate.js';
import { ArrayText, textKept, textToKeep } from '../../postgres/texts.js';
import {
  channelOf,
  checkpointsOf,
  finishViews,
  type Generation,
  prepareViews,
  removeBefore,
  schemaOf,
  startView,
  tableOf,
  type ViewSet,
} from './generations.js';
import { rowOf, selectRows } from './select-rows.js';
import { RowsWriter, type Statement } from './write-rows.js';

/** Connections for reading, unless told otherwise. */
const READERS = 8;
/** Statements that each connection keeps prepared, at most. */
const STATEMENTS_KEPT = 500;

/** Who may write: the fencing number under which this instance leads in a duty. */
export interface Fence {
  readonly duty: string;
  readonly number: number;
}

/** How views are opened. */
export interface PostgresViewOptions {
  readonly connection: PostgresConnection;
  readonly views: readonly ViewDefinition[];
  /** The log whose facts they are made from: views made from another log are emptied. */
  readonly logId: string;
  /** Default `views`. */
  readonly set?: ViewSet;
  /** Asked at each batch: the write is refused when another has taken the duty over. Without it, nobody else may write. */
  readonly fence?: () => Fence | undefined;
  /** Default the one in use; `next` is a rebuild's. */
  readonly generation?: Generation;
  /** Connections for reading at most. */
  readonly readers?: number;
}

/** Another instance has taken over: what this one wrote was refused. */
export class StaleLeader extends Error {}
/** The views were made again and swapped meanwhile: what was written to those before was refused. Open them anew. */
export class GenerationGone extends Error {}

/** Opens views for their writer, making them when they are not there. */
export async function openPostgresViewStore(options: PostgresViewOptions): Promise<PostgresViewStore> {
  const { connection, views, logId, set = 'views', generation = 'in-use' } = options;
  const pool = openPool(connection, options.readers ?? READERS);
  try {
    await migrate(pool);
    const number = await prepareViews(pool, { set, generation, views, logId });
    if (generation === 'in-use') await removeBefore(pool, set);
    return new PostgresViewStore(pool, openPool(connection, 1, { pipeline: true }), number, options);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Opens views for reading beside their writer, in this process or another, which must have made them. */
export function openPostgresViewReader(options: PostgresViewOptions): ViewStore {
  const pool = openPool(options.connection, options.readers ?? READERS);
  return new PostgresViewStore(pool, undefined, 0, options);
}

/** A join by index, whatever the planner thinks that it knows of a table that is just growing. */
const BEGIN_WRITING = `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL jit = off; SET LOCAL enable_hashjoin = off;
  SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off`;

type CheckpointRow = readonly [string, string, string, string, string | null, string | null, string | null];

/** Views in a schema of a PostgreSQL database. A commit may be lost in a crash, never half of one. */
export class PostgresViewStore implements ViewStore {
  readonly #schema: string;
  readonly #views: ReadonlyMap<
    string,
    { readonly view: ViewDefinition; readonly table: string; readonly writer: RowsWriter }
  >;
  readonly #names = new Map<string, string>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly writers: Pool | undefined,
    /** The generation that was in use when this was opened. */
    readonly generation: number,
    private readonly options: PostgresViewOptions,
  ) {
    this.#schema = schemaOf(options.set ?? 'views', options.generation ?? 'in-use');
    this.#views = new Map(
      options.views.map((view) => {
        const table = tableOf(this.#schema, view);
        return [view.name, { view, table, writer: new RowsWriter(table, view) }];
      }),
    );
  }

  /** One batch after the other. Everything is sent at once: a batch is two journeys to the server and back. */
  apply(batch: readonly ViewWrites[]): Promise<void> {
    const applied = this.#writing.then(() => this.#apply(batch));
    this.#writing = applied.catch(() => {});
    return applied;
  }

  async #apply(batch: readonly ViewWrites[]): Promise<void> {
    const statements = batch.flatMap(({ view, dropped, writes }) => {
      const { writer } = this.#view(view);
      return [...writer.dropStreams(dropped), ...writer.write(writes)];
    });
    const client = await this.#writers().connect();
    try {
      const [, , moved] = await Promise.all(
        [
          BEGIN_WRITING,
          this.#guard(),
          this.#move(batch),
          ...statements.map((one) => this.#named(one)),
          ...this.#telling(),
        ].map((one) => client.query(one as string)),
      );
      // Rows never move without their checkpoint.
      if (moved?.rowCount !== batch.length) throw new Error('a view is no longer where it was made');
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('the batch was rolled back');
      client.release();
    } catch (error) {
      client.release(true);
      throw refused(error);
    }
  }

  async checkpoints(): Promise<readonly ViewCheckpoint[]> {
    const { rows } = await this.pool.query<CheckpointRow & unknown[]>({
      text: `SELECT view, position, chain, facts, stopped_position, stopped_type, stopped_reason FROM ${checkpointsOf(this.#schema)}`,
      rowMode: 'array',
      types: AS_TEXT,
    });
    return rows.flatMap((row) => (this.#views.has(row[0]) ? [checkpointOf(row)] : []));
  }

  /** What a rebuild leaves for its end. */
  finish(): Promise<void> {
    return finishViews(this.pool, this.options.set ?? 'views', this.options.views);
  }

  async reset(name: string): Promise<void> {
    const { view, table } = this.#view(name);
    const reset = this.#writing.then(() =>
      inTransaction(this.#writers(), async (client) => {
        await client.query(this.#guard());
        await client.query(`TRUNCATE ${table}`);
        await startView(client, this.#schema, view, this.options.logId);
      }).catch((error) => {
        throw refused(error);
      }),
    );
    this.#writing = reset.catch(() => {});
    return reset;
  }

  async read(name: string, query: ViewQuery = {}): Promise<ViewPage> {
    const { view, table } = this.#view(name);
    const sorting = sortingOf(view, query.order);
    const { text, values } = selectRows(view, table, query, sorting);
    const { rows } = await this.pool.query<(string | null)[]>({
      ...this.#named({ text, values: [] }),
      values: [...values],
      rowMode: 'array',
      types: AS_TEXT,
    });
    return pageFrom(
      rows.map((row) => rowOf(view, row)),
      sorting,
      query.limit,
    );
  }

  async close(): Promise<void> {
    await this.#writing;
    if (!this.pool.ending) await this.pool.end();
    if (this.writers !== undefined && !this.writers.ending) await this.writers.end();
  }

  /** The same statement by the same name, so that a connection reads and plans it once. */
  #named({ text, values }: Statement): { text: string; values: string[]; name?: string } {
    let name = this.#names.get(text);
    if (name === undefined && this.#names.size < STATEMENTS_KEPT) {
      name = `s${this.#names.size}`;
      this.#names.set(text, name);
    }
    return { text, values: [...values], ...(name !== undefined && { name }) };
  }

  /** A rebuild needs no leave: nobody reads it, and its swap takes the lock. */
  #guard(): string | { text: string; values: unknown[]; name: string } {
    if (this.options.generation === 'next') return 'SELECT 1';
    const fence = this.options.fence?.();
    const values = [this.options.set ?? 'views', this.generation, fence?.duty ?? null, fence?.number ?? null];
    return { name: 'guard', text: 'SELECT ledger.require_writer($1, $2, $3, $4)', values };
  }

  /** Nobody waits for a rebuild's batches. */
  #telling(): readonly { readonly name: string; readonly text: string; readonly values: string[] }[] {
    const { set = 'views', generation } = this.options;
    if (generation === 'next') return [];
    return [{ name: 'tell', text: 'SELECT pg_notify($1, NULL)', values: [channelOf(set)] }];
  }

  #move(batch: readonly ViewWrites[]): Statement & { values: string[]; name: string } {
    const columns = Array.from({ length: 7 }, () => new ArrayText());
    for (const { checkpoint } of batch) {
      const { view, position, chain, facts, stopped } = checkpoint;
      const at = stopped
        ? [Number(stopped.position), textToKeep(stopped.type), textToKeep(stopped.reason)]
        : [null, null, null];
      [view, Number(position), chain, facts, ...at].forEach((value, index) => {
        columns[index]?.add(value);
      });
    }
    const text = `UPDATE ${checkpointsOf(this.#schema)} c SET position = u.position, chain = u.chain, facts = u.facts,
        stopped_position = u.at, stopped_type = u.type, stopped_reason = u.reason
      FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
        AS u (view, position, chain, facts, at, type, reason)
      WHERE c.view = u.view`;
    return { name: 'move', text, values: columns.map(String) };
  }

  #view(name: string) {
    const view = this.#views.get(name);
    if (view === undefined) throw new RangeError(`no view ${name}`);
    return view;
  }

  #writers(): Pool {
    if (this.writers === undefined) throw new Error('these views were opened for reading');
    return this.writers;
  }
}

function refused(error: unknown): unknown {
  const code = postgresCode(error);
  if (code === 'AL001') return new GenerationGone('the views were made again meanwhile', { cause: error });
  if (code === 'AL002') return new StaleLeader('another instance writes these views now', { cause: error });
  return told(error);
}

const checkpointOf = ([view, position, chain, facts, at, type, reason]: CheckpointRow): ViewCheckpoint => ({
  view,
  position: BigInt(position),
  chain,
  facts: Number(facts),
  ...(at !== null && { stopped: { position: BigInt(at), type: textKept(type ?? ''), reason: textKept(reason ?? '') } }),
});
