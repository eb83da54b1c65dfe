import { type IQueryHandler, Query } from '@nestjs/cqrs';
import { parameterOn } from '../domain/agency/agency.js';
import type { RecordedFact } from '../domain/language/fact.js';
import { standing } from '../domain/language/mistakes.js';
import { nameHolder } from '../domain/person/names.js';
import type { PresentedRow, ViewDefinition } from '../projections/view.js';
import type { AccessLog, Asker } from './access/access-log.js';
import { isOfDuty, OF_DUTY, partsOfLook, tellsOfDuty } from './access/apart.js';
import type { AccessPolicy, Grant } from './access/policy.js';
import type { Relations } from './access/relations.js';
import { clientsOf, visibleRows } from './access/visible-rows.js';
import type { StreamStates } from './kernel/stream-states.js';
import type { Unsealer } from './kernel/unseal.js';
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
      /** What is recorded as done with it: shown, replayed, exported. */
      readonly how?: 'view' | 'replay' | 'export';
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
}

/** How a row may name people whose information it is not. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['respondent', 'staff', 'therapist-of-record']);
/** Roles that see whole the streams they see. */
const WHOLE: ReadonlySet<string> = new Set(['therapist', 'supervisor']);

const streamsIn = (rows: readonly ViewRow[]): readonly string[] =>
  [...new Set(rows.map((r) => r.stream))].filter((s) => !s.startsWith('access-'));

/** Figures are fixed tables, by position only; the access log is read as it is. */
function refuseWhatIsNotAsked(view: ViewDefinition, { options }: ReadView): void {
  const { where = {}, asOf, knownAt } = options;
  if (view.column === 'figures' && Object.keys(where).length > 0) throw new NotAsked('filter');
  if ((view.column === 'figures' || view.column === 'access-log') && asOf !== undefined) throw new NotAsked('as-of');
  if (view.column === 'access-log' && knownAt !== undefined) throw new NotAsked('known-at');
}

/** Shows any view: allowed on what is committed, logged durably with everyone shown, then unsealed, never the other way round. */
export class ReadViewHandler implements IQueryHandler<ReadView> {
  constructor(private readonly on: Reading) {}

  async execute(query: ReadView): Promise<ReadOutcome> {
    const view = this.on.views.get(query.view);
    if (view === undefined || view.scopes.length === 0) return { kind: 'unknown-view' };
    const named = Object.entries(query.scope).filter(([, value]) => value !== undefined);
    const scope = named.length === 0 ? 'agency' : named.length === 1 ? named[0]?.[0] : undefined;
    if (!(view.scopes as readonly (string | undefined)[]).includes(scope))
      return { kind: 'wrong-scope', scopes: view.scopes };
    refuseWhatIsNotAsked(view, query);
    const candidates = await this.candidates(view, query);
    const grants = new Map<string, Grant>();
    const across = candidates === undefined ? await this.across(view, query) : undefined;
    if (candidates !== undefined) {
      for (const stream of candidates) {
        const grant = await this.on.policy.toSee(query.person, stream, view.column, query.options.as);
        if (grant) grants.set(stream, grant);
      }
    }
    const best = across ?? grants.values().next().value;
    if (best === undefined) return this.deny(query, candidates ?? []);
    const streams = candidates === undefined ? undefined : [...grants.keys()];
    const { rows, next, position } = await this.visible(view, query, streams, best, grants);
    const asker: Asker = {
      person: query.person,
      role: best.role,
      purpose: best.purpose,
      ...(query.options.session && { session: query.options.session }),
    };
    const accessEntry = await this.record(asker, view, query, rows, (row) => grants.get(row.stream) ?? best);
    const shown: PresentedRow[] = [];
    for (const row of rows) shown.push(this.on.unsealer.open(row, view, grants.get(row.stream) ?? best));
    const now = query.options.asOf ?? this.on.clock.now();
    const presented =
      view.present?.(shown, {
        now,
        smallCell: await this.smallCell(),
        monthOf: await this.on.relations.months(),
        dayOf: await this.on.relations.days(),
      }) ?? shown;
    return {
      kind: 'shown',
      rows: await this.withStaffNames(view, presented, best),
      ...(next && { next }),
      role: best.role,
      whole: await this.wholeStreams(grants),
      position,
      accessEntry,
    };
  }

  /** Writes who is shown what, durably; what must tell a person of nothing is an entry of its own. Answers the last one. */
  private async record(
    asker: Asker,
    view: ViewDefinition,
    { scope, options }: ReadView,
    rows: readonly ViewRow[],
    grantOf: (row: ViewRow) => Grant,
  ): Promise<bigint> {
    const looked = async (part: readonly ViewRow[], information: string, within: Scope): Promise<bigint> =>
      this.on.accessLog.looked(asker, {
        view: options.how && options.how !== 'view' ? `${view.name} (${options.how})` : view.name,
        information,
        persons: await this.personsIn(view, part, within),
        streams: streamsIn(part),
        compartments: [...new Set(part.flatMap((row) => this.on.unsealer.compartmentsOf(row, view, grantOf(row))))],
        rows: part.length,
        ...(options.knownAt !== undefined && { knownAt: String(options.knownAt) }),
        ...(options.asOf && { asOf: options.asOf }),
      });
    if (view.column === 'figures' || view.column === 'access-log') return looked(rows, view.column, scope);
    const { duties, about, others } = await partsOfLook(rows, scope.client, this.on.relations);
    let entry: bigint | undefined;
    if (duties.length > 0) entry = await looked(duties, OF_DUTY, {});
    if (about.length > 0) entry = await looked(about, view.column, {});
    return entry === undefined || others.length > 0 ? looked(others, view.column, scope) : entry;
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
    return across ? undefined : this.whereabouts(person, false);
  }

