import { Query } from '@nestjs/cqrs';
import { FACTS, lifted } from '../domain/catalogue.js';
import type { Clause } from '../domain/charter.js';
import type { RecordedFact, StoredFact } from '../domain/language/fact.js';
import { standing, strikesOf } from '../domain/language/mistakes.js';
import { FOLDS } from '../domain/world.js';
import type { PresentedRow } from '../projections/view.js';
import { KEPT_FROM_CLIENTS } from './access/record-content.js';
import { foldOf, kindOfStream } from './kernel/stream-states.js';
import { type Reading, type ReadOutcome, ReadView, type ReadViewHandler, type Scope } from './read-view.js';

/** Asks to step through a history fact by fact. */
export class ReplayHistory extends Query<ReplayOutcome> {
  constructor(
    readonly person: string,
    readonly scope: Scope,
    readonly options: ReadView['options'] = {},
  ) {
    super();
  }
}

/** One value of a state that a fact changed, by its path; absent where there was or is none. */
export interface StateChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** One step: the fact as the timeline shows it, the clauses it touches, and what it changed. */
export interface ReplayStep {
  readonly step: number;
  readonly fact: PresentedRow;
  readonly clauses: readonly Clause[];
  readonly changes: readonly StateChange[];
}

export type ReplayOutcome =
  | {
      readonly kind: 'replayed';
      readonly steps: readonly ReplayStep[];
      /** The state to which each stream came that the reader sees whole, as paths and plain values. */
      readonly states: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      readonly role: string;
      readonly next?: string;
    }
  | Exclude<ReadOutcome, { kind: 'shown' }>;

/** Roles to whom a part of a case's state is not there at all. */
const CLIENTS: ReadonlySet<string> = new Set(['client', 'representative']);

/** What each fact of a stream changed, and the state it came to. */
export interface Replayed {
  readonly changes: ReadonlyMap<string, readonly StateChange[]>;
  readonly state: ReadonlyMap<string, unknown>;
}

/**
 * Replays a history without side effects: the facts a reader may see, in the order of the log, each with its stream's
 * state before and after. The look is on record as a replay.
 */
export class ReplayHistoryHandler {
  constructor(
    private readonly on: Reading,
    private readonly views: ReadViewHandler,
  ) {}

  async execute({ person, scope, options }: ReplayHistory): Promise<ReplayOutcome> {
    const outcome = await this.views.execute(new ReadView('timeline', person, scope, { ...options, how: 'replay' }));
    if (outcome.kind !== 'shown') return outcome;
    const streams = new Map<string, Replayed>();
    const told = (path: string): boolean =>
      !CLIENTS.has(outcome.role) || !KEPT_FROM_CLIENTS.some((part) => path.startsWith(part));
    const steps: ReplayStep[] = [];
    for (const row of outcome.rows) {
      const stream = String(row['stream']);
      const known = streams.get(stream) ?? (await this.replayed(stream, options.knownAt, options.asOf));
      streams.set(stream, known);
      steps.push({
        step: steps.length + 1,
        fact: row,
        clauses: FACTS[row['type'] as keyof typeof FACTS]?.clauses ?? [],
        // What a fact changed may say more than the fact: only who sees the whole stream is told.
        changes: outcome.whole.has(stream)
          ? (known.changes.get(String(row['fact'])) ?? []).filter(({ path }) => told(path))
          : [],
      });
    }
    return {
      kind: 'replayed',
      steps,
      states: Object.fromEntries(
        [...streams].flatMap(([stream, { state }]) =>
          outcome.whole.has(stream) ? [[stream, Object.fromEntries([...state].filter(([path]) => told(path)))]] : [],
        ),
      ),
      role: outcome.role,
      ...(outcome.next && { next: outcome.next }),
    };
  }

  private async replayed(stream: string, knownAt: bigint | undefined, asOf: string | undefined): Promise<Replayed> {
    const facts = (await this.on.store.readStream('facts', stream)).filter(
      (f) => knownAt === undefined || f.position <= knownAt,
    );
    const happened = (f: RecordedFact): boolean => asOf === undefined || f.happenedAt <= asOf;
    // Strikes belong to what was known; what had happened by then is asked of what still stood.
    const state = foldOf(kindOfStream(stream), standing(facts).filter(happened));
    return { changes: stepsOf(stream, facts.filter(happened)), state: flat(state) };
  }
}

/** What each fact of a stream changed in its state; a strike is shown as the state folded again without what it strikes. */
export function stepsOf(stream: string, facts: readonly RecordedFact[]): ReadonlyMap<string, readonly StateChange[]> {
  const fold = FOLDS[kindOfStream(stream)] as {
    initial: () => unknown;
    evolve: (state: unknown, fact: StoredFact) => void;
  };
  const changes = new Map<string, readonly StateChange[]>();
  let state = fold.initial();
  let before = flat(state);
  for (const [i, fact] of facts.entries()) {
    if (strikesOf(fact).length > 0) {
      state = fold.initial();
      for (const f of standing(facts.slice(0, i + 1))) fold.evolve(state, lifted(f));
    } else fold.evolve(state, lifted(fact));
    const after = flat(state);
    changes.set(fact.id, difference(before, after));
    before = after;
  }
  return changes;
}

function difference(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly StateChange[] {
  const found: StateChange[] = [];
  for (const [path, value] of after) {
    if (!before.has(path)) found.push({ path, after: value });
    else if (before.get(path) !== value) found.push({ path, before: before.get(path), after: value });
  }
  for (const [path, value] of before) if (!after.has(path)) found.push({ path, before: value });
  return found;
}

/** A state as paths and plain values, maps and sets by their keys. */
function flat(value: unknown, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  const under = (key: unknown) => (path === '' ? String(key) : `${path}.${String(key)}`);
  if (value instanceof Map) for (const [key, inner] of value) flat(inner, under(key), found);
  else if (value instanceof Set) for (const inner of value) found.set(under(inner), true);
  else if (Array.isArray(value)) for (const [i, inner] of value.entries()) flat(inner, under(i), found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) flat(inner, under(key), found);
  else if (value !== undefined) found.set(path, value);
  return found;
}
