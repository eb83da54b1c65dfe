import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, type Refused, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import type { World } from '../world.js';
import { receiptsFor } from './account.js';
import { attendanceFacts, type NOT_PROVIDED } from './attendance-facts.js';
import { type Booking, booked, planSession, sessionNotBegun } from './booking.js';
import { endingStruck, feeInstead, receiptsVoided, stillDue } from './cancelling.js';
import { paymentFacts } from './fees-facts.js';
import { requireParticipant } from './roster.js';
import { type Seat, type Session, seatHasEnded, seatNotFound, sessionNotFound } from './sessions.js';
import { barredOn, missingFor, payment, type SessionNamed, type StartingSlices } from './starting.js';

const { SessionHeld, SeatAttended, SeatMissed } = attendanceFacts;
const { SessionNotProvided, SessionHeldUnpaid, SessionHeldUninformed, SessionHeldWhileBarred } = attendanceFacts;

type Here = Circumstances<World>;

export const attendedAndMissed = refusal('attended-and-missed', 'Nobody both attended and missed a session.', {
  clause: 'C3',
  status: 422,
});
export const providedInFull = refusal('provided-in-full', 'The time provided is no less than what was booked.', {
  clause: 'C4',
  status: 422,
});

/** Facts that say who attended, and each breach it shows: who was cleared when it started shows none. */
function attended(
  state: StartingSlices,
  caseId: string,
  session: Session,
  seats: readonly Seat[],
  how: 'started' | 'reported',
  c: Here,
): readonly NewFact[] {
  const on = { restsOn: [session.fact] };
  const named = { case: caseId, session: session.session };
  const facts: NewFact[] = [];
  if (session.heldBy === undefined) {
    const participants = seats.map((seat) => seat.participant);
    const { therapist, minutes } = session;
    facts.push(SessionHeld({ ...named, therapist, attended: participants, minutes, how }, on));
    const barred = session.startedBy === undefined ? barredOn(session, c) : undefined;
    if (barred !== undefined && 'refusal' in barred) {
      const because = barred.refusal.code as Parameters<typeof SessionHeldWhileBarred>[0]['because'];
      facts.push(SessionHeldWhileBarred({ ...named, therapist, because }, on));
    }
  }
  for (const seat of seats) {
    const { participant } = seat;
    const struck = endingStruck(state, seat);
    facts.push(SeatAttended({ ...named, participant }, { ...on, ...(struck.length > 0 && { supersedes: struck }) }));
    facts.push(...receiptsVoided(state, caseId, seat));
    if (session.present.includes(participant)) continue;
    const missing = seat.urgent ? [] : missingFor(state, session, seat, c);
    if (missing.length > 0) facts.push(SessionHeldUninformed({ ...named, participant, missing }, on));
    const { owed, fromCredit } = payment(state, caseId, session, seat, c);
    facts.push(...fromCredit);
    if (owed > 0) facts.push(SessionHeldUnpaid({ ...named, participant, charge: seat.charge, owedCents: owed }, on));
  }
  return facts;
}

/** Seats of those named, refusing only what is not there; who attended already is left out. */
function seatsNamed(session: Session, participants: readonly string[], field: string): readonly Seat[] | Refused {
  const seats: Seat[] = [];
  for (const participant of participants) {
    const seat = session.seats.get(participant);
    if (seat === undefined) return seatNotFound({ field }) as Refused;
    if (seat.state === 'attended') continue;
    if (seat.state !== 'open' && seat.state !== 'missed') return seatHasEnded({ field }) as Refused;
    seats.push(seat);
  }
  return seats;
}

/** Who attended a session, and who missed it; one that nobody had started shows what was missing. */
export function recordAttendance(
  state: StartingSlices,
  action: SessionNamed & { readonly attended: readonly string[]; readonly missed: readonly string[] },
  c: Here,
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  if (action.attended.some((p) => action.missed.includes(p))) return attendedAndMissed({ field: 'missed' });
  const there = seatsNamed(session, action.attended, 'attended');
  if ('refusal' in there) return there;
  // Nobody started it, yet it was held: that is recorded with what was missing, never refused (rule 36).
  const how = session.startedBy === undefined ? 'reported' : 'started';
  if (there.length > 0 && localDateOf(c.happenedAt, c.world.zone) < session.startLocal.slice(0, 10)) {
    return sessionNotBegun({ field: 'attended' });
  }
  const gone: Seat[] = [];
  for (const participant of action.missed) {
    const seat = session.seats.get(participant);
    if (seat === undefined) return seatNotFound({ field: 'missed' });
    if (seat.state === 'missed') continue;
    if (seat.state !== 'open') return seatHasEnded({ field: 'missed' });
    gone.push(seat);
  }
  if (gone.length > 0 && c.happenedAt < session.start) return sessionNotBegun({ field: 'missed' });
  return accept(
    ...(there.length > 0 ? attended(state, action.case, session, there, how, c) : []),
    ...gone.map((seat) =>
      SeatMissed(
        {
          case: action.case,
          session: session.session,
          participant: seat.participant,
          charge: seat.charge,
          releasedCents: stillDue(state, seat),
          ...feeInstead(seat, 'missed', c.id(`fee ${seat.participant}`)),
        },
        { restsOn: [session.fact] },
      ),
    ),
  );
}

