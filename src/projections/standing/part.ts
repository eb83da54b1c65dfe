import type { Clause } from '../../domain/charter.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { drop, type PresentedRow, part, put, type ViewDefinition } from '../view.js';

/** The five words for how a clause stands; silence is never "kept". */
export const STANDINGS = ['breached', 'alleged', 'open', 'kept', 'not evidenced'] as const;
export type Standing = (typeof STANDINGS)[number];

export const standingColumns = {
  clause: { kind: 'text', says: 'Which clause.' },
  matter: { kind: 'text', says: 'What it is about.' },
  standing: { kind: 'text', says: 'How that matter stands.' },
  participant: { kind: 'text', says: 'Whose matter it is.' },
  at: { kind: 'text', says: 'Since when.' },
  fact: { kind: 'text', says: 'Fact that shows it.' },
  type: { kind: 'text', says: 'Kind of that fact.' },
  onceGone: {
    kind: 'text',
    says: 'What becomes of it, still open, once its participant is gone: dropped or breached.',
  },
} as const satisfies ViewDefinition['columns'];

/** What becomes of a matter that is open when its participant goes and that nobody can settle any more. */
export type OnceGone = 'dropped' | 'breached';

/** One matter under a clause and how it stands by this fact; a later fact about the same matter takes its place. */
export const stands = (
  fact: StoredFact,
  clause: Clause,
  matter: string,
  standing: Standing,
  participant?: string,
  onceGone?: OnceGone,
) =>
  put(`${clause} ${matter}`, {
    clause,
    matter,
    standing,
    participant: participant ?? null,
    at: fact.happenedAt,
    fact: fact.id,
    type: fact.type,
    onceGone: onceGone ?? null,
  });
/** The matter is no matter any more. */
export const gone = (clause: Clause, matter: string) => drop(`${clause} ${matter}`);

/** Declares what one group of topics says of the standing of the clauses. */
export const standingPart = part<typeof standingColumns>();

const CLOSED = 'case closed';
const left = (participant: string): string => `gone ${participant}`;
/** A row under no clause: who is gone decides what becomes of what is still open. */
const mark = (fact: StoredFact, key: string, participant: string | null) =>
  put(key, {
    clause: null,
    matter: key,
    standing: null,
    participant,
    at: fact.happenedAt,
    fact: fact.id,
    type: fact.type,
    onceGone: null,
  });
/** A participant is on the roster no more. */
export const hasLeft = (fact: StoredFact, participant: string) => mark(fact, left(participant), participant);
/** A participant is on the roster, for the first time or again. */
export const isBack = (participant: string) => drop(left(participant));
/** The case is closed: everybody is gone. */
export const caseIsClosed = (fact: StoredFact) => mark(fact, CLOSED, null);
/** The case is open again. */
export const caseIsOpen = () => drop(CLOSED);

/** The matters, less those that can no longer be met by whoever is gone; those are breached where a session was held without. */
export function stillOwed(rows: readonly PresentedRow[]): readonly PresentedRow[] {
  const marks = new Set(rows.flatMap((row) => (row['clause'] ? [] : [`${row['stream']} ${row['matter']}`])));
  return rows.flatMap((row) => {
    const { stream, participant, onceGone, standing } = row;
    const isGone = marks.has(`${stream} ${CLOSED}`) || marks.has(`${stream} ${left(String(participant))}`);
    if (standing !== 'open' || !onceGone || !isGone) return [row];
    return onceGone === 'breached' ? [{ ...row, standing: 'breached' }] : [];
  });
}
