import { Command, type ICommandHandler } from '@nestjs/cqrs';
import { kindOf } from '../domain/catalogue.js';
import { isBeyondComparing, isClosed, recordDestroyed } from '../domain/destruction/closing.js';
import type { Circumstances, Decision } from '../domain/language/decision.js';
import type { NewFact, RecordedFact, StoredFact } from '../domain/language/fact.js';
import { strikeClosure } from '../domain/language/mistakes.js';
import type { World } from '../domain/world.js';
import type { AccessLog } from './access/access-log.js';
import { PURPOSE_OF_ROLE } from './access/matrix.js';
import type { AccessPolicy, Grant } from './access/policy.js';
import type { ActionBody, ActionDefinition, Leg } from './actions/action.js';
import { ACTIONS } from './actions/all.js';
import type { Outcome, Receipt } from './kernel/outcome.js';
import type { About, FactWriter } from './kernel/state-facts.js';
import { type DoneAction, kindOfStream, type StreamStates } from './kernel/stream-states.js';
import { timingOf } from './kernel/timing.js';
import { wellFormed } from './kernel/well-formed.js';
import type { Worlds } from './kernel/worlds.js';
import { type Clock, type Digests, type EventStore, type Ids, RevisionConflict } from './ports.js';

/** Asks for one action to be performed. */
export class PerformAction extends Command<Outcome> {
  constructor(
    readonly name: string,
    readonly body: unknown,
    readonly person: string,
    readonly options: {
      /** Repeating the same key with the same body gives the first outcome again. */
      readonly idempotencyKey?: string;
      /** Revision the stream must be at: no silent retry. */
      readonly ifMatch?: number;
      readonly correlationId?: string;
      readonly causationId?: string;
      readonly session?: string;
      readonly workstation?: string;
    } = {},
  ) {
    super();
  }
}

/** How often a decision is taken again because its stream moved meanwhile. */
export const DECISIONS_AT_MOST = 12;

/** Everything that performing needs; the composition root provides it. */
export interface Performing {
  readonly store: EventStore;
  readonly states: StreamStates;
  readonly policy: AccessPolicy;
  readonly accessLog: AccessLog;
  readonly writer: FactWriter;
  readonly worlds: Worlds;
  readonly digests: Digests & { canonical(value: unknown): string };
  readonly ids: Ids;
  readonly clock: Clock;
}

interface Run {
  readonly definition: ActionDefinition;
  readonly body: ActionBody;
  readonly canonicalBody: string;
  readonly grant: Grant;
  readonly actionId: string;
  readonly id: (name: string) => string;
  readonly command: PerformAction;
  readonly now: string;
  /** Code of the refusal because of which an earlier leg is undone. */
  readonly undoing?: string;
}

type LegOutcome =
  | { readonly kind: 'stated'; readonly stream: string; readonly done: DoneAction; readonly repeated: boolean }
  | { readonly kind: 'nothing'; readonly stream: string; readonly revision: number }
  | Extract<Outcome, { kind: 'key-reused' | 'stale' | 'busy' }>
  | {
      readonly kind: 'refused';
      readonly stream: string;
      readonly refusal: Extract<Outcome, { kind: 'refused' }>['refusal'];
      readonly done?: DoneAction;
    };

/** Performs any action: well-formed, allowed, decided on what is committed, sealed, appended at an exact revision. */
export class PerformActionHandler implements ICommandHandler<PerformAction> {
  constructor(private readonly on: Performing) {}

  async execute(command: PerformAction): Promise<Outcome> {
    const definition = ACTIONS.get(command.name);
    if (definition === undefined) return { kind: 'unknown-action' };
    const checked = wellFormed(definition.body, command.body);
    if ('problems' in checked) return { kind: 'malformed', problems: checked.problems };
    const { body } = checked;
    const { grant, decision } = await this.on.policy.rulingToAct(definition, command.person, body);
    if (grant === undefined) return this.deny(command, definition, body, decision);
    const now = this.on.clock.now();
    const mistimed = timingOf(body, grant.role, now);
    if (mistimed) return { kind: 'refused', refusal: mistimed.refusal };
    const { idempotencyKey } = command.options;
    const actionId = idempotencyKey
      ? this.on.ids.derived('action', command.person, idempotencyKey)
      : this.on.ids.fresh();
    const run: Run = {
      definition,
      body,
      canonicalBody: this.on.digests.canonical({ name: definition.name, body: command.body }),
      grant,
      actionId,
      id: (name) => this.on.ids.derived(actionId, name),
      command,
      now,
    };
    return this.legs(run);
  }

  private async deny(
    command: PerformAction,
    definition: ActionDefinition,
    body: object,
    decision: string,
  ): Promise<Outcome> {
    const asker = {
      person: command.person,
      role: 'unknown',
      purpose: PURPOSE_OF_ROLE['client'] as string,
      ...(command.options.session && { session: command.options.session }),
      ...(command.options.workstation && { workstation: command.options.workstation }),
    };
    const { streams, persons } = await this.on.policy.aimedAt(body);
    await this.on.accessLog.denied(asker, 'action', definition.name, streams, persons, {
      decisions: [decision],
    });
    return { kind: 'denied' };
  }

