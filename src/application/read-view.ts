import { type IQueryHandler, Query } from '@nestjs/cqrs';
import type { LookedHow } from '../domain/agency/access.js';
import { parameterOn } from '../domain/agency/agency.js';
import type { RecordedFact } from '../domain/language/fact.js';
import { ACCESS_VIEWS } from '../projections/all.js';
import type { PresentedRow, ViewDefinition } from '../projections/view.js';
import type { AccessLog, Asker } from './access/access-log.js';
import { isOfDuty, OF_DUTY, partsOfLook } from './access/apart.js';
import { registrationsOf } from './access/linked.js';
import type { Look } from './access/look.js';
import { type MandateReading, underTheSame } from './access/mandate-reading.js';
import type { AccessPolicy, Grant, Ruling } from './access/policy.js';
import type { Relations } from './access/relations.js';
import { clientsOf, visibleRows } from './access/visible-rows.js';
import type { StreamStates } from './kernel/stream-states.js';
import { decisionOf, type Unsealer } from './kernel/unseal.js';
import { type Kept, LooksReport } from './looking/report.js';
import { reviewShownTo } from './looking/reviews.js';
import { StaffNames } from './looking/staff-names.js';
import { streamsIn, Whose } from './looking/whose.js';
import {
  type Clock,
  type ColumnCondition,
  type EventStore,
  NoSuchPosition,
  NotAsked,
  type ViewPage,
  type ViewRow,
  type ViewStore,
} from './ports.js';
import { projectAsOf } from './projecting/as-of.js';
import { withFactColumns } from './projecting/fact-columns.js';
import { cursorAfter, sortingOf } from './projecting/rows.js';

/** What is named to see a view: exactly one of the scopes, or none for a view of the whole agency. */
export interface Scope {
  readonly case?: string;
  readonly client?: string;
  readonly complaint?: string;
  readonly therapist?: string;
}

/** Asks to be shown a view. */
export class ReadView extends Query<ReadOutcome> {
  constructor(
    readonly view: string,
    readonly person: string,
    readonly scope: Scope = {},
    readonly options: {
      /** Only in this role, when the person has several. */
      readonly as?: string;
      /** Only what was recorded up to this position. */
      readonly knownAt?: bigint;
      /** Only what had happened by this instant. */
      readonly asOf?: string;
      readonly where?: Readonly<Record<string, ColumnCondition>>;
      readonly limit?: number;
      readonly after?: string;
      readonly session?: string;
      /** Name of the machine that is looked from, as its door tells it. */
      readonly workstation?: string;
      /** What is recorded as done with it. Default: shown, or listed where nobody is named. */
      readonly how?: LookedHow;
      /** Terms of a search: they stand sealed in the access log. */
      readonly searched?: string;
    } = {},
  ) {
    super();
  }
}

export type ReadOutcome =
  | {
      readonly kind: 'shown';
      readonly rows: readonly PresentedRow[];
      readonly next?: string;
      readonly role: string;
      /** Streams that the reader sees whole: nothing of them is another's or withheld by service. */
      readonly whole: ReadonlySet<string>;
      /** Position up to which the view had taken facts, or that was asked for. */
      readonly position: bigint;
      readonly accessEntry: bigint;
      /** Lines of who looked that are kept from the reader, counted with their ground (rule 72). */
      readonly withheld?: readonly Kept[];
    }
  | { readonly kind: 'unknown-view' }
  | { readonly kind: 'wrong-scope'; readonly scopes: ViewDefinition['scopes'] }
  | { readonly kind: 'denied' };

/** Rows on a page unless the reader asks for fewer or more, and the most that can be asked for. */
export const PAGE = { usual: 50, most: 1_000 } as const;

/** Everything that reading needs; the composition root provides it. */
export interface Reading {
  readonly views: ReadonlyMap<string, ViewDefinition>;
  readonly viewStore: ViewStore;
  /** Views over the access log. */
  readonly accessViewStore: ViewStore;
  readonly store: EventStore;
  readonly states: StreamStates;
  readonly policy: AccessPolicy;
  readonly relations: Relations;
  readonly accessLog: AccessLog;
  readonly unsealer: Unsealer;
  readonly clock: Clock;
  /** What reading is to somebody who comes with a mandate. */
  readonly mandates: MandateReading;
}

