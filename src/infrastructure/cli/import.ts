import { createReadStream, existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Configuration } from '../../configuration.js';
import { logFileIn, openLogFileForReading } from '../event-store/log-file.js';
import { LINE_BYTES_AT_MOST, linesOf } from '../import/lines.js';
import { type Counts, keptIn, keptNowhere, type ProgressKeeper } from '../import/progress.js';
import { AnotherFile, type Answered, type Imported, type Importing, importLines, type LineEnd } from '../import/run.js';
import { type Common, command } from './command.js';
import { openCounters } from './counters.js';
import { badInput, Ended, EXITS } from './exits.js';
import { doorOf } from './import-door.js';
import { note, say, sayJson } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

interface Options extends Common {
  readonly token?: string;
  readonly tokens?: string;
  readonly url?: string;
  readonly dryRun?: boolean;
  readonly window: string;
  readonly report?: string;
}

/** Progress is made durable after so many lines. */
const LINES_PER_SAVE = 200;

/** `alliance import`: actions from a file, one a line, each exactly once. */
export function importCommand(program: Command, root: Root): void {
  command(program, 'import <file>', 'Perform the actions of a file, one JSON object a line; - reads standard input.', [
    ['alliance import actions.ndjson', 'killed or stopped, the same command goes on; a repeat doubles nothing'],
    ['alliance import actions.ndjson --dry-run', 'only whether every line is well-formed'],
    ['alliance import actions.ndjson --tokens tokens.json', 'with the bearer token of everybody who acts'],
  ])
    .option('--token <token>', 'bearer token of the one person who acts; the lines then say no "as" (ALLIANCE_TOKEN)')
    .option('--tokens <file>', 'JSON object: whom "as" names, and their bearer token')
    .option('--url <address>', 'the service, when it does not run on this data directory (ALLIANCE_URL)')
    .option('--dry-run', 'check that every line is well-formed, and do nothing')
    .option('--window <lines>', 'lines in flight at once; 1 keeps strictly to the order of the file', '32')
    .option('--report <file>', 'where lines that were not accepted are listed (default <file>.refused.ndjson)')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      if (file !== '-' && !existsSync(file)) throw badInput('file', 'there is no such file.');
      const window = /^[1-9]\d{0,2}$/.test(options.window) ? Number(options.window) : 0;
      if (window === 0) throw badInput('--window', 'must be a whole number from 1 to 999.');
      const configuration = configurationOf(options.data);
      const began = performance.now();
      const imported = options.dryRun
        ? await take(file, { perform: async () => CHECKED, stopping: () => false, window: 1, keeper: keptNowhere })
        : await perform(root, configuration, file, options, window);
      const seconds = (performance.now() - began) / 1_000;
      tell(imported, seconds, options);
    });
}

const CHECKED: Answered = { kind: 'accepted', receipt: { id: 'checked' } };

const HELP = `
A line: {"action": "BookSession", "as": "<person id>", "body": {…}, "key": "…", "name": "…"}
  as     who acts; not with --token
  key    idempotency key; without one it is derived from the line and how often the file has it before
  name   lets later lines say {"$ref": "<name>"} for the id this line makes, in their body or as "as"
A line has at most ${LINE_BYTES_AT_MOST} bytes. Lines that share an id or a reference keep their order, others are done
at once. What an earlier system or paper says keeps its times: give happenedAt, channel and evidence in the body.
<file>.refused.ndjson names line, key, code and field of what was not accepted, never what the line says; mend the
lines and import the file again. <file>.progress says how far it is, and is removed at the end.
Ends with 2 when a line was malformed, else 3 when one was denied, else 1 when one was refused.`;

async function perform(root: Root, configuration: Configuration, file: string, options: Options, window: number) {
  const to = options.url ?? process.env['ALLIANCE_URL'] ?? logIdOf(configuration);
  const counters = await openCounters(root, configuration, options);
  const report = options.report ?? `${file}.refused.ndjson`;
  const keeper =
    file !== '-'
      ? keptIn(`${file}.progress`, report, to)
      : options.report
        ? keptIn(`${report}.progress`, report, to)
        : keptNowhere;
  const stop = stopped();
  let ended: Ended | undefined;
  try {
    if (keeper.before !== undefined && keeper.before.to !== to)
      throw badInput('file', `its progress is that of an import into another ledger: remove ${file}.progress first.`);
    const door = doorOf(counters, (why) => {
      ended ??= why;
    });
    const imported = await take(file, { perform: door, stopping: stop.asked, window, keeper });
    return { ...imported, ...(ended !== undefined && { why: ended }) };
  } finally {
    stop.forget();
    keeper.close();
    await counters.close();
  }
}

