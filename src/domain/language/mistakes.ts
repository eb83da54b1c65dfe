import { addDaysToInstant } from './business-time.js';
import { accept, type Circumstances, type Decision, refusal } from './decision.js';
import { type AnyKind, fact, type NewFact, type StoredFact, type StreamKind } from './fact.js';
import { code, id, list, sealed, text } from './field.js';

const EVERY_STREAM: readonly StreamKind[] = [
  'person',
  'sign-in',
  'case',
  'complaint',
  'college',
  'therapist',
  'staff',
  'calendars',
  'policies',
  'parameters',
  'breaches',
  'complaint-register',
  'file',
  'mandatory-report',
];

/** Version 2 is stated in more kinds of stream; what version 1 says reads as it always did. */
const inMoreStreams = { version: 2, lifts: { 1: (open: Readonly<Record<string, unknown>>) => open } } as const;

const anId = '0190c7a0-0000-7000-8000-000000000001';

/** Facts by which the record corrects itself without ever losing what was written (rules 37 and 38). */
export const mistakeFacts = {
  EnteredInError: fact({
    type: 'EnteredInError',
    ...inMoreStreams,
    stream: EVERY_STREAM,
    clauses: ['R9'],
    says: 'Facts of this stream were entered in error: they are struck through, kept, and undone in every state and view.',
    fields: {
      facts: list(id()),
      kind: code('wrong-person', 'wrong-date', 'doubled', 'wrong-amount', 'wrong-case', 'restored', 'other'),
      reason: sealed('reason', 'R', text()),
    },
    compartments: { reason: 'stream' },
    example: { facts: [anId], kind: 'doubled', reason: 'Booked twice by the same telephone call.' },
  }),
  StrikeProposed: fact({
    type: 'StrikeProposed',
    ...inMoreStreams,
    stream: EVERY_STREAM,
    clauses: ['R9'],
    says: 'One person proposed to strike facts as entered in error; a second person must do it.',
    fields: { facts: list(id()) },
    example: { facts: [anId] },
  }),
  FollowUpOpened: fact({
    type: 'FollowUpOpened',
    ...inMoreStreams,
    stream: EVERY_STREAM,
    clauses: ['R9'],
    says: 'Something that happened in the world rested on a struck fact: a refund, a voided receipt or a notice is due.',
    fields: { fact: id(), about: code('refund', 'void', 'notice') },
    example: { fact: anId, about: 'refund' },
  }),
} as const;

const { EnteredInError, StrikeProposed, FollowUpOpened } = mistakeFacts;

export const factNotInStream = refusal('fact-not-in-stream', 'A fact named is not in this stream.', { status: 422 });
export const factAlreadyStruck = refusal('fact-already-struck', 'A fact named has been struck already.');
export const factNotStrikable = refusal(
  'fact-not-strikable',
  'Published versions and destructions are succeeded, and emergency accesses reviewed; none of them is ever struck.',
  { status: 422 },
);
export const secondPersonNeeded = refusal(
  'second-person-needed',
  'Another person must strike what you proposed to strike.',
  { clause: 'R9', recorded: true },
);

/**
 * Ids of the facts that are struck, computed from the newest fact back: a strike that is itself struck strikes nothing,
 * so what it had struck stands again.
 */
export function struckIn(facts: readonly StoredFact[]): ReadonlyMap<string, string> {
  const struckBy = new Map<string, string>();
  for (let i = facts.length - 1; i >= 0; i--) {
    const candidate = facts[i] as StoredFact;
    if (struckBy.has(candidate.id)) continue;
    for (const target of strikesOf(candidate)) struckBy.set(target, candidate.id);
  }
  return struckBy;
}

/** Ids that a fact strikes: those it supersedes, and those named when it is an `EnteredInError`. */
export function strikesOf(candidate: StoredFact): readonly string[] {
  const named = candidate.type === EnteredInError.type ? ((candidate.open['facts'] as readonly string[]) ?? []) : [];
  return candidate.supersedes === undefined ? named : [...named, ...candidate.supersedes];
}

