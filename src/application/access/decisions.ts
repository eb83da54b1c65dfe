import type { Digests } from '../ports.js';
import { decide } from './deciding.js';
import type { PolicySet, Verdict } from './policy-set.js';
import { keyOf, type Situation } from './situation.js';

/** What was decided, with the digest under which it is kept. */
export interface Decided extends Verdict {
  /** SHA-256, hexadecimal, of policy set, situation and verdict. */
  readonly digest: string;
}

/** Keeps a decision durably before it is first used. */
export type KeepDecision = (situation: Situation, decided: Decided) => Promise<void>;

interface Remembered {
  readonly decided: Decided;
  /** Absent until asked for; true once kept. */
  kept?: Promise<void> | true;
}

/** Decides situations by one policy set: each once, remembered from then on, and kept before it is used. */
export class Decisions {
  /** Bounded by how many situations there can be, not by persons or streams. */
  readonly #remembered = new Map<string, Remembered>();

  constructor(
    readonly policies: PolicySet,
    private readonly digests: Digests,
    private readonly keep: KeepDecision = async () => {},
  ) {}

  /** True when it would be allowed; nothing rests on it yet. */
  wouldAllow(situation: Situation): boolean {
    return this.#remember(situation).decided.allowed;
  }

  /** The decision, kept durably before it is given. */
  async of(situation: Situation): Promise<Decided> {
    const remembered = this.#remember(situation);
    if (remembered.kept === true) return remembered.decided;
    remembered.kept ??= this.keep(situation, remembered.decided);
    try {
      await remembered.kept;
      remembered.kept = true;
    } catch (error) {
      delete remembered.kept;
      throw error;
    }
    return remembered.decided;
  }

  #remember(situation: Situation): Remembered {
    const key = keyOf(situation);
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const verdict = decide(this.policies, situation);
    const remembered = {
      decided: { ...verdict, digest: digestOf(this.digests, this.policies.hash, situation, verdict) },
    };
    this.#remembered.set(key, remembered);
    return remembered;
  }
}

/** The digest that names one decision: the same policies, situation and verdict always give the same. */
export const digestOf = (digests: Digests, policySet: string, situation: Situation, verdict: Verdict): string =>
  digests.of({ policySet, situation, verdict });
