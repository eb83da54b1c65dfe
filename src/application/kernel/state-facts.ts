import { kindOf } from '../../domain/catalogue.js';
import type { AnyKind, Box, Envelope, NewFact, StoredFact, Subject } from '../../domain/language/fact.js';
import type { Digests, EventStore, FactKey, Ids, KeyRing } from '../ports.js';

/** Everything about an append that is the same for each of its facts. */
export type About = Pick<
  Envelope,
  'recordedAt' | 'happenedAt' | 'actor' | 'purpose' | 'correlationId' | 'causationId' | 'stream'
> &
  Partial<Pick<Envelope, 'precision' | 'onBehalfOf' | 'informant' | 'channel' | 'evidence' | 'decision'>> & {
    readonly actionId: string;
    readonly actionName: string;
    readonly refused?: string;
    /** Canonical body of the action, for the HMAC on the first fact. */
    readonly body: string;
  };

/** Turns new facts into stored ones: open and sealed halves, boxes, subjects, ids, digests. */
export class FactWriter {
  constructor(
    private readonly store: EventStore,
    private readonly keys: KeyRing,
    private readonly digests: Digests,
    private readonly ids: Ids,
  ) {}

  /** HMAC of a body under the stream's own key. */
  async macOf(stream: string, body: string): Promise<string> {
    return this.keys.mac(await this.key('stream', stream, {}), body);
  }

  async complete(facts: readonly NewFact[], about: About, from: number): Promise<readonly StoredFact[]> {
    const mac = await this.macOf(about.stream, about.body);
    const stored: StoredFact[] = [];
    for (const [part, fact] of facts.entries()) {
      stored.push(await this.one(fact, about, from + part, part, facts.length, part === 0 ? mac : undefined));
    }
    return stored;
  }

  private async one(
    fact: NewFact,
    about: About,
    revision: number,
    part: number,
    of: number,
    mac: string | undefined,
  ): Promise<StoredFact> {
    const kind = kindOf(fact.type);
    if (kind === undefined) throw new Error(`${fact.type} is not in the catalogue`);
    const { open, compartments } = halves(kind, fact);
    const id = this.ids.derived(about.actionId, about.stream, String(part));
    const context = {
      log: this.store.logId,
      stream: about.stream,
      revision,
      fact: id,
      type: fact.type,
      version: kind.version,
    };
    const sealed: Record<string, Box> = {};
    for (const [compartment, values] of compartments) {
      const key = await this.key(kind.compartments[compartment] ?? 'stream', about.stream, open);
      sealed[compartment] = this.keys.seal(key, { ...context, compartment }, values);
    }
    return this.digests.complete({
      id,
      type: fact.type,
      version: kind.version,
      logId: this.store.logId,
      stream: about.stream,
      revision,
      ...(fact.restsOn?.length && { restsOn: fact.restsOn }),
      ...(fact.supersedes?.length && { supersedes: fact.supersedes }),
      happenedAt: fact.happenedAt ?? about.happenedAt,
      ...(about.precision && about.precision !== 'millisecond' && { precision: about.precision }),
      ...(fact.local && { local: fact.local }),
      recordedAt: about.recordedAt,
      actor: about.actor,
      ...(about.onBehalfOf && { onBehalfOf: about.onBehalfOf }),
      ...(about.informant && { informant: about.informant }),
      ...(about.channel && { channel: about.channel }),
      ...(about.evidence && { evidence: about.evidence }),
      purpose: about.purpose,
      ...(about.decision && { decision: about.decision }),
      subjects: subjectsOf(kind, open, fact.subjects),
      action: {
        id: about.actionId,
        name: about.actionName,
        part,
        of,
        ...(mac && { mac }),
        ...(about.refused && { refused: about.refused }),
      },
      correlationId: about.correlationId,
      causationId: about.causationId,
      open,
      sealed,
    });
  }

  private async key(owner: string, stream: string, open: Readonly<Record<string, unknown>>): Promise<FactKey> {
    const named = String(open[owner]);
    // What is about nobody in particular names the case itself: that is the case's communal key, which ends with it.
    const whose = owner === 'stream' || stream === `case-${named}` ? stream : named;
    return this.keys.atHand(whose, stream) ?? (await this.keys.provide(whose, stream));
  }
}

/** Splits a new fact's data into its open half and its compartments; absent values are left out. */
function halves(
  kind: AnyKind,
  fact: NewFact,
): { readonly open: Record<string, unknown>; readonly compartments: Map<string, Record<string, unknown>> } {
  const open: Record<string, unknown> = {};
  const compartments = new Map<string, Record<string, unknown>>();
  for (const [name, value] of Object.entries(fact.data)) {
    if (value === undefined) continue;
    const field = kind.fields[name];
    if (field === undefined) throw new Error(`${fact.type} has no field ${name}`);
    if (!field.sealed || field.compartment === undefined) {
      open[name] = value;
      continue;
    }
    const values = compartments.get(field.compartment) ?? {};
    values[name] = value;
    compartments.set(field.compartment, values);
  }
  return { open, compartments };
}

/** The persons a fact concerns and how, each once, from the open fields its kind names. */
function subjectsOf(
  kind: AnyKind,
  open: Readonly<Record<string, unknown>>,
  besides: readonly Subject[] = [],
): readonly Subject[] {
  const subjects = new Map(besides.map((one) => [`${one.person} ${one.as}`, one]));
  for (const [path, as] of Object.entries(kind.subjects)) {
    const [field = '', inner] = path.split('.');
    const value = open[field];
    const found = Array.isArray(value) ? value : value === undefined ? [] : [value];
    for (const item of found) {
      const person = inner === undefined ? item : (item as Record<string, unknown>)[inner];
      if (typeof person === 'string' && !subjects.has(`${person} ${as}`))
        subjects.set(`${person} ${as}`, { person, as });
    }
  }
  return [...subjects.values()];
}
