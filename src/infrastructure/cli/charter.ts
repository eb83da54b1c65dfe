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
  command(program, 'charter [clause]', 'The twenty clauses, each with its actions, facts, refusals, views and tests.', [
    ['alliance charter', 'a line for each clause'],
    ['alliance charter C3', 'everything that keeps one of them'],
  ]).action((named: string | undefined, options: Common) => {
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