/** Views of the access log itself; the others are of the facts. */
const IN_ACCESS_LOG: ReadonlySet<string> = new Set(ACCESS_VIEWS.map(({ name }) => name));
/** Roles that see whole the streams they see. */
const WHOLE: ReadonlySet<string> = new Set(['therapist', 'supervisor']);

/** Figures are fixed tables, by position only; the access log is read as it is. */
function refuseWhatIsNotAsked(view: ViewDefinition, { options }: ReadView): void {
  const { where = {}, asOf, knownAt } = options;
  if (view.column === 'figures' && Object.keys(where).length > 0) throw new NotAsked('filter');
  if ((view.column === 'figures' || view.column === 'access-log') && asOf !== undefined) throw new NotAsked('as-of');
  if (view.column === 'access-log' && knownAt !== undefined) throw new NotAsked('known-at');
}

/** Shows any view: allowed on what is committed, logged durably with everyone shown, then unsealed, never the other way round. */
export class ReadViewHandler implements IQueryHandler<ReadView> {
  private readonly whose: Whose;
  private readonly report: LooksReport;

  constructor(private readonly on: Reading) {
    this.whose = new Whose(on.states, on.relations);
    this.report = new LooksReport(on.policy, on.relations);
  }

  async execute(asked: ReadView): Promise<ReadOutcome> {
    const query = await this.asMeant(asked);
    const view = this.on.views.get(query.view);
    if (view === undefined || view.scopes.length === 0) return { kind: 'unknown-view' };
    const named = Object.entries(query.scope).filter(([, value]) => value !== undefined);
    const scope = named.length === 0 ? 'agency' : named.length === 1 ? named[0]?.[0] : undefined;
    if (!(view.scopes as readonly (string | undefined)[]).includes(scope))
      return { kind: 'wrong-scope', scopes: view.scopes };
    refuseWhatIsNotAsked(view, query);
    const candidates = await this.candidates(view, query);
    const grants = new Map<string, Grant>();
    // Decided across streams too when there is no stream to decide on: a denial says by which decision.
    const overall = candidates?.length ? undefined : await this.across(view, query);
    const across = candidates === undefined ? overall?.grant : undefined;
    const denials: string[] = overall === undefined ? [] : [overall.decision];
    if (candidates !== undefined) {
      for (const stream of candidates) {
        const { grant, decision } = await this.on.policy.rulingToSee(
          query.person,
          stream,
          view.column,
          query.options.as,
        );
        if (grant === undefined) denials.push(decision);
        const first = grants.values().next().value ?? grant;
        if (grant && underTheSame(grant, first as Grant)) grants.set(stream, grant);
      }
    }
    const best = across ?? grants.values().next().value;
    if (best === undefined) return this.deny(query, candidates ?? [], denials);
    const streams = candidates === undefined ? undefined : [...grants.keys()];
    const { rows, next, position } = await this.visible(view, query, streams, best, grants);
    const parts = await this.record(best, view, query, rows, (row) => grants.get(row.stream) ?? best);
    const shown: PresentedRow[] = [];
    for (const { look, rows: part } of parts.looks)
      for (const row of part) shown.push(this.on.unsealer.open(row, view, grants.get(row.stream) ?? best, look));
    shown.sort((a, b) => (parts.order.get(placeOf(a)) ?? 0) - (parts.order.get(placeOf(b)) ?? 0));
    const withStaff = parts.names.open(this.on.unsealer, best, parts.looks);
    const now = query.options.asOf ?? this.on.clock.now();
    const presented =
      view.present?.(shown, {
        now,
        past: query.options.knownAt !== undefined,
        smallCell: await this.smallCell(),
        monthOf: await this.on.relations.months(),
        dayOf: await this.on.relations.days(),
      }) ?? shown;
    return {
      kind: 'shown',
      rows: await this.on.mandates.cover(withStaff(presented), best),
      ...(next && { next: this.on.mandates.outside(next, best) }),
      role: best.role,
      whole: await this.wholeStreams(grants),
      position,
      accessEntry: parts.looks.at(-1)?.look.position ?? 0n,
      ...(view.column === 'access-log' && { withheld: await this.withheld(view, query, best) }),
    };
  }

