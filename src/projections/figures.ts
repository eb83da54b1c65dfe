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
const counts = ({ id, happenedAt, recordedAt }: StoredFact, figure: string, amount = 0) => [
  put(id, { figure, at: happenedAt, amount, recordedAt }),
];

/** Figures of the agency by month: sums over contributions that no two answers can be told apart by; no filters. */
export const figures = view({
  name: 'figures',
  title: 'Agency figures by month',
  says: 'How many of each, by the local month in which it happened, from what was recorded in months that are over. Counts below the small-cell threshold, and their sums, are suppressed; what is shown changes only when at least as many contributions changed, so that no difference of two answers tells of one person.',
  column: 'figures',
  scopes: ['agency'],
  columns: {
    figure: { kind: 'text', says: 'What is counted.' },
    at: { kind: 'text', says: 'When it happened.' },
    amount: { kind: 'integer', says: 'Minutes or cents, where there are any.' },
    recordedAt: { kind: 'text', says: 'When it was recorded.' },
    struckBy: { kind: 'text', says: 'Id of the fact that struck it.' },
    struckAt: { kind: 'text', says: 'When that was recorded.' },
  },
  order: ['at'],
  keepsStruck: true,
  combines: true,
  present: (rows, { smallCell, monthOf, now, past }) => tableOfFigures(rows, { smallCell, monthOf, now, past }),
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

/** One thing counted in one cell, from the month in which it was recorded until the one in which it was struck. */
interface Contribution {
  readonly id: string;
  readonly month: string;
  readonly figure: string;
  readonly amount: number;
  readonly from: string;
  readonly until?: string;
}

/** What figures are made with. */
export interface FiguresAt {
  readonly smallCell: number;
  readonly monthOf: (instant: string) => string;
  readonly now: string;
  /** True when an earlier position is looked at: then the last month in which anything was recorded may be cut short. */
  readonly past?: boolean;
}

/** Month by month, figure by figure, with its unit; a small count hides its amount too. */
export function tableOfFigures(rows: readonly PresentedRow[], at: FiguresAt): readonly PresentedRow[] {
  const { smallCell, monthOf, now, past = false } = at;
  const counted = rows.map((row) => contributionOf(row, monthOf));
  const latest = counted.reduce((last, { from, until = '' }) => [last, from, until].sort().at(-1) ?? last, '');
  const open = past ? latest : monthOf(now);
  const cells = new Map<string, Contribution[]>();
  for (const one of [...counted, ...durationsOf(rows, monthOf)]) {
    const key = `${one.month} ${one.figure}`;
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  return [...cells.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, contributions]) => {
      const published = publishedOf(contributions, open, smallCell);
      if (published === undefined) return [];
      const { month, figure } = contributions[0] as Contribution;
      const unit = UNITS[figure] ?? null;
      const amount = published.reduce((sum, one) => sum + one.amount, 0);
      const small = published.length < smallCell;
      const shown = small
        ? { count: `under ${smallCell}`, amount: null }
        : { count: published.length, amount: unit && amount };
      return [{ month, figure, ...shown, unit, countedBy: 'happened' }];
    });
}

const contributionOf = (row: PresentedRow, monthOf: FiguresAt['monthOf']): Contribution => ({
  id: String(row['key']),
  month: monthOf(String(row['at'])),
  figure: String(row['figure']),
  amount: Number(row['amount'] ?? 0),
  from: monthOf(String(row['recordedAt'])),
  ...(row['struckAt'] ? { until: monthOf(String(row['struckAt'])) } : {}),
});

const standingIn = (month: string, { from, until }: Pick<Contribution, 'from' | 'until'>): boolean =>
  from <= month && (until === undefined || until > month);

/**
 * What a cell shows: month by month of recording, the contributions as they stood at its end replace those shown before once
 * at least a small cell's number of them changed. Undefined before anything was recorded in a month that is over.
 */
function publishedOf(
  contributions: readonly Contribution[],
  open: string,
  smallCell: number,
): readonly Contribution[] | undefined {
  const months = [...new Set(contributions.flatMap(({ from, until }) => (until ? [from, until] : [from])))].sort();
  let shown: readonly Contribution[] | undefined;
  for (const month of months) {
    if (month >= open) break;
    const standing = contributions.filter((one) => standingIn(month, one));
    const before = new Set(shown);
    const kept = standing.filter((one) => before.has(one)).length;
    if (standing.length - kept + before.size - kept >= smallCell) shown = standing;
    else shown ??= [];
  }
  return shown;
}

/** How long what is counted took, in whole days begun, each in the month in which it ended, as it was known month by month. */
function durationsOf(rows: readonly PresentedRow[], monthOf: FiguresAt['monthOf']): readonly Contribution[] {
  const ends = new Set<string>(DURATIONS.flat());
  const streams = new Map<string, (Contribution & { readonly at: string })[]>();
  for (const row of rows) {
    if (!ends.has(String(row['figure']))) continue;
    const stream = String(row['stream']);
    const one = { ...contributionOf(row, monthOf), at: String(row['at']) };
    streams.set(stream, [...(streams.get(stream) ?? []), one]);
  }
  return [...streams].flatMap(([stream, known]) => {
    const months = [...new Set(known.flatMap(({ from, until }) => (until ? [from, until] : [from])))].sort();
    return DURATIONS.flatMap(([begins, ends, figure]) =>
      months.flatMap((month, index): readonly Contribution[] => {
        const first = (name: string): string | undefined =>
          known
            .filter((one) => one.figure === name && standingIn(month, one))
            .map(({ at }) => at)
            .sort()[0];
        const [began, ended] = [first(begins), first(ends)];
        if (began === undefined || ended === undefined || ended < began) return [];
        const amount = Math.ceil((Date.parse(ended) - Date.parse(began)) / DAY_MILLISECONDS);
        const until = months[index + 1];
        return [{ id: stream, month: monthOf(ended), figure, amount, from: month, ...(until ? { until } : {}) }];
      }),
    );
  });
}
