import 'reflect-metadata';
import { MandateNames } from '../../src/application/access/mandate-names.js';
import { MandateReading } from '../../src/application/access/mandate-reading.js';
import { SYSTEM } from '../../src/application/access/relations.js';
import type { Who } from '../../src/application/actions/action.js';
import { ACTIONS } from '../../src/application/actions/all.js';
import type { Outcome } from '../../src/application/kernel/outcome.js';
import { kindOfStream } from '../../src/application/kernel/stream-states.js';
import { Unsealer } from '../../src/application/kernel/unseal.js';
import type { ViewStore } from '../../src/application/ports.js';
import { openMemoryViewStore } from '../../src/application/projecting/memory-view-store.js';
import { Projector } from '../../src/application/projecting/projector.js';
import { type Reading, ReadView, ReadViewHandler } from '../../src/application/read-view.js';
import type { RecordedFact } from '../../src/domain/language/fact.js';
import { chainLink } from '../../src/infrastructure/projector/chain.js';
import { ACCESS_VIEWS, VIEWS } from '../../src/projections/all.js';
import { type Application, accepted, agency, application, cleared } from '../support/application.js';
import { ARCS } from './arcs/all.js';
import { bodyOf, Choices } from './bodies.js';
import { actorFor, beginnerOf, known, pickAction, type Target } from './casting.js';
import { Service } from './serving.js';
import { Story } from './story.js';
import { WatchedKeys, WatchedReading } from './watching.js';

/** How often a history goes on with a story instead of doing anything at all. */
const TELLING_PERCENT = 60;
/** How often somebody only looks at something. */
const LOOKING_PERCENT = 12;
/** Every view that somebody can name something for. */
const SEEN = [...VIEWS, ...ACCESS_VIEWS].filter(({ scopes }) => scopes.length > 0);

/** One action that was performed, with what came of it. */
export interface Played {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly by: string;
  readonly key: string;
  readonly outcome: Outcome;
}

/** The whole application on the in-memory store with gaps, its views, clock and reactions, played by chance. */
export class Play {
  readonly played: Played[] = [];
  readonly clients: string[] = [];
  #stories: readonly Story[] = [];
  /** How often each action was accepted. */
  readonly #done = new Map<string, number>();
  /** Somebody from outside, who has no role and takes part in nothing. */
  outsider = '';
  #service: Service | undefined;
  #projected = 0n;
  #looked = 0n;

  private constructor(
    readonly app: Application,
    readonly staff: Awaited<ReturnType<typeof agency>>,
    readonly supervisor: string,
    readonly views: ViewStore,
    readonly accessViews: ViewStore,
    readonly reading: WatchedReading,
    private readonly looks: Projector,
    private readonly projector: Projector,
  ) {}

