import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import type { RequestsState } from './requests.js';
import { deemed, requestIn, requestNotFound } from './requests-asking.js';
import { requestFacts } from './requests-facts.js';

const { CommissionerComplaintReported, CommissionerComplaintEnded, RecourseLapsed } = requestFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type C = Pick<Circumstances<World>, 'now' | 'happenedAt' | 'world'>;
type S = { readonly requests: RequestsState };
type Asked = { readonly person: string; readonly request: string };

export const requestNotDue = refusal(
  'record-request-not-due',
  'This request is not overdue, or no clock runs for it.',
  {
    clause: 'R9',
  },
);
export const recourseOpen = refusal('recourse-open', 'The window to complain to the Commissioner is not over.', {
  clause: 'R9',
});
export const noCommissionerComplaint = refusal(
  'no-commissioner-complaint',
  'No complaint to the Commissioner about this request is known.',
  { clause: 'R9' },
);

/** The clock says that no answer was known by the due date; if something was, nothing is said. */
export function markDeemedRefused(state: S, { person, request }: Asked, c: C): Decision {
  const found = requestIn(state, request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.standing !== 'open' || found.deemedBy !== undefined) return accept();
  if (found.dueBy === undefined || c.now <= found.dueBy) return requestNotDue({ field: 'request' });
  return accept(deemed(found, person, found.dueBy, c));
}

/** The clock says that nobody was known to have complained by the end of the window. */
export function markRecourseLapsed(state: S, { person, request }: Asked, c: C): Decision {
  const found = requestIn(state, request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  const { recourseUntil, fact, deemedBy } = found;
  if (found.before || found.lapsedBy !== undefined) return accept();
  if (recourseUntil === undefined || c.now <= recourseUntil) return recourseOpen({ field: 'request' });
  return accept(
    RecourseLapsed(
      { person, request, complainUntil: recourseUntil },
      { restsOn: [fact, ...(deemedBy ? [deemedBy] : [])], happenedAt: recourseUntil },
    ),
  );
}

/** A complaint to the Commissioner is recorded whenever it became known; known to be in time it undoes the lapse (rule 38). */
export function reportCommissionerComplaint(
  state: S,
  action: Open<typeof CommissionerComplaintReported>,
  { happenedAt }: Pick<C, 'happenedAt'>,
): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.before) return accept();
  const { lapsedBy, recourseUntil = '', fact } = found;
  const supersedes = lapsedBy !== undefined && happenedAt <= recourseUntil ? [lapsedBy] : [];
  return accept(
    CommissionerComplaintReported(action, { restsOn: [fact], ...(supersedes.length > 0 && { supersedes }) }),
  );
}

export function endCommissionerComplaint(state: S, action: Open<typeof CommissionerComplaintEnded>): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (!found.before) return noCommissionerComplaint({ field: 'request' });
  return accept(CommissionerComplaintEnded(action, { restsOn: [found.fact] }));
}
