import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readStrictJson } from '../http/strict-json.js';
import { requireGood } from './answers.js';
import { type AsSomebody, command, withWho } from './command.js';
import { openCounter } from './counter.js';
import { badInput } from './exits.js';
import { note, say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

interface Options extends AsSomebody {
  readonly as?: string;
}

interface Found {
  readonly role: string;
  readonly more: boolean;
  readonly persons: readonly {
    readonly person: string;
    readonly name: string;
    readonly pronouns?: string;
    readonly birthDate?: string;
  }[];
}

/** `alliance search`: whom somebody looks for comes on standard input, so that no history or list of processes keeps it. */
export function searchCommand(program: Command, root: Root): void {
  withWho(
    command(program, 'search', 'Find persons by name, telephone or e-mail, read from standard input.', [
      ['alliance search --person $DESK', 'type a name, a number or an address, then end the input'],
      ['alliance search --person $DESK < terms.json', '{"name": "ana cli", "birthDate": "1988-04-12"}'],
    ]),
  )
    .option('--as <role>', 'only in this role, when you have several')
    .action(async (options: Options) => {
      const terms = termsIn(readFileSync(0));
      const counter = await openCounter(root, configurationOf(options.data), options);
      try {
        const query = new URLSearchParams(options.as === undefined ? {} : { as: options.as });
        const answer = requireGood(await counter.search(terms, query));
        if (options.json) return sayJson(answer.json);
        const { persons, more, role } = answer.json as Found;
        const rows = persons.map(({ person, name, pronouns = '', birthDate = '' }) => [
          person,
          name,
          pronouns,
          birthDate,
        ]);
        say(table(['person', 'name', 'pronouns', 'born'], rows, 120).join('\n'));
        note(
          `${persons.length} found, seen as ${role}${more ? '; there are more: say more of whom you look for' : ''}`,
        );
      } finally {
        await counter.close();
      }
    });
}

/** A JSON object as it is; else one line that is a number, an address or a name. */
export function termsIn(input: Buffer): unknown {
  const text = input.toString('utf8').trim();
  if (text === '') throw badInput('standard input', 'say whom you look for.');
  if (text.startsWith('{')) {
    try {
      return readStrictJson(input);
    } catch {
      throw badInput('standard input', 'must be one line, or a JSON object.');
    }
  }
  if (text.includes('\n')) throw badInput('standard input', 'must be one line, or a JSON object.');
  if (text.includes('@')) return { email: text };
  return /\p{L}/u.test(text) ? { name: text } : { telephone: text };
}
