import { accept, type Decision, evolution, refusal } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { id, instant, list, optional } from '../language/field.js';

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';

/** How a therapist's time is held, so that nobody is booked twice (C3). */
export const slotFacts = {
  SlotHeld: fact({
    type: 'SlotHeld',
    stream: 'therapist',
    clauses: ['C3', 'T3'],
    says: 'A therapist’s time was held for a session until its booking is known in the case.',
    fields: {
      therapist: id(),
      session: id(),
      case: id(),
      start: instant(),
      end: instant(),
      until: instant(),
      insteadOf: optional(id('session')),
    },
    subjects: { therapist: 'staff' },
    example: {
      therapist: aTherapist,
      session: aSession,
      case: aCase,
      start: '2026-02-17T14:00:00.000Z',
      end: '2026-02-17T14:50:00.000Z',
      until: '2026-02-02T15:05:00.000Z',
    },
  }),
  SlotSettled: fact({
    type: 'SlotSettled',
    stream: 'therapist',
    clauses: ['C3'],
    says: 'The case has the session for which a therapist’s time was held.',
    fields: { therapist: id(), session: id() },
    subjects: { therapist: 'staff' },
    example: { therapist: aTherapist, session: aSession },
  }),
  SlotReleased: fact({
    type: 'SlotReleased',
    stream: 'therapist',
    clauses: ['C3'],
    says: 'A therapist’s time is free again.',
    fields: { therapist: id(), session: id() },
    subjects: { therapist: 'staff' },
    example: { therapist: aTherapist, session: aSession },
  }),
  SlotConflictFound: fact({
    type: 'SlotConflictFound',
    stream: 'therapist',
    clauses: ['C3'],
    says: 'A session was brought back by better knowledge, but its time had been given to others: somebody must be asked.',
    fields: { therapist: id(), session: id(), case: id(), with: list(id()) },
    subjects: { therapist: 'staff' },
    example: { therapist: aTherapist, session: aSession, case: aCase, with: ['0190c7a0-0000-7000-8000-0000000005e6'] },
  }),
} as const;

/** One stretch of a therapist's time that is held; released ones are forgotten. */
export interface Slot {
  readonly session: string;
  readonly case: string;
  readonly start: string;
  readonly end: string;
  readonly until: string;
  settled: boolean;
  readonly fact: string;
}

export interface SlotsState {
  /** By session. */
  readonly held: Map<string, Slot>;
  /** Sessions brought back without a slot → those in their place. */
  readonly conflicts: Map<string, string>;
}

const { SlotHeld, SlotSettled, SlotReleased, SlotConflictFound } = slotFacts;

export const slots = evolution<SlotsState, typeof slotFacts>(
  () => ({ held: new Map(), conflicts: new Map() }),
  slotFacts,
  {
    SlotHeld: (s, { id: factId, open }) => {
      s.conflicts.delete(open.session);
      s.held.set(open.session, {
        session: open.session,
        case: open.case,
        start: open.start,
        end: open.end,
        until: open.until,
        settled: false,
        fact: factId,
      });
    },
    SlotSettled: (s, { open }) => {
      const slot = s.held.get(open.session);
      if (slot) slot.settled = true;
    },
    SlotReleased: (s, { open }) => {
      s.held.delete(open.session);
      s.conflicts.delete(open.session);
    },
    SlotConflictFound: (s, { open }) => void s.conflicts.set(open.session, [...open.with].sort().join()),
  },
);

export const slotTaken = refusal('slot-taken', 'The therapist’s time is taken by another session.', { clause: 'C3' });
export const holdStillOpen = refusal('hold-still-open', 'The hold has time left; its booking may still come.', {
  clause: 'C3',
});

type Slices = { readonly slots: SlotsState };
type Span = { readonly start: string; readonly end: string };

/** Sessions whose held time overlaps a span; one that ends as another begins does not. */
export const overlapping = (s: SlotsState, { start, end }: Span, except: readonly string[]): readonly string[] =>
  [...s.held.values()]
    .filter((slot) => slot.start < end && start < slot.end && !except.includes(slot.session))
    .map((slot) => slot.session);

/** Holds time for a session; a session's own time, or that of the one it is instead of, is no obstacle. */
export function holdSlot({ slots: s }: Slices, action: Parameters<typeof SlotHeld>[0]): Decision {
  if (s.held.has(action.session)) return accept();
  const others = overlapping(s, action, action.insteadOf === undefined ? [] : [action.insteadOf]);
  return others.length > 0 ? slotTaken({ field: 'start' }) : accept(SlotHeld(action));
}

/** Frees a session's time; nothing when it is free already. */
export function releaseSlot({ slots: s }: Slices, action: { therapist: string; session: string }): Decision {
  const held = s.held.get(action.session);
  if (held === undefined && !s.conflicts.has(action.session)) return accept();
  return accept(SlotReleased(action, held ? { restsOn: [held.fact] } : {}));
}

/** Settles a hold whose session the case has; releases it when the case has said that the booking lapsed. */
export function settleSlot(
  state: Slices,
  action: { therapist: string; session: string },
  inCase: 'booked' | 'lapsed' | 'unknown',
): Decision {
  const held = state.slots.held.get(action.session);
  if (held === undefined) return accept();
  if (inCase === 'unknown') return holdStillOpen({ field: 'session' });
  if (inCase === 'lapsed') return releaseSlot(state, action);
  return held.settled ? accept() : accept(SlotSettled(action, { restsOn: [held.fact] }));
}

/** Holds time again for a session that better knowledge brought back, or shows with whom it now conflicts. */
export function restoreSlot({ slots: s }: Slices, action: Parameters<typeof SlotHeld>[0]): Decision {
  if (s.held.has(action.session)) return accept();
  const others = overlapping(s, action, []);
  if (others.length === 0) return accept(SlotHeld(action));
  if (s.conflicts.get(action.session) === [...others].sort().join()) return accept();
  const { therapist, session, case: caseId } = action;
  return accept(SlotConflictFound({ therapist, session, case: caseId, with: others }));
}
