import { parameterOn } from '../agency/agency.js';
import { dayOf, endOfPeriod } from '../agency/legal-periods.js';
import { addDaysToInstant } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import type { World } from '../world.js';
import { type PersonState, personNotRegistered } from './person.js';
import { isTheirs, recordEntryNotFound, tookPart } from './record-entries.js';
import type { RecordRequest, RequestsState } from './requests.js';
import { requestFacts } from './requests-facts.js';

const { RecordRequested, CorrectionRequested, RequesterVerified, RequestClarified } = requestFacts;
const { RequestExtended, RequestWithdrawn, RequestAbandoned, DeemedRefused } = requestFacts;

type Open<K extends (...args: never[]) => unknown> = Parameters<K>[0];
type C = Pick<Circumstances<World>, 'now' | 'happenedAt' | 'world'>;
type S = { readonly requests: RequestsState };
type Asked = { readonly person: string; readonly request: string };

export const requestNotFound = refusal('record-request-not-found', 'There is no such request about the record.', {
  clause: 'R9',
});
export const requestOver = refusal('record-request-over', 'This request is answered, withdrawn or closed already.', {
  clause: 'R9',
});
export const scopeUnclear = refusal(
  'scope-unclear',
  'Name the cases, the entries or the first and last day that are asked for, as the scope says.',
  { clause: 'R9', status: 422 },
);
export const caseNotTheirs = refusal('case-not-theirs', 'The person never took part in such a case.', { clause: 'R9' });
export const noClockToExtend = refusal(
  'no-clock-to-extend',
  'No legal time runs for an oral request: there is nothing to extend.',
  { clause: 'R9' },
);
export const extensionTooLate = refusal(
  'extension-too-late',
  'The time to answer can be extended only by a notice sent before it is over.',
  { clause: 'R9' },
);
export const extensionTooLong = refusal(
  'extension-too-long',
  'The time to answer cannot be extended by so many days.',
  { clause: 'R9', status: 422 },
);
export const alreadyExtended = refusal('already-extended', 'The time to answer this request was extended already.', {
  clause: 'R9',
});
export const notYetAbandoned = refusal(
  'not-yet-abandoned',
  'A request is closed as abandoned only long after the agency asked back and heard nothing.',
  { clause: 'R9' },
);

/** The request an action names, or undefined. */
export const requestIn = ({ requests }: S, request: string): RecordRequest | undefined => requests.all.get(request);

/** The end of the time to answer what was received then: by parameter, carried past legal holidays (rules 18 and 77). */
export function answerBy(receivedAt: string, { world }: Pick<C, 'world'>, moreDays = 0): string {
  const day = dayOf(receivedAt, world);
  return endOfPeriod('statutory', day, parameterOn(world.parameters, 'access-days', day) + moreDays, world);
}

/** The end of the window to complain to the Commissioner about what was refused then. */
export function complainUntil(refusedAt: string, { world }: Pick<C, 'world'>): string {
  const day = dayOf(refusedAt, world);
  return endOfPeriod('statutory', day, { months: parameterOn(world.parameters, 'ipc-complaint-months', day) }, world);
}

/** Asks for a copy. Only a written request sets the clock running; an oral one may be granted all the same. */
export function requestRecord(
  action: Omit<Open<typeof RecordRequested>, 'dueBy'>,
  person: PersonState,
  c: C,
): Decision {
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  const { scope, cases, entries, from, until } = action;
  if (scope === 'cases' && cases.length === 0) return scopeUnclear({ field: 'cases' });
  if (scope === 'entries' && entries.length === 0) return scopeUnclear({ field: 'entries' });
  if (scope === 'period' && (from === undefined || until === undefined || until < from))
    return scopeUnclear({ field: from === undefined ? 'from' : 'until' });
  if (!cases.every((one) => tookPart(c.world, action.person, one))) return caseNotTheirs({ field: 'cases' });
  if (!entries.every((one) => isTheirs(c.world, action.person, one))) return recordEntryNotFound({ field: 'entries' });
  const dueBy = action.how === 'written' ? answerBy(c.happenedAt, c) : undefined;
  return accept(RecordRequested({ ...action, ...(dueBy && { dueBy }) }));
}

/** Asks for a correction of entries, or of what the words describe. No fee is ever asked for it. */
export function requestCorrection(
  action: Omit<Open<typeof CorrectionRequested>, 'dueBy'>,
  person: PersonState,
  c: C,
): Decision {
  if (person.person === undefined) return personNotRegistered({ field: 'person' });
  if (!action.entries.every((one) => isTheirs(c.world, action.person, one)))
    return recordEntryNotFound({ field: 'entries' });
  const dueBy = action.how === 'written' ? answerBy(c.happenedAt, c) : undefined;
  return accept(CorrectionRequested({ ...action, ...(dueBy && { dueBy }) }));
}

