import type { Clause } from '../../domain/charter.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { drop, once, type PresentedRow, part, put, type ViewDefinition } from '../view.js';

/** The five words for how a clause stands; silence is never "kept". */
export const STANDINGS = ['breached', 'alleged', 'open', 'kept', 'not evidenced'] as const;
export type Standing = (typeof STANDINGS)[number];

export const standingColumns = {
  clause: { kind: 'text', says: 'Which clause.' },
  matter: { kind: 'text', says: 'What it is about, where its key does not say so.' },
  standing: { kind: 'text', says: 'How that matter stands.' },
  participant: { kind: 'text', says: 'Whose matter it is.' },
  at: { kind: 'text', says: 'Since when.' },
  fact: { kind: 'text', says: 'Fact that shows it.' },
  type: { kind: 'text', says: 'Kind of that fact.' },
  onceGone: {
    kind: 'text',
    says: 'What becomes of it, still open, once its participant is gone: dropped, or breached if they sat in a session since.',
  },
  seat: { kind: 'text', says: 'Seat in a session that it waits for or tells of: session and participant.' },
} as const satisfies ViewDefinition['columns'];

/** What becomes of a matter that is open when its participant goes and that nobody can settle any more. */
export type OnceGone = 'dropped' | 'breached-if-sat';

/** Whose matter it is, what becomes of it once they are gone, and which seat it tells of. */
export interface About {
  readonly participant?: string;
  readonly onceGone?: OnceGone;
  readonly seat?: string;
}

const keyOf = (clause: Clause, matter: string): string => `${clause} ${matter}`;
const rowOf = (fact: StoredFact, clause: Clause, standing: Standing, { participant, onceGone, seat }: About) => ({
  clause,
  standing,
  participant: participant ?? null,
  at: fact.happenedAt,
  fact: fact.id,
  type: fact.type,
  onceGone: onceGone ?? null,
  seat: seat ?? null,
});

/** One matter under a clause and how it stands by this fact; a later fact about the same matter takes its place. */
export const stands = (
  fact: StoredFact,
  clause: Clause,
  matter: string,
  standing: Standing,
  about: string | About = {},
) =>
  put(keyOf(clause, matter), rowOf(fact, clause, standing, typeof about === 'string' ? { participant: about } : about));
/** One matter that was kept by the first fact that says so: later ones add nothing. */
export const kept = (fact: StoredFact, clause: Clause, matter: string, about: About) =>
  once(keyOf(clause, matter), rowOf(fact, clause, 'kept', about));
/** The matter is no matter any more. */
export const gone = (clause: Clause, matter: string) => drop(keyOf(clause, matter));

/** Declares what one group of topics says of the standing of the clauses. */
export const standingPart = part<typeof standingColumns>();

const CLOSED = 'case closed';
const left = (participant: string): string => `gone ${participant}`;
/** A row under no clause: who is gone decides what becomes of what is still open. */
const mark = (fact: StoredFact, key: string, participant: string | null) =>
  put(key, { participant, at: fact.happenedAt, fact: fact.id, type: fact.type });
/** A participant is on the roster no more. */
export const hasLeft = (fact: StoredFact, participant: string) => mark(fact, left(participant), participant);
/** A participant is on the roster, for the first time or again. */
export const isBack = (participant: string) => drop(left(participant));
/** The case is closed: everybody is gone. */
export const caseIsClosed = (fact: StoredFact) => mark(fact, CLOSED, null);
/** The case is open again. */
export const caseIsOpen = () => drop(CLOSED);

/** What a matter is about, without its clause. */
export const matterOf = (row: PresentedRow): string =>
  String(row['matter'] ?? String(row['key']).slice(String(row['clause']).length + 1));

/** Of rows about one thing, the one whose fact came last. */
class Latest {
  readonly #rows = new Map<string, PresentedRow>();

  take(about: string, row: PresentedRow): void {
    const known = this.#rows.get(about);
    if (known === undefined || Number(known['revision']) < Number(row['revision'])) this.#rows.set(about, row);
  }

  /** The last about it, if it came after this row. */
  after(row: PresentedRow, about: string): PresentedRow | undefined {
    const last = this.#rows.get(about);
    return last !== undefined && Number(last['revision']) > Number(row['revision']) ? last : undefined;
  }
}

/**
 * The matters as they stand when all is told. What waits for a seat is over once that was said, paid or sat; the policies due
 * at joining are done once a session starts, which it does only then; and what can no longer be met by whoever is gone is no
 * matter any more, or breached where they sat in a session without it.
 */
export function settled(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const marks = new Set(rows.flatMap((row) => (row['clause'] ? [] : [`${row['stream']} ${row['key']}`])));
  const [told, sat, started] = [new Latest(), new Latest(), new Latest()];
  for (const row of rows) {
    const { stream, clause, seat, participant, type } = row;
    if (!seat || row['standing'] === 'open') continue;
    told.take(`${stream} ${clause} ${seat}`, row);
    if (clause === 'C5') sat.take(`${stream} ${participant}`, row);
    if (type === 'SessionStarted') started.take(`${stream} ${participant}`, row);
  }
  return rows.flatMap((row) => {
    const { stream, clause, seat, participant, onceGone } = row;
    if (!clause) return [];
    if (row['standing'] !== 'open') return [row];
    if (seat) {
      const over = told.after(row, `${stream} ${clause} ${seat}`) ?? told.after(row, `${stream} C5 ${seat}`);
      return over === undefined ? [row] : [];
    }
    const theirs = `${stream} ${participant}`;
    if (row['key'] === keyOf('R3', policiesFor(String(participant)))) {
      const start = started.after(row, theirs);
      if (start) return [{ ...row, standing: 'kept', at: start['at'], fact: start['fact'], type: start['type'] }];
    }
    const isGone = marks.has(`${stream} ${CLOSED}`) || marks.has(`${stream} ${left(String(participant))}`);
    if (!onceGone || !isGone) return [row];
    return onceGone === 'breached-if-sat' && sat.after(row, theirs) ? [{ ...row, standing: 'breached' }] : [];
  });
}

/** The policies that everybody who joins is to be given. */
export const policiesFor = (participant: string): string => `policies for ${participant}`;
