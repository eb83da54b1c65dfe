import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, KeyRing, Leader, Log } from '../application/ports.js';
import type { Bookmark } from '../application/reactions/reactor.js';
import type { Configuration } from '../configuration.js';
import { type EngineConfiguration, isShared } from '../engine-configuration.js';
import { AnnouncingStore } from '../infrastructure/event-store/announcing-store.js';
import { openKurrentEventStore } from '../infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { openPostgresEventStore } from '../infrastructure/event-store/postgres/postgres-event-store.js';
import { openSqliteEventStore } from '../infrastructure/event-store/sqlite-event-store.js';
import { lockStore } from '../infrastructure/event-store/store-lock.js';
import { keyEncryptionOf } from '../infrastructure/keys/configured.js';
import { createKeyFile } from '../infrastructure/keys/key-file.js';
import { openLocalKeyRing } from '../infrastructure/keys/open.js';
import { openPostgresKeyRing } from '../infrastructure/keys/postgres/postgres-key-ring.js';
import { bookmarkRow } from '../infrastructure/postgres/bookmark.js';
import { openPool, type PostgresConnection } from '../infrastructure/postgres/connection.js';
import { postgresLeader } from '../infrastructure/postgres/leader.js';
import { bookmarkFile } from '../infrastructure/projector/bookmark-file.js';
import type { KeptViews } from '../infrastructure/projector/kept-views.js';
import { liveHere, type StartLive } from '../infrastructure/projector/live.js';
import { liveInThread } from '../infrastructure/projector/live-in-thread.js';
import { PostgresProjections } from '../infrastructure/projector/postgres-projections.js';
import { Projections } from '../infrastructure/projector/projections.js';
import { rebuildHere, rebuildInThread } from '../infrastructure/projector/rebuild-shelves.js';
import { ACCESS_VIEWS, VIEWS } from '../projections/all.js';
import type { Closing } from './closing.js';
import type { Opening } from './opening.js';

/** What facts, keys and views are kept in: the parts that a grown installation exchanges. */
export interface Engines {
  readonly store: AnnouncingStore;
  readonly keys: KeptKeys;
  /** Views of the facts. */
  readonly facts: KeptViews;
  /** Views of the access log. */
  readonly looks: KeptViews;
  readonly leader: Leader;
  /** How far what follows a log is, wherever it is kept. */
  readonly bookmark: (of: Follower) => Bookmark;
}

/** Keys, wherever they are kept. */
export interface KeptKeys extends KeyRing {
  /** Last day of the last backup of keys, where the ring knows of one. */
  lastKeyBackupEnds?(): string | undefined;
}

/** A data directory has no ledger yet. */
export class NoLedger extends Error {}

