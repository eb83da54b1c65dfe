import { PROBLEMS } from './problem.js';

/** Subscriptions one person may have open at once. */
export const SUBSCRIPTIONS_AT_MOST = 4;

/** Who follows events right now, so that they can be told to come back when the service stops. */
export class Followers {
  private readonly open = new Map<AbortController, string>();

  /** Begins a subscription; throws when the person has enough of them. */
  begin(person: string): AbortController {
    const theirs = [...this.open.values()].filter((p) => p === person).length;
    if (theirs >= SUBSCRIPTIONS_AT_MOST) throw PROBLEMS.tooMany();
    const controller = new AbortController();
    this.open.set(controller, person);
    return controller;
  }

  end(controller: AbortController): void {
    this.open.delete(controller);
    controller.abort();
  }

  endAll(): void {
    for (const controller of [...this.open.keys()]) this.end(controller);
  }
}
