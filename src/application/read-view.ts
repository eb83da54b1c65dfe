import { type IQueryHandler, Query } from '@nestjs/cqrs';
import { parameterOn } from '../domain/agency/agency.js';
import type { RecordedFact } from '../domain/language/fact.js';
import type { PresentedRow, ViewDefinition } from '../projections/view.js';
import type { AccessLog, Asker } from './access/access-log.js';
import type { AccessPolicy, Grant } from './access/policy.js';
import type { Relations } from './access/relations.js';
import { visibleRows } from './access/visible-rows.js';
import type { StreamStates } from './kernel/stream-states.js';
import type { Unsealer } from './kernel/unseal.js';
import {
  type Clock,
  type ColumnCondition,
  type EventStore,
  NoSuchPosition,
  type ViewRow,
  type ViewStore,
} from './ports.js';
import { projectAsOf } from './projecting/as-of.js';

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
      /** Position up to which the view had taken facts. */
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

interface Fetched {
  readonly rows: readonly ViewRow[];
  readonly next?: string;
  readonly position: bigint;
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
    const fetched = await this.fetch(view, query, streams, best);
    const { rows, opened } = await this.allowed(view, query, fetched.rows, grants);
    const asker: Asker = {
      person: query.person,
      role: best.role,
      purpose: best.purpose,
      ...(query.options.session && { session: query.options.session }),
    };
    const accessEntry = await this.on.accessLog.looked(asker, {
      view: query.options.how && query.options.how !== 'view' ? `${view.name} (${query.options.how})` : view.name,
      information: view.column,
      persons: await this.personsIn(view, rows, query.scope),
      streams: [...new Set(rows.map((r) => r.stream))].filter((s) => !s.startsWith('access-')),
      compartments: [...opened],
      rows: rows.length,
      ...(query.options.knownAt !== undefined && { knownAt: String(query.options.knownAt) }),
      ...(query.options.asOf && { asOf: query.options.asOf }),
    });
    const shown: PresentedRow[] = [];
    for (const row of rows) shown.push(this.on.unsealer.open(row, view, grants.get(row.stream) ?? best));
    const now = query.options.asOf ?? this.on.clock.now();
    const presented =
      view.present?.(shown, { now, smallCell: await this.smallCell(), monthOf: await this.on.relations.months() }) ??
      shown;
    return {
      kind: 'shown',
      rows: await this.withStaffNames(view, presented, best),
      ...(fetched.next && { next: fetched.next }),
      role: best.role,
      position: fetched.position,
      accessEntry,
    };
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

  private async fetch(
    view: ViewDefinition,
    query: ReadView,
    streams: readonly string[] | undefined,
    grant: Grant,
  ): Promise<Fetched> {
    const { knownAt, asOf, where, limit = PAGE.usual, after } = query.options;
    const conditions: Record<string, ColumnCondition> = { ...where };
    if (query.scope.therapist && view.column !== 'by-stream')
      conditions['therapist'] = { equals: query.scope.therapist };
    if (view.column === 'access-log') {
      if (query.scope.client) conditions['person'] = { equals: query.scope.client };
      else if (grant.reach === 'own') conditions['actor'] = { equals: query.person };
    }
    const timeTravel = knownAt !== undefined || asOf !== undefined;
    const source =
      view.column === 'access-log'
        ? this.on.accessViewStore
        : timeTravel
          ? await this.past(view, streams, knownAt, asOf)
          : this.on.viewStore;
    const everything = view.combines === true;
    const page = await source.read(view.name, {
      ...(streams && view.column !== 'access-log' && { streams }),
      where: conditions,
      ...(!everything && { limit: Math.min(limit, PAGE.most) }),
      ...(!everything && after && { after }),
    });
    const checkpoint = (await source.checkpoints()).find((c) => c.view === view.name);
    return { rows: page.rows, ...(page.next && { next: page.next }), position: checkpoint?.position ?? 0n };
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

  /** Rows the reader may see, each stream decided as committed now, and the compartments that will be opened. */
  private async allowed(view: ViewDefinition, query: ReadView, rows: readonly ViewRow[], grants: Map<string, Grant>) {
    if (view.column === 'access-log' || view.column === 'figures') return { rows, opened: new Set<string>() };
    const denied = new Set<string>();
    for (const { stream } of rows) {
      if (grants.has(stream) || denied.has(stream)) continue;
      const grant = await this.on.policy.toSee(query.person, stream, view.column, query.options.as);
      if (grant) grants.set(stream, grant);
      else denied.add(stream);
    }
    const seen = await visibleRows(
      rows.filter((r) => grants.has(r.stream)),
      grants,
      this.on.states,
    );
    const opened = new Set<string>();
    for (const row of seen) {
      for (const name of this.on.unsealer.compartmentsOf(row, view, grants.get(row.stream) as Grant)) opened.add(name);
    }
    return { rows: seen, opened };
  }

  /** Everyone the rows show: by the view's own columns, its subjects, and the roster of the cases shown. */
  private async personsIn(view: ViewDefinition, rows: readonly ViewRow[], scope: Scope): Promise<readonly string[]> {
    const persons = new Set<string>(scope.client ? [scope.client] : []);
    for (const row of rows) {
      for (const column of view.persons ?? []) {
        const value = row[column];
        for (const one of Array.isArray(value) ? value : [value]) {
          const person = typeof one === 'object' && one !== null ? (one as { person?: unknown }).person : one;
          if (typeof person === 'string') persons.add(person);
        }
      }
    }
    if ((view.persons ?? []).length === 0 && view.column !== 'figures') {
      for (const stream of new Set(rows.map((r) => r.stream))) {
        if (stream.startsWith('person-')) persons.add(stream.slice('person-'.length));
        if (!stream.startsWith('case-')) continue;
        const { state } = await this.on.states.load('case', stream);
        for (const member of state.roster.members) persons.add(member.participant);
      }
    }
    return [...persons];
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
        const [registered] = await this.on.store.readStream('facts', `person-${person}`, { limit: 1 });
        names.set(person, registered ? this.on.unsealer.nameIn(registered, grant) : '');
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
    await this.on.accessLog.denied(asker, 'view', query.view, streams.slice(0, 20));
    return { kind: 'denied' };
  }
}