  /** Legs in order; when one refuses, what earlier ones did is undone. */
  private async legs(run: Run): Promise<Outcome> {
    const stale = await this.staleAtFirst(run);
    if (stale) return stale;
    const stated: Extract<LegOutcome, { kind: 'stated' | 'nothing' }>[] = [];
    const last = run.definition.legs.length - 1;
    for (const [i, leg] of run.definition.legs.entries()) {
      const outcome = await this.leg(run, leg, i === last);
      if (outcome.kind === 'stated' || outcome.kind === 'nothing') {
        stated.push(outcome);
        continue;
      }
      if (leg.undo && outcome.kind === 'refused') await this.undo(run, leg.undo, outcome.refusal.code);
      if (outcome.kind !== 'refused') return outcome;
      const receipt =
        outcome.done &&
        this.receipt(run, [{ kind: 'stated', stream: outcome.stream, done: outcome.done, repeated: false }]);
      return { kind: 'refused', refusal: outcome.refusal, ...(receipt && { receipt }) };
    }
    return {
      kind: 'accepted',
      receipt: this.receipt(run, stated),
      repeated: stated.some((s) => s.kind === 'stated' && s.repeated),
    };
  }

  /** With several legs, a revision already passed is told before the first leg does anything. */
  private async staleAtFirst(run: Run): Promise<Outcome | undefined> {
    const { ifMatch } = run.command.options;
    const governing = run.definition.legs.at(-1);
    if (ifMatch === undefined || governing === undefined || run.definition.legs.length === 1) return undefined;
    const { revision, done } = await this.on.states.load(governing.kind, governing.stream(run.body, run.id));
    return revision === ifMatch || done.has(run.actionId) ? undefined : { kind: 'stale', revision };
  }

  /** An undoing leg has an action id of its own and says why, so that a retry of the action is refused as it was. */
  private async undo(run: Run, leg: Leg<ActionBody>, refused: string): Promise<void> {
    await this.leg({ ...run, actionId: this.undoingId(run), undoing: refused }, leg, false);
  }

  private undoingId({ actionId }: Run): string {
    return this.on.ids.derived(actionId, 'undo');
  }

  private async leg(run: Run, leg: Leg<ActionBody>, governs: boolean): Promise<LegOutcome> {
    const stream = leg.stream(run.body, run.id);
    for (let attempt = 0; attempt < DECISIONS_AT_MOST; attempt++) {
      const folded = await this.on.states.load(leg.kind, stream);
      const before = folded.done.get(run.actionId);
      if (before !== undefined) {
        const refused = folded.done.get(this.undoingId(run))?.refused;
        return this.again(run, stream, refused === undefined ? before : { ...before, refused }, folded.state);
      }
      if (isClosed(folded.state)) return { kind: 'refused', stream, refusal: recordDestroyed().refusal };
      const { ifMatch } = run.command.options;
      if (governs && ifMatch !== undefined && ifMatch !== folded.revision)
        return { kind: 'stale', revision: folded.revision };
      const { revision } = folded;
      const circumstances = await this.circumstances(run, leg, stream, folded.state);
      if (folded.revision !== revision) continue;
      const decision = leg.decide(folded.state, run.body, circumstances);
      const closed = await this.withClosure(stream, decision.facts ?? []);
      const facts = concerning(closed, circumstances.history);
      if (facts.length === 0) {
        return 'refusal' in decision
          ? { kind: 'refused', stream, refusal: decision.refusal }
          : { kind: 'nothing', stream, revision };
      }
      const done = await this.append(run, stream, revision, facts, circumstances.happenedAt, decision);
      if (done === 'conflict') {
        if (governs && ifMatch !== undefined)
          return { kind: 'stale', revision: await this.on.store.revisionOf('facts', stream) };
        continue;
      }
      return 'refusal' in decision
        ? { kind: 'refused', stream, refusal: decision.refusal, done }
        : { kind: 'stated', stream, done, repeated: false };
    }
    return { kind: 'busy' };
  }

  /** The first outcome again when the body is the same; else the key was reused. */
  private async again(run: Run, stream: string, before: DoneAction, state: unknown): Promise<LegOutcome> {
    // Where the key that compared bodies is destroyed, the key of the request alone says that it is the same.
    const comparable = !isClosed(state) && !isBeyondComparing(state, before.revision);
    if (comparable && before.mac !== (await this.on.writer.macOf(stream, run.canonicalBody)))
      return { kind: 'key-reused' };
    if (before.refused === undefined) return { kind: 'stated', stream, done: before, repeated: true };
    const known = run.definition.refuses.find((r) => r.code === before.refused);
    const refusal = {
      clause: undefined,
      says: '',
      recorded: true,
      status: 409 as const,
      ...known,
      code: before.refused,
    };
    const { clause, ...rest } = refusal;
    return { kind: 'refused', stream, refusal: clause === undefined ? rest : { ...rest, clause }, done: before };
  }

