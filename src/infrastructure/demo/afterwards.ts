import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { SHIPPED_POLICIES } from '../policies/policy-files.js';
import { OffScript, type Stage, ZONE } from './stage.js';
import { tour } from './tour.js';

const execute = promisify(execFile);

/** What is offered afterwards, and where. */
interface Offering {
  readonly stage: Stage;
  readonly url: string;
  readonly directory: string;
  /** File of the command line. */
  readonly program: string;
  readonly print: (line: string) => void;
}

/** How many commands are tried at once. */
const TRIED_AT_ONCE = 2;

/** Whose tokens are left ready, under which variable. */
const READY = [
  ['CLIENT_TOKEN', 'wilma', 'a client: her own record'],
  ['THERAPIST_TOKEN', 'naomi', 'her therapist'],
  ['OFFICER_TOKEN', 'officer', 'the privacy officer'],
  ['COMPLAINTS_TOKEN', 'cora', 'a complaints officer'],
  ['AUDITOR_TOKEN', 'auditor', 'the auditor: contents withheld'],
  ['DESK_TOKEN', 'desk', 'the front desk: books, registers, takes payments'],
  ['INVESTIGATOR_TOKEN', 'thibodeau', 'an investigator of the College, under a mandate for one case'],
  ['MANAGER_TOKEN', 'manager', 'the manager: figures, calendars, fees'],
] as const;

/** Ids that the questions need, under which variable. */
const NAMED = [
  ['CASE', 'case of wilma'],
  ['SUPERVISED_CASE', 'case of teodor'],
  ['TECHNIQUE_CASE', 'case of isidore'],
  ['COPIED_CASE', 'case of hedda'],
  ['LOCKED_CASE', 'case of silvan'],
  ['DESTROYED_CASE', 'case of aldous'],
  ['COMPLAINT', 'the complaint'],
] as const;

/** Leaves tokens and ids in files, asks what a regulator would ask, and has tried each command before it prints it. */
export async function offerNext({ stage, url, directory, program, print }: Offering): Promise<number> {
  const variables: Readonly<Record<string, string>> = {
    ALLIANCE_DATA: directory,
    URL: url,
    ...Object.fromEntries(READY.map(([name, key]) => [name, stage.player(key).token])),
    ...Object.fromEntries(NAMED.map(([name, what]) => [name, stage.id(what)])),
    CLIENT: stage.person('wilma'),
    THERAPIST: stage.person('quill'),
    PROPOSED: proposePolicies(join(directory, 'proposed-policies')),
  };
  const file = join(directory, 'demo.env');
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  const tokens = READY.map(([variable, key, who]) => {
    const { id, token } = stage.player(key);
    return { who, variable, person: id, token };
  });
  writeFileSync(join(directory, 'demo-tokens.json'), `${JSON.stringify({ url, tokens }, undefined, 2)}\n`, {
    mode: 0o600,
  });

  const alliance = near(join(program, '..', '..', 'bin', 'alliance'));
  const questions = tour(alliance);
  const asked = questions.map(([, line]) => line);
  const waiting = [...asked];
  const tryNext = async (): Promise<void> => {
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift())
      await tryLine(line, file, url, variables);
  };
  print(`\nTrying the ${asked.length} commands that answer what a regulator would ask …`);
  // A few at a time: many processes at once would keep the service from answering that it is there.
  await Promise.all(Array.from({ length: TRIED_AT_ONCE }, tryNext));
  print('');
  print('What a regulator would ask');
  print(`  Documents of every action and view: ${url}/docs`);
  print(`  Tokens of ${READY.length} persons: ${near(join(directory, 'demo-tokens.json'))}, and as variables:`);
  print(`    . ${near(file)}`);
  for (const [i, [what, line]] of questions.entries()) {
    print(`  ${i + 1}. ${what}`);
    print(`     ${line}`);
  }
  print(`  A deadline, without any ledger (${ZONE})`);
  print(`     ${alliance} deadline 2026-02-17T09:00`);
  return asked.length;
}

/** The policies as they are but for one: the front desk would see no money. Somebody is to ask what that would change. */
function proposePolicies(directory: string): string {
  mkdirSync(directory, { recursive: true });
  let changed = 0;
  for (const name of readdirSync(SHIPPED_POLICIES).filter((each) => each.endsWith('.cedar'))) {
    const text = readFileSync(join(SHIPPED_POLICIES, name), 'utf8');
    const proposed = text.replace(
      /(@id\("front-desk-sees-booking-and-money"\)[^;]*)\[Column::"booking", Column::"money"\]/,
      '$1[Column::"booking"]',
    );
    if (proposed !== text) changed++;
    writeFileSync(join(directory, name), proposed);
  }
  if (changed !== 1) throw new OffScript('the policy of the front desk is not where it was');
  return directory;
}

/** A path as one would type it from here. */
const near = (path: string): string => {
  const from = relative(process.cwd(), path);
  return from.startsWith('..') ? path : from.includes('/') ? from : `./${from}`;
};

/** Runs a command as it will be printed; where there is no curl, its request is made without it. */
async function tryLine(
  line: string,
  file: string,
  url: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const { stdout } = await execute('sh', ['-c', `. '${file}'; ${line}`], { maxBuffer: 64 * 1_024 * 1_024 });
    if (stdout.length === 0) throw new Error('it answered nothing');
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    const asked = /\$(\w+)" "\$URL([^"]+)"/.exec(line);
    if (code !== 127 || asked === null) throw new OffScript(`this does not work: ${line}\n${(error as Error).message}`);
    const [, token = '', path = ''] = asked;
    const filled = path.replace(/\$(\w+)/g, (_all, name: string) => variables[name] ?? '');
    const answer = await fetch(`${url}${filled}`, { headers: { authorization: `Bearer ${variables[token]}` } });
    if (answer.status !== 200) throw new OffScript(`this answers ${answer.status}: ${line}`);
  }
}
