import type { RowWrite } from '../../../application/ports.js';
import { storedColumns } from '../../../application/projecting/shape.js';
import type { Column, ColumnKind, ViewDefinition } from '../../../projections/view.js';
import { quoted } from '../../postgres/connection.js';
import { ArrayText, textToKeep } from '../../postgres/texts.js';

/** What a column is in PostgreSQL. Texts are sorted by their bytes, as every view store sorts them. */
export const SQL_TYPE: Readonly<Record<ColumnKind, string>> = {
  text: 'text',
  integer: 'bigint',
  json: 'json',
  box: 'json',
};

/** A statement and its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly string[];
}

type Kind = RowWrite['kind'];

/** Rows that one statement writes: those of one kind and, where columns are set, of the same columns. */
class Group {
  readonly streams = new ArrayText();
  readonly keys = new ArrayText();
  readonly revisions = new ArrayText();
  readonly positions = new ArrayText();
  /** By the place of each column; made at the first value, so that a column nobody names costs nothing. */
  readonly columns: (ArrayText | undefined)[] = [];
  rows = 0;

  constructor(readonly kind: Kind) {}

  column(index: number): ArrayText {
    const known = this.columns[index];
    if (known !== undefined) return known;
    const made = new ArrayText();
    for (let row = 0; row < this.rows; row++) made.add(null);
    this.columns[index] = made;
    return made;
  }
}

/** Turns what a batch does to one view into as few statements as there are kinds of change. */
export class RowsWriter {
  readonly #names: readonly string[];
  readonly #kinds: readonly ColumnKind[];

  constructor(
    /** Schema and name, quoted. */
    private readonly table: string,
    view: ViewDefinition,
  ) {
    this.#names = storedColumns(view).map(([name]) => name);
    this.#kinds = this.#names.map((name) => (view.columns[name] as Column).kind);
  }

  /** All rows of streams go. */
  dropStreams(streams: Iterable<string>): readonly Statement[] {
    const names = new ArrayText();
    for (const stream of streams) names.add(textToKeep(stream));
    const values = [names.toString()];
    return values[0] === '{}' ? [] : [{ text: `DELETE FROM ${this.table} WHERE stream = ANY ($1::text[])`, values }];
  }

  write(writes: Iterable<RowWrite>): readonly Statement[] {
    const groups = new Map<string, Group>();
    for (const one of writes) this.#add(this.#groupOf(groups, one), one);
    return [...groups.values()].map((group) => this.#statement(group));
  }

  #groupOf(groups: Map<string, Group>, { kind, row }: RowWrite): Group {
    let name: string = kind;
    if (kind === 'set') for (const column of this.#names) name += column in row ? '1' : '0';
    const known = groups.get(name);
    if (known !== undefined) return known;
    const made = new Group(kind);
    if (kind === 'set') {
      for (const [index, column] of this.#names.entries()) if (column in row) made.column(index);
    }
    groups.set(name, made);
    return made;
  }

  #add(group: Group, { stream, key, revision, position, row = {} }: RowWrite): void {
    group.streams.add(textToKeep(stream));
    group.keys.add(textToKeep(key));
    group.revisions.add(revision);
    group.positions.add(Number(position));
    for (let index = 0; index < this.#names.length; index++) {
      const value = row[this.#names[index] as string] ?? null;
      const column = value === null ? group.columns[index] : group.column(index);
      column?.add(value === null ? null : this.#kept(index, value));
    }
    group.rows++;
  }

  #kept(index: number, value: unknown): string | number {
    const kind = this.#kinds[index];
    if (kind === 'integer') return value as number;
    return kind === 'text' ? textToKeep(value as string) : JSON.stringify(value);
  }

  #statement(group: Group): Statement {
    const { kind, streams, keys, revisions, positions } = group;
    const place = [streams.toString(), keys.toString()];
    if (kind === 'drop') {
      const text = `DELETE FROM ${this.table} t USING unnest($1::text[], $2::text[]) AS u (stream, key)
        WHERE t.stream = u.stream AND t.key = u.key`;
      return { text, values: place };
    }
    const named = this.#names.flatMap((_, index) => (group.columns[index] === undefined ? [] : [index]));
    const values = [...place, revisions, positions, ...named.map((index) => group.columns[index])].map(String);
    const names = ['stream', 'key', 'revision', 'position', ...named.map((index) => this.#names[index] as string)];
    const types = [
      'text',
      'text',
      'bigint',
      'bigint',
      ...named.map((index) => SQL_TYPE[this.#kinds[index] as ColumnKind]),
    ];
    const given = `unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join()})`;
    if (kind === 'set') {
      const set = names.slice(2).map((name) => `${quoted(name)} = u.${quoted(name)}`);
      const text = `UPDATE ${this.table} t SET ${set.join()} FROM ${given} AS u (${names.map(quoted).join()})
        WHERE t.stream = u.stream AND t.key = u.key`;
      return { text, values };
    }
    const all = ['revision', 'position', ...this.#names].map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
    const text = `INSERT INTO ${this.table} (${names.map(quoted).join()}) SELECT * FROM ${given}
      ON CONFLICT (stream, key) DO ${kind === 'put' ? `UPDATE SET ${all.join()}` : 'NOTHING'}`;
    return { text, values };
  }
}
