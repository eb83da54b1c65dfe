/** One step of the database's layout. A step that was published is never changed; another follows it. */
export interface Migration {
  readonly number: number;
  readonly says: string;
  readonly sql: string;
}

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
];
