import type { Command } from 'commander';
import type { ActionDefinition } from '../../application/actions/action.js';
import { ACTIONS } from '../../application/actions/all.js';
import type { Receipt } from '../../application/kernel/outcome.js';
import { kebab } from '../http/names.js';
import { requireGood } from './answers.js';
import { bodyFrom, helpForBody } from './body.js';
import { type AsSomebody, command, several, withWho } from './command.js';
import { openCounter } from './counter.js';
import { badInput } from './exits.js';
import { say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

interface Options extends AsSomebody {
  readonly body?: string;
  readonly field?: readonly string[];
  readonly key?: string;
  readonly ifMatch?: string;
  readonly helpBody?: boolean;
}

/** `alliance act`: any action of the catalogue, through the running service or on the ledger itself. */
export function actCommand(program: Command, root: Root): void {
  withWho(
    command(program, 'act [action]', 'Perform an action; without one, list them all.', [
      ['alliance act', 'the actions there are'],
      ['alliance act book-session --help-body', 'what it takes, with an example'],
      ['alliance act cancel-seat --as $CLIENT --field case=$CASE --field session=$S --field participant=$CLIENT', ''],
      ['alliance act register-person --as $DESK --body person.json --key intake-17', 'repeat it safely by its key'],
    ]),
    '--as, --person <id>',
  )
    .option('--body <file>', 'JSON body from a file, or - for standard input')
    .option('--field <name=value>', 'one property; may be repeated; lists are written a,b,c', several)
    .option('--key <key>', 'idempotency key: the same key and body give the first answer again')
    .option('--if-match <revision>', 'only if the stream is at this revision')
    .option('--help-body', 'show what the action takes')
    .action(async (named: string | undefined, options: Options) => {
      if (named === undefined) return list(options.json === true);
      const action = actionOf(named);
      if (options.helpBody) return options.json ? sayJson(described(action)) : say(helpForBody(action).join('\n'));
      const body = bodyFrom(action, options.body, options.field ?? []);
      if (options.ifMatch !== undefined && !/^\d{1,15}$/.test(options.ifMatch))
        throw badInput('--if-match', 'must be a revision: a whole number.');
      const counter = await openCounter(root, configurationOf(options.data), options);
      try {
        const answer = requireGood(
          await counter.act(kebab(action.name), body, {
            ...(options.key !== undefined && { key: options.key }),
            ...(options.ifMatch !== undefined && { ifMatch: Number(options.ifMatch) }),
          }),
        );
        if (options.json) sayJson(answer.json);
        else sayReceipt(action.name, answer.json as Receipt, answer.repeated === true);
      } finally {
        await counter.close();
      }
    });
}

/** The action of a name, written as a class or as a path; ends the command with near names otherwise. */
export function actionOf(named: string): ActionDefinition {
  const wanted = kebab(named);
  const found = [...ACTIONS.values()].find(({ name }) => kebab(name) === wanted);
  if (found !== undefined) return found;
  const words = wanted.split('-');
  const near = [...ACTIONS.keys()].map(kebab).filter((name) => words.some((word) => name.split('-').includes(word)));
  throw badInput(
    'action',
    `there is no ${wanted}${near.length === 0 ? '' : `; near: ${near.slice(0, 6).join(', ')}`}.`,
  );
}

function list(asJson: boolean): void {
  const all = [...ACTIONS.values()];
  if (asJson) {
    sayJson(all.map(described));
    return;
  }
  const rows = all.map(({ name, clauses, who, says }) => [kebab(name), clauses.join(' '), who.join(', '), says]);
  say(table(['action', 'clauses', 'who may', 'what'], rows, 110).join('\n'));
}

const described = ({ name, kind, clauses, says, who, refuses, example }: ActionDefinition) => ({
  action: kebab(name),
  kind,
  clauses,
  says,
  who,
  refuses: refuses.map(({ code }) => code),
  example,
});

function sayReceipt(name: string, receipt: Receipt, repeated: boolean): void {
  const { id, stream, revision, position, facts } = receipt;
  const done = facts.length === 0 ? 'it was already so' : repeated ? 'done before; the first receipt again' : 'done';
  say(`${name}: ${done}`);
  if (id !== undefined) say(`  id        ${id}`);
  say(`  stream    ${stream} at revision ${revision}`);
  say(`  position  ${position}`);
  for (const fact of facts) say(`  fact      ${fact.type}  ${fact.id}`);
}
