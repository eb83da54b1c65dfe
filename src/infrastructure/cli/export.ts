import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { kebab } from '../http/names.js';
import { syncDirectory } from '../keys/key-file.js';
import { requireGood } from './answers.js';
import { type AsSomebody, command, withWho } from './command.js';
import { openCounter } from './counter.js';
import { badInput, Ended, EXITS } from './exits.js';
import { say, sayJson } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';
import { type Looking, queryOf } from './show.js';

interface Options
  extends AsSomebody,
    Pick<Looking, 'case' | 'client' | 'complaint' | 'therapist' | 'knownAt' | 'asOf'> {
  readonly role?: string;
  readonly format: string;
  readonly out?: string;
  readonly print?: boolean;
}

/** `alliance export`: a view whole, on record as an export of everybody it shows. */
export function exportCommand(program: Command, root: Root): void {
  withWho(
    command(program, 'export <view>', 'Export a view whole, as JSON or CSV; everybody shown finds it in who looked.', [
      [
        'alliance export fee-ledger --client $CLIENT --as $CLIENT --format csv --out fees.csv',
        'one’s own, for a spreadsheet',
      ],
      ['alliance export timeline --case $CASE --as $THERAPIST --known-at 120', 'the same bytes whenever it is asked'],
    ]),
    '--as, --person <id>',
  )
    .option('--case <id>', 'of this case')
    .option('--client <id>', 'of this client, over all their streams')
    .option('--complaint <id>', 'of this complaint')
    .option('--therapist <id>', 'of this therapist')
    .option('--known-at <position>', 'only what was recorded up to this position')
    .option('--as-of <instant>', 'only what had happened by this instant')
    .option('--role <role>', 'only in this role, when they have several')
    .option('--format <format>', 'json (RFC 8785: at one position the same bytes again) or csv', 'json')
    .option('--print', 'on record as printed')
    .option('--out <file>', 'file, of its owner’s only, whole or not at all; without it, standard output')
    .action(async (named: string, options: Options) => {
      const view = [...VIEWS, ...ACCESS_VIEWS].find(
        ({ name, scopes }) => kebab(name) === kebab(named) && scopes.length > 0,
      );
      if (view === undefined) throw badInput('view', `there is no ${kebab(named)}; alliance show lists them.`);
      if (options.format !== 'json' && options.format !== 'csv') throw badInput('--format', 'must be json or csv.');
      const { role, ...looking } = options;
      const query = queryOf({ ...looking, ...(role !== undefined && { as: role }) });
      query.set('export', 'true');
      query.set('format', options.format);
      if (options.print) query.set('print', 'true');
      const counter = await openCounter(root, configurationOf(options.data), options);
      try {
        const { text } = requireGood(await counter.get(`/views/${kebab(view.name)}`, query));
        if (options.out === undefined) return void process.stdout.write(text);
        writeWhole(options.out, text);
        const bytes = Buffer.byteLength(text);
        if (options.json) sayJson({ view: kebab(view.name), file: resolve(options.out), bytes });
        else
          say(
            `${kebab(view.name)}: ${bytes} bytes in ${options.out}, readable by you alone. It is on record as an export.`,
          );
      } finally {
        await counter.close();
      }
    });
}

/** Puts a file in its place whole: under another name first, so that nobody finds half of it. */
function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.unfinished-${process.pid}`;
  try {
    const file = openSync(unfinished, 'wx', 0o600);
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    syncDirectory(dirname(resolve(path)));
  } catch (error) {
    rmSync(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new Ended(EXITS.unavailable, `${path} was not written (${code}); the look is on record all the same.`);
  }
}