  private across(view: ViewDefinition, { person, scope, options }: ReadView): Promise<Grant | undefined> {
    return view.column === 'access-log'
      ? this.on.policy.toSeeLooks(person, scope.client, options.as)
      : this.on.policy.toSeeAcross(person, view.column, options.as);
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
      if (query.scope.client) conditions['person'] = { equals: query.scope.client };
      else if (best.reach === 'own') conditions['actor'] = { equals: query.person };
    }
    const timeTravel = knownAt !== undefined || asOf !== undefined;
    const source =
      view.column === 'access-log'
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
      return rows.filter(
        (row) => !tellsOfDuty(row, query.person) || (best.reach === 'all' && row['person'] !== query.person),
      );
    if (view.column === 'figures') return rows;
    const denied = new Set<string>();
    for (const { stream } of rows) {
      if (grants.has(stream) || denied.has(stream)) continue;
      const grant = await this.on.policy.toSee(query.person, stream, view.column, query.options.as);
      if (grant) grants.set(stream, grant);
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
      if (grant.hidden !== undefined) continue;
      if (grant.reach === 'all' || grant.reach === 'skeleton' || WHOLE.has(grant.role)) whole.add(stream);
      else if (clientsOf(grant).length > 0 && stream.startsWith('case-')) {
        const { state } = await this.on.states.load('case', stream);
        if (state.roster.members.every((m) => clientsOf(grant).includes(m.participant))) whole.add(stream);
      }
    }
    return whole;
  }

  /** Everyone whose information the rows are: by the view's own columns, and always whose streams they come from. */
  private async personsIn(view: ViewDefinition, rows: readonly ViewRow[], scope: Scope): Promise<readonly string[]> {
    const persons = new Set<string>(scope.client ? [scope.client] : []);
    for (const row of rows) {
      for (const column of view.persons ?? []) {
        const value = row[column];
        for (const one of Array.isArray(value) ? value : [value]) {
          if (typeof one === 'string') persons.add(one);
          const { person, as } = (one ?? {}) as { readonly person?: unknown; readonly as?: unknown };
          if (typeof person === 'string' && !NOT_SHOWN.has(String(as))) persons.add(person);
        }
      }
    }
    if (view.column !== 'figures' && view.column !== 'access-log') {
      for (const person of await this.personsOf(streamsIn(rows))) persons.add(person);
    }
    return [...persons];
  }

  /** Whose streams these are: a person's own, a case's participants, a complaint's clients and complainant, those whom a duty to report concerns. */
  private async personsOf(streams: readonly string[]): Promise<readonly string[]> {
    const persons: string[] = [];
    for (const stream of streams) {
      if (stream.startsWith('person-') || stream.startsWith('file-'))
        persons.push(stream.slice(stream.indexOf('-') + 1));
      else if (stream.startsWith('case-')) {
        const { state } = await this.on.states.load('case', stream);
        persons.push(...state.roster.members.map((m) => m.participant));
      } else if (stream.startsWith('complaint-') || stream.startsWith('college-')) {
        persons.push(...(await this.on.relations.personsOf(stream.slice(stream.indexOf('-') + 1))));
      } else if (isOfDuty(stream)) {
        persons.push(...(await this.on.relations.concernedByDuty(stream.slice(`${OF_DUTY}-`.length))));
      }
    }
    return persons;
  }

  private async withStaffNames(
    view: ViewDefinition,
    rows: readonly PresentedRow[],
    grant: Grant,
  ): Promise<readonly PresentedRow[]> {
    if (view.staff === undefined) return rows;
    const { state } = await this.on.states.load('staff', 'staff');
    const names = new Map<string, string>();
    for (const row of rows) {
      for (const column of view.staff) {
        const person = String(row[column]);
        if (names.has(person) || !state.staff.ever.has(person)) continue;
        const holder = nameHolder(standing(await this.on.store.readStream('facts', `person-${person}`)));
        names.set(person, holder ? this.on.unsealer.nameIn(holder, grant) : '');
      }
    }
    return rows.map((row) => {
      const named: Record<string, unknown> = { ...row };
      for (const column of view.staff ?? []) {
        const found = names.get(String(row[column]));
        if (found) named[`${column}Name`] = found;
      }
      return named;
    });
  }

  private async smallCell(): Promise<number> {
    const { state } = await this.on.states.load('parameters', 'parameters');
    return parameterOn(state.parameters, 'small-cell', await this.on.relations.today());
  }

  private async deny(query: ReadView, streams: readonly string[]): Promise<ReadOutcome> {
    const asker: Asker = {
      person: query.person,
      role: 'unknown',
      purpose: 'PATRQT',
      ...(query.options.session && { session: query.options.session }),
    };
    // Whom a duty to report concerns is not told by a denial that it is there.
    const told = streams.slice(0, 20).filter((stream) => !isOfDuty(stream));
    const persons = query.scope.client ? [query.scope.client] : await this.personsOf(told);
    await this.on.accessLog.denied(asker, 'view', query.view, streams.slice(0, 20), [...new Set(persons)]);
    return { kind: 'denied' };
  }
}
