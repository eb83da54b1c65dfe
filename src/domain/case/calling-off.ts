import { accept, type Circumstances, type Decision } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, id, list } from '../language/field.js';
import { type BookingSlices, cancelByAgency } from './cancelling.js';
import { assignTherapist, type RosterState } from './roster.js';
import { openSeats } from './sessions.js';

const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';
const aPerson = '0190c7a0-0000-7000-8000-0000000000c1';
const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';

/** What a case says when the agency called off bookings of its therapist (rules 56 and 58). */
export const callingOffFacts = {
  AnotherSessionOffered: fact({
    type: 'AnotherSessionOffered',
    stream: 'case',
    clauses: ['T3', 'C3'],
    says: 'In place of a session that the agency called off, participants are offered another; declining costs nothing.',
    fields: {
      case: id(),
      session: id(),
      therapist: id(),
      participants: list(id()),
      offer: code('another-time', 'another-therapist'),
    },
    subjects: { participants: 'participant', therapist: 'staff' },
    example: {
      case: aCase,
      session: aSession,
      therapist: aTherapist,
      participants: [aPerson],
      offer: 'another-time',
    },
  }),
} as const;

const { AnotherSessionOffered } = callingOffFacts;

/** Cancels one session as by the agency and offers another to each; nothing when it has begun or is given up already. */
export function callOffSession(
  state: BookingSlices,
  action: { readonly case: string; readonly session: string; readonly because: 'away' | 'may-not-practise' },
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined || (session.startedBy ?? session.heldBy) !== undefined) return accept();
  const participants = openSeats(session).map((seat) => seat.participant);
  if (participants.length === 0) return accept();
  const away = action.because === 'away';
  const { case: caseId, session: sessionId } = action;
  const cancelled = cancelByAgency(state, {
    case: caseId,
    session: sessionId,
    because: away ? 'therapist-away' : 'therapist-unavailable',
  });
  if ('refusal' in cancelled) return cancelled;
  const offered = AnotherSessionOffered(
    {
      case: caseId,
      session: sessionId,
      therapist: session.therapist,
      participants,
      offer: away ? 'another-time' : 'another-therapist',
    },
    { restsOn: [session.fact] },
  );
  return accept(...cancelled.facts, offered);
}

/**
 * Another therapist takes the case: what was booked with the former one is called off without cost and offered again, so
 * that declining is free (rule 55). `bar`: why the new therapist may not practise, if so.
 */
export function transferCase(
  state: BookingSlices & { readonly roster: RosterState },
  action: { readonly case: string; readonly therapist: string },
  bar: Decision | undefined,
  { happenedAt }: Pick<Circumstances, 'happenedAt'>,
): Decision {
  const assigned = assignTherapist(state, action, bar);
  if ('refusal' in assigned) return assigned;
  const ahead = [...state.sessions.sessions.values()].filter(
    (session) => session.start > happenedAt && session.therapist !== action.therapist,
  );
  const offered = ahead.flatMap(({ session }) => {
    const calledOff = callOffSession(state, { case: action.case, session, because: 'may-not-practise' });
    return 'refusal' in calledOff ? [] : calledOff.facts;
  });
  return accept(...assigned.facts, ...offered);
}
