import { Pool, type PoolClient, type PoolConfig, type QueryArrayConfig } from 'pg';
import { StoreFull } from '../../application/ports.js';

/** Where a database is: a connection string, or its parts. */
export type PostgresConnection = string | PoolConfig;

const CONNECT_MILLISECONDS = 10_000;

/** What answers a statement: a pool, or one connection of it. */
export type Asks = Pick<PoolClient, 'query'>;

/** The parts of a connection, with a limit to how long it may take to be made. */
export const partsOf = (connection: PostgresConnection): PoolConfig => ({
  connectionTimeoutMillis: CONNECT_MILLISECONDS,
  application_name: 'alliance-ledger',
  ...(typeof connection === 'string' ? { connectionString: connection } : connection),
});

/** Opens connections to a database as they are needed, `most` at once. */
export function openPool(connection: PostgresConnection, most: number, more: PoolConfig = {}): Pool {
  const pool = new Pool({ ...partsOf(connection), ...more, max: most });
  // A connection that is lost fails whatever is asked on it; the event beside it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * Runs work in one transaction on one connection. When anything fails the connection is given up, and with it the transaction;
 * when the connection failed while committing, nobody knows whether it was.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await work(client);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** The code by which PostgreSQL names an error, or the empty text. */
export const postgresCode = (error: unknown): string =>
  String((error as { readonly code?: unknown } | undefined)?.code ?? '');

/** `disk_full`: the statement was rolled back. */
const FULL = '53100';

/** True when the connection was lost or not to be had, rather than a statement refused. */
export const isLost = (error: unknown): boolean => {
  const code = postgresCode(error);
  // A server's own codes have five characters; those of 08 and 57 say that it ends, or that there is no connection.
  return code.length !== 5 || code.startsWith('08') || code.startsWith('57');
};

/** The error as a store tells it: `StoreFull` where there was no room. */
export const told = (error: unknown): unknown =>
  postgresCode(error) === FULL ? new StoreFull('there is no room; nothing was written', { cause: error }) : error;

/** Values as the server writes them, as text. */
export const AS_TEXT: NonNullable<QueryArrayConfig['types']> = {
  getTypeParser: () => (value: unknown) => value,
} as never;

/** A name as it stands in a statement. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