  /** What is asked for with the ids that pseudonyms stand for, and where a page goes on. */
  private async asMeant(query: ReadView): Promise<ReadView> {
    const scope = await this.on.mandates.meant(query.person, query.scope);
    const { after } = query.options;
    const options = after === undefined ? query.options : { ...query.options, after: this.on.mandates.inside(after) };
    return new ReadView(query.view, query.person, scope, options);
  }

  /** Writes who is shown what, durably; what must tell a person of nothing is an entry of its own. */
  private async record(
    best: Grant,
    view: ViewDefinition,
    query: ReadView,
    rows: readonly ViewRow[],
    grantOf: (row: ViewRow) => Grant,
  ): Promise<Recorded> {
    const { scope, options } = query;
    const asker = askerOf(query, best);
    const names = await StaffNames.of(best.mandate?.pseudonyms ? { ...view, staff: [] } : view, rows, this.on);
    const looks: { readonly look: Look; readonly rows: readonly ViewRow[] }[] = [];
    const looked = async (part: readonly ViewRow[], information: string, within: Scope): Promise<void> => {
      const boxes = part.flatMap((row) => this.on.unsealer.boxesOf(row, view, grantOf(row)));
      const staff = names.among(part);
      const look = await this.on.accessLog.looked(asker, {
        how: options.how ?? (Object.values(scope).some((one) => one !== undefined) ? 'view' : 'list'),
        view: view.name,
        information,
        persons: await this.whose.rows(view, part, within),
        staff: staff.persons,
        streams: [...new Set([...streamsIn(part), ...boxes.map(({ stream }) => stream)])],
        compartments: [...new Set(boxes.map(({ compartment }) => compartment))],
        rows: part.length,
        boxes: boxes.length + staff.boxes,
        decisions: decisionsOf([best, ...part.map(grantOf)]),
        ...(options.knownAt !== undefined && { knownAt: String(options.knownAt) }),
        ...(options.asOf && { asOf: options.asOf }),
        ...(options.searched !== undefined && { searched: options.searched }),
      });
      looks.push({ look, rows: part });
    };
    if (view.column === 'figures' || view.column === 'access-log') await looked(rows, view.column, scope);
    else {
      const { duties, about, others } = await partsOfLook(rows, scope.client, this.on.relations);
      if (duties.length > 0) await looked(duties, OF_DUTY, {});
      if (about.length > 0) await looked(about, view.column, {});
      if (looks.length === 0 || others.length > 0) await looked(others, view.column, scope);
    }
    return { looks, names, order: new Map(rows.map((row, i) => [placeOf(row), i])) };
  }

  /** What of the whole report, not of this page alone, is kept from the reader. */
  private async withheld(view: ViewDefinition, query: ReadView, best: Grant): Promise<readonly Kept[]> {
    const { client } = query.scope;
    if (client === undefined || !IN_ACCESS_LOG.has(view.name) || this.report.isWhole(query, best)) return [];
    const where = { ...query.options.where, person: { equals: client } };
    const { rows } = await this.on.accessViewStore.read(view.name, { where });
    return (await this.report.of(rows, query, best)).kept;
  }

