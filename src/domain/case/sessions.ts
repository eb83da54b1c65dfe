import type { Deadline } from '../language/business-time.js';
import { type Decision, evolution, refusal } from '../language/decision.js';
import type { StoredFact } from '../language/fact.js';
import { attendanceFacts } from './attendance-facts.js';
import { type Modality, sessionFacts } from './sessions-facts.js';

/** How a seat ended, or that it has not. */
export type SeatState =
  | 'open'
  | 'cancelled'
  | 'cancelled-late'
  | 'cancelled-by-agency'
  | 'released'
  | 'attended'
  | 'missed'
  | 'not-provided';

/**
 * A fact about a seat with what it struck: whoever strikes it strikes that too, for a strike that is struck restores what it
 * had struck.
 */
export interface Said {
  readonly at: string;
  readonly fact: string;
  readonly struck: readonly string[];
}

/** One participant's place in a session. */
export interface Seat {
  readonly participant: string;
  readonly service: string;
  readonly charge: string;
  /** Price with tax, as frozen at booking. */
  readonly cents: number;
  readonly taxCents: number;
  readonly lateFeeDisclosed: boolean;
  readonly lateCancellationCents: number;
  readonly lateCancellationTaxCents: number;
  readonly missedCents: number;
  readonly missedTaxCents: number;
  state: SeatState;
  confirmed: ({ readonly late: boolean } & Said) | undefined;
  /** Fact that said it was unconfirmed at the deadline. */
  unconfirmed: string | undefined;
  /** Fact by which it ended, and when that happened. */
  ended: Said | undefined;
  urgent: boolean;
}

/** A session with its seats. */
export interface Session {
  readonly session: string;
  /** Fact that booked it. */
  readonly fact: string;
  readonly therapist: string;
  readonly modality: Modality;
  readonly startLocal: string;
  readonly start: string;
  readonly end: string;
  readonly minutes: number;
  readonly bookedAt: string;
  deadline: Deadline | undefined;
  readonly seats: Map<string, Seat>;
  startedBy: string | undefined;
  /** Who was cleared to be there when it started. */
  present: readonly string[];
  minutesProvided: number | undefined;
  heldBy: string | undefined;
}

export interface SessionsState {
  readonly sessions: Map<string, Session>;
  /** Sessions whose hold ran out before they were booked: never to be booked. */
  readonly lapsed: Set<string>;
}

type Told = Pick<StoredFact, 'id' | 'happenedAt' | 'supersedes'>;
const said = ({ id, happenedAt, supersedes }: Told): Said => ({ at: happenedAt, fact: id, struck: supersedes ?? [] });

const end = (s: SessionsState, session: string, participant: string, state: SeatState, fact: Told): void => {
  const seat = s.sessions.get(session)?.seats.get(participant);
  if (seat === undefined) return;
  seat.state = state;
  seat.ended = said(fact);
};

const all = { ...sessionFacts, ...attendanceFacts } as const;