/** The facts of a stream less those struck, in order. */
export function standing<F extends StoredFact>(facts: readonly F[]): readonly F[] {
  const struck = struckIn(facts);
  return struck.size === 0 ? facts : facts.filter((f) => !struck.has(f.id));
}

/** Targets with all that rests on them, oldest first, and what happened in the world resting on them, which stays. */
export function strikeClosure(
  facts: readonly StoredFact[],
  targets: readonly string[],
  kindOf: (type: string) => AnyKind | undefined,
): { readonly struck: readonly string[]; readonly remaining: readonly StoredFact[] } {
  const struck = new Set(targets);
  const remaining: StoredFact[] = [];
  for (const candidate of standing(facts)) {
    if (struck.has(candidate.id) || !candidate.restsOn?.some((on) => struck.has(on))) continue;
    if (kindOf(candidate.type)?.inTheWorld) remaining.push(candidate);
    else struck.add(candidate.id);
  }
  return { struck: facts.filter((f) => struck.has(f.id)).map((f) => f.id), remaining };
}

/** What is due because something in the world rested on a struck fact. */
export function followUpsFor(remaining: readonly StoredFact[]): readonly NewFact[] {
  const about = (type: string) =>
    type.includes('Payment')
      ? 'refund'
      : type.includes('Receipt') || type.includes('Acknowledgement')
        ? 'void'
        : 'notice';
  return remaining.map((f) => FollowUpOpened({ fact: f.id, about: about(f.type) }, { restsOn: [f.id] }));
}

const NEVER_STRUCK = /Published$|Destroyed$|^(Fact)?Destruction|^StrikeProposed$|^FollowUpOpened$|^EmergencyAccess/;

export interface EnterInError {
  readonly facts: readonly string[];
  readonly kind: (typeof EnteredInError.example)['kind'];
  readonly reason: string;
}

/**
 * Whether a second person must strike. While a complaint is open, always (rule 37); and always for what was recorded more
 * than a day ago, so that being asked for a second person does not tell of a complaint.
 */
export const needsSecondPerson = (
  named: readonly Pick<StoredFact, 'recordedAt'>[],
  now: string,
  complaintOpen: boolean,
): boolean => complaintOpen || named.some((f) => addDaysToInstant(f.recordedAt, 1) < now);

/**
 * Strikes facts as entered in error, with all that rests on them, in one append. Where a second person is needed, the first
 * proposes and another strikes.
 */
export function decideEnteredInError(
  action: EnterInError,
  { history, actor, now }: Pick<Circumstances, 'history' | 'actor' | 'now'>,
  complaintOpen: boolean,
  kindOf: (type: string) => AnyKind | undefined,
): Decision {
  const byId = new Map(history.map((f) => [f.id, f]));
  const struckAlready = struckIn(history);
  for (const target of action.facts) {
    const found = byId.get(target);
    if (found === undefined) return factNotInStream({ field: 'facts' });
    if (struckAlready.has(target)) return factAlreadyStruck({ field: 'facts' });
    if (NEVER_STRUCK.test(found.type)) return factNotStrikable({ field: 'facts', values: { type: found.type } });
  }
  const named = action.facts.flatMap((target) => byId.get(target) ?? []);
  if (needsSecondPerson(named, now, complaintOpen)) {
    const wanted = [...action.facts].sort().join();
    const proposedByAnother = history.some(
      (f) =>
        f.type === StrikeProposed.type &&
        f.actor.person !== actor.person &&
        [...(f.open['facts'] as readonly string[])].sort().join() === wanted,
    );
    if (!proposedByAnother) {
      return { ...secondPersonNeeded(), facts: [StrikeProposed({ facts: [...action.facts] })] };
    }
  }
  const { struck, remaining } = strikeClosure(history, action.facts, kindOf);
  return accept(
    EnteredInError({ facts: [...struck], kind: action.kind, reason: action.reason }),
    ...followUpsFor(remaining),
  );
}
