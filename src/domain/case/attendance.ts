import { requiredPolicies } from '../agency/agency.js';
import { localDateOf } from '../language/business-time.js';
import {
  accept,
  type Circumstances,
  type Decision,
  type RefusalKind,
  type Refused,
  refusal,
} from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import { barOn } from '../therapist/registration.js';
import type { World } from '../world.js';
import { arrangementsAt, owedOn, paidIn, payFromCredit, receiptsFor } from './account.js';
import { attendanceFacts, type Missing, type NOT_PROVIDED } from './attendance-facts.js';
import { type Booking, booked, planSession, sessionNotBegun } from './booking.js';
import {
  type BookingSlices,
  endingStruck,
  feeInstead,
  receiptsVoided,
  type SeatNamed,
  stillDue,
} from './cancelling.js';
import type { CounsellingState } from './counselling.js';
import { type DisclosureState, liveDisclosureConsent } from './disclosure.js';
import type { Charge } from './fees.js';
import { paymentFacts } from './fees-facts.js';
import { type InformingState, missingBeforeFirstSession } from './informing.js';
import { type RosterState, requireParticipant } from './roster.js';
import {
  findSeat,
  type Seat,
  type Session,
  seatHasEnded,
  seatNotFound,
  sessionHasBegun,
  sessionNotFound,
} from './sessions.js';

const { UrgentCareOverridden, SessionStarted, SessionHeld, SeatAttended, SeatMissed } = attendanceFacts;
const { SessionNotProvided, SessionHeldUnpaid, SessionHeldUninformed, SessionHeldWhileBarred } = attendanceFacts;

type Here = Circumstances<World>;
type Slices = BookingSlices & {
  readonly roster: RosterState;
  readonly informing: InformingState;
  readonly counselling: CounsellingState;
  readonly disclosures: DisclosureState;
};
type SessionNamed = { readonly case: string; readonly session: string };

export const policiesNotGiven = refusal(
  'policies-not-given',
  'A participant has yet to be given the policies that come before a first session; or record why care is urgent.',
  { clause: 'R3' },
);
export const counsellingYetToBeExplained = refusal(
  'counselling-yet-to-be-explained',
  'Counselling, its risks and alternatives have yet to be explained to a participant; or record why care is urgent.',
  { clause: 'T2' },
);
export const counsellingYetToBeConsented = refusal(
  'counselling-yet-to-be-consented',
  'A participant’s consent to counselling is not live; or record why care is urgent.',
  { clause: 'T2' },
);
export const feeNotTold = refusal('fee-not-told', 'A participant has yet to be told the fee of this service.', {
  clause: 'C4',
});
export const sessionNotPaid = refusal(
  'session-not-paid',
  'The fee is paid before the session, unless another arrangement was agreed or it was waived.',
  { clause: 'C4' },
);
export const sessionOnAnotherDay = refusal('session-on-another-day', 'The session is not on that day; move it first.', {
  clause: 'C3',
});
export const attendedAndMissed = refusal('attended-and-missed', 'Nobody both attended and missed a session.', {
  clause: 'C3',
  status: 422,
});
export const providedInFull = refusal('provided-in-full', 'The time provided is no less than what was booked.', {
  clause: 'C4',
  status: 422,
});

const REFUSED_FOR: Readonly<Record<Missing, RefusalKind>> = {
  policy: policiesNotGiven,
  explanation: counsellingYetToBeExplained,
  consent: counsellingYetToBeConsented,
  fee: feeNotTold,
};

/** What a participant has yet to be given for this session; later sessions need only live consent and the fee told. */
export function missingFor(state: Slices, session: Session, seat: Seat, c: Here): readonly Missing[] {
  const day = session.startLocal.slice(0, 10);
  const before = [...state.sessions.sessions.values()].some((other) => {
    const theirs = other === session ? undefined : other.seats.get(seat.participant)?.state;
    return theirs === 'attended' || theirs === 'not-provided';
  });
  const missing = missingBeforeFirstSession(state, seat.participant, requiredPolicies(c.world.policies, day)).filter(
    (each) => !before || each === 'consent',
  );
  const net = seat.cents - seat.taxCents;
  const told = state.fees.told.some(
    (t) => t.participant === seat.participant && t.service === seat.service && t.cents >= net && t.at <= c.happenedAt,
  );
  return told ? missing : [...missing, 'fee'];
}

