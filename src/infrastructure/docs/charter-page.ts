import { type ClauseMatrix, charterMatrix, type TestTitles } from './charter-matrix.js';
import { codes, type Page, page, table } from './markdown.js';

/** The charter matrix: each clause with its rule of standing and everything that keeps it. */
export function charterPage(tests: TestTitles | undefined): Page {
  const matrix = charterMatrix(tests);
  return page(
    'charter.md',
    'The charter, clause by clause',
    'Each clause stands in one of five words: **kept**, **open**, **breached**, **alleged**, **not evidenced**. Silence is never "kept". Any clause is alleged while an allegation about it has no finding, or an inconclusive one. Every matter stands by itself, one participant’s apart from another’s; what was struck shows nothing; the gravest matter decides: breached, alleged, open, kept.',
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
  const files = [...new Set((tests ?? []).map(({ file }) => file))];
  return [
    `## ${clause}`,
    `**${title}** (${party}): “${text.replaceAll('{agency}', 'the agency')}”`,
    table(
      ['stands', 'when'],
      [
        ['kept', rule.kept],
        ['open', rule.open],
        ['breached', rule.breached],
      ],
    ),
    [
      `- Actions: ${codes(actions.map(({ name }) => name))}`,
      `- Facts: ${codes(facts.map(({ type }) => type))}`,
      `- Refusals: ${refusesNothing ?? codes(refusals.map(({ code: name }) => name))}`,
      `- Views: ${codes(views.map(({ name }) => name))}`,
      `- Tests that begin with it: ${codes(files)}`,
    ].join('\n'),
  ];
}
