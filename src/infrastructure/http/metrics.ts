import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { accessReviewActions } from '../../application/actions/access-reviews.js';
import { breachActions } from '../../application/actions/breaches.js';
import { complaintActions } from '../../application/actions/complaints.js';
import { conductActions } from '../../application/actions/conduct.js';
import { destroyingActions } from '../../application/actions/destroying.js';
import { destructionActions } from '../../application/actions/destruction.js';
import { emergencyActions } from '../../application/actions/emergency.js';
import { factDestructionActions } from '../../application/actions/fact-destruction.js';
import { linkedPersonsActions } from '../../application/actions/linked-persons.js';
import { mandateActions } from '../../application/actions/mandates.js';
import { mandatoryReportActions } from '../../application/actions/mandatory-reports.js';
import { mistakeActions } from '../../application/actions/mistakes.js';
import { questionedAccessActions } from '../../application/actions/questioned-access.js';
import type { Ledger } from '../../ledger.js';

/** Actions whose very number would tell of a complaint, a report, a breach, an investigation, an emergency or a destruction. */
const CONFIDENTIAL: ReadonlySet<string> = new Set([
  ...[
    complaintActions,
    conductActions,
    mandatoryReportActions,
    breachActions,
    mistakeActions,
    accessReviewActions,
    questionedAccessActions,
    emergencyActions,
    mandateActions,
    linkedPersonsActions,
    destructionActions,
    destroyingActions,
    factDestructionActions,
  ].flatMap((actions) => Object.keys(actions)),
  'ReportCommissionerComplaint',
  'EndCommissionerComplaint',
]);

/** The label of an action: its name, or one word for all that nobody is to count. */
export const labelOf = (action: string): string => (CONFIDENTIAL.has(action) ? 'confidential' : action);

/** Counts and durations for a dashboard: names of routes and actions from the catalogue, never an id. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly actions = new Counter({
    name: 'alliance_actions_total',
    help: 'Actions asked for, by name and by what became of them; those about complaints and strikes under one name.',
    labelNames: ['action', 'outcome'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'alliance_http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [this.registry],
  });
  private readonly following = new Gauge({
    name: 'alliance_event_subscriptions',
    help: 'Readers following events right now.',
    registers: [this.registry],
  });

  constructor(ledger: Ledger) {
    const lag = new Gauge({
      name: 'alliance_view_lag_facts',
      help: 'Facts that a view has still to take.',
      labelNames: ['view'],
      registers: [this.registry],
      collect: async () => {
        for (const view of await ledger.viewPositions()) {
          lag.set({ view: view.view }, view.lag);
          stopped.set({ view: view.view }, view.stopped === undefined ? 0 : 1);
        }
      },
    });
    const stopped = new Gauge({
      name: 'alliance_view_stopped',
      help: '1 when a view stands still before a fact it cannot take.',
      labelNames: ['view'],
      registers: [this.registry],
    });
    const looks: Gauge = new Gauge({
      name: 'alliance_looks',
      help: 'Looks put on record by this instance, boxes they said would be opened, and boxes opened: never more than said.',
      labelNames: ['what'],
      registers: [this.registry],
      collect: () => {
        for (const [what, count] of Object.entries(ledger.reading.accessLog.totals())) looks.set({ what }, count);
      },
    });
    const head: Gauge = new Gauge({
      name: 'alliance_store_position',
      help: 'Position of the last fact recorded.',
      registers: [this.registry],
      collect: async () => {
        head.set(Number(await ledger.performing.store.head('facts')));
      },
    });
  }

  acted(action: string, outcome: string): void {
    this.actions.inc({ action: labelOf(action), outcome });
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  follows(by: 1 | -1): void {
    this.following.inc(by);
  }

  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }
}