/** Makes what a new ledger needs: directories and, where it is to have one, a key file. Facts come by actions. */
export function prepareLedger({ data, keyEncryption }: Configuration): void {
  for (const directory of [data.directory, data.log, data.views, data.keys]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  if (keyEncryption.source === 'key-file' && !existsSync(data.keyFile)) createKeyFile(data.keyFile);
}

/** Opens the engines of a configuration, for this process alone in its data directory. */
export async function openEngines(
  configuration: Configuration,
  opening: Opening,
  closing: Closing,
  troubled: (part: string, error: Error | undefined) => void,
): Promise<Engines> {
  const { data, engines } = configuration;
  if (!existsSync(data.log)) {
    if (!isShared(engines)) throw new NoLedger(`There is no ledger in ${data.directory}: run \`alliance init\` first.`);
    // What every instance has to itself is made from what they share.
    for (const directory of [data.directory, data.log]) mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  const store = closing.last(new AnnouncingStore(await openStore(configuration, opening, closing)), (opened) =>
    opened.close(),
  );
  const keys = closing.last(await openKeys(configuration), (ring) => ring.close());
  const shared = engines.views === 'postgres' ? shareViews(configuration, store, closing, troubled) : undefined;
  const keep = (of: Log) => (shared ? shared.keep(of) : project(configuration, store, of, opening));
  const facts = closing.last(await keep('facts'), (views) => views.stop());
  const looks = closing.last(await keep('access'), (views) => views.stop());
  for (const [of, views] of [
    ['facts', facts],
    ['access', looks],
  ] as const) {
    store.listen(of, (position) => views.committed(position));
    views.committed(await store.head(of));
  }
  const positionsId = store.positionsId ?? store.logId;
  const bookmark: Engines['bookmark'] =
    shared?.bookmark ?? ((of) => bookmarkFile(data.views, positionsId, () => store.head(FOLLOWED[of]), of));
  return { store, keys, facts, looks, leader: shared?.leader ?? alone, bookmark };
}

/** What follows a log to act on it. */
type Follower = 'reactions' | 'monitoring';
const FOLLOWED: Readonly<Record<Follower, Log>> = { reactions: 'facts', monitoring: 'access' };

async function openKeys({ data, keyEncryption, engines }: Configuration): Promise<KeptKeys> {
  const encryption = await keyEncryptionOf(keyEncryption);
  return engines.keys === 'postgres'
    ? openPostgresKeyRing({ connection: databaseOf(engines), encryption })
    : openLocalKeyRing(data.keys, encryption);
}

/** Views, bookmarks and who leads, in a database that several instances share. */
function shareViews(
  { engines }: Configuration,
  store: AnnouncingStore,
  closing: Closing,
  troubled: (part: string, error: Error | undefined) => void,
) {
  const connection = databaseOf(engines);
  const leader = postgresLeader({ connection, onTroubled: (error) => troubled('leading', error) });
  const pool = closing.last(openPool(connection, 1), (open) => open.end());
  return {
    leader,
    keep: (of: Log): Promise<KeptViews> =>
      PostgresProjections.start({
        ...{ connection, leader, of },
        log: store,
        views: of === 'facts' ? VIEWS : ACCESS_VIEWS,
        onTroubled: (error) => troubled(`views of ${of}`, error),
      }),
    bookmark: (of: Follower): Bookmark =>
      bookmarkRow(pool, store.positionsId ?? store.logId, () => store.head(FOLLOWED[of]), of),
  };
}

const databaseOf = ({ database }: EngineConfiguration): PostgresConnection => ({
  connectionString: database as string,
});

/** Opens where facts and the access log are kept. */
async function openStore(
  { data, engines: { events, database } }: Configuration,
  { onFatal = () => process.exit(70), maxLogBytes, openStore: given }: Opening,
  closing: Closing,
): Promise<EventStore> {
  if (given !== undefined) return given();
  if (events.kind === 'sqlite')
    return openSqliteEventStore({
      directory: data.log,
      onFatal,
      ...(maxLogBytes !== undefined && { maxBytes: maxLogBytes }),
    });
  // The search index is in the directory, and maybe views and keys: one process alone may have them.
  closing.last(lockStore(data.log), async (release) => release());
  return events.kind === 'kurrentdb'
    ? openKurrentEventStore({ connectionString: events.connection })
    : openPostgresEventStore({ connection: { connectionString: database } });
}

/** One process holds the store's lock, so it leads in everything. */
const alone: Leader = {
  lead: async (_, begin) => {
    const over = new AbortController();
    const end = await begin({ number: 1, signal: over.signal, resign: () => {} });
    return async () => {
      over.abort();
      await end();
    };
  },
};

async function project(
  { data, engines: { events } }: Configuration,
  store: AnnouncingStore,
  of: Log,
  { projecting = 'in-thread', openStore: given, onFailed = () => {} }: Opening,
): Promise<KeptViews> {
  // A thread reads the log's own file: where there is none, projections run in this one.
  const here = projecting === 'here' || given !== undefined || events.kind !== 'sqlite';
  const views = of === 'facts' ? VIEWS : ACCESS_VIEWS;
  const viewsDirectory = join(data.views, of);
  mkdirSync(viewsDirectory, { recursive: true, mode: 0o700 });
  const viewsFrom = {
    module: new URL('../projections/all.js', import.meta.url).href,
    name: of === 'facts' ? 'VIEWS' : 'ACCESS_VIEWS',
  };
  const worker = { logDirectory: data.log, viewsDirectory, of, viewsFrom };
  const startLive: StartLive = here ? liveHere({ log: store, of, views, viewsDirectory }) : liveInThread(worker);
  return Projections.start({
    viewsDirectory,
    views,
    startLive,
    rebuildShelf: here ? rebuildHere(store, of) : rebuildInThread(worker),
    onFailed,
  });
}
