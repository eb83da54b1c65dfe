import {
  destructionAskedAlready,
  destructionHeld,
  destructionNeedsAnother,
  destructionNotAsked,
} from '../case/destruction.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import type { StoredFact } from '../language/fact.js';
import { factNotInStream, mistakeFacts, struckIn } from '../language/mistakes.js';
import { type ClosingState, closingFacts, recordDestroyed } from './closing.js';

const { FactDestructionRequested, FactDestructionConfirmed, FactDestructionBegun } = closingFacts;

/** Kinds of error after which content may be destroyed alone: it is about somebody else than the record it stands in. */
const WRONG: ReadonlySet<unknown> = new Set(['wrong-person', 'wrong-case']);

export const factNotOfWrongPerson = refusal(
  'fact-not-of-wrong-person',
  'Only what was struck as entered on the wrong person or case, and holds something sealed, is destroyed alone.',
  { clause: 'R9', status: 422 },
);

/** Whose stream it is, and which fact of it. */
export interface OneFact {
  readonly case?: string;
  readonly person?: string;
  readonly fact: string;
}
type State = { readonly closing: ClosingState };
type C = Pick<Circumstances, 'history' | 'actor' | 'id'>;

function requireWrong(history: readonly StoredFact[], wanted: string): Decision | undefined {
  const found = history.find(({ id }) => id === wanted);
  if (found === undefined) return factNotInStream({ field: 'fact' });
  const by = struckIn(history).get(wanted);
  const strike = history.find(({ id }) => id === by);
  const wrong = strike?.type === mistakeFacts.EnteredInError.type && WRONG.has(strike.open['kind']);
  return wrong && Object.keys(found.sealed).length > 0 ? undefined : factNotOfWrongPerson({ field: 'fact' });
}

/** Asks that one fact be destroyed alone. `held`: something holds the record it stands in. */
export function requestFactDestruction({ closing: s }: State, action: OneFact, held: boolean, c: C): Decision {
  if (s.begun !== undefined) return recordDestroyed();
  const wrong = requireWrong(c.history, action.fact);
  if (wrong) return wrong;
  if (held) return destructionHeld({ field: 'fact' });
  if ([...s.facts.values()].some(({ fact }) => fact === action.fact)) return destructionAskedAlready({ field: 'fact' });
  return accept(FactDestructionRequested({ ...action, destruction: c.id('destruction') }));
}

type Named = Omit<OneFact, 'fact'> & { readonly destruction: string };

/** A second person confirms it. */
export function confirmFactDestruction({ closing: s }: State, action: Named, held: boolean, c: C): Decision {
  const asked = s.facts.get(action.destruction);
  if (asked === undefined) return destructionNotAsked({ field: 'destruction' });
  if (asked.confirmedBy !== undefined) return accept();
  if (asked.requestedBy === c.actor.person) return destructionNeedsAnother({ field: 'destruction' });
  const wrong = requireWrong(c.history, asked.fact);
  if (wrong) return wrong;
  if (held) return destructionHeld({ field: 'destruction' });
  return accept(FactDestructionConfirmed({ ...action, fact: asked.fact }));
}

/** The service begins it: the revision of this fact divides what was sealed under older keys from what comes. */
export function beginFactDestruction({ closing: s }: State, action: Named): Decision {
  const asked = s.facts.get(action.destruction);
  if (asked?.confirmedBy === undefined || s.begun !== undefined) return destructionNotAsked({ field: 'destruction' });
  return asked.begun ? accept() : accept(FactDestructionBegun({ ...action, fact: asked.fact }));
}
