import { attendanceFacts } from '../../domain/case/attendance-facts.js';
import { feeFacts, paymentFacts } from '../../domain/case/fees-facts.js';
import { sessionFacts } from '../../domain/case/sessions-facts.js';
import type { Clause } from '../../domain/charter.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { nothing } from '../view.js';
import { gone, kept, standingPart, stands } from './part.js';

const { FeeTold, FeeWaived, WrittenOff, ChargeReversed, ChargeDisputed, DisputeDecided } = feeFacts;
const { ReceiptIssued } = paymentFacts;

type Seat = { readonly session: string; readonly participant: string };
/** What waits and what became of it are two matters: the end of a session takes away only what waited. */
const toSay = ({ session, participant }: Seat) => `seat of ${participant} in ${session} waits for its deadline`;
const said = ({ session, participant }: Seat) => `seat of ${participant} in ${session}`;
const toPay = ({ session, participant }: Seat) => `fee of ${participant} for ${session} waits for the session`;
const paid = ({ session, participant }: Seat) => `fee of ${participant} for ${session}`;
const unpaid = (charge: string) => `charge ${charge} unpaid when its session was held`;
const chargeMatter = (charge: string) => `late or missed fee ${charge}`;

const about = ({ session, participant }: Seat) => ({ participant, seat: `${session} ${participant}` });

/** Nothing is waited for any more; what was said and paid by then stands as it stood. */
const over = (seat: Seat) => [gone('C3', toSay(seat)), gone('C4', toPay(seat))];
const hasSaid = (fact: StoredFact, seat: Seat, late: boolean) => [
  stands(fact, 'C3', said(seat), late ? 'breached' : 'kept', about(seat)),
];
/** The fee that takes the place of a session's, open until it is settled. */
const feeInstead = (fact: StoredFact, { feeCharge, ...seat }: Seat & { readonly feeCharge?: string }) =>
  feeCharge === undefined ? [] : [stands(fact, 'C4', chargeMatter(feeCharge), 'open', seat.participant)];

/** Which clauses a session held without something breaches; that nobody told the fee is no client's breach. */
const MISSING: Readonly<Record<string, readonly Clause[]>> = {
  policy: ['R3', 'R7'],
  explanation: ['T2'],
  consent: ['T2'],
  fee: ['R3'],
};

/** C3, C4 and what else is seen from sessions: every seat stands alone. */
export const bookingStanding = standingPart({
  follows: {
    ...sessionFacts,
    ...attendanceFacts,
    FeeTold,
    FeeWaived,
    WrittenOff,
    ChargeReversed,
    ReceiptIssued,
    ChargeDisputed,
    DisputeDecided,
  },
  on: {
    SessionBooked: (f) =>
      f.open.seats.flatMap(({ participant }) => {
        const seat = { session: f.open.session, participant };
        return [
          ...(f.open.deadline && !f.open.reported ? [stands(f, 'C3', toSay(seat), 'open', about(seat))] : []),
          stands(f, 'C4', toPay(seat), 'open', about(seat)),
        ];
      }),
    SeatConfirmed: (f) => hasSaid(f, f.open, f.open.late),
    SeatUnconfirmed: (f) => hasSaid(f, f.open, true),
    SeatCancelled: (f) => [
      ...over(f.open),
      ...feeInstead(f, f.open),
      // Who is moved along with somebody else cancelled nothing.
      ...(f.open.because === 'rescheduled-with' ? [] : hasSaid(f, f.open, f.open.late)),
    ],
    // To leave breaches nothing (R11), whatever fee was disclosed.
    SeatReleased: (f) => [
      ...over(f.open),
      ...feeInstead(f, f.open),
      ...(f.open.because === 'client-ended' || f.open.because === 'participant-left'
        ? [stands(f, 'R11', `release of ${f.open.participant} from ${f.open.session}`, 'kept', f.open.participant)]
        : []),
    ],
    // What the agency calls off counts against nobody (rule 7).
    SessionCancelledByAgency: (f) =>
      f.open.seats.flatMap(({ participant }) => {
        const seat = { session: f.open.session, participant };
        return [...over(seat), gone('C3', said(seat))];
      }),
    BookingLapsed: nothing,
    // What the clock had said too soon is superseded by the same fact.
    DeadlineExtended: nothing,
    UrgentCareOverridden: (f) =>
      (['R3', 'T2'] as const).map((clause) =>
        stands(f, clause, `urgent care of ${f.open.participant}`, 'open', {
          participant: f.open.participant,
          onceGone: 'dropped',
        }),
      ),
    SessionStarted: (f) =>
      f.open.present.flatMap((participant) => [
        stands(
          f,
          'C4',
          paid({ session: f.open.session, participant }),
          'kept',
          about({ session: f.open.session, participant }),
        ),
        stands(f, 'R4', `therapist in good standing for ${f.open.session}`, 'kept'),
      ]),
    SessionHeld: nothing,
    SeatAttended: (f) => [
      kept(f, 'C4', paid(f.open), about(f.open)),
      kept(f, 'C5', `attendance of ${f.open.participant} in ${f.open.session}`, about(f.open)),
    ],
    // Missing is no breach of confirming or cancelling by noon.
    SeatMissed: (f) => [...over(f.open), ...feeInstead(f, f.open)],
    SessionNotProvided: (f) => [
      ...f.open.seats.flatMap(({ participant }) => over({ session: f.open.session, participant })),
      stands(f, 'T3', `session ${f.open.session} not provided`, 'alleged'),
      stands(f, 'R1', `session ${f.open.session} not provided`, 'alleged'),
      stands(f, 'T1', `session ${f.open.session} not provided`, 'alleged'),
    ],
    SessionHeldUnpaid: (f) => [
      gone('C4', paid(f.open)),
      stands(f, 'C4', unpaid(f.open.charge), 'breached', f.open.participant),
    ],
    SessionHeldUninformed: (f) =>
      [...new Set(f.open.missing.flatMap((missing) => MISSING[missing] ?? []))].map((clause) =>
        stands(
          f,
          clause,
          `session ${f.open.session} uninformed, ${f.open.participant}`,
          'breached',
          f.open.participant,
        ),
      ),
    SessionHeldWhileBarred: (f) => [stands(f, 'R4', `therapist in good standing for ${f.open.session}`, 'breached')],
    FeeTold: (f) => [
      kept(f, 'R3', `fee of ${f.open.service} told to ${f.open.participant}`, { participant: f.open.participant }),
    ],
    // A receipt is given only for what is paid; what the agency gives up is no longer owed.
    ReceiptIssued: (f) =>
      f.open.kind === 'missed-appointment'
        ? [stands(f, 'C4', chargeMatter(f.open.charge), 'kept', f.open.participant)]
        : [],
    FeeWaived: (f) => [gone('C4', chargeMatter(f.open.charge))],
    WrittenOff: (f) => [gone('C4', chargeMatter(f.open.charge))],
    // What was never owed was not left unpaid.
    ChargeReversed: (f) => [gone('C4', chargeMatter(f.open.charge)), gone('C4', unpaid(f.open.charge))],
    // To dispute a charge says nothing against whoever does: it waits for an answer.
    ChargeDisputed: (f) => [stands(f, 'C4', `dispute of ${f.open.charge}`, 'open', f.open.participant)],
    DisputeDecided: (f) => [
      gone('C4', `dispute of ${f.open.charge}`),
      ...(f.open.outcome === 'taken-back'
        ? [gone('C4', chargeMatter(f.open.charge)), gone('C4', unpaid(f.open.charge))]
        : []),
    ],
  },
});
