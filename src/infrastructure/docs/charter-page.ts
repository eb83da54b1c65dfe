import { type ClauseMatrix, charterMatrix, type TestTitles } from './charter-matrix.js';
import { code, codes, type Page, page, table } from './markdown.js';

/** The five words of standing (rule 78), as far as they mean the same for every clause. */
const WORDS = [
  ['kept', 'something on record shows that what was promised was done; silence is never kept'],
  ['open', 'something is due and not yet known to have been done'],
  [
    'breached',
    'something on record shows that the promise was broken, or a finding says so; where the rule below counts a missed clock, the clock says so by itself',
  ],
  [
    'alleged',
    'somebody says that it was broken, and no finding says whether; an inconclusive finding leaves it so. Under each clause it is said what else counts as alleged',
  ],
  ['not evidenced', 'nothing on record that the reader may see shows anything: neither kept nor broken'],
] as const;

/** The charter matrix: each clause with its rule of standing and everything that keeps it. */
export function charterPage(tests: TestTitles | undefined): Page {
  const matrix = charterMatrix(tests);
  return page(
    'charter.md',
    'The charter, clause by clause',
    'Each clause stands in one of five words. Every matter stands by itself, one participant’s apart from another’s; what was struck shows nothing; the gravest matter decides: breached, alleged, open, kept, not evidenced.',
    table(['word', 'means, for every clause'], WORDS),
    'What it takes under each clause is written below, and is what the view `standing` computes; tests hold the two together.',
    table(
      ['clause', 'promise', 'actions', 'facts', 'refusals', 'views'],
      matrix.map((c) => [
        `[${c.clause}](#${c.clause.toLowerCase()})`,
        c.title,
        String(c.actions.length),
        String(c.facts.length),
        String(c.refusals.length),
        String(c.views.length),
      ]),
    ),
    ...matrix.flatMap(section),
  );
}

function section(one: ClauseMatrix): string[] {
  const { clause, title, party, text, standing: rule, actions, facts, refusals, refusesNothing, views, tests } = one;
  const named = (kind: 'request' | 'report'): string =>
    codes(actions.flatMap((each) => (each.kind === kind ? [each.name] : []))) || 'none';
  const files = [...new Set((tests ?? []).map(({ file }) => file))];
  return [
    `## ${clause}`,
    `**${title}** (${party}): “${text.replaceAll('{agency}', 'the agency')}”`,
    table(
      ['stands', 'when'],
      [
        ['kept', rule.kept],
        ['open', rule.open],
        ['alleged', rule.alleged],
        ['breached', rule.breached],
      ],
    ),
    [
      `- Requests, which may be refused: ${named('request')}`,
      `- Reports of what happened, which are not refused on a ground of the charter: ${named('report')}`,
      `- Facts: ${facts.map(({ type }) => `[${code(type)}](facts.md#${type.toLowerCase()})`).join(', ')}`,
      `- Refusals: ${refusesNothing ?? codes(refusals.map(({ code: name }) => name))}`,
      `- Views: ${codes(views.map(({ name }) => name))}`,
      `- Tests that begin with it: ${codes(files)}`,
    ].join('\n'),
  ];
}