/** Says that a booked session was held, whatever was missing: the breach shows (rule 36). */
export function reportSessionHeld(
  state: StartingSlices,
  action: SessionNamed & { readonly attended: readonly string[] },
  c: Here,
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  if (localDateOf(c.happenedAt, c.world.zone) < session.startLocal.slice(0, 10)) {
    return sessionNotBegun({ field: 'session' });
  }
  const there = seatsNamed(session, action.attended, 'attended');
  if ('refusal' in there) return there;
  return accept(...(there.length > 0 ? attended(state, action.case, session, there, 'reported', c) : []));
}

/** Says that a session nobody had booked was held: it is booked as reported, at its own time, and shows its breaches. */
export function reportUnbookedSession(state: StartingSlices, booking: Booking, session: string, c: Here): Decision {
  // A closed case or a participant gone since is no ground to hide that a session was held.
  const stranger = booking.participants.map((p) => requireParticipant(state, p, false)).find((refused) => refused);
  if (stranger) return stranger;
  const plan = planSession(booking, c, true);
  if ('refusal' in plan) return plan;
  const then = { ...c, happenedAt: plan.start };
  const fact = booked(state, booking, session, plan, then, { reported: true });
  if ('refusal' in fact) return fact;
  const held = sessionAsReported(booking, session, fact, plan);
  // The session's own fact has no id yet, so what follows rests on nothing in this append.
  const shown = attended(state, booking.case, held, [...held.seats.values()], 'reported', then).map(
    ({ restsOn: _none, ...rest }) => ({ ...rest, happenedAt: plan.start }),
  );
  return accept({ ...fact, happenedAt: plan.start }, ...shown);
}

/** The session as it will be once its booking is folded. */
function sessionAsReported(
  booking: Booking,
  session: string,
  fact: NewFact,
  plan: { start: string; end: string; minutes: number },
): Session {
  const seats = (
    fact.data['seats'] as readonly Omit<Seat, 'state' | 'confirmed' | 'unconfirmed' | 'ended' | 'urgent'>[]
  ).map((seat): [string, Seat] => [
    seat.participant,
    { ...seat, state: 'open', confirmed: undefined, unconfirmed: undefined, ended: undefined, urgent: false },
  ]);
  return {
    session,
    fact: '',
    therapist: booking.therapist,
    modality: booking.modality,
    startLocal: booking.startLocal,
    start: plan.start,
    end: plan.end,
    minutes: plan.minutes,
    bookedAt: plan.start,
    deadline: undefined,
    seats: new Map(seats),
    startedBy: undefined,
    present: [],
    minutesProvided: undefined,
    heldBy: undefined,
  };
}

/** Says that the therapist was absent, late, or cut the session short: only the part provided is charged (rule 58). */
export function reportNotProvided(
  state: StartingSlices,
  action: SessionNamed & { readonly because: (typeof NOT_PROVIDED)[number]; readonly minutesProvided: number },
  c: Here,
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  if (c.happenedAt < session.start) return sessionNotBegun({ field: 'session' });
  const minutes = action.because === 'therapist-absent' ? 0 : action.minutesProvided;
  if (minutes >= session.minutes) return providedInFull({ field: 'minutesProvided' });
  const seats = [...session.seats.values()].filter((seat) => ['open', 'attended', 'missed'].includes(seat.state));
  if (seats.length === 0) return seatHasEnded({ field: 'session' });
  const part = (whole: number): number => Number((BigInt(whole) * BigInt(minutes)) / BigInt(session.minutes));
  const missed = seats.filter((seat) => seat.state === 'missed');
  const supersedes = missed.flatMap((seat) => endingStruck(state, seat));
  const receipts = seats.flatMap((seat) => receiptsFor(state.fees, seat.charge));
  return accept(
    SessionNotProvided(
      {
        case: action.case,
        session: session.session,
        therapist: session.therapist,
        because: action.because,
        minutesProvided: minutes,
        seats: seats.map((seat) => ({
          participant: seat.participant,
          charge: seat.charge,
          releasedCents: Math.max(0, stillDue(state, seat) - part(seat.cents)),
          taxCents: part(seat.taxCents),
        })),
      },
      { restsOn: [session.fact], ...(supersedes.length > 0 && { supersedes }) },
    ),
    ...missed.flatMap((seat) => receiptsVoided(state, action.case, seat)),
    ...receipts.map((r) =>
      paymentFacts.ReceiptVoided(
        {
          case: action.case,
          participant: r.participant,
          receipt: r.receipt,
          number: r.number,
          because: 'not-provided',
        },
        { restsOn: [r.fact] },
      ),
    ),
  );
}
