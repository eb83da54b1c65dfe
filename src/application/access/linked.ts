import { type LinksState, linkedWith, spanOf } from '../../domain/agency/linked-persons.js';
import type { InstructionsState } from '../../domain/person/instructions.js';
import { together } from '../../domain/person/linked-instructions.js';
import type { StreamStates } from '../kernel/stream-states.js';

/** Which registrations are one person’s, as committed at this moment. */
export const linksIn = async (states: StreamStates): Promise<LinksState> =>
  (await states.load('linked-persons', 'linked-persons')).state.links;

/** Every registration that is the same person’s as this one, this one first (rule 46). */
export const registrationsOf = async (states: StreamStates, person: string): Promise<readonly string[]> =>
  linkedWith(await linksIn(states), person);

/** These persons and every registration that is one of theirs, each once. */
export const registrationsOfAll = async (states: StreamStates, persons: Iterable<string>): Promise<readonly string[]> =>
  spanOf(await linksIn(states), persons);

/** What a person instructed, under whichever registration. */
export async function instructedBy(states: StreamStates, person: string): Promise<InstructionsState> {
  const all: InstructionsState[] = [];
  for (const one of await registrationsOf(states, person))
    all.push((await states.load('file', `file-${one}`)).state.instructions);
  return together(all);
}