  static async begin(): Promise<Play> {
    const views = openMemoryViewStore(VIEWS);
    const whereabouts = async (person: string) => {
      const { rows } = await views.read('whereabouts', { where: { person: { equals: person } } });
      return [...new Set(rows.map(({ stream }) => stream))];
    };
    const app = await application({ at: '2026-02-02T14:00:00.000Z', whereabouts, keepsDecisions: true });
    const { store, states, policy, relations, accessLog, keys, clock } = app;
    const history = async (stream: string, through: number) =>
      (await store.readStream('facts', stream)).filter(({ revision }) => revision <= through);
    const projector = await Projector.open({ views: VIEWS, store: views, history, link: chainLink });
    const accessViewStore = openMemoryViewStore(ACCESS_VIEWS);
    const noHistory = async () => [];
    const looks = await Projector.open({
      ...{ views: ACCESS_VIEWS, store: accessViewStore, history: noHistory, link: chainLink },
    });
    const watched = new WatchedKeys(keys);
    const mandateNames = new MandateNames({ store, keys });
    const reading: Reading = {
      views: new Map([...VIEWS, ...ACCESS_VIEWS].map((view) => [view.name, view])),
      viewStore: views,
      accessViewStore,
      ...{ store, states, policy, relations, accessLog, clock },
      unsealer: new Unsealer(watched.ring),
      mandates: new MandateReading(relations, mandateNames, (value) => app.digests.of(value)),
    };
    const staff = await agency(app);
    const supervisor = await staff.register('Sue Supervisor');
    accepted(await app.act('GrantRole', { person: supervisor, role: 'supervisor', from: '2020-01-01' }));
    await cleared(app, supervisor);
    // Who never came is kept for no year, so that a history may see a record destroyed.
    const neverAttended = { parameter: 'retention-years-never-attended', value: 0, effectiveFrom: '1900-01-01' };
    const agreed = { citation: 'A test', confirmedByCounsel: false };
    accepted(await app.act('PublishLegalParameter', { ...neverAttended, ...agreed }, staff.privacyOfficer));
    const read = new ReadViewHandler(reading);
    const play = new Play(
      ...([app, staff, supervisor, views, accessViewStore] as const),
      new WatchedReading(read, watched, app),
      looks,
      projector,
    );
    play.#service = new Service({
      ...{ app, views, accessViews: accessViewStore, whereabouts, mandateNames },
      read: (query) => read.execute(query),
      project: (batch) => play.#project(batch),
      projectLooks: () => play.projectLooks(),
      perform: (name, body, key) => play.perform(name, body, SYSTEM, key),
    });
    await play.#openCases();
    await play.settle(1_000);
    return play;
  }

  /** A couple, and one person alone, told everything and consenting: what else happens is left to chance. */
  async #openCases(): Promise<void> {
    const { app, staff } = this;
    const { frontDesk, therapist, otherTherapist, manager, policies } = staff;
    const act = async (name: string, body: object, by: string) => accepted(await app.act(name, body, by));
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan']) this.clients.push(await staff.register(name, frontDesk));
    this.outsider = await staff.register('Olga Outsider', frontDesk);
    const [ana, ben, cleo] = this.clients as [string, string, string];
    await act('StartSupervision', { therapist, supervisor: this.supervisor, from: '2025-01-01' }, manager);
    const everyDay = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
    const windows = everyDay.map((weekday) => ({ weekday, fromMinute: 480, toMinute: 1200 }));
    for (const one of [therapist, otherTherapist]) {
      const availability = { therapist: one, version: 'a', effectiveFrom: '2020-01-01', windows, away: [] };
      await act('PublishAvailability', availability, manager);
    }
    for (const [kind, participants, whose] of [
      ['couple', [ana, ben], therapist],
      ['individual', [cleo], otherTherapist],
      ['individual', [ana], otherTherapist],
    ] as const) {
      const { id } = await act('OpenCase', { kind, participants, therapist: whose }, frontDesk);
      for (const participant of participants) {
        const theirs = { case: id, participant };
        for (const policy of Object.values(policies))
          await act('GivePolicy', { ...theirs, policy, how: 'in-person' }, frontDesk);
        const covered = ['process', 'benefits', 'risks', 'alternatives', 'not-proceeding'];
        await act('ExplainCounselling', { ...theirs, covered, questionsAnswered: true, notes: 'none' }, whose);
        await act('ConsentToCounselling', { ...theirs, how: 'written' }, participant);
        await act('TellFee', { ...theirs, service: 'individual', how: 'in-person' }, frontDesk);
      }
    }
  }

  /** One step: time passes, somebody does something, and sometimes the system does what is due. */
  async step(seed: number): Promise<void> {
    const choices = new Choices(seed);
    await this.#passTime(choices);
    const target = await this.#target(choices, await this.app.store.streams('facts'));
    if (choices.chance(LOOKING_PERCENT)) await this.#look(choices, target);
    if (choices.chance(TELLING_PERCENT)) await this.#tell(choices, target);
    else await this.#act(choices, target);
    // A slot is held again only for what is still to come: whoever strikes does not wait days for the system.
    const struck = this.played.at(-1)?.name.endsWith('InError') === true;
    if (struck || choices.chance(30)) await this.settle(1 + choices.below(40));
  }

  /** The next step of a story, of which two may be under way at a time. */
  async #tell(choices: Choices, target: Target): Promise<void> {
    const going = this.#stories.filter((story) => !story.over);
    const arc = choices.of(ARCS);
    this.#stories = going.length < 2 && arc !== undefined ? [...going, new Story(arc, target, this)] : going;
    // Mostly the same one, so that days waited in another do not let its moment pass.
    const story = (choices.chance(80) ? this.#stories[0] : choices.of(this.#stories)) as Story;
    const step = story.next();
    const definition = ACTIONS.get(step.act);
    if (definition === undefined) throw new Error(`no action ${step.act}`);
    if (step.afterDays !== undefined) await this.#wait(step.afterDays);
    const told = await story.told(choices);
    if (step.atStart) await this.#waitForSession(told.id('case'), told.id('session'));
    const body = story.body(step, definition, told, target, choices);
    const by = await story.actor(step, definition.who, body, told, choices);
    const outcome = await this.perform(step.act, body, by, `key ${this.played.length}`);
    const stated = 'receipt' in outcome ? (outcome.receipt?.facts ?? []) : [];
    const facts: RecordedFact[] = [];
    for (const stream of new Set(stated.map((one) => one.stream)))
      facts.push(...(await this.app.store.readStream('facts', stream)));
    story.remember(
      by,
      facts.filter(({ id }) => stated.some((one) => one.id === id)),
    );
    if (outcome.kind !== 'accepted' && story.isNew) story.giveUp();
  }

  async #wait(days: number): Promise<void> {
    const { clock } = this.app;
    await this.settle(100);
    clock.moveTo(new Date(Date.parse(clock.now()) + days * 86_400_000).toISOString());
    await this.settle(100);
  }

  async #waitForSession(caseId: string | undefined, session: string | undefined): Promise<void> {
    const { state } = await this.app.states.load('case', `case-${caseId}`);
    const start = state.sessions.sessions.get(session ?? '')?.start;
    if (start !== undefined && start > this.app.clock.now()) this.app.clock.moveTo(start);
  }

  /** Any action, by mostly somebody who may. */
  async #act(choices: Choices, target: Target): Promise<void> {
    const name = pickAction(choices, target, this.#done);
    const definition = ACTIONS.get(name);
    if (definition === undefined) throw new Error(`no action ${name}`);
    const body = bodyOf(definition.body, choices, known(this, target));
    await this.#aim(name, body, choices);
    const began = choices.chance(30) ? beginnerOf(name, body, target) : undefined;
    const by = began ?? (await actorFor(this, choices.of(definition.who) as Who, body, choices));
    if (by !== SYSTEM && choices.chance(10)) {
      const earlier = Date.parse(this.app.clock.now()) - (1 + choices.below(72)) * 3_600_000;
      Object.assign(body, {
        happenedAt: new Date(earlier).toISOString(),
        channel: 'voicemail',
        evidence: 'voicemail 17',
      });
    }
    await this.perform(name, body, by, `key ${this.played.length}`);
  }

  /** Performs an action and remembers it; a decision that throws fails with the action's name. */
  async perform(name: string, body: Readonly<Record<string, unknown>>, by: string, key: string): Promise<Outcome> {
    let outcome: Outcome;
    try {
      outcome = await this.app.act(name, body, by, { idempotencyKey: key });
    } catch (error) {
      throw new Error(`${name} threw: ${String(error)}\n${JSON.stringify(body)}`, { cause: error });
    }
    this.played.push({ name, body, by, key, outcome });
    if (outcome.kind === 'accepted') this.#done.set(name, (this.#done.get(name) ?? 0) + 1);
    return outcome;
  }

  /** Somebody looks at something: mostly whoever treats the person, at their case. */
  async #look(choices: Choices, target: Target): Promise<void> {
    const { staff, clients, supervisor, outsider } = this;
    const { roster } = (await this.app.states.load('case', `case-${target.case}`)).state;
    const everyone = [...clients, ...Object.values(staff).filter((one) => typeof one === 'string'), supervisor];
    const reader = choices.of([roster.therapist ?? supervisor, staff.frontDesk, outsider, choices.of(everyone) ?? '']);
    const scope = choices.of([{ case: target.case }, { case: target.case }, { client: target.person }, {}]);
    const named = Object.keys(scope ?? {})[0] ?? 'agency';
    const view = choices.of(SEEN.filter(({ scopes }) => (scopes as readonly string[]).includes(named)));
    await this.reading.execute(new ReadView(view?.name ?? '', reader ?? '', scope));
  }

  /** The system does what is to be done until nothing more is. */
  async settle(batch: number): Promise<void> {
    await this.#service?.settle(batch);
  }

  /** Makes sense of what chance alone would rarely put together. */
  async #aim(name: string, body: Record<string, unknown>, choices: Choices): Promise<void> {
    if (name === 'RecordAttendance' && choices.chance(90)) body['missed'] = [];
    if (name === 'StartSession' && choices.chance(80)) {
      const { state } = await this.app.states.load('case', `case-${String(body['case'])}`);
      const now = this.app.clock.now();
      const next = choices.of([...state.sessions.sessions.values()].filter(({ start }) => start > now).slice(0, 2));
      if (next === undefined) return;
      this.app.clock.moveTo(next.start);
      Object.assign(body, { session: next.session, present: [...next.seats.keys()] });
    }
    const stream = streamStruckBy(name, body);
    if (stream === undefined) return;
    const facts = await this.app.store.readStream('facts', stream);
    const one = choices.of(facts.slice(-8));
    if (one) body['facts'] = [one.id];
  }

  async facts(): Promise<readonly RecordedFact[]> {
    return this.app.store.readAll('facts', 0n, 1_000_000);
  }

  /** What has been looked at so far, to be looked at itself. */
  async projectLooks(): Promise<void> {
    const entries = await this.app.store.readAll('access', this.#looked, 1_000_000);
    if (entries.length > 0) await this.looks.apply(this.#looked, entries);
    this.#looked = entries.at(-1)?.position ?? this.#looked;
  }

  async #project(batch: number): Promise<void> {
    for (;;) {
      const facts = await this.app.store.readAll('facts', this.#projected, batch);
      if (facts.length === 0) return;
      await this.projector.apply(this.#projected, facts);
      this.#projected = facts.at(-1)?.position ?? this.#projected;
    }
  }

  async #passTime(choices: Choices): Promise<void> {
    const { clock } = this.app;
    const now = Date.parse(clock.now());
    // Sometimes to the very minute at which something begins or is due.
    const { rows } = await this.views.read('sessions', {
      where: { start: { from: clock.now() } },
      order: ['start'],
      limit: 3,
    });
    const start = choices.chance(8) ? choices.of(rows)?.['start'] : undefined;
    const hours = choices.chance(5) ? choices.below(200) : choices.below(4);
    clock.moveTo(
      typeof start === 'string' ? start : new Date(now + hours * 3_600_000 + choices.below(60_000)).toISOString(),
    );
  }

  /** Mostly a case in which something can still happen: not closed, and its therapist not shut out of it. */
  async #caseAmong(streams: readonly string[], choices: Choices): Promise<string> {
    for (let tries = 0; tries < 3; tries++) {
      const one = choices.of(streams) ?? '';
      const { roster } = (await this.app.states.load('case', one)).state;
      const { barred } = await this.app.relations.toCase(roster.therapist ?? '', one.slice('case-'.length));
      if (!barred && roster.members.some(({ leftAt }) => leftAt === undefined)) return one;
    }
    return choices.of(streams) ?? '';
  }

  /** The streams that a body speaks of: one case and one complaint, with everything open in them. */
  async #target(choices: Choices, streams: readonly string[]): Promise<Target> {
    const own = await this.#caseAmong(streams.filter((s) => s.startsWith('case-')).slice(0, 4), choices);
    const complaint =
      choices.of(streams.filter((s) => s.startsWith('complaint-') && s !== 'complaint-register').slice(0, 3)) ?? '';
    const report = choices.of(streams.filter((s) => s.startsWith('mandatory-report-')).slice(0, 2)) ?? '';
    const { members } = (await this.app.states.load('case', own)).state.roster;
    const person = choices.of(members.map(({ participant }) => participant)) ?? '';
    const other = choices.of(streams) ?? '';
    const facts: RecordedFact[] = [];
    const ofPerson = [`file-${person}`, `person-${person}`];
    const ofComplaint = [complaint, complaint.replace('complaint-', 'college-')];
    for (const stream of [own, ...ofComplaint, ...ofPerson, report, ...OF_ALL]) {
      facts.push(...(await this.app.store.readStream('facts', stream)));
    }
    const read = async (stream: string) => (await this.app.store.readStream('facts', stream)).map(({ id }) => id);
    return {
      case: own.slice('case-'.length),
      complaint: complaint.slice('complaint-'.length),
      person,
      report: report.slice('mandatory-report-'.length),
      facts,
      factIds: { case: await read(own), complaint: await read(complaint), other: await read(other) },
    };
  }
}

/** Streams of the whole agency in which things go on. */
const OF_ALL = ['breaches', 'mandates', 'access-reviews', 'linked-persons', 'destructions'];

/** The stream in which an action strikes facts. */
function streamStruckBy(name: string, body: Readonly<Record<string, unknown>>): string | undefined {
  switch (name) {
    case 'EnterComplaintFactsInError':
      return `complaint-${String(body['complaint'])}`;
    case 'EnterTherapistFactsInError':
      return `therapist-${String(body['therapist'])}`;
    case 'EnterPersonFactsInError':
      return `person-${String(body['person'])}`;
    case 'EnterFileFactsInError':
      return `file-${String(body['person'])}`;
    case 'EnterMandatoryReportFactsInError':
      return `mandatory-report-${String(body['report'])}`;
    case 'EnterBreachFactsInError':
      return 'breaches';
    default:
      return undefined;
  }
}

/** Streams by their kind. */
export const streamsOf = (facts: readonly RecordedFact[]) =>
  [...new Set(facts.map(({ stream }) => stream))].map((stream) => ({ stream, kind: kindOfStream(stream) }));
