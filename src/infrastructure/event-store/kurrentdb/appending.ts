import { type AppendResult, type Log, RevisionConflict, StoreFull } from '../../../application/ports.js';
import type { StoredFact } from '../../../domain/language/fact.js';
import { BackOff, pause } from './back-off.js';
import { type AppendAnswer, sendAppend } from './batch-appends.js';
import type { Connection } from './connection.js';
import type { Reading } from './reading.js';
import { faultOf, ServerUnreachable } from './server-fault.js';
import { type EventToAppend, eventOf } from './stored-event.js';
import type { StreamNames } from './stream-names.js';

/** How long an append waits. */
export interface AppendWaits {
  /** For one answer of the server. */
  readonly answerMilliseconds: number;
  /** For the outcome, with everything that is tried to learn it. */
  readonly outcomeMilliseconds: number;
}

interface Append {
  readonly log: Log;
  readonly stream: string;
  readonly expected: number;
  readonly facts: readonly StoredFact[];
  readonly events: readonly EventToAppend[];
}

/** Appends, each with an outcome that is known: written, conflict or refused. Only a server that stays away leaves it open. */
export class Appending {
  /** Appends under way by stream: those of one stream go one after the other. */
  readonly #turns = new Map<string, Promise<void>>();

  /** Positions up to `seen` were there before anything that is appended from now on. */
  constructor(
    private readonly connection: Connection,
    private readonly reading: Reading,
    private readonly names: StreamNames,
    private readonly waits: AppendWaits,
    private seen: bigint,
  ) {}

  /** Appends at an exact revision. What it is given is turned into bytes before it returns. */
  append(log: Log, stream: string, expected: number, facts: readonly StoredFact[]): Promise<AppendResult> {
    const append = { log, stream, expected, facts, events: facts.map(eventOf) };
    const name = this.names.onServer(log, stream);
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(() => this.#write(name, append));
    const over: Promise<void> = turn
      .then(
        () => {},
        () => {},
      )
      .then(() => {
        if (this.#turns.get(name) === over) this.#turns.delete(name);
      });
    this.#turns.set(name, over);
    return turn;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  async #write(name: string, append: Append): Promise<AppendResult> {
    const { log, stream, expected, facts, events } = append;
    const seenBefore = this.seen;
    const until = performance.now() + this.waits.outcomeMilliseconds;
    const backOff = new BackOff();
    // How many of the facts are known to be there: none, or some where a server kept a part of an append.
    for (let [there, doubted] = [0, false]; ; doubted = true) {
      const answer = await this.#send(name, expected + there, events.slice(there));
      if (answer.said === 'too-large') {
        throw new StoreFull(`the server takes at most ${answer.bytesAtMost} bytes in one append; nothing was written`);
      }
      if (answer.said === 'written') return this.#written(append, answer, seenBefore);
      if (answer.said === 'conflict' && !doubted) throw new RevisionConflict(stream, expected, answer.actual);

      // What an earlier try did is unknown: the stream itself tells.
      const next = expected + there + 1;
      const found = await this.reading.identities(log, stream, next, facts.length - there);
      const ours = found.findIndex(({ id, digest }, index) => {
        const fact = facts[there + index];
        return fact?.id !== id || fact?.digest !== digest;
      });
      const same = ours === -1 ? found.length : ours;
      there += same;
      const last = found.at(-1);
      if (there === facts.length && last) return this.#known(append, last.position, seenBefore);
      if (same < found.length || (answer.said === 'conflict' && same === 0)) throw await this.#conflict(append);
      if (answer.said === 'nothing' && performance.now() >= until) {
        throw new ServerUnreachable(`whether ${name} was appended to is unknown: ${answer.reason}`);
      }
      await pause(backOff.next(), this.connection.closing);
    }
  }

  async #send(
    name: string,
    expected: number,
    events: readonly EventToAppend[],
  ): Promise<AppendAnswer | { readonly said: 'nothing'; readonly reason: string }> {
    try {
      return await this.connection.once((line) =>
        sendAppend(line, this.waits.answerMilliseconds, name, expected, events),
      );
    } catch (error) {
      const fault = faultOf(error);
      if (fault.kind === 'lasting') throw fault;
      return { said: 'nothing', reason: fault.message };
    }
  }

  async #written(
    append: Append,
    { revision, position }: Extract<AppendAnswer, { readonly said: 'written' }>,
    seenBefore: bigint,
  ): Promise<AppendResult> {
    const { log, stream, expected, facts } = append;
    if (revision !== expected + facts.length) {
      throw new Error(`the server says that ${stream} went to revision ${revision} from ${expected}`);
    }
    if (position !== undefined) return this.#known(append, position, seenBefore);
    const [last] = await this.reading.identities(log, stream, revision, 1);
    if (!last) throw new Error(`the server says that ${stream} has revision ${revision} and does not give it`);
    return this.#known(append, last.position, seenBefore);
  }

  /** The server takes an append that it already has for done; to whom it was not there before, it must be a conflict. */
  async #known(append: Append, position: bigint, seenBefore: bigint): Promise<AppendResult> {
    if (position <= seenBefore) throw await this.#conflict(append);
    if (position > this.seen) this.seen = position;
    return { revision: append.expected + append.facts.length, position };
  }

  async #conflict({ log, stream, expected }: Append): Promise<RevisionConflict> {
    return new RevisionConflict(stream, expected, await this.reading.revisionOf(log, stream));
  }
}
