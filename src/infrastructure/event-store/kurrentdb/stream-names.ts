import type { Log } from '../../../application/ports.js';

const LEDGER = /^[a-z0-9_]{1,64}$/;

/**
 * How the streams of one ledger are named on a server that may keep other things too: `alliance:case-…` in the log of facts,
 * `alliance.access:access-…` in the access log. What is before the first dash is a category to the server's own projections
 * (`$ce-alliance:case`), and no prefix of one log begins a name of another.
 */
export class StreamNames {
  /** The stream that says which log this is; outside both logs. */
  readonly about: string;
  readonly #prefixes: Readonly<Record<Log, string>>;

  constructor(ledger: string) {
    if (!LEDGER.test(ledger)) {
      throw new RangeError(`a ledger is named by up to 64 small letters, digits and underscores, not by "${ledger}"`);
    }
    this.about = `${ledger}.about`;
    this.#prefixes = { facts: `${ledger}:`, access: `${ledger}.access:` };
  }

  /** What the server's names of a log's streams begin with. */
  prefixOf(log: Log): string {
    return this.#prefixes[log];
  }

  /** The server's name of a stream. */
  onServer(log: Log, stream: string): string {
    return this.#prefixes[log] + stream;
  }

  /** The stream that the server's name stands for. */
  inLog(log: Log, name: string): string {
    return name.slice(this.#prefixes[log].length);
  }
}
