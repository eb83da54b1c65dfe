import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Configuration } from '../../configuration.js';
import { withoutSecrets } from '../../engine-configuration.js';
import { lastBackup } from '../backup/backup.js';
import { openKeysFile } from '../backup/keys-file.js';
import { logFileIn, openLogFileForReading } from '../event-store/log-file.js';
import { accountOfKeys } from '../keys/account.js';
import { keysFileIn } from '../keys/open.js';
import { MovableClock, SystemClock } from '../time/clocks.js';
import { ZONE_DATA_VERSION } from '../time/zone.js';
import { zoneOf } from './beside.js';
import { type Common, command } from './command.js';
import { runningAt } from './counter.js';
import { Ended, EXITS } from './exits.js';
import { localTime, say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { clockOf, configurationOf } from './settings.js';

/** One thing looked at: good, bad, or only to be known. */
interface Finding {
  readonly about: string;
  readonly state: 'good' | 'bad' | 'note';
  readonly says: string;
}

const NODE_FLOOR = [20, 19] as const;
const FREE_AT_LEAST = 512 * 1_024 * 1_024;

const good = (about: string, says: string): Finding => ({ about, state: 'good', says });
const bad = (about: string, says: string): Finding => ({ about, state: 'bad', says });
const note = (about: string, says: string): Finding => ({ about, state: 'note', says });

/** `alliance doctor`: whether the service can do its work here, and what it stands on. */
export function doctorCommand(program: Command, root: Root): void {
  command(program, 'doctor', 'Look at configuration, store, keys, views, clock, disk and node; 1 when one is bad.', [
    ['alliance doctor', 'secrets and passwords are never shown'],
    ['alliance doctor --json', 'the same for a program'],
  ]).action(async (options: Common) => {
    const configuration = configurationOf(options.data);
    const url = await runningAt(configuration);
    const findings = [
      ...configured(configuration),
      node(),
      ...disk(configuration),
      keyEncryption(configuration),
      ...(configuration.engines.keys === 'sqlite' ? keys(configuration) : []),
      ...(configuration.engines.events.kind === 'sqlite' ? store(configuration) : []),
      ...(url === undefined ? await opened(root, configuration) : await running(url)),
      ...(await clock(configuration)),
    ];
    const well = findings.every(({ state }) => state !== 'bad');
    if (options.json) sayJson({ good: well, findings });
    else {
      const rows = findings.map(({ about, state, says }) => [about, state === 'note' ? '' : state, says]);
      say(table(['about', 'state', ''], rows, 160).join('\n'));
    }
    if (!well) throw new Ended(EXITS.no, '');
  });
}

function configured({
  environment,
  data,
  engines: { events, views, keys: keyStore, database },
  host,
  port,
  issuer,
  policies,
  smtpUrl,
  logLevel,
}: Configuration): readonly Finding[] {
  return [
    note('environment', environment),
    note('data', data.directory),
    note(
      'facts kept in',
      events.kind === 'kurrentdb' ? `${withoutSecrets(events.connection)} (redacted)` : events.kind,
    ),
    note('views kept in', views),
    note('keys kept in', keyStore),
    ...(database === undefined ? [] : [note('database', `${withoutSecrets(database)} (redacted)`)]),
    note('listens on', `${host}:${port}`),
    note('issuer', issuer.kind === 'development' ? 'development' : `${issuer.issuer} for ${issuer.audience}`),
    note('policies', policies ?? 'those that come with the program'),
    note(
      'mail',
      smtpUrl === undefined ? 'none: notices are delivered by staff' : `${new URL(smtpUrl).hostname} (redacted)`,
    ),
    note('log level', logLevel),
  ];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1]);
  const says = `${process.version}, zone data ${ZONE_DATA_VERSION}`;
  return enough ? good('node', says) : bad('node', `${says}; at least ${NODE_FLOOR.join('.')} is needed`);
}

function disk({ data }: Configuration): readonly Finding[] {
  if (!existsSync(data.directory)) return [bad('disk', `${data.directory} is not there: run alliance init`)];
  const { bavail, bsize } = statfsSync(data.directory);
  const free = bavail * bsize;
  const says = `${(free / 1_073_741_824).toFixed(1)} GiB free`;
  return [free < FREE_AT_LEAST ? bad('disk', `${says}: too little`) : good('disk', says)];
}

/** Where the key-encryption key is, and whether it looks usable; never what it is. */
function keyEncryption({ keyEncryption }: Configuration): Finding {
  switch (keyEncryption.source) {
    case 'key-file':
      return secretFile('key file', keyEncryption.file);
    case 'passphrase':
      return keyEncryption.file === undefined
        ? note('passphrase', 'asked for at the terminal')
        : secretFile('passphrase file', keyEncryption.file);
    case 'transit': {
      const { url, tokenFile } = keyEncryption.service;
      const token = secretFile('key service', tokenFile);
      return token.state === 'good' ? good('key service', `${new URL(url).host}, token in ${tokenFile}`) : token;
    }
  }
}

