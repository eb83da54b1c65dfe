import { localDateOf } from '../language/business-time.js';
import { accept, type Circumstances, type Decision } from '../language/decision.js';
import { fact } from '../language/fact.js';
import { code, date, id, list, optional, record } from '../language/field.js';
import type { World } from '../world.js';
import { barOn, type RegistrationState } from './registration.js';
import type { Slot, SlotsState } from './slots.js';

const aTherapist = '0190c7a0-0000-7000-8000-00000000007a';
const aSession = '0190c7a0-0000-7000-8000-0000000005e5';
const aCase = '0190c7a0-0000-7000-8000-00000000ca5e';

/** Many bookings of one therapist called off by one action (rules 56 and 58). */
export const callingOffFacts = {
  BookingsCalledOff: fact({
    type: 'BookingsCalledOff',
    stream: 'therapist',
    clauses: ['T3', 'R4'],
    says: 'Bookings of a therapist were called off by the agency: each is cancelled in its case, with a notice and another offer.',
    fields: {
      therapist: id(),
      day: optional(date()),
      because: code('away', 'may-not-practise'),
      sessions: list(record({ session: id(), case: id() })),
    },
    subjects: { therapist: 'staff' },
    example: {
      therapist: aTherapist,
      day: '2026-03-17',
      because: 'away',
      sessions: [{ session: aSession, case: aCase }],
    },
  }),
} as const;

const { BookingsCalledOff } = callingOffFacts;

type Slices = { readonly registration: RegistrationState; readonly slots: SlotsState };
type Here = Pick<Circumstances<World>, 'happenedAt' | 'world'>;

const ahead = ({ slots }: Slices, { happenedAt }: Here): readonly Slot[] =>
  [...slots.held.values()].filter((slot) => slot.start > happenedAt);

/** Sessions ahead on whose day the therapist may not practise (rule 34), as the register stands now. */
export const barredAhead = (state: Slices, c: Here): readonly Slot[] =>
  ahead(state, c).filter((slot) => barOn(state.registration, localDateOf(slot.start, c.world.zone)) !== undefined);

const calledOff = (
  slots: readonly Slot[],
  about: Omit<Parameters<typeof BookingsCalledOff>[0], 'sessions'>,
): Decision =>
  slots.length === 0
    ? accept()
    : accept(
        BookingsCalledOff(
          { ...about, sessions: slots.map(({ session, case: caseId }) => ({ session, case: caseId })) },
          { restsOn: slots.map((slot) => slot.fact) },
        ),
      );

/** Calls off what is still ahead of a therapist on one local day; nothing when nothing is. */
export function callOffDay(
  state: Slices,
  { therapist, day }: { readonly therapist: string; readonly day: string },
  c: Here,
): Decision {
  const slots = ahead(state, c).filter((slot) => localDateOf(slot.start, c.world.zone) === day);
  return calledOff(slots, { therapist, day, because: 'away' });
}

/** Calls off every session ahead that a suspension or the end of supervision makes impossible. */
export const callOffBarred = (state: Slices, { therapist }: { readonly therapist: string }, c: Here): Decision =>
  calledOff(barredAhead(state, c), { therapist, because: 'may-not-practise' });
