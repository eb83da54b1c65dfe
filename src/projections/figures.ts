import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { counsellingFacts } from '../domain/case/counselling.js';
import { disclosureFacts } from '../domain/case/disclosure.js';
import { endingFacts } from '../domain/case/ending.js';
import { feeFacts, paymentFacts } from '../domain/case/fees-facts.js';
import { rosterFacts } from '../domain/case/roster.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import { lodgingFacts } from '../domain/complaint/lodging.js';
import type { StoredFact } from '../domain/language/fact.js';
import { type PresentedRow, put, view } from './view.js';

const { CaseOpened, CaseClosed } = rosterFacts;
const { SessionBooked, SeatConfirmed, SeatUnconfirmed, SeatCancelled, SeatReleased, SessionCancelledByAgency } =
  sessionFacts;
const { SessionHeld, SeatAttended, SeatMissed, SessionHeldUnpaid, SessionNotProvided } = attendanceFacts;
const { SessionHeldUninformed, SessionHeldWhileBarred } = attendanceFacts;
const { FeeWaived, WrittenOff } = feeFacts;
const { CounsellingConsentGiven, CounsellingConsentWithdrawn } = counsellingFacts;
const { DisclosureMade, DisclosureRefused } = disclosureFacts;
const { PaymentReceived, PaymentDishonoured, RefundMade, CreditGiven, ReceiptIssued, ReceiptVoided } = paymentFacts;
const { ClientEnded } = endingFacts;
const { ComplaintLodged, TrackClosed } = lodgingFacts;

/** One contribution to one figure, by the instant it happened. */
const counts = ({ id, happenedAt }: StoredFact, figure: string, amount = 0) => [
  put(id, { figure, at: happenedAt, amount }),
];

/** Figures of the agency by month: sums over contributions, small cells suppressed, no filters. */
export const figures = view({
  name: 'figures',
  title: 'Agency figures by month',
  says: 'How many of each, by the local month in which it happened; counts below the small-cell threshold, and their sums, are suppressed.',
  column: 'figures',
  scopes: ['agency'],
  columns: {
    figure: { kind: 'text', says: 'What is counted.' },
    at: { kind: 'text', says: 'When it happened.' },
    amount: { kind: 'integer', says: 'Minutes or cents, where there are any.' },
  },
  order: ['at'],
  combines: true,
  present: (rows, { smallCell, monthOf }) => tableOfFigures(rows, smallCell, monthOf),
  follows: {
    CaseOpened,
    CaseClosed,
    SessionBooked,
    SeatConfirmed,
    SeatUnconfirmed,
    SeatCancelled,
    SeatReleased,
    FeeWaived,
    WrittenOff,
    ReceiptIssued,
    ReceiptVoided,
    CreditGiven,
    PaymentDishonoured,
    SessionHeldUninformed,
    SessionHeldWhileBarred,
    SessionCancelledByAgency,
    SessionHeld,
    SeatAttended,
    SeatMissed,
    SessionHeldUnpaid,
    SessionNotProvided,
    CounsellingConsentGiven,
    CounsellingConsentWithdrawn,
    DisclosureMade,
    DisclosureRefused,
    PaymentReceived,
    RefundMade,
    ClientEnded,
    ComplaintLodged,
    TrackClosed,
  },
  on: {
    CaseOpened: (f) => counts(f, 'cases opened'),
    CaseClosed: (f) => counts(f, 'cases closed'),
    SessionBooked: (f) => counts(f, f.open.reported ? 'sessions reported unbooked' : 'sessions booked', f.open.minutes),
    SeatConfirmed: (f) => counts(f, f.open.late ? 'seats confirmed late' : 'seats confirmed in time'),
    SeatUnconfirmed: (f) => counts(f, 'seats unconfirmed at the deadline'),
    SeatCancelled: (f) =>
      f.open.because === 'rescheduled-with'
        ? []
        : counts(f, f.open.late ? 'seats cancelled late' : 'seats cancelled in time'),
    SeatReleased: (f) => counts(f, 'seats released'),
    FeeWaived: (f) => counts(f, 'fees waived', f.open.cents),
    WrittenOff: (f) => counts(f, 'charges written off', f.open.cents),
    ReceiptIssued: (f) => counts(f, 'receipts issued'),
    ReceiptVoided: (f) => counts(f, 'receipts voided'),
    CreditGiven: (f) => counts(f, 'credits given', f.open.cents),
    PaymentDishonoured: (f) => counts(f, 'payments dishonoured', f.open.cents),
    SessionHeldUninformed: (f) => counts(f, 'seats held uninformed'),
    SessionHeldWhileBarred: (f) => counts(f, 'sessions held while barred'),
    SessionCancelledByAgency: (f) => counts(f, 'sessions cancelled by the agency'),
    SessionHeld: (f) => counts(f, 'sessions held', f.open.minutes),
    SeatAttended: (f) => counts(f, 'seats attended'),
    SeatMissed: (f) => counts(f, 'seats missed'),
    SessionHeldUnpaid: (f) => counts(f, 'seats held unpaid', f.open.owedCents),
    SessionNotProvided: (f) => counts(f, 'sessions not provided'),
    CounsellingConsentGiven: (f) => counts(f, 'consents to counselling given'),
    CounsellingConsentWithdrawn: (f) => counts(f, 'consents to counselling withdrawn'),
    DisclosureMade: (f) => counts(f, 'disclosures made'),
    DisclosureRefused: (f) => counts(f, 'disclosures refused'),
    PaymentReceived: (f) => counts(f, 'payments received', f.open.cents),
    RefundMade: (f) => counts(f, 'refunds made', f.open.cents),
    ClientEnded: (f) => counts(f, 'clients who left'),
    ComplaintLodged: (f) => counts(f, 'complaints lodged'),
    TrackClosed: (f) => counts(f, 'complaint tracks closed'),
  },
});

/** Month by month, figure by figure; a small count hides its amount too. */
export function tableOfFigures(
  rows: readonly PresentedRow[],
  smallCell: number,
  monthOf: (instant: string) => string,
): readonly PresentedRow[] {
  const cells = new Map<string, { month: string; figure: string; count: number; amount: number }>();
  for (const { figure, at, amount } of rows) {
    const month = monthOf(String(at));
    const key = `${month} ${String(figure)}`;
    const cell = cells.get(key) ?? { month, figure: String(figure), count: 0, amount: 0 };
    cell.count++;
    cell.amount += Number(amount ?? 0);
    cells.set(key, cell);
  }
  return [...cells.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { month, figure, count, amount }]) =>
      count < smallCell
        ? { month, figure, count: `under ${smallCell}`, amount: null, countedBy: 'happened' }
        : { month, figure, count, amount, countedBy: 'happened' },
    );
}
