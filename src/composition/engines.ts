import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, Leader } from '../application/ports.js';
import { type Configuration, ConfigurationRefused } from '../configuration.js';
import { AnnouncingStore } from '../infrastructure/event-store/announcing-store.js';
import { openKurrentEventStore } from '../infrastructure/event-store/kurrentdb/kurrent-event-store.js';
import { openPostgresEventStore } from '../infrastructure/event-store/postgres/postgres-event-store.js';
import { openSqliteEventStore } from '../infrastructure/event-store/sqlite-event-store.js';
import { lockStore } from '../infrastructure/event-store/store-lock.js';
import { keyEncryptionOf } from '../infrastructure/keys/configured.js';
import { createKeyFile } from '../infrastructure/keys/key-file.js';
import type { LocalKeyRing } from '../infrastructure/keys/local-key-ring.js';
import { openLocalKeyRing } from '../infrastructure/keys/open.js';
import { liveHere, type StartLive } from '../infrastructure/projector/live.js';
import { liveInThread } from '../infrastructure/projector/live-in-thread.js';
import { Projections } from '../infrastructure/projector/projections.js';
import { rebuildHere, rebuildInThread } from '../infrastructure/projector/rebuild-shelves.js';
import { ACCESS_VIEWS, VIEWS } from '../projections/all.js';
import type { Closing } from './closing.js';
import type { Opening } from './opening.js';

/** What facts, keys and views are kept in: the parts that a grown installation exchanges. */
export interface Engines {
  readonly store: AnnouncingStore;
  readonly keys: LocalKeyRing;
  /** Views of the facts. */
  readonly facts: Projections;
  /** Views of the access log. */
  readonly looks: Projections;
  readonly leader: Leader;
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

/** Opens the engines of a configuration, for this process alone. */
export async function openEngines(configuration: Configuration, opening: Opening, closing: Closing): Promise<Engines> {
  const { data } = configuration;
  if (!existsSync(data.log))
    throw new NoLedger(`There is no ledger in ${data.directory}: run \`alliance init\` first.`);
  const store = closing.last(new AnnouncingStore(await openStore(configuration, opening, closing)), (opened) =>
    opened.close(),
  );
  const keys = closing.last(
    await openLocalKeyRing(data.keys, await keyEncryptionOf(configuration.keyEncryption)),
    (ring) => ring.close(),
  );
  const facts = closing.last(await project(configuration, store, 'facts', opening), (views) => views.stop());
  const looks = closing.last(await project(configuration, store, 'access', opening), (views) => views.stop());
  return { store, keys, facts, looks, leader: alone };
}

/** Opens where facts and the access log are kept. */
async function openStore(
  { data, engines: { events, views, keys, database } }: Configuration,
  { onFatal = () => process.exit(70), maxLogBytes, openStore: given }: Opening,
  closing: Closing,
): Promise<EventStore> {
  if (given !== undefined) return given();
  if (views !== 'sqlite' || keys !== 'sqlite') throw new ConfigurationRefused([NOT_SERVED]);
  if (events.kind === 'sqlite')
    return openSqliteEventStore({
      directory: data.log,
      onFatal,
      ...(maxLogBytes !== undefined && { maxBytes: maxLogBytes }),
    });
  // Views and keys are in the directory still: one process alone may have them.
  closing.last(lockStore(data.log), async (release) => release());
  return events.kind === 'kurrentdb'
    ? openKurrentEventStore({ connectionString: events.connection })
    : openPostgresEventStore({ connection: { connectionString: database } });
}

const NOT_SERVED =
  'ALLIANCE_VIEW_STORE and ALLIANCE_KEY_STORE must be sqlite: what keeps views and keys in PostgreSQL is there and tested, but the service does not open it yet';

/** One process holds the store's lock, so it leads in everything. */
const alone: Leader = { acquire: async () => 1, release: async () => {} };

async function project(
  { data, engines: { events } }: Configuration,
  store: AnnouncingStore,
  of: 'facts' | 'access',
  { projecting = 'in-thread', openStore: given, onFailed = () => {} }: Opening,
): Promise<Projections> {
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
  const projections = await Projections.start({
    viewsDirectory,
    views,
    startLive,
    rebuildShelf: here ? rebuildHere(store, of) : rebuildInThread(worker),
    onFailed,
  });
  store.listen(of, (position) => projections.committed(position));
  projections.committed(await store.head(of));
  return projections;
}
