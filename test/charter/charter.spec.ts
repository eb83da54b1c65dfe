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

/** Clauses whose own topics come later: until then only an allegation and its finding speak of them. */
const BY_ALLEGATION_ONLY: readonly Clause[] = ['R2', 'C1'];

/** Clauses whose actions are here from end to end. */
const WHOLE: readonly Clause[] = ['R3', 'R7', 'R8', 'R10', 'R11', 'C3', 'C4', 'T2'];

/** Facts that no view but the timeline shows, and why. */
const SHOWN_BY_OTHERS: Readonly<Record<string, string>> = {
  BookingLapsed: 'the session never came to be; that its time is free again is shown by the hold’s release',
  ComplaintRegistered: 'it only lets access be decided at once; the complaint’s file shows the lodging itself',
  ComplaintCleared: 'it only lets access be decided at once; the complaint’s file shows the closing itself',
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

describe('The matrix of the charter', () => {
  it.each(CLAUSES.filter((clause) => !BY_ALLEGATION_ONLY.includes(clause)))(
    '%s is evidenced by a fact, reached by an action and shown by a view',
    (clause) => {
      const { actions, facts, views } = of(clause);
      expect(facts).not.toEqual([]);
      expect(actions).not.toEqual([]);
      expect(views).not.toEqual([]);
    },
  );

  it.each(BY_ALLEGATION_ONLY)(
    '%s stands alleged when a complaint alleges it, and breached when it is founded',
    (clause) => {
      const stands = (type: string, open: Readonly<Record<string, unknown>>) => {
        const golden = goldens().find((one) => one.type === type);
        if (golden === undefined) throw new Error(`no golden ${type}`);
        return changesOf(standingView, asStored({ ...golden, open: { ...golden.open, ...open } }));
      };
      const row = (standing: string) => expect.objectContaining({ row: expect.objectContaining({ clause, standing }) });
      const allegation = idOf('allegation');
      expect(stands('ComplaintLodged', { allegations: [{ allegation, clause }] })).toContainEqual(row('alleged'));
      expect(stands('FindingRecorded', { allegation, clause, finding: 'founded' })).toContainEqual(row('breached'));
      expect(lodgingFacts.ComplaintLodged.fields.allegations.item?.fields?.['clause']?.codes).toContain(clause);
    },
  );

  it.each(WHOLE)(
    '%s has an action, a fact, a view, a test that begins with it, and what may be refused under it',
    (clause) => {
      const { actions, facts, refusals, views, tests } = of(clause);
      // Leaving is the one right that nothing in the charter may refuse.
      for (const list of [actions, facts, views, tests]) expect(list).not.toEqual([]);
      expect(refusals.length > 0).toBe(clause !== 'R11');
    },
  );

  it('R11: leaving is refused on no ground of the charter', () => {
    const refuses = (ACTIONS.get('EndCounselling')?.refuses ?? []) as readonly { code: string; clause?: Clause }[];
    expect(refuses.filter((refusal) => refusal.clause !== undefined)).toEqual([]);
  });

  it('every clause has a written rule that says when it is kept, open, breached and alleged', () => {
    expect(Object.keys(STANDING_RULES)).toEqual([...CLAUSES]);
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
