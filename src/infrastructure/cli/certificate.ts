import type { Command } from 'commander';
import type { PresentedRow } from '../../projections/view.js';
import { requireGood } from './answers.js';
import { zoneOf } from './beside.js';
import { type AsSomebody, command, withWho } from './command.js';
import { openCounter, requireId } from './counter.js';
import { badInput, Ended, EXITS } from './exits.js';
import { localTime, say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

interface Options extends AsSomebody {
  readonly case?: string;
  readonly destruction?: string;
}

const RULES: Readonly<Record<string, string>> = {
  'last-interaction': 'years after the last interaction',
  majority: 'years after the youngest participant came of age',
  'never-attended': 'years after the last contact with somebody who never attended',
  'no-limitation-period': 'years, because the law knows no limitation period',
  'wrong-person': 'entered on the wrong person, struck, and destroyed alone',
};

const text = (row: PresentedRow, column: string): string => String(row[column] ?? '');
const list = (row: PresentedRow, column: string) => (row[column] ?? []) as readonly PresentedRow[];
const by = (row: PresentedRow, column: string): string =>
  [row[`${column}Name`], row[column]].filter((each) => typeof each === 'string').join(', ');

/** The certificate as whoever keeps it prints it: what, when, by whom, under which rule; nothing of whose it was. */
export function certificateText(row: PresentedRow, zone = 'UTC'): string {
  const parts = list(row, 'parts');
  const rule = text(row, 'rule');
  const years = row['years'] === null || row['years'] === undefined ? '' : `${text(row, 'years')} `;
  const kept = row['keptUntil'] ? `, to be kept until ${text(row, 'keptUntil')}` : '';
  const kinds = new Map<string, number>();
  for (const part of parts)
    for (const kind of list(part, 'kinds'))
      kinds.set(text(kind, 'type'), (kinds.get(text(kind, 'type')) ?? 0) + Number(kind['facts']));
  return [
    'CERTIFICATE OF DESTRUCTION',
    '',
    ...table(
      ['', ''],
      [
        ['destruction', text(row, 'destruction')],
        ...(row['case'] ? [['case', text(row, 'case')]] : []),
        ...(row['one'] ? [['fact', text(row, 'one')]] : []),
        ['rule', `${years}${RULES[rule] ?? rule}${kept}`],
        ['asked for by', by(row, 'requestedBy')],
        ['confirmed by', by(row, 'confirmedBy')],
        ['certified', localTime(text(row, 'at'), zone)],
      ],
      120,
    ).slice(2),
    '',
    ...table(
      ['what', 'keys', 'facts', 'from', 'to', 'keys destroyed'],
      parts.map((part) => [
        text(part, 'of'),
        text(part, 'keys'),
        text(part, 'facts'),
        text(part, 'firstOn'),
        text(part, 'lastOn'),
        localTime(text(part, 'at'), zone),
      ]),
      120,
    ),
    '',
    ...table(
      ['kind of fact', 'content gone of'],
      [...kinds].sort().map(([type, count]) => [type, String(count)]),
      120,
    ),
    '',
    'The keys that opened this content are destroyed in the key ring and in every copy the service keeps. What remains is its',
    'skeleton: kinds, times, ids, codes, counts and digests, as docs/skeleton.md says.',
    `Times are in ${zone}.`,
    `The last backup of keys taken before ends on ${text(row, 'keyBackupsEnd')}: until then it may still open this content, and is to be destroyed by then.`,
  ].join('\n');
}

/** `alliance certificate`: the certificate of a destruction, as plain text. */
export function certificateCommand(program: Command, root: Root): void {
  withWho(
    command(program, 'certificate', 'Print the certificate of a destruction: what, when, by whom, under which rule.', [
      ['alliance certificate --case $CASE --person $OFFICER', 'of a case that was destroyed'],
      ['alliance certificate --destruction $DESTRUCTION --person $OFFICER', 'of one fact that was destroyed alone'],
    ]),
  )
    .option('--case <id>', 'of this case')
    .option('--destruction <id>', 'of this destruction')
    .action(async (options: Options) => {
      const { case: one, destruction } = options;
      const [option, wanted] = destruction === undefined ? ['--case', one] : ['--destruction', destruction];
      if (wanted === undefined) throw badInput('--case', 'say which case, or which --destruction.');
      requireId(option as string, wanted);
      const configuration = configurationOf(options.data);
      const counter = await openCounter(root, configuration, options);
      try {
        const answer = requireGood(await counter.get('/views/destructions', new URLSearchParams()));
        const { rows } = answer.json as { readonly rows: readonly PresentedRow[] };
        const row = rows.find(
          (each) =>
            each['state'] === 'certified' &&
            (destruction === undefined
              ? each['case'] === one && each['of'] === 'case'
              : each['destruction'] === wanted),
        );
        if (row === undefined) throw new Ended(EXITS.no, 'There is no certificate of that destruction.');
        if (options.json) return sayJson(row);
        say(certificateText(row, await zoneOf(configuration)));
      } finally {
        await counter.close();
      }
    });
}
