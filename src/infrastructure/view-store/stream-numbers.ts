import type Database from 'better-sqlite3';

/** Numbers kept in memory; about 10 MB when full. */
const NUMBERS_KEPT = 50_000;

/** Names of streams as small numbers, so that rows and indexes stay narrow. */
export class StreamNumbers {
  readonly #find: Database.Statement<[string], number>;
  readonly #insert: Database.Statement<[string]>;
  readonly #numbers = new Map<string, number>();

  constructor(db: Database.Database) {
    this.#find = db.prepare<[string], number>('SELECT number FROM streams WHERE name = ?').pluck();
    this.#insert = db.prepare('INSERT INTO streams (name) VALUES (?)');
  }

  /** The number of a stream, given now if it has none. */
  numberOf(name: string): number {
    return (
      this.#numbers.get(name) ??
      this.#remember(name, this.#find.get(name) ?? Number(this.#insert.run(name).lastInsertRowid))
    );
  }

  /** The number of a stream, if it has one. */
  known(name: string): number | undefined {
    return this.#find.get(name);
  }

  /** A transaction was rolled back: numbers given in it may be void. */
  forget(): void {
    this.#numbers.clear();
  }

  #remember(name: string, number: number): number {
    if (this.#numbers.size >= NUMBERS_KEPT) this.#numbers.clear();
    this.#numbers.set(name, number);
    return number;
  }
}
