import { daysBetween } from './ages.js';
import type { PresentedAt, PresentedRow } from './view.js';

interface Part {
  readonly case: string;
  readonly entry?: string;
  readonly ground?: string;
}
interface What {
  readonly last?: boolean;
  readonly entries?: readonly Part[];
  readonly withheld?: readonly Part[];
  readonly notes?: readonly string[];
}
const saidIn = (row: PresentedRow): What => (row['what'] ?? {}) as What;
const nameOf = ({ case: caseId, entry }: Part): string => `${caseId} ${entry ?? ''}`;

/** How much was withheld on which ground, less what was given afterwards. */
function withheldIn(answers: readonly PresentedRow[]): Readonly<Record<string, number>> {
  const withheld = new Map<string, string>();
  for (const answer of answers) {
    if (answer['outcome'] !== 'released') continue;
    for (const one of saidIn(answer).withheld ?? []) withheld.set(nameOf(one), String(one.ground));
    for (const one of saidIn(answer).entries ?? []) withheld.delete(nameOf(one));
  }
  const grounds = [...withheld.values()];
  return Object.fromEntries(
    [...new Set(grounds)].map((ground) => [ground, grounds.filter((one) => one === ground).length]),
  );
}

/** A correction refused in part is answered; what the clock said lasts only as long as the silence. */
function stateOf({ state, deemedRefusedAt }: PresentedRow, answers: readonly PresentedRow[]): unknown {
  if (state === 'open' && deemedRefusedAt) return 'deemed-refused';
  return state === 'refused' && answers.some((one) => one['outcome'] === 'granted') ? 'answered' : state;
}

/** Where the way to the Commissioner stands. */
function recourseOf({ commissioner, recourse: lapsed }: PresentedRow, until: string, now: string): string | null {
  if (commissioner === 'before') return 'before-commissioner';
  if (until === '') return null;
  return until < now || lapsed === until ? 'over' : 'open';
}

const answerOf = ({ outcome, at, recipient, what, complainUntil, answer, fact }: PresentedRow): PresentedRow => ({
  outcome,
  at,
  ...(recipient ? { recipient } : {}),
  ...(what as object),
  ...(complainUntil ? { complainUntil } : {}),
  answer,
  fact,
});

function whole(row: PresentedRow, parts: readonly PresentedRow[], now: string): PresentedRow {
  const answers = parts.filter((one) => one['part'] === 'answer');
  const tellings = parts.filter((one) => one['part'] === 'telling');
  const entries = answers.flatMap((one) => (one['outcome'] === 'released' ? (saidIn(one).entries ?? []) : []));
  const until = [row, ...answers].flatMap((one) => (one['complainUntil'] ? [String(one['complainUntil'])] : [])).sort();
  const state = stateOf(row, answers);
  const { part: _part, at: _at, outcome: _outcome, what: _what, recipient: _recipient, answer: _answer, ...rest } = row;
  return {
    ...rest,
    state,
    daysLeft: state === 'open' && row['due'] ? daysBetween(now, String(row['due'])) : null,
    answeredAt: answers.find((one) => saidIn(one).last)?.['at'] ?? null,
    released: new Set(entries.map(nameOf)).size,
    withheld: withheldIn(answers),
    notes: new Set(answers.flatMap((one) => saidIn(one).notes ?? [])).size,
    answers: answers.map(answerOf),
    tellings: tellings.map(({ recipient, outcome, at }) => ({ recipient, outcome, ...(at ? { at } : {}) })),
    complainUntil: until.at(-1) ?? null,
    recourse: recourseOf(row, until.at(-1) ?? '', now),
  };
}

/** One row a request, with every answer and telling that stands under it, in the order in which they were recorded. */
export function wholeRequests(rows: readonly PresentedRow[], { now }: PresentedAt): readonly PresentedRow[] {
  const parts = new Map<string, PresentedRow[]>();
  const keyOf = (row: PresentedRow): string => `${row['stream']} ${row['request']}`;
  for (const row of [...rows].sort((a, b) => Number(a['revision']) - Number(b['revision'])))
    if (row['part'] !== 'request') parts.set(keyOf(row), [...(parts.get(keyOf(row)) ?? []), row]);
  return rows.flatMap((row) => (row['part'] === 'request' ? [whole(row, parts.get(keyOf(row)) ?? [], now)] : []));
}
