import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS } from '../../src/application/actions/all.js';
import { changesOf } from '../../src/application/projecting/apply-fact.js';
import { FACTS } from '../../src/domain/catalogue.js';
import { CHARTER, CLAUSES, type Clause } from '../../src/domain/charter.js';
import { lodgingFacts } from '../../src/domain/complaint/lodging.js';
import { charterMatrix, testTitles } from '../../src/infrastructure/docs/charter-matrix.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import { standingView } from '../../src/projections/standing.js';
import { STANDING_RULES } from '../../src/projections/standing-rules.js';
import { asStored, goldens } from '../catalogue/golden.js';
import { idOf } from '../support/given.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const TEXT = readFileSync(resolve(ROOT, 'test/vectors/charter.txt'), 'utf8');

/** The agency of the charter's text; elsewhere its name is data. */
const AGENCY = 'CFCS';

/** The charter's twenty promises, in its order, without the marks that make a list of them. */
const promises = TEXT.split('\n')
  .filter((line) => line.trimStart().startsWith('•'))
  .map((line) =>
    line
      .replace(/^\s*•\s*/, '')
      .replace(/(; and|;|\.)\s*$/, '')
      .trim(),
  );

const matrix = new Map(charterMatrix(testTitles(ROOT)).map((row) => [row.clause, row]));
const of = (clause: Clause) => {
  const row = matrix.get(clause);
  if (row === undefined) throw new Error(`${clause} is not in the matrix`);
  return row;
};

/** Facts that no view but the timeline shows, and why. */
const SHOWN_BY_OTHERS: Readonly<Record<string, string>> = {
  ConductReportRegistered: 'it only lets access be decided at once; the report’s file shows what was reported',
};

describe('The charter', () => {
  it('the twenty clauses are the charter’s own words, in its order', () => {
    expect(CLAUSES.map((clause) => CHARTER[clause].text.replaceAll('{agency}', AGENCY))).toEqual(promises);
    expect(CLAUSES).toHaveLength(20);
  });

  it('eleven are rights of the client, five responsibilities of the client, four of the therapist', () => {
    const parties = CLAUSES.map((clause) => CHARTER[clause].party);
    const expected = [
      ...Array(11).fill('client right'),
      ...Array(5).fill('client responsibility'),
      ...Array(4).fill('therapist responsibility'),
    ];
    expect(parties).toEqual(expected);
  });

  it('no clause names an agency: the name is data', () => {
    expect(CLAUSES.filter((clause) => CHARTER[clause].text.includes(AGENCY))).toEqual([]);
  });
});

/** What the standing view makes of the golden fact of a type, with some of its open half said otherwise. */
function stands(type: string, open: Readonly<Record<string, unknown>>) {
  const golden = goldens().find((one) => one.type === type);
  if (golden === undefined) throw new Error(`no golden ${type}`);
  return changesOf(standingView, asStored({ ...golden, open: { ...golden.open, ...open } }));
}
const row = (clause: Clause, standing: string) =>
  expect.objectContaining({ row: expect.objectContaining({ clause, standing }) });
const isBreach = (change: object, clause: Clause): boolean => {
  const said = 'row' in change ? (change.row as Readonly<Record<string, unknown>>) : {};
  return said['clause'] === clause && said['standing'] === 'breached';
};

/** Views that show every clause alike say nothing of how one is kept. */
const SHOWS_EVERYTHING: readonly string[] = ['timeline', 'standing', 'figures'];

/** Clauses about how people behave: no clock and no missing entry breaches them (rule 78). */
const BY_FINDING_ONLY: readonly Clause[] = ['R1', 'R2', 'C1', 'C5', 'T1'];
const FINDINGS: readonly string[] = ['FindingRecorded', 'ConductFound'];
const SENTENCE = expect.stringMatching(/^.{5,}$/);

describe('The matrix of the charter', () => {
  it.each(CLAUSES)('%s is reached by an action, evidenced by a fact, and shown by a view of its own', (clause) => {
    const { actions, facts, views } = of(clause);
    for (const list of [actions, facts, views.filter(({ name }) => !SHOWS_EVERYTHING.includes(name))])
      expect(list).not.toEqual([]);
  });

  it.each(CLAUSES)('%s may be refused something, or it is said why nothing can be', (clause) => {
    const { refusals, refusesNothing } = of(clause);
    expect(refusals.length > 0).toBe(refusesNothing === undefined);
  });

  it.each(CLAUSES)('%s is named first by tests that decide, that act or that show it', (clause) => {
    const held = new Set((of(clause).tests ?? []).map(({ file }) => file.split('/')[1]));
    expect(held).toContain('domain');
    expect(held).toContain('application');
  });

  it.each(CLAUSES)('%s stands alleged when a complaint alleges it, and breached when it is founded', (clause) => {
    const allegation = idOf('allegation');
    expect(stands('ComplaintLodged', { allegations: [{ allegation, clause }] })).toContainEqual(row(clause, 'alleged'));
    expect(stands('FindingRecorded', { allegation, clause, finding: 'founded' })).toContainEqual(
      row(clause, 'breached'),
    );
    expect(stands('FindingRecorded', { allegation, clause, finding: 'not-founded' })).not.toContainEqual(
      row(clause, 'breached'),
    );
    expect(lodgingFacts.ComplaintLodged.fields.allegations.item?.fields?.['clause']?.codes).toContain(clause);
  });

  it('R11: leaving is refused on no ground of the charter', () => {
    const refuses = (ACTIONS.get('EndCounselling')?.refuses ?? []) as readonly { code: string; clause?: Clause }[];
    expect(refuses.filter((refusal) => refusal.clause !== undefined)).toEqual([]);
  });

  it.each(CLAUSES)('%s has a written rule that says when it is kept, open and breached', (clause) => {
    expect(STANDING_RULES[clause]).toEqual({ kept: SENTENCE, open: SENTENCE, alleged: SENTENCE, breached: SENTENCE });
  });

  it('every clause has a written rule and no other has', () => {
    expect(Object.keys(STANDING_RULES)).toEqual([...CLAUSES]);
  });

  it.each(BY_FINDING_ONLY)('%s is breached by a finding only, whatever else is on record', (clause) => {
    const breaching = goldens()
      .filter((golden) => changesOf(standingView, asStored(golden)).some((change) => isBreach(change, clause)))
      .map(({ type }) => type);
    expect(breaching.filter((type) => !FINDINGS.includes(type))).toEqual([]);
    expect(STANDING_RULES[clause].breached).toContain('found');
  });

  it('every fact is shown by some view besides the timeline, or it is said why not', () => {
    const shows = VIEWS.concat(ACCESS_VIEWS).filter(({ name, scopes }) => name !== 'timeline' && scopes.length > 0);
    const shown = new Set<string>();
    for (const golden of goldens()) {
      if (shows.some((view) => changesOf(view, asStored(golden)).length > 0)) shown.add(golden.type);
    }
    const hidden = Object.keys(FACTS).filter((type) => !shown.has(type));
    expect(hidden.sort()).toEqual(Object.keys(SHOWN_BY_OTHERS).sort());
  });
});
