import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from '../../configuration.js';
import type { Ledger } from '../../ledger.js';
import { DEVELOPMENT_ISSUER, openDevelopmentIssuer } from '../auth/development-issuer.js';
import { signInId } from '../auth/doorkeeper.js';
import { runningAt, subjectOf } from '../cli/counter.js';
import { establish } from '../cli/establish.js';
import { badInput, Ended, EXITS } from '../cli/exits.js';
import { json, say } from '../cli/output.js';
import type { Root } from '../cli/root.js';
import { clockOf, configurationOf } from '../cli/settings.js';
import { linesOf, verifyLedger } from '../cli/verify.js';
import { UuidIds } from '../integrity/ids.js';
import { offerNext } from './afterwards.js';
import { openAgency, type Tokens } from './agency.js';
import { Agenda, seeded } from './agenda.js';
import { planComplaint } from './awkward-complaint.js';
import { planDisclosures, planPayer } from './awkward-confidences.js';
import { planLeaving, planRecording } from './awkward-endings.js';
import { OFFICER } from './cast.js';
import { COURSES, planBookings } from './courses.js';
import { planLooks } from './looks.js';
import { overhearing } from './overhearing.js';
import { instantOf, Stage, ZONE } from './stage.js';
import { STORIES } from './stories.js';
import { planMonth } from './weeks.js';
import { planYear } from './year.js';

/** How the demo is played. */
export interface Playing {
  readonly directory: string;
  readonly port: number;
  readonly replace: boolean;
  readonly serve: boolean;
  readonly json: boolean;
}

const BEGINNING = '2026-02-02T08:00';
const END = '2027-01-29T18:00';
const SEED = 20_260_202;
const TOKEN_SECONDS = 460 * 86_400;
/** Left in the directory so that `--replace` never removes what no demo made. */
const MARK = 'this-is-a-demo';

/** Plays the year on a fresh ledger through its HTTP service, proves it, and says what to open next. */
export async function playDemo(root: Root, playing: Playing): Promise<void> {
  const began = performance.now();
  const directory = resolve(playing.directory);
  const configuration = configurationOf(directory, {
    ALLIANCE_PORT: String(playing.port),
    ALLIANCE_LOG_LEVEL: process.env['ALLIANCE_LOG_LEVEL'] ?? 'silent',
  });
  if (configuration.issuer.kind !== 'development' || configuration.environment === 'production')
    throw new Ended(
      EXITS.no,
      'Refused: the demo needs the development issuer; unset ALLIANCE_ENVIRONMENT and ALLIANCE_ISSUER.',
    );
  const there = await runningAt(configuration);
  if (there !== undefined)
    throw new Ended(EXITS.tryAgain, `A demo is being served at ${there}: stop it first, or say --data.`);
  const print = playing.json ? () => {} : say;
  prepare(playing.replace, directory);
  await root.prepareLedger(configuration);
  setClock(configuration, { standsAt: instantOf(BEGINNING) });
  const service = await root.serve(configuration, { say: print });
  const stage = new Stage(service.url, print, overhearing(service.ledger.performing.store));
  let counted: Awaited<ReturnType<typeof closing>>;
  try {
    await year(stage, service.ledger, configuration);
    counted = await closing(stage, service.ledger, print);
  } finally {
    await service.close();
  }
  // From here on time passes, from the last moment of the year on.
  setClock(configuration, { aheadMilliseconds: Date.parse(instantOf(END)) - Date.now() });
  const port = new URL(service.url).port;
  const again = configurationOf(directory, { ALLIANCE_PORT: port, ALLIANCE_LOG_LEVEL: configuration.logLevel });
  const afterwards = await root.serve(again, { say: () => {} });
  try {
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const tried = await offerNext({ stage, url: afterwards.url, directory, program: root.program, print });
    if (playing.json) say(json({ ...counted, seconds, url: afterwards.url, tried }, 2));
    else print(`\nPlayed in ${seconds} s.`);
    if (playing.serve) await untilStopped(afterwards.url, print);
  } finally {
    await afterwards.close();
  }
}

function prepare(replace: boolean, directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    if (!replace)
      throw badInput('--data', `${directory} is not empty; --replace removes what an earlier demo left there.`);
    if (!existsSync(join(directory, MARK)))
      throw badInput('--replace', `${directory} was not made by a demo; it is not removed.`);
    rmSync(directory, { recursive: true });
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, MARK), 'A demo made this directory; `alliance demo --replace` may remove it.\n');
}

function setClock({ clockFile }: Configuration, state: object): void {
  if (clockFile !== undefined) writeFileSync(clockFile, JSON.stringify(state));
}

async function year(stage: Stage, ledger: Ledger, configuration: Configuration): Promise<void> {
  const { issuer, environment } = configuration;
  if (issuer.kind !== 'development') return;
  const clock = clockOf(configuration);
  const ids = new UuidIds(clock);
  const signer = await openDevelopmentIssuer(issuer.file, environment, clock);
  const tokens: Tokens = {
    signInOf: (person) => signInId(ids, DEVELOPMENT_ISSUER, subjectOf(person)),
    sign: (person) => signer.sign(subjectOf(person), TOKEN_SECONDS),
  };
  const person = await establish(ledger, {
    name: 'Willow Street Counselling',
    zone: ZONE,
    officer: { name: OFFICER.name, email: `${OFFICER.key}@example.org` },
    signIn: { issuer: DEVELOPMENT_ISSUER, subject: subjectOf },
    from: BEGINNING.slice(0, 10),
    key: 'demo',
  });
  stage.players.set(OFFICER.key, { ...OFFICER, id: person, token: await tokens.sign(person) });
  await stage.moveTo('2026-02-02T08:15');
  await openAgency(stage, tokens);
  stage.heading('A year of the practice, through the HTTP service');
  const agenda = new Agenda();
  const plan = { stage, agenda, random: seeded(SEED), courses: COURSES };
  planLooks(plan);
  planMonth(plan, tokens);
  planYear(plan, tokens);
  planBookings(plan);
  planDisclosures(plan);
  planPayer(plan);
  planRecording(plan);
  planLeaving(plan);
  planComplaint(plan);
  for (const tell of STORIES) tell(plan, tokens);
  await agenda.play(stage.moveTo);
  await stage.moveTo(END);
}

async function closing({ tally }: Stage, ledger: Ledger, print: (line: string) => void) {
  const { store } = ledger.performing;
  const facts = await store.head('facts');
  const looks = await store.head('access');
  const streams = (await store.streams('facts')).length;
  print('');
  print(`Actions: ${tally.accepted} accepted, ${tally.refused} refused or denied; ${tally.looks} looks.`);
  print(`The ledger: ${facts} facts in ${streams} streams, ${looks} entries of who looked.`);
  print('');
  const verified = await verifyLedger(ledger);
  for (const line of linesOf(verified)) print(line);
  if (!verified.good) throw new Ended(EXITS.no, 'A view differs from its facts.');
  return { ...tally, facts: Number(facts), streams, entries: Number(looks), verified: verified.good };
}

function untilStopped(url: string, print: (line: string) => void): Promise<void> {
  print(`\nServing at ${url}; documents at ${url}/docs. Stop with Ctrl-C.`);
  return new Promise((stopped) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped());
  });
}
