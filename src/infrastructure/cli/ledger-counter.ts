import { ACTIONS } from '../../application/actions/all.js';
import { PerformAction } from '../../application/perform-action.js';
import { ReadView } from '../../application/read-view.js';
import { ReplayHistory } from '../../application/replay-history.js';
import { ReviewAccess } from '../../application/review/review-access.js';
import { SearchPersons } from '../../application/search/search-persons.js';
import type { Configuration } from '../../configuration.js';
import type { Ledger } from '../../ledger.js';
import type { ViewDefinition } from '../../projections/view.js';
import { type Caller, Doorkeeper } from '../auth/doorkeeper.js';
import { openTokenVerifier } from '../auth/open.js';
import { problemOf, receiptOf, requireShown } from '../http/answering.js';
import { foundOf, searchRoleOf } from '../http/answering-searches.js';
import { csvOf } from '../http/csv.js';
import { exportView, withCounted } from '../http/export-view.js';
import { byPath } from '../http/names.js';
import { PROBLEMS, problemBody } from '../http/problem.js';
import { reviewedOf } from '../http/review.controller.js';
import { askedOf } from '../http/view-parameters.js';
import type { Acting, Answer, Counter } from './counter.js';
import { json } from './output.js';

const ACTION_BY_PATH = byPath(ACTIONS);

/** Acting and looking on the ledger itself: the same answers as the service gives, without a door between. */
export class LedgerCounter implements Counter {
  private readonly views: ReadonlyMap<string, readonly [string, ViewDefinition]>;

  constructor(
    private readonly ledger: Ledger,
    private readonly caller: Partial<Caller> & Pick<Caller, 'person'> & { readonly workstation?: string },
  ) {
    this.views = byPath(ledger.reading.views);
  }

  /** Who a token or, in development, an id says is there. */
  static async callerOf(
    ledger: Ledger,
    configuration: Configuration,
    token: string | undefined,
    person: string | undefined,
  ): Promise<Partial<Caller> & Pick<Caller, 'person'>> {
    if (token === undefined) return { person: person ?? '' };
    const { clock, states, ids } = ledger.performing;
    return new Doorkeeper(await openTokenVerifier(configuration, clock), states, ids).admit(`Bearer ${token}`);
  }

  act(action: string, body: unknown, { key, ifMatch }: Acting = {}): Promise<Answer> {
    return this.answering(async () => {
      const name = ACTION_BY_PATH.get(action)?.[0];
      if (name === undefined) throw PROBLEMS.notFound();
      const { person } = this.caller;
      const outcome = await this.ledger.perform(
        new PerformAction(name, body, person, {
          ...(key !== undefined && { idempotencyKey: key }),
          ...(ifMatch !== undefined && { ifMatch }),
          ...this.door,
        }),
      );
      const { receipt, repeated } = receiptOf(outcome);
      return { status: receipt.facts.length === 0 ? 200 : 201, text: json(receipt), ...(repeated && { repeated }) };
    });
  }

  get(path: string, query: URLSearchParams): Promise<Answer> {
    return this.answering(async () => {
      await this.ledger.waitFor(await this.ledger.performing.store.head('facts'), 30_000);
      return path === '/replay' ? this.replay(query) : this.view(path.replace(/^\/views\//, ''), query);
    });
  }

  search(terms: unknown, query: URLSearchParams): Promise<Answer> {
    return this.answering(async () => {
      await this.ledger.index.reached(await this.ledger.performing.store.head('facts'));
      const as = searchRoleOf(Object.fromEntries(query));
      const { person } = this.caller;
      const asked = { ...this.door, ...(as !== undefined && { as }) };
      return { status: 200, text: foundOf(await this.ledger.search(new SearchPersons(person, terms, asked))) };
    });
  }

  review(terms: unknown): Promise<Answer> {
    return this.answering(async () => {
      const outcome = await this.ledger.review(new ReviewAccess(this.caller.person, terms, this.door));
      return { status: 200, text: reviewedOf(outcome) };
    });
  }

  /** What is due by now is done first, so that nothing waits for a service to start. */
  async close(): Promise<void> {
    await this.ledger.settle();
    await this.ledger.close();
  }

  private async view(path: string, query: URLSearchParams): Promise<Answer> {
    const view = this.named(path);
    const asked = askedOf(Object.fromEntries(query), view);
    const { scope, options, format } = asked;
    const { person } = this.caller;
    if (asked.whole) {
      const made = await exportView((one) => this.ledger.read(one), view, person, asked, this.door);
      if ('kind' in made) requireShown(made);
      return { status: 200, text: [...made.pieces()].join(''), isFile: true };
    }
    const outcome = await this.ledger.read(
      new ReadView(view.name, person, scope, {
        ...(format === 'csv' && { how: 'export' as const }),
        ...options,
        ...this.door,
      }),
    );
    if (outcome.kind !== 'shown') requireShown(outcome);
    const { rows, next, role, position, accessEntry, withheld } = outcome;
    const text =
      format === 'csv'
        ? csvOf(view, withCounted(rows, withheld))
        : json({
            view: view.name,
            role,
            position,
            accessEntry,
            rows,
            ...(withheld && { withheld }),
            ...(next && { next }),
          });
    return { status: 200, text };
  }

  private async replay(query: URLSearchParams): Promise<Answer> {
    const { scope, options } = askedOf(Object.fromEntries(query), this.named('timeline'));
    const outcome = await this.ledger.replay(
      new ReplayHistory(this.caller.person, scope, { ...options, ...this.door }),
    );
    if (outcome.kind !== 'replayed') requireShown(outcome);
    const { steps, role, next } = outcome;
    return { status: 200, text: json({ role, steps, ...(next && { next }) }) };
  }

  /** From where somebody looks or acts, for the access log. */
  private get door() {
    const { signIn, workstation } = this.caller;
    return { ...(signIn !== undefined && { session: signIn }), ...(workstation !== undefined && { workstation }) };
  }

  private named(path: string): ViewDefinition {
    const view = this.views.get(path)?.[1];
    if (view === undefined || view.scopes.length === 0) throw PROBLEMS.notFound();
    return view;
  }

  private async answering(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await ask();
      return answer.text.startsWith('{') && !answer.isFile
        ? { ...answer, json: JSON.parse(answer.text) as unknown }
        : answer;
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      const text = problemBody(problem.details, this.ledger.performing.ids.fresh());
      return { status: problem.details.status, text, json: JSON.parse(text) as unknown };
    }
  }
}
