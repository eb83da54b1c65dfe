import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { AccessLog } from './application/access/access-log.js';
import { DecisionLog } from './application/access/decision-log.js';
import { Decisions } from './application/access/decisions.js';
import { Hindsight } from './application/access/hindsight.js';
import { MandateNames } from './application/access/mandate-names.js';
import { MandateReading } from './application/access/mandate-reading.js';
import { AccessPolicy } from './application/access/policy.js';
import { Relations } from './application/access/relations.js';
import { FactWriter } from './application/kernel/state-facts.js';
import { StreamStates } from './application/kernel/stream-states.js';
import { Unsealer } from './application/kernel/unseal.js';
import { Worlds } from './application/kernel/worlds.js';
import { RandomAudits } from './application/monitoring/auditing.js';
import { AccessMonitor } from './application/monitoring/monitor.js';
import { Namesakes } from './application/monitoring/namesakes.js';
import { Volumes } from './application/monitoring/volumes.js';
import { PerformActionHandler, type Performing } from './application/perform-action.js';
import type { Clock, Leader } from './application/ports.js';
import { abandonedLodgings } from './application/reactions/abandoned.js';
import { EmergencyAnnouncer } from './application/reactions/announcing.js';
import { Destroyer, type DestructionStep } from './application/reactions/destroyer.js';
import { DestructionsDue } from './application/reactions/destruction-due.js';
import { DueClock, LOOKS_EVERY } from './application/reactions/due.js';
import { EndedMandates } from './application/reactions/ended-mandates.js';
import { Outbox } from './application/reactions/outbox.js';
import { Reactor } from './application/reactions/reactor.js';
import { type Reading, ReadViewHandler } from './application/read-view.js';
import { ReplayHistoryHandler } from './application/replay-history.js';
import { ReviewAccessHandler } from './application/review/review-access.js';
import type { Configuration } from './configuration.js';
import { AnnouncingStore } from './infrastructure/event-store/announcing-store.js';
import { openSqliteEventStore } from './infrastructure/event-store/sqlite-event-store.js';
import { canonical } from './infrastructure/integrity/canonical.js';
import { Sha256Digests, sha256 } from './infrastructure/integrity/digests.js';
import { UuidIds } from './infrastructure/integrity/ids.js';
import { keyEncryptionOf } from './infrastructure/keys/configured.js';
import { createKeyFile } from './infrastructure/keys/key-file.js';
import { openLocalKeyRing } from './infrastructure/keys/open.js';
import { openSmtpMailer } from './infrastructure/mail/smtp-mailer.js';
import { cedarPolicySet } from './infrastructure/policies/cedar-policy-set.js';
import { policiesIn, policiesOf } from './infrastructure/policies/policy-files.js';
import { bookmarkFile } from './infrastructure/projector/bookmark-file.js';
import { liveHere, type StartLive } from './infrastructure/projector/live.js';
import { liveInThread } from './infrastructure/projector/live-in-thread.js';
import { Projections } from './infrastructure/projector/projections.js';
import { rebuildHere, rebuildInThread } from './infrastructure/projector/rebuild-shelves.js';
import { openSearch } from './infrastructure/search/open.js';
import { type ClockState, MovableClock, SystemClock } from './infrastructure/time/clocks.js';
import { timeZone } from './infrastructure/time/zone.js';
import type { Ledger, ViewPosition } from './ledger.js';
import { ACCESS_VIEWS, VIEWS } from './projections/all.js';

/** How a ledger is opened. */
export interface Opening {
  /** Projections beside the writer's loop (the default), or in it, for tests on uncompiled sources. */
  readonly projecting?: 'in-thread' | 'here';
  /** False: no clock and no reactions run, as for verification. */
  readonly reacting?: boolean;
  /** Called once when the disk cannot be trusted any more: the process must stop. */
  readonly onFatal?: (error: Error) => void;
  /** Called when projecting or reacting ended by itself: the service is not ready then. */
  readonly onFailed?: (error: Error) => void;
  /** Called when reacting or the clock meets trouble and tries again, and with nothing when all goes on. Default: as failed. */
  readonly onTroubled?: (error: Error | undefined) => void;
  /** Called when a notice could not be sent; it stays due. */
  readonly onUnsent?: (error: Error) => void;
  readonly clock?: Clock;
  /** Called between the steps of a destruction. */
  readonly destroying?: (step: DestructionStep) => void;
  /** Most bytes the log may take; beyond, writing is refused as on a full disk. Default: the disk's own. */
  readonly maxLogBytes?: number;
}