  /** Streams to look at, or undefined for all of them. */
  private async candidates(
    view: ViewDefinition,
    { scope, person, options }: ReadView,
  ): Promise<readonly string[] | undefined> {
    if (view.column === 'access-log') return undefined;
    if (scope.case) return [`case-${scope.case}`];
    if (scope.complaint) return [`${view.column === 'college' ? 'college' : 'complaint'}-${scope.complaint}`];
    if (scope.client) return this.whereabouts(scope.client, true);
    if (scope.therapist && view.column === 'by-stream') return [`therapist-${scope.therapist}`];
    if (scope.therapist) return this.whereabouts(scope.therapist, false);
    const across = await this.on.policy.toSeeAcross(person, view.column, options.as);
    if (across) return undefined;
    return [...new Set([...(await this.whereabouts(person, false)), ...(await this.on.mandates.streamsFor(person))])];
  }

  private across(view: ViewDefinition, { person, scope, options }: ReadView): Promise<Ruling> {
    return view.column === 'access-log'
      ? this.on.policy.rulingToSeeLooks(person, scope.client, options.as)
      : this.on.policy.rulingToSeeAcross(person, view.column, options.as);
  }

  private async whereabouts(person: string, asSubject: boolean): Promise<readonly string[]> {
    const { rows } = await this.on.viewStore.read('whereabouts', { where: { person: { equals: person } } });
    const about = rows.filter(
      (r) => !asSubject || !['staff', 'therapist-of-record', 'payer'].includes(String(r['as'])),
    );
    return [...new Set([...(asSubject ? [`person-${person}`] : []), ...about.map((r) => r.stream)])];
  }

  /**
   * A page of rows the reader may see. Pages are cut after what is hidden is left out, and the cursor is made from the last
   * row shown: neither tells that there is more.
   */
  private async visible(
    view: ViewDefinition,
    query: ReadView,
    streams: readonly string[] | undefined,
    best: Grant,
    grants: Map<string, Grant>,
  ) {
    const { knownAt, asOf, where, limit = PAGE.usual } = query.options;
    const conditions: Record<string, ColumnCondition> = { ...where };
    if (query.scope.therapist && view.column !== 'by-stream')
      conditions['therapist'] = { equals: query.scope.therapist };
    if (view.column === 'access-log') {
      // Their report spans every registration of theirs (rule 46).
      if (query.scope.client) conditions['person'] = { in: await registrationsOf(this.on.states, query.scope.client) };
      else if (best.reach === 'own') conditions['actor'] = { equals: query.person };
    }
    const timeTravel = knownAt !== undefined || asOf !== undefined;
    const source = IN_ACCESS_LOG.has(view.name)
      ? this.on.accessViewStore
      : timeTravel
        ? await this.past(view, streams, knownAt, asOf)
        : this.on.viewStore;
    const most = view.combines ? Number.POSITIVE_INFINITY : Math.min(limit, PAGE.most);
    const rows: ViewRow[] = [];
    let after = view.combines ? undefined : query.options.after;
    do {
      const page: ViewPage = await source.read(view.name, {
        ...(streams && view.column !== 'access-log' && { streams }),
        where: conditions,
        ...(!view.combines && { limit: most + 1 }),
        ...(after && { after }),
      });
      const whole = await withFactColumns(view, page.rows, this.on.store);
      rows.push(...(await this.allowed(view, query, whole, grants, best)));
      after = page.next;
    } while (after !== undefined && rows.length <= most);
    const shown = rows.length > most ? rows.slice(0, most) : rows;
    const last = shown.at(-1);
    const checkpoint = (await source.checkpoints()).find((c) => c.view === view.name);
    return {
      rows: shown,
      ...(rows.length > most && last !== undefined && { next: cursorAfter(last, sortingOf(view)) }),
      // Where a stream's last fact stands would tell of facts the reader does not see.
      position: timeTravel ? (knownAt ?? (await this.on.store.head('facts'))) : (checkpoint?.position ?? 0n),
    };
  }

