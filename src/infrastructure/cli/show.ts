import type { Command } from 'commander';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import type { PresentedRow } from '../../projections/view.js';
import { kebab } from '../http/names.js';
import { SCOPES } from '../http/view-parameters.js';
import { requireGood } from './answers.js';
import { zoneOf } from './beside.js';
import { type AsSomebody, command, several, withWho } from './command.js';
import { openCounter, requireId } from './counter.js';
import { badInput } from './exits.js';
import { note, say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';
import { tableOf } from './view-tables.js';

/** What is looked at, and as of when. */
export interface Looking extends AsSomebody {
  readonly case?: string;
  readonly client?: string;
  readonly complaint?: string;
  readonly therapist?: string;
  readonly knownAt?: string;
  readonly asOf?: string;
  readonly as?: string;
  readonly limit?: string;
  readonly cursor?: string;
  readonly full?: boolean;
}

interface Options extends Looking {
  readonly format?: string;
  readonly where?: readonly string[];
}

/** Adds the options by which a view's scope and time are named. */
export const withScope = (made: Command): Command =>
  made
    .option('--case <id>', 'of this case')
    .option('--client <id>', 'of this client, over all their streams')
    .option('--complaint <id>', 'of this complaint')
    .option('--therapist <id>', 'of this therapist')
    .option('--known-at <position>', 'only what was recorded up to this position')
    .option('--as-of <instant>', 'only what had happened by this instant, such as 2026-02-13T12:00:00-05:00')
    .option('--as <role>', 'only in this role, when you have several')
    .option('--limit <rows>', 'rows on a page')
    .option('--cursor <cursor>', 'go on where a page ended')
    .option('--full', 'whole ids and cells');

/** `alliance show`: any view, as a readable table, as JSON or as CSV. */
export function showCommand(program: Command, root: Root): void {
  withScope(
    withWho(
      command(program, 'show [view]', 'Show a view, as whoever you are may see it; without one, list them.', [
        ['alliance show', 'the views there are'],
        ['alliance show timeline --case $CASE --person $CLIENT', 'everything that happened in a case'],
        ['alliance show sessions --case $CASE --as-of 2026-02-13T12:00:00-05:00', 'as it was at that noon'],
        ['alliance show looks --client $CLIENT --person $CLIENT', 'who looked at my record'],
        ['alliance show fee-ledger --client $CLIENT --format csv > fees.csv', ''],
      ]),
    ),
  )
    .option('--format <format>', 'table, json or csv', 'table')
    .option('--where <column=value>', 'only rows whose column is this; may be repeated', several, [])
    .action(async (named: string | undefined, options: Options) => {
      const views = [...VIEWS, ...ACCESS_VIEWS].filter(({ scopes }) => scopes.length > 0);
      if (named === undefined) {
        const rows = views.map(({ name, scopes, says }) => [kebab(name), scopes.join(' '), says]);
        if (options.json) return sayJson(views.map(({ name, scopes, says }) => ({ view: kebab(name), scopes, says })));
        return say(table(['view', 'of', 'what'], rows, 120).join('\n'));
      }
      const view = views.find(({ name }) => kebab(name) === kebab(named));
      if (view === undefined) throw badInput('view', `there is no ${kebab(named)}; alliance show lists them.`);
      const format = options.json ? 'json' : (options.format ?? 'table');
      if (!['table', 'json', 'csv'].includes(format)) throw badInput('--format', 'must be table, json or csv.');
      const configuration = configurationOf(options.data);
      const counter = await openCounter(root, configuration, options);
      try {
        const query = queryOf(options);
        for (const condition of options.where ?? []) {
          const [column = '', value] = condition.split(/=(.*)/s);
          if (value === undefined) throw badInput('--where', 'must be column=value.');
          query.set(kebab(column), value);
        }
        if (format === 'csv') query.set('format', 'csv');
        const answer = requireGood(await counter.get(`/views/${kebab(view.name)}`, query));
        if (format === 'csv') return void process.stdout.write(answer.text);
        if (format === 'json') return sayJson(answer.json);
        const { rows, role, next } = answer.json as { rows: readonly PresentedRow[]; role: string; next?: string };
        const writing = { zone: await zoneOf(configuration), full: options.full === true };
        say(tableOf(view, rows, writing).join('\n'));
        note(`${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, seen as ${role}; times in ${writing.zone}`);
        if (next !== undefined) note(`more: --cursor ${next}`);
      } finally {
        await counter.close();
      }
    });
}

/** The query string of what is looked at. */
export function queryOf(options: Looking): URLSearchParams {
  const query = new URLSearchParams();
  for (const scope of SCOPES) {
    const id = options[scope];
    if (id !== undefined) query.set(scope, requireId(`--${scope}`, id));
  }
  const { knownAt, asOf, as, limit, cursor } = options;
  for (const [name, value] of Object.entries({ 'known-at': knownAt, 'as-of': asOf, as, limit, cursor })) {
    if (value !== undefined) query.set(name, value);
  }
  return query;
}
