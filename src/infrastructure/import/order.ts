import type { ActionDefinition } from '../../application/actions/action.js';
import type { ImportLine } from './line.js';

/** What a line looks at and what it changes, as far as the line itself tells. */
export interface Touches {
  readonly looksAt: ReadonlySet<string>;
  readonly changes: ReadonlySet<string>;
  /** True when it may change what every other line depends on: roles, calendars, parameters. */
  readonly alone: boolean;
}

/**
 * What a line touches: every id its body names may be a stream it changes, and so may what it refers to; whoever acts is only
 * looked at. Lines that share nothing may be done at once.
 */
export function touchesOf({ definition, as, references, ids, name }: ImportLine): Touches {
  const changes = new Set(ids);
  const looksAt = new Set<string>();
  if (as !== undefined) looksAt.add(typeof as === 'string' ? as : `$${as.$ref}`);
  for (const reference of references) changes.add(`$${reference}`);
  if (name !== undefined) changes.add(`$${name}`);
  return { looksAt, changes, alone: isAgencyWide(definition) };
}

const agencyWide = new WeakMap<ActionDefinition, boolean>();

/** True for an action on a stream that there is one of, such as the register of staff. */
function isAgencyWide(definition: ActionDefinition): boolean {
  let known = agencyWide.get(definition);
  if (known === undefined) {
    known = definition.legs.some(({ kind, stream }) => {
      try {
        return stream({} as never, (id) => id) === kind;
      } catch {
        // It needs more of a body than there is: better one at a time than out of order.
        return true;
      }
    });
    agencyWide.set(definition, known);
  }
  return known;
}

interface Last {
  changed: Promise<unknown>;
  looked: Promise<unknown>[];
  /** Tasks in flight that touch it: when there is none, it holds nobody up and is forgotten. */
  users: number;
}

/** Runs tasks at once, except that those which touch the same thing keep the order in which they came. */
export class Ordering {
  private readonly last = new Map<string, Last>();
  private readonly inFlight = new Set<Promise<unknown>>();
  private gate: Promise<unknown> = Promise.resolve();

  /** Begins a task once everything before it that it depends on is done. A task must not reject. */
  run<T>({ looksAt, changes, alone }: Touches, task: () => Promise<T>): Promise<T> {
    const things = [...new Set([...looksAt, ...changes])].map((thing) => [thing, this.lastOf(thing)] as const);
    const before = things.flatMap(([thing, { changed, looked }]) =>
      changes.has(thing) ? [changed, ...looked] : [changed],
    );
    const done = Promise.all([this.gate, ...before, ...(alone ? this.inFlight : [])]).then(task);
    if (alone) this.gate = done;
    this.inFlight.add(done);
    for (const [thing, last] of things) {
      last.users++;
      if (changes.has(thing)) Object.assign(last, { changed: done, looked: [] });
      else last.looked.push(done);
    }
    void done.then(() => {
      this.inFlight.delete(done);
      for (const [thing, last] of things) if (--last.users === 0) this.last.delete(thing);
    });
    return done;
  }

  private lastOf(thing: string): Last {
    const found = this.last.get(thing) ?? { changed: Promise.resolve(), looked: [], users: 0 };
    this.last.set(thing, found);
    return found;
  }
}
