import type { Clause } from '../../domain/charter.js';
import type { StoredFact } from '../../domain/language/fact.js';
import { drop, part, put, type ViewDefinition } from '../view.js';

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
} as const satisfies ViewDefinition['columns'];

/** One matter under a clause and how it stands by this fact; a later fact about the same matter takes its place. */
export const stands = (fact: StoredFact, clause: Clause, matter: string, standing: Standing, participant?: string) =>
  put(`${clause} ${matter}`, {
    clause,
    matter,
    standing,
    participant: participant ?? null,
    at: fact.happenedAt,
    fact: fact.id,
    type: fact.type,
  });
/** The matter is no matter any more. */
export const gone = (clause: Clause, matter: string) => drop(`${clause} ${matter}`);

/** Declares what one group of topics says of the standing of the clauses. */
export const standingPart = part<typeof standingColumns>();
