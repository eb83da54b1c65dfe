import { setTimeout as after } from 'node:timers/promises';
import type { MandateNames } from '../application/access/mandate-names.js';
import { RandomAudits } from '../application/monitoring/auditing.js';
import { AccessMonitor } from '../application/monitoring/monitor.js';
import { Namesakes } from '../application/monitoring/namesakes.js';
import { Volumes } from '../application/monitoring/volumes.js';
import type { Clock } from '../application/ports.js';
import { abandonedLodgings } from '../application/reactions/abandoned.js';
import { EmergencyAnnouncer } from '../application/reactions/announcing.js';
import { Destroyer } from '../application/reactions/destroyer.js';
import { DestructionsDue } from '../application/reactions/destruction-due.js';
import { DueClock, LOOKS_EVERY } from '../application/reactions/due.js';
import { EndedMandates } from '../application/reactions/ended-mandates.js';
import { Outbox } from '../application/reactions/outbox.js';
import { Reactor } from '../application/reactions/reactor.js';
import type { Reading, ReadViewHandler } from '../application/read-view.js';
import type { Configuration } from '../configuration.js';
import { sha256 } from '../infrastructure/integrity/digests.js';
import { openSmtpMailer } from '../infrastructure/mail/smtp-mailer.js';
import { bookmarkFile } from '../infrastructure/projector/bookmark-file.js';
import type { openSearch } from '../infrastructure/search/open.js';
import { timeZone } from '../infrastructure/time/zone.js';
import type { Ledger } from '../ledger.js';
import type { Closing } from './closing.js';
import type { Deciding } from './deciding.js';
import type { Engines } from './engines.js';
import type { Opening } from './opening.js';

/** How long a reaction waits for the view of cases before that counts as trouble. */
const SHOWING_MILLISECONDS = 5_000;
/** How long settling waits for the views. */
const SETTLING_MILLISECONDS = 60_000;

/** What works in the background works with. */
export interface BackgroundParts {
  readonly configuration: Configuration;
  readonly opening: Opening;
  readonly engines: Engines;
  readonly deciding: Deciding;
  readonly clock: Clock;
  readonly reading: Reading;
  readonly reader: ReadViewHandler;
  readonly perform: Ledger['perform'];
  readonly search: ReturnType<typeof openSearch>;
  readonly mandateNames: MandateNames;
  readonly troubled: (part: string, error: Error | undefined) => void;
}

/** What the ledger does of itself: reactions, the clock, what is watched, what is destroyed and what is sent. */
export class Background {
  private readonly due: DueClock;
  private readonly reactor: Reactor;
  private readonly destroyer: Destroyer;
  private readonly destructionsDue: DestructionsDue;
  private readonly monitor: AccessMonitor;
  private readonly audits: RandomAudits;
  private readonly reacting: boolean;

