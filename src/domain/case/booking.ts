import { type FeeSchedule, inForce, parameterOn } from '../agency/agency.js';
import { addMilliseconds, addMonths, localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, type Refused, refusal } from '../language/decision.js';
import { type LocalMoment, type NewFact } from '../language/fact.js';
import type { DataOf } from '../language/field.js';
import { allocate, cad, rateOf } from '../language/money.js';
import type { World } from '../world.js';
import { arrangementsAt } from './account.js';
import { deadlineByCalendar } from './booking-deadline.js';
import type { FeesState } from './fees.js';
import { type InformingState, wasGiven } from './informing.js';
import { isMember, notAParticipant, type RosterState, requireOpen } from './roster.js';
import type { SessionsState } from './sessions.js';
import { type Modality, seatFields, sessionFacts } from './sessions-facts.js';

const { SessionBooked } = sessionFacts;

/** What a person asks for who books a session; prices, deadline and instant follow. */
export interface Booking {
  readonly case: string;
  readonly therapist: string;
  readonly startLocal: string;
  /** Which of two, when clocks show that time twice. */
  readonly fold?: 'earlier' | 'later' | undefined;
  readonly modality: Modality;
  readonly service: string;
  /** How long a reported session was; needed only where no fee was published for it. */
  readonly minutes?: number | undefined;
  readonly participants: readonly string[];
  /** `each` pays the fee, or one fee is `shared`; by default a couple and a family share. */
  readonly sharing?: 'each' | 'shared' | undefined;
  /** True when, booking after the deadline, it was said that a late cancellation costs all the same (rule 4). */
  readonly lateRuleTold?: boolean | undefined;
}

type Here = Circumstances<World>;
type Slices = {
  readonly roster: RosterState;
  readonly informing: InformingState;
  readonly sessions: SessionsState;
  readonly fees: FeesState;
};

export const localTimeDoesNotExist = refusal(
  'local-time-does-not-exist',
  'Clocks go forward over that time; it does not exist.',
  { clause: 'C3', status: 422 },
);
export const localTimeExistsTwice = refusal(
  'local-time-exists-twice',
  'Clocks show that time twice; say whether the earlier or the later is meant.',
  { clause: 'C3', status: 422 },
);
export const sessionInThePast = refusal(
  'session-in-the-past',
  'A session cannot be booked for a time that has begun; report it if it was held.',
  { clause: 'C3', status: 422 },
);
export const sessionTooFarAhead = refusal('session-too-far-ahead', 'Sessions are booked at most two years ahead.', {
  clause: 'C3',
  status: 422,
});
export const sessionNotBegun = refusal('session-not-begun', 'The session has not begun yet.', { clause: 'C3' });
export const noFeeForService = refusal(
  'no-fee-for-service',
  'The fee schedule in force on that day has no fee for this service.',
  { clause: 'C4', status: 422 },
);
export const lengthNotSaid = refusal(
  'length-not-said',
  'No fee was published for this service then; say how many minutes the session was.',
  { status: 422 },
);
export const noBusinessCalendar = refusal(
  'no-business-calendar',
  'No calendar is published that says which days are business days then; no deadline can be promised.',
  { clause: 'C3' },
);
export const bookingHasLapsed = refusal(
  'booking-lapsed',
  'The held time ran out before the booking reached the case; book again.',
  { clause: 'C3' },
);
export const sessionExists = refusal('session-exists', 'This session is booked already.', { clause: 'C3' });

/** When a session is to be: what its slot and its booking both need. */
export interface Plan {
  readonly start: string;
  readonly end: string;
  readonly minutes: number;
  readonly fee: FeeSchedule['fees'][number];
  /** Absent when no fee was published for what is reported. */
  readonly schedule: FeeSchedule | undefined;
}

/**
 * The instant of a local start and the end by the fee schedule of that day, or why there is none: a request is for a time
 * that has not begun when it reaches the door, a report for one that has.
 */
export function planSession(
  { startLocal, fold, service, minutes }: Pick<Booking, 'startLocal' | 'fold' | 'service' | 'minutes'>,
  { happenedAt, world: { parameters, zone } }: Here,
  reported = false,
): Plan | Refused {
  const day = startLocal.slice(0, 10);
  const today = localDateOf(happenedAt, zone);
  if (day > addMonths(today, 24)) return (reported ? sessionNotBegun : sessionTooFarAhead)({ field: 'startLocal' });
  if (day < addMonths(today, -240)) return sessionInThePast({ field: 'startLocal' });
  const schedule = inForce(parameters.feeSchedules, day);
  const published = schedule?.fees.find((f) => f.service === service);
  if (published === undefined && !reported) return noFeeForService({ field: 'service' });
  // What was held is recorded all the same (rule 36): nothing can be asked for it, and its length is not known from a price list.
  if (published === undefined && minutes === undefined) return lengthNotSaid({ field: 'minutes' });
  const fee = published ?? { service, cents: 0, minutes: minutes ?? 0 };
  const meaning = zone.instantOf(startLocal);
  if (meaning.kind === 'none') return localTimeDoesNotExist({ field: 'startLocal' });
  if (meaning.kind === 'two' && fold === undefined) return localTimeExistsTwice({ field: 'fold' });
  const start = meaning.kind === 'one' ? meaning.instant : fold === 'later' ? meaning.later : meaning.earlier;
  if (reported !== start <= happenedAt) {
    return reported ? sessionNotBegun({ field: 'startLocal' }) : sessionInThePast({ field: 'startLocal' });
  }
  return {
    start,
    end: addMilliseconds(start, fee.minutes * 60_000),
    minutes: fee.minutes,
    fee,
    schedule: published && schedule,
  };
}

