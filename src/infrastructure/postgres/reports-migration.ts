import type { Migration } from './migration.js';

/** Tables of figures, and the views over them that dashboards read. */
export const REPORTS: Migration = {
  number: 3,
  says: 'Figures for dashboards',
  sql: `
      CREATE SCHEMA reporting;
      COMMENT ON SCHEMA reporting IS 'What was last published for dashboards; read through the schema reports only.';
      CREATE TABLE reporting.published (
        at timestamptz NOT NULL, small_cell integer NOT NULL, single boolean PRIMARY KEY DEFAULT true CHECK (single)
      );
      CREATE TABLE reporting.clauses (place integer PRIMARY KEY, clause text NOT NULL, party text NOT NULL, title text NOT NULL);
      CREATE TABLE reporting.figures (
        month text NOT NULL, figure text NOT NULL, count bigint, amount bigint, unit text, PRIMARY KEY (month, figure)
      );
      CREATE TABLE reporting.breaches (
        year integer PRIMARY KEY, stolen bigint, lost bigint, used bigint, disclosed bigint, persons bigint,
        due date NOT NULL, submitted text, standing text NOT NULL, missed boolean NOT NULL
      );
      CREATE TABLE reporting.views (view text PRIMARY KEY, facts bigint NOT NULL, stopped boolean NOT NULL);
      CREATE SCHEMA reports;
      COMMENT ON SCHEMA reports IS
        'Figures for dashboards: de-identified, small cells suppressed, no row of one person. Names and meanings here stay.';
      CREATE VIEW reports.published WITH (security_barrier) AS SELECT at, small_cell FROM reporting.published;
      COMMENT ON VIEW reports.published IS 'One row: when these figures were made.';
      COMMENT ON COLUMN reports.published.at IS 'When they were made.';
      COMMENT ON COLUMN reports.published.small_cell IS 'Counts below this number are suppressed.';
      CREATE VIEW reports.clauses WITH (security_barrier) AS SELECT place, clause, party, title FROM reporting.clauses;
      COMMENT ON VIEW reports.clauses IS 'The clauses of the charter, in its order.';
      COMMENT ON COLUMN reports.clauses.place IS 'Its place in the charter, from 1.';
      COMMENT ON COLUMN reports.clauses.clause IS 'Its short name: R1 to R11, C1 to C5, T1 to T4.';
      COMMENT ON COLUMN reports.clauses.party IS 'client right, client responsibility or therapist responsibility.';
      COMMENT ON COLUMN reports.clauses.title IS 'Its title.';
      CREATE VIEW reports.figures WITH (security_barrier) AS
        SELECT month, (month || '-01')::date AS month_begins, figure, count, count IS NULL AS suppressed, amount, unit
        FROM reporting.figures;
      COMMENT ON VIEW reports.figures IS
        'How many of each, by the local month in which it happened, from what was recorded in months that are over.';
      COMMENT ON COLUMN reports.figures.month IS 'The local month in which it happened: 2026-02.';
      COMMENT ON COLUMN reports.figures.month_begins IS 'Its first day.';
      COMMENT ON COLUMN reports.figures.figure IS 'What is counted.';
      COMMENT ON COLUMN reports.figures.count IS 'How many; null where it is suppressed.';
      COMMENT ON COLUMN reports.figures.suppressed IS 'True when there are fewer than a small cell''s number.';
      COMMENT ON COLUMN reports.figures.amount IS 'Their sum, in the unit; null where it is suppressed or there is none.';
      COMMENT ON COLUMN reports.figures.unit IS 'minutes, cents or days.';
      CREATE VIEW reports.breaches WITH (security_barrier) AS
        SELECT year, stolen, lost, used, disclosed, persons, due, submitted, standing, missed FROM reporting.breaches;
      COMMENT ON VIEW reports.breaches IS
        'Breaches of privacy by calendar year, as they are due to the Commissioner; counts below a small cell''s number are null.';
      COMMENT ON COLUMN reports.breaches.year IS 'The calendar year in which they were found.';
      COMMENT ON COLUMN reports.breaches.stolen IS 'Breaches in which information was stolen.';
      COMMENT ON COLUMN reports.breaches.lost IS 'Breaches in which it was lost.';
      COMMENT ON COLUMN reports.breaches.used IS 'Breaches in which it was used without authority.';
      COMMENT ON COLUMN reports.breaches.disclosed IS 'Breaches in which it was disclosed without authority.';
      COMMENT ON COLUMN reports.breaches.persons IS 'Persons concerned, all together.';
      COMMENT ON COLUMN reports.breaches.due IS 'The day on which the figures are due.';
      COMMENT ON COLUMN reports.breaches.submitted IS 'When they were submitted; null while they are not.';
      COMMENT ON COLUMN reports.breaches.standing IS 'to submit, submitted, or changed since.';
      COMMENT ON COLUMN reports.breaches.missed IS 'True when the day passed.';
      CREATE VIEW reports.views WITH (security_barrier) AS SELECT view, facts, stopped FROM reporting.views;
      COMMENT ON VIEW reports.views IS 'How far each view had come when the figures were made.';
      COMMENT ON COLUMN reports.views.view IS 'Name of the view.';
      COMMENT ON COLUMN reports.views.facts IS 'Facts of the log that it had taken, rounded down to thousands.';
      COMMENT ON COLUMN reports.views.stopped IS 'True when it waits to be mended.';`,
};