function secretFile(about: string, path: string): Finding {
  if (!existsSync(path)) return bad(about, `${path} is missing`);
  const mode = statSync(path).mode & 0o777;
  return process.platform !== 'win32' && (mode & 0o077) !== 0
    ? bad(about, `open to others than its owner (mode ${mode.toString(8)})`)
    : good(about, `${path}, only its owner’s`);
}

/** What wraps the keys, and until when a backup of them lives. */
function keys({ data }: Configuration): readonly Finding[] {
  if (!existsSync(keysFileIn(data.keys))) return [];
  const file = openKeysFile(keysFileIn(data.keys));
  try {
    const { keys: held, wrapping, backups } = accountOfKeys(file);
    const says = `${held.present} present, ${held.destroyed} destroyed`;
    return [
      wrapping.length > 1
        ? bad('keys', `${says}; a rotation stopped before its end: run alliance keys rotate again`)
        : note('keys', says),
      note('key backups', backups[0] === undefined ? 'none from here' : `the last ends on ${backups[0].until}`),
    ];
  } finally {
    file.close();
  }
}

/** What the log file says of itself, read beside whoever writes it. */
function store({ data }: Configuration): readonly Finding[] {
  if (!existsSync(logFileIn(data.log))) return [bad('store', 'there is no log: run alliance init')];
  const { db, logId } = openLogFileForReading(data.log);
  try {
    const journal = String(db.pragma('journal_mode', { simple: true }));
    const backedUp = lastBackup(data.directory);
    const megabytes = (statSync(logFileIn(data.log)).size / 1_048_576).toFixed(1);
    return [
      note('log', `${logId}, ${megabytes} MiB`),
      note('last backup', backedUp === undefined ? 'none from here' : `${backedUp.takenAt}, at ${backedUp.position}`),
      journal === 'wal' ? good('journal', 'write-ahead log') : bad('journal', `${journal}, not a write-ahead log`),
    ];
  } finally {
    db.close();
  }
}

/** Opens everything as the service would, without doing anything. */
async function opened(root: Root, configuration: Configuration): Promise<readonly Finding[]> {
  const embedded = configuration.engines.events.kind === 'sqlite';
  if (embedded && !existsSync(logFileIn(configuration.data.log))) return [];
  let ledger: Awaited<ReturnType<Root['openLedger']>>;
  try {
    ledger = await root.openLedger(configuration, { reacting: false });
  } catch (error) {
    return [bad('opening', (error as Error).message)];
  }
  try {
    const { store } = ledger.performing;
    const head = await store.head('facts');
    await ledger.waitFor(head, 60_000);
    return [
      note('service', 'not running'),
      // A store refuses to open unless its engine says back that it keeps what it has written.
      good(
        'store',
        `opens; ${embedded ? 'synchronous=FULL read back; ' : ''}${head} facts, ${await store.head('access')} looks`,
      ),
      good('key ring', 'opens with this key-encryption key'),
      ...(await ledger.viewPositions()).map(({ view, position, lag, stopped }) =>
        stopped ? bad(`view ${view}`, `stopped: ${stopped}`) : good(`view ${view}`, `at ${position}, ${lag} behind`),
      ),
    ];
  } finally {
    await ledger.close();
  }
}

async function running(url: string): Promise<readonly Finding[]> {
  const answer = await fetch(`${url}/health/ready`);
  const said = (await answer.json()) as {
    readonly ready: boolean;
    readonly store: string;
    readonly position?: string;
    readonly views: readonly {
      readonly view: string;
      readonly position: string;
      readonly lag: number;
      state: string;
    }[];
  };
  return [
    said.ready ? good('service', `ready at ${url}`) : bad('service', `not ready at ${url}`),
    said.store === 'open' ? good('store', `open at ${said.position}`) : bad('store', said.store),
    note('key ring', 'held by the running service'),
    ...said.views.map(({ view, position, lag, state }) =>
      state === 'live'
        ? good(`view ${view}`, `at ${position}, ${lag} behind`)
        : bad(`view ${view}`, `${state} at ${position}`),
    ),
  ];
}

async function clock(configuration: Configuration): Promise<readonly Finding[]> {
  const kept = clockOf(configuration);
  const zone = await zoneOf(configuration);
  const now = kept.now();
  const says = `${localTime(now, zone)} in ${zone} (${now})`;
  if (!(kept instanceof MovableClock)) return [note('clock', `${says}, the machine’s`)];
  const stands = readFileSync(configuration.clockFile as string, 'utf8').includes('standsAt');
  const away = Math.round((Date.parse(now) - Date.parse(new SystemClock().now())) / 86_400_000);
  return [
    note('clock', `${says}, a development clock that ${stands ? 'stands' : 'ticks'}, ${away} days from the machine’s`),
  ];
}