  private async circumstances(
    run: Run,
    leg: Leg<ActionBody>,
    stream: string,
    state: never,
  ): Promise<Circumstances<World>> {
    const { state: complaints } = await this.on.states.load('complaint-register', 'complaint-register');
    const also = leg.also?.(run.body, state, run.id, complaints.register) ?? [];
    const { channel, evidence, precision = 'millisecond', happenedAt = run.now } = run.body;
    return {
      now: run.now,
      happenedAt,
      precision,
      actor: { person: run.grant.person, role: run.grant.role },
      ...(channel && { channel }),
      ...(evidence && { evidence }),
      id: run.id,
      history: leg.needsHistory ? await this.on.store.readStream('facts', stream) : [],
      world: await this.on.worlds.with(also),
    };
  }

  /** Superseding a fact strikes what rests on it too, so that nothing stands on what is gone. */
  private async withClosure(stream: string, facts: readonly NewFact[]): Promise<readonly NewFact[]> {
    if (!facts.some((f) => f.supersedes?.length)) return facts;
    const history = await this.on.store.readStream('facts', stream);
    return facts.map((f) =>
      f.supersedes?.length ? { ...f, supersedes: strikeClosure(history, f.supersedes, kindOf).struck } : f,
    );
  }

  private async append(
    run: Run,
    stream: string,
    revision: number,
    facts: readonly NewFact[],
    happenedAt: string,
    decision: Decision,
  ): Promise<DoneAction | 'conflict'> {
    const { body, grant, command, actionId } = run;
    const behalf = grant.represents[0] ?? body.onBehalfOf;
    const about: About = {
      stream,
      recordedAt: run.now,
      happenedAt,
      actor: { person: grant.person, role: grant.role },
      purpose: grant.purpose,
      decision: grant.decision,
      correlationId: command.options.correlationId ?? actionId,
      causationId: command.options.causationId ?? actionId,
      ...(body.precision && { precision: body.precision }),
      ...(behalf && { onBehalfOf: behalf }),
      ...(body.informant && { informant: body.informant }),
      ...(body.channel && { channel: body.channel }),
      ...(body.evidence && { evidence: body.evidence }),
      actionId,
      actionName: run.definition.name,
      ...('refusal' in decision ? { refused: decision.refusal.code } : run.undoing && { refused: run.undoing }),
      body: run.canonicalBody,
    };
    const stored = await this.on.writer.complete(facts, about, revision + 1);
    const position = await this.settle(stream, revision, stored);
    if (position === 'conflict') return 'conflict';
    const recorded: readonly RecordedFact[] = stored.map((f) => ({ ...f, position }));
    await this.on.states.appended(stream, recorded);
    const { done } = await this.on.states.load(kindOfStream(stream), stream);
    return done.get(actionId) as DoneAction;
  }

  /** Appends; an outcome that is not known is settled by reading the stream and comparing ids, never guessed. */
  private async settle(
    stream: string,
    revision: number,
    stored: readonly { readonly id: string }[],
  ): Promise<bigint | 'conflict'> {
    try {
      return (await this.on.store.append('facts', stream, revision, stored as never)).position;
    } catch (error) {
      if (error instanceof RevisionConflict) return 'conflict';
      const there = await this.on.store.readStream('facts', stream, { from: revision + 1, limit: stored.length });
      const landed = there.length === stored.length && there.every((f, i) => f.id === stored[i]?.id);
      if (landed) return there.at(-1)?.position as bigint;
      throw error;
    }
  }

  private receipt(run: Run, outcomes: readonly Extract<LegOutcome, { kind: 'stated' | 'nothing' }>[]): Receipt {
    const stated = outcomes.flatMap((o) => (o.kind === 'stated' ? [o] : []));
    // A leg with nothing to say may find more in its stream at a retry: the receipt names what was stated.
    const final = stated.at(-1) ?? outcomes.at(-1);
    const id = run.definition.makes?.(run.body, run.id);
    return {
      action: run.actionId,
      ...(id && { id }),
      stream: final?.stream ?? '',
      revision: final?.kind === 'stated' ? final.done.revision : (final?.revision ?? -1),
      position: String(furthest(stated.map((o) => o.done.position))),
      digest: stated.at(-1)?.done.digest ?? '',
      facts: stated.flatMap((o) => o.done.facts.map((f) => ({ ...f, stream: o.stream }))),
    };
  }
}

/** The greatest of some positions; 0 of none. */
function furthest(positions: readonly bigint[]): bigint {
  let most = 0n;
  for (const position of positions) if (position > most) most = position;
  return most;
}

/** A fact about other facts concerns whom they concern: who may not see those may not see this. */
function concerning(facts: readonly NewFact[], history: readonly StoredFact[]): readonly NewFact[] {
  if (history.length === 0) return facts;
  const known = new Map(history.map((fact) => [fact.id, fact.subjects]));
  return facts.map((fact) => {
    const named = (fact.data['facts'] ?? (fact.data['fact'] === undefined ? [] : [fact.data['fact']])) as unknown;
    if (!Array.isArray(named)) return fact;
    const subjects = named.flatMap((one) => known.get(String(one)) ?? []);
    return subjects.length === 0 ? fact : { ...fact, subjects };
  });
}
