import { dirname } from 'node:path';
import type { Command } from 'commander';
import { CLAUSES } from '../../domain/charter.js';
import { type ClauseMatrix, charterMatrix, testTitles } from '../docs/charter-matrix.js';
import { type Common, command } from './command.js';
import { badInput } from './exits.js';
import { say, sayJson, table } from './output.js';
import type { Root } from './root.js';

/** `alliance charter`: what keeps each clause. */
export function charterCommand(program: Command, { program: file }: Pick<Root, 'program'>): void {
  command(
    program,
    'charter [clause]',
    'The twenty clauses, each with when it stands how, its actions, facts, refusals, views and tests.',
    [
      ['alliance charter', 'a line for each clause'],
      ['alliance charter C3', 'one of them: who may do what, what is recorded, refused, shown and tested'],
    ],
  ).action((named: string | undefined, options: Common) => {
    const matrix = charterMatrix(testTitles(dirname(dirname(file))));
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

const WORDS = ['kept', 'open', 'alleged', 'breached'] as const;

/** One clause for whoever reads it aloud: promise, rule, who may do what, what is recorded, refused, shown and tested. */
function linesOf(one: ClauseMatrix): readonly string[] {
  const { clause, title, party, text, standing, actions, facts, refusals, refusesNothing, views, tests } = one;
  const list = (name: string, all: readonly string[]): readonly string[] => [
    '',
    `${name} (${all.length})`,
    ...all.map((each) => `  ${each}`),
  ];
  return [
    `${clause}  ${title}  (${party})`,
    `“${text.replaceAll('{agency}', 'the agency')}”`,
    '',
    'Stands',
    ...WORDS.map((word) => `  ${word}: ${standing[word]}`),
    '  not evidenced: nothing on record says any of this',
    ...list(
      'Actions',
      actions.map(({ name, kind, who, says }) => `${name}  (${kind} by ${who.join(', ')}): ${says}`),
    ),
    ...list(
      'Facts',
      facts.map(({ type, says }) => `${type}: ${says}`),
    ),
    ...(refusesNothing === undefined
      ? list(
          'Refusals',
          refusals.map(({ code, says }) => `${code}: ${says}`),
        )
      : ['', `Refusals: none, for ${refusesNothing}`]),
    ...list(
      'Views',
      views.map(({ name, title: called }) => `${name}: ${called}`),
    ),
    ...(tests === undefined ? ['', 'Tests: not shipped'] : testLines(tests)),
  ];
}

/** Tests by the file that holds them. */
function testLines(tests: NonNullable<ClauseMatrix['tests']>): readonly string[] {
  const files = [...new Set(tests.map(({ file }) => file))];
  return [
    '',
    `Tests (${tests.length})`,
    ...files.flatMap((file) => [
      `  ${file}`,
      ...tests.filter((test) => test.file === file).map((test) => `    ${test.title}`),
    ]),
  ];
}
