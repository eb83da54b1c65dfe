import { accept, type Circumstances, type Decision } from '../language/decision.js';
import type { World } from '../world.js';
import { booked, mayBook, planSession } from './booking.js';
import { type BookingSlices, givenUpFor, othersHaveSeats } from './cancelling.js';
import type { InformingState } from './informing.js';
import type { RosterState } from './roster.js';
import { findSeat, openSeats, seatHasEnded, sessionHasBegun } from './sessions.js';
import type { Modality } from './sessions-facts.js';

/** What a person asks for who moves a session to another time. */
export interface Move {
  readonly case: string;
  /** The session that is given up. */
  readonly session: string;
  /** Who asks: only their seat is judged. */
  readonly participant: string;
  readonly therapist: string;
  readonly startLocal: string;
  readonly fold?: 'earlier' | 'later' | undefined;
  readonly modality?: Modality | undefined;
  readonly sharing?: 'each' | 'shared' | undefined;
  readonly lateRuleTold?: boolean | undefined;
}

/**
 * Moves a session: the original is judged first, as the cancellation it is (rule 6); then a new one is booked for the same
 * seats, with a deadline and prices of its own.
 */
export function rescheduleSession(
  state: BookingSlices & { readonly roster: RosterState; readonly informing: InformingState },
  move: Move,
  newSession: string,
  bar: Decision | undefined,
  c: Circumstances<World>,
): Decision {
  const found = findSeat(state.sessions, move);
  if ('refused' in found) return found.refused;
  const { session: original, seat } = found;
  if (seat.state !== 'open') return seatHasEnded({ field: 'participant' });
  if (c.happenedAt >= original.start || (original.startedBy ?? original.heldBy) !== undefined) {
    return sessionHasBegun({ field: 'session' });
  }
  const seats = openSeats(original);
  if (c.actor.role === 'client' && seats.length > 1) return othersHaveSeats({ field: 'session' });
  const booking = {
    case: move.case,
    therapist: move.therapist,
    startLocal: move.startLocal,
    fold: move.fold,
    modality: move.modality ?? original.modality,
    service: seat.service,
    participants: seats.map((each) => each.participant),
    sharing: move.sharing,
    lateRuleTold: move.lateRuleTold,
  };
  const refused = mayBook(state, booking, newSession) ?? bar;
  if (refused) return refused;
  const plan = planSession(booking, c);
  if ('refusal' in plan) return plan;
  const givenUp = givenUpFor(state, move.case, original, move.participant, c);
  if ('refusal' in givenUp) return givenUp;
  const fact = booked(state, booking, newSession, plan, c, { insteadOf: original.session });
  return 'refusal' in fact ? fact : accept(...givenUp, fact);
}
