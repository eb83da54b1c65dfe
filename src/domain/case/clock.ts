import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import type { World } from '../world.js';
import { deadlineNow } from './booking-deadline.js';
import { type BookingSlices, cancelled, type SeatNamed } from './cancelling.js';
import { findSeat, openSeats } from './sessions.js';
import { sessionFacts } from './sessions-facts.js';

const { SeatUnconfirmed, BookingLapsed, DeadlineExtended } = sessionFacts;

type Here = Circumstances<World>;

export const deadlineNotReached = refusal('deadline-not-reached', 'The deadline has not passed.', { clause: 'C3' });

/** The clock says that no confirmation was known at the deadline (rule 8); nothing when one was, or the seat is gone. */
export function markUnconfirmed({ sessions }: BookingSlices, action: SeatNamed, c: Here): Decision {
  const found = findSeat(sessions, action);
  if ('refused' in found) return found.refused;
  const { session, seat } = found;
  if (seat.state !== 'open' || seat.confirmed !== undefined || seat.unconfirmed !== undefined) return accept();
  const deadline = deadlineNow(session, c.world);
  if (deadline === undefined) return accept();
  if (c.now <= deadline.instant) return deadlineNotReached({ field: 'session' });
  const { case: caseId, participant } = action;
  return accept(
    SeatUnconfirmed(
      { case: caseId, session: session.session, participant },
      {
        happenedAt: deadline.instant,
        local: { wall: deadline.local.slice(0, 16), zone: deadline.zone },
        restsOn: [session.fact],
      },
    ),
  );
}

/** The clock says that a hold ran out before its booking came; nothing when the case has the session. */
export function lapseBooking(
  { sessions: s }: BookingSlices,
  action: { readonly case: string; readonly session: string; readonly therapist: string },
  until: string | undefined,
): Decision {
  if (until === undefined || s.sessions.has(action.session) || s.lapsed.has(action.session)) return accept();
  return accept(BookingLapsed(action, { happenedAt: until }));
}

/**
 * After a calendar is published: sessions yet to begin whose deadline is later now are told so (rule 5); what was said too
 * soon or judged late by the earlier deadline is said again by the later one.
 */
export function extendDeadlines(state: BookingSlices, { case: caseId }: { readonly case: string }, c: Here): Decision {
  const facts: NewFact[] = [];
  for (const session of state.sessions.sessions.values()) {
    if (session.start <= c.now || (session.startedBy ?? session.heldBy) !== undefined) continue;
    const deadline = deadlineNow(session, c.world);
    if (deadline === undefined || deadline.instant === session.deadline?.instant) continue;
    const participants = openSeats(session).map((seat) => seat.participant);
    const tooSoon =
      deadline.instant < c.now
        ? []
        : openSeats(session).flatMap((seat) => (seat.unconfirmed ? [seat.unconfirmed] : []));
    if (participants.length > 0) {
      facts.push(
        DeadlineExtended(
          { case: caseId, session: session.session, participants, deadline },
          { restsOn: [session.fact], ...(tooSoon.length > 0 && { supersedes: tooSoon }) },
        ),
      );
    }
    for (const seat of session.seats.values()) {
      if (seat.state !== 'cancelled-late' || seat.ended === undefined) continue;
      const at = seat.ended.at;
      const fact = cancelled(state, { case: caseId, session, seat }, 'client', { ...c, now: at, happenedAt: at });
      if (!('refusal' in fact) && fact.data['late'] === false) facts.push({ ...fact, happenedAt: at });
    }
  }
  return accept(...facts);
}