  constructor(private readonly on: BackgroundParts) {
    const { configuration, opening, engines, deciding, clock, reading, reader, perform, search, troubled } = on;
    const { store, keys, facts, looks } = engines;
    const { states, relations, hindsight } = deciding;
    const positionsId = store.positionsId ?? store.logId;
    const { onFailed = () => {} } = opening;
    this.reacting = opening.reacting !== false;
    const following = {
      pause: (milliseconds: number, signal: AbortSignal) =>
        after(milliseconds, undefined, { signal }).catch(() => {}) as Promise<void>,
      elapsed: () => performance.now(),
      onFailed,
    };
    this.due = new DueClock({
      viewStore: facts.store,
      perform,
      clock,
      leader: engines.leader,
      abandoned: () => abandonedLodgings(states, clock.now()),
      onTroubled: (error) => troubled('clock', error),
    });
    this.reactor = new Reactor({
      ...following,
      hindsight,
      states,
      store,
      viewStore: facts.store,
      perform,
      possibleMatches: (person, position) => search.matches.of(person, position),
      casesShow: (position) => facts.waitFor(position, SHOWING_MILLISECONDS, 'cases'),
      bookmark: bookmarkFile(configuration.data.views, positionsId, () => store.head('facts')),
      onTroubled: (error) => troubled('reactions', error),
    });
    this.destroyer = new Destroyer({
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
    this.destructionsDue = new DestructionsDue({
      viewStore: facts.store,
      perform,
      clock,
      parameters: async () => (await states.load('parameters', 'parameters')).state.parameters,
      monthOf: () => relations.months(),
      today: () => relations.today(),
      breathe: () => after(0),
    });
    this.monitor = new AccessMonitor({
      ...following,
      ...{ states, store, relations, perform },
      zones: timeZone,
      namesakes: new Namesakes(reading),
      volumes: new Volumes(),
      bookmark: bookmarkFile(configuration.data.views, positionsId, () => store.head('access'), 'monitoring'),
      onTroubled: (error) => troubled('monitoring', error),
    });
    this.audits = new RandomAudits({
      ...{ states, store, clock, perform },
      zones: timeZone,
      accessViews: looks.store,
      looksShow: (position) => looks.waitFor(position, SHOWING_MILLISECONDS),
      digestOf: sha256,
    });
  }

  /** Goes on with what was begun, before anything is served; then, where the ledger reacts, with everything else. */
  async start(closing: Closing): Promise<void> {
    // What was destroyed stays destroyed, whatever keys were restored.
    await this.destroyer.resume();
    if (!this.reacting) return;
    await this.monitor.start();
    closing.last(this.monitor, (monitor) => monitor.stop());
    await this.reactor.start();
    closing.last(this.reactor, (reactor) => reactor.stop());
    const sending = this.sending(closing);
    const endedMandates = new EndedMandates(this.on.deciding.states, this.on.mandateNames);
    let looking = false;
    let closed = false;
    const look = async (): Promise<void> => {
      if (looking) return;
      looking = true;
      try {
        for (const each of [this.due, this.destructionsDue, this.destroyer, endedMandates, this.audits, ...sending])
          await each.look();
        this.on.troubled('looks', undefined);
      } catch (error) {
        if (!closed) this.on.troubled('looks', error as Error);
      } finally {
        looking = false;
      }
    };
    closing.last(
      setInterval(() => void look(), LOOKS_EVERY),
      async (timer) => {
        closed = true;
        clearInterval(timer);
        await this.destroyer.rest();
        await this.due.look();
      },
    );
  }

  /** Resolves when everything that facts call for by now has been done and shown. */
  async settle(): Promise<void> {
    const { store, facts, looks } = this.on.engines;
    for (let before = -1n; before !== (await store.head('facts')); ) {
      before = await store.head('facts');
      if (this.reacting) {
        await this.reactor.reached(before);
        await this.monitor.reached(await store.head('access'));
      }
      await facts.waitFor(before, SETTLING_MILLISECONDS);
      await this.on.search.index.reached(before);
      if (!this.reacting) continue;
      for (const each of [this.due, this.destructionsDue, this.destroyer, this.audits]) await each.look();
    }
    await looks.waitFor(await store.head('access'), SETTLING_MILLISECONDS);
  }

  /** What is sent to people, where a mail server is configured. */
  private sending(closing: Closing): readonly { look(): Promise<unknown> }[] {
    const { configuration, opening, engines, deciding, reader, perform } = this.on;
    if (configuration.smtpUrl === undefined) return [];
    const mailer = closing.last(openSmtpMailer(configuration.smtpUrl), (open) => open.close());
    const common = {
      viewStore: engines.facts.store,
      perform,
      read: (query: Parameters<ReadViewHandler['execute']>[0]) => reader.execute(query),
      mailer,
      onUnsent: opening.onUnsent ?? (() => {}),
    };
    const { states, relations } = deciding;
    const agencyName = async (): Promise<string> =>
      (await states.load('parameters', 'parameters')).state.parameters.agency?.name ?? '';
    return [
      new EmergencyAnnouncer({ ...common, states, today: () => relations.today() }),
      new Outbox({ ...common, agencyName }),
    ];
  }
}
