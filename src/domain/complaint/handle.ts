import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { standing } from '../language/mistakes.js';
import type { World } from '../world.js';
import { type AppealsState, pendingAppeal } from './appeal.js';
import { type DeadlinesState, deadlineKey, meeting } from './deadlines.js';
import type { HandlingState } from './handling.js';
import { type CONFLICTS, handlingFacts, type MEASURES, type Stage } from './handling-facts.js';
import { requireNewcomer } from './independence.js';
import { dueAfter } from './limits.js';
import { type LodgingState, notTheRespondent, requireTrack } from './lodging.js';

const {
  ComplaintAcknowledged,
  ConflictDeclared,
  ComplaintAssigned,
  RespondentNotified,
  MoreServed,
  RespondentAnswered,
  InterimMeasureTaken,
  InterimMeasureEnded,
} = handlingFacts;

export const notAssigned = refusal('complaint-not-assigned', 'Assign somebody independent first.', { clause: 'R10' });
export const complaintIsDecided = refusal('complaint-decided', 'The complaint is decided; a party may appeal.', {
  clause: 'R10',
});
export const servedFactNotFound = refusal('served-fact-not-found', 'A fact to be served is not in this complaint.', {
  clause: 'R10',
  status: 422,
});
export const alreadyNotified = refusal(
  'already-notified',
  'The respondent was told of the complaint already; serve what is new.',
  { clause: 'R10' },
);
export const notNotified = refusal('not-notified', 'The respondent has not been told of the complaint yet.', {
  clause: 'R10',
});
export const measureNotLive = refusal('measure-not-live', 'There is no such interim measure, or it ended.', {
  clause: 'R10',
});

type C = Circumstances<World>;
type Slices = {
  readonly lodging: LodgingState;
  readonly handling: HandlingState;
  readonly appeals: AppealsState;
  readonly deadlines: DeadlinesState;
};
type On = { readonly complaint: string };

/** Recorded also when the track was closed meanwhile (rule 36). */
export function acknowledge(state: Slices, { complaint }: On, c: C): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const { complainant, lodgedBy } = state.lodging;
  if (state.handling.acknowledged || complainant === undefined) return accept();
  return accept(
    ComplaintAcknowledged(
      { complaint, to: complainant },
      meeting(state.deadlines, 'acknowledge', c.happenedAt, c, [lodgedBy]),
    ),
  );
}

export function declareConflict(
  state: Slices,
  action: On & { readonly person: string; readonly about: (typeof CONFLICTS)[number]; readonly reason?: string },
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  return state.handling.conflicts.has(action.person) ? accept() : accept(ConflictDeclared(action));
}

/** While an appeal is being heard it is the appeal that is assigned. */
export function assign(state: Slices, { complaint, assignee }: On & { readonly assignee: string }, c: C): Decision {
  const refused = requireTrack(state, 'agency');
  if (refused) return refused;
  const stage: Stage = pendingAppeal(state.appeals) === undefined ? 'complaint' : 'appeal';
  if (stage === 'complaint' && state.handling.decision !== undefined) return complaintIsDecided();
  if (state.handling.current.get(stage) === assignee) return accept();
  return (
    requireNewcomer(state, assignee, c.world, 'assignee') ?? accept(ComplaintAssigned({ complaint, stage, assignee }))
  );
}

/** Refuses what is not a respondent, or not a standing fact of this complaint. */
function requireServable(
  state: Slices,
  { respondent, served }: { readonly respondent: string; readonly served: readonly string[] },
  c: C,
): Decision | undefined {
  const refused = requireTrack(state, 'agency');
  if (refused) return refused;
  if (!state.lodging.respondents.includes(respondent)) return notTheRespondent({ field: 'respondent' });
  const there = new Set(standing(c.history).map((f) => f.id));
  return served.every((each) => there.has(each)) ? undefined : servedFactNotFound({ field: 'served' });
}

type Serve = On & { readonly respondent: string; readonly served: readonly string[] };

export function notifyRespondent(state: Slices, { complaint, respondent, served }: Serve, c: C): Decision {
  const refused = requireServable(state, { respondent, served }, c);
  if (refused) return refused;
  if (state.handling.notified.has(respondent)) return alreadyNotified({ field: 'respondent' });
  const respondBy = dueAfter('respond', c.happenedAt, c.world);
  return accept(
    RespondentNotified({ complaint, respondent, served: [...served], respondBy }, { restsOn: [...served] }),
  );
}

export function serveMore(state: Slices, { complaint, respondent, served }: Serve, c: C): Decision {
  const refused = requireServable(state, { respondent, served }, c);
  if (refused) return refused;
  if (!state.handling.notified.has(respondent)) return notNotified({ field: 'respondent' });
  return accept(MoreServed({ complaint, respondent, served: [...served] }, { restsOn: [...served] }));
}

/** An answer is taken as long as the complaint is heard, late ones too. */
export function respond(
  state: Slices,
  action: On & { readonly respondent: string; readonly answer: string },
  c: C,
): Decision {
  const refused = requireTrack(state, 'agency');
  if (refused) return refused;
  if (!state.lodging.respondents.includes(action.respondent)) return notTheRespondent({ field: 'respondent' });
  const key = deadlineKey('respond', action.respondent);
  return accept(RespondentAnswered(action, meeting(state.deadlines, key, c.happenedAt, c)));
}

export function takeMeasure(
  state: Slices,
  action: On & {
    readonly kind: (typeof MEASURES)[number];
    readonly respondent: string;
    readonly until?: string;
    readonly details?: string;
  },
  c: C,
): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  if (!state.lodging.respondents.includes(action.respondent)) return notTheRespondent({ field: 'respondent' });
  return accept(InterimMeasureTaken({ ...action, measure: c.id('measure') }));
}

export function endMeasure(state: Slices, { complaint, measure }: On & { readonly measure: string }): Decision {
  const refused = requireTrack(state);
  if (refused) return refused;
  const live = state.handling.measures.get(measure);
  if (live === undefined || live.ended) return measureNotLive({ field: 'measure' });
  return accept(InterimMeasureEnded({ complaint, measure }, { restsOn: [live.fact] }));
}
