import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { FactKey, KeyRing } from '../../../application/ports.js';
import type { Box } from '../../../domain/language/fact.js';
import { inTransaction, openPool, type PostgresConnection, told } from '../../postgres/connection.js';
import { Listening } from '../../postgres/listening.js';
import { migrate } from '../../postgres/migrate.js';
import { KEEPER } from '../kept-fact-keys.js';
import type { KeyEncryption } from '../key-encryption.js';
import { KEYS_IN_MEMORY, LocalKeyRing } from '../local-key-ring.js';
import { openWrappingKeys } from '../open.js';
import { KEY_BYTES } from '../primitives.js';
import { KEY_ROWS, type WrappingKeys } from '../wrapping-keys.js';
import { type KeyLine, Mirror, putKey } from './mirror.js';

const CHANNEL = 'ledger_keys';
const BEGIN = 'BEGIN; SET LOCAL synchronous_commit = on';

/** How a key ring in PostgreSQL is opened. */
export interface PostgresKeyOptions {
  readonly connection: PostgresConnection;
  readonly encryption: KeyEncryption;
  /** Unwrapped keys kept in memory at most. */
  readonly keysInMemory?: number;
}

/**
 * Opens the key ring of a PostgreSQL database, making it on first use. Several processes may have it at once: a change of one is
 * copied by the others as they hear of it. Throws `KeyRingRefused` when the key-encryption key is not the ring's.
 */
export async function openPostgresKeyRing(options: PostgresKeyOptions): Promise<PostgresKeyRing> {
  const { connection, encryption } = options;
  const pool = openPool(connection, 2);
  const mirror = new Mirror();
  try {
    await migrate(pool);
    const wrapping = await inTransaction(
      pool,
      async (client) => {
        const { rows } = await client.query<{ id: string | null }>('SELECT id FROM keys.ring FOR UPDATE');
        await mirror.prepare(client);
        await mirror.refresh(client);
        const opened = await openWrappingKeys(mirror.database, encryption);
        if (!rows[0]?.id) await mirror.found(client);
        return opened;
      },
      BEGIN,
    );
    encryption.close();
    return new PostgresKeyRing(pool, mirror, wrapping, options);
  } catch (error) {
    mirror.database.close();
    await pool.end();
    throw error;
  }
}

/** Pairs whose keys one transaction is going to make. */
interface Wanted {
  readonly pairs: Map<string, { readonly owner: string; readonly stream: string }>;
  readonly made: Promise<void>;
}

