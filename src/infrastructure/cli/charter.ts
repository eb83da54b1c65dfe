import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { ACTIONS } from '../../application/actions/all.js';
import { FACTS } from '../../domain/catalogue.js';
import { CHARTER, CLAUSES, type Clause } from '../../domain/charter.js';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { kebab } from '../http/names.js';
import { type Common, command } from './command.js';
import { badInput } from './exits.js';
import { say, sayJson, table } from './output.js';
import type { Root } from './root.js';

/** Everything that keeps one clause. */
export interface ClauseMatrix {
  readonly clause: Clause;
  readonly party: string;
  readonly title: string;
  readonly text: string;
  readonly actions: readonly string[];
  readonly facts: readonly string[];
  readonly refusals: readonly { readonly code: string; readonly says: string }[];
  readonly views: readonly string[];
  /** Titles of tests by file, or undefined where the tests are not shipped. */
  readonly tests: readonly { readonly file: string; readonly title: string }[] | undefined;
}

/** The twenty clauses, each with its actions, facts, refusals, views and tests. */
export function charterMatrix(tests: ReadonlyMap<string, readonly string[]> | undefined): readonly ClauseMatrix[] {
  return CLAUSES.map((clause) => {
    const actions = [...ACTIONS.values()].filter(({ clauses }) => clauses.includes(clause));
    const facts = Object.values(FACTS).filter(({ clauses }) => (clauses as readonly string[]).includes(clause));
    const types = new Set<string>(facts.map(({ type }) => type));
    const refusals = new Map(
      [...ACTIONS.values()]
        .flatMap(({ refuses }) => refuses as readonly { code: string; says: string; clause?: Clause }[])
        .filter((each) => each.clause === clause)
        .map(({ code, says }) => [code, { code, says }]),
    );
    const views = [...VIEWS, ...ACCESS_VIEWS].filter(
      ({ scopes, on }) => scopes.length > 0 && Object.keys(on).some((type) => types.has(type)),
    );
    return {
      clause,
      ...CHARTER[clause],
      actions: actions.map(({ name }) => kebab(name)),
      facts: facts.map(({ type }) => type),
      refusals: [...refusals.values()],
      views: views.map(({ name }) => name),
      tests:
        tests &&
        [...tests].flatMap(([file, titles]) =>
          titles.filter((title) => clausesOf(title).has(clause)).map((title) => ({ file, title })),
        ),
    };
  });
}

const PREFIX = /^((?:[RCT]\d{1,2})(?:(?:, | and |\/)(?:[RCT]\d{1,2}))*):/;
const TITLE = /(['"`])((?:[RCT]\d{1,2})(?:(?:, | and |\/)(?:[RCT]\d{1,2}))*: (?:(?!\1)[^\\\n]|\\.)+)\1/g;

const clausesOf = (title: string): ReadonlySet<string> =>
  new Set(PREFIX.exec(title)?.[1]?.match(/[RCT]\d{1,2}/g) ?? []);

/** Titles of the tests beside the program that begin with a clause, by file; undefined where no tests are shipped. */
export function testTitles(program: string): ReadonlyMap<string, readonly string[]> | undefined {
  const directory = join(dirname(dirname(program)), 'test');
  if (!existsSync(directory)) return undefined;
  const found = new Map<string, readonly string[]>();
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.spec.ts')) continue;
    const titles = [...readFileSync(join(directory, file), 'utf8').matchAll(TITLE)].map(([, , title]) => title ?? '');
    if (titles.length > 0) found.set(relative('.', join('test', file)), titles);
  }
  return found;
}

/** `alliance charter`: what keeps each clause. */
export function charterCommand(program: Command, { program: file }: Pick<Root, 'program'>): void {
  command(program, 'charter [clause]', 'The twenty clauses, each with its actions, facts, refusals, views and tests.', [
    ['alliance charter', 'a line for each clause'],
    ['alliance charter C3', 'everything that keeps one of them'],
  ]).action((named: string | undefined, options: Common) => {
    const matrix = charterMatrix(testTitles(file));
    if (named === undefined) {
      if (options.json) return sayJson(matrix);
      const count = (list: readonly unknown[] | undefined): string => (list ? String(list.length) : 'not shipped');
      const rows = matrix.map((c) => [
        ...[c.clause, c.title, c.party, count(c.actions), count(c.facts), count(c.refusals)],
        ...[count(c.views), count(c.tests)],
      ]);
      return say(
        table(['clause', 'title', 'party', 'actions', 'facts', 'refusals', 'views', 'tests'], rows).join('\n'),
      );
    }
    const one = matrix.find(({ clause }) => clause === named.toUpperCase());
    if (one === undefined) throw badInput('clause', `must be one of ${CLAUSES.join(', ')}.`);
    if (options.json) return sayJson(one);
    say(linesOf(one).join('\n'));
  });
}

function linesOf({ clause, title, party, text, actions, facts, refusals, views, tests }: ClauseMatrix) {
  const list = (name: string, all: readonly string[]): readonly string[] => [
    '',
    `${name} (${all.length})`,
    ...all.map((each) => `  ${each}`),
  ];
  return [
    `${clause}  ${title}  (${party})`,
    `“${text.replaceAll('{agency}', 'the agency')}”`,
    ...list('Actions', actions),
    ...list('Facts', facts),
    ...list(
      'Refusals',
      refusals.map(({ code, says }) => `${code}: ${says}`),
    ),
    ...list('Views', views),
    ...(tests === undefined
      ? ['', 'Tests: not shipped']
      : list(
          'Tests',
          tests.map(({ file, title: says }) => `${says}  (${file})`),
        )),
  ];
}
