import type { Pool, PoolClient } from 'pg';
import { inTransaction, postgresCode, quoted } from '../postgres/connection.js';

/** Functions of PostgreSQL that everybody may call and that write, or stand in the way of who leads. */
const NOT_FOR_EVERYBODY = `
  SELECT p.oid::regprocedure AS function FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace
    AND p.proname ~ '^(pg_(try_)?advisory|lo_|lowrite$|pg_notify$|pg_logical_emit_message$)'`;
const DENIED = '42501';
const STATEMENT_LIMIT = '60s';
const CONNECTIONS = 10;

/** What was done for a role that reads figures. */
export interface ReaderRole {
  /** Functions that stay callable by everybody because only a superuser may take them away. */
  readonly leftToEverybody: readonly string[];
}

/**
 * Makes a role, when it is not there, that may read the schema `reports` and reach nothing else in this database, and takes from
 * everybody what PostgreSQL gives to everybody there. The password is sent as it is: over TLS, or on the same machine.
 */
export function allowReports(pool: Pool, role: string, password?: string): Promise<ReaderRole> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ database: string; me: string }>(
      'SELECT current_database() AS database, current_user AS me',
    );
    const { database, me } = rows[0] as { database: string; me: string };
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    const name = quoted(role);
    if (rowCount === 0) await client.query(`CREATE ROLE ${name} LOGIN`);
    await client.query(`
      ALTER ROLE ${name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT ${CONNECTIONS};
      ALTER ROLE ${name} SET default_transaction_read_only = on;
      ALTER ROLE ${name} SET statement_timeout = '${STATEMENT_LIMIT}';
      ALTER ROLE ${name} SET search_path = reports;
      REVOKE ALL ON DATABASE ${quoted(database)} FROM PUBLIC;
      REVOKE ALL ON SCHEMA public FROM PUBLIC;
      REVOKE ALL ON ALL TABLES IN SCHEMA reports FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${quoted(database)} TO ${name};
      GRANT USAGE ON SCHEMA reports TO ${name};
      GRANT SELECT ON ALL TABLES IN SCHEMA reports TO ${name}`);
    if (password !== undefined) await client.query(`ALTER ROLE ${name} PASSWORD ${client.escapeLiteral(password)}`);
    return { leftToEverybody: await takeFromEverybody(client, me) };
  });
}

/** Takes functions from everybody but ourselves; returns those that are not ours to take. */
async function takeFromEverybody(client: PoolClient, me: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ function: string }>(NOT_FOR_EVERYBODY);
  const left: string[] = [];
  for (const { function: signature } of rows) {
    await client.query('SAVEPOINT one');
    try {
      await client.query(`GRANT EXECUTE ON FUNCTION ${signature} TO ${quoted(me)}`);
      await client.query(`REVOKE EXECUTE ON FUNCTION ${signature} FROM PUBLIC`);
    } catch (error) {
      if (postgresCode(error) !== DENIED) throw error;
      await client.query('ROLLBACK TO one');
      left.push(signature);
    }
  }
  // Who may grant only some of it is warned, not refused: what counts is what everybody may do now.
  const { rows: still } = await client.query<{ function: string }>(
    `${NOT_FOR_EVERYBODY} AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
       WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE')`,
  );
  return [...new Set([...left, ...still.map((one) => one.function)])];
}
