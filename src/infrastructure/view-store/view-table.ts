import type Database from 'better-sqlite3';
import type { RowWrite, ViewPage, ViewQuery, ViewRow } from '../../application/ports.js';
import { pageFrom, sortingOf } from '../../application/projecting/rows.js';
import { storedColumns } from '../../application/projecting/shape.js';
import type { Column, ColumnKind, ViewDefinition } from '../../projections/view.js';
import { selectRows, type Value } from './select-rows.js';
import type { StreamNumbers } from './stream-numbers.js';

const SQL_TYPE: Readonly<Record<ColumnKind, string>> = { text: 'TEXT', integer: 'INTEGER', json: 'TEXT', box: 'TEXT' };
const STATEMENTS_KEPT = 200;
/** Rows put once that are remembered; about 5 MB when full. */
const ROWS_REMEMBERED = 50_000;

const quoted = (name: string): string => `"${name}"`;
const isJson = (kind: ColumnKind): boolean => kind === 'json' || kind === 'box';

type Writing = Database.Statement<Value[]>;

/** Columns that a write names, in its order, and the statement for just these: found column by column. Views write rows of few shapes. */
class Named {
  readonly #next = new Map<string, Named>();
  #statement: Writing | undefined;

  constructor(
    private readonly prepare: (names: readonly string[]) => Writing,
    private readonly json: ReadonlySet<string>,
    private readonly names: readonly string[] = [],
    /** True when the column named last is kept as JSON. */
    readonly asJson = false,
  ) {}

  and(name: string): Named {
    const known = this.#next.get(name);
    if (known !== undefined) return known;
    const next = new Named(this.prepare, this.json, [...this.names, name], this.json.has(name));
    this.#next.set(name, next);
    return next;
  }

  get statement(): Writing {
    this.#statement ??= this.prepare(this.names);
    return this.#statement;
  }
}

/** One view's table in a views file, with real columns made from its definition. */
export class ViewTable {
  readonly #table: string;
  readonly #columns: readonly string[];
  readonly #asJson: readonly boolean[];
  readonly #drop: Database.Statement<[number, string]>;
  readonly #dropStream: Database.Statement<[number]>;
  /** Rows put once that are known to be there. */
  readonly #there = new Set<string>();
  readonly #written: Readonly<Record<'put' | 'once' | 'set', Named>>;
  readonly #selects = new Map<string, Database.Statement<[readonly Value[]], Value[]>>();

