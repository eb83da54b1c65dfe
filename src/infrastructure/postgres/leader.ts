import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import type { Leader, Term } from '../../application/ports.js';
import { type PostgresConnection, partsOf } from './connection.js';
import { takeOver } from './fence.js';

/** Any number that no other program is likely to lock in the same database. */
const LOCK_CLASS = 720_831_613;
/** How soon it is noticed that who led is gone, in milliseconds. */
export interface LeaderTimes {
  /** Who leads says so this often. */
  readonly beat: number;
  /** Whose word is not answered for so long leads no longer, as far as they know; the server waits longer before it lets another. */
  readonly patience: number;
  /** Whoever was silent for so long, frozen or cut off, is taken for gone: the server ends their session, and with it their lock. */
  readonly silence: number;
}

const TIMES: LeaderTimes = { beat: 1_000, patience: 3_000, silence: 6_000 };
const FIRST_PAUSE_MILLISECONDS = 50;
const LONGEST_PAUSE_MILLISECONDS = 2_000;
const CLOSING_MILLISECONDS = 1_000;

/** How duties are led on a database. */
export interface PostgresLeaderOptions {
  readonly connection: PostgresConnection;
  /** Called when a duty cannot be led nor waited for, and is tried again, and with nothing when that is over. */
  readonly onTroubled?: (error: Error | undefined) => void;
  readonly times?: LeaderTimes;
}

/**
 * Leads duties by locks of sessions, one session a duty. A lock goes with its session, so that the next who waits leads at once
 * when a process is killed, and within seconds when it is frozen or cut off; what the one before writes late is refused by its
 * number.
 */
export function postgresLeader(options: PostgresLeaderOptions): Leader {
  return {
    lead: async (duty, begin) => {
      const candidate = new Candidate(duty, begin, options);
      await candidate.decided;
      return () => candidate.withdraw();
    },
  };
}

/** Does work while nobody else does the same on this database; undefined, and nothing done, while somebody does. */
export async function exclusively<T>(
  connection: PostgresConnection,
  duty: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = new Client(partsOf(connection));
  client.on('error', () => {});
  await client.connect();
  try {
    return (await won(client, duty)) ? await work() : undefined;
  } finally {
    await close(client);
  }
}

/** One duty for which this instance stands, again after each term. */
class Candidate {
  /** Resolves when the first term has begun, when another instance leads, or when that cannot be told for now. */
  readonly decided: Promise<void>;
  readonly #withdrawing = new AbortController();
  readonly #standing: Promise<void>;
  #decide = (): void => {};

  constructor(
    private readonly duty: string,
    private readonly begin: Parameters<Leader['lead']>[1],
    private readonly options: PostgresLeaderOptions,
  ) {
    this.decided = new Promise((resolve) => {
      this.#decide = resolve;
    });
    this.#standing = this.#stand();
  }

  async withdraw(): Promise<void> {
    this.#withdrawing.abort();
    await this.#standing;
  }

  async #stand(): Promise<void> {
    const { signal } = this.#withdrawing;
    let pause = FIRST_PAUSE_MILLISECONDS;
    while (!signal.aborted) {
      try {
        await this.#serve();
        this.options.onTroubled?.(undefined);
        pause = FIRST_PAUSE_MILLISECONDS;
      } catch (error) {
        if (!signal.aborted) this.options.onTroubled?.(error as Error);
      }
      this.#decide();
      await after(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
    }
  }

  /** Waits for the lock and serves one term. */
  async #serve(): Promise<void> {
    const { beat, patience, silence } = this.options.times ?? TIMES;
    const over = new AbortController();
    const leave = (): void => over.abort();
    const client = new Client({ ...partsOf(this.options.connection), keepAlive: true });
    client.on('error', leave);
    client.once('end', leave);
    this.#withdrawing.signal.addEventListener('abort', leave, { once: true });
    try {
      await client.connect();
      await client.query(
        `SET client_connection_check_interval = ${beat}; SET idle_session_timeout = ${silence};
         SET statement_timeout = 0; SET lock_timeout = 0`,
      );
      if (!(await won(client, this.duty))) {
        this.#decide();
        await orAborted(
          client.query('SELECT pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, this.duty]),
          over.signal,
        );
      }
      if (over.signal.aborted) return;
      const number = await takeOver(client, this.duty);
      void keepSaying(client, over, beat, patience);
      await this.#term({ number, signal: over.signal, resign: leave });
    } finally {
      this.#withdrawing.signal.removeEventListener('abort', leave);
      over.abort();
      await close(client);
    }
  }

  async #term(term: Term): Promise<void> {
    const end = await this.begin(term);
    this.options.onTroubled?.(undefined);
    this.#decide();
    await aborted(term.signal);
    await end();
  }
}

/** True when the session has the lock of a duty now. */
async function won(client: Client, duty: string): Promise<boolean> {
  const { rows } = await client.query<{ won: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS won', [
    LOCK_CLASS,
    duty,
  ]);
  return rows[0]?.won === true;
}

/** Keeps the session from falling silent; whose word is not answered in time leads no longer. */
async function keepSaying(client: Client, over: AbortController, beat: number, patience: number): Promise<void> {
  const { signal } = over;
  while (!signal.aborted) {
    await after(beat, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const timer = setTimeout(() => over.abort(), patience);
    await orAborted(client.query('SELECT 1'), signal).catch(() => over.abort());
    clearTimeout(timer);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** An answer, unless the signal aborts first: it is not waited for any more then. */
async function orAborted(answer: Promise<unknown>, signal: AbortSignal): Promise<void> {
  answer.catch(() => {});
  await Promise.race([answer, aborted(signal)]);
}

/** Ends a session; one that does not answer is left to the server. */
async function close(client: Client): Promise<void> {
  const enough = new AbortController();
  await Promise.race([
    client.end().catch(() => {}),
    after(CLOSING_MILLISECONDS, undefined, { signal: enough.signal }).catch(() => {}),
  ]);
  enough.abort();
}
