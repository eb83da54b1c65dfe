import { PoliciesRefused } from '../../application/access/policy-set.js';
import { ConfigurationRefused } from '../../configuration.js';
import { KeyRingRefused } from '../keys/key-ring-refused.js';

/** Exit codes of every command. */
export const EXITS = {
  /** Done, or the answer is yes. */
  done: 0,
  /** The answer is no: refused, a view differs, not ready. */
  no: 1,
  /** What was asked is not well-formed; a line names the field and the reason. */
  badInput: 2,
  /** Denied, or not there: both look the same. */
  denied: 3,
  /** No service answers, or there is no ledger. */
  unavailable: 69,
  /** The disk, or the program, is broken. */
  broken: 70,
  /** Somebody else has the store, or too much happens at once. */
  tryAgain: 75,
} as const;
/** One of the exit codes. */
export type Exit = (typeof EXITS)[keyof typeof EXITS];

/** The exit codes as help shows them. */
export const EXITS_HELP = `
Exit codes:
  0   done
  1   the answer is no: refused, a view differs from its facts, not ready
  2   bad input: one line names the field and the reason
  3   denied or not found: both look the same
  69  no service answers, or there is no ledger
  70  the disk or the program is broken
  75  in use or busy: try again`;

/** A command ended with something other than success; the message is for the person. */
export class Ended extends Error {
  constructor(
    readonly exit: Exit,
    message: string,
    /** What `--json` prints instead of the message. */
    readonly details?: unknown,
  ) {
    super(message);
  }
}

/** Ends a command because of what was asked. */
export const badInput = (field: string, reason: string): Ended => new Ended(EXITS.badInput, `${field}: ${reason}`);

const IN_USE = /in use by another process/;

/** How a command ends by anything that was thrown. */
export function endedBy(error: unknown): Ended {
  if (error instanceof Ended) return error;
  const { message, code } = error as Error & { readonly code?: unknown };
  if (error instanceof ConfigurationRefused || error instanceof PoliciesRefused)
    return new Ended(EXITS.badInput, message);
  if (IN_USE.test(message)) return new Ended(EXITS.tryAgain, `${sentence(message)} Is the service running?`);
  if (error instanceof KeyRingRefused) return new Ended(EXITS.unavailable, sentence(message));
  if (code === 'EADDRINUSE') return new Ended(EXITS.unavailable, 'port: another program listens there; say --port 0.');
  return new Ended(EXITS.broken, sentence(message ?? String(error)));
}

const sentence = (text: string): string => {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};
