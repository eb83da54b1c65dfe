import type { Command } from 'commander';
import { SYSTEM } from '../../application/access/relations.js';
import type { ReplayStep, StateChange } from '../../application/replay-history.js';
import { requireGood } from './answers.js';
import { zoneOf } from './beside.js';
import { command, withWho } from './command.js';
import { openCounter } from './counter.js';
import { badInput } from './exits.js';
import { brief, cell, localTime, note, say, sayJson, type Writing, weekday } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';
import { type Looking, queryOf, withScope } from './show.js';

interface Options extends Looking {
  readonly from?: string;
  readonly to?: string;
  readonly changes?: string;
}

/** `alliance replay`: a history step by step, each with what it changed and the clause it touches. */
export function replayCommand(program: Command, root: Root): void {
  withScope(
    withWho(
      command(program, 'replay', 'Step through a history: each fact, when, by whom, its clauses, what it changed.', [
        ['alliance replay --case $CASE --person $CLIENT', 'a case from its first fact on'],
        ['alliance replay --client $CLIENT --from 12 --to 15', 'four steps of a client’s whole history'],
        ['alliance replay --case $CASE --as-of 2026-02-16T11:00:00-05:00', 'as it had happened by then'],
      ]),
    ),
  )
    .option('--from <step>', 'first step shown')
    .option('--to <step>', 'last step shown')
    .option('--changes <number>', 'changes shown of a step, 0 for none', '8')
    .action(async (options: Options) => {
      const from = stepOf('--from', options.from) ?? 1;
      const to = stepOf('--to', options.to) ?? Number.POSITIVE_INFINITY;
      const most = stepOf('--changes', options.changes) ?? 8;
      const configuration = configurationOf(options.data);
      const counter = await openCounter(root, configuration, options);
      try {
        const steps: ReplayStep[] = [];
        let role = '';
        const states: Record<string, unknown> = {};
        for (let cursor = options.cursor; ; ) {
          const query = queryOf({
            ...options,
            limit: options.limit ?? '1000',
            ...(cursor !== undefined && { cursor }),
          });
          const answer = requireGood(await counter.get('/replay', query));
          const page = answer.json as {
            steps: readonly ReplayStep[];
            states: Readonly<Record<string, unknown>>;
            role: string;
            next?: string;
          };
          role = page.role;
          Object.assign(states, page.states);
          for (const step of page.steps) steps.push({ ...step, step: steps.length + 1 });
          cursor = page.next;
          if (cursor === undefined || steps.length >= to) break;
        }
        const wanted = steps.filter(({ step }) => step >= from && step <= to);
        if (options.json) return sayJson({ role, steps: wanted, states });
        const writing = { zone: await zoneOf(configuration), full: options.full === true };
        for (const step of wanted) say(linesOf(step, writing, most).join('\n'));
        note(`${wanted.length} of ${steps.length} steps, replayed as ${role}; times in ${writing.zone}`);
      } finally {
        await counter.close();
      }
    });
}

function stepOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badInput(field, 'must be a whole number.');
  return Number(text);
}

function linesOf({ step, fact, clauses, changes }: ReplayStep, writing: Writing, most: number): readonly string[] {
  const happened = localTime(String(fact['happenedAt']), writing.zone);
  const recorded = localTime(String(fact['recordedAt']), writing.zone);
  const late = happened.slice(0, 16) === recorded.slice(0, 16) ? '' : `, recorded ${recorded}`;
  const actor = String(fact['actor']);
  const name = actor === SYSTEM ? 'the service' : (fact['actorName'] ?? brief(actor, writing));
  const who = `${name} (${fact['role']})`;
  const struck = fact['struckBy'] ? `  — struck by ${brief(String(fact['struckBy']), writing)}` : '';
  const shown = changes.slice(0, most).map((change) => `      ${changeLine(change, writing)}`);
  const rest = changes.length - shown.length;
  return [
    `${String(step).padStart(4)}  ${weekday(happened)} ${happened}${late}  ${fact['type']}  [${clauses.join(' ')}]  ${who}${struck}`,
    ...(fact['sealed'] && cell(fact['sealed'], writing) !== '' ? [`      “${cell(fact['sealed'], writing)}”`] : []),
    ...shown,
    ...(rest > 0 && most > 0 ? [`      … and ${rest} more`] : []),
  ];
}

function changeLine({ path, before, after }: StateChange, writing: Writing): string {
  const value = (each: unknown): string => (each === undefined ? '–' : cell(each, writing));
  // `sessions.sessions` is a slice and its map: once is enough.
  return `${brief(path.replace(/^(\w+)\.\1\./, '$1.'), writing)}: ${value(before)} → ${value(after)}`;
}
