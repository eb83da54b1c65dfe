import { Decisions } from '../../src/application/access/decisions.js';
import { Hindsight } from '../../src/application/access/hindsight.js';
import type { MandateNames } from '../../src/application/access/mandate-names.js';
import { AccessPolicy, type Whereabouts } from '../../src/application/access/policy.js';
import { Relations, SYSTEM } from '../../src/application/access/relations.js';
import type { Outcome } from '../../src/application/kernel/outcome.js';
import { StreamStates } from '../../src/application/kernel/stream-states.js';
import { Unsealer } from '../../src/application/kernel/unseal.js';
import { RandomAudits } from '../../src/application/monitoring/auditing.js';
import { Namesakes } from '../../src/application/monitoring/namesakes.js';
import { flagsOf, type Watching } from '../../src/application/monitoring/rules.js';
import { Volumes } from '../../src/application/monitoring/volumes.js';
import type { PerformAction } from '../../src/application/perform-action.js';
import type { ViewStore } from '../../src/application/ports.js';
import { Destroyer } from '../../src/application/reactions/destroyer.js';
import { DestructionsDue } from '../../src/application/reactions/destruction-due.js';
import { DueClock } from '../../src/application/reactions/due.js';
import { EndedMandates } from '../../src/application/reactions/ended-mandates.js';
import { REACTIONS } from '../../src/application/reactions/reactions.js';
import type { ReadOutcome, ReadView } from '../../src/application/read-view.js';
import { lifted } from '../../src/domain/catalogue.js';
import { sha256 } from '../../src/infrastructure/integrity/digests.js';
import { policiesIn } from '../../src/infrastructure/policies/policy-files.js';
import { timeZone } from '../../src/infrastructure/time/zone.js';
import type { Application } from '../support/application.js';

/** What the service works on. */
export interface Serving {
  readonly app: Application;
  readonly views: ViewStore;
  readonly accessViews: ViewStore;
  readonly whereabouts: Whereabouts;
  readonly mandateNames: MandateNames;
  readonly read: (query: ReadView) => Promise<ReadOutcome>;
  readonly project: (batch: number) => Promise<void>;
  readonly projectLooks: () => Promise<void>;
  /** What a reaction calls for, on record among what was played. */
  readonly perform: (name: string, body: Readonly<Record<string, unknown>>, key: string) => Promise<Outcome>;
}

/** What the running service does by itself, done step by step, so that the same seed gives the same history. */
export class Service {
  #reacted = 0n;
  #watched = 0n;
  readonly #due: DueClock;
  readonly #destructionsDue: DestructionsDue;
  readonly #destroyer: Destroyer;
  readonly #endedMandates: EndedMandates;
  readonly #audits: RandomAudits;
  readonly #hindsight: Hindsight;
  readonly #watching: Watching;

  constructor(private readonly on: Serving) {
    const { app, views, accessViews, whereabouts, mandateNames, read } = on;
    const { store, states, keys, clock, relations, policy, accessLog, digests } = app;
    const perform = (command: PerformAction) => app.handler.execute(command);
    const shown = async () => true;
    this.#due = new DueClock({
      ...{ viewStore: views, perform, clock },
      onTroubled: (error) => {
        if (error) throw error;
      },
    });
    this.#destructionsDue = new DestructionsDue({
      ...{ viewStore: views, perform, clock },
      parameters: async () => (await states.load('parameters', 'parameters')).state.parameters,
      monthOf: () => relations.months(),
      today: () => relations.today(),
      breathe: async () => {},
    });
    this.#destroyer = new Destroyer({
      ...{ store, states, viewStore: views, keys, perform, read, viewsShow: shown },
      dayOf: async (instant) => (await relations.days())(instant),
    });
    this.#endedMandates = new EndedMandates(states, mandateNames);
    this.#audits = new RandomAudits({
      ...{ states, store, clock, perform, accessViews, looksShow: shown },
      ...{ zones: timeZone, digestOf: sha256 },
    });
    const supposed = new Decisions(policiesIn(), digests);
    this.#hindsight = new Hindsight(
      store,
      (known, at) => new AccessPolicy(new Relations(new StreamStates(known), at, timeZone), whereabouts, supposed),
    );
    this.#watching = {
      ...{ states, store, relations, zones: timeZone, volumes: new Volumes() },
      namesakes: new Namesakes({ store, policy, accessLog, unsealer: new Unsealer(keys) }),
    };
  }

  /** Projects in batches of a size, lets reactions, clocks, monitoring and destruction speak, until nothing more is said. */
  async settle(batch: number): Promise<void> {
    const { store } = this.on.app;
    for (let before = -1n; before !== (await store.head('facts')); ) {
      before = await store.head('facts');
      await this.on.project(batch);
      await this.#react();
      await this.on.project(batch);
      await this.#due.look();
      await this.#destructionsDue.look();
      await this.on.project(batch);
      // As after a start: what was said to be destroyed is, whoever said it.
      await this.#destroyer.resume();
      await this.#destroyer.look();
      await this.#endedMandates.look();
      await this.#watch();
      await this.on.projectLooks();
      await this.#audits.look();
    }
  }

  async #react(): Promise<void> {
    const { store, states } = this.on.app;
    const casesAhead = async () => store.streams('facts', 'case-');
    const around = { states, store, casesAhead, hindsight: this.#hindsight };
    for (const fact of await store.readAll('facts', this.#reacted, 1_000_000)) {
      for (const reaction of REACTIONS[fact.type] ?? [])
        for (const { name, body, key } of await reaction(fact, around)) await this.on.perform(name, body, key);
      this.#reacted = fact.position;
    }
  }

  /** Flags what the rules find worth asking about, as the monitor does that follows the access log. */
  async #watch(): Promise<void> {
    const { store, act } = this.on.app;
    for (const entry of await store.readAll('access', this.#watched, 1_000_000)) {
      for (const { rule, person, persons, once } of await flagsOf(lifted(entry), this.#watching)) {
        const view = String(entry.open['view'] ?? entry.open['name']);
        const look = { entry: entry.id, lookedAt: entry.happenedAt, view, rule, reader: entry.actor.person };
        const body = { ...look, ...(person && { person }), ...(persons !== undefined && { persons }) };
        await act('FlagAccess', body, SYSTEM, { idempotencyKey: `flag ${once}` });
      }
      this.#watched = entry.position;
    }
  }
}