/** The charge of a seat as it stands while the seat is not given up. */
const chargeOf = ({ fees }: Slices, session: Session, seat: Seat): Charge => {
  const { charge, participant, cents, taxCents } = seat;
  const known = fees.charges.get(charge);
  if (known) return { ...known, released: 0 };
  const nothing = { forgiven: 0, released: 0, touchedBy: [], live: true, dispute: undefined, fact: session.fact };
  return { charge, participant, session: session.session, kind: 'session', cents, taxCents, ...nothing };
};

/** What stands between a seat and its session: what is owed on it, the credit that pays for it, and what excuses it. */
function payment(state: Slices, caseId: string, session: Session, seat: Seat, c: Here) {
  const charge = chargeOf(state, session, seat);
  const owed = owedOn(charge, paidIn(state.fees));
  if (owed <= 0 || charge.dispute === 'open') return { owed: 0, fromCredit: [] };
  const day = session.startLocal.slice(0, 10);
  const fromCredit = payFromCredit(state.fees, caseId, charge, owed);
  const excused = arrangementsAt(state.fees, seat.participant, c.happenedAt, day).some(
    (a) =>
      a.kind === 'later-payment' ||
      // A payer is a disclosure: once its consent is withdrawn the participant pays again (rule 68).
      (a.kind === 'third-party-payer' &&
        a.payer !== undefined &&
        liveDisclosureConsent(state.disclosures, seat.participant, a.payer, c.happenedAt) !== undefined),
  );
  return { owed: fromCredit.length > 0 || excused ? 0 : owed, fromCredit };
}

const barredOn = (session: Session, c: Here): Decision | undefined =>
  barOn(c.world.therapist(session.therapist).registration, session.startLocal.slice(0, 10));

/** Starts a session: those present were informed, consented, and paid, or it does not start. */
export function startSession(
  state: Slices,
  action: SessionNamed & { readonly present: readonly string[] },
  c: Here,
): Decision {
  const session = state.sessions.sessions.get(action.session);
  if (session === undefined) return sessionNotFound({ field: 'session' });
  if (session.startedBy !== undefined || session.heldBy !== undefined) return sessionHasBegun({ field: 'session' });
  if (localDateOf(c.happenedAt, c.world.zone) !== session.startLocal.slice(0, 10)) {
    return sessionOnAnotherDay({ field: 'session' });
  }
  const barred = barredOn(session, c);
  if (barred) return barred;
  const facts: NewFact[] = [];
  for (const participant of action.present) {
    const seat = session.seats.get(participant);
    if (seat === undefined) return seatNotFound({ field: 'present' });
    if (seat.state !== 'open') return seatHasEnded({ field: 'present' });
    const missing = missingFor(state, session, seat, c).find((each) => each === 'fee' || !seat.urgent);
    if (missing !== undefined) return REFUSED_FOR[missing]({ field: 'present' });
    const { owed, fromCredit } = payment(state, action.case, session, seat, c);
    if (owed > 0) return sessionNotPaid({ field: 'present', values: { owedCents: owed } });
    facts.push(...fromCredit);
  }
  return accept(...facts, SessionStarted({ ...action, therapist: session.therapist }, { restsOn: [session.fact] }));
}

/** Urgent care goes first, for one participant and session, and says why (R3). */
export function overrideForUrgentCare(state: Slices, action: SeatNamed & { readonly reason: string }): Decision {
  const found = findSeat(state.sessions, action);
  if ('refused' in found) return found.refused;
  if (found.seat.state !== 'open') return seatHasEnded({ field: 'participant' });
  if (found.seat.urgent) return accept();
  return accept(UrgentCareOverridden(action, { restsOn: [found.session.fact] }));
}

/** Facts that say who attended, and each breach it shows: who was cleared when it started shows none. */
function attended(
  state: Slices,
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
  state: Slices,
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
  state: Slices,
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
export function reportUnbookedSession(state: Slices, booking: Booking, session: string, c: Here): Decision {
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
  state: Slices,
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
