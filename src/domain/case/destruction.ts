import { parameterOn } from '../agency/agency.js';
import { linkedWith } from '../agency/linked-persons.js';
import { type ClosingState, closingFacts } from '../destruction/closing.js';
import { addDays, endOfDay } from '../language/business-time.js';
import {
  accept,
  type Circumstances,
  type Decision,
  evolution,
  refusal,
  refuseAndRecord,
} from '../language/decision.js';
import { standing } from '../language/mistakes.js';
import type { World } from '../world.js';
import { attendanceFacts } from './attendance-facts.js';
import type { CaseHoldsState } from './case-holds.js';
import { destructionFacts, type ENDING_RULES } from './destruction-facts.js';
import { type HoldOn, holdsOnCase, streamsHolding } from './holds-on-case.js';
import { isInteraction, lastInteraction } from './interaction.js';
import {
  birthsOf,
  mayBeDestroyed,
  type Retention,
  type RetentionState,
  retentionOf,
  retentionYearsOn,
} from './retention.js';
import { caseNotFound, type RosterState, rosterFacts } from './roster.js';

const {
  DestructionDue,
  DestructionNotDue,
  DestructionRequested,
  DestructionConfirmed,
  DestructionWithdrawn,
  DestructionStopped,
} = destructionFacts;

/** A destruction asked for and neither withdrawn nor stopped. */
export interface Asked {
  readonly destruction: string;
  readonly requestedBy: string;
  readonly fact: string;
  confirmedBy: string | undefined;
  readonly keptUntil: string;
  readonly rule: (typeof ENDING_RULES)[number];
  readonly years: number;
}

export interface DestructionState {
  /** The fact that says it is due, while it is. */
  due: string | undefined;
  asked: Asked | undefined;
  /** Every therapist of record there was: the strictest of their professions' rules counts. */
  readonly therapists: Set<string>;
  attended: boolean;
}

const { CaseOpened, TherapistAssigned } = rosterFacts;
const { SessionHeld, SeatAttended } = attendanceFacts;
const also = { CaseOpened, TherapistAssigned, SessionHeld, SeatAttended };

/** How far a case is on its way to destruction, and what its retention depends on. */
export const destruction = evolution<DestructionState, typeof destructionFacts, typeof also>(
  () => ({ due: undefined, asked: undefined, therapists: new Set(), attended: false }),
  destructionFacts,
  {
    DestructionDue: (s, { id: factId }) => {
      s.due = factId;
    },
    DestructionNotDue: (s) => {
      s.due = undefined;
    },
    DestructionRequested: (s, { id: factId, open, actor }) => {
      const { destruction: one, keptUntil, rule, years } = open;
      s.asked = {
        ...{ destruction: one, requestedBy: actor.person, fact: factId, confirmedBy: undefined },
        ...{ keptUntil, rule, years },
      };
    },
    DestructionConfirmed: (s, { actor }) => {
      if (s.asked) s.asked.confirmedBy = actor.person;
    },
    DestructionWithdrawn: (s) => {
      s.asked = undefined;
    },
    DestructionStopped: (s) => {
      s.asked = undefined;
    },
  },
  {
    CaseOpened: (s, { open }) => void s.therapists.add(open.therapist),
    TherapistAssigned: (s, { open }) => void s.therapists.add(open.therapist),
    SessionHeld: (s) => {
      s.attended = true;
    },
    SeatAttended: (s) => {
      s.attended = true;
    },
  },
);

export const destructionNotDue = refusal(
  'destruction-not-due',
  'The record must still be kept: its retention, by the strictest rule that spans it, is not over.',
  { clause: 'R9' },
);
export const destructionHeld = refusal(
  'destruction-held',
  'Something holds the record, such as a request, a complaint, a summons or a breach: nothing of it may be destroyed.',
  { clause: 'R9' },
);
export const destructionAskedAlready = refusal(
  'destruction-asked-already',
  'The destruction of this was asked for already; it waits for a second person or is being done.',
);
export const destructionNotAsked = refusal(
  'destruction-not-asked',
  'There is no such destruction waiting: nobody asked for it, it was withdrawn, or it has begun.',
);
export const destructionNeedsAnother = refusal(
  'destruction-needs-another',
  'Another person must confirm the destruction that you asked for.',
  { clause: 'R9' },
);

type Slices = {
  readonly roster: RosterState;
  readonly caseHolds: CaseHoldsState;
  readonly retention: RetentionState;
  readonly destruction: DestructionState;
  readonly closing: ClosingState;
};
type C = Circumstances<World>;

const everybody = ({ members }: RosterState): readonly string[] => [...new Set(members.map((m) => m.participant))];

/** Streams that say until when a case is kept and what holds it; the case's own history is needed besides. */
export const streamsOfRetention = (
  state: Pick<Slices, 'roster' | 'destruction'>,
  register: World['register'],
): readonly string[] => [
  ...streamsHolding(state, register),
  ...everybody(state.roster).map((person) => `person-${person}`),
  ...[...state.destruction.therapists].map((therapist) => `therapist-${therapist}`),
];

