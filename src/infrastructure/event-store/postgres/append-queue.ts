import type { Pool, PoolClient } from 'pg';
import { type AppendResult, type Log, RevisionConflict, StoreClosed, StoreFull } from '../../../application/ports.js';
import { postgresCode, told } from '../../postgres/connection.js';
import { ArrayText, textToKeep } from '../../postgres/texts.js';

/** Appends committed together at most. */
const APPENDS_PER_COMMIT = 512;

/** One append, its facts as JSON. */
export interface Append {
  readonly stream: string;
  readonly expected: number;
  readonly facts: readonly string[];
}

interface Waiting extends Append {
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

interface Head {
  number: number;
  revision: number;
}

type Outcome = AppendResult | RevisionConflict;

const BEGIN = 'BEGIN; SET LOCAL synchronous_commit = on';

/** One log's appends: those that arrive while a transaction is under way become the next one. */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(
    /** Of pipelining connections. */
    private readonly pool: Pool,
    private readonly log: Log,
    private readonly committed: () => void,
  ) {}

  /** Resolves when the facts are on the server's disk. */
  append(stream: string, expected: number, facts: readonly string[]): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new StoreClosed('the store is closed'));
      this.#waiting.push({ stream, expected, facts, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Commits what waits and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever appends in this turn of the loop is waited for.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#commitTogether(this.#waiting.splice(0, APPENDS_PER_COMMIT));
    this.#running = undefined;
  }

  async #commitTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#transaction(batch);
      if (outcomes.some((outcome) => !(outcome instanceof RevisionConflict))) this.committed();
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index] as Outcome;
        if (outcome instanceof RevisionConflict) reject(outcome);
        else resolve(outcome);
      });
    } catch (error) {
      // One at a time, so that a small append is not lost because it stood beside one that does not fit.
      if (batch.length > 1 && wasRolledBack(error)) for (const one of batch) await this.#commitTogether([one]);
      else for (const { reject } of batch) reject(told(error));
    }
  }

  async #transaction(batch: readonly Waiting[]): Promise<readonly Outcome[]> {
    const client = await this.pool.connect();
    try {
      const outcomes = await write(client, this.log, batch);
      client.release();
      return outcomes;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

/**
 * Makes several appends to one log in one transaction: all of them, or none and throws, also when the log does not end at the
 * position said. Returns the position at which it ends then.
 */
export async function appendAll(
  client: PoolClient,
  log: Log,
  appends: readonly Append[],
  endsAt: bigint,
): Promise<bigint> {
  return (await write(client, log, appends, endsAt)).at(-1)?.position ?? endsAt;
}

async function write(client: PoolClient, log: Log, batch: readonly Append[]): Promise<readonly Outcome[]>;
async function write(
  client: PoolClient,
  log: Log,
  batch: readonly Append[],
  endsAt: bigint,
): Promise<readonly AppendResult[]>;
async function write(
  client: PoolClient,
  log: Log,
  batch: readonly Append[],
  endsAt?: bigint,
): Promise<readonly Outcome[]> {
  const names = [...new Set(batch.map(({ stream }) => textToKeep(stream)))];
  const [, locked, known] = await Promise.all([
    client.query(BEGIN),
    client.query({
      name: 'lock',
      text: 'SELECT position FROM log.heads WHERE log = $1 FOR UPDATE',
      values: [log],
    }),
    // Sees what was committed by whoever had the lock before.
    client.query({
      name: 'heads',
      text: 'SELECT name, number, revision FROM log.streams WHERE log = $1 AND name = ANY ($2)',
      values: [log, names],
    }),
  ]);
  const rows = known.rows as { name: string; number: string; revision: string }[];
  const streams = new Map<string, Head>(
    rows.map(({ name, number, revision }) => [name, { number: Number(number), revision: Number(revision) }]),
  );
  const staged = new Staged(Number(locked.rows[0].position), streams);
  const outcomes = batch.map((one) => staged.append(one));
  if (endsAt !== undefined) requireWhole(outcomes, BigInt(locked.rows[0].position), endsAt);
  const answers = await Promise.all([...staged.statements(log), 'COMMIT'].map((one) => client.query(one as string)));
  if (answers.at(-1)?.command !== 'COMMIT') throw new Error('the append was rolled back');
  return outcomes;
}

/** Throws for what cannot be appended as a whole; the connection is given up by who has it, and with it the transaction. */
function requireWhole(outcomes: readonly Outcome[], position: bigint, endsAt: bigint): void {
  if (position !== endsAt) throw new Error(`the log was appended to by somebody else after position ${endsAt}`);
  const conflict = outcomes.find((one) => one instanceof RevisionConflict);
  if (conflict !== undefined) throw conflict;
}

/** What one transaction is going to write. */
class Staged {
  readonly #positions = new ArrayText();
  readonly #streams = new ArrayText();
  readonly #revisions = new ArrayText();
  readonly #facts = new ArrayText();
  readonly #moved = new Map<string, Head>();
  readonly #before: number;

  constructor(
    private position: number,
    private readonly heads: Map<string, Head>,
  ) {
    this.#before = position;
  }

  append({ stream, expected, facts }: Append): Outcome {
    const name = textToKeep(stream);
    const head = this.heads.get(name) ?? { number: this.position + 1, revision: -1 };
    if (head.revision !== expected) return new RevisionConflict(stream, expected, head.revision);
    if (facts.length === 0) return { revision: head.revision, position: BigInt(this.position) };
    for (const fact of facts) {
      this.#positions.add(++this.position);
      this.#streams.add(head.number);
      this.#revisions.add(++head.revision);
      this.#facts.add(fact);
    }
    this.heads.set(name, head);
    this.#moved.set(name, head);
    return { revision: head.revision, position: BigInt(this.position) };
  }

  statements(
    log: Log,
  ): readonly { readonly name: string; readonly text: string; readonly values: readonly string[] }[] {
    if (this.position === this.#before) return [];
    const [names, numbers, revisions] = [new ArrayText(), new ArrayText(), new ArrayText()];
    for (const [name, head] of this.#moved) {
      names.add(name);
      numbers.add(head.number);
      revisions.add(head.revision);
    }
    return [
      {
        name: `append ${log}`,
        text: `INSERT INTO log.${log} (position, stream, revision, fact)
          SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::json[])`,
        values: [this.#positions, this.#streams, this.#revisions, this.#facts].map(String),
      },
      {
        name: 'streams',
        text: `INSERT INTO log.streams (log, name, number, revision)
          SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[])
          ON CONFLICT (log, name) DO UPDATE SET revision = excluded.revision`,
        values: [log, names, numbers, revisions].map(String),
      },
      {
        name: 'head',
        text: 'UPDATE log.heads SET position = $2 WHERE log = $1',
        values: [log, String(this.position)],
      },
      { name: 'notify', text: 'SELECT pg_notify($1, NULL)', values: [channelOf(log)] },
    ];
  }
}

/** The channel on which the server says that a log has grown. */
export const channelOf = (log: Log): string => `ledger_${log}`;

/** The server itself refused what was asked; after any other error nobody knows whether it was committed. */
const wasRolledBack = (error: unknown): boolean =>
  error instanceof StoreFull || /^(22|23|53|54)/.test(postgresCode(error));
