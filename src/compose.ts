import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MandateNames } from './application/access/mandate-names.js';
import { MandateReading } from './application/access/mandate-reading.js';
import { FactWriter } from './application/kernel/state-facts.js';
import { Unsealer } from './application/kernel/unseal.js';
import { Worlds } from './application/kernel/worlds.js';
import { PerformActionHandler, type Performing } from './application/perform-action.js';
import type { Clock } from './application/ports.js';
import { type Reading, ReadViewHandler } from './application/read-view.js';
import { ReplayHistoryHandler } from './application/replay-history.js';
import { ReviewAccessHandler } from './application/review/review-access.js';
import { Background } from './composition/background.js';
import { Closing } from './composition/closing.js';
import { openDeciding } from './composition/deciding.js';
import { openEngines } from './composition/engines.js';
import type { Opening } from './composition/opening.js';
import type { Configuration } from './configuration.js';
import { sha256 } from './infrastructure/integrity/digests.js';
import { cedarPolicySet } from './infrastructure/policies/cedar-policy-set.js';
import { policiesOf } from './infrastructure/policies/policy-files.js';
import type { KeptViews } from './infrastructure/projector/kept-views.js';
import { openSearch } from './infrastructure/search/open.js';
import { type ClockState, MovableClock, SystemClock } from './infrastructure/time/clocks.js';
import { timeZone } from './infrastructure/time/zone.js';
import type { Ledger, ViewPosition } from './ledger.js';
import { ACCESS_VIEWS, VIEWS } from './projections/all.js';

export { NoLedger, prepareLedger } from './composition/engines.js';
export type { Opening } from './composition/opening.js';

/** Opens the ledger of a configuration for this process alone. */
export async function openLedger(configuration: Configuration, opening: Opening = {}): Promise<Ledger> {
  const closing = new Closing();
  try {
    return await open(configuration, opening, closing);
  } catch (error) {
    await closing.all().catch(() => {});
    throw error;
  }
}

async function open(configuration: Configuration, opening: Opening, closing: Closing): Promise<Ledger> {
  const { onFailed = () => {} } = opening;
  const clock = opening.clock ?? clockOf(configuration);
  const troubled = troubles(opening.onTroubled ?? ((error) => error && onFailed(error)));
  const engines = await openEngines(configuration, opening, closing, troubled);
  const deciding = openDeciding(configuration, engines, clock, closing);
  const { store, keys, facts, looks } = engines;
  const { ids, digests, states, relations, whereabouts, policies, policy, accessLog } = deciding;
  const performing: Performing = {
    ...{ store, states, policy, accessLog, digests, ids, clock },
    writer: new FactWriter(store, keys, digests, ids),
    worlds: new Worlds(states, timeZone, sha256),
  };
  const mandateNames = new MandateNames({ store, keys });
  const reading: Reading = {
    ...{ store, states, policy, relations, accessLog, clock },
    views: new Map([...VIEWS, ...ACCESS_VIEWS].map((view) => [view.name, view])),
    viewStore: facts.store,
    accessViewStore: looks.store,
    unsealer: new Unsealer(keys),
    mandates: new MandateReading(relations, mandateNames, (value) => digests.of(value)),
  };
  const performer = new PerformActionHandler(performing);
  const reader = new ReadViewHandler(reading);
  const replayer = new ReplayHistoryHandler(reading, reader);
  const reviewer = new ReviewAccessHandler({
    ...{ store, digests, whereabouts, policies, policy, relations, accessLog, clock },
    zones: timeZone,
    policySetOf: cedarPolicySet,
    proposed: policiesOf,
  });
  const search = openSearch({
    ...reading,
    keys,
    directory: join(configuration.data.directory, 'search'),
    onTroubled: (error) => troubled('search', error),
  });
  closing.last(search.index, (index) => index.stop());
  const perform: Ledger['perform'] = async (action) => search.matches.warned(action, await performer.execute(action));
  const background = new Background({
    ...{ configuration, opening, engines, deciding, clock, reading, reader, perform, search, mandateNames, troubled },
  });
  await background.start(closing);
  const settle = (): Promise<void> => background.settle();
  return {
    performing,
    reading,
    perform,
    read: (query) => reader.execute(query),
    replay: (query) => replayer.execute(query),
    search: (query) => search.searcher.execute(query),
    review: (query) => reviewer.execute(query),
    index: search.index,
    waitFor: (position, milliseconds) => facts.waitFor(position, milliseconds),
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
    close: () => closing.all(),
  };
}

function clockOf({ clockFile }: Configuration): Clock {
  if (clockFile === undefined || !existsSync(clockFile)) return new SystemClock();
  return MovableClock.restore(JSON.parse(readFileSync(clockFile, 'utf8')) as ClockState);
}

function positionsOf(projections: KeptViews, head: bigint): readonly ViewPosition[] {
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
