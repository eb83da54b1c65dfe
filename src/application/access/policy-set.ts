import type { Reach } from './matrix.js';
import type { Capacity, Question } from './situation.js';

/** Policies cannot be used; each problem with its file and line. */
export class PoliciesRefused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The policies cannot be used:\n${problems.map((one) => `  - ${one}`).join('\n')}`);
  }
}

/** A yes or no to one question, and the policies that said so: those that permit, or those that forbid; none when nothing permits. */
export interface Answer {
  readonly allowed: boolean;
  readonly policies: readonly string[];
}

/** Policies as texts, with the hash that names exactly these. Answers the same question always alike. */
export interface PolicySet {
  /** SHA-256, hexadecimal, of the texts and of what they are checked against. */
  readonly hash: string;
  /** Name of each file and its text, in order of name. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  answer(question: Question): Answer;
  /** False when no policy permits this in any circumstances, so that nothing needs to be asked. */
  mayPermit(principal: Capacity, action: string): boolean;
}

/** What was decided of one situation. */
export interface Verdict {
  readonly allowed: boolean;
  /** In what it is allowed, and for what purpose. */
  readonly as?: Capacity;
  readonly purpose?: string;
  readonly reach?: Reach;
  /** Ids of the policies that decided. */
  readonly policies: readonly string[];
}