type SeatData = DataOf<typeof seatFields>;

/** Seats with their prices frozen: sliding scale, shares, tax by date of supply (rule 33), and fees only if disclosed before. */
function seatsOf(
  state: Slices,
  booking: Booking,
  { fee, schedule }: Plan,
  latePromise: boolean,
  { id, happenedAt, world: { parameters } }: Here,
): readonly SeatData[] {
  const day = booking.startLocal.slice(0, 10);
  const { participants } = booking;
  const shared =
    booking.sharing === undefined
      ? state.roster.kind === 'couple' || state.roster.kind === 'family'
      : booking.sharing === 'shared';
  const prices = shared
    ? allocate(
        cad(fee.cents),
        participants.map(() => 1),
      )
    : participants.map(() => cad(fee.cents));
  const tax = parameterOn(parameters, 'psychotherapy-tax', day);
  const feeTax = parameterOn(parameters, 'missed-session-tax', day);
  return participants.map((participant, i): SeatData => {
    const scale = arrangementsAt(state.fees, participant, happenedAt, day).findLast((a) => a.kind === 'sliding-scale');
    const price = rateOf(prices[i] ?? cad(0), scale?.basisPoints ?? 10_000);
    const taxCents = rateOf(price, tax).cents;
    const disclosed =
      latePromise &&
      wasGiven(state.informing, participant, 'cancellation-policy', happenedAt) &&
      wasGiven(state.informing, participant, 'fee-policy', happenedAt);
    const feeOf = (basisPoints: number) => {
      const part = disclosed ? rateOf(price, basisPoints) : cad(0);
      const partTax = rateOf(part, feeTax).cents;
      return { cents: part.cents + partTax, taxCents: partTax };
    };
    const late = feeOf(schedule?.lateCancellationBasisPoints ?? 0);
    const missed = feeOf(schedule?.missedBasisPoints ?? 0);
    return {
      participant,
      service: booking.service,
      charge: id(`charge ${participant}`),
      cents: price.cents + taxCents,
      taxCents,
      lateFeeDisclosed: disclosed,
      lateCancellationCents: late.cents,
      lateCancellationTaxCents: late.taxCents,
      missedCents: missed.cents,
      missedTaxCents: missed.taxCents,
    };
  });
}

/** The fact that books a session; no deadline is promised when it has passed already. */
export function booked(
  state: Slices,
  booking: Booking,
  session: string,
  plan: Plan,
  c: Here,
  more: { readonly insteadOf?: string; readonly reported?: boolean } = {},
): NewFact | Refused {
  const deadline = deadlineByCalendar(booking.startLocal, c.world);
  if (deadline === undefined && !more.reported) return noBusinessCalendar();
  const promised = deadline !== undefined && deadline.instant >= c.happenedAt && !more.reported ? deadline : undefined;
  const seats = seatsOf(state, booking, plan, promised !== undefined || booking.lateRuleTold === true, c);
  const local: LocalMoment = { wall: booking.startLocal, zone: c.world.zone.id };
  return SessionBooked(
    {
      case: booking.case,
      session,
      therapist: booking.therapist,
      modality: booking.modality,
      startLocal: booking.startLocal,
      zone: c.world.zone.id,
      start: plan.start,
      end: plan.end,
      minutes: plan.minutes,
      seats,
      ...(plan.schedule && { feeSchedule: plan.schedule.version }),
      ...(promised && { deadline: promised }),
      ...(more.insteadOf !== undefined && { insteadOf: more.insteadOf }),
      reported: more.reported ?? false,
    },
    { local },
  );
}

export const ownSeatOnly = refusal('own-seat-only', 'You can book your own seat; the front desk books for several.', {
  clause: 'C3',
});

/** Whom a booking may name: participants of an open case, in a session neither booked nor lapsed. */
export function mayBook(state: Slices, { participants }: Booking, session: string): Decision | undefined {
  const refused = requireOpen(state);
  if (refused) return refused;
  if (!participants.every((p) => isMember(state.roster, p))) return notAParticipant({ field: 'participants' });
  if (state.sessions.lapsed.has(session)) return bookingHasLapsed({ field: 'session' });
  return state.sessions.sessions.has(session) ? sessionExists({ field: 'session' }) : undefined;
}

/** Books a session in its case; `bar`: why the therapist may not practise that day (rule 34). */
export function bookSession(
  state: Slices,
  booking: Booking,
  session: string,
  bar: Decision | undefined,
  c: Here,
): Decision {
  if (c.actor.role === 'client' && booking.participants.some((p) => p !== c.actor.person)) {
    return ownSeatOnly({ field: 'participants' });
  }
  const refused = mayBook(state, booking, session) ?? bar;
  if (refused) return refused;
  const plan = planSession(booking, c);
  if ('refusal' in plan) return plan;
  const fact = booked(state, booking, session, plan, c);
  return 'refusal' in fact ? fact : accept(fact);
}