/** Keys in PostgreSQL, wrapped; sealing and opening are those of the local ring, on a copy of its rows. */
export class PostgresKeyRing implements KeyRing {
  readonly #local: LocalKeyRing;
  readonly #listening: Listening;
  #wanted: Wanted | undefined;
  #changing: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly mirror: Mirror,
    private readonly wrapping: WrappingKeys,
    { connection, keysInMemory = KEYS_IN_MEMORY }: PostgresKeyOptions,
  ) {
    this.#local = new LocalKeyRing(mirror.database, wrapping, keysInMemory);
    this.#listening = new Listening(connection, [CHANNEL], () => void this.refresh().catch(() => {}));
  }

  /** Copies what other processes changed. They are heard anyway; who cannot wait for that asks. */
  refresh(): Promise<void> {
    return this.#inTurn(() => this.#refresh(this.pool));
  }

  atHand(owner: string, stream: string): FactKey | undefined {
    return this.#local.atHand(owner, stream);
  }

  async provide(owner: string, stream: string): Promise<FactKey> {
    const key = this.atHand(owner, stream);
    if (key !== undefined) return key;
    this.#wanted ??= this.#batch();
    const batch = this.#wanted;
    batch.pairs.set(JSON.stringify([owner, stream]), { owner, stream });
    await batch.made;
    return this.atHand(owner, stream) as FactKey;
  }

  seal(...sealing: Parameters<KeyRing['seal']>): Box {
    return this.#local.seal(...sealing);
  }

  open(box: Box): Readonly<Record<string, unknown>> | 'destroyed' {
    return this.#local.open(box);
  }

  mac(key: FactKey, text: string): string {
    return this.#local.mac(key, text);
  }

  shut(what: Parameters<KeyRing['shut']>[0]): void {
    this.#local.shut(what);
  }

  async destroyStream(stream: string): Promise<readonly string[]> {
    await this.#change(async (client, change) => {
      await client.query(
        `UPDATE keys.key SET wrapped = decode(repeat('00', length(wrapped)), 'hex'), destroyed = 1, changed = $2
         WHERE stream = $1 AND destroyed = 0`,
        [stream, change],
      );
    });
    await this.#clean();
    const { rows } = await this.pool.query<{ reference: string }>('SELECT reference FROM keys.key WHERE stream = $1', [
      stream,
    ]);
    return rows.map(({ reference }) => reference);
  }

  async renewStream(stream: string): Promise<void> {
    await this.#change(async (client, change) => {
      const { rows } = await client.query<{ owner: string }>(
        'SELECT DISTINCT owner FROM keys.key WHERE stream = $1 AND destroyed = 0 AND owner <> $2',
        [stream, KEEPER],
      );
      for (const { owner } of rows) await putKey(client, this.#next(owner, stream), change);
    });
  }

  async destroyFact(stream: string, others: readonly Box[]): Promise<readonly string[]> {
    let gone: readonly string[] = [];
    await this.#change(async (client, change) => {
      // Here first: nothing is sealed under what this makes, and what stays opens as before. If it fails, it is copied again.
      this.mirror.void(stream);
      gone = await this.#local.destroyFact(stream, others);
      await this.mirror.push(client, stream, change);
    });
    await this.#clean();
    return gone;
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.#listening.close();
      await this.#changing;
      await this.#local.close();
      await this.pool.end();
    })();
    return this.#closing;
  }

  /** Everybody who asks until the transaction begins shares it. */
  #batch(): Wanted {
    const pairs: Wanted['pairs'] = new Map();
    const made = this.#change(async (client, change) => {
      this.#wanted = undefined;
      for (const { owner, stream } of pairs.values()) {
        if (this.#newest(owner, stream)?.destroyed !== 0) await putKey(client, this.#next(owner, stream), change);
      }
    }).finally(() => {
      if (this.#wanted?.pairs === pairs) this.#wanted = undefined;
    });
    return { pairs, made };
  }

  /** The copy is up to date while the ring is locked. */
  #newest(owner: string, stream: string): Pick<KeyLine, 'version' | 'destroyed'> | undefined {
    return this.mirror.database
      .prepare<[string, string], Pick<KeyLine, 'version' | 'destroyed'>>(
        'SELECT version, destroyed FROM key WHERE owner = ? AND stream = ? ORDER BY version DESC LIMIT 1',
      )
      .get(owner, stream);
  }

  /** The next key of a pair, wrapped. */
  #next(owner: string, stream: string): KeyLine {
    const version = (this.#newest(owner, stream)?.version ?? 0) + 1;
    const pair = { reference: `${randomBytes(16).toString('base64url')}.${version}`, owner, stream, version };
    const secret = randomBytes(KEY_BYTES);
    const held = this.wrapping.wrap(KEY_ROWS, pair, secret);
    secret.fill(0);
    return { ...pair, ...held, destroyed: 0 };
  }

  /** Changes rows in PostgreSQL, alone among all processes, then copies them; durable when it resolves. */
  #change(work: (client: PoolClient, change: number) => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await inTransaction(
          this.pool,
          async (client) => {
            const { rows } = await client.query<{ changed: string }>(
              'UPDATE keys.ring SET changed = changed + 1 RETURNING changed',
            );
            await this.#refresh(client);
            await work(client, Number(rows[0]?.changed));
            await client.query('SELECT pg_notify($1, NULL)', [CHANNEL]);
          },
          BEGIN,
        );
      } catch (error) {
        await this.#refresh(this.pool).catch(() => {});
        throw told(error);
      }
      await this.#refresh(this.pool);
    });
  }

  async #refresh(client: Pick<PoolClient, 'query'>): Promise<void> {
    for (const stream of await this.mirror.refresh(client)) this.#local.forgetStream(stream);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#changing.then(work);
    this.#changing = done.catch(() => {});
    return done;
  }

  /** The rows as they were are no longer in the table's pages; the server's write-ahead log and its backups have their own time. */
  async #clean(): Promise<void> {
    await this.pool.query('VACUUM keys.key, keys.fact_key');
  }
}
