import { parameterOn } from '../agency/agency.js';
import { dayOf } from '../agency/legal-periods.js';
import { addDaysToInstant } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import { type AppealsState, pendingAppeal } from './appeal.js';
import { type DeadlinesState, meeting, stopped } from './deadlines.js';
import { complaintIsDecided, notAssigned } from './handle.js';
import { deliveryKey, type HandlingState } from './handling.js';
import {
  type DELIVERIES,
  type FINDINGS,
  handlingFacts,
  type OUTCOMES,
  type REMEDIES,
  type Stage,
} from './handling-facts.js';
import { requireDecider } from './independence.js';
import { dueAfter } from './limits.js';
import { type LodgingState, requireTrack } from './lodging.js';

const { FindingRecorded, RemedyDone, ComplaintDecided, DecisionDelivered } = handlingFacts;

export const noAppealPending = refusal('no-appeal-pending', 'No appeal is being heard.', { clause: 'R10' });
export const complaintNotDecided = refusal('complaint-not-decided', 'The complaint is not decided yet.', {
  clause: 'R10',
});
export const findingMissing = refusal('finding-missing', 'Every allegation needs a finding before the decision.', {
  clause: 'R10',
});
export const allegationNotFound = refusal('allegation-not-found', 'The complaint has no such allegation.', {
  clause: 'R10',
});
export const notAParty = refusal('not-a-party', 'The person is neither complainant nor respondent.', {
  clause: 'R10',
  status: 422,
});
export const receiptNeedsEvidence = refusal(
  'receipt-needs-evidence',
  'Say what proves the receipt, or leave it out: then the deemed day counts.',
  { clause: 'R10', status: 422 },
);
export const receivedInTheFuture = refusal('received-in-the-future', 'Nothing is received in the future.', {
  status: 422,
});

type C = Circumstances<World>;
type Slices = {
  readonly lodging: LodgingState;
  readonly handling: HandlingState;
  readonly appeals: AppealsState;
  readonly deadlines: DeadlinesState;
};
type On = { readonly complaint: string };

const isParty = ({ lodging: s }: Slices, person: string): boolean =>
  s.complainant === person || s.respondents.includes(person);

export function recordFinding(
  state: Slices,
  action: On & {
    readonly allegation: string;
    readonly finding: (typeof FINDINGS)[number];
    readonly evidence: readonly string[];
    readonly remedy: (typeof REMEDIES)[number];
    readonly reasons: string;
  },
): Decision {
  const refused = requireTrack(state, 'agency');
  if (refused) return refused;
  const { lodging, handling, appeals } = state;
  const stage: Stage = pendingAppeal(appeals) === undefined ? 'complaint' : 'appeal';
  if (stage === 'complaint' && handling.decision !== undefined) return complaintIsDecided();
  if (!handling.current.has(stage)) return notAssigned();
  const allegation = lodging.allegations.find((a) => a.allegation === action.allegation);
  if (allegation === undefined) return allegationNotFound({ field: 'allegation' });
  return accept(FindingRecorded({ ...action, evidence: [...action.evidence], stage, clause: allegation.clause }));
}

/** A remedy that was done is recorded, whether one was decided or not (rule 36). */
export function reportRemedy(state: Slices, { complaint, allegation }: On & { readonly allegation: string }): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  if (!state.lodging.allegations.some((a) => a.allegation === allegation))
    return allegationNotFound({ field: 'allegation' });
  if (state.handling.remedied.has(allegation)) return accept();
  const finding = state.handling.findings.get(allegation);
  return accept(RemedyDone({ complaint, allegation }, finding === undefined ? {} : { restsOn: [finding.fact] }));
}

/** What the findings come to, taken together. */
export function outcomeOf(findings: readonly (typeof FINDINGS)[number][]): (typeof OUTCOMES)[number] {
  if (findings.length > 0 && findings.every((each) => each === 'founded')) return 'founded';
  if (findings.includes('founded')) return 'partly-founded';
  return findings.includes('inconclusive') ? 'inconclusive' : 'not-founded';
}

export function decideComplaint(
  state: Slices,
  { complaint, decider, reasons }: On & { readonly decider?: string; readonly reasons: string },
  c: C,
): Decision {
  const refused = requireTrack(state, 'agency');
  if (refused) return refused;
  const { lodging, handling, deadlines } = state;
  if (handling.decision !== undefined) return complaintIsDecided();
  const current = handling.current.get('complaint');
  if (current === undefined) return notAssigned();
  const person = decider ?? current;
  const tied = requireDecider(state, person, current, c.world);
  if (tied) return tied;
  const found = lodging.allegations.flatMap(({ allegation }) => handling.findings.get(allegation) ?? []);
  if (found.length < lodging.allegations.length) return findingMissing({ field: 'complaint' });
  return accept(
    ComplaintDecided(
      {
        complaint,
        decider: person,
        outcome: outcomeOf(found.map((f) => f.finding)),
        ends: stopped(deadlines, ['respond']),
        reasons,
      },
      meeting(
        deadlines,
        'decide',
        c.happenedAt,
        c,
        found.map((f) => f.fact),
      ),
    ),
  );
}

/** What was delivered to whom: the decision in force, or the latest decision on an appeal. */
const delivered = ({ handling, appeals }: Slices, of: Stage): string | undefined =>
  of === 'complaint'
    ? handling.decision?.fact
    : appeals.appeals.findLast((a) => a.decided !== undefined)?.decided?.fact;

/** Without evidence of receipt the parameterised deemed day counts; evidence found later moves the limit only to the party's good. */
export function deliverDecision(
  state: Slices,
  action: On & {
    readonly of: Stage;
    readonly party: string;
    readonly how: (typeof DELIVERIES)[number];
    readonly receivedAt?: string;
  },
  c: C,
): Decision {
  // What was delivered after the track had closed was delivered (rule 36).
  const refused = requireTrack(state);
  if (refused) return refused;
  if (!isParty(state, action.party)) return notAParty({ field: 'party' });
  const decision = delivered(state, action.of);
  if (decision === undefined) return complaintNotDecided({ field: 'complaint' });
  const { receivedAt: claimed } = action;
  if (claimed !== undefined && c.evidence === undefined) return receiptNeedsEvidence({ field: 'evidence' });
  if (claimed !== undefined && claimed > c.now) return receivedInTheFuture({ field: 'receivedAt' });
  const before = state.handling.deliveries.get(deliveryKey(action.of, action.party));
  if (before !== undefined && (before.basis === 'evidence' || claimed === undefined)) return accept();
  const deemedDays = parameterOn(c.world.parameters, 'deemed-receipt-days', dayOf(c.happenedAt, c.world));
  const receivedAt = claimed ?? addDaysToInstant(c.happenedAt, deemedDays);
  const counted = dueAfter('appeal', receivedAt, c.world);
  const promised = before?.appealUntil;
  return accept(
    DecisionDelivered(
      {
        ...action,
        receivedAt,
        basis: claimed === undefined ? 'deemed' : 'evidence',
        toRespondent: state.lodging.respondents.includes(action.party),
        ...(action.of === 'complaint' && {
          appealUntil: promised !== undefined && promised > counted ? promised : counted,
        }),
      },
      { restsOn: [decision], ...(before !== undefined && { supersedes: [before.fact] }) },
    ),
  );
}
