import type { Command } from 'commander';
import { EXITS_HELP } from './exits.js';

/** Options that every command has. */
export interface Common {
  readonly data?: string;
  readonly json?: boolean;
}

/** Options of commands that somebody in particular runs. */
export interface AsSomebody extends Common {
  readonly person?: string;
  readonly token?: string;
  readonly url?: string;
  readonly workstation?: string;
}

/** A command with the options that all have, and help that ends in examples and exit codes. */
export function command(
  program: Command,
  usage: string,
  says: string,
  examples: readonly (readonly [line: string, does: string])[],
): Command {
  const widest = Math.max(...examples.map(([line]) => line.length));
  const shown = examples.map(([line, does]) => `  ${line.padEnd(Math.min(widest, 72))}  # ${does}`);
  return program
    .command(usage)
    .description(says)
    .option('--data <directory>', 'data directory (default: ALLIANCE_DATA, else ./data)')
    .option('--json', 'answer in JSON')
    .addHelpText('after', `\nExamples:\n${shown.join('\n')}\n${EXITS_HELP}`);
}

/** Adds the options by which somebody says who they are. */
export const withWho = (made: Command, person = '--person <id>'): Command =>
  made
    .option(person, 'who it is: in development only, a token is signed for them (ALLIANCE_PERSON)')
    .option('--token <token>', 'bearer token of who it is (ALLIANCE_TOKEN)')
    .option('--url <address>', 'the service, when it does not run on this data directory (ALLIANCE_URL)')
    .option(
      '--workstation <name>',
      'from which machine, for the access log (ALLIANCE_WORKSTATION; default: its own name)',
    );

/** Gathers an option that may be given several times. */
export const several = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];