/** Reads the file and keeps how far it is. */
async function take(
  file: string,
  on: Pick<Importing, 'perform' | 'stopping' | 'window'> & { keeper: ProgressKeeper },
): Promise<Imported> {
  const { keeper } = on;
  if (keeper.before) note(`Going on after line ${keeper.before.lines}.`);
  const source = file === '-' ? process.stdin : createReadStream(file);
  const ending = setInterval(() => on.stopping() && source.destroy(), 100);
  let unsaved = 0;
  let last: (() => void) | undefined;
  const ended: Importing['ended'] = (line, names, { chain }, counts) => {
    if (line.fault !== undefined) {
      keeper.refused(entryOf(line));
      note(sentenceOf(line));
    }
    last = () => keeper.save({ lines: line.number, chain, counts, names });
    if (++unsaved < LINES_PER_SAVE) return;
    last();
    [unsaved, last] = [0, undefined];
  };
  try {
    const imported = await importLines(linesOf(untilDestroyed(source, on.stopping)), {
      ...on,
      before: keeper.before,
      ended,
    });
    last?.();
    last = undefined;
    if (imported.whole) keeper.finish();
    return imported;
  } catch (error) {
    if (error instanceof AnotherFile)
      throw badInput('file', `its first lines are not those that were done: remove ${file}.progress to begin anew.`);
    throw error;
  } finally {
    clearInterval(ending);
    last?.();
  }
}

/** Ends quietly when the import is stopped while it waits for more lines. */
async function* untilDestroyed(source: AsyncIterable<Buffer>, stopping: () => boolean): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    if (!stopping()) throw error;
  }
}

const entryOf = ({ number, kind, key, fault }: LineEnd): object => ({
  line: number,
  outcome: kind,
  ...(key !== undefined && { key }),
  code: fault?.code,
  ...(fault?.field !== undefined && { field: fault.field }),
  reason: fault?.reason,
});

function sentenceOf({ number, kind, fault }: LineEnd): string {
  const code = fault?.code === kind ? '' : `: ${fault?.code}`;
  return `line ${number}: ${kind}${code}${fault?.field === undefined ? '' : ` [${fault.field}]`}: ${fault?.reason}`;
}

/** The first Ctrl-C lets what is in flight finish; the second ends at once, which loses nothing either. */
function stopped(): { readonly asked: () => boolean; readonly forget: () => void } {
  let asked = false;
  const ask = (): void => {
    if (asked) process.exit(EXITS.tryAgain);
    asked = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ask);
  return {
    asked: () => asked,
    forget: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, ask);
    },
  };
}

function logIdOf({ data }: Configuration): string {
  if (!existsSync(logFileIn(data.log)))
    throw new Ended(EXITS.unavailable, `There is no ledger in ${data.directory}: run \`alliance init\` first.`);
  const { db, logId } = openLogFileForReading(data.log);
  db.close();
  return logId;
}

function tell(
  { lines, from, counts, whole, why }: Imported & { readonly why?: Ended },
  seconds: number,
  { json, dryRun }: Options,
): void {
  const rate = Math.round((lines - from) / Math.max(seconds, 0.001));
  if (json) sayJson({ lines, whole, ...counts, seconds: Math.round(seconds * 100) / 100, rate });
  else {
    const { accepted, repeated, refused, denied: deniedLines, malformed: malformedLines, blank } = counts;
    const done = dryRun
      ? `${accepted} well-formed`
      : `${accepted} accepted, ${repeated} done before, ${refused} refused, ${deniedLines} denied`;
    say(
      `${lines} ${lines === 1 ? 'line' : 'lines'}: ${done}, ${malformedLines} malformed, ${blank} blank (${rate} lines/s)`,
    );
  }
  if (why !== undefined) throw new Ended(why.exit, `Stopped after line ${lines}. ${why.message}`);
  if (!whole) throw new Ended(EXITS.tryAgain, `Stopped after line ${lines}: import the file again to go on.`);
  const exit = exitOf(counts);
  if (exit !== EXITS.done) throw new Ended(exit, '');
}

const exitOf = ({ malformed: wrong, denied: closed, refused }: Counts): Ended['exit'] =>
  wrong > 0 ? EXITS.badInput : closed > 0 ? EXITS.denied : refused > 0 ? EXITS.no : EXITS.done;
