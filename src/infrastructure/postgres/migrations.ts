import type { Migration } from './migration.js';
import { REPORTS } from './reports-migration.js';

/** Every step, in order. */
export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    says: 'Views in generations, and who may write them',
    sql: `
      CREATE TABLE ledger.view_sets (name text PRIMARY KEY, generation bigint NOT NULL);
      COMMENT ON TABLE ledger.view_sets IS 'Sets of views and how often each was made again and swapped in.';
      CREATE TABLE ledger.leadership (duty text PRIMARY KEY, number bigint NOT NULL);
      COMMENT ON TABLE ledger.leadership IS 'The fencing number of whoever leads in a duty: it grows with every take-over.';
      -- Locks both rows until the transaction ends: a swap or a take-over waits for the writer before it, and refuses the next.
      CREATE FUNCTION ledger.require_writer(of_set text, of_generation bigint, of_duty text, of_number bigint)
      RETURNS void LANGUAGE plpgsql AS $body$
      BEGIN
        PERFORM 1 FROM ledger.view_sets WHERE name = of_set AND generation = of_generation FOR SHARE;
        IF NOT FOUND THEN RAISE EXCEPTION 'generation % of % is not the one in use', of_generation, of_set USING ERRCODE = 'AL001'; END IF;
        IF of_duty IS NULL THEN RETURN; END IF;
        PERFORM 1 FROM ledger.leadership WHERE duty = of_duty AND number = of_number FOR SHARE;
        IF NOT FOUND THEN RAISE EXCEPTION 'number % no longer leads in %', of_number, of_duty USING ERRCODE = 'AL002'; END IF;
      END $body$;
      REVOKE ALL ON FUNCTION ledger.require_writer FROM PUBLIC;`,
  },
  {
    number: 2,
    says: 'Logs of facts and of looks',
    sql: `
      CREATE SCHEMA log;
      CREATE TABLE log.identity (log_id text NOT NULL, single boolean PRIMARY KEY DEFAULT true CHECK (single));
      -- Whoever appends holds the row of the log until the end of the transaction: positions are committed in their order.
      CREATE TABLE log.heads (log text PRIMARY KEY, position bigint NOT NULL);
      INSERT INTO log.heads VALUES ('facts', 0), ('access', 0);
      -- A stream's number is the position of its first fact.
      CREATE TABLE log.streams (
        log text NOT NULL, name text COLLATE "C" NOT NULL, number bigint NOT NULL, revision bigint NOT NULL,
        PRIMARY KEY (log, name), UNIQUE (log, number)
      );
      CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN RAISE EXCEPTION 'what was appended is never changed'; END $body$;
      CREATE TABLE log.facts (
        position bigint PRIMARY KEY, stream bigint NOT NULL, revision bigint NOT NULL, fact json NOT NULL,
        UNIQUE (stream, revision)
      );
      CREATE TRIGGER facts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON log.facts EXECUTE FUNCTION log.refuse_change();
      CREATE TABLE log.access (
        position bigint PRIMARY KEY, stream bigint NOT NULL, revision bigint NOT NULL, fact json NOT NULL,
        UNIQUE (stream, revision)
      );
      CREATE TRIGGER access_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON log.access EXECUTE FUNCTION log.refuse_change();
      REVOKE ALL ON FUNCTION log.refuse_change FROM PUBLIC;`,
  },
  REPORTS,
  {
    number: 4,
    says: 'Keys, each only as a wrapping key wrapped it',
    sql: `
      CREATE SCHEMA keys;
      -- Whoever changes keys holds this row until the end of the transaction, and takes its next number.
      CREATE TABLE keys.ring (id text, changed bigint NOT NULL, single boolean PRIMARY KEY DEFAULT true CHECK (single));
      INSERT INTO keys.ring (changed) VALUES (0);
      CREATE TABLE keys.wrapping (
        number integer PRIMARY KEY, id text NOT NULL UNIQUE, kept bytea NOT NULL, made_at text NOT NULL, retired integer NOT NULL
      );
      CREATE TABLE keys.key (
        reference text PRIMARY KEY, owner text NOT NULL, stream text NOT NULL, version integer NOT NULL, wrapping text NOT NULL,
        wrapped bytea NOT NULL, destroyed integer NOT NULL DEFAULT 0, changed bigint NOT NULL, UNIQUE (owner, stream, version)
      );
      CREATE INDEX ON keys.key (stream);
      CREATE INDEX ON keys.key (changed);
      CREATE TABLE keys.fact_key (
        reference text NOT NULL, revision bigint NOT NULL, compartment text NOT NULL, keeper text NOT NULL, sealed bytea NOT NULL,
        stream text NOT NULL, UNIQUE (reference, revision, compartment, keeper)
      );
      CREATE INDEX ON keys.fact_key (stream);`,
  },
  {
    number: 5,
    says: 'How far reactions to a log are',
    sql: `
      CREATE TABLE ledger.bookmarks (duty text PRIMARY KEY, log_id text NOT NULL, position bigint NOT NULL);
      COMMENT ON TABLE ledger.bookmarks IS 'Where whoever leads in a duty goes on.';`,
  },
];