/** Says who asks and how that was shown; it stops no clock (rule 51). */
export function verifyRequester(state: S, action: Open<typeof RequesterVerified>): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.verified?.requester === action.requester) return accept();
  return accept(RequesterVerified(action, { restsOn: [found.fact] }));
}

export function clarifyRequest(state: S, action: Open<typeof RequestClarified>): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  return accept(RequestClarified(action, { restsOn: [found.fact] }));
}

/** What the clock says of a request not answered by its due date, as of that instant. */
export const deemed = (
  { request, kind, receivedAt, fact }: RecordRequest,
  person: string,
  dueBy: string,
  c: C,
): NewFact =>
  DeemedRefused(
    { person, request, kind, receivedAt, dueBy, complainUntil: complainUntil(dueBy, c) },
    { restsOn: [fact], happenedAt: dueBy },
  );

/** What the clock said and better knowledge undoes: the silence, and that nobody complained of it. */
const undone = ({ deemedBy, lapsedBy }: RecordRequest): Pick<NewFact, 'supersedes'> =>
  deemedBy === undefined ? {} : { supersedes: [deemedBy, ...(lapsedBy === undefined ? [] : [lapsedBy])] };

/**
 * What an answer says besides itself: given in time it undoes what the clock said (rule 38); given late, before the clock
 * spoke, it says that the request had been refused by silence.
 */
export function answering(
  request: RecordRequest,
  person: string,
  c: C,
): { readonly first: readonly NewFact[]; readonly more: Omit<NewFact, 'type' | 'data'> } {
  const { dueBy, deemedBy, standing, fact } = request;
  const inTime = dueBy === undefined || c.happenedAt <= dueBy;
  return {
    first: !inTime && deemedBy === undefined && standing === 'open' ? [deemed(request, person, dueBy, c)] : [],
    more: { restsOn: [fact], ...(inTime && undone(request)) },
  };
}

/** Extends the time to answer, once, by a notice sent before it was over; what the clock said meanwhile is undone. */
export function extendRequest(state: S, action: Omit<Open<typeof RequestExtended>, 'dueBy'>, c: C): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.dueBy === undefined) return noClockToExtend({ field: 'request' });
  if (found.extendedBy !== undefined) return alreadyExtended({ field: 'request' });
  if (found.standing === 'withdrawn' || found.standing === 'abandoned') return requestOver({ field: 'request' });
  // Known late, a notice sent before the answer was given still counts.
  if (found.answeredAt !== undefined && c.happenedAt >= found.answeredAt) return requestOver({ field: 'request' });
  if (c.happenedAt > found.dueBy) return extensionTooLate({ values: { dueBy: found.dueBy } });
  const day = dayOf(found.receivedAt, c.world);
  const most = parameterOn(c.world.parameters, 'access-extension-days', day);
  if (action.days > most) return extensionTooLong({ field: 'days', values: { most } });
  const dueBy = answerBy(found.receivedAt, c, action.days);
  const { deemedBy, answeredAt, fact } = found;
  const more = { restsOn: [fact], ...undone(found) };
  const stillLate = deemedBy !== undefined && answeredAt !== undefined && answeredAt > dueBy;
  return accept(
    RequestExtended({ ...action, dueBy }, more),
    ...(stillLate ? [deemed(found, action.person, dueBy, c)] : []),
  );
}

/** Takes a request back; before it was due, no answer to it was owed any more, whatever the clock said since. */
export function withdrawRequest(state: S, { person, request }: Asked, c: C): Decision {
  const found = requestIn(state, request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.standing === 'withdrawn') return accept();
  if (found.standing === 'answered' || found.standing === 'refused') return requestOver({ field: 'request' });
  const { first, more } = answering(found, person, c);
  return accept(...first, RequestWithdrawn({ person, request }, more));
}

/** Closes a request of which nothing was heard since the agency asked back; the person may still complain of it. */
export function abandonRequest(state: S, action: Omit<Open<typeof RequestAbandoned>, 'complainUntil'>, c: C): Decision {
  const found = requestIn(state, action.request);
  if (found === undefined) return requestNotFound({ field: 'request' });
  if (found.standing === 'abandoned') return accept();
  if (found.standing !== 'open' && found.standing !== 'deemed-refused') return requestOver({ field: 'request' });
  const { askedBackAt } = found;
  const days = parameterOn(c.world.parameters, 'request-abandoned-days', dayOf(c.happenedAt, c.world));
  if (askedBackAt === undefined || addDaysToInstant(askedBackAt, days) > c.happenedAt)
    return notYetAbandoned({ field: 'request', values: { days } });
  const { first, more } = answering(found, action.person, c);
  return accept(...first, RequestAbandoned({ ...action, complainUntil: complainUntil(c.happenedAt, c) }, more));
}
