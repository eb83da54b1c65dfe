import { accept, type Circumstances, type Decision, type Refused, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import type { World } from '../world.js';
import { receiptsFor } from './account.js';
import { deadlineNow, judge } from './booking-deadline.js';
import type { FeesState } from './fees.js';
import { paymentFacts } from './fees-facts.js';
import {
  findSeat,
  isLive,
  openSeats,
  type Seat,
  type Session,
  type SessionsState,
  seatHasEnded,
  sessionHasBegun,
  sessionNotFound,
} from './sessions.js';
import { type AgencyReason, type CANCELLED_BECAUSE, type ReleasedBecause, sessionFacts } from './sessions-facts.js';

const { SeatConfirmed, SeatCancelled, SeatReleased, SessionCancelledByAgency } = sessionFacts;

type Here = Circumstances<World>;
/** What of a case these decisions look at. */
export type BookingSlices = { readonly sessions: SessionsState; readonly fees: FeesState };
/** One seat of a case. */
export interface SeatNamed {
  readonly case: string;
  readonly session: string;
  readonly participant: string;
}

export const evidenceNeeded = refusal(
  'evidence-needed',
  'What is recorded after a deadline it met needs a reference to what proves when it was received.',
  { clause: 'C3', status: 422 },
);
export const othersHaveSeats = refusal(
  'others-have-seats',
  'Others have seats in this session; the front desk moves it with them.',
  { clause: 'C3' },
);

/** What is left of a seat's charge, whatever ended the seat before. */
export const stillDue = ({ fees }: BookingSlices, seat: Seat): number => {
  const charge = fees.charges.get(seat.charge);
  return charge === undefined ? 0 : charge.cents - charge.forgiven;
};

/** What a late or missed seat costs in place of the session: nothing that was not disclosed beforehand. */
export function feeInstead(seat: Seat, kind: 'none' | 'late' | 'missed', feeCharge: string) {
  const feeCents = kind === 'late' ? seat.lateCancellationCents : seat.missedCents;
  const feeTaxCents = kind === 'late' ? seat.lateCancellationTaxCents : seat.missedTaxCents;
  return kind === 'none' || !seat.lateFeeDisclosed || feeCents === 0
    ? { feeCents: 0, feeTaxCents: 0 }
    : { feeCharge, feeCents, feeTaxCents };
}

/** Facts that better knowledge strikes when a seat's ending was wrong: the ending, and what was done about its fee. */
export function endingStruck({ fees }: BookingSlices, seat: Seat): readonly string[] {
  if (seat.ended === undefined) return [];
  const by = seat.ended.fact;
  const touched = [...fees.charges.values()]
    .filter((charge) => charge.fact === by && charge.participant === seat.participant)
    .flatMap((charge) => charge.touchedBy);
  // Striking it alone would bring back what it had struck.
  return [...new Set([by, ...seat.ended.struck, ...touched])];
}

/** Receipts for fees that better knowledge undoes are void (rule 38). */
export function receiptsVoided({ fees }: BookingSlices, caseId: string, seat: Seat): readonly NewFact[] {
  if (seat.ended === undefined) return [];
  const by = seat.ended.fact;
  return [...fees.charges.values()]
    .filter((charge) => charge.fact === by && charge.participant === seat.participant)
    .flatMap((charge) => receiptsFor(fees, charge.charge))
    .map((r) =>
      paymentFacts.ReceiptVoided(
        { case: caseId, participant: r.participant, receipt: r.receipt, number: r.number, because: 'better-knowledge' },
        { restsOn: [r.fact] },
      ),
    );
}

/** One seat given up, with its charge and the fee in its stead. */
export function cancelled(
  state: BookingSlices,
  { case: caseId, session, seat }: { readonly case: string; readonly session: Session; readonly seat: Seat },
  because: (typeof CANCELLED_BECAUSE)[number],
  c: Here,
  reason?: string,
  lastOne = true,
): NewFact | Refused {
  const judged =
    because === 'rescheduled-with'
      ? { late: false, judgedBy: undefined, acrossDeadline: false }
      : judge(session, c, c.world);
  if (judged.acrossDeadline && c.evidence === undefined) return evidenceNeeded({ field: 'evidence' });
  const fee = feeInstead(seat, judged.late ? 'late' : 'none', c.id(`fee ${seat.participant}`));
  // Cancelled in time, it was never unconfirmed: the clock had spoken too soon.
  const tooSoon = !judged.late && seat.unconfirmed !== undefined ? [seat.unconfirmed] : [];
  const supersedes = [...new Set([...endingStruck(state, seat), ...tooSoon])];
  return SeatCancelled(
    {
      case: caseId,
      session: session.session,
      participant: seat.participant,
      therapist: session.therapist,
      because,
      late: judged.late,
      ...(judged.judgedBy !== undefined && { judgedBy: judged.judgedBy }),
      acrossDeadline: judged.acrossDeadline,
      charge: seat.charge,
      releasedCents: stillDue(state, seat),
      ...fee,
      slotFree: lastOne && openSeats(session).every((other) => other === seat),
      ...(reason !== undefined && { reason }),
    },
    { restsOn: [session.fact], ...(supersedes.length > 0 && { supersedes }) },
  );
}

/** True when a seat's ending may be corrected by learning that it had been cancelled at an instant. */
const correctable = ({ state, ended }: Seat, at: string): boolean =>
  state === 'missed' || ((state === 'cancelled-late' || state === 'released') && ended !== undefined && at < ended.at);

/**
 * A participant gives up their seat. When it was received decides lateness, not when it was recorded (rules 1-3, 38): an
 * earlier message found later takes the place of what the clock or the desk had said.
 */
export function cancelSeat(state: BookingSlices, action: SeatNamed & { readonly reason?: string }, c: Here): Decision {
  const found = findSeat(state.sessions, action);
  if ('refused' in found) return found.refused;
  const { session, seat } = found;
  if (c.happenedAt >= session.start) return sessionHasBegun({ field: 'session' });
  if (seat.state !== 'open' && !correctable(seat, c.happenedAt)) {
    const same = seat.state === 'cancelled' || seat.state === 'cancelled-late';
    return same ? accept() : seatHasEnded({ field: 'participant' });
  }
  if (seat.state === 'open' && (session.startedBy ?? session.heldBy) !== undefined) {
    return sessionHasBegun({ field: 'session' });
  }
  const fact = cancelled(state, { case: action.case, session, seat }, 'client', c, action.reason);
  return 'refusal' in fact ? fact : accept(fact, ...receiptsVoided(state, action.case, seat));
}

/** A participant confirms their seat; in time, it takes the place of what the clock had said (rule 38). */
export function confirmSeat({ sessions }: BookingSlices, action: SeatNamed, c: Here): Decision {
  const found = findSeat(sessions, action);
  if ('refused' in found) return found.refused;
  const { session, seat } = found;
  if (c.happenedAt >= session.start) return sessionHasBegun({ field: 'session' });
  if (!['open', 'attended', 'missed', 'not-provided'].includes(seat.state))
    return seatHasEnded({ field: 'participant' });
  const { late, acrossDeadline } = judge(session, c, c.world);
  // A session booked after its deadline promised none: there is nothing to be late for.
  const isLate = late && deadlineNow(session, c.world) !== undefined;
  if (seat.confirmed !== undefined && (isLate || !seat.confirmed.late)) return accept();
  if (acrossDeadline && c.evidence === undefined) return evidenceNeeded({ field: 'evidence' });
  const { case: caseId, participant } = action;
  const { confirmed } = seat;
  const before = confirmed === undefined ? [] : [confirmed.fact, ...confirmed.struck];
  const tooSoon = isLate ? [] : [...(seat.unconfirmed === undefined ? [] : [seat.unconfirmed]), ...before];
  return accept(
    SeatConfirmed(
      { case: caseId, session: session.session, participant, late: isLate, acrossDeadline },
      { restsOn: [session.fact], ...(tooSoon.length > 0 && { supersedes: tooSoon }) },
    ),
  );
}

/** Facts by which every open seat of a session is given up for another session: only who asked is judged (rule 6). */
export function givenUpFor(
  state: BookingSlices,
  caseId: string,
  session: Session,
  participant: string,
  c: Here,
): readonly NewFact[] | Refused {
  const facts: NewFact[] = [];
  const seats = openSeats(session);
  for (const [i, seat] of seats.entries()) {
    const because = seat.participant === participant ? 'rescheduled' : 'rescheduled-with';
    const fact = cancelled(state, { case: caseId, session, seat }, because, c, undefined, false);
    if ('refusal' in fact) return fact;
    facts.push(i === seats.length - 1 ? { ...fact, data: { ...fact.data, slotFree: true } } : fact);
  }
  return facts;
}

/** The agency cancels: never a fee, whatever the hour; what was prepaid is credit again (rule 7). */
export function cancelByAgency(
  state: BookingSlices,
  action: { readonly case: string; readonly session: string; readonly because: AgencyReason; readonly note?: string },
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  if ((session.startedBy ?? session.heldBy) !== undefined) return sessionHasBegun({ field: 'session' });
  const seats = openSeats(session);
  if (seats.length === 0) return isLive(session) ? seatHasEnded({ field: 'session' }) : accept();
  return accept(
    SessionCancelledByAgency(
      {
        ...action,
        therapist: session.therapist,
        seats: seats.map((seat) => ({
          participant: seat.participant,
          charge: seat.charge,
          releasedCents: stillDue(state, seat),
        })),
      },
      { restsOn: [session.fact] },
    ),
  );
}

/** Who of a case goes, and how far that reaches. */
export interface Leaving {
  readonly case: string;
  /** Undefined: everybody. */
  readonly participant: string | undefined;
  readonly because: ReleasedBecause;
  /** True when nobody else keeps a seat either: a couple's joint sessions when one leaves (rule 53). */
  readonly jointly?: boolean;
}

/**
 * Facts that release the seats of those who go in sessions yet to begin: late, with the fee disclosed at booking, only where
 * a client ends or leaves after that seat's deadline (rule 35); without cost to whoever stays (rule 53).
 */
export function releaseSeats(state: BookingSlices, leaving: Leaving, c: Here): readonly NewFact[] {
  const facts: NewFact[] = [];
  for (const session of state.sessions.sessions.values()) {
    if (session.start <= c.happenedAt || (session.startedBy ?? session.heldBy) !== undefined) continue;
    const open = openSeats(session);
    const going = open.filter((seat) => leaving.participant === undefined || seat.participant === leaving.participant);
    if (going.length === 0) continue;
    const released = leaving.jointly ? open : going;
    for (const [i, seat] of released.entries()) {
      const own = going.includes(seat);
      const judgedOne = own && (leaving.because === 'client-ended' || leaving.because === 'participant-left');
      const late = judgedOne && judge(session, c, c.world).late;
      facts.push(
        SeatReleased(
          {
            case: leaving.case,
            session: session.session,
            participant: seat.participant,
            therapist: session.therapist,
            because: own ? leaving.because : 'other-left',
            late,
            charge: seat.charge,
            releasedCents: stillDue(state, seat),
            ...feeInstead(seat, late ? 'late' : 'none', c.id(`fee ${session.session} ${seat.participant}`)),
            slotFree: released.length === open.length && i === released.length - 1,
          },
          { restsOn: [session.fact] },
        ),
      );
    }
  }
  return facts;
}
