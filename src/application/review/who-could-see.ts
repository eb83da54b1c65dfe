import { endOfDay } from '../../domain/language/business-time.js';
import { keptPolicySets } from '../access/decision-log.js';
import { Decisions } from '../access/decisions.js';
import { COLUMN_OF_STREAM } from '../access/matrix.js';
import { AccessPolicy, type Whereabouts } from '../access/policy.js';
import type { PolicySet } from '../access/policy-set.js';
import { Relations } from '../access/relations.js';
import type { Column } from '../access/situation.js';
import { KnownThen } from '../kernel/known-then.js';
import { kindOfStream, StreamStates } from '../kernel/stream-states.js';
import { timeZoneOf, type Zones } from '../kernel/zones.js';
import type { Digests, EventStore } from '../ports.js';
import type { PolicySetOf } from './kept-decisions.js';

/** Somebody who could see something of a stream on a day, and why. */
export interface CouldSee {
  readonly person: string;
  readonly column: Column;
  readonly role: string;
  readonly purpose: string;
  readonly reach: string;
  /** Ids of the policies that allowed it. */
  readonly policies: readonly string[];
  /** What was true of them and the stream: why the policies allowed it. */
  readonly because: readonly string[];
}

/** Who could see what of a stream, at the end of a day, by the policies of then. */
export interface CouldSeeThen {
  readonly at: string;
  readonly policySet: string;
  readonly couldSee: readonly CouldSee[];
}

/** What it stands on; the policies in force answer for days before any were kept. */
export interface LookingBack {
  readonly store: EventStore;
  readonly digests: Digests;
  readonly zones: Zones;
  readonly whereabouts: Whereabouts;
  readonly policies: PolicySet;
  readonly policySetOf: PolicySetOf;
}

/** Kinds of information that stand beside a stream's own column in some view. */
const BESIDES: Readonly<Record<string, readonly Column[]>> = { case: ['booking', 'recording', 'money'] };

/**
 * Who could see a stream at the end of a day, or now when it is today: relations folded from what was recorded by then, decided
 * by the policies of then. It decides nothing that is kept.
 */
export async function whoCouldSee(on: LookingBack, stream: string, day: string, now: string): Promise<CouldSeeThen> {
  const zone = await timeZoneOf(new StreamStates(on.store), on.zones);
  const end = endOfDay(day, zone);
  const at = end < now ? end : now;
  const states = new StreamStates(new KnownThen(on.store).at(at));
  const policies = await policiesAt(on, at);
  const relations = new Relations(states, { now: () => at }, on.zones);
  const kind = kindOfStream(stream);
  const own = COLUMN_OF_STREAM[kind];
  const couldSee: CouldSee[] = [];
  for (const person of await personsAround(states, stream)) {
    for (const column of [own, ...(BESIDES[kind] ?? [])]) {
      if (column === 'never') continue;
      let because: readonly string[] = [];
      // Decided anew for each, so that what was true is told with it.
      const decisions = new Decisions(policies, on.digests, async ({ flags }) => {
        because = flags;
      });
      const { grant } = await new AccessPolicy(relations, on.whereabouts, decisions).rulingToSee(
        person,
        stream,
        column,
      );
      if (grant === undefined) continue;
      const { role, purpose, reach, policies: by } = grant;
      couldSee.push({ person, column, role, purpose, reach, policies: by, because });
    }
  }
  return { at, policySet: policies.hash, couldSee };
}

/** The policies that decided at an instant: those adopted last before it. */
async function policiesAt({ store, policies, policySetOf }: LookingBack, at: string): Promise<PolicySet> {
  const adopted = (await keptPolicySets(store)).filter(({ adoptedAt }) => adoptedAt <= at);
  const last = adopted.reduce<(typeof adopted)[number] | undefined>(
    (latest, one) => (latest === undefined || one.adoptedAt >= latest.adoptedAt ? one : latest),
    undefined,
  );
  return last === undefined || last.hash === policies.hash ? policies : policySetOf(last.texts);
}

/** Everybody who might: all who ever worked here, whom the stream is about, who is a party to it, and who decides for them. */
async function personsAround(states: StreamStates, stream: string): Promise<readonly string[]> {
  const { staff } = (await states.load('staff', 'staff')).state;
  const kind = kindOfStream(stream);
  const id = stream.slice(kind.length + 1);
  const about = new Set<string>();
  if (kind === 'case') {
    const { roster } = (await states.load('case', stream)).state;
    for (const { participant } of roster.members) about.add(participant);
  }
  if (kind === 'complaint') {
    const { register } = (await states.load('complaint-register', 'complaint-register')).state;
    const found = register.all.get(id);
    for (const one of found ? [found.complainant, ...found.persons, ...found.respondents] : []) about.add(one);
  }
  if (kind === 'person' || kind === 'file' || kind === 'therapist') about.add(id);
  if (kind === 'mandatory-report') {
    const { duty } = (await states.load('mandatory-report', stream)).state;
    if (duty.reporter) about.add(duty.reporter);
  }
  const deciding = new Set<string>();
  for (const person of about) {
    const file = (await states.load('file', `file-${person}`)).state;
    for (const { substitute } of file.deciding.authorities.values()) deciding.add(substitute);
  }
  const { mandates } = (await states.load('mandates', 'mandates')).state;
  const outside = [...mandates.granted.values()].map(({ person }) => person);
  return [...new Set([...about, ...deciding, ...staff.ever, ...outside])].sort();
}