/** Until when a case is kept and everything that holds it, as committed at this moment. */
export function retentionNow(
  state: Slices,
  { history, now, world }: Pick<C, 'history' | 'now' | 'world'>,
): { readonly kept: Retention; readonly holds: readonly HoldOn[]; readonly over: boolean } {
  const today = world.zone.localOf(now).slice(0, 10);
  const months = standing(history).flatMap((one) => (isInteraction(one) ? [one.happenedAt.slice(0, 7)] : []));
  const kept = retentionOf(
    {
      lastInteraction: lastInteraction(months, now, (instant) => world.zone.localOf(instant).slice(0, 7)).day,
      attended: state.destruction.attended,
      bornIn: everybody(state.roster).flatMap((person) =>
        birthsOf(linkedWith(world.links, person), (one) => world.person(one).bornIn),
      ),
      colleges: [...state.destruction.therapists].map((one) => world.therapist(one).registration.college),
      flags: [...state.retention.flags.keys()],
    },
    retentionYearsOn(world, today),
  );
  const holds = holdsOnCase(String(state.roster.case), state, world, now);
  return { kept, holds, over: mayBeDestroyed(kept, holds, today) };
}

/** Why a case may not be destroyed now, or the rule by which it may. */
function requireOver(
  state: Slices,
  c: C,
): Decision | { readonly keptUntil: string; readonly rule: Asked['rule']; readonly years: number } {
  const { kept, holds, over } = retentionNow(state, c);
  if (over && kept.until !== undefined && kept.years !== undefined && kept.rule !== 'birth-unknown')
    return { keptUntil: kept.until, rule: kept.rule, years: kept.years };
  if (holds.length > 0) return destructionHeld({ field: 'case', values: { holds: holds.length } });
  return destructionNotDue({ field: 'case', values: { rule: kept.rule, ...(kept.until && { until: kept.until }) } });
}

/** Says that a case is due to be destroyed, or is not any more; nothing when that is known. */
export function reviewDestructionDue(state: Slices, caseId: string, c: C): Decision {
  if (state.roster.case === undefined) return caseNotFound({ field: 'case' });
  const found = requireOver(state, c);
  const { due } = state.destruction;
  if (!('rule' in found)) return due === undefined ? accept() : accept(DestructionNotDue({ case: caseId }));
  if (due !== undefined) return accept();
  const today = c.world.zone.localOf(c.now).slice(0, 10);
  const days = parameterOn(c.world.parameters, 'destroy-within-days', today);
  return accept(DestructionDue({ case: caseId, ...found, by: endOfDay(addDays(today, days), c.world.zone) }));
}

/** Asks that a case be destroyed: only when its retention is over and nothing holds it. */
export function requestDestruction(state: Slices, caseId: string, c: C): Decision {
  if (state.roster.case === undefined) return caseNotFound({ field: 'case' });
  if (state.destruction.asked !== undefined) return destructionAskedAlready({ field: 'case' });
  const found = requireOver(state, c);
  if (!('rule' in found)) return found;
  return accept(DestructionRequested({ case: caseId, destruction: c.id('destruction'), ...found }));
}

type Named = { readonly case: string; readonly destruction: string };

/** A second person confirms; whether it may be is decided again. */
export function confirmDestruction(state: Slices, action: Named, c: C): Decision {
  if (state.roster.case === undefined) return caseNotFound({ field: 'case' });
  const { asked } = state.destruction;
  if (asked?.destruction !== action.destruction) return destructionNotAsked({ field: 'destruction' });
  if (asked.confirmedBy !== undefined) return accept();
  if (asked.requestedBy === c.actor.person) return destructionNeedsAnother({ field: 'destruction' });
  const found = requireOver(state, c);
  if (!('rule' in found)) return found;
  return accept(DestructionConfirmed(action));
}

/** Takes it back, as long as it has not begun. */
export function withdrawDestruction(state: Slices, action: Named): Decision {
  if (state.roster.case === undefined) return caseNotFound({ field: 'case' });
  if (state.destruction.asked?.destruction !== action.destruction) return destructionNotAsked({ field: 'destruction' });
  return accept(DestructionWithdrawn(action));
}

/** The service begins what two people want, decided once more at the very revision after which nothing more is written. */
export function beginDestruction(state: Slices, action: Named, c: C): Decision {
  if (state.roster.case === undefined) return caseNotFound({ field: 'case' });
  const { asked } = state.destruction;
  if (asked?.destruction !== action.destruction || asked.confirmedBy === undefined)
    return destructionNotAsked({ field: 'destruction' });
  const found = requireOver(state, c);
  if ('rule' in found) return accept(closingFacts.DestructionBegun({ ...action, of: 'case' }));
  const held = 'refusal' in found && found.refusal.code === destructionHeld.code;
  const stopped = DestructionStopped({ ...action, because: held ? 'held' : 'not-due' });
  return 'refusal' in found ? refuseAndRecord(found, stopped) : found;
}
