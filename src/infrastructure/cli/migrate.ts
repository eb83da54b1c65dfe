import type { Command } from 'commander';
import { RevisionConflict, StoreFull } from '../../application/ports.js';
import type { KeyCopy, ProvenKeys } from '../migrate/copy-keys.js';
import type { MigratedLogs } from '../migrate/migrate-logs.js';
import type { Place } from '../migrate/place.js';
import { MigrationRefused } from '../migrate/refused.js';
import { type Common, command } from './command.js';
import { badInput, Ended, EXITS } from './exits.js';
import { migrationBar } from './migration-bar.js';
import { note, say, sayJson } from './output.js';
import { configurationOf } from './settings.js';

// What speaks to databases and servers is loaded when it is asked for: no other command waits for it.
const places = () => import('../migrate/place.js');
const logCopies = () => import('../migrate/migrate-logs.js');
const keyCopies = () => import('../migrate/copy-keys.js');

interface Options extends Common {
  readonly from?: string;
  readonly to?: string;
  readonly keysFrom?: string;
  readonly keysTo?: string;
}

/** From where to where. */
interface Way {
  readonly from: Place;
  readonly to: Place;
}

/** `alliance migrate`: facts, access log and wrapped keys from one store to another, proven equal. */
export function migrateCommand(program: Command): void {
  command(program, 'migrate', 'Copy facts, access log and keys from one store to another, resumable, proven equal.', [
    ['alliance migrate --from ./data --to @/run/secrets/database-url', 'the address is in the file'],
    ['alliance migrate --from ./data --to esdb://events:2113 --keys-from ./data --keys-to ./grown', ''],
    ['alliance migrate --from postgres://db/ledger --to ./back', 'and back'],
  ])
    .option('--from <place>', 'data directory, or address of the database or server of events, that is copied')
    .option('--to <place>', 'the same of the one that it is copied to')
    .option('--keys-from <place>', 'data directory or database whose wrapped keys are copied')
    .option('--keys-to <place>', 'the same of where they are copied to')
    .addHelpText(
      'after',
      `
Order, ids, revisions and digests are kept; positions too, but for a server of events, which has its own: what was noted
by position (views, bookmarks) is made again there by itself. Interrupted, the same command goes on after the last fact
that the target has. At the end both are read whole and compared. A directory must not be in use; of a database or server
that is, all up to its head at the beginning is copied: stop its service and run the command again for the rest. The
key-encryption key is never copied: name it to the new place (ALLIANCE_KEY_FILE). Never serve both.`,
    )
    .action(async (options: Options) => {
      const logs = await wayOf(options, 'from', 'to');
      const keys = await wayOf(options, 'keysFrom', 'keysTo');
      if (logs === undefined && keys === undefined) throw badInput('--from', 'say what is copied, and --to where.');
      const ring =
        keys && (await refusing('--keys-to', async () => (await keyCopies()).openKeyCopy(keys.from, keys.to)));
      try {
        const bar = migrationBar();
        const migrated =
          logs &&
          (await refusing('--to', async () => (await logCopies()).migrateLogs(logs.from, logs.to, bar)).finally(
            bar.end,
          ));
        // After the facts, so that no key of theirs is missed that was made meanwhile.
        const copied = ring && (await refusing('--keys-to', () => (ring as KeyCopy).copy()));
        if (options.json) return sayJson({ ...(migrated && inJson(migrated)), ...(copied && { keys: copied }) });
        if (migrated && logs) sayLogs(migrated, logs);
        if (copied && keys) sayKeys(copied, keys);
      } finally {
        await ring?.close();
      }
    });
}

async function wayOf(options: Options, one: 'from' | 'keysFrom', other: 'to' | 'keysTo'): Promise<Way | undefined> {
  if (options[one] === undefined && options[other] === undefined) return undefined;
  const [from, to] = [await placeSaid(options, one), await placeSaid(options, other)];
  if ((await places()).isSame(from, to)) throw badInput(OPTIONS[other], 'is what is copied itself.');
  return { from, to };
}

const OPTIONS = { from: '--from', to: '--to', keysFrom: '--keys-from', keysTo: '--keys-to' } as const;

async function placeSaid(options: Options, name: keyof typeof OPTIONS): Promise<Place> {
  const said = options[name];
  if (said === undefined) throw badInput(OPTIONS[name], 'say this one too.');
  try {
    return (await places()).placeOf(said, (directory) => configurationOf(directory).data);
  } catch (error) {
    throw error instanceof MigrationRefused ? badInput(OPTIONS[name], error.message) : error;
  }
}

/** Runs work and ends the command in words of a person when it is refused. */
async function refusing<T>(target: '--to' | '--keys-to', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreFull)
      throw new Ended(
        EXITS.unavailable,
        `There is no room at ${target}: make some, then run the command again to go on.`,
      );
    if (error instanceof RevisionConflict)
      throw new Ended(EXITS.tryAgain, `${target}: somebody else writes there. Stop them, then run the command again.`);
    if (!(error instanceof MigrationRefused)) throw error;
    const { obstacle, message } = error;
    switch (obstacle) {
      case 'malformed':
      case 'holds-another':
        throw badInput(target, message);
      case 'nothing-there':
      case 'no-answer':
        throw new Ended(EXITS.unavailable, message.charAt(0).toUpperCase() + message.slice(1));
      case 'not-equal':
        throw new Ended(EXITS.no, message);
    }
  }
}

const rateOf = ({ facts, access, copying }: MigratedLogs): number =>
  Math.round((facts.copied + access.copied) / Math.max(copying, 0.001));

const inJson = (migrated: MigratedLogs) => ({ ...migrated, rate: rateOf(migrated), equal: true });

function sayLogs(migrated: MigratedLogs, { from, to }: Way): void {
  const { facts, access, copying, proving } = migrated;
  const copied = facts.copied + access.copied;
  say(
    copied === 0
      ? `Nothing was left to copy from ${from.shown} to ${to.shown}.`
      : `${facts.copied} facts and ${access.copied} looks were copied from ${from.shown} to ${to.shown} in ${copying.toFixed(1)} s (${rateOf(migrated)}/s).`,
  );
  say(
    `Proven equal in ${proving.toFixed(1)} s: ${facts.facts} facts in ${facts.streams} streams and ${access.facts} looks in ${access.streams}, in order, with ids, digests, boxes and revisions.`,
  );
  say(`Chain of the facts ${facts.chain || '(none)'}`);
  say(`Chain of the looks ${access.chain || '(none)'}`);
  if (!facts.samePositions || !access.samePositions)
    say(
      'Positions are others there: views, bookmarks and the index of persons are made again when the service starts.',
    );
}

function sayKeys({ present, destroyed, written, unremembered }: ProvenKeys, { from, to }: Way): void {
  say(
    `${present} keys (and ${destroyed} destroyed) of ${from.shown} are in ${to.shown}, wrapped as they were and proven equal; ${written} rows were written.`,
  );
  if (unremembered !== undefined)
    note(`Backups of these keys, the last until ${unremembered}, are remembered only by the ring left behind.`);
}
