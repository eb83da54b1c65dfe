import 'reflect-metadata';
import type { Leg } from '../../../src/application/actions/action.js';
import { complaintActions } from '../../../src/application/actions/complaints.js';
import type { ComplaintState } from '../../../src/domain/complaint/complaint.js';
import type { RegisterState } from '../../../src/domain/complaint/register.js';
import type { Circumstances, Decision, StreamFold } from '../../../src/domain/language/decision.js';
import type { NewFact, StoredFact, StreamKind } from '../../../src/domain/language/fact.js';
import { FOLDS, type World } from '../../../src/domain/world.js';
import { circumstances, given, idOf, stored } from '../../support/given.js';

export type ActionName = keyof typeof complaintActions;
export const complaint = idOf('complaint');
export const client = idOf('client');
export const parent = idOf('parent');
export const therapist = idOf('therapist');
export const officer = idOf('officer');
export const another = idOf('another officer');

/** When and by whom something is said; the officer, unless told otherwise. */
export type Said = Partial<Pick<Circumstances<World>, 'now' | 'happenedAt' | 'precision' | 'evidence' | 'channel'>> & {
  readonly as?: 'complainant' | 'respondent' | 'complaints-officer' | 'system' | 'person' | 'front-desk';
  readonly person?: string;
};

const PERSON = { complainant: client, person: client, respondent: therapist, 'complaints-officer': officer } as const;

/** What a complaint lodged by the client against the therapist says. */
export const lodged = {
  kind: 'complaint',
  tracks: ['agency'],
  standing: 'client',
  respondents: [therapist],
  allegations: [{ clause: 'T1', text: 'sealed' }],
  notInvolved: false,
} as const;

const kindOfStream = (stream: string): StreamKind =>
  (Object.keys(FOLDS) as StreamKind[])
    .filter((k) => stream === k || stream.startsWith(`${k}-`))
    .sort((a, b) => b.length - a.length)[0] as StreamKind;

/** Performs actions on streams in memory, each leg decided on what the legs before it stated. */
export class Story {
  readonly streams = new Map<string, StoredFact[]>();
  private count = 0;

  constructor(private readonly world: Partial<World> = {}) {}

  facts(stream = `complaint-${complaint}`): readonly StoredFact[] {
    return this.streams.get(stream) ?? [];
  }

  types(stream?: string): readonly string[] {
    return this.facts(stream).map((f) => f.type);
  }

  /** Id of the latest fact of a type in the complaint's stream. */
  latest(type: string): StoredFact {
    const found = this.facts().findLast((f) => f.type === type);
    if (found === undefined) throw new Error(`no ${type} in the story`);
    return found;
  }

  /** States facts as if something outside this topic had. */
  have(stream: string, ...facts: readonly NewFact[]): this {
    this.append(stream, facts, '2026-01-05T14:00:00.000Z', officer);
    return this;
  }

  state(id = complaint): ComplaintState {
    return this.fold(`complaint-${id}`) as ComplaintState;
  }

  get register(): RegisterState {
    return (this.fold('complaint-register') as { register: RegisterState }).register;
  }

  /** Types of the facts that an action stated, over all its streams, or the code of its refusal. */
  perform(name: ActionName, body: object, said: Said = {}): readonly string[] | string {
    const action = complaintActions[name];
    const n = this.count++;
    const id = (what: string) =>
      idOf(
        what === 'complaint' && n > 0 && name === 'LodgeComplaint'
          ? `${what} ${n}`
          : what === 'complaint'
            ? what
            : `${what} ${n}`,
      );
    const { as = 'complaints-officer', person, ...when } = said;
    const now = when.now ?? '2026-06-01T14:00:00.000Z';
    const actor = { person: person ?? (as in PERSON ? PERSON[as as keyof typeof PERSON] : idOf(as)), role: as };
    const types: string[] = [];
    for (const leg of action.legs as readonly Leg<object>[]) {
      const stream = leg.stream(body, id);
      const state = this.fold(stream) as never;
      const world = this.worldNow(leg.also?.(body, state, id, this.worldNow([]).register as World['register']) ?? []);
      const decision: Decision = leg.decide(state, body, {
        ...circumstances({ now, happenedAt: now, ...when, actor, world }),
        id,
        history: leg.needsHistory ? this.facts(stream) : [],
      });
      this.append(stream, decision.facts ?? [], when.happenedAt ?? now, actor.person, as);
      if ('refusal' in decision) return decision.refusal.code;
      types.push(...decision.facts.map((f) => f.type));
    }
    return types;
  }

  /** Like the kernel, answers only for streams that the leg declared. */
  private worldNow(declared: readonly string[]): Partial<World> {
    const other = (stream: string): unknown => {
      if (!declared.includes(stream)) throw new Error(`${stream} was not declared`);
      return this.fold(stream);
    };
    return {
      register: this.register,
      complaint: (id) => other(`complaint-${id}`) as ComplaintState,
      case: (id) => other(`case-${id}`) as ReturnType<World['case']>,
      therapist: (id) => other(`therapist-${id}`) as ReturnType<World['therapist']>,
      college: (id) => other(`college-${id}`) as ReturnType<World['college']>,
      ...this.world,
    };
  }

  private fold(stream: string): unknown {
    return given(FOLDS[kindOfStream(stream)] as StreamFold<unknown>, this.facts(stream));
  }

  private append(stream: string, facts: readonly NewFact[], at: string, actor: string, role = 'front-desk'): void {
    const before = this.facts(stream);
    const digest = 'd'.repeat(64);
    const more = stored(facts, { stream, at, actor, role, from: before.length }).map((f) => ({ ...f, digest }));
    this.streams.set(stream, [...before, ...more]);
  }
}

/** A complaint lodged by the client, on the tracks named. */
export function lodgedStory(tracks: readonly string[] = ['agency'], world: Partial<World> = {}): Story {
  const story = new Story(world);
  story.perform('LodgeComplaint', { ...lodged, tracks }, { as: 'person' });
  return story;
}

/** The same, assigned, with every allegation found founded and the decision taken. */
export function decidedStory(tracks: readonly string[] = ['agency']): Story {
  const story = lodgedStory(tracks);
  story.perform('AssignComplaint', { complaint, assignee: officer });
  find(story);
  story.perform('DecideComplaint', { complaint, reasons: 'sealed' });
  return story;
}

/** Records a finding about each allegation. */
export function find(story: Story, finding = 'founded'): void {
  for (const { allegation } of story.state().lodging.allegations) {
    story.perform('RecordFinding', {
      complaint,
      allegation,
      finding,
      evidenceRelied: [],
      remedy: 'apology',
      reasons: 'sealed',
    });
  }
}

/** Delivers the decision to a party with evidence of when it came. */
export const deliver = (story: Story, party: string, receivedAt: string) =>
  story.perform(
    'DeliverDecision',
    { complaint, of: 'complaint', party, how: 'mail', receivedAt },
    { now: '2026-12-01T15:00:00.000Z', evidence: 'tracking 1' },
  );
