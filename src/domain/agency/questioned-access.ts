import { accept, type Circumstances, type Decision, evolution } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, count, id, instant, list } from '../language/field.js';
import type { World } from '../world.js';
import type { BreachKind } from './breach-facts.js';
import { extendBreach, findBreach } from './breach-handling.js';
import type { BreachRegister } from './breach-register.js';

/** What was done across what was not known: looked, played a recording, or handed over a copy. */
export const QUESTIONED_OF = ['look', 'recording', 'copy'] as const;

/** Most entries that one fact names; how many there were in all stands beside them. */
export const ENTRIES_NAMED = 100;

export const questionedAccessFacts = {
  AccessQuestioned: fact({
    type: 'AccessQuestioned',
    stream: 'breaches',
    clauses: ['R7'],
    says: 'Somebody saw what they would not have been shown, had it been known then: each time stays on record as it was, and a breach is assessed (rules 11 and 46).',
    // Whom it concerns is told in their own file, as with every fact of this register.
    fields: {
      breach: id(),
      /** The fact that was known late, or by which a link was undone. */
      because: id('fact'),
      person: id(),
      reader: id(),
      of: code(...QUESTIONED_OF),
      /** Entries of the access log, or facts by which a recording was played or a copy given; the first of them. */
      entries: list(id()),
      count: count(),
      first: instant(),
      last: instant(),
    },
    subjects: { reader: 'staff' },
    example: {
      breach: '0190c7a0-0000-7000-8000-0000000000b1',
      because: '0190c7a0-0000-8000-8000-0000000000e3',
      person: '0190c7a0-0000-7000-8000-0000000000c1',
      reader: '0190c7a0-0000-7000-8000-00000000007a',
      of: 'look',
      entries: ['0190c7a0-0000-7000-8000-00000000100c'],
      count: 1,
      first: '2026-03-12T15:00:00.000Z',
      last: '2026-03-12T15:00:00.000Z',
    },
  }),
} as const;

const { AccessQuestioned } = questionedAccessFacts;

type Of = (typeof QUESTIONED_OF)[number];

/** What one reader saw of one person, in one way, that they would not have been shown. */
export interface Questioned {
  readonly person: string;
  readonly reader: string;
  readonly of: Of;
  readonly entries: readonly string[];
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

export interface QuestionedState {
  /** By the fact known late, whose looks at whom were questioned: each once, however often the log is gone through. */
  readonly because: Map<string, Set<string>>;
  /** By breach, who looked: none of them assesses it. */
  readonly readers: Map<string, Set<string>>;
}

const keyOf = ({ person, reader, of }: Pick<Questioned, 'person' | 'reader' | 'of'>): string =>
  `${person} ${reader} ${of}`;
const add = (sets: Map<string, Set<string>>, key: string, value: string): void =>
  void sets.set(key, (sets.get(key) ?? new Set()).add(value));

/** What was questioned, by its facts. */
export const questionedAccess = evolution<QuestionedState, typeof questionedAccessFacts>(
  () => ({ because: new Map(), readers: new Map() }),
  questionedAccessFacts,
  {
    AccessQuestioned: (s, { open }) => {
      add(s.because, open.because, keyOf(open));
      add(s.readers, open.breach, open.reader);
    },
  },
);

/** What is to be questioned because of one fact. */
export interface Questioning {
  /** The fact that was known late, or by which a link was undone. */
  readonly fact: string;
  readonly kind: BreachKind;
  /** Whom it concerns even if nobody looked: the two of a wrong link. */
  readonly persons: readonly string[];
  readonly questioned: readonly Questioned[];
}

/**
 * Puts what was questioned into the register: a breach is found, or the one that the same fact raised is extended, and each
 * person concerned is to be told. Whether it is a breach, the assessment says; nothing is relabelled.
 */
export function questionAccess(
  slices: { readonly register: BreachRegister; readonly questionedAccess: QuestionedState },
  { fact: because, kind, persons: concerned, questioned }: Questioning,
  c: Circumstances<World>,
): Decision {
  const known = slices.questionedAccess.because.get(because) ?? new Set();
  const fresh = questioned.filter((one) => !known.has(keyOf(one)));
  const before = slices.register.raisedBy.get(because);
  if (fresh.length === 0 && (before !== undefined || concerned.length === 0)) return accept();
  const breach = before ?? c.id('breach');
  const persons = [...new Set([...concerned, ...fresh.map(({ person }) => person)])];
  const first = fresh.map((one) => one.first).sort()[0];
  const found =
    before === undefined
      ? findBreach(
          slices,
          {
            kind,
            persons,
            cases: [],
            staff: [...new Set(fresh.map(({ reader }) => reader))].filter((one) => c.world.staff.ever.has(one)),
            raisedBy: because,
            ...(first !== undefined && { occurredAt: first }),
          },
          c,
        )
      : extendBreach(slices, { breach: before, persons, cases: [] }, c);
  if ('refusal' in found) return found;
  return accept(
    ...found.facts,
    ...fresh.map((one) => AccessQuestioned({ ...one, breach, because, entries: one.entries.slice(0, ENTRIES_NAMED) })),
  );
}
