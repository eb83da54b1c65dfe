import { type Decision, refusal } from '../language/decision.js';
import type { World } from '../world.js';
import type { HandlingState } from './handling.js';
import type { LodgingState } from './lodging.js';

type Slices = { readonly lodging: LodgingState; readonly handling: HandlingState };

/** Why a person may not hear a complaint. */
export type Tie = 'respondent' | 'complainant' | 'supervisor-of-respondent' | 'earlier-part' | 'conflict';

export const notIndependent = refusal(
  'not-independent',
  'This person is too near to the complaint: a party, a respondent’s supervisor, somebody who investigated or decided it before, or one with a declared conflict.',
  { clause: 'R10', status: 422 },
);

/** Streams that a decision about independence looks at: whoever supervises or ever supervised a respondent is their supervisor. */
export const respondentStreams = ({ lodging }: Pick<Slices, 'lodging'>): readonly string[] =>
  lodging.respondents.map((each) => `therapist-${each}`);

/** What ties a person to the complaint besides having heard it. */
function tieOf({ lodging, handling }: Slices, person: string, world: Pick<World, 'therapist'>): Tie | undefined {
  if (lodging.respondents.includes(person)) return 'respondent';
  if (lodging.complainant === person || lodging.clients.includes(person)) return 'complainant';
  if (handling.conflicts.has(person)) return 'conflict';
  const supervises = (respondent: string) =>
    world.therapist(respondent).registration.supervision.some((each) => each.supervisor === person);
  return lodging.respondents.some(supervises) ? 'supervisor-of-respondent' : undefined;
}

const refused = (tie: Tie | undefined, field: string): Decision | undefined =>
  tie === undefined ? undefined : notIndependent({ field, values: { tie } });

/** Refuses somebody who is tied to the complaint, or who investigated or decided it before (rule 62). */
export function requireNewcomer(
  state: Slices,
  person: string,
  world: Pick<World, 'therapist'>,
  field: string,
): Decision | undefined {
  const { assigned, deciders } = state.handling;
  const earlier = deciders.has(person) || assigned.some((each) => each.person === person);
  return refused(tieOf(state, person, world) ?? (earlier ? 'earlier-part' : undefined), field);
}

/** Refuses a decider who is tied to the complaint; the one who has it now had no earlier part. */
export function requireDecider(
  state: Slices,
  person: string,
  current: string,
  world: Pick<World, 'therapist'>,
): Decision | undefined {
  return person === current
    ? refused(tieOf(state, person, world), 'decider')
    : requireNewcomer(state, person, world, 'decider');
}