/** How long settling waits for the views. */
const SETTLING_MILLISECONDS = 60_000;

/** How long a reaction waits for the view of cases before that counts as trouble. */
const SHOWING_MILLISECONDS = 5_000;

/** A data directory has no ledger yet. */
export class NoLedger extends Error {}

/** Makes what a new ledger needs: directories and, where it is to have one, a key file. Facts come by actions. */
export function prepareLedger({ data, keyEncryption }: Configuration): void {
  for (const directory of [data.directory, data.log, data.views, data.keys]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  if (keyEncryption.source === 'key-file' && !existsSync(data.keyFile)) createKeyFile(data.keyFile);
}

/** Opens the ledger of a configuration for this process alone. */
export async function openLedger(configuration: Configuration, opening: Opening = {}): Promise<Ledger> {
  const { data } = configuration;
  if (!existsSync(data.log))
    throw new NoLedger(`There is no ledger in ${data.directory}: run \`alliance init\` first.`);
  const { onFatal = () => process.exit(70), onFailed = () => {} } = opening;
  const clock = opening.clock ?? clockOf(configuration);
  const store = new AnnouncingStore(
    openSqliteEventStore({
      directory: data.log,
      onFatal,
      ...(opening.maxLogBytes !== undefined && { maxBytes: opening.maxLogBytes }),
    }),
  );
  const closing: (() => Promise<void>)[] = [() => store.close()];
  try {
    const keys = await openLocalKeyRing(data.keys, await keyEncryptionOf(configuration.keyEncryption));
    closing.unshift(() => keys.close());
    const ids = new UuidIds(clock);
    const digests = Object.assign(new Sha256Digests(), { canonical: (value: unknown) => canonical(value) });
    const states = new StreamStates(store);
    const facts = await project(configuration, store, 'facts', opening, onFailed);
    closing.unshift(() => facts.stop());
    const looks = await project(configuration, store, 'access', opening, onFailed);
    closing.unshift(() => looks.stop());
    const relations = new Relations(states, clock, timeZone);
    const whereabouts = async (person: string): Promise<readonly string[]> => {
      const { rows } = await facts.store.read('whereabouts', { where: { person: { equals: person } } });
      return [...new Set(rows.map((row) => row.stream))];
    };
    const policies = policiesIn(configuration.policies);
    const decisionLog = new DecisionLog(store, digests, ids, clock);
    const policy = new AccessPolicy(
      relations,
      whereabouts,
      new Decisions(policies, digests, (situation, decided) => decisionLog.keep(policies, situation, decided)),
    );
    // What would have been decided is no decision: it is kept nowhere.
    const supposed = new Decisions(policies, digests);
    const hindsight = new Hindsight(
      store,
      (known, at) => new AccessPolicy(new Relations(new StreamStates(known), at, timeZone), whereabouts, supposed),
    );
    const accessLog = new AccessLog(store, digests, ids, clock, ids.fresh(), keys);
    closing.unshift(() => accessLog.close());
    const performing: Performing = {
      store,
      states,
      policy,
      accessLog,
      writer: new FactWriter(store, keys, digests, ids),
      worlds: new Worlds(states, timeZone, sha256),
      digests,
      ids,
      clock,
    };
    const mandateNames = new MandateNames({ store, keys });
    const reading: Reading = {
      views: new Map([...VIEWS, ...ACCESS_VIEWS].map((view) => [view.name, view])),
      viewStore: facts.store,
      accessViewStore: looks.store,
      store,
      states,
      policy,
      relations,
      accessLog,
      unsealer: new Unsealer(keys),
      clock,
      mandates: new MandateReading(relations, mandateNames, (value) => digests.of(value)),
    };
    const performer = new PerformActionHandler(performing);
    const reader = new ReadViewHandler(reading);
    const replayer = new ReplayHistoryHandler(reading, reader);
    const reviewer = new ReviewAccessHandler({
      store,
      digests,
      zones: timeZone,
      whereabouts,
      policies,
      policySetOf: cedarPolicySet,
      proposed: policiesOf,
      policy,
      relations,
      accessLog,
      clock,
    });
    const perform: Ledger['perform'] = async (action) => search.matches.warned(action, await performer.execute(action));
    const troubled = troubles(opening.onTroubled ?? ((error) => error && onFailed(error)));
    const search = openSearch({
      ...reading,
      keys,
      directory: join(data.directory, 'search'),
      onTroubled: (error) => troubled('search', error),
    });
    closing.unshift(() => search.index.stop());
    const due = new DueClock({
      viewStore: facts.store,
      perform,
      clock,
      leader: alone,
      abandoned: () => abandonedLodgings(states, clock.now()),
      onTroubled: (error) => troubled('clock', error),
    });
    const reactor = new Reactor({
      hindsight,
      states,
      store,
      viewStore: facts.store,
      perform,
      possibleMatches: (person, position) => search.matches.of(person, position),
      casesShow: (position) => facts.waitFor(position, SHOWING_MILLISECONDS, 'cases'),
      bookmark: bookmarkFile(data.views, store.logId, () => store.head('facts')),
      pause: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
      elapsed: () => performance.now(),
      onTroubled: (error) => troubled('reactions', error),
      onFailed,
    });
    const destroyer = new Destroyer({
      store,
      states,
      viewStore: facts.store,
      keys,
      perform,
      read: (query) => reader.execute(query),
      dayOf: async (instant) => (await relations.days())(instant),
      viewsShow: async () => facts.waitFor(await store.head('facts'), SHOWING_MILLISECONDS),
      purge: (stream) => search.index.purge(stream),
      keyBackupsEnd: () => keys.lastKeyBackupEnds(),
      ...(opening.destroying && { at: opening.destroying }),
    });
    // Before anything is served: what was destroyed stays destroyed, whatever keys were restored.
    await destroyer.resume();
    const destructionsDue = new DestructionsDue({
      viewStore: facts.store,
      perform,
      clock,
      parameters: async () => (await states.load('parameters', 'parameters')).state.parameters,
      monthOf: () => relations.months(),
      today: () => relations.today(),
      breathe: () => after(0),
    });
    const monitor = new AccessMonitor({
      ...{ states, store, relations, perform },
      zones: timeZone,
      namesakes: new Namesakes(reading),
      volumes: new Volumes(),
      bookmark: bookmarkFile(data.views, store.logId, () => store.head('access'), 'monitoring'),
      pause: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
      elapsed: () => performance.now(),
      onTroubled: (error) => troubled('monitoring', error),
      onFailed,
    });
    const audits = new RandomAudits({
      ...{ states, store, clock, perform },
      zones: timeZone,
      accessViews: looks.store,
      looksShow: (position) => looks.waitFor(position, SHOWING_MILLISECONDS),
      digestOf: sha256,
    });
    if (opening.reacting !== false) {
      await monitor.start();
      closing.unshift(() => monitor.stop());
      await reactor.start();
      closing.unshift(() => reactor.stop());
      const { smtpUrl } = configuration;
      const mailer = smtpUrl === undefined ? undefined : openSmtpMailer(smtpUrl);
      const outbox =
        mailer &&
        new Outbox({
          viewStore: facts.store,
          perform,
          read: (query) => reader.execute(query),
          mailer,
          agencyName: async () => (await states.load('parameters', 'parameters')).state.parameters.agency?.name ?? '',
          onUnsent: opening.onUnsent ?? (() => {}),
        });
      const endedMandates = new EndedMandates(states, mandateNames);
      const announcer =
        mailer &&
        new EmergencyAnnouncer({
          viewStore: facts.store,
          perform,
          read: (query) => reader.execute(query),
          mailer,
          states,
          today: () => relations.today(),
          onUnsent: opening.onUnsent ?? (() => {}),
        });
      if (mailer) closing.unshift(() => mailer.close());
      const look = async (): Promise<void> => {
        await due.look();
        await destructionsDue.look();
        await destroyer.look();
        await endedMandates.look();
        await audits.look();
        await announcer?.look();
        await outbox?.look();
      };
      let closed = false;
      let looking = false;
      const tick = async (): Promise<void> => {
        if (looking) return;
        looking = true;
        try {
          await look();
          troubled('looks', undefined);
        } catch (error) {
          if (!closed) troubled('looks', error as Error);
        } finally {
          looking = false;
        }
      };
      const timer = setInterval(() => void tick(), LOOKS_EVERY);
      closing.unshift(async () => {
        closed = true;
        clearInterval(timer);
        await destroyer.rest();
        await due.look();
      });
    }
    const waitFor: Ledger['waitFor'] = (position, milliseconds) => facts.waitFor(position, milliseconds);
    const settle = async (): Promise<void> => {
      for (let before = -1n; before !== (await store.head('facts')); ) {
        before = await store.head('facts');
        if (opening.reacting !== false) {
          await reactor.reached(before);
          await monitor.reached(await store.head('access'));
        }
        await waitFor(before, SETTLING_MILLISECONDS);
        await search.index.reached(before);
        if (opening.reacting === false) continue;
        await due.look();
        await destructionsDue.look();
        await destroyer.look();
        await audits.look();
      }
      await looks.waitFor(await store.head('access'), SETTLING_MILLISECONDS);
    };
    return {
      performing,
      reading,
      perform,
      read: (query) => reader.execute(query),
      replay: (query) => replayer.execute(query),
      search: (query) => search.searcher.execute(query),
      review: (query) => reviewer.execute(query),
      index: search.index,
      waitFor,
      viewPositions: async () => [
        ...positionsOf(facts, await store.head('facts')),
        ...positionsOf(looks, await store.head('access')),
      ],
      viewLag: () => facts.lag(),
      rebuild: async (onProgress) => {
        if (!(await facts.rebuild(onProgress))) return false;
        await search.index.rebuild();
        return true;
      },
      settle,
      ...(clock instanceof MovableClock && {
        moveClock: async (to: string) => {
          await settle();
          clock.moveTo(to);
          if (configuration.clockFile) writeFileSync(configuration.clockFile, JSON.stringify(clock));
          await settle();
        },
      }),
      close: async () => {
        for (const close of closing) await close();
      },
    };
  } catch (error) {
    for (const close of closing) await close().catch(() => {});
    throw error;
  }
}

/** One process holds the store's lock, so it leads in everything. */
const alone: Leader = { acquire: async () => 1, release: async () => {} };

function clockOf({ clockFile }: Configuration): Clock {
  if (clockFile === undefined || !existsSync(clockFile)) return new SystemClock();
  return MovableClock.restore(JSON.parse(readFileSync(clockFile, 'utf8')) as ClockState);
}

async function project(
  { data }: Configuration,
  store: AnnouncingStore,
  of: 'facts' | 'access',
  { projecting = 'in-thread' }: Opening,
  onFailed: (error: Error) => void,
): Promise<Projections> {
  const views = of === 'facts' ? VIEWS : ACCESS_VIEWS;
  const viewsDirectory = join(data.views, of);
  mkdirSync(viewsDirectory, { recursive: true, mode: 0o700 });
  const viewsFrom = {
    module: new URL('./projections/all.js', import.meta.url).href,
    name: of === 'facts' ? 'VIEWS' : 'ACCESS_VIEWS',
  };
  const worker = { logDirectory: data.log, viewsDirectory, of, viewsFrom };
  const startLive: StartLive =
    projecting === 'here' ? liveHere({ log: store, of, views, viewsDirectory }) : liveInThread(worker);
  const projections = await Projections.start({
    viewsDirectory,
    views,
    startLive,
    rebuildShelf: projecting === 'here' ? rebuildHere(store, of) : rebuildInThread(worker),
    onFailed,
  });
  store.listen(of, (position) => projections.committed(position));
  projections.committed(await store.head(of));
  return projections;
}

function positionsOf(projections: Projections, head: bigint): readonly ViewPosition[] {
  return projections.positions().map(({ view, position, stopped }) => ({
    view,
    position,
    lag: Number(head - position),
    ...(stopped && { stopped: `${stopped.type} at ${stopped.position}: ${stopped.reason}` }),
  }));
}

/** Tells of the first trouble there is among several parts, and when none is left. */
function troubles(tell: (error: Error | undefined) => void): (part: string, error: Error | undefined) => void {
  const now = new Map<string, Error>();
  return (part, error) => {
    if (error === undefined && !now.delete(part)) return;
    if (error !== undefined) now.set(part, error);
    tell(error ?? now.values().next().value);
  };
}
