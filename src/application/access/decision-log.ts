import { accessDecisionFacts } from '../../domain/agency/access-decisions.js';
import type { FactOf, NewFact, StoredFact } from '../../domain/language/fact.js';
import { type Clock, type Digests, type EventStore, type Ids, RevisionConflict } from '../ports.js';
import type { Decided } from './decisions.js';
import type { PolicySet, Verdict } from './policy-set.js';
import { SYSTEM } from './relations.js';
import type { Capacity, Lock, Situation } from './situation.js';

type Adopted = FactOf<typeof accessDecisionFacts.PolicySetAdopted>;
type Kept = FactOf<typeof accessDecisionFacts.AccessDecided>;

/** How often another instance may come first before keeping gives up. */
const ATTEMPTS_AT_MOST = 12;

const PREFIX = 'access-policies-';

/** A policy set that decided, with all it decided: the texts it answered by then, and each situation once. */
export interface KeptPolicySet {
  readonly hash: string;
  readonly adoptedAt: string;
  readonly texts: PolicySet['texts'];
  readonly decisions: readonly KeptDecision[];
}

/** One decision as it was kept. */
export interface KeptDecision {
  readonly digest: string;
  readonly firstAt: string;
  readonly situation: Situation;
  readonly verdict: Verdict;
}

/**
 * Keeps policy sets and decisions in the access log: one stream for each set of policies, begun by its texts when it first
 * decides, then each situation once. Nothing in it names anybody.
 */
export class DecisionLog {
  /** Per policy set: the next revision of its stream and what is in it. */
  readonly #known = new Map<string, { next: number; readonly digests: Set<string> }>();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly digests: Digests,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Keeps a decision, and before it the policies; resolves when it is durable. What is there already stays as it is. */
  keep(policies: PolicySet, situation: Situation, decided: Decided): Promise<void> {
    const turn = this.#turn.then(() => this.#keep(policies, situation, decided));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #keep(policies: PolicySet, situation: Situation, decided: Decided): Promise<void> {
    const stream = `${PREFIX}${policies.hash}`;
    for (let attempt = 0; attempt < ATTEMPTS_AT_MOST; attempt++) {
      const known = this.#known.get(stream) ?? (await this.#read(stream));
      if (known.digests.has(decided.digest)) return;
      const facts = [
        ...(known.next === 0
          ? [accessDecisionFacts.PolicySetAdopted({ hash: policies.hash, texts: policies.texts })]
          : []),
        accessDecisionFacts.AccessDecided(asFact(policies.hash, situation, decided)),
      ];
      try {
        const stored = facts.map((fact, part) => this.#stored(fact, stream, known.next + part));
        await this.store.append('access', stream, known.next - 1, stored);
        this.#known.set(stream, { next: known.next + facts.length, digests: known.digests.add(decided.digest) });
        return;
      } catch (error) {
        // Whatever came of it: what is there now is read again.
        this.#known.delete(stream);
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
    throw new Error('too many instances keep decisions at once');
  }

  async #read(stream: string): Promise<{ next: number; readonly digests: Set<string> }> {
    const facts = await this.store.readStream('access', stream);
    const known = {
      next: facts.length,
      digests: new Set(facts.flatMap(({ type, open }) => (type === 'AccessDecided' ? [String(open['digest'])] : []))),
    };
    this.#known.set(stream, known);
    return known;
  }

  #stored(fact: NewFact, stream: string, revision: number): StoredFact {
    const id = this.ids.fresh();
    const now = this.clock.now();
    return this.digests.complete({
      id,
      type: fact.type,
      version: 1,
      logId: this.store.logId,
      stream,
      revision,
      happenedAt: now,
      recordedAt: now,
      actor: { person: SYSTEM, role: 'system' },
      purpose: 'HSYSADMIN',
      subjects: [],
      action: { id, name: fact.type, part: 0, of: 1 },
      correlationId: id,
      causationId: id,
      open: fact.data,
      sealed: {},
    });
  }
}

/** Every policy set that decided, in order of adoption, with its decisions. */
export async function keptPolicySets(store: EventStore): Promise<readonly KeptPolicySet[]> {
  const sets: KeptPolicySet[] = [];
  for (const stream of await store.streams('access', PREFIX)) {
    const [adopted, ...decided] = (await store.readStream('access', stream)) as readonly StoredFact[];
    if (adopted === undefined) continue;
    const { hash, texts } = (adopted as Adopted).open;
    sets.push({ hash, texts, adoptedAt: adopted.recordedAt, decisions: decided.map((one) => asKept(one as Kept)) });
  }
  return sets;
}

function asFact(policySet: string, { asks, of, at, as, flags, locks }: Situation, decided: Decided) {
  return {
    digest: decided.digest,
    policySet,
    asks,
    of,
    ...(at && { at }),
    as,
    flags,
    locks: locks.flatMap(([role, lock]) => (lock === 'none' ? [] : [{ role, lock }])),
    allowed: decided.allowed,
    ...(decided.as && { role: decided.as }),
    ...(decided.purpose && { purpose: decided.purpose }),
    ...(decided.reach && { reach: decided.reach }),
    policies: decided.policies,
  };
}

/** The decision that a fact keeps: names of then stay as they were, whatever there is now. */
function asKept({ recordedAt, open }: Kept): KeptDecision {
  const { digest, asks, of, at, as, flags, locks, allowed, role, purpose, reach, policies } = open;
  return {
    digest,
    firstAt: recordedAt,
    situation: {
      asks,
      of,
      ...(at !== undefined && { at }),
      as,
      flags,
      locks: locks.map(({ role: whose, lock }): [Capacity, Lock] => [whose as Capacity, lock]),
    } as Situation,
    verdict: {
      allowed,
      ...(role !== undefined && { as: role }),
      ...(purpose !== undefined && { purpose }),
      ...(reach !== undefined && { reach }),
      policies,
    } as Verdict,
  };
}
