import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS } from '../../application/actions/all.js';
import { FACTS } from '../../domain/catalogue.js';
import { CHARTER, CLAUSES, type Clause, type ClauseText } from '../../domain/charter.js';
import type { RefusalDefinition } from '../../domain/language/decision.js';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { nothing } from '../../projections/view.js';
import { kebab } from '../http/names.js';

/** Everything that keeps one clause. */
export interface ClauseMatrix extends ClauseText {
  readonly clause: Clause;
  readonly actions: readonly string[];
  readonly facts: readonly string[];
  readonly refusals: readonly Pick<RefusalDefinition, 'code' | 'says'>[];
  readonly views: readonly string[];
  /** Titles of tests by file, or undefined where the tests are not shipped. */
  readonly tests: readonly { readonly file: string; readonly title: string }[] | undefined;
}

/** The twenty clauses, each with its actions, facts, refusals, views and tests. */
export const charterMatrix = (tests: TestTitles | undefined): readonly ClauseMatrix[] =>
  CLAUSES.map((clause) => {
    const facts = Object.values(FACTS)
      .filter(({ clauses }) => (clauses as readonly Clause[]).includes(clause))
      .map(({ type }) => type);
    const refusals = new Map(
      [...ACTIONS.values()]
        .flatMap(({ refuses }) => refuses as readonly RefusalDefinition[])
        .filter((refusal) => refusal.clause === clause)
        .map(({ code, says }) => [code, { code, says }]),
    );
    return {
      clause,
      ...CHARTER[clause],
      actions: [...ACTIONS.values()].filter(({ clauses }) => clauses.includes(clause)).map(({ name }) => kebab(name)),
      facts,
      refusals: [...refusals.values()],
      views: [...VIEWS, ...ACCESS_VIEWS]
        .filter(({ scopes, on }) => scopes.length > 0 && facts.some((type) => (on[type] ?? nothing) !== nothing))
        .map(({ name }) => name),
      tests:
        tests &&
        [...tests].flatMap(([file, titles]) =>
          titles.filter((title) => clausesOf(title).has(clause)).map((title) => ({ file, title })),
        ),
    };
  });

/** Titles of tests that begin with a clause, by file. */
export type TestTitles = ReadonlyMap<string, readonly string[]>;

const CLAUSES_FIRST = '(?:[RCT]\\d{1,2})(?:(?:, | and |\\/)(?:[RCT]\\d{1,2}))*';
const PREFIX = new RegExp(`^(${CLAUSES_FIRST}):`);
const TITLE = new RegExp(`(['"\`])(${CLAUSES_FIRST}: (?:(?!\\1)[^\\\\\\n]|\\\\.)+)\\1`, 'g');

const clausesOf = (title: string): ReadonlySet<string> =>
  new Set(PREFIX.exec(title)?.[1]?.match(/[RCT]\d{1,2}/g) ?? []);

/** Titles of the tests under a project's directory; undefined where no tests are shipped. */
export function testTitles(root: string): TestTitles | undefined {
  const directory = join(root, 'test');
  if (!existsSync(directory)) return undefined;
  const found = new Map<string, readonly string[]>();
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.spec.ts')) continue;
    const text = readFileSync(join(directory, file), 'utf8');
    const titles = [...text.matchAll(TITLE)].map(([, , title]) => title ?? '');
    if (titles.length > 0) found.set(`test/${file.replaceAll('\\', '/')}`, titles);
  }
  return found;
}