export const sessions = evolution<SessionsState, typeof all>(() => ({ sessions: new Map(), lapsed: new Set() }), all, {
  SessionBooked: (s, { id: factId, open, happenedAt }) => {
    const seats = open.seats.map((seat): [string, Seat] => [
      seat.participant,
      { ...seat, state: 'open', confirmed: undefined, unconfirmed: undefined, ended: undefined, urgent: false },
    ]);
    s.sessions.set(open.session, {
      session: open.session,
      fact: factId,
      therapist: open.therapist,
      modality: open.modality,
      startLocal: open.startLocal,
      start: open.start,
      end: open.end,
      minutes: open.minutes,
      bookedAt: happenedAt,
      deadline: open.deadline,
      seats: new Map(seats),
      startedBy: undefined,
      present: [],
      minutesProvided: undefined,
      heldBy: undefined,
    });
  },
  SeatConfirmed: (s, fact) => {
    const seat = seatOf(s, fact.open.session, fact.open.participant);
    if (seat) seat.confirmed = { late: fact.open.late, ...said(fact) };
  },
  SeatUnconfirmed: (s, { id: factId, open }) => {
    const seat = seatOf(s, open.session, open.participant);
    if (seat) seat.unconfirmed = factId;
  },
  SeatCancelled: (s, fact) =>
    end(s, fact.open.session, fact.open.participant, fact.open.late ? 'cancelled-late' : 'cancelled', fact),
  SeatReleased: (s, fact) => end(s, fact.open.session, fact.open.participant, 'released', fact),
  SessionCancelledByAgency: (s, fact) => {
    for (const { participant } of fact.open.seats) end(s, fact.open.session, participant, 'cancelled-by-agency', fact);
  },
  BookingLapsed: (s, { open }) => void s.lapsed.add(open.session),
  DeadlineExtended: (s, { open }) => {
    const session = s.sessions.get(open.session);
    // A promise never shortens, whatever order the facts came in.
    if (session && (session.deadline === undefined || open.deadline.instant > session.deadline.instant)) {
      session.deadline = open.deadline;
    }
  },
  UrgentCareOverridden: (s, { open }) => {
    const seat = seatOf(s, open.session, open.participant);
    if (seat) seat.urgent = true;
  },
  SessionStarted: (s, { id: factId, open }) => {
    const session = s.sessions.get(open.session);
    if (session === undefined) return;
    session.startedBy = factId;
    session.present = open.present;
  },
  SessionHeld: (s, { id: factId, open }) => {
    const session = s.sessions.get(open.session);
    if (session) session.heldBy = factId;
  },
  SeatAttended: (s, fact) => end(s, fact.open.session, fact.open.participant, 'attended', fact),
  SeatMissed: (s, fact) => end(s, fact.open.session, fact.open.participant, 'missed', fact),
  SessionNotProvided: (s, fact) => {
    const session = s.sessions.get(fact.open.session);
    if (session) session.minutesProvided = fact.open.minutesProvided;
    for (const { participant } of fact.open.seats) end(s, fact.open.session, participant, 'not-provided', fact);
  },
  SessionHeldUnpaid: () => {},
  SessionHeldUninformed: () => {},
  SessionHeldWhileBarred: () => {},
});

/** A seat of a session, if there is one. */
export const seatOf = (s: SessionsState, session: string, participant: string): Seat | undefined =>
  s.sessions.get(session)?.seats.get(participant);

/** Seats of a session that have not ended. */
export const openSeats = (session: Session): readonly Seat[] =>
  [...session.seats.values()].filter((seat) => seat.state === 'open');

/** True while a session keeps its therapist's time: some seat has not been given up. */
export const isLive = (session: Session): boolean =>
  [...session.seats.values()].some((seat) => ['open', 'attended', 'missed', 'not-provided'].includes(seat.state));

/** A seat still open after an instant, and whether its promised deadline has passed by then. */
export interface FutureSeat {
  readonly session: string;
  readonly participant: string;
  readonly therapist: string;
  readonly start: string;
  readonly pastDeadline: boolean;
}

/** Seats still open in sessions that begin after an instant, of one participant or of all. */
export const futureSessions = (s: SessionsState, participant: string | undefined, at: string): readonly FutureSeat[] =>
  [...s.sessions.values()]
    .filter(({ start, startedBy, heldBy }) => start > at && startedBy === undefined && heldBy === undefined)
    .flatMap((session) =>
      openSeats(session)
        .filter((seat) => participant === undefined || seat.participant === participant)
        .map((seat) => ({
          session: session.session,
          participant: seat.participant,
          therapist: session.therapist,
          start: session.start,
          pastDeadline: session.deadline === undefined || at > session.deadline.instant,
        })),
    );

export const sessionNotFound = refusal('session-not-found', 'There is no such session in this case.', { clause: 'C3' });
export const seatNotFound = refusal('seat-not-found', 'The person has no seat in this session.', { clause: 'C3' });
export const seatHasEnded = refusal(
  'seat-has-ended',
  'This seat was attended, missed, cancelled or released already.',
  {
    clause: 'C3',
  },
);
export const sessionHasBegun = refusal('session-has-begun', 'The session has begun.', { clause: 'C3' });

/** A session with one of its seats, or why there is none. */
export function findSeat(
  s: SessionsState,
  { session: sessionId, participant }: { readonly session: string; readonly participant: string },
): { readonly session: Session; readonly seat: Seat } | { readonly refused: Decision } {
  const session = s.sessions.get(sessionId);
  if (session === undefined) return { refused: sessionNotFound({ field: 'session' }) };
  const seat = session.seats.get(participant);
  return seat === undefined ? { refused: seatNotFound({ field: 'participant' }) } : { session, seat };
}
