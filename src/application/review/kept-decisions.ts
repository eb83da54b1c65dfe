import { decide } from '../access/deciding.js';
import { type KeptDecision, keptPolicySets } from '../access/decision-log.js';
import { digestOf } from '../access/decisions.js';
import type { PolicySet, Verdict } from '../access/policy-set.js';
import type { Situation } from '../access/situation.js';
import type { Digests, EventStore, Log } from '../ports.js';

/** Makes a policy set of texts; throws when they cannot be used. */
export type PolicySetOf = (texts: PolicySet['texts']) => PolicySet;

/** What running every kept decision again found. */
export interface Replayed {
  readonly policySets: number;
  readonly decisions: number;
  /** Digests of decisions that the policies of then do not give again. */
  readonly differing: readonly string[];
}

/** Runs each kept decision again with the policies of then: the same verdict, and the same digest. */
export async function replayDecisions(store: EventStore, digests: Digests, setOf: PolicySetOf): Promise<Replayed> {
  const sets = await keptPolicySets(store);
  const differing: string[] = [];
  let decisions = 0;
  for (const kept of sets) {
    const policies = setOf(kept.texts);
    for (const { digest, situation, verdict } of kept.decisions) {
      decisions++;
      const again = decide(policies, situation);
      const same =
        policies.hash === kept.hash &&
        digests.of(again) === digests.of(verdict) &&
        digestOf(digests, policies.hash, situation, again) === digest;
      if (!same) differing.push(digest);
    }
  }
  return { policySets: sets.length, decisions, differing };
}

/** What a policy set would decide otherwise, of what was decided in a period. */
export interface DryRun {
  readonly policySet: string;
  /** Decisions in the period, and how many uses of them were looked at. */
  readonly situations: number;
  readonly uses: number;
  readonly changes: readonly {
    readonly situation: Situation;
    /** Looks, denials and facts of the period that rest on it. */
    readonly uses: number;
    readonly was: Verdict;
    readonly wouldBe: Verdict;
    readonly change: 'allowed-to-denied' | 'denied-to-allowed' | 'otherwise-allowed';
  }[];
}

/** Days from the first until before the last, by the agency's own days. */
export interface Period {
  readonly from: string;
  readonly until: string;
  readonly dayOf: (instant: string) => string;
}

/** What would change, had a policy set decided what was decided in a period. */
export async function dryRun(
  store: EventStore,
  digests: Digests,
  proposed: PolicySet,
  period: Period,
): Promise<DryRun> {
  const known = new Map<string, KeptDecision>();
  for (const { decisions } of await keptPolicySets(store)) for (const one of decisions) known.set(one.digest, one);
  const used = await usesOf(store, period);
  // The same situation under another set of then is one question to the proposed one.
  const situations = new Map<string, { readonly kept: KeptDecision; uses: number }>();
  let uses = 0;
  for (const [digest, count] of used) {
    const kept = known.get(digest);
    if (kept === undefined) continue;
    uses += count;
    const key = digests.of({ situation: kept.situation, verdict: kept.verdict });
    const before = situations.get(key);
    if (before) before.uses += count;
    else situations.set(key, { kept, uses: count });
  }
  const changes: DryRun['changes'][number][] = [];
  for (const { kept, uses: count } of situations.values()) {
    const wouldBe = decide(proposed, kept.situation);
    const change = changeOf(kept.verdict, wouldBe);
    if (change) changes.push({ situation: kept.situation, uses: count, was: kept.verdict, wouldBe, change });
  }
  changes.sort((a, b) => b.uses - a.uses);
  return { policySet: proposed.hash, situations: situations.size, uses, changes };
}

function changeOf(was: Verdict, wouldBe: Verdict): DryRun['changes'][number]['change'] | undefined {
  if (was.allowed && !wouldBe.allowed) return 'allowed-to-denied';
  if (!was.allowed && wouldBe.allowed) return 'denied-to-allowed';
  const same = was.as === wouldBe.as && was.reach === wouldBe.reach && was.purpose === wouldBe.purpose;
  return same ? undefined : 'otherwise-allowed';
}

const BATCH = 2_000;

/** How often each decision was used in a period: by looks and denials in the access log, and by actions in the facts. */
async function usesOf(store: EventStore, { from, until, dayOf }: Period): Promise<ReadonlyMap<string, number>> {
  const used = new Map<string, number>();
  const count = (digest: unknown): void => {
    if (typeof digest === 'string') used.set(digest, (used.get(digest) ?? 0) + 1);
  };
  for (const log of ['facts', 'access'] as const satisfies readonly Log[]) {
    for (let after = 0n; ; ) {
      const batch = await store.readAll(log, after, BATCH);
      const last = batch.at(-1);
      if (last === undefined) break;
      after = last.position;
      for (const { recordedAt, action, decision, open } of batch) {
        const day = dayOf(recordedAt);
        if (day < from || day >= until) continue;
        // An action is one use, however many facts it stated.
        if (action.part === 0) count(decision);
        const decisions = open['decisions'];
        if (Array.isArray(decisions)) for (const one of decisions) count(one);
      }
    }
  }
  return used;
}
