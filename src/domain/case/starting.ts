import { requiredPolicies } from '../agency/agency.js';
import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, type RefusalKind, refusal } from '../language/decision.js';
import type { NewFact } from '../language/fact.js';
import { barOn } from '../therapist/registration.js';
import type { World } from '../world.js';
import { arrangementsAt, owedOn, paidIn, payFromCredit } from './account.js';
import { attendanceFacts, type Missing } from './attendance-facts.js';
import type { BookingSlices, SeatNamed } from './cancelling.js';
import type { CounsellingState } from './counselling.js';
import { type DisclosureState, liveDisclosureConsent } from './disclosure.js';
import type { Charge } from './fees.js';
import { type InformingState, missingBeforeFirstSession } from './informing.js';
import type { RosterState } from './roster.js';
import {
  findSeat,
  type Seat,
  type Session,
  seatHasEnded,
  seatNotFound,
  sessionHasBegun,
  sessionNotFound,
} from './sessions.js';

const { UrgentCareOverridden, SessionStarted } = attendanceFacts;

type Here = Circumstances<World>;
/** What of a case decides whether a session may start. */
export type StartingSlices = BookingSlices & {
  readonly roster: RosterState;
  readonly informing: InformingState;
  readonly counselling: CounsellingState;
  readonly disclosures: DisclosureState;
};
/** One session of a case. */
export type SessionNamed = { readonly case: string; readonly session: string };

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

const REFUSED_FOR: Readonly<Record<Missing, RefusalKind>> = {
  policy: policiesNotGiven,
  explanation: counsellingYetToBeExplained,
  consent: counsellingYetToBeConsented,
  fee: feeNotTold,
};

/** What a participant has yet to be given for this session; later sessions need only live consent and the fee told. */
export function missingFor(state: StartingSlices, session: Session, seat: Seat, c: Here): readonly Missing[] {
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
const chargeOf = ({ fees }: StartingSlices, session: Session, seat: Seat): Charge => {
  const { charge, participant, cents, taxCents } = seat;
  const known = fees.charges.get(charge);
  if (known) return { ...known, released: 0 };
  const nothing = { forgiven: 0, released: 0, touchedBy: [], live: true, dispute: undefined, fact: session.fact };
  return { charge, participant, session: session.session, kind: 'session', cents, taxCents, ...nothing };
};

/** What stands between a seat and its session: what is owed on it, the credit that pays for it, and what excuses it. */
export function payment(state: StartingSlices, caseId: string, session: Session, seat: Seat, c: Here) {
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

/** Why the therapist of a session may not practise on its day (rule 34), or undefined. */
export const barredOn = (session: Session, c: Here): Decision | undefined =>
  barOn(c.world.therapist(session.therapist).registration, session.startLocal.slice(0, 10));

/** Starts a session: those present were informed, consented, and paid, or it does not start. */
export function startSession(
  state: StartingSlices,
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
export function overrideForUrgentCare(
  state: StartingSlices,
  action: SeatNamed & { readonly reason: string },
): Decision {
  const found = findSeat(state.sessions, action);
  if ('refused' in found) return found.refused;
  if (found.seat.state !== 'open') return seatHasEnded({ field: 'participant' });
  if (found.seat.urgent) return accept();
  return accept(UrgentCareOverridden(action, { restsOn: [found.session.fact] }));
}
