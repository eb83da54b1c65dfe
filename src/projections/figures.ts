import { attendanceFacts } from '../domain/case/attendance-facts.js';
import { counsellingFacts } from '../domain/case/counselling.js';
import { disclosureFacts } from '../domain/case/disclosure.js';
import { endingFacts } from '../domain/case/ending.js';
import { feeFacts, paymentFacts } from '../domain/case/fees-facts.js';
import { rosterFacts } from '../domain/case/roster.js';
import { sessionFacts } from '../domain/case/sessions-facts.js';
import { handlingFacts } from '../domain/complaint/handling-facts.js';
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
const { ComplaintDecided } = handlingFacts;

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
    ComplaintDecided,
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
    ComplaintDecided: (f) => counts(f, 'complaints decided'),
    TrackClosed: (f) => counts(f, 'complaint tracks closed'),
  },
});

/** What the amount of a figure is counted in; the others have none. */
const UNITS: Readonly<Record<string, 'minutes' | 'cents' | 'days'>> = {
  'sessions booked': 'minutes',
  'sessions reported unbooked': 'minutes',
  'sessions held': 'minutes',
  'seats held unpaid': 'cents',
  'fees waived': 'cents',
  'charges written off': 'cents',
  'payments received': 'cents',
  'payments dishonoured': 'cents',
  'refunds made': 'cents',
  'credits given': 'cents',
  'complaints decided, from lodging': 'days',
  'first sessions, from opening the case': 'days',
};

/** Durations: from the first of one figure in a stream to the first of another there. */
const DURATIONS = [
  ['complaints lodged', 'complaints decided', 'complaints decided, from lodging'],
  ['cases opened', 'sessions held', 'first sessions, from opening the case'],
] as const;

const DAY_MILLISECONDS = 86_400_000;

/** How long what is counted took, in whole days begun, each in the month in which it ended. */
function durationsOf(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const first = new Map<string, string>();
  for (const { stream, figure, at } of rows) {
    const key = `${String(stream)} ${String(figure)}`;
    const known = first.get(key);
    if (known === undefined || String(at) < known) first.set(key, String(at));
  }
  const streams = [...new Set(rows.map(({ stream }) => String(stream)))];
  return streams.flatMap((stream) =>
    DURATIONS.flatMap(([from, to, figure]) => {
      const [began, ended] = [first.get(`${stream} ${from}`), first.get(`${stream} ${to}`)];
      if (began === undefined || ended === undefined || ended < began) return [];
      const amount = Math.ceil((Date.parse(ended) - Date.parse(began)) / DAY_MILLISECONDS);
      return [{ stream, figure, at: ended, amount }];
    }),
  );
}

/** Month by month, figure by figure, with its unit; a small count hides its amount too. */
export function tableOfFigures(
  rows: readonly PresentedRow[],
  smallCell: number,
  monthOf: (instant: string) => string,
): readonly PresentedRow[] {
  const cells = new Map<string, { month: string; figure: string; count: number; amount: number }>();
  for (const { figure, at, amount } of [...rows, ...durationsOf(rows)]) {
    const month = monthOf(String(at));
    const key = `${month} ${String(figure)}`;
    const cell = cells.get(key) ?? { month, figure: String(figure), count: 0, amount: 0 };
    cell.count++;
    cell.amount += Number(amount ?? 0);
    cells.set(key, cell);
  }
  return [...cells.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { month, figure, count, amount }]) => {
      const unit = UNITS[figure] ?? null;
      const shown =
        count < smallCell ? { count: `under ${smallCell}`, amount: null } : { count, amount: unit && amount };
      return { month, figure, ...shown, unit, countedBy: 'happened' };
    });
}
