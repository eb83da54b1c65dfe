import { addMonths, endOfDay } from '../language/business-time.js';
import { accept, type Circumstances, type Decision, refusal } from '../language/decision.js';
import { personNotRegistered } from '../person/person.js';
import type { World } from '../world.js';
import { parameterOn } from './agency.js';
import { type ClearanceState, clearanceFacts, type TrainingTopic } from './clearance-facts.js';
import { dayOf } from './legal-periods.js';

const { TrainingCompleted, UndertakingSigned } = clearanceFacts;

export const trainingInTheFuture = refusal(
  'training-in-the-future',
  'A training is recorded after it was completed, and an undertaking after it was signed.',
  { clause: 'R7', status: 422 },
);

export const undertakingOfAnother = refusal('undertaking-of-another', 'Everybody signs their own undertaking.', {
  clause: 'R7',
  status: 422,
});

/**
 * True when, on a day, a person has a live training in privacy and has signed the undertaking: without both a role at the
 * agency opens nothing about anybody (rule 71).
 */
export const clearedForAccess = ({ trained, signed }: ClearanceState, person: string, day: string): boolean =>
  (trained.get(person) ?? []).some(
    ({ topic, on, validUntil }) => topic === 'privacy' && on <= day && day <= validUntil,
  ) && [...(signed.get(person)?.values() ?? [])].some((on) => on <= day);

/** The slice of the stream of staff that this topic decides on. */
export interface ClearanceSlices {
  readonly clearance: ClearanceState;
}

type At = Circumstances<World>;

/** However long the parameter says: a day that far ahead is still a day. */
const MONTHS_AT_MOST = 2_400;

/** Records a training that somebody completed: how long it counts is a parameter of the day it was completed. */
export function recordTraining(
  { clearance: s }: ClearanceSlices,
  { person, topic, on }: { readonly person: string; readonly topic: TrainingTopic; readonly on: string },
  { world, happenedAt }: At,
): Decision {
  if (world.person(person).person === undefined) return personNotRegistered({ field: 'person' });
  if (on > dayOf(happenedAt, world)) return trainingInTheFuture({ field: 'on' });
  const from = dayOf(on, world);
  const months = Math.min(parameterOn(world.parameters, 'training-months', from), MONTHS_AT_MOST);
  const validUntil = addMonths(from, months);
  const earlier = (s.trained.get(person) ?? []).filter((each) => each.topic === topic);
  if (earlier.some((each) => each.on === on && each.validUntil === validUntil)) return accept();
  const longest = earlier.every((each) => each.validUntil < validUntil);
  return accept(
    TrainingCompleted({ person, topic, on, validUntil, endsAt: endOfDay(validUntil, world.zone), longest }),
  );
}

/** Records that somebody signed a version of the undertaking; once for each version. */
export function recordUndertaking(
  { clearance: s }: ClearanceSlices,
  { person, version, on }: { readonly person: string; readonly version: string; readonly on: string },
  { world, happenedAt }: At,
): Decision {
  if (world.person(person).person === undefined) return personNotRegistered({ field: 'person' });
  if (on > dayOf(happenedAt, world)) return trainingInTheFuture({ field: 'on' });
  const earlier = s.signed.get(person)?.get(version);
  if (earlier !== undefined && earlier <= on) return accept();
  return accept(UndertakingSigned({ person, version, on }));
}

/** Signs a version of the undertaking oneself, today. */
export function signUndertaking(
  state: ClearanceSlices,
  { person, version }: { readonly person: string; readonly version: string },
  c: At,
): Decision {
  if (person !== c.actor.person) return undertakingOfAnother({ field: 'person' });
  return recordUndertaking(state, { person, version, on: dayOf(c.happenedAt, c.world) }, c);
}
