import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { DryRun, Replayed } from '../../application/review/kept-decisions.js';
import type { ReviewTerms } from '../../application/review/review-access.js';
import type { CouldSeeThen } from '../../application/review/who-could-see.js';
import type { PresentedRow } from '../../projections/view.js';
import { requireGood } from './answers.js';
import { zoneOf } from './beside.js';
import { type AsSomebody, command, withWho } from './command.js';
import { type Counter, openCounter } from './counter.js';
import { badInput, Ended, EXITS } from './exits.js';
import { brief, localTime, note, say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

/** `alliance access`: how access was decided, and what other policies would decide. */
export function accessCommand(program: Command, root: Root): void {
  const access = program.command('access').description('Review how access was decided, or would be.');
  const ask = async (
    options: AsSomebody,
    terms: ReviewTerms,
    show: (found: never, counter: Counter) => void | Promise<void>,
  ): Promise<void> => {
    const counter = await openCounter(root, configurationOf(options.data), options);
    try {
      const answer = requireGood(await counter.review(terms));
      if (options.json) sayJson(answer.json);
      else await show(answer.json as never, counter);
      const { differing = [] } = answer.json as Partial<Replayed>;
      if (differing.length > 0) throw new Ended(EXITS.no, `${differing.length} decisions are not decided again alike.`);
    } finally {
      await counter.close();
    }
  };
  withWho(
    command(access, 'replay', 'Run every kept decision again with the policies of then: all must be decided alike.', [
      ['alliance access replay --person $AUDITOR', 'exit code 1 when one is not'],
    ]),
  ).action((options: AsSomebody) =>
    ask(options, { ask: 'replay' }, ({ policySets, decisions, differing }: Replayed) =>
      say(
        `${decisions} decisions under ${policySets} ${policySets === 1 ? 'set' : 'sets'} of policies: ${decisions - differing.length} decided alike.`,
      ),
    ),
  );
  withWho(
    command(access, 'who-could-see', 'Say who could see a stream at the end of a day, and why.', [
      ['alliance access who-could-see case-$CASE 2026-02-13 --person $OFFICER', 'by the policies of then'],
    ]),
  )
    .argument('<stream>', 'name of the stream, such as case-<id>')
    .argument('<day>', 'local day, such as 2026-02-13')
    .action((stream: string, day: string, options: AsSomebody) =>
      ask(options, { ask: 'who-could-see', stream, day }, async (found: CouldSeeThen, counter) => {
        const { couldSee, at, policySet } = found;
        const names = await staffNamesAt(counter);
        const rows = couldSee.map(({ person, column, role, reach, policies, because }) => [
          ...[names.get(person) ?? brief(person, { full: false }), role, column, REACH[reach] ?? reach],
          ...[policies.join(', '), because.map(words).join(', ')],
        ]);
        say(table(['who', 'as', 'what', 'how much', 'by which policy', 'because'], rows, 200).join('\n'));
        const zone = await zoneOf(configurationOf(options.data));
        note(`As known at ${localTime(at, zone)} (${zone}), by the policies ${policySet.slice(0, 12)}.`);
      }),
    );
  withWho(
    command(access, 'dry-run', 'Say what a directory of policies would have decided otherwise in a period.', [
      ['alliance access dry-run ./policies --from 2026-01-01 --until 2026-02-01 --person $OFFICER', 'over January'],
    ]),
  )
    .argument('<directory>', 'where the .cedar files are')
    .requiredOption('--from <day>', 'first day')
    .requiredOption('--until <day>', 'the day after the last')
    .action((directory: string, { from, until, ...options }: AsSomebody & { from: string; until: string }) =>
      ask(options, { ask: 'dry-run', from, until, texts: textsIn(directory) }, (found: DryRun) => {
        const rows = found.changes.map(({ change, uses, situation, was, wouldBe }) => [
          ...[change.replaceAll('-', ' '), String(uses), situation.asks.replaceAll('-', ' '), situation.of],
          ...[situation.as.join(', '), situation.flags.map(words).join(', ')],
          ...[was.policies.join(', ') || 'denied', wouldBe.policies.join(', ') || 'denied'],
        ]);
        say(table(['change', 'uses', 'asks', 'of', 'as', 'because', 'was', 'would be'], rows, 200).join('\n'));
        note(
          `${found.changes.length} of ${found.situations} situations would be decided otherwise (${found.uses} uses).`,
        );
      }),
    );
}

/** How far a look goes, as a person says it. */
const REACH: Readonly<Record<string, string>> = {
  all: 'everything',
  own: 'what is theirs',
  'in-complaint': 'what the complaint is about',
  served: 'what was served',
  skeleton: 'no contents',
};

/** A flag of a situation in words: `therapist of record`. */
const words = (flag: string): string => flag.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Names of everybody who works or worked here, as whoever asks may see them. */
async function staffNamesAt(counter: Counter): Promise<ReadonlyMap<string, string>> {
  const { status, json } = await counter.get('/views/staff-clearance', new URLSearchParams({ limit: '1000' }));
  const rows = status === 200 ? (json as { readonly rows: readonly PresentedRow[] }).rows : [];
  return new Map(
    rows.flatMap(({ person, personName }) => (personName ? [[String(person), String(personName)] as const] : [])),
  );
}

function textsIn(directory: string): readonly { readonly name: string; readonly text: string }[] {
  let names: readonly string[];
  try {
    names = readdirSync(directory).filter((name) => name.endsWith('.cedar'));
  } catch {
    throw badInput('directory', 'cannot be read.');
  }
  if (names.length === 0) throw badInput('directory', 'has no .cedar files.');
  return [...names].sort().map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));
}