  /** The same projection over an in-memory store, from the scope's streams, as they were known and had happened. */
  private async past(
    view: ViewDefinition,
    streams: readonly string[] | undefined,
    knownAt: bigint | undefined,
    asOf: string | undefined,
  ): Promise<ViewStore> {
    if (knownAt !== undefined && knownAt > (await this.on.store.head('facts'))) throw new NoSuchPosition();
    const wanted = streams ?? (await this.on.store.streams('facts'));
    const facts: RecordedFact[] = [];
    for (const stream of wanted) facts.push(...(await this.on.store.readStream('facts', stream)));
    facts.sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : a.revision - b.revision));
    return projectAsOf(facts, view, { ...(knownAt !== undefined && { knownAt }), ...(asOf && { asOf }) });
  }

  /** Rows the reader may see, each stream decided as committed now. */
  private async allowed(
    view: ViewDefinition,
    query: ReadView,
    rows: readonly ViewRow[],
    grants: Map<string, Grant>,
    best: Grant,
  ): Promise<readonly ViewRow[]> {
    if (view.column === 'access-log')
      return IN_ACCESS_LOG.has(view.name)
        ? (await this.report.of(rows, query, best)).shown
        : rows.flatMap((row) => reviewShownTo(row, query.person, best) ?? []);
    if (view.column === 'figures') return rows;
    const denied = new Set<string>();
    for (const { stream } of rows) {
      if (grants.has(stream) || denied.has(stream)) continue;
      const grant = await this.on.policy.toSee(query.person, stream, view.column, query.options.as);
      if (grant && underTheSame(grant, best)) grants.set(stream, grant);
      else denied.add(stream);
    }
    return visibleRows(
      rows.filter((r) => grants.has(r.stream)),
      grants,
      this.on.states,
    );
  }

  /** Streams of which the reader sees everything: by role, or because nobody else ever took part. */
  private async wholeStreams(grants: ReadonlyMap<string, Grant>): Promise<ReadonlySet<string>> {
    const whole = new Set<string>();
    for (const [stream, grant] of grants) {
      // What a fact changed is shown by ids, and beyond what a mandate covers.
      if (grant.hidden !== undefined || grant.mandate !== undefined) continue;
      if (grant.reach === 'all' || grant.reach === 'skeleton' || WHOLE.has(grant.role)) whole.add(stream);
      else if (clientsOf(grant).length > 0 && stream.startsWith('case-')) {
        const { state } = await this.on.states.load('case', stream);
        if (state.roster.members.every((m) => clientsOf(grant).includes(m.participant))) whole.add(stream);
      }
    }
    return whole;
  }

  private async smallCell(): Promise<number> {
    const { state } = await this.on.states.load('parameters', 'parameters');
    return parameterOn(state.parameters, 'small-cell', await this.on.relations.today());
  }

  private async deny(query: ReadView, streams: readonly string[], decisions: readonly string[]): Promise<ReadOutcome> {
    // Whom a duty to report concerns is not told by a denial that it is there.
    const told = streams.slice(0, 20).filter((stream) => !isOfDuty(stream));
    const persons = query.scope.client ? [query.scope.client] : await this.whose.streams(told);
    const { how, searched } = query.options;
    await this.on.accessLog.denied(askerOf(query), 'view', query.view, streams.slice(0, 20), [...new Set(persons)], {
      decisions: [...new Set(decisions)],
      ...(how && { how }),
      ...(searched !== undefined && { searched }),
    });
    return { kind: 'denied' };
  }
}

/** A page on record: its parts as they were logged, and where each row stood. */
interface Recorded {
  readonly looks: readonly { readonly look: Look; readonly rows: readonly ViewRow[] }[];
  readonly names: StaffNames;
  readonly order: ReadonlyMap<string, number>;
}

const placeOf = (row: PresentedRow): string => `${row['stream']} ${row['key']}`;

/** Who looks, from where, in which role and for what; whoever is denied looks in none. */
const askerOf = ({ person, options }: ReadView, grant?: Grant): Asker => ({
  person,
  role: grant?.role ?? 'unknown',
  purpose: grant?.purpose ?? 'PATRQT',
  ...(options.session && { session: options.session }),
  ...(options.workstation && { workstation: options.workstation }),
});

/** Digests of the decisions that rows are shown by. */
const decisionsOf = (grants: readonly Grant[]): readonly string[] => [
  ...new Set(grants.map(decisionOf).filter((one) => one !== undefined)),
];
