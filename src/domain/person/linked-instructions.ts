import { linkedWith } from '../agency/linked-persons.js';
import type { World } from '../world.js';
import type { InstructionsState } from './instructions.js';

/** What a person instructed under each of their registrations, as one: an instruction given under one id holds for all. */
export const together = (states: readonly InstructionsState[]): InstructionsState =>
  states.length === 1 && states[0] !== undefined
    ? states[0]
    : {
        inForce: new Map(states.flatMap((one) => [...one.inForce])),
        ended: new Set(states.flatMap((one) => [...one.ended])),
        toReview: new Map(states.flatMap((one) => [...one.toReview])),
      };

/** What a person instructed, under whichever registration (rule 46); their file must be among the streams looked at. */
export const instructionsOf = (world: Pick<World, 'file' | 'links'>, person: string): InstructionsState =>
  together(linkedWith(world.links, person).map((one) => world.file(one).instructions));
