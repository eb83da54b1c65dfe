import { accept, type Circumstances, type Decision, refusal, refuseAndRecord } from '../language/decision.js';
import type { World } from '../world.js';
import { type APPEAL_OUTCOMES, type AppealsState, appealFacts } from './appeal.js';
import { type DeadlinesState, deadlineKey, dueNow, meeting, stopped, wasInTime } from './deadlines.js';
import { complaintNotDecided, noAppealPending, notAParty } from './deciding.js';
import { notAssigned } from './handle.js';
import type { HandlingState } from './handling.js';
import { requireDecider } from './independence.js';
import { dueAfter } from './limits.js';
import { complaintNotFound, type LodgingState } from './lodging.js';

const { AppealLodged, AppealRefusedAsLate, AppealDecided } = appealFacts;

export const alreadyAppealed = refusal('already-appealed', 'This party has appealed this decision already.', {
  clause: 'R10',
});
export const appealOutOfTime = refusal(
  'appeal-out-of-time',
  'The time to appeal has passed; the agency may still accept the appeal for a reason.',
  { clause: 'R10', recorded: true },
);
export const appealNotFound = refusal('appeal-not-found', 'There is no such appeal, or it was decided.', {
  clause: 'R10',
});

type C = Circumstances<World>;
type Slices = {
  readonly lodging: LodgingState;
  readonly handling: HandlingState;
  readonly appeals: AppealsState;
  readonly deadlines: DeadlinesState;
};

/** Who appeals: the party who acts, else the party for whom it is entered, else the complainant. */
export const appellant = ({ lodging: s }: Pick<Slices, 'lodging'>, by: string | undefined, actor: string): string =>
  actor === s.complainant || s.respondents.includes(actor) ? actor : (by ?? s.complainant ?? actor);

/** A party appeals within the time that ran from receipt; later only when the agency accepts it for a reason. A closed track opens again. */
export function appeal(
  state: Slices,
  action: {
    readonly complaint: string;
    readonly by?: string;
    readonly grounds: string;
    readonly acceptedBecause?: string;
  },
  c: C,
): Decision {
  const { lodging: s, handling, appeals, deadlines } = state;
  const { complaint, grounds } = action;
  if (s.complaint === undefined) return complaintNotFound({ field: 'complaint' });
  const by = appellant(state, action.by, c.actor.person);
  if (by !== s.complainant && !s.respondents.includes(by)) return notAParty({ field: 'by' });
  const { decision } = handling;
  if (decision === undefined) return complaintNotDecided({ field: 'complaint' });
  if (appeals.appeals.some((a) => a.by === by && a.against === decision.fact)) return alreadyAppealed({ field: 'by' });
  const key = deadlineKey('appeal', by);
  const inTime = wasInTime(deadlines, key, c.happenedAt, c);
  const accepted = c.actor.role === 'complaints-officer' ? action.acceptedBecause : undefined;
  const window = deadlines.byKey.get(key);
  if (!inTime && accepted === undefined && window !== undefined) {
    const until = dueNow(window, c.now, c.world);
    return refuseAndRecord(
      appealOutOfTime({ values: { until } }),
      AppealRefusedAsLate({ complaint, by, until }, { restsOn: [decision.fact] }),
    );
  }
  return accept(
    AppealLodged(
      {
        complaint,
        appeal: c.id('appeal'),
        by,
        outOfTime: !inTime,
        decideBy: dueAfter('decide-appeal', c.happenedAt, c.world),
        grounds,
        ...(!inTime && accepted !== undefined && { acceptedBecause: accepted }),
      },
      meeting(deadlines, key, c.happenedAt, c, [decision.fact]),
    ),
  );
}

/** An appeal is decided by somebody who had no part in what is appealed (rule 62). */
export function decideAppeal(
  state: Slices,
  action: {
    readonly complaint: string;
    readonly appeal: string;
    readonly decider?: string;
    readonly outcome: (typeof APPEAL_OUTCOMES)[number];
    readonly reasons: string;
  },
  c: C,
): Decision {
  const { lodging: s, handling, appeals, deadlines } = state;
  if (s.complaint === undefined) return complaintNotFound({ field: 'complaint' });
  if (appeals.appeals.every((a) => a.decided !== undefined)) return noAppealPending();
  const heard = appeals.appeals.find((a) => a.appeal === action.appeal);
  if (heard === undefined || heard.decided !== undefined) return appealNotFound({ field: 'appeal' });
  const current = handling.current.get('appeal');
  if (current === undefined) return notAssigned();
  const decider = action.decider ?? current;
  const tied = requireDecider(state, decider, current, c.world);
  if (tied) return tied;
  const { decider: _decider, ...said } = action;
  const sentBack = action.outcome === 'sent-back';
  const key = deadlineKey('decide-appeal', heard.by);
  return accept(
    AppealDecided(
      {
        ...said,
        by: heard.by,
        decider,
        ends: sentBack ? stopped(deadlines, ['decide-appeal', 'appeal'], key) : [],
        ...(sentBack && { decideBy: dueAfter('decide', c.happenedAt, c.world) }),
      },
      meeting(deadlines, key, c.happenedAt, c, [heard.fact]),
    ),
  );
}
