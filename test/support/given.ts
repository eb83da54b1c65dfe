import { kindOf } from '../../src/domain/catalogue.js';
import type { Circumstances, Decision, StreamFold } from '../../src/domain/language/decision.js';
import type { NewFact, StoredFact } from '../../src/domain/language/fact.js';
import { standing } from '../../src/domain/language/mistakes.js';
import { FOLDS, type World } from '../../src/domain/world.js';
import { timeZone } from '../../src/infrastructure/time/zone.js';

const hex = (n: number): string => n.toString(16).padStart(12, '0');

/** An id that stands for a thing in a test: the same name always gives the same id. */
export const idOf = (name: string): string => {
  let sum = 7;
  for (const c of name) sum = (sum * 31 + c.charCodeAt(0)) % 2 ** 44;
  return `0190c7a0-0000-7000-8000-${hex(sum)}`;
};

/** Wraps new facts as they would be stored in one stream; `happenedAt` of each may be given, else a fixed morning. */
export function stored(
  facts: readonly NewFact[],
  {
    stream = 'case-x',
    at = '2026-01-05T14:00:00.000Z',
    actor = idOf('front desk'),
    role = 'front-desk',
    from = 0,
  } = {},
): readonly StoredFact[] {
  return facts.map((fact, i) => {
    const kind = kindOf(fact.type);
    const open = Object.fromEntries(
      Object.entries(fact.data).filter(([name, value]) => value !== undefined && kind?.fields[name]?.sealed !== true),
    );
    return {
      id: idOf(`${stream} ${from + i}`),
      type: fact.type,
      version: kind?.version ?? 1,
      logId: 'test',
      stream,
      revision: from + i,
      ...(fact.restsOn && { restsOn: fact.restsOn }),
      ...(fact.supersedes && { supersedes: fact.supersedes }),
      happenedAt: fact.happenedAt ?? at,
      recordedAt: at,
      actor: { person: actor, role },
      purpose: 'TREAT',
      subjects: [],
      action: { id: idOf(`action ${from + i}`), name: 'test', part: 0, of: 1 },
      correlationId: idOf('correlation'),
      causationId: idOf('causation'),
      open,
      sealed: {},
      payloadDigest: '',
      digest: '',
    };
  });
}

/** The state of a stream after the facts, struck ones left out. */
export function given<S>(
  fold: StreamFold<S>,
  facts: readonly (NewFact | StoredFact)[],
  options?: Parameters<typeof stored>[1],
): S {
  const all = facts.map((f, i) =>
    'envelope' in f || 'revision' in f
      ? (f as StoredFact)
      : (stored([f as NewFact], { ...options, from: i })[0] as StoredFact),
  );
  const state = fold.initial();
  for (const fact of standing(all)) fold.evolve(state, fact);
  return state;
}

/** Circumstances with a real zone and an empty world, changed as the test says. */
export function circumstances(
  changes: Partial<Omit<Circumstances<World>, 'world'>> & { readonly world?: Partial<World> } = {},
): Circumstances<World> {
  const now = changes.now ?? '2026-01-05T15:00:00.000Z';
  return {
    now,
    happenedAt: now,
    precision: 'millisecond',
    actor: { person: idOf('front desk'), role: 'front-desk' },
    id: idOf,
    history: [],
    ...changes,
    world: {
      zone: timeZone('America/Toronto'),
      ...FOLDS.staff.initial(),
      ...FOLDS.calendars.initial(),
      ...FOLDS.policies.initial(),
      ...FOLDS.parameters.initial(),
      ...FOLDS['complaint-register'].initial(),
      ...FOLDS['linked-persons'].initial(),
      therapist: () => FOLDS.therapist.initial(),
      case: () => FOLDS.case.initial(),
      complaint: () => FOLDS.complaint.initial(),
      college: () => FOLDS.college.initial(),
      person: () => FOLDS.person.initial().person,
      contact: () => FOLDS.person.initial().contact,
      file: () => FOLDS.file.initial(),
      mandatoryReport: () => FOLDS['mandatory-report'].initial(),
      breaches: () => FOLDS.breaches.initial(),
      accessReviews: () => FOLDS['access-reviews'].initial(),
      closing: () => FOLDS.file.initial().closing,
      digestOf: (text) => text,
      ...changes.world,
    },
  };
}

/** Types of the facts of a decision, or its refusal's code: what most tests say. */
export const outcome = (decision: Decision): readonly string[] | string =>
  'refusal' in decision ? decision.refusal.code : decision.facts.map((f) => f.type);
