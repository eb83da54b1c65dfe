import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS } from '../../application/actions/all.js';
import { FACTS } from '../../domain/catalogue.js';
import { CHARTER, CLAUSES, type Clause, type ClauseText } from '../../domain/charter.js';
import type { RefusalDefinition } from '../../domain/language/decision.js';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { STANDING_RULES, type StandingRule } from '../../projections/standing-rules.js';
import { nothing } from '../../projections/view.js';
import { kebab } from '../http/names.js';

/** Everything that keeps one clause. */
export interface ClauseMatrix extends ClauseText {
  readonly clause: Clause;
  /** When it stands how. */
  readonly standing: StandingRule;
  /** Who may do what under it: a request may be refused, a report of what happened is not. */
  readonly actions: readonly {
    readonly name: string;
    readonly kind: 'request' | 'report';
    readonly who: readonly string[];
    readonly says: string;
  }[];
  readonly facts: readonly { readonly type: string; readonly says: string }[];
  readonly refusals: readonly Pick<RefusalDefinition, 'code' | 'says'>[];
  /** Why nothing is refused under it, where nothing is. */
  readonly refusesNothing?: string;
  readonly views: readonly { readonly name: string; readonly title: string }[];
  /** Titles of tests by file, or undefined where the tests are not shipped. */
  readonly tests: readonly { readonly file: string; readonly title: string }[] | undefined;
}

/** Clauses under which nothing can be refused, and why. */
export const REFUSES_NOTHING: Readonly<Partial<Record<Clause, string>>> = {
  R11: 'a client may leave at any time, and nothing in the charter may refuse it',
  C2: 'how somebody is reached is taken as they report it, and a change is never refused',
};

/** The twenty clauses, each with its rule of standing, actions, facts, refusals, views and tests. */
export const charterMatrix = (tests: TestTitles | undefined): readonly ClauseMatrix[] =>
  CLAUSES.map((clause) => {
    const facts = Object.values(FACTS)
      .filter(({ clauses }) => (clauses as readonly Clause[]).includes(clause))
      .map(({ type, says }) => ({ type, says }));
    const because = REFUSES_NOTHING[clause];
    const refusals = new Map(
      [...ACTIONS.values()]
        .flatMap(({ refuses }) => refuses as readonly RefusalDefinition[])
        .filter((refusal) => refusal.clause === clause)
        .map(({ code, says }) => [code, { code, says }]),
    );
    return {
      clause,
      ...CHARTER[clause],
      standing: STANDING_RULES[clause],
      actions: [...ACTIONS.values()]
        .filter(({ clauses }) => clauses.includes(clause))
        .map(({ name, kind, who, says }) => ({ name: kebab(name), kind, who, says })),
      facts,
      refusals: [...refusals.values()],
      ...(because !== undefined && { refusesNothing: because }),
      views: [...VIEWS, ...ACCESS_VIEWS]
        .filter(({ scopes, on }) => scopes.length > 0 && facts.some(({ type }) => (on[type] ?? nothing) !== nothing))
        .map(({ name, title }) => ({ name, title })),
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
