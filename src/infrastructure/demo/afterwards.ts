import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { OffScript, type Stage, ZONE } from './stage.js';

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

/** Whose tokens are left ready, under which variable. */
const READY = [
  ['CLIENT_TOKEN', 'wilma', 'a client: her own record'],
  ['THERAPIST_TOKEN', 'naomi', 'her therapist'],
  ['OFFICER_TOKEN', 'officer', 'the privacy officer'],
  ['COMPLAINTS_TOKEN', 'cora', 'a complaints officer'],
  ['AUDITOR_TOKEN', 'auditor', 'the auditor: contents withheld'],
  ['DESK_TOKEN', 'desk', 'the front desk: books, registers, takes payments'],
  ['MANAGER_TOKEN', 'manager', 'the manager: figures, calendars, fees'],
] as const;

/** Leaves tokens and ids in files, says what to open next, and has tried each command before it prints it. */
export async function offerNext({ stage, url, directory, program, print }: Offering): Promise<number> {
  const variables: Readonly<Record<string, string>> = {
    ALLIANCE_DATA: directory,
    URL: url,
    ...Object.fromEntries(READY.map(([name, key]) => [name, stage.player(key).token])),
    CLIENT: stage.person('wilma'),
    CASE: stage.id('case of wilma'),
    COMPLAINT: stage.id('the complaint'),
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
  const curl = (token: string, path: string): string => `curl -sf -H "Authorization: Bearer $${token}" "$URL${path}"`;
  const offered = [
    ['Who looked at my record? (the client)', curl('CLIENT_TOKEN', '/views/looks?client=$CLIENT')],
    [
      'How do the twenty clauses stand? (her therapist)',
      `${alliance} show standing --case $CASE --token $THERAPIST_TOKEN`,
    ],
    [
      'The complaint, with every clock (the complaints officer)',
      curl('COMPLAINTS_TOKEN', '/views/complaint-file?complaint=$COMPLAINT'),
    ],
    ['Step through a case, contents withheld (the auditor)', `${alliance} replay --case $CASE --token $AUDITOR_TOKEN`],
    [
      'What was known about it at noon on Fri 13 (the privacy officer)',
      `${alliance} show sessions --case $CASE --as-of 2026-02-13T12:00:00-05:00 --token $OFFICER_TOKEN`,
    ],
    ['How did the month go? (the manager; small cells suppressed)', `${alliance} show figures --token $MANAGER_TOKEN`],
  ] as const;
  await Promise.all(offered.map(([, line]) => tryLine(line, file, url, variables)));
  const open = `. ${near(file)}`;
  print('');
  print('What to open next');
  print(`  Documents of every action and view: ${url}/docs`);
  print(`  Tokens of seven persons: ${near(join(directory, 'demo-tokens.json'))}, and as variables:`);
  print(`    ${open}`);
  for (const [what, line] of offered) {
    print(`  ${what}`);
    print(`    ${line}`);
  }
  print(`  A deadline, without any ledger (${ZONE})`);
  print(`    ${alliance} deadline 2026-02-17T09:00`);
  return offered.length;
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
