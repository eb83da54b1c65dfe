import { setTimeout as after } from 'node:timers/promises';
import type { MandateNames } from '../application/access/mandate-names.js';
import { RandomAudits } from '../application/monitoring/auditing.js';
import { AccessMonitor } from '../application/monitoring/monitor.js';
import { Namesakes } from '../application/monitoring/namesakes.js';
import { Volumes } from '../application/monitoring/volumes.js';
import type { Clock, Term } from '../application/ports.js';
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
import type { openSearch } from '../infrastructure/search/open.js';
import { timeZone } from '../infrastructure/time/zone.js';
import type { Ledger } from '../ledger.js';
import { Closing } from './closing.js';
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

/** Something that looks now and then for what there is to do. */
interface Looking {
  look(): Promise<unknown>;
}

/** What the ledger does of itself: reactions, the clock, what is watched, what is destroyed and what is sent. */
export class Background {
  private readonly due: DueClock;
  private readonly destroyer: Destroyer;
  private readonly destructionsDue: DestructionsDue;
  private readonly audits: RandomAudits;
  private readonly reacting: boolean;
  /** What follows the logs, while this instance leads. */
  #following: { readonly reactor: Reactor; readonly monitor: AccessMonitor } | undefined;

  constructor(private readonly on: BackgroundParts) {
    const { opening, engines, deciding, clock, reader, perform, search, troubled } = on;
    const { store, keys, facts, looks } = engines;
    const { states, relations } = deciding;
    this.reacting = opening.reacting !== false;
    this.due = new DueClock({
      viewStore: facts.store,
      perform,
      clock,
      abandoned: () => abandonedLodgings(states, clock.now()),
      onTroubled: (error) => troubled('clock', error),
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
      keyBackupsEnd: () => keys.lastKeyBackupEnds?.(),
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
    this.audits = new RandomAudits({
      ...{ states, store, clock, perform },
      zones: timeZone,
      accessViews: looks.store,
      looksShow: (position) => looks.waitFor(position, SHOWING_MILLISECONDS),
      digestOf: sha256,
    });
  }

  /** Goes on with what was begun, before anything is served; then, where the ledger reacts, with everything else while it leads. */
  async start(closing: Closing): Promise<void> {
    // What was destroyed stays destroyed, whatever keys were restored.
    await this.destroyer.resume();
    if (!this.reacting) return;
    const sending = this.sending(closing);
    const { leader } = this.on.engines;
    closing.last(await leader.lead('background', (term) => this.work(term, sending)), (leave) => leave());
  }

  /** Everything that one instance does for all, begun; resolves with what ends it. */
  private async work(term: Term, sending: readonly Looking[]): Promise<() => Promise<void>> {
    const ending = new Closing();
    try {
      const { monitor, reactor } = this.followers(term);
      await monitor.start();
      ending.last(monitor, (one) => one.stop());
      await reactor.start();
      ending.last(reactor, (one) => one.stop());
      this.#following = { monitor, reactor };
      this.lookOften(ending, sending);
    } catch (error) {
      await ending.all().catch(() => {});
      throw error;
    }
    return async () => {
      this.#following = undefined;
      await ending.all();
    };
  }

  private followers(term: Term): { readonly reactor: Reactor; readonly monitor: AccessMonitor } {
    const { opening, engines, deciding, reading, perform, search, troubled } = this.on;
    const { store, facts, bookmark } = engines;
    const { states, relations, hindsight } = deciding;
    const following = {
      pause: (milliseconds: number, signal: AbortSignal) =>
        after(milliseconds, undefined, { signal }).catch(() => {}) as Promise<void>,
      elapsed: () => performance.now(),
      onFailed: (error: Error) => {
        opening.onFailed?.(error);
        term.resign();
      },
    };
    const reactor = new Reactor({
      ...following,
      ...{ hindsight, states, store, perform },
      viewStore: facts.store,
      possibleMatches: (person, position) => search.matches.of(person, position),
      casesShow: (position) => facts.waitFor(position, SHOWING_MILLISECONDS, 'cases'),
      bookmark: bookmark('reactions'),
      onTroubled: (error) => troubled('reactions', error),
    });
    const monitor = new AccessMonitor({
      ...following,
      ...{ states, store, relations, perform },
      zones: timeZone,
      namesakes: new Namesakes(reading),
      volumes: new Volumes(),
      bookmark: bookmark('monitoring'),
      onTroubled: (error) => troubled('monitoring', error),
    });
    return { reactor, monitor };
  }

  private lookOften(ending: Closing, sending: readonly Looking[]): void {
    const endedMandates = new EndedMandates(this.on.deciding.states, this.on.mandateNames);
    let looking = false;
    let closed = false;
    const look = async (): Promise<void> => {
      if (looking) return;
      looking = true;
      try {
        for (const each of [this.due, this.destructionsDue, this.destroyer, endedMandates, this.audits, ...sending]) {
          if (closed) return;
          await each.look();
        }
        this.on.troubled('looks', undefined);
      } catch (error) {
        if (!closed) this.on.troubled('looks', error as Error);
      } finally {
        looking = false;
      }
    };
    ending.last(
      setInterval(() => void look(), LOOKS_EVERY),
      async (timer) => {
        closed = true;
        clearInterval(timer);
        await this.destroyer.rest();
        await this.due.rest();
      },
    );
  }

  /** Resolves when everything that facts call for by now has been done and shown. */
  async settle(): Promise<void> {
    const { store, facts, looks } = this.on.engines;
    for (let before = -1n; before !== (await store.head('facts')); ) {
      before = await store.head('facts');
      await this.#following?.reactor.reached(before);
      await this.#following?.monitor.reached(await store.head('access'));
      await facts.waitFor(before, SETTLING_MILLISECONDS);
      await this.on.search.index.reached(before);
      if (this.#following === undefined) continue;
      for (const each of [this.due, this.destructionsDue, this.destroyer, this.audits]) await each.look();
    }
    await looks.waitFor(await store.head('access'), SETTLING_MILLISECONDS);
  }

  /** What is sent to people, where a mail server is configured. */
  private sending(closing: Closing): readonly Looking[] {
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
