import { join } from 'node:path';
import type { Command } from 'commander';
import { type Reconciliation, reconcileLooks } from '../../application/looking/reconcile.js';
import type { Digests, ViewStore } from '../../application/ports.js';
import { type Verification, verifyViews } from '../../application/projecting/verify-views.js';
import type { Configuration } from '../../configuration.js';
import type { Ledger } from '../../ledger.js';
import { ACCESS_VIEWS, VIEWS } from '../../projections/all.js';
import { type LogReader, openSqliteLogReader } from '../event-store/sqlite-log-reader.js';
import { Sha256Digests } from '../integrity/digests.js';
import { chainLink } from '../projector/chain.js';
import { openViewReader } from '../view-store/shelved-view-store.js';
import { ViewsDirectory } from '../view-store/views-directory.js';
import { type Common, command } from './command.js';
import { runningAt } from './counter.js';
import { Ended, EXITS } from './exits.js';
import { say, sayJson, table } from './output.js';
import type { Root } from './root.js';
import { configurationOf } from './settings.js';

/** What verification found in both logs. */
export interface Verified {
  readonly good: boolean;
  readonly facts: Verification;
  readonly looks: Verification;
  /** What was opened, held against what is on record. */
  readonly opened: Reconciliation;
  /** Views that have taken more than the log holds: they remember facts that it has lost. */
  readonly ahead: readonly string[];
}

/** Proves that every view of a ledger that stands still equals its facts, and that no fact was changed, lost or left out. */
export async function verifyLedger(ledger: Ledger): Promise<Verified> {
  const { store, viewStore, accessViewStore } = ledger.reading;
  await ledger.waitFor(await store.head('facts'), 600_000);
  await caughtUp(ledger);
  return compare(store, viewStore, accessViewStore, ledger.performing.digests);
}

/** How often a comparison beside a service at work is made again when views moved while it was made. */
const COMPARISONS = 5;

/** Verifies beside the running service, from the files it writes: nothing of it is held up, and no key is needed. */
async function verifyBeside({ data }: Configuration): Promise<Verified> {
  const log = openSqliteLogReader(data.log);
  const [views, looks] = [
    openViewReader(new ViewsDirectory(join(data.views, 'facts')), VIEWS),
    openViewReader(new ViewsDirectory(join(data.views, 'access')), ACCESS_VIEWS),
  ];
  try {
    for (let comparison = 1; ; comparison++) {
      const verified = await compare(log, views, looks, new Sha256Digests());
      if (verified.good || comparison === COMPARISONS) return verified;
    }
  } finally {
    await Promise.all([log.close(), views.close(), looks.close()]);
  }
}

async function compare(
  store: Omit<LogReader, 'close'>,
  viewStore: ViewStore,
  accessViewStore: ViewStore,
  digests: Digests,
): Promise<Verified> {
  const common = { log: store, digests, link: chainLink };
  const facts = await verifyViews({ ...common, viewStore, views: VIEWS, of: 'facts' });
  const looks = await verifyViews({ ...common, viewStore: accessViewStore, views: ACCESS_VIEWS, of: 'access' });
  const heads = [await store.head('facts'), await store.head('access')] as const;
  const ahead = [facts, looks].flatMap(({ views }, i) =>
    views.filter(({ position }) => position > (heads[i] ?? 0n)).map(({ view }) => view),
  );
  const opened = await reconcileLooks(store);
  const good = facts.good && looks.good && ahead.length === 0 && opened.exceeding.length === 0;
  return { good, facts, looks, opened, ahead };
}

const TRIES = 600;

/** Waits for the views of the access log too, which nothing else waits for. */
async function caughtUp(ledger: Ledger): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if ((await ledger.viewPositions()).every(({ lag, stopped }) => lag === 0 || stopped !== undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Lines that say what verification found. */
export function linesOf({ good, facts, looks, opened, ahead }: Verified): readonly string[] {
  const rows = [...facts.views, ...looks.views].map((view) => [
    view.view,
    String(view.position),
    String(view.rows),
    String(view.missing),
    String(view.unexpected),
    String(view.different),
    view.chainAgrees ? 'agrees' : 'DIFFERS',
    view.stopped === undefined ? '' : `stopped at ${view.stopped.position}: ${view.stopped.reason}`,
  ]);
  const broken = [...facts.brokenStreams, ...looks.brokenStreams];
  const altered = [...facts.alteredFacts, ...looks.alteredFacts];
  return [
    ...table(['view', 'position', 'rows', 'missing', 'unexpected', 'different', 'chain', ''], rows),
    '',
    `${facts.facts} facts and ${looks.facts} looks: ${altered.length === 0 ? 'every digest agrees' : `digests differ: ${altered.slice(0, 5).join(', ')}`}; ${broken.length === 0 ? 'every stream is contiguous' : `broken streams: ${broken.slice(0, 5).join(', ')}`}.`,
    opened.exceeding.length === 0
      ? `${opened.entries} entries of the access log put ${opened.logged} boxes on record; ${opened.opened} were counted as opened.`
      : `MORE WAS OPENED THAN IS ON RECORD in ${opened.exceeding.slice(0, 5).join(', ')}.`,
    good
      ? 'Every view equals its facts.'
      : altered.length > 0 || broken.length > 0 || ahead.length > 0 || opened.exceeding.length > 0
        ? 'Not good: the log itself is not as it was. Keep these files as they are and do not rebuild: the views are evidence.'
        : 'Not good: see above. `alliance rebuild` makes views again from the facts.',
  ];
}

/** `alliance verify`: views against facts, streams, digests, chain. */
export function verifyCommand(program: Command, root: Root): void {
  command(program, 'verify', 'Prove that every view equals its facts and that no fact was changed, lost or left out.', [
    ['alliance verify', 'a line for each view; 1 when anything differs'],
    ['alliance verify --json', 'the same for a program'],
  ]).action(async (options: Common) => {
    const configuration = configurationOf(options.data);
    const running = (await runningAt(configuration)) !== undefined;
    const verified = running ? await verifyBeside(configuration) : await verifyAlone(root, configuration);
    if (options.json) sayJson(verified);
    else say(linesOf(verified).join('\n'));
    if (!verified.good) throw new Ended(EXITS.no, '');
  });
}

async function verifyAlone(root: Root, configuration: Configuration): Promise<Verified> {
  const ledger = await root.openLedger(configuration, { reacting: false });
  try {
    return await verifyLedger(ledger);
  } finally {
    await ledger.close();
  }
}
