import { evolution } from '../language/decision.js';
import type { appealFacts } from './appeal.js';
import type { conductFacts } from './conduct-facts.js';
import { type FINDINGS, handlingFacts, type OUTCOMES, type REMEDIES, type Stage } from './handling-facts.js';
import type { lodgingFacts } from './lodging.js';

export interface Finding {
  readonly finding: (typeof FINDINGS)[number];
  readonly remedy: (typeof REMEDIES)[number];
  readonly fact: string;
}

export interface Delivery {
  readonly basis: 'evidence' | 'deemed';
  readonly appealUntil: string | undefined;
  readonly fact: string;
}

export interface HandlingState {
  acknowledged: boolean;
  readonly conflicts: Set<string>;
  /** Everybody who was ever given it, in order. */
  readonly assigned: { readonly stage: Stage; readonly person: string }[];
  /** Who has it now at a stage. */
  readonly current: Map<Stage, string>;
  readonly notified: Set<string>;
  /** Facts each respondent may see. */
  readonly served: Map<string, Set<string>>;
  readonly findings: Map<string, Finding>;
  /** Allegations whose remedy was done since they were last found, or before they ever were. */
  readonly remedied: Set<string>;
  decision:
    | { readonly outcome: (typeof OUTCOMES)[number]; readonly decider: string; readonly fact: string }
    | undefined;
  /** Everybody who ever decided it or an appeal of it. */
  readonly deciders: Set<string>;
  /** Stage and party → how the decision reached them. */
  readonly deliveries: Map<string, Delivery>;
  readonly measures: Map<string, { readonly fact: string; ended: boolean }>;
}

/** Key of a delivery: what was delivered, to whom. */
export const deliveryKey = (of: Stage, party: string): string => `${of} ${party}`;

const serve = (s: HandlingState, respondent: string, facts: readonly (string | undefined)[]): void => {
  const seen = s.served.get(respondent) ?? new Set<string>();
  for (const each of facts) if (each !== undefined) seen.add(each);
  s.served.set(respondent, seen);
};

export const handling = evolution<
  HandlingState,
  typeof handlingFacts,
  Pick<typeof appealFacts, 'AppealDecided'> &
    Pick<typeof lodgingFacts, 'TrackOpened'> &
    Pick<typeof conductFacts, 'ConductReportServed' | 'ReportedPersonAnswered'>
>(
  () => ({
    acknowledged: false,
    conflicts: new Set(),
    assigned: [],
    current: new Map(),
    notified: new Set(),
    served: new Map(),
    findings: new Map(),
    remedied: new Set(),
    decision: undefined,
    deciders: new Set(),
    deliveries: new Map(),
    measures: new Map(),
  }),
  handlingFacts,
  {
    ComplaintAcknowledged: (s) => {
      s.acknowledged = true;
    },
    ConflictDeclared: (s, { open }) => void s.conflicts.add(open.person),
    ComplaintAssigned: (s, { open }) => {
      s.assigned.push({ stage: open.stage, person: open.assignee });
      s.current.set(open.stage, open.assignee);
    },
    RespondentNotified: (s, { id: factId, open }) => {
      s.notified.add(open.respondent);
      serve(s, open.respondent, [factId, ...open.served]);
    },
    MoreServed: (s, { id: factId, open }) => serve(s, open.respondent, [factId, ...open.served]),
    RespondentAnswered: (s, { id: factId, open }) => serve(s, open.respondent, [factId]),
    FindingRecorded: (s, { id: factId, open: { allegation, finding, remedy } }) => {
      if (s.findings.has(allegation)) s.remedied.delete(allegation);
      s.findings.set(allegation, { finding, remedy, fact: factId });
    },
    RemedyDone: (s, { open }) => void s.remedied.add(open.allegation),
    ComplaintDecided: (s, { id: factId, open }) => {
      s.decision = { outcome: open.outcome, decider: open.decider, fact: factId };
      s.deciders.add(open.decider);
    },
    DecisionDelivered: (s, { id: factId, open: { of, party, basis, appealUntil, toRespondent }, restsOn }) => {
      s.deliveries.set(deliveryKey(of, party), { basis, appealUntil, fact: factId });
      if (toRespondent) serve(s, party, [factId, ...(restsOn ?? [])]);
    },
    InterimMeasureTaken: (s, { id: factId, open }) => void s.measures.set(open.measure, { fact: factId, ended: false }),
    InterimMeasureEnded: (s, { open }) => {
      const measure = s.measures.get(open.measure);
      if (measure) measure.ended = true;
    },
  },
  {
    TrackOpened: (s, { open }) => {
      if (open.track === 'agency') s.acknowledged = false;
    },
    ConductReportServed: (s, { id: factId, open }) => serve(s, open.reported, [factId, ...open.served]),
    ReportedPersonAnswered: (s, { id: factId, open }) => serve(s, open.reported, [factId]),
    AppealDecided: (s, { open }) => {
      s.deciders.add(open.decider);
      s.current.delete('appeal');
      if (open.outcome !== 'sent-back') return;
      s.decision = undefined;
      s.current.clear();
      s.deliveries.clear();
    },
  },
);

/** Facts of this complaint that a respondent may see: those served on them and their own. */
export const servedOn = (s: HandlingState, respondent: string): ReadonlySet<string> =>
  s.served.get(respondent) ?? new Set();