  constructor(
    private readonly db: Database.Database,
    private readonly view: ViewDefinition,
    private readonly streams: StreamNumbers,
  ) {
    this.#table = tableOf(view);
    this.#columns = storedColumns(view).map(([name]) => name);
    this.#asJson = this.#columns.map((name) => isJson((view.columns[name] as Column).kind));
    const json = new Set(this.#columns.filter((_, index) => this.#asJson[index]));
    this.#written = {
      put: new Named((names) => this.#putting(names, 'put'), json),
      once: new Named((names) => this.#putting(names, 'once'), json),
      set: new Named((names) => this.#setting(names), json),
    };
    this.#drop = db.prepare(`DELETE FROM ${this.#table} WHERE stream = ? AND key = ?`);
    this.#dropStream = db.prepare(`DELETE FROM ${this.#table} WHERE stream = ?`);
  }

  /** A transaction was rolled back: what was known to be there may not be. */
  forget(): void {
    this.#there.clear();
  }

  dropStream(stream: string): void {
    this.#there.clear();
    this.#dropStream.run(this.streams.numberOf(stream));
  }

  write({ kind, row, stream, key, revision, position }: RowWrite): void {
    const number = this.streams.numberOf(stream);
    if (kind === 'drop') {
      this.#there.delete(`${number} ${key}`);
      this.#drop.run(number, key);
      return;
    }
    if (kind === 'once' && this.#isThere(`${number} ${key}`)) return;
    const values: Value[] = kind === 'set' ? [] : [number, key];
    values.push(revision, Number(position));
    let named = this.#written[kind];
    for (const name in row) {
      const value = row[name];
      const isNull = value === null || value === undefined;
      if (isNull && kind !== 'set') continue;
      named = named.and(name);
      values.push(isNull ? null : named.asJson ? JSON.stringify(value) : (value as Value));
    }
    if (kind === 'set') values.push(number, key);
    named.statement.run(...values);
  }

  read(query: ViewQuery): ViewPage {
    const sorting = sortingOf(this.view, query.order);
    const numbers = query.streams?.flatMap((stream) => this.streams.known(stream) ?? []);
    const { sql, values } = selectRows(this.view, this.#table, query, sorting, numbers);
    const rows = this.#selecting(sql)
      .all(values)
      .map((row) => this.#row(row));
    return pageFrom(rows, sorting, query.limit);
  }

  #row(values: readonly Value[]): ViewRow {
    const row: Record<string, unknown> = {
      stream: values[0],
      key: values[1],
      revision: values[2],
      position: BigInt(values[3] as number),
    };
    for (let index = 0; index < this.#columns.length; index++) {
      const value = values[index + 4] as Value;
      row[this.#columns[index] as string] = this.#asJson[index] && value !== null ? JSON.parse(value as string) : value;
    }
    return row as unknown as ViewRow;
  }

  /** True when such a row was written before; else it is remembered, because it is about to be. */
  #isThere(row: string): boolean {
    if (this.#there.has(row)) return true;
    if (this.#there.size >= ROWS_REMEMBERED) this.#there.clear();
    this.#there.add(row);
    return false;
  }

  /** Columns not named are emptied. */
  #putting(names: readonly string[], kind: 'put' | 'once'): Writing {
    const all = ['stream', 'key', 'revision', 'position', ...names].map(quoted);
    const changed = ['revision', 'position', ...this.#columns].map(
      (name) => `${quoted(name)} = excluded.${quoted(name)}`,
    );
    // Not `OR REPLACE`, which takes the row and its index entries out and puts them in again elsewhere.
    return this.db.prepare(
      `INSERT INTO ${this.#table} (${all.join()}) VALUES (${all.map(() => '?').join()})
       ON CONFLICT (stream, key) DO ${kind === 'put' ? `UPDATE SET ${changed.join()}` : 'NOTHING'}`,
    );
  }

  #setting(names: readonly string[]): Writing {
    const set = ['revision', 'position', ...names].map((name) => `${quoted(name)} = ?`);
    return this.db.prepare(`UPDATE ${this.#table} SET ${set.join()} WHERE stream = ? AND key = ?`);
  }

  #selecting(sql: string): Database.Statement<[readonly Value[]], Value[]> {
    return kept(this.#selects, sql, () => this.db.prepare<[readonly Value[]], Value[]>(sql).raw());
  }
}

/** Name of a view's table, quoted. */
export const tableOf = (view: Pick<ViewDefinition, 'name'>): string => quoted(`view ${view.name}`);

/** Makes a view's table; one that is there goes first. */
export function createTable(db: Database.Database, view: ViewDefinition): void {
  const table = tableOf(view);
  const columns = storedColumns(view).map(([name, { kind }]) => `, ${quoted(name)} ${SQL_TYPE[kind]}`);
  db.exec(`DROP TABLE IF EXISTS ${table}`);
  // Rows are appended and found by the key's index: measured, a tree of whole rows (WITHOUT ROWID) costs a half more.
  db.exec(
    `CREATE TABLE ${table} (
       stream INTEGER NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL${columns.join('')},
       PRIMARY KEY (stream, key)
     ) STRICT`,
  );
}

/** Makes the indexes of a view's columns that are not there. */
export function createIndexes(db: Database.Database, view: ViewDefinition): void {
  for (const [name, { indexed }] of Object.entries(view.columns)) {
    if (!indexed) continue;
    const index = quoted(`view ${view.name} by ${name}`);
    db.exec(`CREATE INDEX IF NOT EXISTS ${index} ON ${tableOf(view)} (${quoted(name)})`);
  }
}

function kept<K, T>(statements: Map<K, T>, key: K, prepare: () => T): T {
  const known = statements.get(key);
  if (known !== undefined) return known;
  const made = prepare();
  statements.set(key, made);
  if (statements.size > STATEMENTS_KEPT) statements.delete(statements.keys().next().value as K);
  return made;
}
